/** Short messages that come, can be acted on, and go; errors stay until they are read away. */
import { button, h } from "../dom.ts";
import { t } from "../words.ts";

/** What a toast may offer. `stay` keeps it until it is closed (for errors). */
export interface ToastOptions {
  readonly action?: { readonly label: string; readonly act: () => void };
  readonly stay?: boolean;
}

const SHOWN = 8000; // ms; anything to be acted on stays

function shelf(): HTMLElement {
  const found = document.querySelector<HTMLElement>(".toasts");
  if (found) return found;
  const made = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
  document.body.append(made);
  return made;
}

/** Says something once at the foot of the page. */
export function toast(text: string, options: ToastOptions = {}): void {
  const made = h("div", { class: "toast" }, h("span", {}, text));
  const { action } = options;
  if (action) {
    made.append(button(action.label, "", () => {
      made.remove();
      action.act();
    }));
  } else {
    made.append(button(t("close"), "", () => made.remove()));
  }
  shelf().append(made);
  if (!options.stay && !action) setTimeout(() => made.remove(), SHOWN);
}
