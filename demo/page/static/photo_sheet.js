// Choosing pictures: sample portraits, the webcam, files. One for a selfie, up to three for an enrolment.

import { sampleAddress } from "./api.js";
import { el, icon } from "./dom.js";
import { openSheet } from "./sheet.js";
import { t } from "./words.js";

const FILM_S = 8;

export function openPhotoSheet(frame, { title, groups, remark, limit, onSend, onVideo, onProblem }) {
  let chosen = [];
  const tray = el("div", { className: "tray" });
  const send = el("button", { type: "button", className: "main", disabled: true });
  const file = el("input", { type: "file", accept: "image/*,video/*", multiple: limit > 1, hidden: true });
  const video = el("video", { muted: true, playsInline: true, hidden: true });
  const shoot = el("button", { type: "button", className: "main shoot", hidden: true }, t("shoot"));
  const film = el("button", { type: "button", hidden: true }, t("film", { seconds: FILM_S }));
  const camera = el("button", { type: "button" }, icon("camera"), t("camera"));
  const files = el("button", { type: "button", onclick: () => file.click() }, icon("file"), t("file"));

  function show() {
    for (const button of sheet.querySelectorAll("[data-sample]")) {
      const place = chosen.findIndex((picture) => picture.sample === button.dataset.sample);
      button.setAttribute("aria-pressed", place >= 0);
      button.dataset.place = limit > 1 && place >= 0 ? place + 1 : "";
    }
    tray.replaceChildren(...chosen.filter((picture) => picture.blob).map((picture) => el("img", { src: picture.address, alt: "" })));
    send.textContent = t("send-n", { n: chosen.length });
    send.disabled = !chosen.length;
  }

  // The newest choice stays when there is no room for all.
  function choose(...pictures) {
    chosen = [...chosen, ...pictures].slice(-limit);
    show();
  }

  function toggle(name) {
    const had = chosen.some((picture) => picture.sample === name);
    chosen = chosen.filter((picture) => picture.sample !== name);
    if (had) show();
    else choose({ sample: name });
  }

  const uploaded = (blob) => ({ blob, address: URL.createObjectURL(blob) });
  file.addEventListener("change", () => {
    const video = [...file.files].find((one) => one.type.startsWith("video/"));
    if (video) return sendFilm(video);
    choose(...[...file.files].map(uploaded));
  });
  // A video is a message of its own.
  function sendFilm(blob) {
    sheet.close();
    onVideo(blob);
  }
  const stop = () => video.srcObject?.getTracks().forEach((track) => track.stop());
  camera.addEventListener("click", async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 960 } } });
    } catch {
      return onProblem("no-camera");
    }
    if (!sheet.isConnected) return stop();
    video.hidden = shoot.hidden = false;
    film.hidden = !window.MediaRecorder;
    await video.play();
    shoot.scrollIntoView({ block: "nearest" });
  });
  shoot.addEventListener("click", async () => choose(uploaded(await still(video))));

  film.addEventListener("click", async () => {
    film.disabled = shoot.disabled = true;
    sendFilm(await filmed(video.srcObject));
  });

  const sheet = openSheet(frame, title, "photos",
    ...(remark ? [el("p", { className: "aside" }, remark)] : []),
    el("div", { className: "sources" }, camera, files, file), video, shoot, film,
    ...groups.map((group) => samples(group, limit, toggle, (names) => {
      chosen = names.map((sample) => ({ sample }));
      show();
    })),
    el("p", { className: "aside" }, t("one-photo")), el("div", { className: "sending" }, tray, send));
  sheet.addEventListener("closed", stop);
  send.addEventListener("click", () => {
    sheet.close();
    onSend(chosen);
  });
  show();
}

function samples({ label, names }, limit, toggle, take) {
  const all = limit > 1 ? el("button", { type: "button", className: "link", onclick: () => take(names.slice(0, limit)) }, t("take-three")) : null;
  const pictures = names.map((name) => el("button", { type: "button", className: "sample", dataset: { sample: name }, onclick: () => toggle(name), ariaLabel: name },
    el("img", { src: sampleAddress(name), alt: "", width: 88, height: 88 })));
  return el("fieldset", {}, el("legend", {}, label, " ", all), el("div", { className: "samples" }, ...pictures));
}

function still(video) {
  const canvas = el("canvas", { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
}

function filmed(stream) {
  const recorder = new MediaRecorder(stream);
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  setTimeout(() => recorder.state === "recording" && recorder.stop(), FILM_S * 1000);
  recorder.start();
  return new Promise((resolve) => recorder.addEventListener("stop", () => resolve(new Blob(parts, { type: recorder.mimeType }))));
}
