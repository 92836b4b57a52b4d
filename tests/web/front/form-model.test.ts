/** The pose model's bundle: what MediaPipe's tasks look for is in it, and not a weight of the model has changed. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { crc32 } from "node:zlib";

type Tools = {
  poseBundle(folder: string, size?: string): Buffer | null;
  withMetadata(model: Uint8Array, metadata: Uint8Array): Uint8Array;
  pictureMetadata(mean: number, deviation: number): Uint8Array;
};
const tools = resolve(import.meta.dirname, "../../../src/halfkilo/web/front/tools");
const { poseBundle } = (await import(`${tools}/pose.mjs`)) as Tools;
const { withMetadata, pictureMetadata } = (await import(`${tools}/tflite.mjs`)) as Tools;
const folder = resolve(import.meta.dirname, "../../../node_modules/@mediapipe/pose");
const model = new Uint8Array(readFileSync(resolve(folder, "pose_landmark_lite.tflite")));

/** A reader of flatbuffers of its own, by the format's description: a table's fields, vectors, strings, bytes. */
class Reader {
  readonly #view: DataView;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  to(at: number): number {
    return at + this.#view.getUint32(at, true);
  }

  field(table: number, number: number): number {
    const vtable = table - this.#view.getInt32(table, true);
    const place = 4 + 2 * number < this.#view.getUint16(vtable, true) ? this.#view.getUint16(vtable + 4 + 2 * number, true) : 0;
    return place ? table + place : 0;
  }

  child(table: number, ...numbers: number[]): number {
    return numbers.reduce((at, number) => this.to(this.field(at, number)), table);
  }

  all(vector: number): number[] {
    return Array.from({ length: this.#view.getUint32(vector, true) }, (_, n) => this.to(vector + 4 + 4 * n));
  }

  data(vector: number): Uint8Array {
    return this.bytes.subarray(vector + 4, vector + 4 + this.#view.getUint32(vector, true));
  }

  text(vector: number): string {
    return new TextDecoder().decode(this.data(vector));
  }

  float(at: number): number {
    return this.#view.getFloat32(at, true);
  }

  whole(at: number): number {
    return this.#view.getUint32(at, true);
  }
}

const VERSION = 0, OPERATORS = 1, SUBGRAPHS = 2, BUFFERS = 4, METADATA = 6;

function note(reader: Reader): { readonly mean: number; readonly deviation: number; readonly content: number; readonly at: number } {
  const root = reader.to(0);
  const found = reader.all(reader.child(root, METADATA)).find((one) => reader.text(reader.child(one, 0)) === "TFLITE_METADATA");
  assert.ok(found);
  const buffer = reader.all(reader.child(root, BUFFERS))[reader.whole(reader.field(found, 1))] as number;
  const at = reader.child(buffer, 0);
  const inner = new Reader(reader.data(at).slice());
  assert.equal(new TextDecoder().decode(inner.bytes.subarray(4, 8)), "M001");
  const [graph] = inner.all(inner.child(inner.to(0), 3)) as [number];
  const [picture] = inner.all(inner.child(graph, 2)) as [number];
  const [unit] = inner.all(inner.child(picture, 4)) as [number];
  assert.equal(inner.bytes[inner.field(unit, 0)], 1);
  const options = inner.child(unit, 1);
  return { mean: inner.float(inner.child(options, 0) + 4), deviation: inner.float(inner.child(options, 1) + 4), content: inner.bytes[inner.field(inner.child(picture, 3), 0)] as number, at };
}

test("a model keeps its weights, operators and graphs, and says how its picture is normalised", () => {
  const [before, after] = [new Reader(model), new Reader(withMetadata(model, pictureMetadata(0, 255)))];
  const [old, now] = [before.to(0), after.to(0)];
  const [weights, kept] = [before.all(before.child(old, BUFFERS)), after.all(after.child(now, BUFFERS))];
  assert.equal(kept.length, weights.length + 1);
  weights.forEach((at, n) => {
    const own = before.field(at, 0);
    assert.equal(after.field(kept[n] as number, 0) > 0, own > 0);
    if (own) assert.deepEqual(after.data(after.child(kept[n] as number, 0)), before.data(before.to(own)));
  });
  assert.equal(after.whole(after.field(now, VERSION)), before.whole(before.field(old, VERSION)));
  const moved = after.bytes.length - model.length;
  assert.equal(moved % 16, 0);
  assert.equal(after.child(now, OPERATORS), before.child(old, OPERATORS) + moved);
  assert.equal(after.child(now, SUBGRAPHS), before.child(old, SUBGRAPHS) + moved);
  const { mean, deviation, content, at } = note(after);
  assert.deepEqual([mean, deviation, content], [0, 255, 2]);
  assert.equal((at + 4) % 16, 0);
});

test("what is no model is not taken for one", () => {
  assert.throws(() => withMetadata(new Uint8Array(64), pictureMetadata(0, 255)), /no TensorFlow Lite/);
});

/** The files of a zip by its list at the end, each checked by its sum. */
function unpacked(archive: Buffer): Map<string, Buffer> {
  const end = archive.length - 22;
  assert.equal(archive.readUInt32LE(end), 0x06054b50);
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let n = archive.readUInt16LE(end + 10); n; n -= 1) {
    const [sum, size, name, start] = [archive.readUInt32LE(at + 16), archive.readUInt32LE(at + 24), archive.readUInt16LE(at + 28), archive.readUInt32LE(at + 42)];
    const title = archive.toString("utf8", at + 46, at + 46 + name);
    const from = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
    files.set(title, archive.subarray(from, from + size));
    assert.equal(crc32(archive.subarray(from, from + size)), sum);
    at += 46 + name;
  }
  return files;
}

test("the bundle holds the detector and the landmarks, each with its own normalisation, and is the same every time", () => {
  const bundle = poseBundle(folder);
  assert.ok(bundle && existsSync(folder));
  const files = unpacked(bundle);
  assert.deepEqual([...files.keys()], ["pose_detector.tflite", "pose_landmarks_detector.tflite"]);
  const told = [...files.values()].map((file) => note(new Reader(new Uint8Array(file))));
  assert.deepEqual(told.map(({ mean, deviation }) => [mean, deviation]), [[127.5, 127.5], [0, 255]]);
  assert.ok(bundle.equals(poseBundle(folder) as Buffer));
});

test("without the package there is no bundle", () => {
  assert.equal(poseBundle(resolve(folder, "elsewhere")), null);
});
