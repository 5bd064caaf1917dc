# Kampanye rekam wajah: cakupan, siapa yang belum, laju operator, pengingat.

campaign-lines = { $lines }
campaign-card =
    { $head }
    { $lines }
    { $operators }
campaign-nobody = Belum ada pegawai dalam lingkup peran Anda hari ini. Jika ini keliru, hubungi pengelola kabupaten untuk memeriksa data pegawai dan peran Anda.
campaign-title-all = Rekam wajah di { $agencies } OPD
campaign-title-agency = Rekam wajah di { $name }
campaign-figures = { $enrolled } dari { $wanted } pegawai sudah direkam ({ $percent } %), per { DAY($at) } { CLOCK($at) }.
campaign-rest = Belum: { $missing }{ $unreachable ->
    [0] {""}
   *[other] , di antaranya { $unreachable } belum punya akun sehingga perlu dipanggil operator
    }.{ $waiting ->
    [0] {""}
   *[other] {" "}Menunggu keputusan: { $waiting }.
    }{ $without_face ->
    [0] {""}
   *[other] {" "}Tanpa wajah (tidak perlu direkam): { $without_face }.
    }
campaign-deadline = Batas: { DAY($ends) }, { $days ->
    [0] hari ini
   *[other] { $days } hari lagi
    }. Agar tepat waktu, { $expected } % sudah direkam pada akhir hari ini.
campaign-deadline-later = Batas: { DAY($ends) }. Kampanye dimulai { DAY($starts) }.
campaign-deadline-over = Batas sudah lewat: { DAY($ends) }.
campaign-no-deadline = Batas waktu belum ditetapkan. Petugas teknis dapat menetapkannya sebagai aturan "campaign" dengan perintah presensi import.
campaign-finish = Laju sekarang { $pace } orang per jam: selesai sekitar { DAY($at) } { CLOCK($at) }.
campaign-finish-late = Laju sekarang { $pace } orang per jam: baru selesai sekitar { DAY($at) } { CLOCK($at) }, melewati batas. Tambah operator, atau undang pegawai mengirim /rekam_saya.
campaign-finish-unknown = Belum ada rekam wajah dalam 3 jam terakhir, jadi waktu selesai belum dapat diperkirakan.
campaign-place = { $name }: { $enrolled }/{ $wanted } ({ $percent } %), belum { $missing }
campaign-place-by = { $name }: { $enrolled }/{ $wanted } ({ $percent } %), belum { $missing }, batas { DAY($ends) }
campaign-no-unit = Tanpa unit
campaign-others = dan { $count } OPD lainnya dengan cakupan lebih baik.
campaign-other-units = dan { $count } unit lainnya dengan cakupan lebih baik.
campaign-no-operators = Belum ada rekam wajah oleh operator.
campaign-operators = Laju operator:
campaign-operator = { $name }: { $today } hari ini, { $total } seluruhnya, { $pace } per jam
campaign-themselves = Pegawai sendiri (/rekam_saya)
campaign-other-operators = dan { $count } operator lainnya, lihat XLSX.
campaign-missing-title = Belum direkam di { $agency }: { $count } orang
campaign-missing-title-unit = Belum direkam di { $unit }, { $agency }: { $count } orang
campaign-person = { $name } ({ $nip })
campaign-person-without-account = { $name } ({ $nip }), belum punya akun
campaign-label-place = { $name } { $percent } %
campaign-label-missing = Siapa yang belum ({ $count })
campaign-label-unit = { $name } ({ $count })
campaign-button-next = Berikutnya
campaign-button-back = Kembali ke OPD
campaign-button-picture = Gambar
campaign-button-workbook = XLSX
campaign-caption-picture = Cakupan rekam wajah per OPD, { DAY($at) } { CLOCK($at) }.
campaign-caption-workbook = Cakupan rekam wajah, { DAY($at) } { CLOCK($at) }. Berkas ini memuat nama dan NIP: jangan diteruskan kepada yang tidak bertugas, dan hapus setelah dipakai. Pengambilannya dicatat.
campaign-reminder = Wajah Anda belum direkam untuk presensi. Batasnya { DAY($ends) }. { $self ->
    [yes] Kirim /rekam_saya dan ikuti petunjuknya, atau temui operator di tempat kerja Anda.
   *[no] Temui operator di tempat kerja Anda; perekaman hanya beberapa menit.
    } Jika Anda tidak ingin wajah Anda dipakai, sampaikan kepada operator: presensi dapat dilakukan dengan PIN dan saksi.
campaign-sheet-agencies = Ringkasan per OPD
campaign-sheet-units = Per unit
campaign-sheet-missing = Yang belum
campaign-sheet-operators = Laju operator
campaign-column-agency = OPD
campaign-column-unit = Unit
campaign-column-headcount = Pegawai
campaign-column-without-face = Tanpa wajah
campaign-column-wanted = Perlu direkam
campaign-column-enrolled = Sudah direkam
campaign-column-waiting = Menunggu keputusan
campaign-column-missing = Belum
campaign-column-unreachable = Belum, tanpa akun
campaign-column-share = Cakupan
campaign-column-deadline = Batas
campaign-column-name = Nama
campaign-column-nip = NIP
campaign-column-account = Punya akun
campaign-column-operator = Operator
campaign-column-today = Hari ini
campaign-column-total = Seluruhnya
campaign-column-pace = Per jam (3 jam terakhir)
campaign-total = Seluruhnya
campaign-yes = ya
campaign-no = tidak
campaign-chart-title = Cakupan rekam wajah
campaign-chart-figures = { $enrolled } dari { $wanted }
campaign-chart-line = seharusnya hari ini: { $expected } %
campaign-chart-deadline = Batas { DAY($ends) }
campaign-chart-no-deadline = Batas waktu belum ditetapkan
campaign-chart-others = { $count } OPD lainnya
