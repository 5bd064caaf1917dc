# Wajah yang sama atas dua nama: diputuskan oleh orang kedua, yang tidak merekam dan tidak terlibat.

duplicate-case =
    Wajah yang sama tampaknya direkam atas dua nama.
    { $new }
    { $known }
    Rekam wajah yang baru belum berlaku sampai Anda memutuskan. Sama berarti satu orang: yang baru ditolak. Beda berarti dua orang: keduanya diperiksa lebih ketat sejak itu. Bila ragu, temui dahulu kedua pegawai itu.
duplicate-card-new = Baru: { $name }, { $agency }, NIP { $nip }. { $count } foto oleh { $operator }, { DAY($at) } { CLOCK($at) }.
duplicate-card-known = Sudah ada: { $name }, { $agency }, NIP { $nip }. { $count } foto oleh { $operator }, { DAY($at) } { CLOCK($at) }.
duplicate-button-wrong-nip = Sama: salah NIP
duplicate-button-false-name = Sama: nama palsu
duplicate-button-twins = Beda: kembar
duplicate-button-unrelated = Beda: mirip saja
duplicate-reason-wrong-nip = orang yang sama, salah NIP
duplicate-reason-false-name = orang yang sama, memakai nama orang lain
duplicate-reason-twins = dua orang, kembar atau bersaudara
duplicate-reason-unrelated = dua orang, hanya mirip
duplicate-decided-same = Tercatat: { $reason }. Rekam wajah baru atas nama { $name } ditolak dan operatornya diberi tahu. Jika justru rekam wajah { $known } yang keliru, tekan Batalkan di bawah, lalu minta operator merekam { $name } lagi.
duplicate-decided-two = Tercatat: { $reason }. { $undecided ->
    [0] Rekam wajah { $name } berlaku. Mulai sekarang { $name } dan { $known } diperiksa lebih ketat, agar yang satu tidak lolos sebagai yang lain.
   *[other] Rekam wajah { $name } masih menunggu { $undecided } keputusan lain.
    }
duplicate-closed = Temuan tentang { $name } sudah diputuskan oleh { $by } pada { DAY($at) } { CLOCK($at) }: { $reason }. Tidak ada yang berubah.
duplicate-withdrawn = Rekam wajah { $name } yang ditahan itu sudah tidak ada: dibatalkan, diganti, atau ditolak. Tidak ada yang perlu diputuskan.
duplicate-not-allowed = Keputusan ini hanya untuk pengelola yang membawahi kedua pegawai. Hubungi pengelola kabupaten.
duplicate-involved = Anda terlibat dalam rekam wajah ini, jadi orang kedua yang harus memutuskan. Mintalah pengelola lain membuka /ganda.
duplicate-none = Tidak ada wajah ganda yang menunggu keputusan Anda.
duplicate-more = Masih ada yang lain. Kirim /ganda lagi setelah yang di atas diputuskan.
duplicate-told-refused = Rekam wajah { $name } ditolak: menurut pemeriksa, wajah itu milik orang lain. Pastikan orang dan NIP-nya, lalu kirim /rekam NIP lagi.
duplicate-told-counts = Rekam wajah { $name } sudah diperiksa dan berlaku mulai sekarang.
