/** "It was another number": the count of the set just logged can be put right until the next one begins. */
import { button, h } from "../dom.ts";
import type { State } from "../player-machine.ts";
import type { Emit } from "./screens.ts";
import { uuid7 } from "./uuid7.ts";
import { t } from "./words.ts";

export function recount(state: State, emit: Emit): HTMLElement | null {
  const body = state.lastSet?.body;
  if (!body) return null;
  const output = h("output", {}, String(body["done"]));
  const by = (change: number): void => {
    const count = Math.max(0, Number(output.textContent) + change);
    output.textContent = String(count);
    emit({ kind: "recount", id: uuid7(), count });
  };
  const less = button("−", "", () => by(-1));
  const more = button("+", "", () => by(1));
  less.setAttribute("aria-label", t("change") + " −1");
  more.setAttribute("aria-label", t("change") + " +1");
  const stepper = h("div", { class: "stepper" }, less, output, more);
  return h("details", { class: "recount" }, h("summary", { class: "button quiet" }, t("fewer")), stepper);
}
