/** Pieces of player screens that several of them share. */
import { button, h, kilograms } from "../dom.ts";
import type { Item } from "./session.ts";
import { t, type WordKey } from "./words.ts";

/** "12 times", "30 seconds". */
export function targetWords(item: Item): string {
  return t(item.count, { n: item.target });
}

/** "8.5 kg", or "your own weight". */
export function loadWords(item: Item): string {
  return item.grams > 0 && item.variant !== "body" ? `${kilograms(item.grams)} kg` : t("body");
}

/** The name with its side: "Hip abduction, left side". */
export function nameWords(item: Item): string {
  const side = t(item.side);
  return side ? `${item.name}, ${side}` : item.name;
}

function unitKey(item: Item): WordKey {
  if (item.variant === "band") return "one_band";
  const many = item.pieces > 1;
  return item.variant === "cable" ? (many ? "per_cable" : "one_cable") : many ? "per_dumbbell" : "one_dumbbell";
}

/** The one number that matters: the load, large. Without a load there is none, and the count is the number. */
export function loadNumber(item: Item): HTMLElement | null {
  if (item.variant === "body" || item.grams <= 0) return null;
  return h("p", { class: "load" }, h("b", { class: "huge" }, kilograms(item.grams)), " ", h("span", {}, t(unitKey(item))));
}

/** The ladder of why, closed at first. */
export function whyLadder(item: Item): HTMLElement | null {
  if (!item.why.length) return null;
  const list = h("ol", {}, ...item.why.map((line) => h("li", {}, line)));
  const label = item.variant === "body" ? t("why_plain") : t("why", { load: loadWords(item) });
  return h("details", { class: "why" }, h("summary", {}, label), list);
}

/** A titled list; nothing when there are no lines. */
export function titled(title: string, lines: readonly string[]): HTMLElement | null {
  if (!lines.length) return null;
  return h("section", { class: "titled" }, h("h2", {}, title), h("ul", {}, ...lines.map((line) => h("li", {}, line))));
}

/** The one next step of a screen: the player puts it into the dock, always at the same place. */
export function nextStep(label: string, act: () => void): HTMLButtonElement {
  const made = button(label, "go big", act);
  made.dataset["act"] = "";
  return made;
}
