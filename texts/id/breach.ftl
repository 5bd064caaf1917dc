# Berkas kebocoran data: surat kepada pegawai dan lembaga, ringkasan bagi yang menangani (UU 27/2022 Pasal 46).

breach-letter =
    PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI
    (Pasal 46 Undang-Undang Nomor 27 Tahun 2022)

    Kepada Yth. { $name }
    NIP { $nip }

    Dengan ini kami memberitahukan bahwa data pribadi Anda dalam layanan presensi mungkin telah diketahui pihak yang tidak berhak.

    Apa yang terjadi: { $what }
    Sejak kapan: { DAY($since) } { CLOCK($since) } sampai { DAY($until) } { CLOCK($until) }.
    Kapan kami mengetahuinya: { DAY($at) } { CLOCK($at) }.

    Data Anda yang mungkin terkena:
    { $lines }

    { $sealed ->
        [yes] Foto dan ciri wajah tersimpan tersandi, dan kuncinya tidak ikut bocor: tanpa kunci itu keduanya tidak dapat dibaca.
       *[no] Kunci sandi ikut bocor, sehingga foto dan ciri wajah mungkin dapat dibaca.
    }

    Yang kami lakukan: akses ditutup, kunci diganti, kejadian diperiksa, dan lembaga pelindungan data pribadi diberi tahu.
    Yang dapat Anda lakukan: waspadai pesan yang mengatasnamakan instansi; lihat data Anda dengan /data_saya; Anda berhak menarik persetujuan atas rekam wajah dengan /tarik_persetujuan, tanpa kerugian.

    Hubungi: { $contact }.
breach-agency-letter =
    PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI
    (Pasal 46 Undang-Undang Nomor 27 Tahun 2022)

    Kepada Yth. Lembaga Pelindungan Data Pribadi

    Apa yang terjadi: { $what }
    Sejak kapan: { DAY($since) } { CLOCK($since) } sampai { DAY($until) } { CLOCK($until) }.
    Diketahui: { DAY($at) } { CLOCK($at) }. Batas pemberitahuan (3 x 24 jam): { DAY($due) } { CLOCK($due) }.

    Jumlah pegawai yang terkena: { $total }.
    Data yang mungkin terkena:
    { $lines }

    { $sealed ->
        [yes] Data spesifik (foto dan ciri wajah) tersandi dengan AES-256-GCM; kuncinya tidak ikut bocor.
       *[no] Data spesifik (foto dan ciri wajah) tersandi dengan AES-256-GCM, tetapi kuncinya ikut bocor.
    }

    Upaya penanganan dan pemulihan: akses ditutup; kunci diganti dan seluruh data disandi ulang; jejak akses diperiksa; setiap pegawai yang terkena diberi tahu secara tertulis.

    Narahubung: { $contact }.
breach-summary =
    RINGKASAN KEBOCORAN DATA

    Apa: { $what }
    Sejak kapan: { DAY($since) } { CLOCK($since) } sampai { DAY($until) } { CLOCK($until) }
    Diketahui: { DAY($at) } { CLOCK($at) }
    BATAS WAKTU (3 x 24 jam, Pasal 46): { DAY($due) } { CLOCK($due) }

    Pegawai yang terkena: { $total }
    { $lines }
    { $sealed ->
        [yes] Kunci tidak ikut bocor: foto dan ciri wajah tidak terbaca.
       *[no] Kunci ikut bocor: anggap foto dan ciri wajah terbaca.
    }

    Urutan kerja:
    1. Tutup akses; ganti kunci dengan presensi keys new dan presensi keys rotate (docs/keys.md).
    2. Kirim surat-lembaga.txt.
    3. Kirim surat kepada tiap pegawai: folder surat, daftarnya orang.csv.
    4. Catat tanggal pengiriman; simpan berkas ini di tempat yang hanya dapat dibaca { $contact }.
breach-kind-pictures = - foto wajah: { $count }
breach-kind-templates = - ciri wajah: { $count }
breach-kind-punches = - catatan presensi: { $count }
breach-kind-positions = - titik lokasi saat presensi: { $count }
breach-kind-accounts = - akun percakapan yang terhubung: { $count }
breach-kind-profile = - nama, NIP dan jabatan: { $count } NIP
