/** The screen across the room: what the player of the same session does now, as a film of the figure, with count, load and the coach's one sentence. */
import "./styles/tv.css";
import { dataBlock, h, kilograms } from "./dom.ts";
import { Line } from "./form/line.ts";
import { Sentence } from "./form/said.ts";
import type { DoingTold, Heard } from "./form/wire.ts";
import { Awake } from "./player/device.ts";
import { nameWords, unitWords } from "./player/parts.ts";
import type { Item, Session } from "./player/session.ts";
import { Shown } from "./player/shown.ts";
import { beatAt, repSeconds } from "./player/tempo.ts";
import { screenPass } from "./screens-pass.ts";
import { t } from "./words.ts";

interface Terms { readonly session: string; readonly pass: string; readonly exercise: string; readonly figure: NonNullable<Session["figure"]> }

/** How often a screen without a session, or whose session is over, asks for one, ms. */
const ASK_MS = 5000;
/** Screens on which the movement is shown; the way is shown before a set, the player's own clock leads in it. */
const MOVES = new Set(["intro", "set", "arming", "rest"]);
const OVER = new Set(["gone", "done"]);
/** Longer than this many repetitions without a word nothing is guessed on. */
const GUESS = 2;

class Tv {
  readonly #terms: Terms;
  readonly #root: HTMLElement;
  readonly #shown: Shown;
  readonly #kicker = h("p", { class: "kicker" });
  readonly #title = h("h1", {});
  readonly #load = h("p", { class: "load" });
  readonly #count = h("p", { class: "count" });
  readonly #words = h("p", { class: "tv-words", role: "status" });
  readonly #line = new Line({ heard: (heard) => this.#hear(heard), linked: (linked) => !linked && this.#say(t("quiet.away")) });
  readonly #sentence = new Sentence();
  readonly #items = new Map<string, Promise<Item | null>>();
  readonly #awake = new Awake();
  #doing: DoingTold | null = null;
  #item: Item | null = null;
  #session = "";
  #at = 0;

  constructor(root: HTMLElement, terms: Terms) {
    [this.#root, this.#terms, this.#shown] = [root, terms, new Shown(terms.figure)];
    const panel = h("div", { class: "panel" }, this.#kicker, this.#title, h("div", { class: "numbers-row" }, this.#load, this.#count), this.#words);
    root.querySelector(".stage")?.replaceChildren(this.#shown.host, panel);
    this.#wait();
    this.#awake.set(true);
    void this.#find();
    window.setInterval(() => void this.#find(), ASK_MS);
    addEventListener("pagehide", () => this.#line.end());
    requestAnimationFrame((now) => this.#tick(now));
  }

  /** Follow the session that is open; once one is followed, another only when it is over. */
  async #find(): Promise<void> {
    const { pass, session } = this.#terms;
    if (this.#session && (session || (this.#doing && !OVER.has(this.#doing.screen)))) return;
    const found = await screenPass(pass, session);
    if (!found || found.session === this.#session) return;
    this.#line.end();
    this.#session = found.session;
    void this.#line.join(() => screenPass(pass, found.session), true);
  }

  #hear(heard: Heard): void {
    if (heard.is === "doing") return void this.#do(heard);
    const words = this.#sentence.hear(heard, this.#item?.faults ?? []);
    if (words !== null && MOVES.has(this.#doing?.screen ?? "")) this.#say(words);
  }

  async #do(doing: DoingTold): Promise<void> {
    const another = doing.screen !== this.#doing?.screen || doing.exercise !== this.#doing?.exercise;
    this.#doing = doing;
    this.#at = performance.now();
    if (another) this.#say("");
    const item = doing.exercise && MOVES.has(doing.screen) ? await this.#of(doing) : null;
    if (this.#doing !== doing) return; // something else is done meanwhile
    this.#item = item;
    this.#root.dataset["screen"] = doing.screen;
    void this.#shown.show(item ?? undefined, "set");
    if (item) this.#show(doing, item);
    else this.#wait();
  }

  /** The exercise as the site knows it, with the dose that the player told. */
  async #of(doing: DoingTold): Promise<Item | null> {
    const { exercise, side = "both", variant = "body" } = doing;
    const query = String(new URLSearchParams({ exercise: exercise ?? "", side, variant }));
    const asked = this.#items.get(query) ?? fetch(`${this.#terms.exercise}?${query}`).then((answer) => (answer.ok ? (answer.json() as Promise<Item>) : null), () => null);
    this.#items.set(query, asked);
    const found = await asked;
    if (!found) this.#items.delete(query); // asked again at the next word
    return found && { ...found, tempo: doing.tempo ?? found.tempo, range: doing.range ?? 100, grams: doing.grams ?? 0, target: doing.target ?? 0, count: doing.count ?? found.count };
  }

  #show(doing: DoingTold, item: Item): void {
    const { screen, set = 0, sets = 1 } = doing;
    write(this.#title, screen === "rest" ? t("rest") : nameWords(item));
    write(this.#kicker, screen === "intro" ? t("tv.next") : screen === "rest" ? nameWords(item) : t("set_of", { n: set, all: sets }));
    this.#load.hidden = item.variant === "body" || item.grams <= 0;
    number(this.#load, kilograms(item.grams), doing.held ? t("held_now", { unit: unitWords(item) }) : unitWords(item));
    if (screen === "intro") number(this.#count, String(item.target), t(`tv.${item.count}`));
    else if (screen === "rest") this.#rest();
    else number(this.#count, String(doing.reached ?? 0), t(`${item.count}_of`, { all: item.target }));
    if (screen === "arming") this.#say(t("tv.arming"));
  }

  #rest(): void {
    const left = Math.max(0, Math.ceil((this.#doing?.rest ?? 0) - (performance.now() - this.#at) / 1000));
    number(this.#count, String(left), t("seconds_word"));
    if (left === 0) this.#say(t("rest_over"));
  }

  /** Nothing to show: where to go on. */
  #wait(): void {
    const screen = this.#doing?.screen ?? "gone";
    this.#root.dataset["screen"] = "wait";
    this.#load.hidden = this.#shown.host.hidden = true;
    this.#count.replaceChildren();
    write(this.#kicker, "");
    write(this.#title, t(screen === "done" ? "tv.over" : screen === "gone" ? "tv.waiting" : "tv.elsewhere"));
    this.#say(t(screen === "done" ? "tv.over_more" : screen === "gone" ? "tv.waiting_how" : "tv.elsewhere_more"));
  }

  #say(words: string): void {
    write(this.#words, words);
  }

  #tick(now: number): void {
    const [doing, item] = [this.#doing, this.#item];
    if (doing && item) {
      const since = (now - this.#at) / 1000;
      if (doing.screen === "rest") this.#rest();
      else if (doing.screen === "intro") this.#shown.beat(beatAt(item.tempo, Math.max(0, since)));
      else if (typeof doing.running === "number" && since < GUESS * Math.max(1, repSeconds(item.tempo))) this.#shown.beat(beatAt(item.tempo, doing.running + Math.max(0, since)));
    }
    requestAnimationFrame((next) => this.#tick(next));
  }
}

/** New words only where they differ, so that a screen reader isn't told the same again. */
function write(place: HTMLElement, words: string): void {
  if (place.textContent !== words) place.textContent = words;
}

function number(place: HTMLElement, big: string, words: string): void {
  if (place.children.length !== 2) place.replaceChildren(h("b", { class: "huge" }), " ", h("span", {}));
  write(place.firstElementChild as HTMLElement, big);
  write(place.lastElementChild as HTMLElement, words);
}

const root = document.getElementById("tv");
const terms = dataBlock<Terms>("screen-terms");
if (root && terms) new Tv(root, terms);
