"""The coach beside the camera, fed with what a browser would send: counts, says little, and is silent when unsure."""

from __future__ import annotations

from halfkilo.form.live.stream import Stream
from tests.form import camera
from tests.form.test_exercises import noisy


class Camera:
    """A browser in front of the figure."""

    def __init__(self, slug, side="both", azimuth=0.0, **more):
        self.stream, self.slug, self.at, self.azimuth = Stream(), slug, 0, azimuth
        self.welcome = self.say("hello", exercise=slug, side=side, **more)[0]

    def say(self, kind, **more):
        return list(self.stream.hear({"is": kind} | more))

    def look(self, recording, **how):
        """Frames of a recording, with a second's pause before the next."""
        told = [each for message in camera.messages(recording, self.at, **how) for each in self.stream.hear(message)]
        self.at += round(1000 * float(recording.times[-1])) + 1000
        return told

    def set(self, loops=5, fault=None, seed=1, size=8.0, **how):
        """A whole set of the figure; what was told, but moments."""
        recording = camera.facing(noisy(camera.seen(self.slug, loops, fault, **how), size, seed), self.azimuth)
        told = [*self.say("set", on=True), *self.look(recording), *self.say("set", on=False)]
        return [one for one in told if one["is"] not in ("moment", "setup")]


def kinds(told, kind):
    return [one for one in told if one["is"] == kind]


def test_a_set_is_counted_told_and_kept():
    of = Camera("chair_stand")
    assert of.welcome["known"] and of.welcome["view"] == "front" and not of.welcome["baseline"]
    told = of.set(4)
    assert [one["n"] for one in kinds(told, "rep")] == [1, 2, 3, 4] and all(90 <= one["range"] <= 112 for one in kinds(told, "rep"))
    assert not kinds(told, "cue") and not kinds(told, "praise"), "without a baseline nothing is judged"
    (kept,) = of.say("comfortable")
    again = Camera("chair_stand", baseline={"features": kept["features"], "form": kept["form"]})
    assert again.welcome["baseline"]
    rep = kinds(again.set(3, seed=4), "rep")[-1]
    assert abs(rep["usual"] - rep["range"]) < 12 and rep["usual_tempo"] is not None
