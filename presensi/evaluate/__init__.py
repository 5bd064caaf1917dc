"""Error rates of the shipped configuration, measured on pictures that somebody brings: `presensi evaluate`."""
