"""Measurements that a reader can repeat: `presensi bench`."""
