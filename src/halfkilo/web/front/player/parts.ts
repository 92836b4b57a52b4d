/** Pieces of player screens that several of them share. */
import { button, h, kilograms } from "../dom.ts";
import type { Item } from "./session.ts";
import { t } from "./words.ts";

/** "12 times", "30 seconds". */
export function targetWords(item: Item): string {
  return t(item.count, { n: item.target });
}

/** "13 times", "2 sets, 13 times each". */
export function doseWords(item: Item): string {
  return item.sets > 1 ? t("sets", { sets: item.sets, target: targetWords(item) }) : targetWords(item);
}

/** What to keep to today, where it is less than usual: the range, and on a rescue day the effort. */
export function gently(item: Item, mode: string): HTMLElement | null {
  const lines = [(item.range ?? 100) < 100 ? t("range_some") : "", mode === "rescue" && (item.effort_most ?? 10) <= EASY ? t("effort_easy") : ""].filter(Boolean);
  return lines.length ? h("p", { class: "gently" }, lines.join(" ")) : null;
}

/** "8.5 kg", or "your own weight". */
export function loadWords(item: Item): string {
  return item.grams > 0 && item.variant !== "body" ? t("load", { kg: kilograms(item.grams) }) : t("body");
}

/** The name with its side: "Hip abduction, left side". */
export function nameWords(item: Item): string {
  return item.side === "both" ? item.name : `${item.name}, ${t(item.side)}`;
}

const EASY = 4; // OMNI: the most that still feels easy

/** What the large number counts: "kg on each cable". */
export function unitWords(item: Item): string {
  return t(unitKey(item));
}

function unitKey(item: Item): string {
  if (item.variant === "band") return "one_band";
  const many = item.pieces > 1;
  return item.variant === "cable" ? (many ? "per_cable" : "one_cable") : many ? "per_dumbbell" : "one_dumbbell";
}

/** The one number that matters: the load, large. Without a load there is none, and the count is the number. */
export function loadNumber(item: Item): HTMLElement | null {
  if (item.variant === "body" || item.grams <= 0) return null;
  return h("p", { class: "load" }, h("b", { class: "huge" }, kilograms(item.grams)), " ", h("span", {}, unitWords(item)));
}

/** What to pick up for it, of the person's own dumbbells, plates and bands. */
export function pickUp(item: Item): HTMLElement | null {
  const pick = item.picks?.find((one) => one.grams === item.grams);
  return pick ? h("p", { class: "pick-up" }, pick.say) : null;
}

/** The half-kilo ruler under the number: last time, today, as far as the limits go. */
export function loadRuler(item: Item): HTMLElement | null {
  if (item.variant === "body" || item.grams <= 0 || item.step <= 0) return null;
  const last = item.last?.grams ? { last: item.last.grams } : {};
  const high = item.ceiling >= item.grams ? { high: item.ceiling } : {};
  return h("half-kilo-ruler" as "div", { step: item.step, today: item.grams, ...last, ...high }, loadWords(item));
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
