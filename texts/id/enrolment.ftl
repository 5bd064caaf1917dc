# Rekam wajah oleh operator.

enrolment-usage = Kirim /rekam diikuti ke-18 angka NIP pegawai, dalam satu pesan. Boleh ditambah jumlah foto (3 sampai 5), atau kata ulang untuk memulai dari awal: /rekam NIP 5.
enrolment-unknown-nip = Tidak ada pegawai dengan NIP itu. Periksa ke-18 angkanya, lalu kirim /rekam NIP lagi.
enrolment-out-of-scope = Pegawai itu berada di luar instansi yang Anda layani. Mintalah operator instansinya untuk merekam wajahnya.
enrolment-not-allowed = Rekam wajah hanya dapat dilakukan oleh operator. Hubungi operator instansi Anda.
enrolment-begin = Rekam wajah { $name }, { $agency } (NIP { $nip }). Pastikan orangnya benar, lalu { $pictures }
enrolment-begin-again =
    Rekam wajah { $name }, { $agency } (NIP { $nip }). { $before }
    Pastikan orangnya benar, lalu { $pictures }
enrolment-before = Sudah direkam dengan { $count } foto oleh { $by } pada { DAY($at) } { CLOCK($at) }; foto baru akan menggantikannya. Jika rekaman itu keliru, tekan Batalkan.
enrolment-before-held = Rekaman dengan { $count } foto oleh { $by } pada { DAY($at) } { CLOCK($at) } masih menunggu keputusan; foto baru akan menggantikannya. Jika rekaman itu keliru, tekan Batalkan.
enrolment-ask-pictures = kirim { $total } foto wajahnya: lurus ke kamera, menoleh sedikit ke kiri, dan menoleh sedikit ke kanan. Satu video bulat sekitar 10 detik sambil menoleh perlahan juga cukup.
enrolment-ask-more = lanjutkan: { $count } dari { $total } foto yang tadi masih kami simpan, kirim { $left } lagi. Jika foto yang tadi keliru, kirim /batal lalu mulai lagi.
enrolment-photo-good = Foto { $count } dari { $total } baik.
enrolment-photo-bad = Foto { $number } belum dapat dipakai. { $advice } Kirim foto pengganti.
enrolment-photo-from-elsewhere = Foto { $number } tidak dikirim langsung dari kamera (diteruskan, terjadwal atau melalui layanan lain), jadi tidak dapat dipakai. Foto pegawai itu sekarang, lalu kirim langsung di percakapan ini.
enrolment-not-same-person = Foto { $number } tampaknya menunjukkan orang lain daripada foto sebelumnya. Pastikan hanya orang yang direkam itu yang difoto, lalu kirim foto pengganti. Jika justru foto sebelumnya yang keliru, kirim /batal lalu mulai lagi.
enrolment-too-alike = Foto { $number } hampir sama dengan foto sebelumnya. Minta yang difoto menoleh sedikit ke arah lain, lalu kirim foto pengganti.
enrolment-same-picture = Foto { $number } sama dengan foto yang sudah dikirim. Ambil foto baru dengan wajah menoleh sedikit ke arah lain, lalu kirim foto itu.
enrolment-done =
    Rekam wajah { $name } (NIP { $nip }) selesai dengan { $count } foto dan dapat langsung dipakai. { $quality }
    { $progress }
    Jika ada kekeliruan, tekan Batalkan.
enrolment-quality-good = Mutu foto baik.
enrolment-quality-alike = Mutu foto cukup, tetapi posenya hampir sama; lain kali minta menoleh lebih jelas.
enrolment-progress = { $agency }: { $count } dari { $total } pegawai sudah direkam. Anda hari ini: { $today }.
enrolment-progress-none = Pegawai ini belum ditempatkan di instansi mana pun.
enrolment-held = Wajah ini sudah dikenal atas nama pegawai lain, jadi rekam wajah { $name } belum berlaku. Orang kedua kami minta memutuskan; hasilnya kami kabarkan di sini. Jika NIP atau orangnya keliru, tekan Batalkan.
enrolment-held-alone = Wajah ini sudah dikenal atas nama pegawai lain, jadi rekam wajah { $name } belum berlaku. Belum ada orang kedua yang berhak memutuskan: mintalah pengelola kabupaten lain membuka /ganda. Jika NIP atau orangnya keliru, tekan Batalkan.
enrolment-undo = Batalkan
enrolment-undo-why = Mengapa rekam wajah { $name } dibatalkan? Alasannya dicatat bersama nama Anda.
enrolment-undo-wrong-person = Orangnya keliru
enrolment-undo-wrong-nip = NIP-nya keliru
enrolment-undo-bad-pictures = Fotonya kurang baik
enrolment-undo-on-request = Permintaan pegawai
enrolment-end-wrong-person = orangnya keliru
enrolment-end-wrong-nip = NIP-nya keliru
enrolment-end-bad-pictures = fotonya kurang baik
enrolment-end-not-genuine = fotonya bukan foto langsung dari orangnya
enrolment-end-on-request = atas permintaan pegawai
enrolment-end-without-face = pegawai menolak rekam wajah
enrolment-end-replaced = sudah diganti foto yang lebih baru
enrolment-end-left = masa tugasnya sudah berakhir
enrolment-end-duplicate = wajahnya milik orang lain
enrolment-undone = Rekam wajah { $name } dibatalkan ({ $reason }). Kirim /rekam NIP untuk mengulang.
enrolment-already-undone = Rekam wajah { $name } itu sudah dibatalkan{ $by ->
    [unknown] {""}
   *[other] {" "}oleh { $by }
    } pada { DAY($at) } { CLOCK($at) } ({ $reason }), jadi tidak ada yang berubah. Kirim /rekam NIP untuk merekam lagi.
enrolment-start-again = Foto yang tadi sudah baik tidak dapat dipakai lagi. Mulailah dari awal dengan perintah yang sama, /rekam NIP atau /rekam_saya.
enrolment-superseded = Rekam wajah itu sudah digantikan yang lebih baru, jadi tidak ada yang berubah. Batalkan yang terbaru bila perlu.
enrolment-notice =
    Sebelum foto pertama, tunjukkan pemberitahuan ini kepada { $name } (NIP { $nip }) dan beri waktu untuk membacanya:
    { $body }
    Lalu tekan jawaban pegawai itu; Anda menjadi saksinya.
enrolment-notice-understood = Sudah mengerti
enrolment-notice-refused = Pegawai menolak
enrolment-refused-by-employee = Sudah kami catat bahwa { $name } menolak rekam wajah, dengan Anda sebagai saksi. Itu tidak merugikannya: presensinya dicatat dengan PIN dan saksi. Jika ia berubah pikiran, kirim /rekam NIP lagi.
enrolment-not-informed = Foto itu tidak kami pakai: pegawai belum membaca pemberitahuan yang berlaku, atau menolak rekam wajah. Kirim /rekam NIP lagi dan tunjukkan pemberitahuannya.

# Rekam wajah yang dikirim pegawai sendiri, dan yang menunggu orang kedua.
enrolment-begin-own = Rekam wajah Anda sendiri. Sekarang { $pictures } Setelah itu petugas instansi Anda melihat fotonya dan memutuskan.
enrolment-waits-own = Foto Anda lengkap ({ $count }). { $quality } Rekam wajah Anda berlaku setelah petugas instansi Anda melihat dan menyetujui fotonya; hasilnya kami kabarkan di sini.
enrolment-waits-own-alone = Foto Anda lengkap ({ $count }). { $quality } Namun belum ada petugas di instansi Anda yang dapat menyetujuinya di sini: hubungi pengelola kabupaten agar membuka /konfirmasi.
enrolment-waits-confirmation =
    Rekam wajah { $name } (NIP { $nip }) lengkap dengan { $count } foto. { $quality } Rekaman ini berlaku setelah orang kedua mengonfirmasinya; hasilnya kami kabarkan di sini.
    { $progress }
    Jika ada kekeliruan, tekan Batalkan.
enrolment-waits-confirmation-alone =
    Rekam wajah { $name } (NIP { $nip }) lengkap dengan { $count } foto. { $quality } Rekaman ini baru berlaku setelah orang kedua mengonfirmasinya, tetapi belum ada yang berhak: mintalah operator atau pengelola lain membuka /konfirmasi.
    { $progress }
    Jika ada kekeliruan, tekan Batalkan.
enrolment-not-by-oneself = Di instansi Anda rekam wajah hanya dilakukan oleh operator. Temui operator instansi Anda untuk rekam wajah.
enrolment-enrolled-already = Wajah Anda sudah direkam, jadi tidak perlu foto baru. Jika rekaman itu keliru atau wajah Anda banyak berubah, temui operator instansi Anda.
enrolment-too-many-sets = Anda sudah beberapa kali mengirim foto untuk rekam wajah hari ini. Tunggu keputusan petugas, coba lagi besok, atau temui operator instansi Anda.

# Satu video bulat sebagai ganti foto.
enrolment-video-bad = Video itu belum dapat dipakai. { $advice } Kirim video bulat yang lain, atau foto.
enrolment-video-not-round = Video biasa dapat berasal dari hari lain, jadi tidak dapat dipakai. Rekam video bulat langsung di percakapan ini (tahan tombol rekam), sekitar 10 detik sambil menoleh perlahan ke kiri dan ke kanan, atau kirim foto.
enrolment-video-from-elsewhere = Video itu tidak direkam langsung di percakapan ini (diteruskan, terjadwal atau melalui layanan lain), jadi tidak dapat dipakai. Rekam video bulat sekarang, atau kirim foto.
enrolment-video-same-pose = Wajah pada video hampir tidak bergerak. Rekam sekitar 10 detik sambil menoleh perlahan ke kiri lalu ke kanan.
