"""The roster: read from files, compared, written unseen and applied at once; damaged rows in quarantine."""
