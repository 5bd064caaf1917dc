# Sebab dan saran dalam satu atau dua kalimat, disisipkan ke dalam jawaban lain. Nilai ukur mesin tidak pernah disebut.

# Mengapa sebuah presensi diperiksa petugas atau ditolak: attendance.checkin.evidence.Reason.
reason-face-different = Wajah pada swafoto belum cocok dengan rekam wajah Anda.
reason-face-unsure = Mesin belum dapat memastikan wajah pada swafoto Anda.
reason-face-held = Swafoto sebelumnya untuk jadwal ini masih diperiksa petugas.
reason-not-enrolled = Wajah Anda belum direkam.
reason-tries-exhausted = Beberapa swafoto berturut-turut belum dapat dicocokkan.
reason-outside = Lokasi Anda berada di luar batas tempat kerja.
reason-place-uncertain = Titik lokasi Anda belum cukup pasti.
reason-no-site = Belum ada tempat kerja yang ditetapkan untuk Anda.
reason-static-position = Lokasi dikirim sebagai titik, bukan sebagai lokasi langsung.
reason-live-position-due = Lokasi langsung yang diminta belum kami terima.
reason-spoof-suspected = Swafoto perlu dilihat oleh petugas.
reason-liveness-not-assessed = Swafoto belum dapat diperiksa seluruhnya oleh mesin.
reason-challenge-due = Foto tambahan yang diperlukan belum ada.
reason-challenge-failed = Foto atau video tambahan perlu dilihat oleh petugas.
reason-challenge-not-assessed = Foto atau video tambahan belum dapat diperiksa oleh mesin kami.
reason-challenge-exempt = Presensi Anda dilihat oleh petugas, sesuai ketentuan untuk Anda.
reason-picture-reused = Foto yang sama pernah dikirim sebelumnya.
reason-already-in = Presensi masuk Anda sudah tercatat.
reason-early-out = Presensi pulang sebelum jam kerja selesai belum Anda pastikan.
reason-our-fault = Ada gangguan di pihak kami saat memeriksanya.
reason-face-withdrawn = Persetujuan atas rekam wajah Anda ditarik saat presensi itu masih diproses.
reason-pin-missing = Anda belum membuat PIN.
reason-pin-locked = PIN salah beberapa kali berturut-turut.
reason-witness-due = Belum ada saksi.
reason-not-witnessed = Belum ada saksi yang melihat Anda di sana.
reason-witness-denied = Saksi belum dapat memastikan bahwa Anda di sana.

# Saran mutu foto: recognition.quality.QualityProblem.
quality-no-face = Wajah tidak terlihat pada foto. Hadapkan wajah langsung ke kamera dengan ponsel tegak, tanpa masker, sampai tampak utuh.
quality-several-faces = Ada lebih dari satu wajah pada foto. Pastikan hanya satu orang yang terlihat.
quality-face-too-small = Wajah pada foto terlalu jauh. Dekatkan kamera sampai wajah mengisi sekitar sepertiga foto.
quality-face-cut-off = Wajah pada foto terpotong. Geser kamera sampai seluruh wajah terlihat.
quality-blurred = Foto kurang tajam. Bersihkan lensa dan tahan ponsel dengan tenang.
quality-too-dark = Foto terlalu gelap. Cari tempat yang lebih terang dengan cahaya dari depan.
quality-too-bright = Foto terlalu terang. Jauhi sinar matahari langsung atau lampu yang menyilaukan.
quality-turned-away = Wajah terlalu menoleh. Hadapkan wajah lurus ke kamera.
quality-mask = Wajah tertutup masker. Buka masker sebentar, lalu ambil foto lagi. Hijab tetap dipakai.
quality-sunglasses = Mata tertutup kacamata hitam. Lepaskan kacamata hitam, lalu ambil foto lagi. Kacamata bening boleh tetap dipakai.
quality-drawn = Gambar itu tampak seperti lukisan atau kartun. Ambil foto wajah langsung dengan kamera.

# Mengapa sebuah berkas bukan foto yang dapat dipakai: recognition.images.ImageReason.
image-empty = Foto yang kami terima kosong. Ambil lagi dengan kamera.
image-too-large-file = Ukuran foto terlalu besar. Ambil foto dengan kamera ponsel dan kirim sebagai foto biasa.
image-too-many-pixels = Ukuran foto terlalu besar. Ambil foto dengan kamera ponsel dan kirim sebagai foto biasa.
image-not-an-image = Kiriman itu bukan foto. Ambil foto dengan kamera.
image-truncated = Foto tidak sampai dengan utuh. Periksa sambungan ponsel Anda dan ambil lagi.
image-animated = Gambar bergerak tidak dapat dipakai. Ambil foto biasa dengan kamera.
image-too-small = Ukuran foto terlalu kecil. Ambil foto langsung dengan kamera.
