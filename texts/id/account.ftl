# Akun pegawai: operator melepasnya, atau menutupnya sementara bila ponselnya hilang.

account-release-usage = Kirim /lepas diikuti ke-18 angka NIP pegawai yang berganti akun atau nomor, dalam satu pesan.
account-suspend-usage = Kirim /tangguhkan diikuti ke-18 angka NIP pegawai yang ponselnya hilang, dalam satu pesan.
account-release-question = Lepas akun { $name }, { $agency } (NIP { $nip })? Pastikan pegawai itu hadir atau dikenal, lalu pilih alasannya. Setelah itu hanya kode baru yang dapat menghubungkan akun.
account-button-changed = Ganti akun
account-button-lost = Ponsel hilang
account-button-passed-on = Nomor orang lain
account-button-lift = Buka kembali
account-released = Akun { $name } dilepas dan akun lama itu diberi tahu. Berikan kode baru kepada pegawai itu.
account-none = { $name } tidak memiliki akun yang terhubung, jadi tidak ada yang berubah.
account-suspended = Akun { $name } ditangguhkan sekarang juga: akun itu tidak dapat dipakai dan tidak menerima apa pun. Presensinya sementara dicatat lewat petugas. Bila ponsel ditemukan, tekan Buka kembali; bila tidak, kirim /lepas NIP.
account-suspended-before = Akun { $name } sudah ditangguhkan sebelumnya. Bila ponsel ditemukan, tekan Buka kembali; bila tidak, kirim /lepas NIP.
account-lifted = Akun { $name } dibuka kembali dan pegawai itu diberi tahu.
account-refused-unknown-nip = Tidak ada pegawai dengan NIP itu. Periksa ke-18 angkanya, lalu kirim lagi.
account-refused-out-of-scope = Pegawai itu berada di luar instansi yang Anda layani. Mintalah operator instansinya untuk melakukannya.
