"""Rules as data: kinds, resolution by scope and date, writing."""
