// The JSON under /demo/. A refusal becomes a Problem, whose key has a sentence in words.js.

export class Problem extends Error {
  constructor(key) {
    super(key);
    this.key = key;
  }
}

async function answer(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new Problem("no-connection");
  }
  if (response.status === 204) return null;
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(body.problem ?? "broken");
  return body;
}

const posted = (path, body) => answer(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const world = () => answer("/demo/world");
export const state = () => answer("/demo/state");
export const chat = (id, mark) => answer(`/demo/chats/${id}?mark=${mark}`);
export const photoAddress = (id, message) => `/demo/chats/${id}/photos/${message}.jpg`;
export const documentAddress = (id, message) => `/demo/chats/${id}/documents/${message}`;
export const sampleAddress = (name) => `/demo/samples/${name}.jpg`;

export const sendText = (id, text) => posted(`/demo/chats/${id}/text`, { text });
export const press = (id, message, data) => posted(`/demo/chats/${id}/press`, { message, data });
export const sendPlace = (id, place) => posted(`/demo/chats/${id}/location`, place);
export const sendNumber = (id) => posted(`/demo/chats/${id}/number`, {});
export const newCode = (id) => posted(`/demo/chats/${id}/code`, {});
export const setClock = (setting) => posted("/demo/clock", setting);
export const nextAttack = () => posted("/demo/print-attack", {});
export const playAttack = (id) => posted(`/demo/chats/${id}/print-attack`, {});
export const openConsole = () => posted("/demo/console", {});

// Sample pictures go by name, captured ones and files as bytes; several make an album.
export function sendPhotos(id, pictures) {
  const form = new FormData();
  for (const picture of pictures) {
    if (picture.sample) form.append("sample", picture.sample);
    else form.append("file", picture.blob, "photo.jpg");
  }
  return answer(`/demo/chats/${id}/photos`, { method: "POST", body: form });
}

// One video, recorded or from a file; it goes as it is.
export function sendVideo(id, blob) {
  const form = new FormData();
  form.append("file", blob, "video.webm");
  return answer(`/demo/chats/${id}/video`, { method: "POST", body: form });
}
