import assert from "node:assert/strict";
import { test } from "node:test";

class Fake {
  readonly pressable: boolean;
  constructor(pressable: boolean) { this.pressable = pressable; }
  closest(): unknown { return this.pressable ? this : null; }
}
(globalThis as Record<string, unknown>)["Element"] = Fake;
const { Listening, hearsHere, saysStop, stopOf } = await import("../../../src/halfkilo/web/front/player/stopping.ts");

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

interface Heard { onresult: ((event: unknown) => void) | null; onend: (() => void) | null }
const begun: Heard[] = [];
class Recognizer {
  static answer = "available";
  static async available(): Promise<string> { return Recognizer.answer; }
  onresult: Heard["onresult"] = null;
  onend: Heard["onend"] = null;
  start(): void { begun.push(this); }
  abort(): void { this.onend?.(); }
}
const said = (transcript: string) => ({ results: [[{ transcript }]], resultIndex: 0 });

test("the voice stops while it is wanted, once it was not wanted any more it does not, and where words would leave the device it is not offered", async () => {
  (globalThis as Record<string, unknown>)["window"] = globalThis;
  assert.equal(await hearsHere("en"), false, "no recognition at all");
  (globalThis as Record<string, unknown>)["SpeechRecognition"] = Recognizer;
  assert.equal(await hearsHere("en"), true);
  Recognizer.answer = "downloadable";
  assert.equal(await hearsHere("en"), false);
  let stops = 0;
  const listening = new Listening("en", "stop, let go", () => { stops += 1; });
  listening.set(true);
  begun[0]!.onresult!(said("that is fine"));
  assert.equal(stops, 0);
  begun[0]!.onresult!(said("please stop"));
  assert.equal(stops, 1);
  begun[0]!.onend!(); // browsers end it by themselves every minute or so
  await new Promise((wake) => setTimeout(wake, 350));
  begun[1]!.onresult!(said("let go"));
  assert.equal(stops, 2);
  listening.set(false);
  begun[1]!.onresult!(said("stop"));
  assert.equal(stops, 2);
});
