/** The coach's messages as sentences, for every screen that shows them. */
import { t } from "../words.ts";
import type { Heard } from "./wire.ts";

/** The words under a key of the wire: `form.setup.ready` is handed to the page as `setup.ready`. */
export function worded(key: string, facts: Record<string, string | number> = {}): string {
  return t(key.replace(/^form\./, ""), facts);
}

/** Joints as a list people say. */
export function named(joints: readonly string[]): string {
  const words = joints.slice(0, 2).map((joint) => t(`joint.${joint}`));
  return words.length > 1 ? t("coach.and", { one: words[0]!, other: words[1]! }) : (words[0] ?? "");
}

/** The one sentence that a screen without a coach of its own shows. */
export class Sentence {
  #passing = false; // what is said of the picture goes when it is true no longer; a cue stays until the next word

  /** What to show from now on; null: what is shown stays. `faults`: those of the exercise, whose `try` a cue says. */
  hear(heard: Heard, faults: readonly { readonly try: string }[]): string | null {
    switch (heard.is) {
      case "setup": return this.#now(heard.say.map((key) => worded(key, { joints: named(heard.unseen) })).join(" "), true);
      case "moment":
        if (heard.quiet) return this.#now(worded(heard.quiet, { joints: named(heard.unseen) }), true);
        return this.#passing ? this.#now("", false) : null;
      case "cue": return this.#now((heard.fault === null ? undefined : faults[heard.fault]?.try) ?? worded(heard.key), false);
      case "praise": return this.#now(worded(heard.key), false);
      case "set_told": return this.#now("", false);
      default: return null;
    }
  }

  #now(words: string, passing: boolean): string {
    this.#passing = passing;
    return words;
  }
}
