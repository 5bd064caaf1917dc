"""What `presensi check` looks at, one file per part of the installation."""
