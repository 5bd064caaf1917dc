"""Maps and pictograms drawn from plain values."""
