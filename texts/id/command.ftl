# Keterangan perintah, dalam petunjuk dan dalam daftar perintah aplikasi.

command-masuk = presensi masuk
command-pulang = presensi pulang
command-riwayat = presensi terakhir Anda
command-status = presensi Anda hari ini
command-rekam = merekam wajah seorang pegawai dengan tiga foto
command-rekam-saya = merekam wajah Anda sendiri
command-konfirmasi = rekam wajah yang menunggu konfirmasi Anda sebagai orang kedua
command-curiga = kiriman presensi yang perlu dilihat: foto berulang, cetakan atau layar, cara kirim yang janggal
command-ganda = wajah yang direkam atas dua nama dan menunggu keputusan Anda
command-konsol = membuka halaman kehadiran
command-peran = melihat, memberi atau mengakhiri peran seorang pegawai
command-tangguhkan = menutup sementara akun pegawai yang ponselnya hilang
command-lepas = melepas akun pegawai yang berganti akun atau nomor
command-batal = menghentikan yang sedang berjalan
command-bahasa = mengganti bahasa
command-bantuan = petunjuk ini
command-start = memulai
command-periksa = meminta presensi seorang pegawai diperiksa lebih teliti untuk sementara
command-pin = membuat atau mengganti PIN untuk presensi tanpa wajah
command-lupa-pin = menghapus PIN pegawai yang lupa
command-saksi = menjadi saksi presensi seorang rekan
command-tarik-persetujuan = menarik persetujuan atas rekam wajah Anda
command-data-saya = semua data Anda yang kami simpan
command-kampanye = cakupan rekam wajah: per OPD dan unit, siapa yang belum, laju operator
