/** What the player tells the other screens of its session: pure arithmetic over what it shows. */
import type { DoingTold } from "../form/wire.ts";
import type { Moved, Now } from "./coaching.ts";
import type { GymState } from "./ports.ts";
import { secondsAt } from "./tempo.ts";

/** The load as it is told: what the gym holds, to the notch of the plan where it is the plan; without a reading the plan, or less where the gym gives less. */
export function toldLoad(item: { readonly variant: string; readonly grams: number; readonly step: number }, gym: GymState | null): { readonly grams: number; readonly held: boolean } {
  if (item.variant !== "cable" || !gym) return { grams: item.grams, held: false };
  const plan = gym.offered ? Math.min(item.grams, gym.offered) : item.grams;
  if (!gym.connected || gym.held === null) return { grams: plan, held: false };
  return { grams: Math.abs(gym.held - plan) * 2 <= item.step ? plan : Math.max(0, Math.round(gym.held / 100) * 100), held: true };
}

/** What the other screens are told of this moment. `since`: seconds on this screen. */
export function told(now: Now, moved: Moved, gym: GymState | null, since: number): DoingTold {
  const { item, screen } = now;
  if (!item) return { is: "doing", exercise: null, screen };
  return {
    is: "doing", exercise: item.exercise, screen: moved.arming ? "arming" : screen, side: item.side, variant: item.variant, set: now.set, sets: item.sets,
    count: item.count, reached: moved.count, target: item.target, ...toldLoad(item, gym), pieces: item.pieces, rest: Math.max(0, Math.round(now.rest - since)),
    tempo: item.tempo, running: moved.beat ? secondsAt(item.tempo, moved.beat) : null, range: Math.min(100, item.range ?? 100),
  };
}
