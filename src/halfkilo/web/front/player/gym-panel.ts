/**
 * Between the player and the gym: fetches a ticket for the set ahead, shows the two presses that lead to a load (hold the
 * button and show the range; put the load on), says what the machine really holds, and lets go at `halfkilo:release`.
 *
 * Nothing here loads by itself: `hold` leaves on a person's press alone, and never more than the ticket or the set allows.
 */
import { button, h, kilograms } from "../dom.ts";
import { GymLink, type Now, type Refusal } from "../gym.ts";
import type { How } from "../player-machine.ts";
import type { GymState, Hold } from "./ports.ts";
import { t } from "./words.ts";

interface Ticket { readonly ticket: string; readonly most_grams: number; readonly supervisor: string }

const TRIES = 4;
const AGAIN_MS = 600;

/** Loads for the left and the right cable. One cable that both hands share is the right one. */
export function cables(wish: Pick<Hold, "side" | "grams" | "pieces">, most: number): readonly [number, number] {
  const grams = Math.min(wish.grams, most);
  if (wish.side === "left") return [grams, 0];
  return wish.side === "right" || wish.pieces < 2 ? [0, grams] : [grams, grams];
}

/** How a set ended that nobody ended on the screen. */
export function endedBy(why: string): How {
  if (why === "let_go") return "let_go";
  return why === "at_rest" ? "lowered" : "machine";
}

/** One panel for a whole session; `session` is the id of the one that is open. */
export class GymPanel {
  readonly #link: GymLink;
  #wish: Hold | null = null;
  #most = 0;
  #loaded = false;
  #lost = false;
  #said = "";
  #drawn = "";

  constructor(private readonly session: string, private readonly token: () => string) {
    this.#link = new GymLink({
      now: (now) => this.#hear(now),
      refused: (refusal) => this.#refused(refusal),
      linked: (linked) => this.#linked(linked),
    });
    document.addEventListener("halfkilo:hold", (event) => void this.#want((event as CustomEvent<Hold>).detail));
    document.addEventListener("halfkilo:release", () => this.#letGo());
  }

  /** A set is ahead: a ticket for it, and a connection. Without a gym the player simply goes on by its own pace. */
  async #want(wish: Hold): Promise<void> {
    this.#wish = wish;
    this.#loaded = this.#lost = false;
    this.#said = "";
    for (let tries = 0; tries < TRIES && this.#wish === wish; tries += 1) {
      const found = await this.#ticket(wish);
      if (found && this.#wish === wish) return this.#show(found);
      await new Promise((go) => setTimeout(go, AGAIN_MS));
    }
  }

  async #ticket(wish: Hold): Promise<Ticket | null> {
    try {
      const answer = await fetch("/api/gym/ticket", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token() },
        body: JSON.stringify({ session: this.session, exercise: wish.exercise, side: wish.side }),
      });
      return answer.ok ? ((await answer.json()) as Ticket) : null;
    } catch {
      return null; // no connection to the site: without it there is no load either
    }
  }

  #show(found: Ticket): void {
    this.#most = found.most_grams;
    this.#link.connect(found.supervisor, found.ticket);
    this.#draw();
  }

  /** The end of a set, the stop, leaving: all of them let go. The stop's own socket never waits behind anything. */
  #letGo(): void {
    const mayBeOn = this.#loaded || this.#lost;
    this.#wish = null;
    this.#loaded = false;
    if (mayBeOn) this.#link.stop();
    else this.#link.release();
    this.#draw();
  }

  #hear(now: Now): void {
    const loaded = now.phase === "loaded";
    if (this.#lost) this.#lost = !now.known;
    if (loaded && this.#wish) this.#loaded = true;
    const ended = this.#wish !== null && this.#loaded && (now.phase === "releasing" || now.phase === "released");
    if (this.#wish) this.#tell(now, ended ? endedBy(now.why) : undefined);
    this.#draw();
  }

  #tell(now: Now | null, stopped?: How): void {
    const held = now?.held ? Math.max(...now.held) : null;
    const reps = now && this.#loaded ? Math.max(...now.reps) : 0;
    const message = this.#loaded && held !== null ? t("gym_holds", { load: kilograms(held) }) : "";
    const detail: GymState = { connected: this.#loaded, held, reps, message, ...(stopped ? { stopped } : {}) };
    document.dispatchEvent(new CustomEvent<GymState>("halfkilo:gym", { detail }));
  }

  #linked(linked: boolean): void {
    if (!linked && this.#loaded) this.#lost = true;
    if (!linked && this.#wish) this.#tell(null);
    this.#draw();
  }

  #refused(refusal: Refusal): void {
    if (refusal.to === "hello" && refusal.reason.startsWith("ticket")) return;
    this.#said = t("gym_refused", { message: refusal.message });
    this.#draw();
  }

  // --- what is shown ------------------------------------------------------------------------------------------------

  #draw(): void {
    const host = document.querySelector<HTMLElement>("[data-gym]");
    if (!host) return;
    const view = this.#view();
    const drawn = `${view}|${this.#wish?.exercise ?? ""}|${this.#wish?.grams ?? 0}|${this.#said}`;
    if (drawn === this.#drawn && host.childElementCount) return;
    this.#drawn = drawn;
    host.replaceChildren(...this.#nodes(view));
  }

  #view(): "nothing" | "lost" | "hazard" | "waiting" | "arm" | "load" | "on" {
    const now = this.#link.now;
    if (this.#lost) return "lost";
    if (now?.phase === "hazard") return "hazard";
    if (!this.#wish) return "nothing";
    if (!now || !now.known || !now.writer) return "waiting";
    if (now.phase === "armed") return "load";
    return now.phase === "loaded" || now.phase === "releasing" ? "on" : "arm";
  }

  #nodes(view: ReturnType<GymPanel["#view"]>): Node[] {
    if (view === "nothing" || view === "on") return [];
    if (view === "lost") return [this.#notice(t("gym_lost_title"), t("gym_lost"))];
    if (view === "hazard") return [this.#notice(t("gym_hazard_title"), t("gym_hazard"), button(t("gym_clear"), "big", () => this.#link.clearHazard()))];
    if (view === "waiting") return [h("p", { class: "soft", role: "status" }, t("gym_waiting"))];
    const lines = [h("p", { class: "soft" }, view === "arm" ? t("gym_arm_hint") : t("gym_load_hint")), this.#said && h("p", { class: "problem", role: "alert" }, this.#said)];
    return [view === "arm" ? this.#armButton() : this.#loadButton(), ...lines.filter((one): one is HTMLElement => Boolean(one))];
  }

  #notice(title: string, text: string, ...more: Node[]): HTMLElement {
    return h("div", { class: "notice care", role: "alert" }, h("h2", {}, title), h("p", {}, text), ...more);
  }

  /** Held with a finger or with Enter; Space stays the stop. */
  #armButton(): HTMLElement {
    const made = h("button", { type: "button", class: "big wide arm" }, t("gym_arm"));
    const press = (held: boolean): void => {
      made.classList.toggle("held-down", held);
      this.#link.arm(held);
    };
    made.addEventListener("pointerdown", (event) => { made.setPointerCapture(event.pointerId); press(true); });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) made.addEventListener(end, () => press(false));
    made.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); if (!event.repeat) press(true); } });
    made.addEventListener("keyup", (event) => { if (event.key === "Enter") press(false); });
    made.addEventListener("contextmenu", (event) => event.preventDefault());
    return made;
  }

  #loadButton(): HTMLElement {
    const wish = this.#wish!;
    const [left, right] = cables(wish, this.#most);
    return button(t("gym_load", { load: kilograms(Math.max(left, right)) }), "go big wide", () => this.#link.hold(left, right));
  }
}
