# Menarik persetujuan atas rekam wajah, dan apa yang dihapus.

privacy-explained =
    { $whose ->
        [unknown] Anda akan menarik persetujuan atas rekam wajah Anda.
       *[other] Anda akan mencatat bahwa { $whose } menarik persetujuan atas rekam wajahnya, dengan Anda sebagai saksi.
    } Akibatnya:
    1. Mulai saat itu wajah tidak dibandingkan lagi.
    2. Semua foto dan ciri wajah dihapus dalam { $hours } jam, dengan surat keterangan. Salinan cadangan habis { $backup } hari setelahnya.
    3. Catatan presensi (waktu, tempat, putusan) tetap ada.
    4. Presensi selanjutnya memakai PIN dan saksi, tanpa kerugian apa pun.
privacy-sure = Yakin? Setelah dihapus, wajah harus direkam dari awal bila ingin dipakai lagi.
privacy-continue = Lanjutkan
privacy-yes = Ya, tarik
privacy-no = Tidak jadi
privacy-kept = Baik, tidak ada yang berubah.
privacy-withdrawn = Persetujuan { $whose ->
    [unknown] Anda
   *[other] { $whose }
    } sudah ditarik: wajah tidak dibandingkan lagi mulai sekarang. { $until ->
    [unknown] Tidak ada foto atau ciri wajah yang tersimpan.
   *[other] Foto dan ciri wajah dihapus paling lambat { DAY($until) } { CLOCK($until) }; surat keterangannya kami kirim di sini.
    }
privacy-already = Presensi { $whose ->
    [unknown] Anda
   *[other] { $whose }
    } dicatat tanpa wajah sejak { DAY($at) } { CLOCK($at) }. { $certificate ->
    [unknown] { $until ->
        [unknown] Tidak ada foto atau ciri wajah yang tersimpan.
       *[other] Foto dan ciri wajah dihapus paling lambat { DAY($until) } { CLOCK($until) }.
    }
   *[other] Foto dan ciri wajah sudah dihapus, surat keterangan { $certificate }.
    } Untuk memakai wajah lagi, temui operator instansi Anda.
privacy-certificate =
    Surat keterangan penghapusan { $certificate } (UU 27/2022)
    Atas nama: { $name }
    Selesai: { DAY($at) } { CLOCK($at, precision: "second") }
    Dihapus: { $templates } ciri wajah, { $photos } foto, dan nilai ukur dari { $comparisons } perbandingan wajah.
    Tetap disimpan: { $punches } catatan presensi beserta putusannya, tanpa foto.
    Salinan cadangan terakhir habis { DAY($until) }.
    Kode pemeriksaan: { $digest }
privacy-data =
    Data Anda, { $name }: { $punches } presensi, { $decisions } putusan, { $templates } ciri wajah, { $photos } foto yang masih tersimpan. Selengkapnya dalam berkas ini, juga siapa melakukan apa dan berapa lama disimpan.
    Simpan baik-baik dan jangan diteruskan. Untuk memperbaiki data atau melihat fotonya, hubungi { $contact }.
privacy-data-often = Data Anda sudah kami kirim { $count } kali dalam sehari. Silakan minta lagi besok, atau pakai berkas yang sudah ada.
