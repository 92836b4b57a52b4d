/**
 * Joins the player to the gym: fetches the ticket for the set ahead, shows the arming control where the player leaves room for it
 * (`[data-gym]`), and tells the player what the gym really holds. Nothing is ever loaded but by a person's own two presses:
 * hold the button and move the handles, then press for the load.
 */
import { button, dataBlock, h, kilograms } from "./dom.ts";
import { GymLink, type Now, type Refusal, type StopReport } from "./gym.ts";
import type { How } from "./player-machine.ts";
import { type GymState, type Hold, type Spotted, spotted, teach } from "./player/ports.ts";
import type { Session } from "./player/session.ts";
import { stopOf } from "./player/stopping.ts";
import { t } from "./player/words.ts";

const TICKET_TRIES = 6;
const TICKET_AGAIN_MS = 700; // the session's first entry may still be on its way to the site

/** Why the machine let go, as the record names it. */
const HOW: Readonly<Record<string, How>> = { let_go: "let_go", at_rest: "lowered", lease_over: "machine", fault: "machine", stalled: "machine" };

/** Refusals that have words of their own in every language. */
const REFUSED = new Set(["self_test", "inspect", "no_site", "not_the_writer", "no_presence", "ticket_expired", "no_machine", "hazard"]);

const UNDER_LOAD = new Set(["loaded", "releasing", "hazard"]);

/** A range shorter than this is no range to remember, mm: arming itself asks for as much. */
const RANGE_MM = 150;

interface Ticket { readonly ticket: string; readonly most_grams: number; readonly supervisor: string; readonly taught: boolean }

function token(): string {
  return document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? "";
}

async function ticketFor(session: string, hold: Hold): Promise<Ticket | string> {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch("/api/gym/ticket", {
      method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ session, exercise: hold.exercise, side: hold.side }),
    }).catch(() => null);
    if (answer?.ok) return (await answer.json()) as Ticket;
    if (tries === TICKET_TRIES) return ((await answer?.json().catch(() => null)) as { detail?: string } | null)?.detail ?? t("gym_away");
    await new Promise((wake) => window.setTimeout(wake, TICKET_AGAIN_MS));
  }
}

/** Who ended it; while the load is still on its way down the reason may yet come. Without one (a hidden page) it was the machine. */
function howOf(now: Now): How | undefined {
  const settled = now.phase !== "releasing" && now.phase !== "disconnected";
  return HOW[now.machine_why] ?? HOW[now.why] ?? (settled ? "machine" : undefined);
}

class GymDock {
  readonly #session: string;
  readonly #link = new GymLink({
    now: (now) => this.#now(now), refused: (refusal) => this.#refused(refusal), stopped: (report) => this.#stopped(report),
    linked: (linked) => this.#linked(linked),
  });
  readonly #words = h("p", { class: "gym-words", role: "status" });
  readonly #arm = h("button", { type: "button", class: "wide arm" }, t("gym_arm"));
  readonly #load = button("", "go wide", () => this.#ask());
  readonly #clear = button(t("gym_clear"), "wide", () => this.#link.clearHazard());
  readonly #spot = h("div", { class: "spot", role: "alertdialog", "aria-label": t("spot_title") }, h("p", {}, t("spot_title")),
    ...(["heavy", "pain", "fine"] as const).map((answer) => button(t(`spot_${answer}`), answer === "fine" ? "quiet" : "wide", () => this.#answer(answer))));
  readonly #teach = button(t("range_keep"), "quiet", () => this.#keepRange());
  readonly #mark = h("p", { class: "mark" });
  readonly #way = h("p", { class: "soft small" }, t("gym_way_out"));
  #hold: Hold | null = null;
  #most = 0;
  #taught = false; // whether this exercise and side has a range of its own
  #answered = false; // whether the spotter's question was answered in this set
  #phase = "";
  #wanted = 0;
  #ending = false; // the load went, and the reason is not told yet
  #loaded = false; // in this very set: before that the count and the stop are the player's own

  constructor(session: string) {
    this.#session = session;
    document.addEventListener("halfkilo:hold", (event) => void this.#set((event as CustomEvent<Hold>).detail));
    document.addEventListener("halfkilo:release", () => this.#letGo());
    document.addEventListener("keydown", (event) => this.#keyed(event), { capture: true });
    this.#listenToArm();
  }

  /** The player ends a set with these keys. Whatever the screen shows while something may still pull: they let go all the same. */
  #keyed(event: KeyboardEvent): void {
    if (UNDER_LOAD.has(this.#phase) && stopOf(event)) this.#link.stop();
  }

  /** A press held, by pointer or by key; letting go of the button disarms. */
  #listenToArm(): void {
    const press = (held: boolean): void => {
      this.#link.arm(held);
      this.#arm.toggleAttribute("data-held", held);
    };
    this.#arm.addEventListener("pointerdown", () => press(true));
    for (const end of ["pointerup", "pointerleave", "pointercancel", "blur"]) this.#arm.addEventListener(end, () => press(false));
    this.#arm.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.repeat) press(true); });
    this.#arm.addEventListener("keyup", (event) => { if (event.key === "Enter") press(false); });
    this.#arm.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  async #set(hold: Hold): Promise<void> {
    const wanted = (this.#wanted += 1);
    this.#hold = hold;
    this.#ending = false;
    this.#most = 0; // not known before this set's ticket
    this.#answered = false;
    this.#loaded = false;
    this.#tell({ connected: false, held: null, reps: 0, waiting: true, message: t("gym_looking") });
    this.#show([]);
    const ticket = await ticketFor(this.#session, hold);
    if (wanted !== this.#wanted) return; // another set began meanwhile
    if (typeof ticket === "string") {
      this.#tell({ connected: false, held: null, reps: 0, message: ticket });
      return;
    }
    this.#most = Math.min(hold.grams, ticket.most_grams);
    this.#taught = ticket.taught;
    this.#link.connect(ticket.supervisor, ticket.ticket);
  }

  #letGo(): void {
    this.#wanted += 1;
    this.#hold = null;
    this.#ending = false;
    this.#link.stop();
    this.#show([]);
    this.#say("");
  }

  #ask(): void {
    const { side, pieces } = this.#hold ?? { side: "both", pieces: 2 };
    const left = pieces === 2 || side === "left" ? this.#most : 0;
    this.#link.hold(left, pieces === 2 || side !== "left" ? this.#most : 0);
  }

  #answer(answer: Spotted): void {
    this.#answered = true;
    spotted(answer);
  }

  /** The range just shown at no load, kept by the person's press. */
  #keepRange(): void {
    const ranges = (["left", "right"] as const).flatMap((side, index) => {
      const shown = this.#link.now?.shown[index];
      return shown && shown[1] - shown[0] >= RANGE_MM ? [{ side, least: shown[0], most: shown[1] }] : [];
    });
    if (!this.#hold || !ranges.length) return;
    this.#taught = true;
    teach({ exercise: this.#hold.exercise, ranges });
    if (this.#link.now) this.#now(this.#link.now);
  }

  #now(now: Now): void {
    const before = this.#phase;
    this.#phase = now.phase;
    this.#loaded ||= now.phase === "loaded" && this.#hold !== null;
    const reps = this.#loaded ? Math.max(...now.reps) : 0;
    const held = now.held ? Math.max(...now.held) : null;
    // Let go by the hands or by the machine: the player ends the set and asks why, once.
    this.#ending ||= before === "loaded" && now.phase !== "loaded" && this.#hold !== null;
    const stopped = this.#ending ? howOf(now) : undefined;
    if (stopped) this.#ending = false;
    const waiting = this.#hold !== null && !this.#loaded;
    this.#tell({ connected: this.#loaded, held, reps, waiting, offered: this.#most, message: this.#message(now, held), ...(stopped ? { stopped } : {}) });
    this.#mark.textContent = now.simulated ? t("gym_simulated") : now.experimental ? t("gym_experimental") : "";
    this.#show([...(this.#mark.textContent ? [this.#mark] : []), ...this.#controls(now)]);
  }

  #controls(now: Now): HTMLElement[] {
    if (now.phase === "hazard") return [this.#clear];
    if (now.phase === "armed") {
      this.#load.textContent = t("gym_load", { kg: kilograms(this.#most) });
      return [this.#load, ...(this.#taught ? [] : [this.#teach])];
    }
    if (now.phase === "loaded" && now.helped && !this.#answered) return [this.#spot];
    return now.phase === "loaded" || now.phase === "releasing" ? [] : [this.#arm];
  }

  #message(now: Now, held: number | null): string {
    if (now.phase === "hazard") return t("gym_hazard");
    if (now.phase === "loaded" && held !== null && now.paces.some((pace) => pace)) return `${t("gym_holds", { kg: kilograms(Math.round(held / 100) * 100) })} ${this.#paces(now)}`;
    if (UNDER_LOAD.has(now.phase)) return held === null ? t("gym_unknown") : t("gym_holds", { kg: kilograms(Math.round(held / 100) * 100) });
    if (now.owes_test) return t("gym_testing");
    return t(now.phase === "armed" ? "gym_armed" : "gym_ready");
  }

  /** "Left 8, right 8. 2 s out, 3 s back." Sides only where both move and differ. */
  #paces(now: Now): string {
    const [left, right] = now.reps;
    const both = now.paces.filter((pace) => pace !== null);
    const mean = (of: (pace: (typeof both)[number]) => number): string => (both.reduce((sum, pace) => sum + of(pace), 0) / both.length / 1000).toFixed(1);
    const sides = both.length === 2 && left !== right ? `${t("gym_sides", { left, right })} ` : "";
    return sides + t("gym_pace", { out: mean((pace) => pace.out_ms), back: mean((pace) => pace.back_ms) });
  }

  #refused(refusal: Refusal): void {
    this.#say(REFUSED.has(refusal.reason) ? t(`refused_${refusal.reason}`) : refusal.message);
  }

  #stopped(report: StopReport): void {
    if (report.done && report.units.some((unit) => unit.outcome === "unknown")) this.#say(t("gym_unknown"));
  }

  /** The set stays on the screen with what happened and what to do; the person says when it is over. */
  #linked(linked: boolean): void {
    if (linked) return;
    this.#phase = "";
    this.#tell({ connected: false, held: null, reps: 0, message: t(this.#loaded ? "gym_gone" : "gym_away") });
    this.#show([]);
  }

  #tell(detail: GymState): void {
    this.#say(detail.message ?? "");
    document.dispatchEvent(new CustomEvent<GymState>("halfkilo:gym", { detail }));
  }

  #say(words: string): void {
    if (this.#words.textContent !== words) this.#words.textContent = words; // said again it would be read out again
  }

  /** Put the controls where the player left room; the same ones stay, so that a press is not lost to a redraw. */
  #show(controls: readonly HTMLElement[]): void {
    const place = document.querySelector("[data-gym]");
    if (!place) return;
    const wanted = this.#hold || this.#phase === "hazard" ? [this.#words, ...controls, this.#way] : []; // elsewhere there is no use for it
    if (place.children.length === wanted.length && wanted.every((node, index) => place.children[index] === node)) return;
    place.replaceChildren(...wanted);
  }
}

const session = dataBlock<Session>("session");
if (session) new GymDock(session.session);
