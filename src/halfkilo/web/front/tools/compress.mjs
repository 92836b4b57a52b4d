// Writes .br and .gz beside every built text file, so that the site sends them as they are and never compresses at run time.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TEXT = new Set([".js", ".css", ".svg", ".json", ".html", ".txt", ".map", ".webmanifest"]);
const LEAST = 256; // smaller files gain nothing
const dist = resolve(import.meta.dirname, "../../static/dist");

const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });

/** What every page loads may not grow unnoticed: bytes before compression. */
const MOST = { "base.css": 30_000, "base.js": 15_000 };

let raw = 0;
let sent = 0;
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !TEXT.has(extname(path))) continue;
  const bytes = readFileSync(path);
  if (bytes.length < LEAST) continue;
  const small = brotli(bytes);
  writeFileSync(`${path}.br`, small);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  raw += bytes.length;
  sent += small.length;
}
console.log(`compressed ${(raw / 1000).toFixed(1)} kB to ${(sent / 1000).toFixed(1)} kB (brotli)`);

for (const [name, most] of Object.entries(MOST)) {
  const [stem, kind] = name.split(".");
  const found = readdirSync(join(dist, "assets")).filter((file) => file.startsWith(`${stem}-`) && file.endsWith(`.${kind}`));
  for (const file of found) {
    const { length } = readFileSync(join(dist, "assets", file));
    if (length > most) throw new Error(`${file} has ${length} bytes; every page loads it, so at most ${most} are allowed`);
  }
}
