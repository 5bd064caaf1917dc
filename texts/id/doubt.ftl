# /periksa NIP: atasan meminta presensi seorang pegawai diperiksa lebih teliti untuk sementara.

doubt-usage = Kirim /periksa diikuti NIP pegawai, misalnya /periksa 199302282019022004. Presensinya lalu diminta dengan video sampai beberapa hari ke depan; ia tidak diberi tahu siapa yang memintanya.
doubt-reported = Presensi { $name } diminta dengan video sampai { DAY($date) }. Ia tidak diberi tahu siapa yang memintanya, dan hal ini bukan hukuman.
doubt-reported-before = Presensi { $name } memang sudah diminta dengan video sampai { DAY($date) }.
doubt-reported-unenforced = Permintaan tentang { $name } dicatat sampai { DAY($date) }. Aturan instansinya belum meminta gerakan di depan kamera, jadi presensinya belum berubah; mintalah pengelola menetapkan aturannya.
doubt-refused-unknown-nip = NIP itu tidak ditemukan. Periksa 18 angkanya, lalu kirim /periksa lagi.
doubt-refused-out-of-scope = Pegawai itu berada di luar wewenang Anda. Hubungi atasan atau operator instansinya.
doubt-refused-oneself = Anda tidak dapat meminta hal ini untuk diri sendiri. Hubungi atasan Anda.
