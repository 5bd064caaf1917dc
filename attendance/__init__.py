"""The domain: who, where, when, by which rule, decided how, and on record."""
