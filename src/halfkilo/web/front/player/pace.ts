/**
 * The clock of one set. It waits while the gym waits for the person, follows the machine's count while the gym holds the load,
 * and paces by itself where there is no gym. It knows no page: seconds come in, what to show comes out.
 */
import type { GymState } from "./ports.ts";
import type { Item } from "./session.ts";
import { beatAt, type Beat, repSeconds } from "./tempo.ts";

export const LEAD_IN = 4; // s to take the position before the pace begins
const LEAD_HELD = 2; // s: the position is taken, the handles are in the hands

/** Who leads: the own pace, the gym that waits to be armed, the gym that holds, or a gym that was lost under way. */
export type Led = "own" | "waiting" | "gym" | "lost";

/** What the screen shows of a moment. */
export type Pacing =
  | { readonly is: "waiting" | "over" | "still" }
  | { readonly is: "lead"; readonly left: number }
  | { readonly is: "beat"; readonly beat: Beat };

type Dose = Pick<Item, "variant" | "count" | "target" | "tempo">;

export class Pace {
  #led: Led = "own";
  #alone = false;
  #from = 0;
  #now = 0;
  #lead = LEAD_IN;
  #reached = 0;
  #watched = false;
  readonly #dose: Dose;

  constructor(dose: Dose) {
    this.#dose = dose;
  }

  /** Who leads now. */
  get led(): Led {
    return this.#led;
  }

  /** What the person has done so far, in the exercise's own count. */
  get reached(): number {
    return this.#reached;
  }

  /** The person does the set without the gym: the pace begins now, whatever the gym says later. */
  alone(): void {
    this.#alone = true;
    this.#begin("own", LEAD_IN);
  }

  /** Hears the gym. Sets without a cable have nothing to do with it. */
  hear(gym: GymState): void {
    if (this.#dose.variant !== "cable" || this.#alone) return;
    if (gym.connected) this.#holds(gym.reps);
    else if (this.#led === "gym") this.#led = "lost"; // what was counted stays; nothing is counted on by guess
    else if (gym.waiting && this.#led === "own" && this.#reached === 0) this.#led = "waiting";
    else if (!gym.waiting && this.#led === "waiting") this.#begin("own", LEAD_IN);
  }

  /** A camera has seen so many repetitions: from then on it counts and the beat only shows the way. What a machine counts goes before it. */
  see(reps: number): void {
    if (this.#dose.count !== "reps" || this.#byGym || this.#led === "waiting" || this.#led === "lost") return;
    if (!this.#watched) this.#reached = 0; // until now it was the beat's guess
    this.#watched = true;
    this.#reached = Math.max(this.#reached, reps);
  }

  /** The moment `seconds` after the screen came up. */
  at(seconds: number): Pacing {
    this.#now = seconds;
    if (this.#led === "waiting" || this.#led === "lost") return { is: this.#led === "lost" ? "still" : "waiting" };
    const running = seconds - this.#from - this.#lead;
    if (running < 0) return { is: "lead", left: Math.ceil(-running) };
    if (!this.#byGym && !this.#watched) this.#reached = Math.max(this.#reached, Math.min(this.#dose.target, this.#units(running)));
    return this.#reached >= this.#dose.target ? { is: "over" } : { is: "beat", beat: beatAt(this.#dose.tempo, running) };
  }

  get #byGym(): boolean {
    return this.#led === "gym" && this.#dose.count === "reps";
  }

  #holds(reps: number): void {
    if (this.#led === "lost") this.#led = "gym";
    if (this.#led !== "gym") this.#begin("gym", LEAD_HELD);
    if (this.#dose.count === "reps") this.#reached = Math.max(this.#reached, reps);
  }

  #begin(led: Led, lead: number): void {
    [this.#led, this.#from, this.#lead, this.#reached] = [led, this.#now, lead, 0];
    this.#watched = false;
  }

  #units(seconds: number): number {
    const { count, tempo } = this.#dose;
    const each = count === "reps" ? repSeconds(tempo) : count === "seconds" ? 1 : 60;
    return each > 0 ? Math.floor(seconds / each) : 0;
  }
}
