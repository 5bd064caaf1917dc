# Tombol papan ketik dan ajakan memilih.

menu-button-in = Masuk
menu-button-out = Pulang
menu-button-history = Riwayat
menu-button-location = Bagikan lokasi
menu-button-contact = Bagikan nomor saya
menu-choose = Tekan Masuk saat tiba atau Pulang saat selesai bekerja.
