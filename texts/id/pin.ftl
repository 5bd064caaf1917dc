# PIN bagi pegawai yang presensinya dicatat tanpa wajah.

pin-usage = Untuk presensi tanpa wajah, buat dahulu PIN Anda: kirim /pin diikuti enam angka pilihan Anda. Untuk menggantinya, kirim /pin, PIN lama, lalu PIN baru. Setelah itu hapus pesan Anda dari percakapan ini.
pin-set = PIN Anda berlaku mulai sekarang. Hapus pesan tadi dari percakapan ini, agar orang lain yang memegang ponsel Anda tidak membacanya.
pin-refused-not-six-digits = PIN terdiri dari enam angka. Kirim /pin diikuti enam angka pilihan Anda.
pin-refused-too-simple = PIN itu terlalu mudah ditebak. Kirim /pin diikuti enam angka lain, yang tidak sama semua dan tidak berurutan.
pin-refused-old-needed = Anda sudah mempunyai PIN. Untuk menggantinya, kirim /pin, PIN lama, lalu PIN baru, dalam satu pesan. Jika lupa, temui operator instansi Anda.
pin-refused-unknown-nip = Tidak ada pegawai dengan NIP itu yang Anda layani. Periksa ke-18 angkanya, lalu kirim /lupa_pin NIP lagi.
pin-wrong = PIN itu belum cocok. Periksa, lalu kirim keenam angkanya lagi. Jika lupa, temui operator instansi Anda.
pin-locked = PIN salah beberapa kali berturut-turut, jadi kami tutup sampai { CLOCK($until) }. Tunggu sampai saat itu, atau temui operator instansi Anda.
pin-forgotten = PIN { $name } sudah dihapus. Mintalah pegawai itu membuat yang baru dengan /pin.
pin-forgotten-usage = Kirim /lupa_pin diikuti ke-18 angka NIP pegawai, dalam satu pesan.
pin-prompt = Presensi { $direction ->
    [in] masuk
   *[out] pulang
    }: kirim PIN Anda (enam angka) dan tekan Bagikan lokasi. Berlaku { DURATION($minutes) }.
pin-needed = Lokasi Anda diterima { CLOCK($at, precision: "second") }. Sekarang kirim PIN Anda (enam angka).
pin-needs-location = PIN Anda diterima { CLOCK($at, precision: "second") }. Sekarang tekan Bagikan lokasi.
