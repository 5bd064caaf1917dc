// A person as a round letter and a small word about what they lack.

import { sampleAddress } from "./api.js";
import { el, hue, initials } from "./dom.js";
import { t } from "./words.js";

export function avatar(person) {
  const made = el("span", { className: "avatar", ariaHidden: "true" });
  made.style.setProperty("--hue", hue(person.id));
  if (person.sitter) made.append(el("img", { src: sampleAddress(`${person.sitter}-4`), alt: "" }));
  else made.textContent = initials(person.name);
  return made;
}

export function badge(state) {
  const word = !state?.bound ? "not-bound" : state.enrolled ? "ready" : "not-enrolled";
  return el("span", { className: `badge ${word}` }, t(word));
}
