/** The camera's small parts: who is followed, whether a picture shows anything, what goes over the wire, what is kept. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { follow } from "../../../src/halfkilo/web/front/form/follow.ts";
import { lines } from "../../../src/halfkilo/web/front/form/kept.ts";
import { judge } from "../../../src/halfkilo/web/front/form/light.ts";
import { frame } from "../../../src/halfkilo/web/front/form/line.ts";
import { fit } from "../../../src/halfkilo/web/front/form/mirror.ts";
import type { Seen } from "../../../src/halfkilo/web/front/form/wire.ts";

const body = (x: number, tall: number): [number, number][] => Array.from({ length: 33 }, (_, at) => (at === 0 ? [x, 0.5 - tall / 2] : at === 27 || at === 28 ? [x, 0.5 + tall / 2] : [x, 0.5]));
const seen = (ms: number, points = 33): Seen => ({ ms, people: points ? 1 : 0, world: Array.from({ length: points }, () => [0.123, -0.4, 0, 0.9] as const), picture: Array.from({ length: points }, () => [0.5, 0.25] as const) });

test("at first the largest is the person, later the one who stands where they stood", () => {
  assert.equal(follow([], null), -1);
  assert.equal(follow([body(0.2, 0.3), body(0.7, 0.8)], null), 1);
  assert.equal(follow([body(0.2, 0.9), body(0.7, 0.8)], body(0.68, 0.8)), 1);
});

test("a dark room is not a covered lens, and a bright wall of one colour is", () => {
  const room = (low: number, high: number): number[] => Array.from({ length: 256 }, (_, at) => (at % 2 ? low : high));
  assert.deepEqual(judge(room(60, 180)), { dark: false, covered: false });
  assert.deepEqual(judge(room(8, 40)), { dark: true, covered: false });
  assert.deepEqual(judge(room(3, 5)), { dark: false, covered: true });
  assert.deepEqual(judge(room(200, 201)), { dark: false, covered: true });
});

test("a look fits the wire: time, people, and the points one after the other; eight of them in one message", () => {
  const row = frame(seen(1234)) as [number, number, number[], number[]];
  assert.deepEqual([row[0], row[1], row[2].length, row[3].length], [1234, 1, 132, 66]);
  const worst: Seen = { ms: 99_999_999, people: 2, world: Array.from({ length: 33 }, () => [-1.234, -1.234, -1.234, 0.999] as const), picture: Array.from({ length: 33 }, () => [-0.123, -0.123] as const) };
  assert.ok(JSON.stringify({ is: "frames", frames: Array.from({ length: 8 }, () => frame(worst)) }).length <= 16_384);
});

test("a kept set begins at nought, leaves out what showed nobody, and says its layout first", () => {
  const told = lines([seen(5000), seen(5040, 0), seen(5100)]).split("\n").map((line) => JSON.parse(line) as { time?: number; layout?: string; points?: unknown[] });
  assert.equal(told[0]?.layout, "mediapipe");
  assert.deepEqual(told.slice(1).map(({ time }) => time), [0, 0.1]);
  assert.equal(told[1]?.points?.length, 33);
});

test("the mirror fills its place without stretching anybody", () => {
  for (const [width, height, aspect] of [[300, 400, 4 / 3], [400, 300, 3 / 4], [640, 480, 4 / 3]] as const) {
    const at = fit(width, height, aspect);
    assert.ok(at.width >= width - 1e-9 && at.height >= height - 1e-9);
    assert.ok(Math.abs(at.width / at.height - aspect) < 1e-9);
  }
});
