# Menghubungkan akun dengan pegawai, dan pemberitahuan pelindungan data pribadi.

start-welcome-bound = Selamat datang, { $name }. Akun ini sekarang terhubung dengan data kepegawaian Anda di { $agency }.
start-admin-welcome = Selamat datang, { $name }. Akun ini sekarang terhubung sebagai operator. Kirim /bantuan untuk melihat perintah Anda.
start-ready = Semuanya siap. Tekan Masuk saat Anda tiba di tempat kerja dan Pulang saat selesai.
start-code-unknown = Kode itu tidak kami kenal. Periksa penulisannya, atau mintalah kode baru kepada operator instansi Anda.
start-code-expired = Masa berlaku kode itu sudah habis. Mintalah kode baru kepada operator instansi Anda.
start-code-used = Kode itu sudah pernah dipakai. Jika bukan oleh Anda, segera beri tahu operator instansi Anda dan mintalah kode baru.
start-code-locked = Terlalu banyak kode yang salah, sehingga pendaftaran dari akun ini kami tutup sementara. Hubungi operator instansi Anda untuk melanjutkan.
start-already-bound = Akun ini sudah terhubung dengan { $name }. Tidak ada yang perlu dilakukan lagi; tekan Masuk atau Pulang untuk presensi.
start-account-bound-to-other = Kode itu tidak dapat dipakai dari akun ini, yang sudah terhubung dengan seorang pegawai. Jika kode itu untuk Anda, kirim dari akun Anda sendiri; jika ragu, hubungi operator instansi Anda.
start-employee-bound-elsewhere = Pegawai pemilik kode itu sudah terhubung dengan akun lain. Jika Anda berganti akun, mintalah kode baru yang melepas akun lama kepada operator instansi Anda.
start-notice =
    Pemberitahuan pelindungan data pribadi (UU 27/2022), versi { $version }.
    Siapa: pemerintah daerah tempat Anda bertugas.
    Untuk apa: mencatat kehadiran kerja dan memastikan bahwa yang hadir adalah Anda sendiri, berdasarkan kewajiban hukum dan tugas pelayanan publik (Pasal 20). Tidak untuk hal lain.
    Apa yang disimpan: foto dan ciri wajah dari rekam wajah, tersandi, selama Anda bertugas di sini; swafoto presensi, tersandi, selama diperlukan untuk pemeriksaan; waktu dan lokasi yang Anda kirim untuk presensi. Pesan aslinya dihapus 7 hari setelah selesai diproses.
    Hak Anda: melihat, memperbaiki, dan meminta penghapusan data; berkeberatan atas putusan mesin, yang lalu diperiksa oleh petugas; menarik persetujuan dan memakai cara presensi lain.
    Hubungi: { $contact }.
    Tekan Saya mengerti untuk melanjutkan.
start-notice-accept = Saya mengerti
start-notice-needed = Sebelum presensi, mohon baca dahulu pemberitahuan pelindungan data, lalu tekan Saya mengerti di bawahnya.
start-notice-thanks = Terima kasih, sudah kami catat bahwa Anda membacanya.
start-not-enrolled-yet = Wajah Anda belum direkam, jadi presensi belum dapat dilakukan. Temui operator instansi Anda untuk rekam wajah.
