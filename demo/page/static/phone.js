// One phone: the chat of one person with the bot, and everything that person can send.

import * as api from "./api.js";
import { el } from "./dom.js";
import { Messages } from "./messages.js";
import { avatar, badge } from "./person.js";
import { openPeopleSheet } from "./people_sheet.js";
import { openPhotoSheet } from "./photo_sheet.js";
import { openPlaceSheet } from "./place_sheet.js";
import { onLanguage, t, translate } from "./words.js";

const QUICK_MS = 300;
const CALM_MS = 900;
const PICTURES = { employee: 2, admin: 3 };

export class Phone {
  // `hints(phone)` gives what the page suggests: {label, text} is sent, {label, act} is done.
  constructor(root, role, world, { hints, onChoose = null }) {
    root.append(document.getElementById("phone").content.cloneNode(true));
    Object.assign(this, { root, role, world, hintsOf: hints, onChoose, states: {}, mark: "", timer: 0 });
    this.frame = root.querySelector(".frame");
    this.problem = root.querySelector(".problem");
    this.input = root.querySelector("input[name=text]");
    this.messages = new Messages(root.querySelector(".messages"), world.places, {
      onPress: (message, data) => this.do(() => api.press(this.person.id, message, data)),
      onCommand: (command) => this.say(command),
    });
    this.listen();
    onLanguage(() => this.relabel());
  }

  listen() {
    this.root.querySelector(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.input.value.trim();
      if (text) this.say(text);
      this.input.value = "";
    });
    this.root.querySelector(".photo").addEventListener("click", () => this.choosePhotos());
    this.root.querySelector(".place").addEventListener("click", () => this.choosePlace());
    this.root.querySelector(".who").addEventListener("click", () => this.choosePerson());
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
  }

  play(person) {
    this.person = person;
    this.mark = "";
    this.messages.clear();
    this.frame.querySelector(".sheet")?.close();
    this.relabel();
    this.refresh();
  }

  relabel() {
    translate(this.root);
    this.root.querySelector(".caption").textContent = t(`you-${this.role}`);
    if (!this.person) return;
    const who = this.root.querySelector(".who");
    who.querySelector(".avatar").replaceWith(avatar(this.person));
    who.querySelector("b").textContent = this.person.name;
    who.querySelector("small").textContent = this.person.agency ? `${this.person.position}, ${this.person.agency}` : t("operator");
    who.disabled = !this.onChoose;
    this.showState();
    this.mark = "";
    this.messages.clear();
  }

  // What the database knows of everybody; drives the badge and the hints.
  know(states) {
    this.states = states;
    this.showState();
  }

  showState() {
    if (!this.person) return;
    const word = this.root.querySelector(".who .badge");
    const made = badge(this.states[this.person.id]);
    made.hidden = this.role === "admin";
    word.replaceWith(made);
    const chips = this.hintsOf(this).map(({ label, text, act }) => el("button", { type: "button", onclick: act ?? (() => this.say(text)) }, label));
    const row = this.root.querySelector(".hints");
    if (row.textContent !== chips.map((chip) => chip.textContent).join("")) row.replaceChildren(...chips);
  }

  async refresh() {
    clearTimeout(this.timer);
    if (document.hidden || !this.person) return;
    const asked = this.person.id;
    let isWaiting = false;
    try {
      const view = await api.chat(asked, this.mark);
      if (view && asked === this.person.id) this.show(view);
      isWaiting = this.lastIsMine;
      if (this.problem.dataset.key === "no-connection") this.complain("");
    } catch (problem) {
      this.complain(problem.key ?? "broken");
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), isWaiting ? QUICK_MS : CALM_MS);
  }

  show(view) {
    this.mark = view.mark;
    this.lastIsMine = view.messages.at(-1)?.mine ?? false;
    this.messages.show(this.person.id, view.messages);
    const rows = view.keyboard.map((row) => el("div", { className: "row" }, ...row.map((key) => this.key(key))));
    this.root.querySelector(".keyboard").replaceChildren(...rows);
    this.showState();
  }

  key({ text, asks }) {
    const answers = { location: () => this.choosePlace(), contact: () => this.do(() => api.sendNumber(this.person.id)) };
    return el("button", { type: "button", onclick: answers[asks] ?? (() => this.say(text)) }, text);
  }

  say(text) {
    return this.do(() => api.sendText(this.person.id, text));
  }

  async do(deed) {
    this.complain("");
    try {
      await deed();
    } catch (problem) {
      this.complain(problem.key ?? "broken");
    }
    await this.refresh();
  }

  complain(key) {
    this.problem.dataset.key = key;
    this.problem.textContent = key && t(`p-${key}`);
    this.problem.hidden = !key;
  }

  // Here is where it happens.
  lightUp() {
    const glow = { boxShadow: "0 0 0 4px var(--accent)" };
    this.frame.animate([glow, glow, {}], { duration: 1200, easing: "ease-out" });
  }

  choosePerson() {
    openPeopleSheet(this.frame, this.world.employees, (id) => this.states[id], this.person.id, this.onChoose);
  }

  choosePlace() {
    openPlaceSheet(this.frame, this.person, this.world.places, (place) => this.do(() => api.sendPlace(this.person.id, place)));
  }

  choosePhotos() {
    const limit = PICTURES[this.role];
    const first = this.person.name.split(" ")[0];
    openPhotoSheet(this.frame, {
      title: t(this.role === "admin" ? "photos-title" : "photo-title"),
      groups: this.sampleGroups(),
      remark: this.role === "employee" && !this.person.sitter ? t("no-sample-face", { name: first }) : "",
      limit,
      onSend: (pictures) => this.do(() => api.sendPhotos(this.person.id, pictures)),
      onVideo: (blob) => this.do(() => api.sendVideo(this.person.id, blob)),
      onProblem: (key) => this.complain(key),
    });
  }

  // The own face first; for the admin everybody is somebody.
  sampleGroups() {
    const sitters = this.world.employees.filter((person) => person.sitter);
    const own = sitters.filter((person) => person.id === this.person.id);
    const others = sitters.filter((person) => person.id !== this.person.id);
    return [...own, ...others].map((person) => {
      const label = this.role === "admin" ? "plain" : own.includes(person) ? "self" : "other";
      const name = person.name.split(" ")[0];
      return { label: label === "plain" ? name : t(label, { name }), names: this.world.samples[person.sitter] };
    });
  }
}
