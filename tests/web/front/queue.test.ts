import assert from "node:assert/strict";
import { test } from "node:test";
import { type Entry, Queue, type Result, type Send } from "../../../src/halfkilo/web/front/player/queue.ts";
import { savedWords } from "../../../src/halfkilo/web/front/pieces/saved.ts";
import { speakAs } from "./page-words.ts";

/** A device's storage, in memory. */
class Shelf implements Storage {
  readonly kept = new Map<string, string>();
  room = Infinity;
  get length(): number { return this.kept.size; }
  key(n: number): string | null { return [...this.kept.keys()][n] ?? null; }
  getItem(key: string): string | null { return this.kept.get(key) ?? null; }
  removeItem(key: string): void { this.kept.delete(key); }
  clear(): void { this.kept.clear(); }
  setItem(key: string, value: string): void {
    if (this.kept.size >= this.room) throw new Error("QuotaExceededError");
    this.kept.set(key, value);
  }
}

const entry = (id: string): Entry => ({ id, kind: "set_done", at: "2026-11-22T07:30:00.000+00:00", version: 1, body: { done: 12 } });
const stored: Send = async (entries) => entries.map(({ id }): Result => ({ id, status: "stored" }));
const gone: Send = async () => { throw new TypeError("no connection"); };
const quiet = (): void => undefined;

test("what was added stays on the device until the site has answered for it", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const shelf = new Shelf();
  const offline = new Queue(shelf, "asha", gone, quiet);
  offline.add(entry("b"));
  offline.add(entry("a"));
  await offline.flush();
  assert.deepEqual(offline.waiting().map(({ id }) => id), ["a", "b"]);
  const later = new Queue(shelf, "asha", stored, quiet);
  await later.flush();
  assert.deepEqual(later.waiting(), []);
});

test("a lost connection is tried again by itself", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let tries = 0;
  let settled: () => void = quiet;
  const done = new Promise<void>((resolve) => { settled = resolve; });
  const send: Send = async (entries) => {
    tries += 1;
    if (tries === 1) throw new TypeError("no connection");
    return stored(entries);
  };
  const states: boolean[] = [];
  const queue = new Queue(new Shelf(), "asha", send, (waiting, online) => {
    states.push(online);
    if (tries === 2 && waiting === 0) settled();
  });
  queue.add(entry("a"));
  await new Promise((resolve) => setImmediate(resolve));
  context.mock.timers.tick(1000);
  await done;
  assert.equal(tries, 2);
  assert.deepEqual([states.includes(false), states.at(-1)], [true, true]);
});

test("an answer for only some entries keeps the others and asks again", async () => {
  const sent: string[][] = [];
  const send: Send = async (entries) => {
    sent.push(entries.map(({ id }) => id));
    return [{ id: entries[0]!.id, status: sent.length === 1 ? "same" : "stored" }];
  };
  const shelf = new Shelf();
  for (const id of ["a", "b"]) shelf.setItem(`halfkilo.entry.asha.${id}`, JSON.stringify(entry(id)));
  await new Queue(shelf, "asha", send, quiet).flush();
  assert.deepEqual(sent, [["a", "b"], ["b"]]);
});

test("an answer that names nothing we sent loses nothing", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const queue = new Queue(new Shelf(), "asha", async () => [{ id: "other", status: "stored" }], quiet);
  queue.add(entry("a"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(queue.waiting().length, 1);
});

test("a refused entry is set aside, not lost and not sent for ever", async () => {
  const queue = new Queue(new Shelf(), "asha", async ([first]) => [{ id: first!.id, status: "refused", message: "in the future" }], quiet);
  queue.add(entry("a"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([queue.waiting().length, queue.refused().map(({ id }) => id)], [0, ["a"]]);
});

test("one person's entries are never sent under another's name", async () => {
  const shelf = new Shelf();
  shelf.setItem("halfkilo.entry.asha.a", JSON.stringify(entry("a")));
  let sent = 0;
  const ben = new Queue(shelf, "ben", async (entries) => { sent += 1; return stored(entries); }, quiet);
  await ben.flush();
  assert.deepEqual([sent, ben.waiting().length, shelf.length], [0, 0, 1]);
});

test("a full device says so instead of losing the set silently", () => {
  const shelf = new Shelf();
  shelf.room = 0;
  assert.throws(() => new Queue(shelf, "asha", stored, quiet).add(entry("a")), /Quota/);
});

test("the saved line says where things are", () => {
  speakAs("en");
  assert.equal(savedWords({ waiting: 0, online: true }), "Saved");
  assert.equal(savedWords({ waiting: 2, online: false }), "No connection, 2 kept here");
});
