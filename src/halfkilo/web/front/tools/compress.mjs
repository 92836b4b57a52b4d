// Writes .br and .gz beside every built file that gets smaller by it, so that the site sends them as they are and never compresses at run time.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const PACKED = new Set([".bin", ".js", ".css", ".svg", ".json", ".html", ".txt", ".map", ".wasm", ".webmanifest"]);
const LEAST = 256; // smaller files gain nothing
const dist = resolve(import.meta.dirname, "../../static/dist");

const LARGE = 1_000_000; // the last tenth of their bytes would take most of the time

const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: bytes.length > LARGE ? 9 : 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });

/** What the live figure may send, compressed: its scripts together, and each body. */
const FIGURE = { script: 170_000, body: 400_000 };

/** What every page loads may not grow unnoticed: bytes before compression. */
const MOST = { "base.css": 30_000, "base.js": 15_000 };

let raw = 0;
let sent = 0;
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !PACKED.has(extname(path))) continue;
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

const sized = (part) => readdirSync(join(dist, "assets")).filter((file) => part.test(file)).map((file) => [file, readFileSync(join(dist, "assets", file)).length]);
const script = sized(/^(worker|figure)-[\w-]{8}\.js\.br$/).reduce((sum, [, length]) => sum + length, 0);
if (script > FIGURE.script) throw new Error(`the live figure sends ${script} bytes of script; at most ${FIGURE.script} are allowed`);
for (const [file, length] of sized(/\.bin\.br$/)) {
  if (length > FIGURE.body) throw new Error(`${file} has ${length} bytes; at most ${FIGURE.body} are allowed`);
}
