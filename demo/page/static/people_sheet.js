// Who is played, by agency, with what they still lack.

import { el } from "./dom.js";
import { avatar, badge } from "./person.js";
import { openSheet } from "./sheet.js";
import { t } from "./words.js";

export function openPeopleSheet(frame, people, stateOf, chosenId, onChoose) {
  const agencies = grouped(people);
  const sections = [...agencies].map(([agency, members]) => el("section", {},
    el("h4", {}, agency, members[0].strict ? el("small", {}, ` · ${t("strict")}`) : null),
    ...members.map((person) => entry(person, stateOf(person.id), person.id === chosenId, () => {
      sheet.close();
      onChoose(person.id);
    }))));
  const sheet = openSheet(frame, t("choose"), "people", ...sections);
}

function entry(person, state, isChosen, onclick) {
  const lines = el("span", { className: "lines" }, el("b", {}, person.name), el("small", {}, person.position));
  return el("button", { type: "button", className: "person", ariaPressed: String(isChosen), onclick }, avatar(person), lines, badge(state));
}

function grouped(people) {
  const agencies = new Map();
  for (const person of people) agencies.set(person.agency, [...(agencies.get(person.agency) ?? []), person]);
  return agencies;
}
