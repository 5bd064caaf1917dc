"""What supervisors, heads and inspectors read: lists and figures over the records."""
