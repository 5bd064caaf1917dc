# Halaman kehadiran untuk operator.

console-link = Halaman kehadiran: { $url } (berlaku { DURATION($minutes) } dan hanya sekali; jangan diteruskan kepada orang lain).
console-not-allowed = Halaman kehadiran hanya untuk operator. Kirim /status untuk melihat presensi Anda sendiri.
