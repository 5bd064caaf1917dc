# Menghubungkan akun dengan pegawai, dan pemberitahuan pelindungan data pribadi.

start-welcome = Selamat datang. Akun ini sekarang terhubung. Data Anda baru tampil di sini setelah swafoto presensi pertama cocok dengan rekam wajah Anda.
start-welcome-operator = Selamat datang. Akun ini sekarang terhubung sebagai operator. Kirim /bantuan untuk melihat perintah Anda.
start-unverified = Data Anda belum dapat kami tampilkan, karena belum ada swafoto dari akun ini yang cocok dengan rekam wajah. Tekan Masuk atau Pulang lalu lakukan presensi; setelah cocok, semuanya tampil.
start-by-number = Akun ini terhubung lewat nomor saja, jadi belum ada data yang kami tampilkan di sini. Jika wajah Anda sudah direkam, tekan Masuk atau Pulang lalu lakukan presensi; setelah cocok, semuanya tampil. Jika belum, temui operator instansi Anda, mintalah kode, lalu kirim kode itu di sini.
start-suspended = Akun ini ditangguhkan, jadi belum dapat dipakai. Hubungi operator instansi Anda untuk membukanya kembali.
start-ready = Semuanya siap. Tekan Masuk saat Anda tiba di tempat kerja dan Pulang saat selesai.
start-code-unknown = Kode itu tidak kami kenal. Periksa penulisannya, atau mintalah kode baru kepada operator instansi Anda.
start-code-expired = Masa berlaku kode itu sudah habis. Mintalah kode baru kepada operator instansi Anda.
start-code-used = Kode itu sudah pernah dipakai. Jika bukan oleh Anda, segera beri tahu operator instansi Anda dan mintalah kode baru.
start-code-locked = Terlalu banyak kode yang salah, sehingga pendaftaran dari akun ini kami tutup sementara. Hubungi operator instansi Anda untuk melanjutkan.
start-already-bound = Akun ini sudah terhubung, jadi tidak ada yang perlu dilakukan lagi. Tekan Masuk atau Pulang untuk presensi.
start-account-bound-to-other = Kode itu tidak dapat dipakai dari akun ini, yang sudah terhubung dengan seorang pegawai. Jika kode itu untuk Anda, kirim dari akun Anda sendiri; jika ragu, hubungi operator instansi Anda.
start-employee-bound-elsewhere = Pegawai pemilik kode itu sudah terhubung dengan akun lain, yang sekarang kami tanya. Jika akun lama itu milik Anda, buka dan jawab di sana. Jika tidak dapat, temui operator instansi Anda dan mintalah kode baru.
start-notice =
    { $body }
    Tekan Saya mengerti untuk melanjutkan, atau Tolak rekam wajah untuk memakai cara presensi tanpa wajah.
start-notice-body =
    Pemberitahuan pelindungan data pribadi (UU 27/2022), versi { $version }.
    Siapa: { $controller }.
    Untuk apa: mencatat kehadiran kerja dan memastikan bahwa yang hadir adalah Anda sendiri, berdasarkan kewajiban hukum dan tugas pelayanan publik (Pasal 20). Tidak untuk hal lain.
    Apa yang disimpan: foto dan ciri wajah dari rekam wajah, tersandi, selama Anda bertugas di sini; wajah kecil dari swafoto presensi yang diterima, tersandi, { $kept } hari; foto yang tidak dipakai, { $left } hari; waktu dan lokasi yang Anda kirim untuk presensi. Pesan aslinya dihapus 7 hari setelah selesai diproses.
    Hak Anda: melihat data Anda (/data_saya) dan memperbaikinya; berkeberatan atas putusan mesin, yang lalu diperiksa oleh petugas; menolak rekam wajah sekarang atau menariknya nanti (/tarik_persetujuan). Foto dan ciri wajah lalu dihapus dalam { $hours } jam, dan presensi Anda dicatat dengan PIN dan saksi. Itu tidak merugikan Anda.
    Hubungi: { $contact }.
start-notice-accept = Saya mengerti
start-notice-refuse = Tolak rekam wajah
start-face-refused = Baik, wajah Anda tidak direkam dan tidak dibandingkan. Itu tidak merugikan Anda: presensi Anda dicatat dengan PIN dan saksi. Jika berubah pikiran, temui operator instansi Anda.
start-notice-needed = Sebelum presensi, mohon baca dahulu pemberitahuan pelindungan data, lalu tekan Saya mengerti di bawahnya.
start-notice-thanks = Terima kasih, sudah kami catat bahwa Anda membacanya.
start-not-enrolled-yet = Wajah Anda belum direkam, jadi presensi belum dapat dilakukan. Temui operator instansi Anda untuk rekam wajah, atau kirim /rekam_saya.
start-ready-without-face = Presensi Anda dicatat tanpa wajah. Buat PIN dengan mengirim /pin dan enam angka, sekali saja. Lalu setiap kali: tekan Masuk atau Pulang, kirim PIN, tekan Bagikan lokasi, dan minta seorang rekan di dekat Anda menjadi saksi dengan kode yang kami berikan.
start-refusal-unverified = Penolakan belum dapat kami catat, karena akun ini belum terbukti milik Anda. Temui operator instansi Anda, atau lakukan presensi dengan swafoto lebih dahulu lalu kirim /start.
start-contact-not-own = Itu bukan nomor akun ini. Tekan Bagikan nomor saya di bawah, atau kirim /start diikuti kode dari operator instansi Anda.
start-phone-unknown = Nomor itu tidak dapat kami hubungkan dengan seorang pegawai. Mintalah kode kepada operator instansi Anda, lalu kirim /start diikuti kode itu.
start-rebind-question = Ada akun lain yang membawa kode Anda dan ingin menggantikan akun ini. Jika itu Anda, tekan Ya, ini saya dalam 30 menit. Jika bukan, tekan Bukan saya dan beri tahu operator instansi Anda.
start-rebind-button-yes = Ya, ini saya
start-rebind-button-no = Bukan saya
start-rebind-button-again = Coba lagi
start-rebind-video = Untuk memastikan bahwa ini Anda, kirim 1 video bulat sekitar 8 detik: wajah lurus dahulu, lalu { $action }. Setelah cocok, akun ini dilepas dan akun yang baru dipakai. Berlaku { DURATION($minutes) }. Kirim /batal bila tidak jadi.
start-rebind-again = { $why } Rekam sekali lagi 1 video bulat sekitar 8 detik: wajah lurus dahulu, lalu { $action }. Berlaku { DURATION($minutes) }. Bila belum berhasil juga, operator instansi Anda dapat mengganti akun Anda.
start-rebind-why-unsure = Video itu belum meyakinkan. Cari cahaya dari depan dan hadapkan wajah lurus ke kamera sebelum bergerak.
start-rebind-why-too-late = Waktu petunjuk yang tadi sudah habis.
start-rebind-why-used = Setiap petunjuk hanya dapat dijawab sekali.
start-rebind-too-early = Video itu dikirim sebelum petunjuk kami sampai, jadi belum menjawabnya. Kirim 1 video bulat sekarang: wajah lurus dahulu, lalu { $action }.
start-rebind-unjudged = Video itu belum dapat kami periksa karena gangguan di pihak kami; hal ini tidak dihitung dan tidak merugikan Anda. Tekan Coba lagi beberapa menit lagi, atau temui operator instansi Anda dengan membawa tanda pengenal.
start-rebind-by-operator = Pergantian akun ini dilakukan oleh operator instansi Anda. Temui operator dengan membawa tanda pengenal. Hal ini tidak merugikan Anda; sementara itu akun ini tetap dapat dipakai.
start-rebind-not-video = Untuk pergantian akun diperlukan video, bukan foto atau dokumen. Tahan tombol kamera di percakapan ini, rekam video bulat sesuai petunjuk, lalu kirim. Untuk presensi, tekan Masuk atau Pulang.
start-rebind-not-fresh = Video itu tidak direkam dan dikirim langsung sekarang. Rekam video bulat baru sesuai petunjuk, lalu kirim di percakapan ini.
start-rebind-denied = Baik, akun lain itu kami tolak dan tidak ada yang berubah. Beri tahu operator instansi Anda bahwa kode Anda diketahui orang lain.
start-rebind-over = Pergantian akun itu tidak berlaku lagi. Bila masih diperlukan, mintalah kode baru kepada operator instansi Anda.
start-rebind-refused = Pergantian akun tidak terlaksana. Temui operator instansi Anda dengan membawa tanda pengenal.
start-rebind-bound = Akun ini sekarang menggantikan akun Anda yang lama. Data Anda baru tampil di sini setelah swafoto presensi pertama cocok dengan rekam wajah Anda.
start-released = Akun ini dilepas dan tidak terhubung lagi dengan data kepegawaian mana pun. Jika ini tidak Anda kehendaki, segera hubungi operator instansi Anda.
start-suspension-lifted = Akun ini dibuka kembali dan dapat dipakai seperti biasa.
