"""Positions and fences in, findings about places out."""
