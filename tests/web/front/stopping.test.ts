import assert from "node:assert/strict";
import { test } from "node:test";

class Fake {
  readonly pressable: boolean;
  constructor(pressable: boolean) { this.pressable = pressable; }
  closest(): unknown { return this.pressable ? this : null; }
}
(globalThis as Record<string, unknown>)["Element"] = Fake;
const { saysStop, stopOf } = await import("../../../src/halfkilo/web/front/player/stopping.ts");

const press = (key: string, pressable = false) => stopOf({ key, repeat: false, target: new Fake(pressable) as unknown as EventTarget });

test("Space and Escape stop whatever has focus", () => {
  for (const key of [" ", "Escape"]) for (const on of [true, false]) assert.equal(press(key, on), "key");
});

test("whatever a clicker or pedal sends is a stop", () => {
  for (const key of ["PageUp", "PageDown", "ArrowRight", "ArrowLeft", ".", "b", "F5", "AudioVolumeUp", "MediaPlayPause", "Unidentified", "a"]) {
    assert.equal(press(key, true), "clicker", key);
  }
});

test("finding one's way and pressing what has focus are no stops", () => {
  for (const key of ["Tab", "Shift", "Control", "Alt", "Meta"]) assert.equal(press(key), null, key);
  assert.equal(press("Enter", true), null);
  assert.equal(press("Enter", false), "key");
});

test("the stop word counts alone or in a sentence, and not inside another word", () => {
  const words = "stop, let go";
  for (const heard of ["Stop!", "please stop now", "let go", "I said let go."]) assert.ok(saysStop(heard, words), heard);
  for (const heard of ["", "unstoppable", "I let it go on", "stopover"]) assert.ok(!saysStop(heard, words), heard);
  assert.ok(saysStop("अब रुको।", "रुको, बस"));
  assert.ok(!saysStop("anything", " , "));
});
