# Mengapa sebuah video tidak memberi gambar wajah: recognition.video.VideoReason.
video-empty = Video yang kami terima kosong. Rekam lagi video bulat sekitar 10 detik.
video-not-a-video = Kiriman itu bukan video. Rekam video bulat sekitar 10 detik dengan kamera depan.
video-too-large-file = Ukuran video terlalu besar. Rekam video bulat langsung di aplikasi ini, sekitar 10 detik.
video-too-many-pixels = Ukuran gambar video terlalu besar. Rekam video bulat langsung di aplikasi ini, sekitar 10 detik.
video-broken = Video tidak sampai dengan utuh. Periksa sambungan ponsel Anda dan rekam lagi.
video-too-short = Video terlalu pendek. Rekam sekitar 10 detik sambil menoleh perlahan ke kiri dan ke kanan.
video-too-long = Video terlalu panjang. Rekam sekitar 10 detik saja, paling lama 1 menit.
video-no-face = Wajah tidak terlihat pada video. Hadapkan wajah ke kamera dari awal sampai akhir.
video-several-people = Ada lebih dari satu orang pada video. Rekam lagi dengan satu orang saja di depan kamera.
video-no-good-frame = Tidak ada gambar yang cukup baik pada video. Rekam lagi di tempat terang sambil memegang ponsel dengan tenang.
