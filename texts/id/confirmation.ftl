# Rekam wajah yang dilihat dan dikonfirmasi orang kedua.

confirmation-case =
    { $what }
    { $name }, { $agency }, NIP { $nip }. { $count } foto oleh { $operator }, { DAY($at) } { CLOCK($at) }.
    Lihat fotonya. Tekan Benar orangnya hanya bila Anda yakin; selain itu rekaman ini ditolak. { $left ->
    [0] Tidak ada yang lain di belakangnya.
   *[other] Masih ada { $left } yang lain.
    }
confirmation-what-own = Pegawai ini mengirim fotonya sendiri. Rekam wajahnya belum berlaku sampai Anda menyetujuinya.
confirmation-what-operator = Rekam wajah ini belum berlaku sampai orang kedua mengonfirmasinya.
confirmation-what-counting = Rekam wajah ini sudah berlaku dan menunggu konfirmasi orang kedua.
confirmation-button-confirmed = Benar orangnya
confirmation-button-wrong-person = Bukan orangnya
confirmation-button-bad-pictures = Foto kurang baik
confirmation-button-not-genuine = Bukan foto langsung
confirmation-verdict-confirmed = dikonfirmasi
confirmation-verdict-wrong-person = ditolak, bukan orangnya
confirmation-verdict-bad-pictures = ditolak, foto kurang baik
confirmation-verdict-not-genuine = ditolak, bukan foto langsung dari orangnya
confirmation-confirmed = Tercatat: rekam wajah { $name } { $reason }. { $undecided ->
    [0] Rekam wajahnya berlaku.
   *[other] Rekam wajahnya masih menunggu { $undecided } keputusan lain.
    }
confirmation-refused = Tercatat: rekam wajah { $name } { $reason }. Pengirim fotonya kami beri tahu dan dapat mengulang.
confirmation-closed = Rekam wajah { $name } sudah { $reason } oleh { $by } pada { DAY($at) } { CLOCK($at) }. Tidak ada yang berubah.
confirmation-withdrawn = Rekam wajah { $name } itu sudah dibatalkan atau diganti. Tidak ada yang perlu dikonfirmasi.
confirmation-not-allowed = Konfirmasi rekam wajah hanya untuk operator, atasan atau pengelola yang membawahi pegawai itu.
confirmation-involved = Anda sendiri yang difoto atau yang memotret, jadi orang kedua yang harus mengonfirmasi. Mintalah operator atau atasan lain membuka /konfirmasi.
confirmation-none = Tidak ada rekam wajah yang menunggu konfirmasi Anda.
confirmation-told-own-counts = Rekam wajah Anda sudah disetujui dan berlaku mulai sekarang. Tekan Masuk saat Anda tiba di tempat kerja.
confirmation-told-own-refused = Rekam wajah Anda belum disetujui: { $reason }. Kirim /rekam_saya untuk mengambil foto baru, atau temui operator instansi Anda.
confirmation-told-operator-counts = Rekam wajah { $name } sudah dikonfirmasi orang kedua dan berlaku mulai sekarang.
confirmation-told-operator-refused = Rekam wajah { $name } ditolak orang kedua: { $reason }. Pastikan orang dan fotonya, lalu kirim /rekam NIP lagi.
