"""Pictures from plain values: a leaf that knows nothing of people, records or languages."""
