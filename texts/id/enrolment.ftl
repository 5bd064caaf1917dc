# Rekam wajah oleh operator.

enrolment-usage = Kirim /rekam diikuti ke-18 angka NIP pegawai, dalam satu pesan.
enrolment-unknown-nip = Tidak ada pegawai dengan NIP itu. Periksa ke-18 angkanya, lalu kirim /rekam NIP lagi.
enrolment-out-of-scope = Pegawai itu berada di luar instansi yang Anda layani. Mintalah operator instansinya untuk merekam wajahnya.
enrolment-not-allowed = Rekam wajah hanya dapat dilakukan oleh operator. Hubungi operator instansi Anda.
enrolment-begin = Rekam wajah { $name }, { $agency } (NIP { $nip }). Pastikan orangnya benar, lalu kirim { $total } foto wajahnya: lurus ke kamera, menoleh sedikit ke kiri, dan menoleh sedikit ke kanan.
enrolment-photo-good = Foto { $count } dari { $total } baik.
enrolment-photo-bad = Foto { $number } belum dapat dipakai. { $advice } Kirim foto pengganti.
enrolment-photo-from-elsewhere = Foto { $number } tidak dikirim langsung dari kamera (diteruskan, terjadwal atau melalui layanan lain), jadi tidak dapat dipakai. Foto pegawai itu sekarang, lalu kirim langsung di percakapan ini.
enrolment-not-same-person = Foto { $number } tampaknya menunjukkan orang lain daripada foto sebelumnya. Pastikan hanya pegawai itu yang difoto, lalu kirim foto pengganti.
enrolment-too-alike = Foto { $number } hampir sama dengan foto sebelumnya. Minta pegawai menoleh sedikit ke arah lain, lalu kirim foto pengganti.
enrolment-done = Rekam wajah { $name } selesai dengan { $count } foto dan dapat langsung dipakai. Jika ada kekeliruan, tekan Batalkan.
enrolment-held = Wajah ini sudah dikenal atas nama pegawai lain, jadi rekam wajah { $name } belum berlaku. Orang kedua kami minta memutuskan; hasilnya kami kabarkan di sini. Jika NIP atau orangnya keliru, tekan Batalkan.
enrolment-held-alone = Wajah ini sudah dikenal atas nama pegawai lain, jadi rekam wajah { $name } belum berlaku. Belum ada orang kedua yang berhak memutuskan: mintalah pengelola kabupaten lain membuka /ganda. Jika NIP atau orangnya keliru, tekan Batalkan.
enrolment-undo = Batalkan
enrolment-undone = Rekam wajah { $name } dibatalkan. Kirim /rekam NIP untuk mengulang.
enrolment-already-undone = Rekam wajah itu sudah dibatalkan sebelumnya, jadi tidak ada yang berubah. Kirim /rekam NIP untuk merekam lagi.
enrolment-start-again = Foto yang tadi sudah baik tidak dapat dipakai lagi. Kirim /rekam NIP untuk memulai dari awal.
enrolment-superseded = Rekam wajah itu sudah digantikan yang lebih baru, jadi tidak ada yang berubah. Batalkan yang terbaru bila perlu.
enrolment-notice =
    Sebelum foto pertama, tunjukkan pemberitahuan ini kepada { $name } (NIP { $nip }) dan beri waktu untuk membacanya:
    { $body }
    Lalu tekan jawaban pegawai itu; Anda menjadi saksinya.
enrolment-notice-understood = Sudah mengerti
enrolment-notice-refused = Pegawai menolak
enrolment-refused-by-employee = Sudah kami catat bahwa { $name } menolak rekam wajah, dengan Anda sebagai saksi. Itu tidak merugikannya: presensinya dicatat dengan PIN dan saksi. Jika ia berubah pikiran, kirim /rekam NIP lagi.
enrolment-not-informed = Foto itu tidak kami pakai: pegawai belum membaca pemberitahuan yang berlaku, atau menolak rekam wajah. Kirim /rekam NIP lagi dan tunjukkan pemberitahuannya.
