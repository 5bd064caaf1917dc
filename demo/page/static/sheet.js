// A sheet that slides over one phone: one at a time, closed by its button, by Escape or by its own deed.

import { el, icon } from "./dom.js";
import { t } from "./words.js";

export function openSheet(frame, title, className, ...content) {
  frame.querySelector(".sheet")?.close();
  const before = document.activeElement;
  const closing = el("button", { type: "button", className: "round", ariaLabel: t("close") }, icon("close"));
  const sheet = el("section", { className: `sheet ${className}`, role: "dialog", ariaLabel: title, tabIndex: -1 },
    el("header", {}, el("h3", {}, title), closing), el("div", { className: "content" }, ...content));
  sheet.close = () => {
    if (!sheet.isConnected) return;
    sheet.remove();
    sheet.dispatchEvent(new Event("closed"));
    before?.focus?.({ preventScroll: true });
  };
  closing.addEventListener("click", sheet.close);
  sheet.addEventListener("keydown", (event) => {
    if (event.key === "Escape") sheet.close();
  });
  frame.append(sheet);
  sheet.focus({ preventScroll: true });
  return sheet;
}
