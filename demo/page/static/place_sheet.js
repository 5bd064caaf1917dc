// Choosing a position on the drawn map, or by one of three presses.

import { el, svg } from "./dom.js";
import { Sheet, around, inWords, middleOf, pin, siteCircles, streets } from "./map.js";
import { openSheet } from "./sheet.js";
import { t } from "./words.js";

const JAKARTA = { latitude: -6.1754, longitude: 106.8272 };
const ACCURACIES = [10, 40, 150];
const EDGE = 680;
const STEP = 10;

export function openPlaceSheet(frame, person, places, onSend) {
  const middle = middleOf(places);
  const plan = new Sheet(middle);
  const office = places.find((place) => place.name === person.office);
  let chosen = around(office, 20, 90);

  const marker = svg("g");
  const map = svg("svg", { class: "map", viewBox: `${-EDGE} ${-EDGE} ${2 * EDGE} ${2 * EDGE}`, tabindex: "0", role: "application", "aria-label": t("drag") },
    streets(plan, places), ...siteCircles(plan, places), ...labels(plan, places), ruler(), marker);
  const readout = el("p", { className: "readout", role: "status" });
  const accuracy = el("select", {}, el("option", { value: "" }, t("accuracy-unknown")), ...ACCURACIES.map((metres) => el("option", { value: metres }, `${metres} m`)));
  const live = el("input", { type: "checkbox" });

  function choose(point) {
    chosen = point;
    marker.replaceChildren(pin(plan.xy(point), Number(accuracy.value), 1.7));
    const { x, y } = plan.xy(point);
    const isOff = Math.max(Math.abs(x), Math.abs(y)) > EDGE;
    readout.textContent = point === JAKARTA ? t("far-away", { place: t("jakarta") }) : inWords(places, point);
    map.classList.toggle("off", isOff);
  }

  const quick = (label, point) => el("button", { type: "button", onclick: () => choose(point()) }, t(label));
  const send = el("button", { type: "button", className: "main" }, t("share"));
  const sheet = openSheet(frame, t("place-title", { name: person.name.split(" ")[0] }), "places",
    el("div", { className: "quick" }, quick("at-office", () => around(office, 20, 90)), quick("north-east", () => around(office, 142, 45)), quick("jakarta", () => JAKARTA)),
    map, readout,
    el("p", { className: "aside" }, t("drag")),
    el("div", { className: "options" }, el("label", {}, t("accuracy-label"), " ", accuracy), el("label", {}, live, " ", t("share-live"))),
    send);

  dragging(map, (at) => choose(plan.point(at)));
  map.addEventListener("keydown", (event) => {
    const move = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] }[event.key];
    if (!move) return;
    event.preventDefault();
    const { x, y } = plan.xy(chosen);
    choose(plan.point({ x: x + move[0], y: y + move[1] }));
  });
  accuracy.addEventListener("change", () => choose(chosen));
  send.addEventListener("click", () => {
    sheet.close();
    onSend({ ...chosen, accuracy: Number(accuracy.value) || null, live: live.checked });
  });
  choose(chosen);
}

function dragging(map, moved) {
  const at = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  map.addEventListener("pointerdown", (event) => {
    map.setPointerCapture(event.pointerId);
    moved(at(event));
  });
  map.addEventListener("pointermove", (event) => {
    if (map.hasPointerCapture(event.pointerId)) moved(at(event));
  });
}

function labels(plan, places) {
  return places.map((place) => {
    const { x, y } = plan.xy(place);
    const label = svg("text", { x, y: y + place.radius + 44 });
    label.textContent = place.name;
    return label;
  });
}

function ruler() {
  const end = EDGE - 40;
  const label = svg("text", { class: "small", x: end - 100, y: end - 18 });
  label.textContent = "200 m";
  const north = svg("text", { class: "small", x: end, y: -EDGE + 110 });
  north.textContent = "U";
  return svg("g", { class: "ruler" }, svg("path", { d: `M${end - 200} ${end}h200M${end - 200} ${end - 10}v20M${end} ${end - 10}v20` }),
    svg("path", { class: "north", d: `M${end} ${-EDGE + 30}l16 40l-16 -10l-16 10z` }), label, north);
}
