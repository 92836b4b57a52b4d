/** Reads a figure file (`docs/figure.md`): the body as one skinned mesh, its bones, and the places on it. Metres, degrees. */
import type { Vec } from "./clip.ts";

const MAGIC = "HKFIG1\0\0";

export interface Hinge {
  readonly axis: Vec;
  /** Which number of a row, counted behind the seven of the pelvis. */
  readonly angle: number;
  /** How much of that angle it turns; missing is all of it. */
  readonly share?: number;
}

export interface Bone {
  readonly name: string;
  readonly parent: number;
  readonly at: Vec;
  readonly hinges?: readonly Hinge[];
  readonly curl?: { readonly axis: Vec; readonly rest: number; readonly flat: number; readonly hold: number };
}

export type Numbers = Int16Array | Uint16Array | Int8Array | Uint8Array;
const TYPES = { i16: Int16Array, u16: Uint16Array, i8: Int8Array, u8: Uint8Array } as const;

interface Stored {
  readonly type: keyof typeof TYPES;
  readonly items: number;
  readonly of: number;
  readonly offset: number;
  readonly delta?: boolean;
}

interface Header {
  readonly bones: readonly Bone[];
  readonly sites: Readonly<Record<string, readonly [number, number, number, number]>>;
  readonly arrays: Readonly<Record<string, Stored>>;
  readonly unit: number;
  readonly parts: readonly string[];
  readonly muscles: readonly string[];
}

/** A body that can be posed and drawn. */
export interface FigureFile extends Omit<Header, "arrays"> {
  readonly arrays: Readonly<Record<string, Numbers>>;
}

const NEEDED: Readonly<Record<string, number>> = { position: 3, normal: 3, part: 1, muscle: 1, muscle_weight: 1, bone: 4, weight: 4, triangle: 3 };

export type Reason = "not_a_figure" | "cut_short" | "unreadable" | "incomplete" | "not_found";
const SAID: Readonly<Record<Reason, string>> = {
  not_a_figure: "This file is no figure of this version. Reload the page.",
  cut_short: "The figure arrived only in part. Check the connection and reload the page.",
  unreadable: "The figure's description could not be read. Reload the page.",
  incomplete: "The figure lacks something that is needed to draw it. Reload the page.",
  not_found: "The figure could not be loaded. Check the connection and reload the page.",
};

/** A figure that can't be used: why, and what was found. */
export class FigureError extends Error {
  readonly reason: Reason;
  readonly value: string;

  constructor(reason: Reason, value: string) {
    super(`${SAID[reason]} (${value})`);
    [this.reason, this.value] = [reason, value];
  }
}

/** Reads the bytes of a figure file. Throws `FigureError`. */
export function readFigure(bytes: ArrayBuffer): FigureFile {
  const start = new TextDecoder("latin1").decode(bytes.slice(0, MAGIC.length));
  if (start !== MAGIC) throw new FigureError("not_a_figure", JSON.stringify(start));
  if (bytes.byteLength < 12) throw new FigureError("cut_short", `${bytes.byteLength} bytes`);
  const length = new DataView(bytes).getUint32(8, true);
  if (12 + length > bytes.byteLength) throw new FigureError("cut_short", `${bytes.byteLength} bytes`);
  const header = described(new Uint8Array(bytes, 12, length));
  const arrays = Object.fromEntries(Object.entries(header.arrays).map(([name, stored]) => [name, unpacked(name, stored, bytes, 12 + length)]));
  complete(header, arrays);
  return { ...header, arrays };
}

function described(bytes: Uint8Array): Header {
  try {
    const found = JSON.parse(new TextDecoder().decode(bytes)) as Header;
    if (found.bones.length && found.sites && found.arrays && found.unit > 0) return found;
  } catch (error) {
    throw new FigureError("unreadable", String(error));
  }
  throw new FigureError("unreadable", "no bones, sites, arrays or unit");
}

function unpacked(name: string, { type, items, of, offset, delta }: Stored, bytes: ArrayBuffer, from: number): Numbers {
  const kind = TYPES[type];
  if (!kind) throw new FigureError("unreadable", `${name} is of type ${type}`);
  const end = from + offset + items * of * kind.BYTES_PER_ELEMENT;
  if (end > bytes.byteLength) throw new FigureError("cut_short", `${name} ends at ${end} of ${bytes.byteLength} bytes`);
  const values = new kind(bytes.slice(from + offset, end)); // a copy starts where its type may start
  if (delta) for (let at = of; at < values.length; at++) values[at] = (values[at] as number) + (values[at - of] as number); // wraps in its own type
  return values;
}

function complete(header: Header, arrays: Readonly<Record<string, Numbers>>): void {
  const vertices = (arrays.position?.length ?? 0) / 3;
  for (const [name, of] of Object.entries(NEEDED)) {
    const found = arrays[name];
    if (!found || (name !== "triangle" && found.length !== vertices * of)) throw new FigureError("incomplete", name);
  }
  if (most(arrays.triangle) >= vertices) throw new FigureError("incomplete", "a triangle's corner");
  if (most(arrays.bone) >= header.bones.length) throw new FigureError("incomplete", "a bone");
}

function most(values: Numbers | undefined): number {
  let found = -1;
  for (let at = 0; values && at < values.length; at++) if ((values[at] as number) > found) found = values[at] as number;
  return found;
}

/** Fetches and reads a figure. Throws `FigureError`. */
export async function fetchFigure(address: string): Promise<FigureFile> {
  const answer = await fetch(address).catch((error: unknown) => {
    throw new FigureError("not_found", String(error));
  });
  if (!answer.ok) throw new FigureError("not_found", String(answer.status));
  return readFigure(await answer.arrayBuffer());
}
