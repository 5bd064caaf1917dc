# Presensi: ajakan, jawaban, penolakan. Setiap penolakan menyebut alasan dan jalan keluarnya.

checkin-prompt = Presensi { $direction ->
    [in] masuk
   *[out] pulang
    }: kirim satu swafoto dan tekan Bagikan lokasi. Berlaku { DURATION($minutes) }.
checkin-needs-selfie = Lokasi Anda diterima { CLOCK($at, precision: "second") }. Sekarang kirim satu swafoto.
checkin-needs-location = Swafoto Anda diterima { CLOCK($at, precision: "second") }. Sekarang tekan Bagikan lokasi.
checkin-progress = Diterima { CLOCK($at, precision: "second") }, sedang diperiksa.

checkin-accepted = { $direction ->
    [in] Masuk
   *[out] Pulang
    } tercatat { CLOCK($at, precision: "second") } di { $site }, { METRES($distance) } dari titik tengahnya. { $status ->
    [on-time] Tepat waktu.
    [late] Terlambat { DURATION($minutes) }.
    [early] Lebih awal { DURATION($minutes) } dari jam pulang.
   *[unscheduled] Di luar jadwal kerja Anda.
    }
checkin-already-in = Presensi masuk Anda sudah tercatat { CLOCK($at, precision: "second") }{ $site ->
    [unknown] {""}
   *[other] {" "}di { $site }
    }. Tidak perlu diulang; tekan Pulang saat selesai bekerja.
checkin-replaced-out = Presensi pulang Anda diperbarui menjadi { CLOCK($at, precision: "second") }{ $site ->
    [unknown] {""}
   *[other] {" "}di { $site }
    }. Yang terakhir inilah yang dihitung.

checkin-early-out-question = Jam kerja Anda masih { DURATION($left) } lagi. Tetap presensi pulang sekarang?
checkin-early-out-yes = Ya, pulang sekarang
checkin-early-out-no = Tidak, nanti saja
checkin-early-out-kept = Baik, presensi pulang tidak dicatat. Tekan Pulang lagi saat Anda selesai bekerja.

checkin-held =
    Presensi Anda diterima { CLOCK($at, precision: "second") } dan diteruskan kepada petugas untuk diperiksa.
    { $reasons }
    Hal ini tidak merugikan Anda: waktu tadi yang dihitung bila disetujui. Anda tidak perlu mengirim ulang, hasilnya kami kabarkan di sini.
checkin-tries-exhausted = Presensi Anda sudah diteruskan kepada petugas, jadi swafoto lain untuk jadwal ini tidak diperiksa lagi. Tunggu hasilnya di sini, atau hubungi operator instansi Anda.

checkin-ask-live = Titik lokasi Anda belum cukup pasti. Tekan tanda lampiran, pilih Lokasi, lalu bagikan lokasi langsung selama 15 menit. Setelah ada jawaban dari kami, Anda boleh menghentikannya.
checkin-ask-selfie-again = { $advice } Kemudian kirim satu swafoto baru.

checkin-refused-place = Lokasi Anda { METRES($distance) } dari { $site } (batas { METRES($limit) }, ketelitian { $accuracy ->
    [unknown] tidak diketahui
   *[other] { METRES($accuracy) }
    }). { REACH($distance) ->
    [walk] Jalan ke arah { COMPASS($bearing) } lalu tekan Bagikan lokasi lagi.
   *[far] Tekan Bagikan lokasi lagi setelah Anda tiba di sana.
    }
checkin-refused-position = { $reason ->
    [swapped] Lintang dan bujur pada lokasi itu tertukar. Tekan Bagikan lokasi lagi, jangan kirim lokasi dari aplikasi lain.
    [outside-country] Lokasi itu berada di luar Indonesia. Nyalakan layanan lokasi di ponsel, tunggu sebentar di tempat terbuka, lalu tekan Bagikan lokasi lagi.
    [null-island] Ponsel Anda belum menemukan lokasinya. Nyalakan layanan lokasi di ponsel, tunggu sebentar di tempat terbuka, lalu tekan Bagikan lokasi lagi.
   *[other] Lokasi itu tidak dapat dibaca. Nyalakan layanan lokasi di ponsel, tunggu sebentar di tempat terbuka, lalu tekan Bagikan lokasi lagi.
    }
checkin-refused-face = Wajah pada swafoto itu belum cocok dengan rekam wajah Anda. Hadap lurus ke kamera dengan cahaya dari depan, lepaskan masker atau kacamata hitam, lalu kirim satu swafoto baru.
checkin-refused-not-enrolled = Wajah Anda belum direkam, jadi swafoto belum dapat diperiksa. Temui operator instansi Anda untuk rekam wajah, atau kirim /rekam_saya; lalu ulangi presensi.
checkin-refused-early-out = Presensi pulang tidak dicatat karena pertanyaan tentang pulang lebih awal tidak dijawab. Tekan Pulang untuk mengulang.
checkin-refused-forwarded = Kiriman yang diteruskan tidak dapat dipakai. Ambil swafoto sekarang dan bagikan lokasi Anda sendiri langsung dari percakapan ini.
checkin-refused-via-bot = Kiriman melalui layanan lain tidak dapat dipakai. Kirim swafoto dan lokasi langsung dari percakapan ini.
checkin-refused-scheduled = Kiriman terjadwal atau otomatis tidak dapat dipakai. Kirim swafoto dan lokasi sendiri pada saat Anda hadir.
checkin-refused-edited = Kiriman yang diubah setelah dikirim tidak dapat dipakai. Kirim satu swafoto baru.
checkin-refused-album = Beberapa foto sekaligus tidak dapat dipakai untuk presensi. Kirim satu swafoto saja.
checkin-refused-document = Foto sebagai dokumen tidak dapat dipakai. Ambil swafoto dengan kamera dan kirim sebagai foto biasa.
checkin-refused-business = Kiriman dari akun bisnis tidak dapat dipakai. Kirim swafoto dan lokasi dari akun pribadi Anda yang terdaftar.
checkin-refused-story = Cerita atau kiriman berbayar tidak dapat dipakai. Kirim satu swafoto sebagai foto biasa.
checkin-refused-live-photo = Foto bergerak tidak dapat dipakai. Matikan foto bergerak di kamera, lalu kirim satu swafoto sebagai foto biasa.
checkin-refused-sender-chat = Kiriman atas nama saluran atau grup tidak dapat dipakai. Kirim swafoto dan lokasi atas nama Anda sendiri.
checkin-refused-external-reply = Kiriman yang menjawab pesan dari percakapan lain tidak dapat dipakai. Kirim swafoto dan lokasi langsung dari percakapan ini.
checkin-refused-guest = Kiriman yang dipanggil dari percakapan orang lain tidak dapat dipakai. Kirim swafoto dan lokasi langsung dari percakapan ini.
checkin-refused-paid-media = Kiriman berbayar tidak dapat dipakai. Kirim satu swafoto sebagai foto biasa.
checkin-refused-venue = Tempat yang dipilih dari daftar tidak menunjukkan di mana Anda berada. Tekan Bagikan lokasi untuk mengirim lokasi Anda saat ini.
checkin-refused-late-part = Kiriman ini datang setelah batas { DURATION($minutes) }, jadi tidak dapat digabungkan. Tekan Masuk atau Pulang, lalu kirim swafoto dan lokasi lagi.
checkin-expired = Waktu { DURATION($minutes) } untuk presensi ini habis sebelum lengkap, jadi belum ada yang dicatat. Tekan Masuk atau Pulang untuk memulai lagi.
checkin-refused-without-face = Presensi Anda dicatat tanpa wajah, jadi foto itu tidak kami buka. Kirim PIN Anda (enam angka) dan tekan Bagikan lokasi.
checkin-refused-not-witnessed = Belum ada saksi, dan presensi Anda sebelumnya sudah diteruskan kepada petugas. Tunggu hasilnya di sini, atau tekan Masuk atau Pulang lagi bersama seorang saksi.

checkin-and-renew =
    { $told }
    Wajah Anda belakangan ini sulit dikenali dengan rekaman yang lama. Mohon rekam wajah lagi: temui operator instansi Anda, atau kirim /rekam_saya. Sampai itu selesai, presensi Anda tetap seperti biasa.
