"""What one picture tells of a living person: one file per signal, each a score that is higher for the more alive."""
