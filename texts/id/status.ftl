# /status dan Riwayat: satu baris untuk setiap jadwal.

status-today =
    { DAY($date) }
    { $lines }
status-no-slots = Hari ini Anda tidak memiliki jadwal kerja.
status-slot-in-later = Masuk: dapat dilakukan { CLOCK($from, zone: "hidden") }–{ CLOCK($until) }.
status-slot-in-open = Masuk: belum ada. Tekan Masuk sebelum { CLOCK($until) }.
status-slot-in-done = Masuk: tercatat { CLOCK($at) }{ $site ->
    [unknown] {""}
   *[other] {" "}di { $site }
    }.
status-slot-in-missing = Masuk: tidak tercatat sampai { CLOCK($until) }. Hubungi atasan Anda bila Anda hadir.
status-slot-out-later = Pulang: dapat dilakukan { CLOCK($from, zone: "hidden") }–{ CLOCK($until) }.
status-slot-out-open = Pulang: belum ada. Tekan Pulang sebelum { CLOCK($until) }.
status-slot-out-done = Pulang: tercatat { CLOCK($at) }{ $site ->
    [unknown] {""}
   *[other] {" "}di { $site }
    }.
status-slot-out-missing = Pulang: tidak tercatat sampai { CLOCK($until) }. Hubungi atasan Anda bila Anda hadir.
status-held-line = Presensi pukul { CLOCK($at) }: sedang diperiksa petugas, tidak merugikan Anda.
status-pending-line = Presensi pukul { CLOCK($at) }: diterima, sedang kami proses.
status-waiting-selfie = Yang sedang berjalan: masih kurang swafoto Anda.
status-waiting-posed = Yang sedang berjalan: masih kurang foto kedua sesuai petunjuk.
status-waiting-video = Yang sedang berjalan: masih kurang video sesuai petunjuk.
status-waiting-location = Yang sedang berjalan: masih kurang lokasi Anda, tekan Bagikan lokasi.
status-not-enrolled = Wajah Anda belum direkam. Temui operator instansi Anda, atau kirim /rekam_saya.
status-history =
    Presensi terakhir Anda:
    { $lines }
status-history-line = { DAY($date) }: { $direction ->
    [in] masuk
   *[out] pulang
    } { CLOCK($at) }{ $site ->
    [unknown] {""}
   *[other] {" "}di { $site }
    }
status-history-empty = Belum ada presensi yang tercatat. Tekan Masuk saat Anda tiba di tempat kerja.
status-waiting-pin = Yang sedang berjalan: masih kurang PIN Anda.
