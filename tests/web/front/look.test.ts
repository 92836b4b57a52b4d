/** The guided take: hands free from the first tap to the end, nothing kept that tells nothing, and a guide that counts what moves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Seen } from "../../../src/halfkilo/web/front/form/wire.ts";
import { KNOWN, partsOf } from "../../../src/halfkilo/web/front/look/parts.ts";
import { amiss, azimuth } from "../../../src/halfkilo/web/front/look/place.ts";
import { advance, begin, left, SECONDS, type State } from "../../../src/halfkilo/web/front/look/take.ts";
import { bent, NONE, turn, type Turns } from "../../../src/halfkilo/web/front/look/turns.ts";
import { file } from "./page-words.ts";

const LIT = { dark: false, covered: false };
const BEAT = 100;

type Place = readonly [number, number, number];
const BODY: Readonly<Record<number, Place>> = {
  0: [0, -0.65, 0], 11: [0.2, -0.5, 0], 13: [0.25, -0.2, 0], 15: [0.25, 0.05, 0], 23: [0.1, 0, 0], 25: [0.1, 0.4, 0], 27: [0.1, 0.8, 0], 31: [0.1, 0.85, -0.1],
};

/** Somebody who stands before the camera, turned about the upright by so many degrees; `moved` puts left points (and the right ones) elsewhere. */
function body(turned = 0, moved: Readonly<Record<number, Place>> = {}, shift: readonly [number, number] = [0, 0]): Seen {
  const a = (turned * Math.PI) / 180;
  const world = Array.from({ length: 33 }, () => [0, 0, 0, 0] as [number, number, number, number]);
  for (const [at, left] of Object.entries({ ...BODY, ...moved })) {
    for (const [side, sign] of [[0, 1], [1, -1]] as const) {
      const [x, y, z] = [left[0] * sign, left[1], left[2]];
      world[Number(at) + side] = [x * Math.cos(a) + z * Math.sin(a), y, -x * Math.sin(a) + z * Math.cos(a), 0.95];
    }
  }
  const picture = world.map(([x, y]) => [0.5 + x * 0.5 + shift[0], 0.45 + y * 0.5 + shift[1]] as const);
  return { ms: 0, people: 1, world, picture };
}

const FRONT = KNOWN["camera_posture"]!.wanted;
const SIDE = KNOWN["camera_squat"]!.wanted;

test("whoever stands well is not talked to, from the front and from either side", () => {
  assert.equal(amiss(body(), LIT, FRONT), "");
  for (const turned of [90, -90]) assert.equal(amiss(body(turned), LIT, SIDE), "");
  assert.ok(Math.abs(azimuth(body(90))! - 90) < 1, "the left hand is towards the camera");
});

test("one thing is told at a time", () => {
  assert.equal(amiss(null, LIT, FRONT), "nobody");
  assert.equal(amiss(body(), { dark: false, covered: true }, FRONT), "covered");
  assert.equal(amiss(body(), { dark: true, covered: false }, FRONT), "dark");
  assert.equal(amiss(body(90), LIT, FRONT), "front");
  assert.equal(amiss(body(180), LIT, FRONT), "front");
  assert.equal(amiss(body(), LIT, SIDE), "side");
  assert.equal(amiss(body(0, {}, [-0.42, 0]), LIT, FRONT), "left");
  assert.equal(amiss(body(0, {}, [0.42, 0]), LIT, FRONT), "right");
  assert.equal(amiss(body(0, {}, [0, -0.25]), LIT, FRONT), "higher");
  assert.equal(amiss(body(0, {}, [0, 0.16]), LIT, FRONT), "lower");
  assert.equal(amiss(body(0, {}, [0, 0.4]), LIT, FRONT), "step_back");
});

test("an arm that hangs is at rest, a straight one before the chest is up by ninety degrees", () => {
  const arms = KNOWN["camera_arms"]!.joint!;
  assert.ok(bent(body(), arms)! < 25);
  assert.ok(Math.abs(bent(body(0, { 13: [0.2, -0.5, -0.3] }), arms)! - 90) < 15);
  assert.ok(bent(body(), KNOWN["camera_squat"]!.joint!)! < 5);
  assert.equal(bent({ ms: 0, people: 0, world: [], picture: [] }, arms), null);
});

function counted(angles: readonly (number | null)[]): number {
  return angles.reduce<Turns>(turn, NONE).n;
}
const wave = (n: number, size: number, looks = 20): number[] => Array.from({ length: n * looks + 1 }, (_, at) => 5 + (size / 2) * (1 - Math.cos((2 * Math.PI * at) / looks)));

test("what goes and comes back counts, however far; what trembles and what is unseen does not", () => {
  for (const size of [40, 90, 170]) assert.equal(counted(wave(3, size)), 3);
  assert.equal(counted(wave(6, 15)), 0);
  assert.equal(counted(wave(3, 90).flatMap((angle) => [angle, null])), 3);
  assert.equal(counted(wave(3, 90).slice(0, 10)), 0, "gone and not come back");
});

/** Plays time: what the camera sees at each beat, until the state is as wanted or the time is over. */
function play(from: State, seconds: number, look: (at: number) => { well?: boolean; seen?: boolean; angle?: number | null }, start: number): [State, number] {
  let [state, now] = [from, start];
  for (; now < start + 1000 * seconds; now += BEAT) {
    const { well = true, seen = true, angle = null } = look((now - start) / 1000);
    state = advance(advance(state, { kind: "see", well, seen, angle }, now), { kind: "tick" }, now);
  }
  return [state, now];
}
const LEAD = SECONDS.read + SECONDS.ready;
const swing = (at: number): { angle: number } => ({ angle: 45 * (1 - Math.cos((2 * Math.PI * at) / 4)) });

test("all parts are taken without a hand, one after the other", () => {
  const parts = partsOf("camera_posture camera_arms camera_hinge ");
  assert.deepEqual(parts.map(({ still }) => still), [true, false, false]);
  const [state] = play(begin(parts, 0), 80, swing, 0);
  assert.equal(state.phase, "review");
  assert.deepEqual(state.taken, ["camera_posture", "camera_arms", "camera_hinge"]);
});

test("it waits until somebody is well seen, for as long as it takes", () => {
  const parts = partsOf("camera_posture");
  const [waiting, now] = play(begin(parts, 0), 120, () => ({ well: false }), 0);
  assert.equal(waiting.phase, "place");
  assert.equal(play(waiting, SECONDS.well + 0.3, () => ({}), now)[0].phase, "ready");
  assert.equal(play(waiting, 30, (at) => ({ well: at % 1 < 0.5 }), now)[0].phase, "place", "half a second at a time is not enough");
  assert.equal(advance(waiting, { kind: "begin" }, now).phase, "ready", "a key begins it all the same");
});

test("the countdowns count down", () => {
  const ready = advance(begin(partsOf("camera_posture"), 0), { kind: "begin" }, 0);
  assert.deepEqual([0, 1500, 2900].map((now) => left(ready, now)), [3, 2, 1]);
  const [take] = play(ready, SECONDS.ready + 0.1, () => ({}), 0);
  assert.equal(take.phase, "take");
  assert.equal(left(take, take.since), SECONDS.still);
});

test("a take that tells nothing is not kept, and asked for once more", () => {
  const [unseen] = play(begin(partsOf("camera_posture"), 0), LEAD + SECONDS.still + 0.5, (at) => ({ seen: at < LEAD || at % 1 < 0.5 }), 0);
  assert.deepEqual([unseen.phase, unseen.again, unseen.taken], ["place", true, []]);
  const [still] = play(begin(partsOf("camera_arms"), 0), LEAD + SECONDS.moves + 0.5, () => ({ angle: 8 }), 0);
  assert.deepEqual([still.phase, still.again, still.taken], ["place", true, []]);
});

test("one repetition is enough for who says so; leaving out leaves out; closing ends with what there is", () => {
  const parts = partsOf("camera_posture camera_arms camera_hinge");
  const left = advance(begin(parts, 0), { kind: "leave" }, 0);
  assert.equal(left.at, 1);
  const [moving, now] = play(left, LEAD + 4, swing, 0);
  assert.equal(moving.turns.n, 1);
  const enough = advance(moving, { kind: "enough" }, now);
  assert.deepEqual([enough.phase, enough.taken], ["got", ["camera_arms"]]);
  const closed = advance(enough, { kind: "finish" }, now);
  assert.deepEqual([closed.phase, closed.taken], ["review", ["camera_arms"]]);
});

test("one part can be taken again and leads back to the end; what told nothing is taken out", () => {
  const parts = partsOf("camera_posture camera_arms");
  const [all, now] = play(begin(parts, 0), 60, swing, 0);
  assert.deepEqual([all.phase, all.taken.length], ["review", 2]);
  const dropped = advance(all, { kind: "drop", name: "camera_posture" }, now);
  assert.deepEqual(dropped.taken, ["camera_arms"]);
  const redo = advance(dropped, { kind: "redo", name: "camera_posture" }, now);
  assert.deepEqual([redo.phase, redo.at], ["place", 0]);
  const [again] = play(redo, 30, () => ({}), now);
  assert.deepEqual([again.phase, [...again.taken].sort()], ["review", ["camera_arms", "camera_posture"]]);
});

test("whatever the stage says has words", () => {
  const said = { ...file("en", "form_pages"), ...file("en", "form") };
  const hints = ["nobody", "covered", "dark", "left", "right", "higher", "lower", "step_back", "front", "side"];
  const stage = ["step", "stay", "soon", "stand", "move", "moved", "got", "once_more", "begin", "leave", "enough", "end", "review", "review_text", "nothing", "there", "left_out",
    "again", "take_it", "keep", "close", "offline"];
  const trouble = ["refused", "none", "busy", "gone", "missing", "graphics", "broken", "insecure"];
  const names = Object.keys(KNOWN).flatMap((name) => [name, `${name}_how`]);
  assert.deepEqual([...hints, ...stage, ...trouble, ...names].filter((key) => !(key in said)), []);
});
