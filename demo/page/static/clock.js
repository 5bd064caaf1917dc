// The demo's clock: shown, running, and set forward.

import * as api from "./api.js";
import { locale, onLanguage, t } from "./words.js";

const ZONE = "Asia/Makassar";

export class DemoClock {
  constructor(root, onSet) {
    this.root = root;
    this.ahead = 0;
    this.known = false;
    this.problem = root.querySelector("#clock-problem");
    for (const button of root.querySelectorAll("[data-clock]")) {
      button.addEventListener("click", () => this.set(JSON.parse(button.dataset.clock), onSet));
    }
    this.form = root.querySelector("#set-clock");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.set({ at: this.form.elements.at.value }, onSet);
    });
    onLanguage(() => this.show());
    setInterval(() => this.show(), 250);
  }

  async set(setting, onSet) {
    try {
      this.hear((await api.setClock(setting)).now);
      this.complain("");
      onSet();
    } catch (problem) {
      this.complain(problem.key ?? "broken");
    }
  }

  complain(key) {
    this.problem.textContent = key && t(`p-${key}`);
    this.problem.hidden = !key;
  }

  // `now` with its offset, as the server says it.
  hear(now) {
    this.ahead = new Date(now) - Date.now();
    if (!this.known) this.form.elements.at.value = now.slice(0, 16);
    this.known = true;
    this.show();
  }

  show() {
    if (!this.known) return;
    const now = new Date(Date.now() + this.ahead);
    const tag = locale() === "en" ? "en-GB" : "id-ID";
    const time = new Intl.DateTimeFormat("id-ID", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", second: "2-digit" });
    const day = new Intl.DateTimeFormat(tag, { timeZone: ZONE, weekday: "long", day: "numeric", month: "long", year: "numeric" });
    this.root.querySelector("#time").textContent = time.format(now);
    this.root.querySelector("#day").textContent = day.format(now);
  }
}
