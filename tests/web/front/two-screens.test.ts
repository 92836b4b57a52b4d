/** What the player tells its other screens, and what they say of the coach. */
import assert from "node:assert/strict";
import test from "node:test";
import { Sentence } from "../../../src/halfkilo/web/front/form/said.ts";
import { told, toldLoad } from "../../../src/halfkilo/web/front/player/told.ts";
import { beatAt, repSeconds, secondsAt } from "../../../src/halfkilo/web/front/player/tempo.ts";
import type { Tempo } from "../../../src/halfkilo/web/front/player/session.ts";
import { speak } from "../../../src/halfkilo/web/front/words.ts";

const tempo: Tempo = [2, 1, 3, 0.5];
const ITEM = { exercise: "seated_row", side: "both", load: "cable", range: 80, faults: [], count: "reps", grams: 8500, variant: "cable", target: 8, sets: 2, pieces: 2, tempo, step: 500 } as const;
const GYM = { connected: true, held: 8600, reps: 3 };

test("a moment of the movement and its seconds are the same thing told two ways", () => {
  for (let at = 0; at < 3 * repSeconds(tempo); at += 0.13) assert.ok(Math.abs(secondsAt(tempo, beatAt(tempo, at)) - at) < 1e-9, `${at}`);
});

test("the load that is told is what the gym holds, else the plan, and never more than the plan before it holds anything", () => {
  assert.deepEqual(toldLoad(ITEM, null), { grams: 8500, held: false });
  assert.deepEqual(toldLoad(ITEM, { connected: false, held: null, reps: 0, offered: 6000 }), { grams: 6000, held: false });
  assert.deepEqual(toldLoad(ITEM, { connected: false, held: null, reps: 0, offered: 9000 }), { grams: 8500, held: false });
  assert.deepEqual(toldLoad(ITEM, GYM), { grams: 8500, held: true }, "within half a notch it is the plan");
  assert.deepEqual(toldLoad(ITEM, { ...GYM, held: 4260 }), { grams: 4300, held: true }, "half of it was let go");
  assert.deepEqual(toldLoad(ITEM, { ...GYM, connected: false }), { grams: 8500, held: false }, "a gym that is gone holds nothing we know of");
  assert.deepEqual(toldLoad({ ...ITEM, variant: "dumbbell" }, GYM), { grams: 8500, held: false }, "a dumbbell is not read back");
});

test("only what a screen across the room needs is told, and nothing between exercises", () => {
  const now = { session: "s", screen: "set", item: ITEM, set: 1, rest: 0 };
  const said = told(now, { count: 3, beat: beatAt(tempo, 8), arming: false }, GYM, 20);
  assert.deepEqual([said.screen, said.reached, said.target, said.running, said.range, said.rest], ["set", 3, 8, 8, 80, 0]);
  assert.equal(told(now, { count: 0, beat: null, arming: true }, null, 0).screen, "arming");
  assert.equal(told({ ...now, screen: "rest", rest: 60 }, { count: 0, beat: null, arming: false }, null, 12.4).rest, 48);
  assert.deepEqual(told({ ...now, screen: "reason", item: null }, { count: 0, beat: null, arming: false }, null, 0), { is: "doing", exercise: null, screen: "reason" });
});

test("a sentence about the picture goes when it is true no longer, a cue stays until the next word", () => {
  speak({ "setup.ready": "Ready.", "quiet.dark": "Too dark.", "praise.calm": "Calm." });
  const [sentence, faults] = [new Sentence(), [{ try: "Push the floor away." }]];
  const moment = (quiet: string) => ({ is: "moment", progress: 0, n: 0, held: null, unseen: [], quiet }) as const;
  assert.equal(sentence.hear({ is: "setup", ok: true, say: ["form.setup.ready"], unseen: [], outline: null }, faults), "Ready.");
  assert.equal(sentence.hear(moment(""), faults), "");
  assert.equal(sentence.hear(moment(""), faults), null);
  assert.equal(sentence.hear({ is: "cue", key: "", fault: 0, part: null, confidence: 0.9 }, faults), "Push the floor away.");
  assert.equal(sentence.hear(moment(""), faults), null, "it stays");
  assert.equal(sentence.hear(moment("form.quiet.dark"), faults), "Too dark.");
  assert.equal(sentence.hear(moment(""), faults), "");
  assert.equal(sentence.hear({ is: "praise", key: "form.praise.calm" }, faults), "Calm.");
  assert.equal(sentence.hear({ is: "remote", do: "done" }, faults), null);
});
