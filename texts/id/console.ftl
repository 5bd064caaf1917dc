# Halaman kehadiran untuk operator.

console-link = Halaman kehadiran: { $url } (berlaku { DURATION($minutes) } dan hanya sekali; jangan diteruskan kepada orang lain).
