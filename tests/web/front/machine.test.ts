import assert from "node:assert/strict";
import { test } from "node:test";
import { advance, begin, current, type Event, loaded, type Move, resumed, type State } from "../../../src/halfkilo/web/front/player-machine.ts";
import { type Item, lighter, type Session } from "../../../src/halfkilo/web/front/player/session.ts";

const ITEM: Item = {
  exercise: "seated_row", name: "Seated row", variant: "cable", side: "both", sets: 2, target: 12, count: "reps", grams: 8500, step: 500,
  ceiling: 40000, tempo: [2, 0, 3, 1], rest_s: 60, ask: true, last: null, setup: [], cues: [], breathe: "", faults: [], clip: "", pulley: "middle",
  pieces: 1, why: [], easier: null, swap: [],
};
const BODY: Item = { ...ITEM, exercise: "chair_stand", name: "Chair stand", variant: "body", grams: 0, pulley: null };

function session(...items: Item[]): Session {
  return { session: "s", on: "2026-11-22", minutes: 20, mode: "normal", parts: [{ kind: "strength", purpose: "", items }] };
}

let ids = 0;
const id = (): string => `id-${(ids += 1)}`;

/** Plays events one after the other and keeps everything that came out. */
function play(state: State, ...events: Event[]): Move {
  let entries: Move["entries"] = [];
  let release = false;
  for (const event of events) {
    const move = advance(state, event);
    state = move.state;
    entries = [...entries, ...move.entries];
    release = move.release;
  }
  return { state, entries, release };
}

const start = (): Event => ({ kind: "begin", id: id() });
const ready: Event = { kind: "ready" };
const done = (count = 12): Event => ({ kind: "set_done", id: id(), count });
const stop = (count = 3): Event => ({ kind: "stop", id: id(), count, how: "key" });

test("a whole session, from the first screen to the last, writes each thing once", () => {
  const close: Event = { kind: "closed", id: id(), checkId: id(), pain: { low_back: 3 }, word: "good" };
  const answers: Event = { kind: "answered", id: id(), effort: 5, peak: 2 };
  const end = play(begin(session(ITEM)), start(), ready, done(), { kind: "rested" }, done(11), answers, close);
  assert.equal(end.state.screen.kind, "done");
  assert.deepEqual(end.entries.map((entry) => entry.kind), ["session_opened", "set_done", "set_done", "checked_in", "checked_in", "session_closed"]);
  assert.deepEqual(end.entries.filter((entry) => entry.kind === "set_done").map((entry) => [entry.body["number"], entry.body["done"]]), [[1, 12], [2, 11]]);
  assert.equal(end.entries.at(-1)?.body["done"], 1);
  assert.equal(new Set(end.entries.map((entry) => entry.id)).size, 6);
});

test("hazard H05: the stop lets go first, keeps the repetitions done, and asks why only then", () => {
  const move = play(begin(session(ITEM)), start(), ready, stop(4));
  assert.equal(move.release, true);
  assert.equal(move.state.screen.kind, "reason");
  assert.equal(move.entries.at(-1)?.body["done"], 4);
  const after = play(move.state, { kind: "reason", id: id(), reason: "fatigue" });
  assert.deepEqual([after.entries[0]?.kind, after.entries[0]?.body["why"], after.entries[0]?.body["how"]], ["stopped", "fatigue", "key"]);
  assert.equal(after.state.screen.kind, "onward");
});

test("stopping lets go on every screen there is", () => {
  const walk: Event[] = [start(), ready, done(), { kind: "hurts", id: id(), count: 0 }, { kind: "mistake" }, { kind: "swap" }, { kind: "mistake" }, ready, done()];
  let state = begin(session(ITEM, BODY));
  for (const event of walk) {
    assert.equal(advance(state, stop()).release, true, state.screen.kind);
    state = advance(state, event).state;
  }
});

test("nothing the person can press makes the running exercise heavier", () => {
  const presses: Event[] = [ready, done(3), { kind: "rested" }, { kind: "hurts", id: "h", count: 1 }, { kind: "go_on_lighter" }, { kind: "mistake" }, { kind: "easier" }, { kind: "swap" }, stop()];
  let seen: State[] = [advance(begin(session(ITEM)), start()).state];
  for (let depth = 0; depth < 4; depth += 1) {
    seen = seen.flatMap((state) => presses.map((event) => {
      const before = current(state)?.item.grams ?? 0;
      const next = advance(state, event).state;
      if (next.at === state.at) assert.ok((current(next)?.item.grams ?? 0) <= before, `${event.kind} on ${state.screen.kind}`);
      return next;
    }));
  }
});

test("hurts eases at once, and going on is a fifth lighter on the grid", () => {
  const hurt = play(begin(session(ITEM)), start(), ready, { kind: "hurts", id: id(), count: 2 });
  assert.deepEqual([hurt.release, hurt.state.screen.kind], [true, "eased"]);
  const lighterNow = play(hurt.state, { kind: "go_on_lighter" });
  assert.equal(current(lighterNow.state)?.item.grams, 6500);
  assert.equal(lighterNow.state.screen.kind, "rest");
});

test("leaving an exercise because it hurts ends it with its reason, and its pain is asked even where nothing else is", () => {
  const quiet = { ...ITEM, ask: false };
  const left = play(begin(session(quiet, BODY)), start(), ready, { kind: "hurts", id: id(), count: 0 }, { kind: "leave", id: id() });
  assert.equal(left.state.screen.kind, "ask");
  assert.equal(left.entries.at(-1)?.body["why"], "pain");
  const next = play(left.state, { kind: "answered", id: id(), effort: null, peak: 6 });
  assert.deepEqual([current(next.state)?.item.exercise, next.entries[0]?.body["peak"], "effort" in (next.entries[0]?.body ?? {})], ["chair_stand", 6, false]);
});

test("an unanswered question is left out, never written as zero", () => {
  const move = play(begin(session({ ...ITEM, sets: 1 })), start(), ready, done(), { kind: "answered", id: id(), effort: null, peak: null });
  assert.deepEqual(move.entries.map((entry) => entry.kind), ["session_opened", "set_done"]);
});

test("a stop sign ends in the care screen and names the sign", () => {
  const move = play(begin(session(ITEM)), start(), ready, stop(0), { kind: "reason", id: id(), reason: "sign", sign: "chest_pressure" });
  assert.deepEqual([move.state.screen.kind, move.entries.at(-1)?.body["sign"]], ["care", "chest_pressure"]);
  assert.equal(advance(move.state, ready).state.screen.kind, "care");
});

test("a reload in a loaded set comes back at rest, with the sets that were done", () => {
  const move = play(begin(session(ITEM)), start(), ready, done(), { kind: "rested" });
  assert.equal(loaded(move.state), true);
  const back = resumed(JSON.parse(JSON.stringify(move.state)) as State);
  assert.equal(loaded(back), false);
  assert.deepEqual(advance(back, ready).state.screen, { kind: "set", n: 2 });
});

test("a count put right becomes a correction of that very entry", () => {
  const move = play(begin(session(ITEM)), start(), ready, done(5));
  const right = advance(move.state, { kind: "recount", id: id(), count: 12 });
  assert.equal(right.entries[0]?.body["entry"], move.entries.at(-1)?.id);
  assert.equal((right.entries[0]?.body["body"] as Record<string, unknown>)["done"], 12);
  assert.equal(advance(right.state, { kind: "recount", id: id(), count: 12 }).entries.length, 0);
});

test("events that make no sense on a screen change nothing", () => {
  const state = begin(session(ITEM));
  for (const event of [ready, done(), { kind: "rested" }, { kind: "go_on_lighter" }] as Event[]) {
    assert.deepEqual(advance(state, event), { state, entries: [], release: false });
  }
});

test("lighter stays on the grid, takes at least one step and never goes below nothing", () => {
  const on = (grams: number): number => lighter({ grams, step: 500 });
  assert.deepEqual([on(8500), on(1000), on(500), on(0), on(10000)], [6500, 500, 0, 0, 8000]);
});

test("lighter is one of the person's own dumbbells or bands, and without a lighter one nothing", () => {
  const picks = [2000, 3000, 4000, 5000].map((grams) => ({ grams, say: `${grams}` }));
  const own = (grams: number): number => lighter({ grams, step: 500, picks });
  assert.deepEqual([own(5000), own(4000), own(3000), own(2000)], [4000, 3000, 2000, 0]);
  assert.equal(lighter({ grams: 5000, step: 500, picks: picks.filter(({ grams }) => grams !== 4000) }), 3000);
});

const FINDER: Item = { ...ITEM, grams: 1000, sets: 1, target: 3, ask: false, steps: [1000, 1500, 2000] };

test("the finder goes up one step only when the person asks for it, and writes down how each step ended", () => {
  const more: Event = { kind: "found", id: id(), how: "more" };
  const first = play(begin(session(FINDER, BODY)), start(), ready, done(3));
  assert.deepEqual([first.state.screen.kind, first.release, first.entries.length], ["find", true, 1]);
  const second = play(first.state, more);
  assert.deepEqual([second.state.screen, current(second.state)?.item.grams], [{ kind: "set", n: 2 }, 1500]);
  const end = play(second.state, done(3), { kind: "found", id: id(), how: "comfortable" });
  assert.deepEqual([...second.entries, ...end.entries].map(({ body }) => [body["grams"], body["number"], body["finder"]]), [[1000, 1, "more"], [1500, 2, "comfortable"]]);
  assert.equal(current(end.state)?.item.exercise, "chair_stand");
});

test("the finder ends where it hurts, and after its last step however easy it was", () => {
  const hurt = play(begin(session(FINDER, BODY)), start(), ready, { kind: "hurts", id: id(), count: 2 });
  assert.deepEqual([hurt.release, hurt.state.screen.kind, hurt.entries.at(-1)?.body["finder"]], [true, "ask", "hurts"]);
  const steps = FINDER.steps!.flatMap((): Event[] => [done(3), { kind: "found", id: id(), how: "more" }]);
  const end = play(begin(session(FINDER, BODY)), start(), ready, ...steps);
  assert.deepEqual([current(end.state)?.item.exercise, end.state.screen.kind], ["chair_stand", "intro"]);
});

test("stopping a step of the finder writes no step: nobody has said how it was", () => {
  const move = play(begin(session(FINDER)), start(), ready, stop(2));
  assert.deepEqual(move.entries.map((entry) => entry.kind), ["session_opened"]);
});

test("the gym may give less than planned, never more, and what is written down is what was held", () => {
  const set = play(begin(session(ITEM)), start(), ready);
  for (const grams of [9000, 8500, 0, -500, 6500.5, Number.NaN]) assert.equal(current(advance(set.state, { kind: "offered", grams }).state)?.item.grams, 8500);
  const less = play(set.state, { kind: "offered", grams: 6500 }, done());
  assert.equal(less.entries.at(-1)?.body["grams"], 6500);
});

test("a reload asks again what was being asked: the reason, how a step felt, what next after a hurt", () => {
  const finder = play(begin(session(FINDER)), start(), ready, done(3)).state;
  const hurt = play(begin(session(ITEM)), start(), ready, { kind: "hurts", id: id(), count: 2 }).state;
  const why = play(begin(session(ITEM)), start(), ready, stop()).state;
  for (const state of [finder, hurt, why]) assert.deepEqual(resumed(state), state);
});

test("the end of a session lets go", () => {
  const end = play(begin(session()), start(), { kind: "closed", id: id(), checkId: id(), pain: {}, word: null });
  assert.deepEqual([end.state.screen.kind, end.release], ["done", true]);
});
