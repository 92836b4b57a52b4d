/** The still shows a load in the form that goes with it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Clip, formed } from "../../../src/halfkilo/web/front/figure/clip.ts";

const clip = JSON.parse(readFileSync(new URL("../../../src/halfkilo/exercises/chair_stand/clip.json", import.meta.url), "utf8")) as Clip;

test("a load with a form of its own is shown in it", () => {
  const own = clip.loads["dumbbell"]?.frames;
  assert.ok(own, "the chair stand with a dumbbell holds its arms otherwise");
  assert.equal(formed(clip, "dumbbell").frames, own);
  assert.equal(formed(clip, "dumbbell").props, clip.loads["dumbbell"]?.props ?? clip.props);
});

test("without one it is the exercise as it is", () => {
  assert.equal(formed(clip, undefined), clip);
  assert.equal(formed(clip, "cable"), clip);
});
