"""Telegram: the only room that knows the Bot API."""
