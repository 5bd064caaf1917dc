"use strict";
// Asks for the board every two seconds and puts it in place of the old one when something has changed.

const EVERY_MS = 2000;
const board = document.getElementById("board");
const filter = document.getElementById("filter");
const clock = document.getElementById("clock");
const notice = document.getElementById("notice");
const spoken = document.getElementById("spoken");

let address = board.dataset.address;
let tag = board.dataset.tag;
let asking = new AbortController();
let timer = 0;
let ended = false;

async function refresh() {
  clearTimeout(timer);
  asking.abort();
  const mine = asking = new AbortController();
  const asked = address;
  const late = setTimeout(() => mine.abort(), 10 * EVERY_MS);
  try {
    const headers = { "If-None-Match": tag };
    const answer = await fetch("/konsol/daftar" + asked, { cache: "no-store", headers, signal: mine.signal });
    if (answer.status === 401) return end();
    if (!answer.ok && answer.status !== 304) throw new Error(answer.statusText);
    const html = await answer.text();
    if (mine !== asking) return;
    clock.textContent = answer.headers.get("Presensi-Clock");
    if (answer.status === 200) show(html, asked, answer.headers.get("ETag"));
    warn("");
  } catch {
    if (mine !== asking) return;
    warn("Sambungan terputus. Daftar ini mungkin tertinggal; mencoba lagi…");
  } finally {
    clearTimeout(late);
  }
  timer = setTimeout(refresh, EVERY_MS);
}

function show(html, asked, newTag) {
  const before = new Set(keys());
  const focused = document.activeElement?.dataset.focus;
  board.innerHTML = html;
  tag = newTag;
  if (focused) board.querySelector(`[data-focus="${focused}"]`)?.focus();
  if (asked === board.dataset.address) welcome(before);
  board.dataset.address = asked;
}

function welcome(before) {
  // The first rows are the newest; whoever was not there or has a new message is lit up.
  const fresh = [...board.querySelectorAll("tr[data-key]")].filter((row) => row.dataset.key.includes("-") && !before.has(row.dataset.key));
  for (const row of fresh) row.classList.add("new");
  if (fresh.length) spoken.textContent = fresh.length === 1 ? fresh[0].dataset.spoken : `${fresh.length} presensi baru`;
}

function keys() {
  return [...board.querySelectorAll("tr[data-key]")].map((row) => row.dataset.key);
}

function warn(text) {
  notice.textContent = text;
  notice.hidden = text === "";
  document.body.classList.toggle("stopped", text !== "");
}

function end() {
  ended = true;
  board.replaceChildren();
  filter.hidden = true;
  warn("Sesi Anda sudah berakhir. Kirim /konsol ke bot presensi untuk tautan baru.");
}

function go(to) {
  address = to || "?";
  history.replaceState(null, "", "/konsol" + (address === "?" ? "" : address));
  refresh();
}

board.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-focus]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.dataset.focus === "all") for (const field of filter.elements) field.value = "";
  go(new URL(link.href).search);
});

filter.addEventListener("submit", (event) => event.preventDefault());
filter.addEventListener("input", () => {
  const asked = new URLSearchParams([...new FormData(filter)].filter(([, value]) => value.trim()));
  const status = new URLSearchParams(address).get("status");
  if (status) asked.set("status", status);
  go("?" + asked);
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else if (!ended) refresh();
});
timer = setTimeout(refresh, EVERY_MS);
