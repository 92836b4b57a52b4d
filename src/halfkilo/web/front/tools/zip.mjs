// A zip archive of files as they are, the same bytes every time.
import { crc32 } from "node:zlib";

const DAY = 0x21; // 1980-01-01, the first that a zip can tell

function head(signature, central, name, bytes, at) {
  const common = [[20, 2], [0, 2], [0, 2], [0, 2], [DAY, 2], [crc32(bytes), 4], [bytes.length, 4], [bytes.length, 4], [name.length, 2], [0, 2]];
  return packed([[signature, 4], ...(central ? [[20, 2]] : []), ...common, ...(central ? [[0, 2], [0, 2], [0, 2], [0, 4], [at, 4]] : [])]);
}

function packed(numbers) {
  const out = Buffer.alloc(numbers.reduce((sum, [, size]) => sum + size, 0));
  numbers.reduce((at, [value, size]) => out.writeUIntLE(value, at, size), 0);
  return out;
}

/** files: [name, bytes]. */
export function zip(files) {
  const parts = [];
  const list = [];
  let at = 0;
  for (const [title, bytes] of files) {
    const name = Buffer.from(title);
    const local = [head(0x04034b50, false, name, bytes, 0), name, bytes];
    list.push(head(0x02014b50, true, name, bytes, at), name);
    parts.push(...local);
    at += local.reduce((sum, one) => sum + one.length, 0);
  }
  const size = list.reduce((sum, one) => sum + one.length, 0);
  const end = packed([[0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [size, 4], [at, 4], [0, 2]]);
  return Buffer.concat([...parts, ...list, end]);
}
