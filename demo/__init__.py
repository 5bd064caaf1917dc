"""The demonstration: platform emulators over real HTTP, the chat page, a sample regency, a clock that can be set."""
