/** Small helpers to make elements without ever turning data into markup. */

type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;
type Child = Node | string | null | undefined | false;

const SVG = "http://www.w3.org/2000/svg";

function fill<E extends Element>(made: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

/** An HTML element: `h("p", { class: "soft" }, "Rest now.")`. `false`, `null` and `undefined` are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element, as `h`. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** A button that does something when pressed. */
export function button(label: string, look: string, act: () => void): HTMLButtonElement {
  const made = h("button", { type: "button", class: look }, label);
  made.addEventListener("click", act);
  return made;
}

/** Reads a data block `<script type="application/json" id="...">`; `null` when the page has none. */
export function dataBlock<T>(id: string): T | null {
  const text = document.getElementById(id)?.textContent;
  return text ? (JSON.parse(text) as T) : null;
}

/** The language in which the page speaks; its frame may speak another one. */
export function tongue(): string {
  const page = globalThis.document;
  return page?.querySelector("main")?.lang || page?.documentElement.lang || "en";
}

const points = new Map<string, string>();

/** The sign before tenths: a point or a comma. */
function point(language: string): string {
  const known = points.get(language);
  if (known) return known;
  const found = new Intl.NumberFormat(language).formatToParts(0.5).find((part) => part.type === "decimal")?.value ?? ".";
  points.set(language, found);
  return found;
}

/** Grams as words for people, without float rounding: `8500` is "8.5" (in German "8,5"), `2270` is "2.27". */
export function kilograms(grams: number, language = tongue()): string {
  const rest = String(grams % 1000).padStart(3, "0").replace(/0+$/, "");
  return `${Math.trunc(grams / 1000)}${rest ? `${point(language)}${rest}` : ""}`;
}
