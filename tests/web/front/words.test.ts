import assert from "node:assert/strict";
import { test } from "node:test";
import { kilograms } from "../../../src/halfkilo/web/front/dom.ts";
import { voiceFor } from "../../../src/halfkilo/web/front/player/device.ts";
import { speak, t } from "../../../src/halfkilo/web/front/words.ts";
import { language, speakAs } from "./page-words.ts";

test("a sentence is filled with its facts, a number brings its noun, and a missing one is its key in plain letters", () => {
  speakAs("en");
  assert.equal(t("welcome", { minutes: 20, count: 1 }), "20 minutes, 1 exercise");
  assert.equal(t("did", { n: 9, all: 12 }), "You did 9 of 12.");
  assert.equal(t("never_written"), "never written");
  speak({ two: "{n:one|many} {n}" });
  assert.deepEqual([0, 1, 2].map((n) => t("two", { n })), ["0 many 0", "1 one 1", "2 many 2"]);
});

test("the browser writes numbers and counts as language.toml says, so that page and player agree", () => {
  for (const code of ["en", "de", "es", "hi"]) {
    const said = language(code);
    assert.equal(kilograms(8500, code), `8${said["decimal"]}5`);
    const ones = [0, 1, 2, 5].filter((n) => new Intl.PluralRules(code).select(n) === "one");
    assert.equal(JSON.stringify(ones).replaceAll(",", ", "), said["one"]);
  }
});

test("the voice is of the language, its own region first, and none when the device has none", () => {
  const voices = [{ lang: "en-US" }, { lang: "es-MX" }, { lang: "de_AT" }, { lang: "de-DE" }];
  assert.deepEqual(["de-DE", "es-ES", "hi-IN"].map((tag) => voiceFor(voices, tag)?.lang), ["de-DE", "es-MX", undefined]);
});
