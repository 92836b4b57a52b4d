/** One canvas: draws the person, and beside them the fault if asked; only when something has changed and only while seen. */
import { PerspectiveCamera, Scene, WebGLRenderer } from "three";
import { bestView } from "./best-view.ts";
import { type Axes, axesOf, eased, type Fit, fitBoth, LENS, type Seen, type Stand, type View } from "./camera.ts";
import type { Clip, Moment, Vec } from "./clip.ts";
import { Clock, ended } from "./clock.ts";
import type { FigureFile } from "./figure-file.ts";
import { between } from "./kinematics.ts";
import type { Showing } from "./orders.ts";
import { Pace } from "./pace.ts";
import { bodyOf, Person } from "./person.ts";
import { plus, unit } from "./solids.ts";
import { type Limit, limitOf } from "./way.ts";

const TURN_MS = 260;
const REFINE_MS = 140;

/** What a stage tells: how far it is, and that a picture should fade into the next. */
export interface Ears {
  at(seconds: number, drawn: number): void;
  best(view: View): void;
  cover(picture: ImageBitmap): void;
}

/** What is drawn on, and whether a graphics processor does it. */
export interface Paper {
  readonly canvas: OffscreenCanvas;
  readonly context: WebGL2RenderingContext;
  readonly fast: boolean;
}

interface Shown {
  readonly frame: number;
  readonly mirror: boolean;
}

export class Stage {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera((Math.atan(LENS) * 360) / Math.PI, 1, 0.5, 60);
  readonly #pace: Pace;
  readonly #clock: Clock;
  #persons: Person[] = [];
  #limit: Limit = (frame) => frame;
  #seen: { readonly body: Seen[]; readonly machine: Seen[] } = { body: [], machine: [] };
  #moment: Shown = { frame: 0, mirror: false };
  #drawnMoment: Shown | null = null;
  #from: Stand;
  #to: Stand;
  #turning = -Infinity;
  #then = 0;
  #said = 0;
  #drawn = 0;
  #ticket = 0;
  #covering = false;
  #moving = false;
  #refining = false;
  #later: ReturnType<typeof setTimeout> | undefined;

  readonly canvas: OffscreenCanvas;
  readonly clip: Clip;
  readonly ears: Ears;
  figure: FigureFile;
  showing: Showing;

  constructor({ canvas, context, fast }: Paper, clip: Clip, figure: FigureFile, showing: Showing, stand: Stand, ears: Ears) {
    [this.canvas, this.clip, this.figure, this.showing, this.ears] = [canvas, clip, figure, showing, ears];
    this.#pace = new Pace(fast);
    this.#renderer = new WebGLRenderer({ canvas, context, alpha: true });
    this.#renderer.setClearColor(0, 0);
    this.#camera.up.set(0, 0, 1);
    [this.#from, this.#to] = [stand, stand];
    this.#clock = new Clock(showing.phases);
    canvas.addEventListener("webglcontextrestored", () => this.wake());
    this.#cast();
    this.#seek();
  }

  /** Something has changed: show it, unless nobody looks. */
  wake(): void {
    if (this.#ticket || !this.showing.seen || this.#covering) return;
    this.#ticket = requestAnimationFrame((now) => this.#tick(now));
  }

  change(change: Partial<Showing>): void {
    const [old, now] = [this.showing, { ...this.showing, ...change }];
    this.showing = now;
    if (now.phases !== old.phases) this.#retime(now);
    if (now.playing && !old.playing) this.#then = 0;
    if (now.load !== old.load || now.fault !== old.fault || now.range !== old.range || now.left !== old.left) this.#cast();
    else for (const person of this.#persons) person.change(now);
    if (now.fault !== null && now.fault !== old.fault) this.#best(now.fault);
    if (change.playing !== undefined || change.range !== undefined || change.calm !== undefined) this.#seek();
    this.wake();
  }

  /** Another body shape. */
  reshape(figure: FigureFile): void {
    this.figure = figure;
    for (const person of this.#persons) person.dispose();
    this.#persons = [];
    this.#cast();
    this.wake();
  }

  seek(seconds: number): void {
    this.#clock.seconds = seconds;
    this.#seek();
  }

  /** One moment of somebody else's clock. */
  show(moment: Shown): void {
    this.#moment = moment;
    this.wake();
  }

  look(stand: Stand, ease: boolean): void {
    const now = performance.now();
    this.#from = this.#stand(now);
    this.#to = stand;
    this.#turning = ease && !this.showing.calm ? now : -Infinity;
    this.wake();
  }

  /** The page has laid the last picture over this one: the next may come. */
  covered(): void {
    this.#covering = false;
    this.#drawnMoment = this.#moment;
    this.wake();
  }

  close(): void {
    cancelAnimationFrame(this.#ticket);
    clearTimeout(this.#later);
    this.showing = { ...this.showing, seen: false };
    for (const person of this.#persons) person.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
  }

  #retime(now: Showing): void {
    const share = this.#clock.whole > 0 ? this.#clock.seconds / this.#clock.whole : 0;
    this.#clock.phases = now.phases;
    this.#clock.seconds = share * this.#clock.whole;
  }

  /** Who is in the picture, and where they may be seen. */
  #cast(): void {
    const wanted = this.showing.fault === null ? 1 : 2;
    const geometry = this.#persons.length < wanted ? bodyOf(this.figure) : null;
    while (geometry && this.#persons.length < wanted) {
      const person = new Person(this.figure, geometry, this.clip, this.showing);
      this.#scene.add(person.group);
      this.#persons.push(person);
    }
    while (this.#persons.length > wanted) this.#persons.pop()?.dispose();
    for (const person of this.#persons) person.change(this.showing);
    const first = this.#persons[0] as Person;
    this.#limit = limitOf(first.rows(null), this.showing.phases, this.showing.range);
    this.#measure();
    this.#drawnMoment = null;
  }

  #measure(): void {
    const mirrors = this.showing.phases.some((phase) => phase.mirror) ? [false, true] : [this.showing.left];
    const found = this.#persons.map((person, at) => person.places(person.rows(at ? this.showing.fault : null), mirrors));
    this.#seen = { body: found.flatMap(({ body }) => body), machine: found.length > 1 ? [] : found.flatMap(({ machine }) => machine) };
  }

  /** Says from where this fault shows best, unless the exercise has said so itself. */
  #best(fault: number): void {
    const [person] = this.#persons;
    if (!person || this.clip.faults?.[fault]?.view) return;
    this.ears.best(bestView((row) => person.outline(row), person.rows(null), person.rows(fault), this.clip.base, this.clip.view));
  }

  #seek(): void {
    this.show(this.#of(this.#clock.moment));
  }

  #of(moment: Moment): Shown {
    const { frame, phase } = this.showing.calm ? ended(moment) : moment;
    return { frame, mirror: phase.mirror };
  }

  #tick(now: number): void {
    this.#ticket = 0;
    clearTimeout(this.#later);
    const { playing, calm } = this.showing;
    this.#moving = (playing && !calm) || now - this.#turning < TURN_MS;
    if (playing && !calm) {
      if (this.#then) this.#clock.advance((now - this.#then) / 1000);
      this.#then = now;
      this.#moment = this.#of(this.#clock.moment);
    }
    if (calm && this.#drawnMoment && !same(this.#drawnMoment, this.#moment)) return void this.#fade(this.#drawnMoment);
    this.#draw(this.#moment, now);
    this.#drawnMoment = this.#moment;
    this.#tell(now);
    if (this.#moving) {
      this.#pace.drawn(now);
      this.wake();
    } else if (this.#pace.refines && !this.#refining) this.#refineSoon();
    this.#refining = false;
  }

  /** Without a graphics processor a first picture comes quickly, and a good one when nothing has changed for a moment. */
  #refineSoon(): void {
    this.#later = setTimeout(() => {
      this.#refining = true;
      this.wake();
    }, REFINE_MS);
  }

  #tell(now: number): void {
    if (this.showing.playing && this.#drawn > 3 && now - this.#said < 90) return;
    this.#said = now;
    this.ears.at(this.#clock.seconds, this.#drawn);
  }

  /** Reduced motion: the last picture is laid over, then the next is drawn beneath it, and the page lets the cover fade. */
  async #fade(last: Shown): Promise<void> {
    this.#covering = true;
    this.#draw(last, performance.now());
    this.ears.cover(await createImageBitmap(this.canvas));
  }

  #stand(now: number): Stand {
    return eased(this.#from, this.#to, (now - this.#turning) / TURN_MS);
  }

  #draw(moment: Shown, now: number): void {
    this.#sized();
    this.#persons.forEach((person, at) => {
      const rows = person.rows(at ? this.showing.fault : null);
      const frame = Math.min(rows.length - 1, Math.max(0, this.#limit(moment.frame)));
      const low = Math.floor(frame);
      const [a, b] = [rows[low] ?? [], rows[Math.min(rows.length - 1, low + 1)] ?? []];
      person.pose(between(a, b, frame - low), this.showing.left !== moment.mirror);
    });
    this.#aim(this.#stand(now));
    this.#renderer.render(this.#scene, this.#camera);
    this.#drawn++;
  }

  #aim(stand: Stand): void {
    const axes = axesOf(stand);
    const apart = this.#spread(axes);
    const [wide, high] = this.showing.size;
    const fit = this.#fit(axes, apart, Math.max(0.2, wide / Math.max(1, high)), stand.zoom);
    const target = plus(plus([0, 0, 0], axes.right, fit.x), axes.up, fit.y);
    const eye = plus(target, axes.near, fit.distance);
    this.#camera.position.set(...eye);
    this.#camera.lookAt(...target);
    const key = unit(plus(plus([0, 0, 0.85], axes.right, -0.5), axes.near, 0.62));
    this.#persons.forEach((person, at) => {
      person.group.position.set(...plus([0, 0, 0], axes.right, apart * (at - (this.#persons.length - 1) / 2)));
      person.group.updateMatrixWorld(true);
      person.face(axes.near, key);
    });
  }

  /** How far apart two persons stand, so that neither covers the other. */
  #spread({ right }: Axes): number {
    if (this.#persons.length < 2) return 0;
    const across = this.#seen.body.map(([at]) => at[0] * right[0] + at[1] * right[1]);
    return Math.max(...across) - Math.min(...across) + 0.28;
  }

  #fit(axes: Axes, apart: number, aspect: number, zoom: number): Fit {
    if (!apart) return fitBoth(this.#seen.body, this.#seen.machine, axes, aspect, zoom);
    const moved = (by: number): Seen[] => this.#seen.body.map(([at, radius]) => [plus(at, axes.right, by) as Vec, radius] as const);
    return fitBoth([...moved(-apart / 2), ...moved(apart / 2)], [], axes, aspect, zoom);
  }

  #sized(): void {
    const [wide, high, dense] = this.showing.size;
    const density = this.#pace.density(dense, !this.#moving && (this.#refining || !this.#pace.refines));
    const [width, height] = [Math.max(1, Math.round(wide * density)), Math.max(1, Math.round(high * density))];
    if (this.canvas.width === width && this.canvas.height === height) return;
    this.#renderer.setSize(width, height, false);
    this.#camera.aspect = width / height;
    this.#camera.updateProjectionMatrix();
  }
}

const same = (a: Shown, b: Shown): boolean => a.frame === b.frame && a.mirror === b.mirror;
