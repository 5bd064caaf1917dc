"""Enrolled faces: taken, confirmed, searched for duplicates, undone."""
