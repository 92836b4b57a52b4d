/** Makes the same fieldset as `parts/score_pair.html`, for pages that ask without loading anew. */
import { h } from "../dom.ts";
import { ScorePair } from "./score-pair.ts";

/** Words under some of the keys, for example `{ 0: "none", 10: "worst imaginable" }`. */
export type KeyWords = Readonly<Record<number, string>>;

/** A pair of rows. `was` marks last time's answer with a dashed rim, `look` is "pain" or "effort". */
export function makePair(name: string, legend: string, words: KeyWords, look: "pain" | "effort", was?: number): ScorePair {
  const keys = h("div", { class: "keys" });
  for (let n = 0; n <= 10; n += 1) {
    const radio = h("input", { type: "radio", name, value: n });
    const caption = words[n] ? h("small", {}, words[n]) : null;
    keys.append(h("label", { class: n === was ? "key was" : "key" }, radio, h("span", { class: "face" }, String(n)), caption));
  }
  const made = new ScorePair();
  made.append(h("fieldset", { class: `pair ${look}` }, h("legend", {}, legend), keys, h("div", { class: "after" })));
  return made;
}
