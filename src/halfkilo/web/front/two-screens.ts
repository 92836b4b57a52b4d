/**
 * The player beside another screen of the same session: "On the TV" tells a screen across the room what is done, "Use my phone as the camera"
 * brings a phone as eyes and remote. Nothing is told before the person's tap; without the other screen the player is as it was.
 */
import "./styles/two-screens.css";
import { button, h } from "./dom.ts";
import type { Line } from "./form/line.ts";
import { lookFar, type Moved, type Now, onDoing, onMoved, remoted } from "./player/coaching.ts";
import { type GymState, onGym } from "./player/ports.ts";
import { told } from "./player/told.ts";
import { type Pass, screenPass } from "./screens-pass.ts";
import { t } from "./words.ts";

/** Kept for this window, so that a reload goes on telling. */
const KEY = "halfkilo.two-screens";
const PASS = "/tv/pass/";
const QR = "/camera/qr.svg";

const STILL: Moved = { count: 0, beat: null, arming: false };

class TwoScreens {
  readonly #tv = button(t("two.tv"), "quiet", () => this.#toggle());
  readonly #phone = button(t("two.phone"), "quiet wide-only", () => void this.#asCamera());
  readonly #note = h("section", { class: "two-screens", "aria-label": t("two.tv"), hidden: true });
  #line: Line | null = null;
  #now: Now | null = null;
  #moved = STILL;
  #gym: GymState | null = null;
  #since = 0;
  #said = "";

  constructor() {
    this.#tv.classList.add("on-tv");
    this.#pressed(false);
    onDoing((now) => this.#doing(now));
    onMoved((moved) => {
      this.#moved = moved;
      this.#tell();
    });
    onGym((gym) => {
      this.#gym = gym;
      this.#tell();
    });
    addEventListener("pagehide", () => this.#line?.end());
  }

  #doing(now: Now): void {
    const first = this.#now === null;
    if (this.#now?.screen !== now.screen || this.#now?.item !== now.item) {
      this.#gym = null; // what it held belongs to another screen
      this.#note.hidden = true;
    }
    this.#now = now;
    this.#moved = STILL;
    this.#since = performance.now();
    this.#place();
    if (first && sessionStorage.getItem(KEY) === now.session) void this.#join();
    this.#tell();
  }

  /** Both buttons stand in the player's head, the note where the coach's panel is. */
  #place(): void {
    const head = document.querySelector("#player .player-top");
    if (head && !head.contains(this.#tv)) head.append(this.#phone, this.#tv);
    const place = document.querySelector("#player [data-coach]");
    if (place && !place.contains(this.#note)) place.append(this.#note);
    this.#phone.hidden = !this.#now?.item;
  }

  #toggle(): void {
    if (!this.#line) return void this.#onTv();
    this.#line.end();
    this.#line = null;
    sessionStorage.removeItem(KEY);
    this.#note.hidden = true;
    this.#pressed(false);
  }

  #pressed(on: boolean): void {
    this.#tv.setAttribute("aria-pressed", String(on));
    this.#tv.textContent = t(on ? "two.off" : "two.tv");
  }

  async #onTv(): Promise<void> {
    const pass = await this.#join();
    if (!pass) return this.#say(h("p", {}, t("two.away")));
    const way = h("a", { href: pass.tv, target: "_blank", rel: "noopener" }, pass.tv.replace(/\?.*$/, ""));
    this.#say(h("p", {}, t("two.tv_how")), h("p", { class: "address" }, way), ...(pass.secure ? [] : [h("p", { class: "soft small" }, t("two.tv_here"))]));
  }

  async #asCamera(): Promise<void> {
    const pass = await this.#join();
    if (!pass) return this.#say(h("p", {}, t("two.away")));
    this.#note.hidden = true;
    lookFar(pass.secure ? invitation(pass) : h("div", { class: "bring" }, h("p", {}, t("two.insecure")), h("p", { class: "soft small" }, t("two.insecure_how"))));
  }

  #say(...nodes: Node[]): void {
    this.#note.replaceChildren(...nodes, button(t("two.close"), "quiet", () => (this.#note.hidden = true)));
    this.#note.hidden = false;
  }

  /** Open the line to the other screens, once. */
  async #join(): Promise<Pass | null> {
    const session = this.#now?.session ?? "";
    const first = await screenPass(PASS, session);
    if (this.#line || !first) return first;
    const { Line } = await import("./form/line.ts");
    const line = new Line({ heard: (heard) => heard.is === "remote" && remoted(heard.do), linked: (linked) => linked && this.#again() });
    this.#line = line;
    sessionStorage.setItem(KEY, session);
    this.#pressed(true);
    void line.join(() => screenPass(PASS, session), true);
    return first;
  }

  #again(): void {
    this.#said = "";
    this.#tell();
  }

  /** What changed, once: the gym speaks many times a second of one and the same load. */
  #tell(): void {
    if (!this.#line || !this.#now) return;
    const { rest: _, running: __, ...same } = told(this.#now, this.#moved, this.#gym, 0);
    const key = JSON.stringify([same, this.#moved.beat?.phase, this.#moved.beat?.rep]);
    if (key === this.#said) return;
    this.#said = key;
    this.#line.say(told(this.#now, this.#moved, this.#gym, (performance.now() - this.#since) / 1000));
  }
}

/** How the phone gets there: a code to scan, and the same in letters. */
function invitation(pass: Pass): HTMLElement {
  const code = h("img", { src: `${QR}?${new URLSearchParams({ session: pass.session })}`, alt: t("two.code"), width: 240, height: 240 });
  return h("div", { class: "bring" }, code, h("p", {}, t("two.phone_how")), h("p", { class: "address small" }, h("a", { href: pass.camera }, pass.camera.replace(/\?.*$/, ""))));
}

if (globalThis.document?.getElementById("player")) new TwoScreens();
