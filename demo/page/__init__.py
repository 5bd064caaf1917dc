"""The page in the browser: two phones, the live attendance list and the clock of the demonstration."""
