# Presensi yang perlu dilihat manusia. Kata-katanya netral: apa yang terlihat, bukan apa yang dilakukan seseorang.

suspicion-none = Dalam { $window } hari terakhir tidak ada kumpulan presensi yang perlu dilihat.
suspicion-list =
    Presensi { $window } hari terakhir yang perlu dilihat, petunjuk terbanyak lebih dulu:
    { $lines }
    { $more ->
    [0] Ini petunjuk, bukan putusan: buka, lihat buktinya, lalu tanyakan kepada yang bersangkutan.
   *[other] Masih ada { $more } lagi. Ini petunjuk, bukan putusan: buka, lihat buktinya, lalu tanyakan kepada yang bersangkutan.
    }
suspicion-line =
    { $number }. { $people } pegawai, { $traces } kiriman, sejak { DAY($since) } { CLOCK($since) } dalam { DURATION($minutes) }{ $sites ->
    [unknown] {""}
   *[other] {" "}di { $sites }
    }.
    { $seen }
suspicion-seen-reused = Foto yang pernah dikirim: { $count }.
suspicion-seen-spoof = Mungkin cetakan atau layar: { $count }.
suspicion-seen-unpassed = Tantangan gerak yang tidak terjawab: { $count }.
suspicion-seen-odd-way = Cara kirim yang janggal: { $count }.
suspicion-seen-scene = Latar fotonya mirip.
suspicion-seen-other-scenes = Latar fotonya berlainan, sejauh mesin melihatnya.
suspicion-open = Lihat { $number }
suspicion-opened =
    Perlu dilihat: { $people } pegawai, { $traces } kiriman, sejak { DAY($since) } { CLOCK($since) } dalam { DURATION($minutes) }{ $sites ->
    [unknown] {""}
   *[other] {" "}di { $sites }
    }.
    { $seen }
    { $pieces }
    { $others ->
    [0] Ini petunjuk, bukan putusan. Tanyakan dulu kepada yang bersangkutan.
   *[other] Dan { $others } kiriman lain. Ini petunjuk, bukan putusan. Tanyakan dulu kepada yang bersangkutan.
    }
suspicion-piece =
    • { $name }{ $nip ->
    [unknown] {""}
   *[other] {", NIP "}{ $nip }
    }, { DAY($at) } { CLOCK($at, precision: "second") }{ $site ->
    [unknown] {""}
   *[other] {" "}di { $site }
    }{ $pictures ->
    [unknown] {""}
   *[other] {" "}(gambar { $pictures })
    }:
    { $words }
suspicion-sign-reused =
    foto yang pernah dikirim{ $bits ->
    [unknown] {""}
   *[other] {" "}(sidik gambar berbeda { $bits } dari 256 bit)
    }
suspicion-sign-spoof =
    mungkin cetakan atau layar{ $live ->
    [unknown] {""}
   *[other] {" "}(nilai hidup { $live } dari 100)
    }
suspicion-sign-unpassed = tantangan gerak tidak dijawab seperti yang diminta
suspicion-sign-scene = latar mirip dengan gambar lain di sini
suspicion-first = pertama kali dari { $name }, { DAY($at) } { CLOCK($at) }
suspicion-way-forwarded = diteruskan dari percakapan lain
suspicion-way-via-bot = dikirim melalui layanan lain
suspicion-way-scheduled = terjadwal atau otomatis
suspicion-way-business = dari akun bisnis
suspicion-way-edited = diubah setelah dikirim
suspicion-way-album = beberapa foto sekaligus
suspicion-way-story = berupa cerita
suspicion-way-live-photo = berupa foto bergerak
suspicion-way-sender-chat = atas nama saluran atau grup
suspicion-way-external-reply = menjawab pesan dari percakapan lain
suspicion-way-guest = dipanggil dari percakapan orang lain
suspicion-way-paid-media = kiriman berbayar
suspicion-way-document = foto sebagai dokumen
suspicion-pictures = Gambar 1 sampai { $count }. Kelabu: fotonya sudah dihapus. Hanya untuk pemeriksaan; jangan difoto ulang atau disebarkan.
suspicion-gone = Kumpulan itu tidak ada lagi. Kirim /curiga untuk melihat keadaan sekarang.
