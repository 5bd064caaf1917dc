"""The running service: channels, dialogues, dispatcher, sender and the composition root."""
