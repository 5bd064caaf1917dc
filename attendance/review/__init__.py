"""What a human looks at: check-ins that together look as if somebody else had made them."""
