// Drawn maps: metres on a flat sheet around a point, which over a few kilometres is off by centimetres.

import { svg } from "./dom.js";
import { t } from "./words.js";

const METRES_PER_DEGREE = 110_580;
const EAST_PER_DEGREE = 111_320;

export class Sheet {
  constructor({ latitude, longitude }) {
    this.latitude = latitude;
    this.longitude = longitude;
    this.east = EAST_PER_DEGREE * Math.cos((latitude * Math.PI) / 180);
  }

  // Metres east and south of the middle: the y axis of a picture points down.
  xy({ latitude, longitude }) {
    return { x: (longitude - this.longitude) * this.east, y: (this.latitude - latitude) * METRES_PER_DEGREE };
  }

  point({ x, y }) {
    return { latitude: this.latitude - y / METRES_PER_DEGREE, longitude: this.longitude + x / this.east };
  }
}

export function middleOf(places) {
  const between = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  return { latitude: between(places.map((place) => place.latitude)), longitude: between(places.map((place) => place.longitude)) };
}

// A point so many metres from a place; bearing in degrees clockwise from north.
export function around(place, metres, bearing) {
  const angle = (bearing * Math.PI) / 180;
  return new Sheet(place).point({ x: metres * Math.sin(angle), y: -metres * Math.cos(angle) });
}

// Where a point lies, in words, from the nearest of some places.
export function inWords(places, point) {
  const seen = places.map((place) => ({ place, at: new Sheet(place).xy(point) }));
  const [{ place, at }] = seen.sort((one, other) => Math.hypot(one.at.x, one.at.y) - one.place.radius - Math.hypot(other.at.x, other.at.y) + other.place.radius);
  const metres = Math.hypot(at.x, at.y);
  const distance = metres < 1000 ? `${Math.round(metres)} m` : `${Math.round(metres / 1000)} km`;
  if (metres <= place.radius) return t("in-site", { site: place.name, distance });
  const eighth = Math.round(Math.atan2(at.x, -at.y) / (Math.PI / 4));
  return t("from-site", { site: place.name, distance, direction: t("directions")[(eighth + 8) % 8] });
}

export function siteCircles(sheet, places) {
  return places.flatMap((place) => {
    const { x, y } = sheet.xy(place);
    return [
      svg("circle", { class: place.shared ? "site shared" : "site", cx: x, cy: y, r: place.radius }),
      svg("rect", { class: "building", x: x - 16, y: y - 12, width: 32, height: 24, rx: 3 }),
    ];
  });
}

// Invented streets that join the offices; the same on every map.
export function streets(sheet, places) {
  const [first, ...others] = places.map((place) => sheet.xy(place));
  const bent = others.map(({ x, y }) => `M${first.x} ${first.y}Q${x} ${first.y} ${x} ${y}`).join("");
  const crossing = `M${first.x - 3000} ${first.y + 60}L${first.x + 3000} ${first.y - 60}M${first.x + 40} ${first.y - 3000}L${first.x - 40} ${first.y + 3000}`;
  return svg("path", { class: "street", d: bent + crossing });
}

// `size` of the drop; the circle of the accuracy is to scale.
export function pin({ x, y }, accuracy, size = 1) {
  const group = svg("g", { class: "pin", transform: `translate(${x} ${y})` });
  if (accuracy) group.append(svg("circle", { class: "accuracy", r: accuracy }));
  group.append(svg("g", { transform: `scale(${size})` },
    svg("path", { class: "drop", d: "M0 0C-9 -16 -26 -30 -26 -52a26 26 0 0 1 52 0C26 -30 9 -16 0 0z" }), svg("circle", { class: "hole", cy: -52, r: 9 })));
  return group;
}

export function miniMap(places, location) {
  const sheet = new Sheet(location);
  return svg("svg", { class: "map mini", viewBox: "-230 -130 460 230", role: "img", "aria-label": inWords(places, location) },
    streets(sheet, places), ...siteCircles(sheet, places), pin({ x: 0, y: 0 }, location.accuracy));
}
