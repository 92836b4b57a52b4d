/** "It was another number": the count of the set just logged can be put right until the next one begins. */
import { button, h } from "../dom.ts";
import type { State } from "../player-machine.ts";
import type { Emit } from "./screens.ts";
import { uuid7 } from "./uuid7.ts";
import { t } from "./words.ts";

function stepper(start: number, changed: (count: number) => void): { node: HTMLElement; set: (count: number) => void } {
  const output = h("output", {}, String(start));
  const set = (count: number): void => {
    output.textContent = String(Math.max(0, count));
    changed(Math.max(0, count));
  };
  const less = button("−", "", () => set(Number(output.textContent) - 1));
  const more = button("+", "", () => set(Number(output.textContent) + 1));
  less.setAttribute("aria-label", t("one_less"));
  more.setAttribute("aria-label", t("one_more"));
  return { node: h("div", { class: "stepper" }, less, output, more), set };
}

/** "You did 9 of 12", with "It was all 12" and a stepper behind "another number". */
export function recount(state: State, emit: Emit): HTMLElement | null {
  const body = state.lastSet?.body;
  if (!body || state.lastSet?.at !== state.at) return null;
  const [done, target] = [Number(body["done"]), Number(body["target"])];
  const line = h("p", { class: "lead tail", role: "status" }, t("did", { n: done, all: target }));
  const steps = stepper(done, (count) => {
    line.textContent = t("did", { n: count, all: target });
    emit({ kind: "recount", id: uuid7(), count });
  });
  const all = done < target ? button(t("it_was_all", { all: target }), "quiet", () => steps.set(target)) : null;
  const other = h("details", { class: "recount" }, h("summary", { class: "button quiet" }, t("fewer")), steps.node);
  return h("div", { class: "did" }, line, all, other);
}
