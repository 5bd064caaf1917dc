// Five steps that tick themselves off as the database learns of them.

import { el, icon } from "./dom.js";
import { onLanguage, rich, t } from "./words.js";

const STEPS = ["checked_in", "enrolled", "outside_refused", "impostor_refused", "checked_out"];

export class Guide {
  // `open(step)` brings the newcomer to where the step is done.
  constructor(root, open) {
    this.list = root.querySelector("ol");
    this.count = root.querySelector("#guide-count");
    this.how = root.querySelector("#guide-how");
    this.open = open;
    this.done = {};
    onLanguage(() => this.show());
  }

  know(done) {
    if (JSON.stringify(done) === JSON.stringify(this.done)) return;
    this.done = done;
    this.show();
  }

  show() {
    const next = STEPS.find((step) => !this.done[step]);
    this.list.replaceChildren(...STEPS.map((step) => this.step(step, step === next)));
    this.how.replaceChildren(...rich(t(next ? `how-${next}` : "all-done")));
    this.count.textContent = t("of-steps", { done: STEPS.filter((step) => this.done[step]).length, all: STEPS.length });
  }

  step(step, isNext) {
    const mark = el("span", { className: "mark" }, ...(this.done[step] ? [icon("check")] : []));
    const button = el("button", { type: "button", title: t(`how-${step}`).replaceAll("*", ""), onclick: () => this.open(step) }, mark, t(`step-${step}`));
    return el("li", { className: this.done[step] ? "done" : isNext ? "next" : "" }, button);
  }
}
