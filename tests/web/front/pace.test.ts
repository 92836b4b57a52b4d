/** The clock of a set: it waits with the gym, counts with the machine, and never guesses once the gym is gone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace } from "../../../src/halfkilo/web/front/player/pace.ts";
import type { GymState } from "../../../src/halfkilo/web/front/player/ports.ts";
import type { Item } from "../../../src/halfkilo/web/front/player/session.ts";

const DOSE = { variant: "cable", count: "reps", target: 3, tempo: [2, 0, 3, 1] } satisfies Pick<Item, "variant" | "count" | "target" | "tempo">;
const gym = (over: Partial<GymState>): GymState => ({ connected: false, held: null, reps: 0, ...over });

test("without a gym the pace leads: four seconds to take the place, then repetitions to the target and no further", () => {
  const pace = new Pace(DOSE);
  assert.deepEqual(pace.at(1), { is: "lead", left: 3 });
  assert.equal(pace.at(4.5).is, "beat");
  assert.equal(pace.at(10.1).is, "beat");
  assert.equal(pace.reached, 1);
  assert.equal(pace.at(500).is, "over");
  assert.equal(pace.reached, 3);
});

test("while the gym waits for the person nothing moves and nothing is counted", () => {
  const pace = new Pace(DOSE);
  pace.hear(gym({ waiting: true }));
  assert.deepEqual([pace.at(600), pace.reached], [{ is: "waiting" }, 0]);
});

test("the pace begins when the load is on, and the machine's count leads", () => {
  const pace = new Pace(DOSE);
  pace.hear(gym({ waiting: true }));
  pace.at(60);
  pace.hear(gym({ connected: true, held: 500 }));
  assert.deepEqual(pace.at(60), { is: "lead", left: 2 });
  assert.deepEqual([pace.at(75).is, pace.reached], ["beat", 0]);
  pace.hear(gym({ connected: true, held: 8500, reps: 2 }));
  assert.deepEqual([pace.at(76).is, pace.reached], ["beat", 2]);
});

test("a gym that is lost under way freezes the count, and found again it goes on from there", () => {
  const pace = new Pace(DOSE);
  pace.hear(gym({ connected: true, held: 8500, reps: 2 }));
  pace.hear(gym({}));
  assert.deepEqual([pace.at(900), pace.reached], [{ is: "still" }, 2]);
  pace.hear(gym({ connected: true, reps: 0 }));
  assert.deepEqual([pace.led, pace.reached], ["gym", 2]);
});

test("a gym that does not answer, or is not wanted, leaves the set to the person", () => {
  for (const leave of [(pace: Pace) => pace.hear(gym({})), (pace: Pace) => pace.alone()]) {
    const pace = new Pace(DOSE);
    pace.hear(gym({ waiting: true }));
    pace.at(30);
    leave(pace);
    assert.deepEqual([pace.at(30), pace.led], [{ is: "lead", left: 4 }, "own"]);
    assert.deepEqual([pace.at(40.5).is, pace.reached], ["beat", 1]);
  }
});

test("sets without a cable hear nothing of the gym", () => {
  const pace = new Pace({ ...DOSE, variant: "dumbbell" });
  pace.hear(gym({ waiting: true }));
  pace.hear(gym({ connected: true, reps: 9 }));
  assert.deepEqual([pace.led, pace.at(10.1).is, pace.reached], ["own", "beat", 1]);
});

test("a hold on a cable is timed by the clock, from the moment the load is on", () => {
  const pace = new Pace({ ...DOSE, count: "seconds", target: 20 });
  pace.hear(gym({ waiting: true }));
  pace.at(100);
  pace.hear(gym({ connected: true, held: 8500, reps: 4 }));
  pace.at(112.2);
  assert.equal(pace.reached, 10);
});
