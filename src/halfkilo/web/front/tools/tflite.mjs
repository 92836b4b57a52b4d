// Gives a TensorFlow Lite model the metadata that MediaPipe's tasks ask for: how its input picture is normalised.
//
// A model is a flatbuffer: tables point forward only, by distances, and to their vtable by a signed distance. So a new root table and
// new vectors can stand before the old content, which is moved as it is by a multiple of its largest alignment; nothing in it changes.
// Field numbers are those of tensorflow/compiler/mlir/lite/schema/schema.fbs and tensorflow_lite_support's metadata_schema.fbs.

const ALIGNED = 16; // tensors lie on multiples of this
const MODEL = { version: 0, operators: 1, subgraphs: 2, description: 3, buffers: 4, metadataBuffer: 5, metadata: 6, signatures: 7 };
const POINTERS = [MODEL.operators, MODEL.subgraphs, MODEL.description, MODEL.metadataBuffer, MODEL.signatures];
const IMAGE_PROPERTIES = 2;
const NORMALISATION = 1;
const RGB = 1;

/** Writes forward: a thing is placed, and whatever points to it is told later where it stands. */
class Writer {
  bytes = [];

  get here() {
    return this.bytes.length;
  }

  align(to) {
    while (this.here % to) this.bytes.push(0);
  }

  u8(value) {
    this.bytes.push(value & 255);
  }

  u16(value) {
    this.u8(value);
    this.u8(value >> 8);
  }

  u32(value) {
    this.u16(value);
    this.u16(value >>> 16);
  }

  f32(value) {
    this.bytes.push(...new Uint8Array(new Float32Array([value]).buffer));
  }

  /** Leaves room for a distance and returns how to fill it in. */
  later() {
    const at = this.here;
    this.u32(0);
    return (target) => this.put(at, target - at);
  }

  put(at, value) {
    for (let n = 0; n < 4; n += 1) this.bytes[at + n] = (value >>> (8 * n)) & 255;
  }

  /** A table. fields: [number, "u8" | "u32" | "to", value?], the number that of the schema; returns {at, to: number -> fill in}. */
  table(fields) {
    const size = { u8: 1, u32: 4, to: 4 };
    const count = Math.max(-1, ...fields.map(([number]) => number)) + 1;
    let place = 4;
    const places = Array(count).fill(0);
    for (const [number, kind] of fields.toSorted((a, b) => size[b[1]] - size[a[1]])) {
      places[number] = place;
      place += size[kind];
    }
    this.align(4);
    const vtable = this.here;
    this.u16(4 + 2 * count);
    this.u16(place);
    for (const one of places) this.u16(one);
    this.align(4);
    const at = this.here;
    this.u32(at - vtable);
    for (let n = 4; n < place; n += 1) this.u8(0);
    const to = {};
    for (const [number, kind, value] of fields) {
      const spot = at + places[number];
      if (kind === "u8") this.bytes[spot] = value;
      else if (kind === "u32") this.put(spot, value);
      else to[number] = (target) => this.put(spot, target - spot);
    }
    return { at, to };
  }

  /** A vector of distances; returns {at, to: [fill in]}. */
  pointers(count) {
    this.align(4);
    const at = this.here;
    this.u32(count);
    return { at, to: Array.from({ length: count }, () => this.later()) };
  }

  floats(values) {
    this.align(4);
    const at = this.here;
    this.u32(values.length);
    for (const value of values) this.f32(value);
    return at;
  }

  string(text) {
    this.align(4);
    const at = this.here;
    const said = new TextEncoder().encode(text);
    this.u32(said.length);
    this.bytes.push(...said, 0);
    return at;
  }
}

/** The metadata: one RGB picture comes in, of which each value v becomes (v - mean) / deviation. */
export function pictureMetadata(mean, deviation) {
  const out = new Writer();
  const root = out.later();
  for (const letter of "M001") out.u8(letter.charCodeAt(0));
  const model = out.table([[3, "to"]]);
  root(model.at);
  const graphs = out.pointers(1);
  model.to[3](graphs.at);
  const graph = out.table([[2, "to"]]);
  graphs.to[0](graph.at);
  const inputs = out.pointers(1);
  graph.to[2](inputs.at);
  const picture = out.table([[0, "to"], [3, "to"], [4, "to"]]);
  inputs.to[0](picture.at);
  picture.to[0](out.string("image"));
  const content = out.table([[0, "u8", IMAGE_PROPERTIES], [1, "to"]]);
  picture.to[3](content.at);
  content.to[1](out.table([[0, "u8", RGB]]).at);
  const units = out.pointers(1);
  picture.to[4](units.at);
  const unit = out.table([[0, "u8", NORMALISATION], [1, "to"]]);
  units.to[0](unit.at);
  const options = out.table([[0, "to"], [1, "to"]]);
  unit.to[1](options.at);
  options.to[0](out.floats([mean]));
  options.to[1](out.floats([deviation]));
  return Uint8Array.from(out.bytes);
}

/** Where a field of a table stands, or 0 when the table hasn't it. */
function fieldAt(view, table, number) {
  const vtable = table - view.getInt32(table, true);
  const slot = 4 + 2 * number;
  if (slot >= view.getUint16(vtable, true)) return 0;
  const place = view.getUint16(vtable + slot, true);
  return place && table + place;
}

const target = (view, at) => at + view.getUint32(at, true);

function vector(view, at) {
  const start = target(view, at);
  return Array.from({ length: view.getUint32(start, true) }, (_, n) => target(view, start + 4 + 4 * n));
}

/** The same model with the metadata in it. Throws when these are no TensorFlow Lite bytes. */
export function withMetadata(model, metadata) {
  const view = new DataView(model.buffer, model.byteOffset, model.byteLength);
  if (new TextDecoder().decode(model.subarray(4, 8)) !== "TFL3") throw new Error("this is no TensorFlow Lite model");
  const old = target(view, 0);
  const buffers = vector(view, fieldAt(view, old, MODEL.buffers));
  const notes = fieldAt(view, old, MODEL.metadata) ? vector(view, fieldAt(view, old, MODEL.metadata)) : [];
  const kept = POINTERS.filter((number) => fieldAt(view, old, number));

  const out = new Writer();
  const root = out.later();
  for (const letter of "TFL3") out.u8(letter.charCodeAt(0));
  const table = out.table([[MODEL.version, "u32", view.getUint32(fieldAt(view, old, MODEL.version), true)],
    ...kept.map((number) => [number, "to"]), [MODEL.buffers, "to"], [MODEL.metadata, "to"]]);
  root(table.at);
  const allBuffers = out.pointers(buffers.length + 1);
  table.to[MODEL.buffers](allBuffers.at);
  const allNotes = out.pointers(notes.length + 1);
  table.to[MODEL.metadata](allNotes.at);
  const note = out.table([[0, "to"], [1, "u32", buffers.length]]);
  allNotes.to[notes.length](note.at);
  note.to[0](out.string("TFLITE_METADATA"));
  const buffer = out.table([[0, "to"]]);
  allBuffers.to[buffers.length](buffer.at);
  while ((out.here + 4) % ALIGNED) out.u8(0);
  buffer.to[0](out.here);
  out.u32(metadata.length);
  out.bytes.push(...metadata);
  out.align(ALIGNED);

  const moved = out.here; // the old content begins here, its own header with it
  buffers.forEach((at, n) => allBuffers.to[n](moved + at));
  notes.forEach((at, n) => allNotes.to[n](moved + at));
  for (const number of kept) table.to[number](moved + target(view, fieldAt(view, old, number)));
  const whole = new Uint8Array(moved + model.length);
  whole.set(out.bytes);
  whole.set(model, moved);
  return whole;
}
