/** On every page: the styles, the small pieces, and what the page remembers about this screen. */
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/pieces.css";
import "./pieces/breathing.ts";
import "./pieces/ruler.ts";
import "./pieces/score-pair.ts";
import { toast } from "./pieces/toast.ts";

/** A form that was sent is not sent twice by a second tap. */
function oncePerForm(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post") return;
  if (form.dataset["sent"]) {
    event.preventDefault();
    return;
  }
  form.dataset["sent"] = "yes";
  setTimeout(() => delete form.dataset["sent"], 4000);
}

/** `<button data-print>` prints; `<form data-instant>` is sent by the first answer. */
function wire(): void {
  document.addEventListener("submit", oncePerForm);
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-print]")) window.print();
  });
  document.addEventListener("change", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-instant]");
    form?.requestSubmit();
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) delete form.dataset["sent"];
  });
  addEventListener("offline", () => {
    const player = document.getElementById("player"); // there the saved line says it, without a word in the way
    if (!player) toast("The connection is gone. Pages need it; a running training session goes on without.");
  });
}

wire();
