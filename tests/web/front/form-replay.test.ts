/** A kept set as numbers: frames in time, repetitions, and points seen from a side. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { facing, frame, frameAt, jump, repAt, seen, type Rep, type Row, type Track } from "../../../src/halfkilo/web/front/form-replay/track.ts";

const REPS: readonly Rep[] = [[1, 1000, 1500, 2000], [2, 2500, 3000, 3500]];

test("the frame shown is the newest that is not later", () => {
  const times = [0, 33, 67, 100];
  assert.deepEqual([-5, 0, 32, 33, 99, 100, 5000].map((ms) => frameAt(times, ms)), [0, 0, 0, 1, 2, 3, 3]);
});

test("repetitions are found, and stepped through in both ways", () => {
  assert.equal(repAt(REPS, 1500)?.[0], 1);
  assert.equal(repAt(REPS, 2200), null);
  assert.deepEqual([0, 1000, 2400, 4000].map((ms) => jump(REPS, ms, 1)), [1000, 2500, 2500, 2500]);
  assert.deepEqual([0, 1200, 2600, 4000].map((ms) => jump(REPS, ms, -1)), [0, 0, 1000, 2500]);
  assert.deepEqual([jump([], 500, 1), jump([], 500, -1)], [0, 0]);
});

/** Two joints on one level line, the left one 400 mm from the right, turned by `degrees`; a third unseen. */
function row(degrees: number): Row {
  const a = (degrees * Math.PI) / 180;
  const [x, y] = [200 * Math.cos(a), 200 * Math.sin(a)];
  return [1000 + x, y, 900, 1000 - x, -y, 900, null, null, null];
}

test("wherever somebody stood and looked, they are shown from the front in the middle, their left on the right of the picture", () => {
  for (const degrees of [0, 30, 90, 180, -120]) {
    const track: Track = { ms: [0], at: [row(degrees)] };
    const spots = seen(row(degrees), facing(track, [[0, 1]]), frame(track));
    assert.ok(spots[0] && spots[1]);
    assert.ok(Math.abs(spots[0][0] - 200) < 1e-6 && Math.abs(spots[1][0] + 200) < 1e-6, String(degrees));
    assert.equal(spots[2], null);
  }
});

test("nobody seen is an empty picture, not a broken one", () => {
  const track: Track = { ms: [0], at: [[null, null, null]] };
  assert.equal(facing(track, [[0, 0]]), 0);
  const to = frame(track);
  assert.ok([to.x, to.y, to.z, to.half].every(Number.isFinite) && to.half > 0);
});
