/** Start pages: the body map. */
import "./styles/start.css";
import "./pieces/body-map.ts";

/** The device knows where it lives; the form carries it along. Without script the machine's own zone counts. */
function zone(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-zone]")) {
    field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}

/** The stop rehearsed: what was really pressed is ticked by itself. */
function rehearse(): void {
  const stop = document.querySelector<HTMLButtonElement>("[data-rehearse]");
  if (!stop) return;
  const tick = (way: string): void => {
    const box = document.querySelector<HTMLInputElement>(`input[name="way"][value="${way}"]`);
    if (box) box.checked = true;
  };
  stop.hidden = false;
  stop.addEventListener("click", () => tick("screen"));
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as Element).matches("input, button, a, summary");
    if (event.key !== "Escape" && (event.key !== " " || typing)) return;
    event.preventDefault();
    tick("key");
  });
}

zone();
rehearse();
