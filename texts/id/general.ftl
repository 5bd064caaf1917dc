# Jawaban yang selalu ada, apa pun yang sedang berjalan.

general-help =
    Presensi dicatat dengan satu swafoto dan lokasi Anda.
    1. Tekan Masuk saat tiba, atau Pulang saat selesai bekerja.
    2. Kirim satu swafoto dan tekan Bagikan lokasi, urutannya bebas.
    { $commands }
general-help-line = { $command }: { $what }
general-not-understood = Maaf, pesan itu belum kami pahami. Sekarang Anda dapat { $first }, atau { $second }.
general-cancelled = { $name } dibatalkan. Tidak ada yang dicatat.
general-nothing-to-cancel = Tidak ada yang sedang berjalan, jadi tidak ada yang perlu dibatalkan.
general-dialogue-closed = { $name } yang tadi belum selesai kami tutup.
general-language-choose = Pilih bahasa. / Choose a language.
general-language-changed = Baik, mulai sekarang kami memakai bahasa Indonesia.
general-language-button-id = Bahasa Indonesia
general-language-button-en = English
general-our-fault = Kiriman Anda kami terima { CLOCK($at, precision: "second") }, tetapi ada gangguan di pihak kami. Tidak ada yang hilang: waktu itu tetap dihitung dan kami terus mencoba. Hasilnya kami kabarkan di sini, Anda tidak perlu mengirim ulang.
general-our-fault-no-time = Maaf, ada gangguan di pihak kami sehingga permintaan itu belum selesai. Silakan coba lagi beberapa menit lagi; data Anda aman.
general-stranger = Selamat datang. Layanan ini untuk pegawai yang sudah didaftarkan. Mintalah kode kepada operator instansi Anda lalu kirim /start diikuti kode itu, atau tekan Bagikan nomor saya bila nomor Anda sudah terdaftar. Foto yang Anda kirim sebelum itu tidak kami buka.
general-group-chat-refused = Presensi hanya dapat dilakukan dalam percakapan pribadi. Silakan buka percakapan pribadi dengan kami dan kirim /start di sana.
general-unsupported = Kiriman jenis itu tidak dapat kami terima. Untuk presensi, kirim swafoto sebagai foto biasa dan tekan Bagikan lokasi.
general-stale-button = Tombol itu sudah tidak berlaku karena keadaannya sudah berubah. Kirim /status untuk melihat keadaan sekarang.
general-too-many-messages = Pesan Anda terlalu banyak dalam waktu singkat. Mohon tunggu { DURATION($minutes) }, lalu coba lagi; presensi yang sudah tercatat tidak berubah.

# Dua hal yang dapat dilakukan sekarang, disisipkan ke general-not-understood.
general-can-check-in = menekan Masuk atau Pulang untuk presensi
general-can-send-selfie = mengirim satu swafoto
general-can-send-posed = mengirim foto kedua sesuai petunjuk
general-can-send-video = mengirim video sesuai petunjuk
general-can-share-location = menekan Bagikan lokasi
general-can-send-photo = mengirim foto wajah pegawai itu
general-can-accept-notice = menekan Saya mengerti di bawah pemberitahuan
general-can-answer-early-out = menjawab pertanyaan tadi dengan tombolnya
general-can-status = mengirim /status untuk melihat presensi hari ini
general-can-cancel = mengirim /batal untuk berhenti
general-can-help = mengirim /bantuan untuk petunjuk

# Nama percakapan, disisipkan ke general-cancelled dan general-dialogue-closed.
general-dialogue-checkin = Presensi
general-dialogue-enrolment = Rekam wajah
general-can-send-pin = mengirim PIN Anda (enam angka)
general-can-call-witness = meminta saksi mengirim kode yang kami berikan
general-help-without-face =
    Presensi Anda dicatat tanpa wajah, dengan PIN, lokasi dan saksi.
    1. Tekan Masuk saat tiba, atau Pulang saat selesai bekerja.
    2. Kirim PIN Anda dan tekan Bagikan lokasi, urutannya bebas.
    3. Minta seorang rekan di dekat Anda mengirim /saksi dan kode yang kami berikan.
    { $commands }
general-dialogue-rebind = Pergantian akun
