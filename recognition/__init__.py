"""Image bytes in, findings about faces out."""
