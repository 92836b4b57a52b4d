"""What the engine says to a whole recording, worked out once when it comes in: later versions may say otherwise, and labels stay beside
what was said then."""

from __future__ import annotations

from halfkilo import __version__
from halfkilo.form.baseline import LEAST, Baseline
from halfkilo.form.exercise import Known
from halfkilo.form.landmarks import Landmarks
from halfkilo.form.recordings.about import FAULT, MOST_REPETITIONS, Engine, Found
from halfkilo.form.score import scores
from halfkilo.form.watcher import Repetition, watch


def engine(seen: Landmarks, exercise: Known, usual: Baseline | None = None) -> Engine:
    """usual: the person's own baseline, seen from the same place; without one the first three repetitions are it, and are not judged."""
    if exercise.signal is None:
        return Engine(__version__, False)
    found = list(watch(seen, exercise, usual, own=usual is None))[:MOST_REPETITIONS]
    drawn = scores([one.shape for one in found])
    return Engine(__version__, True, tuple(_told(one, score.whole, exercise) for one, score in zip(found, drawn, strict=True)))


def _told(one: Repetition, score: float, exercise: Known) -> Found:
    def ms(seconds: float) -> int:
        return max(0, round(1000 * seconds))

    verdict = one.verdict
    why = "" if verdict is not None and verdict.off is not None else "baseline" if verdict is None and one.number <= LEAST else "unseen"
    fault = exercise.faults[verdict.fault].words if verdict and verdict.fault is not None else None
    return Found(one.number, ms(one.cut.start), ms(one.cut.turn), ms(one.cut.end), round(score) if score == score else 0,
                 verdict.off if verdict else None, why, fault, (verdict.part or "") if verdict else "", _cue(one.cue, fault))


def _cue(cue: str | None, fault: int | None) -> str:
    """Faults by their place among the exercise's words, as labels name them."""
    return f"{FAULT}{fault}" if cue and cue.startswith(FAULT) else cue or ""
