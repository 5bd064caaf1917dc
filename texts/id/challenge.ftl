# Tantangan sebelum kamera: apa yang diminta, mengapa jawaban belum dapat dipakai, dan apa yang masih kurang.
# Siapa pun yang membaca tidak pernah diberi tahu bahwa ada yang dicurigai.

challenge-prompt-photos = Presensi { $direction ->
    [in] masuk
   *[out] pulang
    }: kirim 2 foto: (1) wajah lurus, (2) { $action }. Lalu tekan Bagikan lokasi. Ini agar foto cetak tidak dapat dipakai. Berlaku { DURATION($minutes) }.
challenge-prompt-video = Presensi { $direction ->
    [in] masuk
   *[out] pulang
    }: kirim 1 video bulat sekitar 8 detik: wajah lurus dahulu, lalu { $action }. Setelah itu tekan Bagikan lokasi. Ini agar foto cetak atau video lama tidak dapat dipakai. Berlaku { DURATION($minutes) }.
challenge-step-photos = Satu langkah lagi agar presensi Anda lengkap. Kirim 2 foto baru: (1) wajah lurus, (2) { $action }. { $rest } Ini agar foto cetak tidak dapat dipakai. Berlaku { DURATION($minutes) }.
challenge-step-video = Satu langkah lagi agar presensi Anda lengkap. Kirim 1 video bulat sekitar 8 detik: wajah lurus dahulu, lalu { $action }. { $rest } Ini agar foto cetak atau video lama tidak dapat dipakai. Berlaku { DURATION($minutes) }.
challenge-after = { $why } { $challenge }
challenge-why-face = Wajah pada kiriman itu belum cocok dengan rekam wajah Anda. Cari cahaya dari depan, lepaskan masker atau kacamata hitam.
challenge-why-mirrored = Kiri dan kanan pada video itu tertukar, seperti gambar cermin.
challenge-then-location = Lalu tekan Bagikan lokasi.
challenge-time-kept = Waktu kiriman pertama Anda tetap yang dihitung.

challenge-needs-photos = Lokasi Anda diterima { CLOCK($at, precision: "second") }. Sekarang kirim 2 foto: (1) wajah lurus, (2) { $action }.
challenge-needs-posed = Foto pertama diterima { CLOCK($at, precision: "second") }. Sekarang kirim foto kedua: { $action }.
challenge-needs-video = Presensi Anda dimulai { CLOCK($at, precision: "second") }. Sekarang kirim 1 video bulat: wajah lurus dahulu, lalu { $action }.

challenge-again-photos = { $advice } Kirim lagi kedua foto: (1) wajah lurus, (2) { $action }.
challenge-again-posed = { $advice } Kirim lagi foto kedua: { $action }.
challenge-again-video = { $advice } Kirim lagi video bulat: wajah lurus dahulu, lalu { $action }.

challenge-refused-before-photos = Foto itu dikirim sebelum petunjuk kami sampai, jadi belum menjawabnya. Kirim 2 foto sekarang: (1) wajah lurus, (2) { $action }.
challenge-refused-before-video = Kiriman itu dikirim sebelum petunjuk kami sampai, jadi belum menjawabnya. Kirim 1 video bulat sekarang: wajah lurus dahulu, lalu { $action }.
challenge-refused-answered-before = Petunjuk itu sudah Anda jawab, dan setiap petunjuk hanya dapat dijawab sekali. Bila lokasi belum dikirim, tekan Bagikan lokasi; untuk mengulang dari awal, tekan Masuk atau Pulang.
challenge-refused-too-late = Jawaban itu datang setelah batas { DURATION($minutes) }. Tekan Masuk atau Pulang untuk mendapat petunjuk baru.
challenge-refused-not-video = Untuk presensi ini diperlukan video, bukan foto atau dokumen. Tahan tombol kamera di percakapan ini, rekam video bulat sesuai petunjuk, lalu kirim.
challenge-refused-not-photo = Untuk presensi ini diperlukan 2 foto, bukan video. Ambil dengan kamera sesuai petunjuk, lalu kirim sebagai foto biasa.
challenge-refused-video-gone = Video itu tidak dapat kami ambil; ukurannya mungkin terlalu besar. Rekam video bulat sekitar 8 detik, lalu kirim lagi.

# Gerakan: recognition.challenge.actions.Action. Kiri dan kanan milik orangnya sendiri.
challenge-action-look-left = menengok ke kiri Anda
challenge-action-look-right = menengok ke kanan Anda
challenge-action-look-up = mendongak ke atas
challenge-action-look-down = menunduk ke bawah
challenge-action-open-mouth = membuka mulut lebar-lebar
challenge-action-close-eyes = menutup kedua mata
challenge-then = { $first }, lalu { $next }

# Saran bila jawaban belum dapat dipakai: recognition.challenge.finding.ChallengeProblem.
challenge-problem-unreadable = Kiriman itu tidak dapat dibuka sebagai gambar bergerak.
challenge-problem-too-short = Video itu terlalu pendek. Rekam sekitar 8 detik dan lakukan setiap gerakan dengan tenang.
challenge-problem-too-long = Video itu terlalu panjang. Rekam sekitar 8 detik saja.
challenge-problem-too-few-frames = Gambar pada video itu terputus-putus. Rekam langsung di percakapan ini, bukan dari aplikasi lain.
challenge-problem-no-face = Wajah tidak terlihat. Hadapkan wajah ke kamera dengan cahaya dari depan.
challenge-problem-face-lost = Wajah keluar dari gambar atau tertutup. Pegang ponsel setinggi wajah dan jaga wajah tetap utuh.
challenge-problem-several-faces = Ada lebih dari satu wajah. Pastikan hanya Anda yang terlihat.
challenge-problem-not-neutral = Wajah lurus dengan mata terbuka dan mulut tertutup belum terlihat.
challenge-problem-not-done = Gerakan yang diminta belum terlihat jelas. Lakukan sedikit lebih kuat.
