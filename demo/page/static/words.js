// Everything the page itself says, in both languages. The bot speaks the language of the account (/bahasa).

const WORDS = {
  id: {
    demo: "demo",
    tagline: "Presensi pegawai dengan swafoto dan lokasi, di dalam percakapan.",
    clock: "Jam demo", "clock-at": "Tanggal dan jam", set: "Setel",
    "minute-1": "+1 mnt", "minute-15": "+15 mnt", "next-day": "Besok 07.20",
    language: "Bahasa halaman", parts: "Bagian",
    "as-employee": "Pegawai", "as-admin": "Admin", attendance: "Kehadiran",
    "you-employee": "Anda bermain sebagai pegawai", "you-admin": "Anda bermain sebagai admin",
    "try-this": "Coba ini", "of-steps": "{done} dari {all} selesai",
    "live-list": "Kehadiran langsung", "real-console": "konsol admin yang sebenarnya", "new-tab": "Buka di tab baru",
    operator: "Operator",
    ready: "siap", "not-enrolled": "tanpa wajah", "not-bound": "tanpa akun",
    choose: "Siapa yang Anda mainkan?", strict: "semua aturan ditegakkan",
    message: "Tulis pesan", send: "Kirim", "send-photo": "Kirim foto", "send-place": "Kirim lokasi", close: "Tutup",
    "empty-chat": "Percakapan ini belum dimulai.",
    "hint-start": "Kirim kode undangan: {text}", "hint-new-code": "Buat kode baru", "hint-enrol": "Rekam wajah {name}: {text}",
    "hint-ask-admin": "Rekam wajahnya lewat ponsel admin", "hint-language": "Bot berbahasa Indonesia: /bahasa",
    live: "Lokasi langsung", position: "Lokasi", accuracy: "ketelitian {metres} m", edited: "diubah",
    "photo-title": "Kirim foto", "photos-title": "Kirim sampai tiga foto",
    self: "{name} sendiri", other: "Orang lain: {name}", "take-three": "pilih tiga",
    "no-sample-face": "{name} tidak punya foto contoh: pakai kamera atau berkas Anda sendiri.",
    "one-photo": "Foto contoh adalah variasi dari satu foto per orang.",
    camera: "Kamera", file: "Berkas", shoot: "Ambil foto", "send-n": "Kirim {n} foto",
    "place-title": "Di mana {name} berada?", "at-office": "Di kantor", "north-east": "142 m timur laut", jakarta: "Jakarta",
    "drag": "Geser atau ketuk peta. Sketsa, bukan peta sebenarnya.",
    "accuracy-label": "Ketelitian", "accuracy-unknown": "tidak diketahui", "share-live": "Lokasi langsung (15 menit)", "share": "Bagikan lokasi ini",
    "from-site": "{distance} {direction} dari {site}", "in-site": "di dalam {site}, {distance} dari titik tengah", "far-away": "{place}, jauh di luar peta",
    "about-faces": "**Tentang wajah contoh.** Eileen dan Grace masing-masing berasal dari satu foto domain publik yang divariasikan (potongan, cahaya, kompresi). Karena itu aturan PAD, tantangan, foto ulang, keragaman pose, dan wajah ganda di Kominfo Contoh hanya *dicatat*, tidak ditegakkan.",
    "about-strict": "**Dinas Ketat** menegakkan semuanya. Foto contoh ditolak di sana karena terlalu mirip satu sama lain; rekam wajah Yuliana dengan kamera Anda sendiri, lalu tekan *Masuk*: dua foto diminta, wajah lurus dan satu gerakan.",
    attack: "Serangan foto cetak", "attack-how": "Seperti di Seluma: foto cetak kepala Dinas Ketat dan dua pegawainya diangkat di depan kamera.",
    "attack-plays": "Foto cetak {name} sedang diangkat di depan kamera.", "attack-played": "Tidak ada presensi yang tercatat; petugas yang memutuskan. Lihat ponsel admin dan daftar kehadiran.",
    "p-attack-stuck": "Serangan itu tidak berjalan sampai akhir. Majukan jam ke Besok, lalu coba lagi.",
    "a-video": "video", film: "Rekam {seconds} detik video",
    "step-checked_in": "Eileen masuk kerja", "how-checked_in": "Tekan *Masuk*, kirim fotonya sendiri, lalu lokasi *Di kantor*.",
    "step-enrolled": "Admin merekam Grace", "how-enrolled": "Kirim */rekam* dengan NIP-nya, lalu tiga fotonya sekaligus.",
    "step-outside_refused": "Grace terlalu jauh", "how-outside_refused": "Tekan *Masuk*, kirim fotonya, lalu lokasi *142 m timur laut*.",
    "step-impostor_refused": "Orang lain mencoba", "how-impostor_refused": "Sebagai Grace setelah *Masuk*: kirim foto *orang lain*, lalu lokasi *Di kantor*. Setelah itu foto yang benar.",
    "step-checked_out": "Waktunya pulang", "how-checked_out": "Majukan jam ke *16.05*, lalu *Pulang* sebagai Eileen.",
    "all-done": "Selesai. Pilih pegawai lain, coba kamera Anda sendiri, atau majukan jam ke *Besok*.",
    "p-no-connection": "Demo tidak menjawab. Apakah masih berjalan di terminal?", "p-broken": "Ada yang salah di demo ini; terminal menyebutkannya.",
    "p-not-found": "Itu tidak ada.", "p-malformed": "Isian itu tidak dapat dipakai.", "p-not-a-picture": "Berkas itu bukan gambar.",
    "p-too-large": "Foto paling besar 10 MB, video 20 MB.", "p-too-many": "Paling banyak sepuluh foto sekaligus.", "p-button-gone": "Tombol itu sudah tidak ada.",
    "p-clock-back": "Jam hanya dapat maju. Pakai Besok 07.20 untuk hari yang baru.", "p-clock-far": "Jam demo hanya mengenal tahun 2026 sampai 2099.",
    "p-no-camera": "Kamera tidak dapat dibuka. Izinkan kamera di peramban, atau pilih berkas.",
    "p-not-here": "Buka halaman ini lewat 127.0.0.1 atau localhost.", "p-not-from-here": "Permintaan itu tidak dikirim dari halaman ini.",
    directions: ["utara", "timur laut", "timur", "tenggara", "selatan", "barat daya", "barat", "barat laut"],
  },
  en: {
    demo: "demo",
    tagline: "Staff check in with a selfie and a location, inside a chat.",
    clock: "Demo clock", "clock-at": "Date and time", set: "Set",
    "minute-1": "+1 min", "minute-15": "+15 min", "next-day": "Tomorrow 07.20",
    language: "Language of the page", parts: "Parts",
    "as-employee": "Employee", "as-admin": "Admin", attendance: "Attendance",
    "you-employee": "You play an employee", "you-admin": "You play the admin",
    "try-this": "Try this", "of-steps": "{done} of {all} done",
    "live-list": "Live attendance", "real-console": "the real admin console", "new-tab": "Open in a new tab",
    operator: "Operator",
    ready: "ready", "not-enrolled": "no face", "not-bound": "no account",
    choose: "Whom do you play?", strict: "every rule is enforced",
    message: "Write a message", send: "Send", "send-photo": "Send a photo", "send-place": "Send a location", close: "Close",
    "empty-chat": "This conversation has not begun.",
    "hint-start": "Send the invitation code: {text}", "hint-new-code": "Make a new code", "hint-enrol": "Enrol {name}'s face: {text}",
    "hint-ask-admin": "Enrol this face from the admin's phone", "hint-language": "Let the bot speak English: /bahasa",
    live: "Live location", position: "Location", accuracy: "accuracy {metres} m", edited: "edited",
    "photo-title": "Send a photo", "photos-title": "Send up to three photos",
    self: "{name} in person", other: "Somebody else: {name}", "take-three": "take three",
    "no-sample-face": "{name} has no sample face: use your own camera or a file.",
    "one-photo": "Sample photos are variations of one photograph per person.",
    camera: "Camera", file: "File", shoot: "Take photo", "send-n": "Send {n} photo(s)",
    "place-title": "Where is {name}?", "at-office": "At the office", "north-east": "142 m north-east", jakarta: "Jakarta",
    "drag": "Drag or tap the map. A sketch, not a real map.",
    "accuracy-label": "Accuracy", "accuracy-unknown": "unknown", "share-live": "Live location (15 minutes)", "share": "Share this location",
    "from-site": "{distance} {direction} of {site}", "in-site": "inside {site}, {distance} from its centre", "far-away": "{place}, far off the map",
    "about-faces": "**About the sample faces.** Eileen and Grace each come from one public-domain photograph, varied in crop, light and compression. That is why the rules on PAD, challenge, reuse, pose diversity and double enrolment are only *recorded* at Kominfo Contoh, not enforced.",
    "about-strict": "**Dinas Ketat** enforces them all. Sample photos are refused there because they are too alike; enrol Yuliana with your own camera, then press *Masuk*: two photos are asked for, the face straight and one movement.",
    attack: "Print attack", "attack-how": "As in Seluma: printed photos of the head of Dinas Ketat and two of his people are held before the camera.",
    "attack-plays": "A printed photo of {name} is being held before the camera.", "attack-played": "Nothing was recorded as attendance; a person decides. See the admin's phone and the live list.",
    "p-attack-stuck": "The attack did not come to its end. Set the clock to Tomorrow and try again.",
    "a-video": "video", film: "Record {seconds} seconds of video",
    "step-checked_in": "Eileen comes to work", "how-checked_in": "Press *Masuk*, send her own photo, then the location *At the office*.",
    "step-enrolled": "The admin enrols Grace", "how-enrolled": "Send */rekam* with her NIP, then three photos of her in one go.",
    "step-outside_refused": "Grace is too far away", "how-outside_refused": "Press *Masuk*, send her photo, then the location *142 m north-east*.",
    "step-impostor_refused": "Somebody else tries", "how-impostor_refused": "As Grace, after *Masuk*: send a photo of *somebody else*, then the location *At the office*. After that the right photo.",
    "step-checked_out": "Time to go home", "how-checked_out": "Set the clock to *16.05*, then *Pulang* as Eileen.",
    "all-done": "All done. Choose another employee, try your own camera, or set the clock to *Tomorrow*.",
    "p-no-connection": "The demo does not answer. Is it still running in the terminal?", "p-broken": "Something broke in the demo; the terminal says what.",
    "p-not-found": "There is no such thing.", "p-malformed": "That cannot be used.", "p-not-a-picture": "That file is not a picture.",
    "p-too-large": "A photo has at most 10 MB, a video 20 MB.", "p-too-many": "At most ten photos in one go.", "p-button-gone": "That button is gone.",
    "p-clock-back": "The clock only goes forward. Tomorrow 07.20 begins a new day.", "p-clock-far": "The demo clock knows the years 2026 to 2099.",
    "p-no-camera": "The camera cannot be opened. Allow it in the browser, or choose a file.",
    "p-not-here": "Open this page at 127.0.0.1 or localhost.", "p-not-from-here": "That request did not come from this page.",
    directions: ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"],
  },
};

let language = localStorage.getItem("presensi-language") === "en" ? "en" : "id";
const listeners = [];

export const locale = () => language;
export const onLanguage = (listener) => listeners.push(listener);

export function t(key, values = {}) {
  const text = WORDS[language][key] ?? key;
  return typeof text === "string" ? text.replace(/\{(\w+)\}/g, (_, name) => values[name]) : text;
}

// **strong** and *emphasised* parts of our own sentences, as nodes.
export function rich(text) {
  return text.split(/(\*\*[^*]+\*\*|\*[^*]+\*)/).filter(Boolean).map((part) => {
    const marks = part.startsWith("**") ? 2 : part.startsWith("*") ? 1 : 0;
    if (!marks) return document.createTextNode(part);
    const node = document.createElement(marks === 2 ? "b" : "em");
    node.textContent = part.slice(marks, -marks);
    return node;
  });
}

export function translate(root) {
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of root.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
  for (const node of root.querySelectorAll("[data-t-title]")) node.title = t(node.dataset.tTitle);
  for (const node of root.querySelectorAll("[data-t-placeholder]")) node.placeholder = t(node.dataset.tPlaceholder);
  for (const node of root.querySelectorAll("[data-t-html]")) node.replaceChildren(...rich(t(node.dataset.tHtml)));
}

export function speak(wanted) {
  language = wanted === "en" ? "en" : "id";
  localStorage.setItem("presensi-language", language);
  document.documentElement.lang = language;
  translate(document);
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", button.dataset.language === language);
  for (const listener of listeners) listener();
}
