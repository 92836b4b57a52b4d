/** The talk test: the same answers as `gym/trials/cardio.py`, case by case. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { around, comfortableSeconds, guide, heartNow, pace, trusted, type Answer, type Beat, type Talk, type Terms } from "../../../src/halfkilo/web/front/player/talk.ts";

interface Case {
  readonly name: string; readonly heart: boolean; readonly beats: readonly [number, number][]; readonly answers: readonly [number, Talk, number | null][]; readonly now: number;
  readonly pace: string; readonly guide: readonly [number, number] | null; readonly heart_now: number | null; readonly comfortable_s: number;
}

const VECTORS = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../gym/trials/cardio_vectors.json"), "utf-8")) as {
  cases: readonly Case[]; around: readonly { beats: readonly [number, number][]; at: number; bpm: number | null }[];
};
const TERMS: Terms = { heart: true, ask_every_s: 180, holds_s: 300, lost_s: 5, settled_s: 30, comfortable_least: 2, bpm_least: 30, bpm_most: 230 };
const beatsOf = (rows: readonly [number, number][]): Beat[] => rows.map(([at, bpm]) => ({ at, bpm }));

for (const one of VECTORS.cases) {
  test(one.name, () => {
    const answers: Answer[] = one.answers.map(([at, talk, bpm]) => ({ at, talk, bpm }));
    const [beats, of] = [beatsOf(one.beats), { ...TERMS, heart: one.heart }];
    assert.equal(pace(answers, beats, one.now, of), one.pace);
    assert.deepEqual(guide(answers, of), one.guide);
    assert.equal(heartNow(beats, one.now, of), one.heart_now);
    assert.equal(comfortableSeconds(answers, one.now, of), one.comfortable_s);
  });
}

test("the heart that goes with an answer", () => {
  for (const one of VECTORS.around) assert.equal(around(beatsOf(one.beats), one.at, TERMS), one.bpm);
});

test("a loose strap is no heart", () => {
  assert.deepEqual([[72, undefined], [72, true], [72, false], [0, true], [255, undefined]].map(([bpm, contact]) => trusted(bpm as number, contact, TERMS)), [true, true, false, false, false]);
});
