import assert from "node:assert/strict";
import { test } from "node:test";
import { kilograms } from "../../../src/halfkilo/web/front/dom.ts";
import { SPOTS } from "../../../src/halfkilo/web/front/pieces/body-shape.ts";
import { typed } from "../../../src/halfkilo/web/front/pieces/digits.ts";
import { layOut } from "../../../src/halfkilo/web/front/pieces/ruler-scale.ts";
import { beatAt } from "../../../src/halfkilo/web/front/player/tempo.ts";
import { localTime, uuid7 } from "../../../src/halfkilo/web/front/player/uuid7.ts";

test("digits: one tap each, and a nought soon after a one is ten", () => {
  const one = typed(null, "1", 0);
  assert.equal(one?.value, 1);
  assert.equal(typed(one, "0", 300)?.value, 10);
  assert.equal(typed(one, "0", 2000)?.value, 0);
  assert.equal(typed(one, "a", 10), null);
});

test("the ruler shows every load it names, in order, with notches a finger apart", () => {
  for (const width of [240, 320, 390, 820, 1440]) {
    for (const [step, last, today] of [[500, 8000, 8500], [500, 40000, 20000], [2270, 4540, 9080], [500, 0, 500]] as const) {
      const scale = layOut({ step, today, last, next: today + step, low: 0, high: today + step }, width, 22);
      const xs = scale.notches.map((notch) => notch.x);
      assert.ok([last, today, today + step].every((grams) => scale.at(grams) >= 21 && scale.at(grams) <= width - 21), `${width} ${today}`);
      assert.ok(xs.every((x, n) => n === 0 || x - (xs[n - 1] as number) >= 19.9), `${width} ${step} ${today}`);
      assert.ok(scale.notches.every((notch) => notch.grams % step === 0 && notch.allowed === notch.grams <= today + step));
    }
  }
  assert.throws(() => layOut({ step: 0, today: 1, last: null, next: null, low: null, high: null }, 300, 20), RangeError);
});

test("the tempo goes there, holds, comes back and rests", () => {
  const at = (seconds: number) => beatAt([2, 1, 3, 1], seconds);
  assert.deepEqual([at(1).phase, at(1).along], ["there", 0.5]);
  assert.deepEqual([at(2.5).phase, at(2.5).along], ["hold", 1]);
  assert.deepEqual([at(4.5).phase, at(4.5).along], ["back", 0.5]);
  assert.deepEqual([at(6.5).phase, at(6.5).rep, at(7).rep], ["rest", 0, 1]);
  assert.equal(beatAt([0, 0, 0, 0], 5).along, 0);
});

test("ids are version 7, sort by time, and are what the journal reads", () => {
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const first = uuid7(0x19395a05c00, new Uint8Array(10));
  assert.equal(first, "019395a0-5c00-7000-8000-000000000000");
  assert.match(uuid7(), shape);
  assert.ok(uuid7(2000) > uuid7(1000));
  assert.match(localTime(new Date()), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
  assert.equal(Date.parse(localTime(new Date(1_795_000_000_123))), 1_795_000_000_123);
});

test("the map has a place for every region but the one that is everywhere, on its own side", () => {
  const regions = SPOTS.map((spot) => spot.region);
  assert.equal(new Set(regions).size, 15);
  for (const spot of SPOTS.filter(({ region }) => region.endsWith("_left"))) {
    assert.ok(spot.front.every(([x]) => x > 100) && spot.back.every(([x]) => x < 100), spot.region);
  }
});

test("grams become kilograms without rounding", () => {
  assert.deepEqual([500, 12000, 2270, 8500, 0].map((grams) => kilograms(grams)), ["0.5", "12", "2.27", "8.5", "0"]);
});
