"""One attempt from its first message to its punch."""
