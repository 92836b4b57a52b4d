/** The loop's own clock: where the movement stands after so many seconds, at a speed. Pure: whoever draws tells it the time. */
import { inPhase, type Moment, momentAt, type Phase, type PhaseName } from "./clip.ts";

/** Longest step taken at once, seconds: after a nap of the page the movement goes on where it stood. */
const NAP = 0.2;

export class Clock {
  phases: readonly Phase[];
  seconds = 0;
  speed = 1;

  constructor(phases: readonly Phase[]) {
    this.phases = phases;
  }

  /** Seconds of one loop. */
  get whole(): number {
    return wholeOf(this.phases);
  }

  get moment(): Moment {
    return momentAt(this.phases, this.seconds);
  }

  advance(seconds: number): void {
    const whole = this.whole;
    const next = this.seconds + Math.min(NAP, Math.max(0, seconds)) * this.speed;
    this.seconds = whole > 0 ? next % whole : 0;
  }
}

export function wholeOf(phases: readonly Phase[]): number {
  return phases.reduce((sum, phase) => sum + phase.seconds, 0);
}

/** Seconds after the loop's begin at which the way there (of the first side) ends: the end position. */
export function endOf(phases: readonly Phase[]): number {
  let sum = 0;
  for (const phase of phases) {
    sum += phase.seconds;
    if (phase.name === "there") return sum;
  }
  return 0;
}

/** The moment of somebody else's clock. A phase of no seconds stands at the end of the way before it; null if there is none. */
export function shown(phases: readonly Phase[], name: PhaseName, through: number, mirror: boolean): Moment | null {
  const known = phases.find((phase) => phase.name === name && phase.mirror === mirror);
  if (known) return inPhase(known, Math.min(1, Math.max(0, through)));
  const end = phases.find((phase) => phase.name === (name === "hold" ? "there" : "back") && phase.mirror === mirror);
  return end ? inPhase(end, 1) : null;
}

/** What stands for a moment when motion is reduced: the start until half-way, then the end. */
export function ended(moment: Moment): Moment {
  return inPhase(moment.phase, moment.through < 0.5 ? 0 : 1);
}
