"""Sealing of personal data at rest."""
