"""One file per dialogue: what was said, in, what to say and do, out; pure."""
