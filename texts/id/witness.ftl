# Saksi bagi pegawai yang presensinya dicatat tanpa wajah.

witness-wanted = PIN dan lokasi Anda sudah kami terima; waktunya tetap dihitung. Sekarang minta seseorang di dekat Anda menjadi saksi: rekan satu unit yang sudah presensi dengan wajah di tempat ini, atau atasan atau operator. Ia mengirim /saksi { $code } kepada kami dan menekan Ya, paling lambat { CLOCK($until) }.
witness-usage = Kirim /saksi diikuti kode yang disebutkan rekan Anda, dalam satu pesan.
witness-card =
    { $name } meminta Anda menjadi saksi presensi { $direction ->
        [in] masuk
       *[out] pulang
    }: { CLOCK($at) } di { $site }.
    Tekan Ya hanya jika Anda melihat sendiri orangnya di tempat itu. Kesaksian dicatat atas nama Anda.
witness-yes = Ya, saya melihatnya
witness-no = Tidak
witness-thanks = Terima kasih, kesaksian Anda untuk { $name } sudah dicatat.
witness-denied = Sudah dicatat bahwa Anda tidak melihat { $name } di sana. Petugas akan memeriksanya.
witness-refused-code-unknown = Kode itu tidak dapat Anda pakai: keliru, sudah habis waktunya, atau bukan dari rekan satu unit. Minta rekan Anda menyebutkan kodenya lagi.
witness-refused-too-many-codes = Terlalu banyak kode yang salah. Tunggu satu jam, atau minta rekan Anda mencari saksi lain.
witness-refused-absent = Anda dapat menjadi saksi setelah presensi masuk Anda sendiri dengan wajah tercatat di tempat yang sama. Tekan Masuk dahulu, lalu kirim /saksi lagi.
witness-refused-limit = Anda sudah menjadi saksi bagi sebanyak orang yang diperbolehkan hari ini. Minta rekan Anda mencari saksi lain.
witness-refused-ring = Rekan Anda sudah menjadi saksi bagi Anda untuk jadwal ini, jadi Anda tidak dapat menjadi saksi baginya. Minta ia mencari saksi lain.
witness-refused-said-already = Kesaksian Anda untuk presensi itu sudah dicatat dan tidak dapat diubah. Hubungi operator bila keliru.
