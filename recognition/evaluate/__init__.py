"""The measuring that thresholds cite: run over evaluation pictures, prints JSON."""
