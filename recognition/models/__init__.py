"""The neural networks: what they are, where their files lie, how they are verified and compiled."""
