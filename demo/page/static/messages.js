// Bubbles of a chat. A message that has not changed keeps its element, so that nothing flickers.

import { documentAddress, photoAddress } from "./api.js";
import { el } from "./dom.js";
import { miniMap } from "./map.js";
import { t } from "./words.js";

// Addresses and commands in our messages can be pressed, as in every chat app.
const TAPPABLE = /(https?:\/\/[^\s)]+|(?<![\w/])\/[a-z]{3,}\b)/;

export class Messages {
  constructor(list, places, { onPress, onCommand }) {
    this.list = list;
    this.places = places;
    this.onPress = onPress;
    this.onCommand = onCommand;
    this.shown = new Map();
    this.isAtEnd = true;
    let top = 0;
    // Only who scrolls up leaves the end; a list that grows or shrinks does not.
    list.addEventListener("scroll", () => {
      const isNear = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
      if (isNear || list.scrollTop < top) this.isAtEnd = isNear;
      top = list.scrollTop;
    });
    // Keyboard and hints come and go below the list; its newest message stays in sight.
    new ResizeObserver(() => this.isAtEnd && this.toEnd()).observe(list);
  }

  show(owner, messages) {
    const kept = new Map();
    for (const [index, message] of messages.entries()) {
      const written = JSON.stringify(message) + owner;
      const before = this.shown.get(message.id);
      const element = before?.written === written ? before.element : this.bubble(owner, message);
      if (before && before.element !== element) before.element.replaceWith(element);
      else if (this.list.children[index] !== element) this.list.insertBefore(element, this.list.children[index] ?? null);
      kept.set(message.id, { written, element });
    }
    while (this.list.children.length > messages.length) this.list.lastChild.remove();
    if (!messages.length) this.list.append(el("li", { className: "nothing" }, t("empty-chat")));
    const grown = kept.size !== this.shown.size;
    this.shown = kept;
    if (this.isAtEnd || grown) this.toEnd();
  }

  toEnd() {
    this.isAtEnd = true;
    this.list.scrollTop = this.list.scrollHeight;
  }

  clear() {
    this.list.replaceChildren();
    this.shown.clear();
  }

  bubble(owner, message) {
    const bubble = el("div", { className: "bubble" });
    if (message.kind === "photo") bubble.append(this.photo(owner, message));
    if (message.kind === "video" || message.kind === "video_note") bubble.append(el("p", {}, `▶ ${t("a-video")}`));
    if (message.file) bubble.append(el("p", {}, el("a", { href: documentAddress(owner, message.id), download: message.file }, message.file)));
    if (message.location) bubble.append(this.place(message.location));
    if (message.text) bubble.append(el("p", {}, ...this.words(message.text)));
    bubble.append(el("small", {}, message.edited ? `${t("edited")} ${message.at}` : message.at));
    const rows = message.buttons.map((row) => el("div", { className: "row" }, ...row.map((button) => this.button(message, button))));
    return el("li", { className: message.mine ? "mine" : "theirs", dataset: { id: message.id } }, bubble, ...rows);
  }

  photo(owner, message) {
    const image = el("img", { src: photoAddress(owner, message.id), alt: "", className: "photo" });
    image.addEventListener("load", () => this.isAtEnd && this.toEnd(), { once: true });
    return image;
  }

  place(location) {
    const parts = [t(location.live ? "live" : "position")];
    if (location.accuracy) parts.push(t("accuracy", { metres: Math.round(location.accuracy) }));
    return el("figure", {}, miniMap(this.places, location), el("figcaption", {}, parts.join(" · ")));
  }

  button(message, button) {
    if (button.url) return el("a", { href: button.url, target: "_blank", rel: "noopener" }, button.text);
    return el("button", { type: "button", onclick: () => this.onPress(message.id, button.data) }, button.text);
  }

  words(text) {
    return text.split(TAPPABLE).filter(Boolean).map((part) => {
      if (/^https?:/.test(part)) return el("a", { href: part, target: "_blank", rel: "noopener" }, part);
      if (/^\/[a-z]{3,}$/.test(part)) return el("button", { type: "button", className: "command", onclick: () => this.onCommand(part) }, part);
      return document.createTextNode(part);
    });
  }
}
