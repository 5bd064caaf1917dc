"""Notice, acknowledgement and what a person is owed about personal data."""
