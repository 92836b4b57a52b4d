/** An exercise of today as its figure needs it: load, limit, muscles, ring, and whom the person wants to see. */
import type { FigureOptions } from "./ports.ts";
import type { Item, Session } from "./session.ts";

/** What the figure is told of an exercise of today. */
export function optionsFor(item: Item, look: Session["figure"]): FigureOptions {
  const { side, name, load, ring, view, muscles } = item;
  return {
    side, name, load, ring, range: Math.min(100, item.range ?? 100) / 100, ...(view ? { view } : {}), ...(muscles ? { muscles } : {}),
    ...(look ? { shape: look.shape, skin: look.skin } : {}),
  };
}
