"""`python -m presensi`."""

from presensi.main import main

main()
