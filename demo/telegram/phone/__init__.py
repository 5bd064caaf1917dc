"""The user's side: what a person does and sees in the app, in the private chat with one bot."""
