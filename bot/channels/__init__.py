"""Platforms: raw events in, neutral messages out, and back."""
