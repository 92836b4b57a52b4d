/** The talk test beside the clock of a cardio exercise, with the heart rate under it where a strap is heard. */
import { button, h } from "../dom.ts";
import { type Answer, around, type Beat, comfortableSeconds, guide, heartNow, pace, type Talk, type Terms } from "./talk.ts";
import { t } from "./words.ts";

const TALKS: readonly Talk[] = ["easy", "comfortable", "hard"];
const KEEP = 20; // answers of one session
const FIRST_S = 60; // before that there is nothing to notice yet

/** One for the whole session: what was said in the first exercise still guides the second. */
export class Cardio {
  readonly #of: Terms;
  readonly #watch: string | undefined;
  readonly #beats: Beat[] = [];
  readonly #answers: Answer[] = [];
  #listening = false;
  #heard = false;

  constructor(of: Terms, watch: string | undefined) {
    this.#of = of;
    this.#watch = watch;
  }

  /** What stands in the set, and what a moment changes there. */
  parts(): { readonly node: HTMLElement; readonly tick: () => void } {
    this.#listen();
    const since = performance.now() / 1000;
    const [words, heart, sofar] = [h("p", { class: "talk-pace", role: "status" }), h("p", { class: "heart" }), h("p", { class: "soft small" })];
    const keys = h("div", { class: "talk-keys", role: "group", "aria-label": t("talk.title") });
    for (const talk of TALKS) keys.append(button(t(`talk.${talk}`), "", () => this.#say(talk)));
    const held = this.#of.heart ? null : h("p", { class: "soft small" }, t("talk.held_back"));
    const tick = (): void => {
      const now = performance.now() / 1000;
      write(words, this.#words(now, now - since));
      write(heart, this.#heart(now));
      const minutes = Math.floor(comfortableSeconds(this.#answers, now, this.#of) / 60);
      write(sofar, minutes > 0 ? t("talk.so_far", { n: minutes }) : "");
      const last = this.#answers.at(-1);
      const fresh = last && now - last.at < this.#of.ask_every_s ? last.talk : null;
      TALKS.forEach((talk, n) => keys.children[n]?.setAttribute("aria-pressed", String(talk === fresh)));
    };
    return { node: h("div", { class: "talk" }, words, keys, heart, held, sofar), tick };
  }

  #words(now: number, seconds: number): string {
    const next = pace(this.#answers, this.#beats, now, this.#of);
    if (next === "talk" && seconds < FIRST_S) return t("talk.title");
    return t(`talk.${next === "talk" ? "ask" : next}`);
  }

  /** A number only while it is fresh; a strap that was heard and went quiet is said once, calmly, and talking goes on. */
  #heart(now: number): string {
    const bpm = this.#of.heart ? heartNow(this.#beats, now, this.#of) : null;
    if (bpm === null) return this.#heard ? t("talk.lost") : "";
    this.#heard = true;
    const band = guide(this.#answers, this.#of);
    return `${bpm} ${t("talk.heart")}${band ? `. ${t("talk.guide", { low: band[0], high: band[1] })}` : ""}`;
  }

  #say(talk: Talk): void {
    const at = performance.now() / 1000;
    this.#answers.push({ at, talk, bpm: around(this.#beats, at, this.#of) });
    if (this.#answers.length > KEEP) this.#answers.shift();
  }

  #listen(): void {
    if (this.#listening || !this.#of.heart || !this.#watch) return;
    this.#listening = true;
    const [ticket, of, beats] = [this.#watch, this.#of, this.#beats];
    void import("./heart.ts").then(({ listen }) => listen(ticket, of, beats)).catch(() => undefined); // without it talking leads alone
  }
}

function write(place: HTMLElement, words: string): void {
  if (place.textContent !== words) place.textContent = words;
}
