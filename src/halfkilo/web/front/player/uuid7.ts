/** Ids that sort by time: UUID version 7 (RFC 9562, section 5.7). */

function random(bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  return crypto.getRandomValues(bytes);
}

/** A UUIDv7 of `now` (ms since 1970) and 74 random bits. */
export function uuid7(now: number = Date.now(), noise: Uint8Array = random(new Uint8Array(10))): string {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(Math.trunc(now)) << 16n);
  bytes.set(noise.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Local time with its offset, to the millisecond: `2026-11-22T07:30:00.000+05:30`. */
export function localTime(moment: Date = new Date()): string {
  const offset = -moment.getTimezoneOffset();
  const two = (n: number): string => String(n).padStart(2, "0");
  const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, -1);
  return `${local}${offset < 0 ? "-" : "+"}${two(Math.trunc(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
}
