/** The heart rate from a strap the supervisor hears. Loaded only where a strap may guide. */
import { Watch } from "../trial/link.ts";
import { whole } from "../sensors.ts";
import { type Beat, type Terms, trusted } from "./talk.ts";

const KEPT = 900;

/** Collects trusted beats into `beats`, in seconds of `performance.now()`, until the page goes. */
export function listen(ticket: string, of: Terms, beats: Beat[]): void {
  let upto = -1;
  const watch = new Watch("HeartRate", ticket, () => {
    for (const { at_us, sample } of watch.readings.since(upto)) {
      upto = at_us;
      const bpm = whole(sample["bpm"]);
      if (trusted(bpm, sample["contact"], of)) beats.push({ at: performance.now() / 1000, bpm });
    }
    if (beats.length > KEPT) beats.splice(0, beats.length - KEPT);
  });
  void watch.start();
  addEventListener("pagehide", () => watch.stop());
}
