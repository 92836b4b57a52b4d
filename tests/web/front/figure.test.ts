/** The live figure's reckoning: joints against MuJoCo's own answers, the mirror, phases, a person's limit, files that are amiss, the camera. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { optionsFor } from "../../../src/halfkilo/web/front/player/figure-options.ts";
import type { Item } from "../../../src/halfkilo/web/front/player/session.ts";
import { bestView } from "../../../src/halfkilo/web/front/figure/best-view.ts";
import { axesOf, fitBoth, fitOf, LENS, moved, type Seen, standFor } from "../../../src/halfkilo/web/front/figure/camera.ts";
import { atTempo, type Hands, type Phase, type Vec } from "../../../src/halfkilo/web/front/figure/clip.ts";
import { Clock, ended, endOf, shown } from "../../../src/halfkilo/web/front/figure/clock.ts";
import { type Bone, FigureError, type FigureFile, readFigure } from "../../../src/halfkilo/web/front/figure/figure-file.ts";
import { between, type Row, Skeleton } from "../../../src/halfkilo/web/front/figure/kinematics.ts";
import { Pace } from "../../../src/halfkilo/web/front/figure/pace.ts";
import { limitOf } from "../../../src/halfkilo/web/front/figure/way.ts";

interface Truth {
  readonly bones: readonly Bone[];
  readonly sites: FigureFile["sites"];
  readonly cases: readonly { readonly slug: string; readonly mirror: boolean; readonly row: Row; readonly sites: Readonly<Record<string, Vec>> }[];
}

const truth = JSON.parse(readFileSync(new URL("figure-truth.json", import.meta.url), "utf8")) as Truth;
const EASE: Hands = { right: "rest", left: "rest" };
const bare = (bones: readonly Bone[], sites: FigureFile["sites"]): FigureFile => ({ bones, sites, unit: 1e-4, parts: [], muscles: [], arrays: {} });
const skeleton = (): Skeleton => new Skeleton(bare(truth.bones, truth.sites));
const near = (a: Vec, b: Vec, within: number): void => a.forEach((value, axis) => assert.ok(Math.abs(value - (b[axis] as number)) <= within, `${a} is not ${b}`));

for (const { slug, mirror, row, sites } of truth.cases) {
  test(`${slug}${mirror ? ", the other side" : ""}: every site is where MuJoCo says`, () => {
    const body = skeleton();
    body.pose(mirror ? body.mirror(row) : row, EASE);
    for (const [name, place] of Object.entries(sites)) near(body.site(name), place, 1e-4);
  });
}

test("mirrored twice is the same numbers again", () => {
  const body = skeleton();
  for (const { row } of truth.cases) assert.deepEqual(body.mirror(body.mirror(row)).map((value) => value + 0), row);
});

test("in the rest posture no skin moves, and a helper turns by its share", () => {
  const half: Bone = { name: "right_knee_half", parent: 1, at: [0, 0, -0.4165], hinges: [{ axis: [0, 1, 0], angle: 3, share: 0.5 }] };
  const body = new Skeleton(bare([...truth.bones, half], truth.sites));
  const row = [0, 0, 9005, 10_000, 0, 0, 0, ...new Array<number>(48).fill(0)];
  const matrices = new Float32Array(12 * body.figure.bones.length);
  body.pose(row, EASE);
  body.matrices(matrices);
  for (let at = 0; at < matrices.length; at++) assert.ok(Math.abs((matrices[at] as number) - (at % 12 % 5 === 0 ? 1 : 0)) < 1e-6);
  row[7 + 3] = 9000;
  body.pose(row, EASE);
  near(body.direction(body.figure.bones.length - 1, [0, 0, -1]), [-Math.SQRT1_2, 0, -Math.SQRT1_2], 1e-6);
});

test("fingers close by the hand's own state", () => {
  const finger: Bone = { name: "right_fingers", parent: 14, at: [0, 0, -0.09], curl: { axis: [1, 0, 0], rest: 10, flat: 0, hold: 90 } };
  const body = new Skeleton(bare([...truth.bones, finger], truth.sites));
  const row = [0, 0, 9005, 10_000, 0, 0, 0, ...new Array<number>(48).fill(0)];
  const last = body.figure.bones.length - 1;
  body.pose(row, { right: "hold", left: "flat" });
  near(body.direction(last, [0, 0, -1]), [0, 1, 0], 1e-6);
  body.pose(row, { right: "flat", left: "hold" });
  near(body.direction(last, [0, 0, -1]), [0, 0, -1], 1e-6);
});

test("between two postures the pelvis turns the shorter way", () => {
  const [a, b] = [[0, 0, 0, 10_000, 0, 0, 0, 100], [10, 0, 0, -9_950, 0, 0, 999, 300]];
  const half = between(a, b, 0.5);
  assert.deepEqual([half[0], half[7]], [5, 200]);
  assert.ok((half[3] as number) > 9_900 && (half[6] as number) < 0);
});

const PHASES: readonly Phase[] = [
  { name: "there", seconds: 2, from: 0, to: 10, mirror: false }, { name: "back", seconds: 3, from: 10, to: 0, mirror: false }, { name: "rest", seconds: 1, from: 0, to: 0, mirror: false },
];

test("the loop's clock walks through the phases, begins anew, and takes no leap after a nap", () => {
  const clock = new Clock(PHASES);
  for (let k = 0; k < 20; k++) clock.advance(0.1);
  assert.equal(clock.moment.phase.name, "back");
  clock.speed = 0.5;
  clock.advance(60);
  assert.ok(Math.abs(clock.seconds - 2.1) < 1e-9);
  clock.seconds = 5.95;
  clock.speed = 1;
  clock.advance(0.1);
  assert.ok(clock.seconds < 0.1 && endOf(PHASES) === 2);
});

test("another tempo, a phase of no seconds, and a player's beat each find their frame", () => {
  assert.equal(new Clock(atTempo(PHASES, [1, 4, 1, 0])).whole, 6);
  assert.equal(shown(PHASES, "hold", 0.3, false)?.frame, 10);
  assert.equal(shown(PHASES, "there", 0.5, false)?.frame, 5);
  assert.equal(shown(PHASES, "there", 0.5, true), null);
  assert.deepEqual([0.4, 0.6].map((through) => ended({ phase: PHASES[1] as Phase, through, frame: 0 }).frame), [10, 0]);
});

test("a limited movement turns at its share of the way, softly, and begins and ends as before", () => {
  const rows = Array.from({ length: 11 }, (_, at) => [0, 0, 0, 10_000, 0, 0, 0, 9000 * (3 * (at / 10) ** 2 - 2 * (at / 10) ** 3)]);
  const angle = (frame: number): number => between(rows[Math.floor(frame)] ?? [], rows[Math.ceil(frame)] ?? [], frame % 1)[7] as number;
  const limit = limitOf(rows, PHASES, 0.6);
  assert.equal(limit(0), 0);
  for (let frame = 0; frame <= 10; frame += 0.25) assert.ok(Math.abs(angle(limit(frame)) - 0.6 * angle(frame)) < 1, `at ${frame}`);
  assert.equal(limitOf(rows, PHASES, 1)(7.3), 7.3);
  assert.equal(limitOf(rows, PHASES, Number.NaN)(7.3), 7.3);
  assert.equal(limitOf(rows, PHASES, 0)(10), 0);
});

test("a movement that comes back another way returns, when limited, the way it went", () => {
  const phases: readonly Phase[] = [{ name: "there", seconds: 1, from: 0, to: 4, mirror: false }, { name: "back", seconds: 1, from: 5, to: 9, mirror: false }];
  const rows = Array.from({ length: 10 }, (_, at) => [0, 0, 0, 1, 0, 0, 0, at < 5 ? at * 100 : 900 - at * 100]);
  const limit = limitOf(rows, phases, 0.5);
  assert.deepEqual([0, 4, 5, 9].map(limit), [0, 2, 2, 0]);
});

/** A figure of one triangle, as bytes. */
function tiny(change: (header: Record<string, unknown>, arrays: Record<string, { offset: number }>) => void = () => undefined): ArrayBuffer {
  const data = new Uint8Array(92);
  const view = new DataView(data.buffer);
  [0, 0, 0, 30_000, 0, 0, -60_000 & 0xffff, 5, 0].forEach((value, at) => view.setInt16(at * 2, value, true)); // differences; 60,000 less is 5,536 more
  data.fill(255, 48, 60);
  [0, 1, 2].forEach((corner, at) => view.setUint16(80 + at * 2, corner, true));
  const [three, four] = [{ items: 3, of: 3 }, { items: 3, of: 4 }];
  const one = { type: "u8", items: 3, of: 1 };
  const arrays = {
    position: { type: "i16", ...three, offset: 0, delta: true }, normal: { type: "i8", ...three, offset: 18 }, part: { ...one, offset: 28 }, muscle: { ...one, offset: 31 },
    muscle_weight: { ...one, offset: 34 }, bone: { type: "u8", ...four, offset: 36 }, weight: { type: "u8", ...four, offset: 48 }, triangle: { type: "u16", items: 1, of: 3, offset: 80 },
  };
  const header = { bones: [{ name: "pelvis", parent: -1, at: [0, 0, 0.9] }], sites: {}, unit: 1e-4, parts: ["skin"], muscles: [], arrays };
  change(header, arrays);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(12 + text.length + data.length);
  bytes.set(new TextEncoder().encode("HKFIG1\0\0"));
  new DataView(bytes.buffer).setUint32(8, text.length, true);
  bytes.set(text, 12);
  bytes.set(data, 12 + text.length);
  return bytes.buffer;
}

test("a figure file is read; differences wrap around in their own type", () => {
  const { arrays, bones } = readFigure(tiny());
  assert.equal(bones.length, 1);
  assert.deepEqual([...(arrays.position as Int16Array)], [0, 0, 0, 30_000, 0, 0, 30_000 + 5_536 - 65_536, 5, 0]);
  assert.deepEqual([...(arrays.triangle as Uint16Array)], [0, 1, 2]);
});

const AMISS: readonly (readonly [string, string, () => ArrayBuffer])[] = [
  ["another file", "not_a_figure", () => new TextEncoder().encode("<!doctype html><p>404").buffer as ArrayBuffer],
  ["nothing behind its name", "cut_short", () => tiny().slice(0, 10)],
  ["half a header", "cut_short", () => tiny().slice(0, 40)],
  ["arrays that end too soon", "cut_short", () => { const whole = tiny(); return whole.slice(0, whole.byteLength - 20); }],
  ["no bones", "unreadable", () => tiny((header) => (header.bones = []))],
  ["an unknown type", "unreadable", () => tiny((_, arrays) => Object.assign(arrays.part as object, { type: "f64" }))],
  ["no normals", "incomplete", () => tiny((_, arrays) => delete arrays.normal)],
  ["a bone that it does not have", "incomplete", () => tiny((_, arrays) => Object.assign(arrays.bone as object, { offset: 48 }))],
];

for (const [what, reason, bytes] of AMISS) {
  test(`a figure file with ${what} says so and what to do`, () => {
    assert.throws(() => readFigure(bytes()), (error: unknown) => {
      assert.ok(error instanceof FigureError && error.reason === reason && error.value !== "" && error.message.includes("eload the page"), String(error));
      return true;
    });
  });
}

const BODY: readonly Seen[] = [[[0, 0, 0.1], 0.1], [[0.3, 0.2, 1], 0.1], [[-0.1, -0.2, 1.6], 0.1]];

test("all of the body is in the picture, from wherever one looks, in any shape of window", () => {
  for (const aspect of [0.6, 1, 2.2]) for (const yaw of [0, 0.7, 1.6, 4]) {
    const axes = axesOf({ yaw, pitch: 0.2, zoom: 1 });
    const { x, y, distance } = fitOf(BODY, axes, aspect);
    for (const [at, radius] of BODY) {
      const dot = (axis: Vec): number => at[0] * axis[0] + at[1] * axis[1] + at[2] * axis[2];
      const half = LENS * (distance - dot(axes.near));
      assert.ok(Math.abs(dot(axes.right) - x) + radius <= half * aspect + 1e-9 && Math.abs(dot(axes.up) - y) + radius <= half + 1e-9, `${aspect} ${yaw} ${at}`);
    }
  }
});

test("the machine may make the person smaller, but not small; coming nearer leaves it out first", () => {
  const axes = axesOf(standFor("side", "stand"));
  const alone = fitOf(BODY, axes, 1).distance;
  assert.ok(fitBoth(BODY, [[[9, 0, 1], 0.1]], axes, 1).distance <= alone * 1.7 + 1e-9);
  assert.ok(Math.abs(fitBoth(BODY, [[[9, 0, 1], 0.1]], axes, 1, 1.7).distance - alone) < 1e-9);
  assert.ok(fitBoth(BODY, [], axes, 1, 2).distance < alone);
});

test("tilt and nearness stay within what looks right", () => {
  const from = standFor("front", "supine");
  assert.ok(moved(from, 0, 9).pitch <= 1.35 && moved(from, 0, -9).pitch >= -0.05);
  assert.ok(moved(from, 0, 0, 99).zoom <= 2.4 && moved(from, 0, 0, 0.01).zoom === 1);
});

test("pictures that take long cost pixels while moving; a still one is drawn well", () => {
  const quick = new Pace(true);
  for (let k = 0; k < 60; k++) quick.drawn(k * 16);
  assert.equal(quick.most, 2);
  const slow = new Pace(true);
  for (let k = 0; k < 60; k++) slow.drawn(k * 50);
  assert.equal(slow.most, 1);
  assert.deepEqual([slow.density(3, false), slow.density(3, true), new Pace(false).density(1, false), new Pace(false).density(1, true)], [1, 2, 0.75, 2]);
});

test("a fault is looked at from where it shows: knees that fall inward from the front, a back that rounds from the side", () => {
  const places = (row: Row): Vec[] => [[row[0] ?? 0, row[1] ?? 0, 0.5], [0, 0, 1]];
  const [good, inward, forward] = [[[0, 0]], [[0, 0.1]], [[0.1, 0]]];
  assert.equal(bestView(places, good, inward, "stand", "side"), "front");
  assert.equal(bestView(places, good, inward, "stand", "front"), "front");
  assert.equal(bestView(places, good, forward, "stand", "side"), "side");
  assert.equal(bestView(places, good, forward, "stand", "front"), "side");
  assert.equal(bestView(places, good, [[0.1, 0.1]], "stand", "side"), "side", "for little more nobody turns");
});

test("the player's figure turns round at the person's limit, holds today's load and is whom they chose", () => {
  const item = { side: "left", name: "Row", load: "cable", ring: "left_knee", range: 60 } as unknown as Item;
  const told = optionsFor(item, { shape: "broad", skin: "deep", words: {} });
  assert.deepEqual([told.side, told.load, told.ring, told.range, told.shape, told.skin], ["left", "cable", "left_knee", 0.6, "broad", "deep"]);
  assert.equal(optionsFor({ side: "both", name: "Row" } as unknown as Item, undefined).range, 1);
  assert.equal(optionsFor({ ...item, range: 130 }, undefined).range, 1);
});
