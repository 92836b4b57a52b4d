import assert from "node:assert/strict";
import { test } from "node:test";
import { Socket } from "./sockets.ts";

let asked: [string, RequestInit][] = [];
const heard: Record<string, () => void> = {};
const page = {
  visibilityState: "visible",
  addEventListener: (name: string, deed: () => void) => { heard[name] = deed; },
  removeEventListener: (name: string) => { delete heard[name]; },
};
Object.assign(globalThis, {
  window: globalThis, document: page, WebSocket: Socket,
  fetch: async (url: URL, how: RequestInit) => { asked.push([String(url), how]); },
});
const { GymLink } = await import("../../../src/halfkilo/web/front/gym.ts");

const GYM = "http://127.0.0.1:8001";
function linked(player: boolean, stopper: boolean) {
  Socket.all = [];
  const link = new GymLink();
  link.connect(GYM, "ticket");
  const [first, second] = Socket.all as [Socket, Socket];
  if (player) first.open();
  if (stopper) second.open();
  Socket.order = [];
  asked = [];
  return { link, player: first, stopper: second };
}

test("the stop leaves on its own socket first, and on the other as well", () => {
  const { link } = linked(true, true);
  link.stop();
  assert.deepEqual(Socket.order, ["ws://127.0.0.1:8001/stop", "ws://127.0.0.1:8001/player"]);
  assert.deepEqual(asked, []);
  link.close();
});

test("one socket is enough, whichever it is", () => {
  for (const [player, stopper] of [[true, false], [false, true]] as const) {
    const { link } = linked(player, stopper);
    link.stop();
    assert.equal(Socket.order.length, 1);
    assert.deepEqual(asked, []);
    link.close();
  }
});

test("with no socket open the stop is a plain request that outlives the page", () => {
  for (const _ of ["never opened", "closed again"]) {
    const { link, player, stopper } = linked(false, false);
    if (_ === "closed again") for (const one of [player, stopper]) one.open().readyState = 3;
    Socket.order = [];
    link.stop();
    assert.deepEqual(Socket.order, []);
    assert.equal(asked[0]?.[0], `${GYM}/stop`);
    assert.equal(asked[0]?.[1].method, "POST");
    assert.equal(asked[0]?.[1].keepalive, true);
    link.close();
  }
});

test("a stop before there is any gym is no error", () => {
  Socket.order = [];
  asked = [];
  new GymLink().stop();
  assert.deepEqual([Socket.order, asked], [[], []]);
});

test("again and again is again and again", () => {
  const { link, stopper } = linked(true, true);
  for (let press = 0; press < 5; press += 1) link.stop();
  assert.equal(stopper.sent.length, 5);
  link.close();
});

test("a stop ends the arming press; a hidden page says nobody is here and arms nothing", async () => {
  const { link, player } = linked(true, true);
  const count = (kind: string) => player.sent.filter((text) => (JSON.parse(text) as { is: string }).is === kind).length;
  link.arm(true);
  link.stop();
  const arms = count("arm");
  await new Promise((wake) => setTimeout(wake, 350));
  assert.equal(count("arm"), arms);
  const present = count("present");
  assert.ok(present >= 1);
  link.arm(true);
  page.visibilityState = "hidden";
  heard["visibilitychange"]!();
  const before = count("arm");
  await new Promise((wake) => setTimeout(wake, 400));
  assert.equal(count("present"), present);
  assert.equal(count("arm"), before);
  page.visibilityState = "visible";
  link.close();
});

test("after a connection that ended nothing is armed or asked for by itself", async () => {
  const { link, player } = linked(true, true);
  link.hold(5_000, 5_000);
  link.arm(true);
  player.close();
  await new Promise((wake) => setTimeout(wake, 1_100));
  const again = (Socket.all[2] as Socket).open();
  await new Promise((wake) => setTimeout(wake, 350));
  const kinds = new Set(again.sent.map((text) => (JSON.parse(text) as { is: string }).is));
  assert.deepEqual([...kinds].sort(), ["hello", "present"]);
  link.close();
});

test("left while the sockets are being opened: both go once they are, nothing is said on them", () => {
  const { link, player, stopper } = linked(false, false);
  link.close();
  for (const socket of [player, stopper]) socket.open();
  assert.deepEqual([player, stopper].map((socket) => [socket.broken, socket.readyState, socket.sent]), [[false, 3, []], [false, 3, []]]);
  assert.equal(Socket.all.length, 2, "and no other one is opened");
});
