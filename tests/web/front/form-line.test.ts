/** The line to the coach: knit and left at any moment, without a fault told by the browser and without a word to somebody who left. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Socket } from "./sockets.ts";

Object.assign(globalThis, { window: globalThis, WebSocket: Socket });
const { Line } = await import("../../../src/halfkilo/web/front/form/line.ts");

const doing = { exercise: "chair_stand", side: null, load: 0, limit: null };
const pass = async () => ({ supervisor: "http://127.0.0.1:8001", ticket: "t", baseline: null, mirrored: false, old: false });

function started() {
  Socket.all = [];
  const linked: boolean[] = [];
  return { linked, line: new Line({ heard: () => undefined, linked: (now) => linked.push(now) }) };
}

test("left while it is being opened: closed once it is, nothing said on it, nobody told that it stands", async () => {
  const { line, linked } = started();
  await line.greet(pass, doing, true);
  line.end();
  const [socket] = Socket.all as [Socket];
  assert.equal(socket.broken, false);
  socket.open();
  assert.deepEqual([socket.readyState, socket.sent, socket.broken, linked], [3, [], false, []]);
});

test("greeted twice before it stands: the last one counts, the first goes without a fault", async () => {
  const { line, linked } = started();
  await line.greet(pass, doing, true);
  await line.greet(pass, { ...doing, exercise: "hip_hinge" }, true);
  for (const socket of Socket.all) socket.open();
  assert.deepEqual(Socket.all.map((socket) => socket.broken), [false, false]);
  assert.deepEqual(Socket.all.map((socket) => socket.sent.length), [0, 1]);
  assert.equal(JSON.parse(Socket.all[1]?.sent[0] ?? "{}").exercise, "hip_hinge");
  assert.deepEqual(linked, [true]);
  line.end();
});
