/** The three body shapes, and which one a person has chosen on this device. */

export type Shape = "slim" | "middle" | "broad";
export const SHAPES: readonly Shape[] = ["slim", "middle", "broad"];

const KEY = "halfkilo.figure";
const FILES: Readonly<Record<Shape, string>> = {
  slim: new URL("../../../body/figure/slim.bin", import.meta.url).href,
  middle: new URL("../../../body/figure/middle.bin", import.meta.url).href,
  broad: new URL("../../../body/figure/broad.bin", import.meta.url).href,
};

export const addressOf = (shape: Shape): string => FILES[shape];

/** The shape chosen on this device, or the middle one. */
export function storedShape(): Shape {
  const found = kept(() => localStorage.getItem(KEY));
  return SHAPES.find((shape) => shape === found) ?? "middle";
}

export function storeShape(shape: Shape): void {
  kept(() => localStorage.setItem(KEY, shape));
}

/** Where a browser allows no storage, the choice lasts as long as the page. */
function kept<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
