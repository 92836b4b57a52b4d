"""Renders the preview pages with realistic data into a folder and serves it on this machine only, with the site's content policy.

    python src/halfkilo/web/front/tools/preview.py OUT [--port 5191]

For looking at the pieces while designing; the site itself never uses it.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

WEB = Path(__file__).resolve().parent.parent.parent
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'"
WHY = [
    "Your knee was 2 above its usual this morning, so the load stays.",
    "Last time you did all 12, and it felt like 5 of 10.",
    "Pain during it was 3, which is green for you.",
    "It had settled by the next morning.",
]


def item(name: str, slug: str, **more: Any) -> dict[str, Any]:
    """One exercise of the session; `more` replaces what is usual."""
    usual: dict[str, Any] = {
        "exercise": slug, "name": name, "variant": "cable", "side": "both", "sets": 2, "target": 12, "count": "reps",
        "grams": 8500, "step": 500, "ceiling": 40000, "tempo": [2, 0, 3, 1], "rest_s": 60, "ask": True,
        "last": {"effort": 5, "peak": 2}, "breathe": "Breathe out as you pull.", "pulley": "middle", "pieces": 1,
        "cues": ["Sit tall, ribs over hips.", "Pull your elbows back along your sides.", "Let the handle go forward slowly."],
        "setup": ["Sit on a firm chair facing the gym.", "Hold the handle with both hands."], "why": WHY, "easier": None,
        "faults": [{"see": "Shoulders creeping up", "try": "Think of long collar bones."}], "clip": f"clips/{slug}.json", "swap": [],
    }
    return {**usual, **more}


def session() -> dict[str, Any]:
    """A believable training day."""
    body = {"variant": "body", "grams": 0, "pulley": None}
    row = item("Seated row", "seated_row", swap=[item("Standing row", "standing_row"), item("Supported row", "supported_row", **body)])
    stand = item("Chair stand", "chair_stand", **body, easier=item("Chair stand, higher seat", "chair_stand_high", **body))
    calm = item("Slow breathing", "slow_breathing", **body, count="minutes", target=2, sets=1, ask=False, tempo=[4, 0, 6, 0])
    march = item("Seated march", "seated_march", **body, count="seconds", target=45, sets=1, ask=False, tempo=[1, 0, 1, 0])
    finder = {"grams": 2000, "sets": 1, "target": 3, "steps": [2000, 3000, 4000]}
    press = item("Floor press", "floor_press", variant="dumbbell", pieces=2, pulley=None, **finder)
    parts = [
        {"kind": "warm_up", "purpose": "warms your hips and back", "items": [march]},
        {"kind": "strength", "purpose": "for lifting and carrying", "items": [row, stand, press]},
        {"kind": "calm", "purpose": "lets everything settle", "items": [calm]},
    ]
    tracked = [{"region": "low_back", "words": "Your low back", "before": 3}]
    return {"session": "019395a0-5c00-7000-8000-000000000001", "on": "2026-11-22", "minutes": 20, "mode": "normal",
            "parts": parts, "tracked": tracked, "emergency": "112"}


def loads() -> dict[str, Any]:
    """One exercise over ten weeks."""
    grams = [6000, 6000, 6000, 6500, 6500, 7000, 7000, 7000, 5500, 6500, 7000, 7500, 7500, 7500, 8000, 8000, 8500, 8500]
    first = date(2026, 9, 14)
    points = [{"on": (first + timedelta(4 * n)).isoformat(), "grams": g, "low": g - 600, "high": g + 600} for n, g in enumerate(grams)]
    return {"exercise": "seated_row", "step": 500, "points": points}


def plan() -> list[dict[str, Any]]:
    """Today's exercises as `parts/plan.html` shows them."""
    row = {"name": "Seated row", "load": "8.5 kg", "target": "2 × 12", "purpose": "for lifting and carrying"}
    stand = {"name": "Chair stand", "load": "your weight", "target": "2 × 10", "purpose": "for stairs and getting up"}
    return [{**row, "why": WHY, "rule": "Rule E4"}, {**stand, "why": WHY, "rule": "Rule E7"}]


def different() -> list[dict[str, Any]]:
    """Anything different today?"""
    ill = {"value": "ill", "words": "I'm ill", "hint": "We rest or go very gently."}
    flare = {"value": "flare", "words": "This is a flare", "hint": "Your word is enough."}
    return [{"value": "no", "words": "No", "on": True}, ill, flare]


def context() -> dict[str, Any]:
    """Everything the preview pages show."""
    words = (("Today", True), ("Progress", False), ("Exercises", False), ("Your data", False))
    steps = loads()
    looks = ["done", "done", "short", "done", "rescue", "rescue", "done", "done", "", "done", "done", "planned", "planned"]
    return {
        "nav": [{"url": "#", "words": text, "here": here} for text, here in words],
        "why": WHY,
        "chosen": ["low_back", "knee_left"],
        "ruler": {"step": 500, "last": 8500, "today": 8500, "next": 9000, "low": 0, "high": 9000, "words": "8.5 kg now."},
        "times": [{"value": n, "words": f"{n} min", "on": n == 20} for n in (10, 20, 30)],
        "different": different(),
        "load": steps,
        "loads": [{"on": point["on"], "load": point["grams"] / 1000} for point in steps["points"][-5:]],
        "dots": [{"look": look, "words": look or "missed"} for look in looks],
        "session": session(),
        "person": "preview",
        "csrf_token": "preview",
        "home": "home.html",
        "items": plan(),
    }


def render(out: Path) -> None:
    """Writes the pages and a copy of the built files to `out`."""
    import django
    from django.conf import settings
    from django.template.loader import render_to_string

    settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles"], STATIC_URL="static/", SECRET_KEY="preview only, serves nothing",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [WEB / "front/preview", WEB / "templates"],
                    "OPTIONS": {"libraries": {"front": "halfkilo.web.templatetags.front"}}}])
    django.setup()
    out.mkdir(parents=True, exist_ok=True)
    for page in sorted((WEB / "front/preview").glob("*.html")):
        (out / page.name).write_text(render_to_string(page.name, context()), encoding="utf-8")
    (out / "clips").mkdir(exist_ok=True)
    for clip in (WEB.parent / "exercises").glob("*/clip.json"):
        shutil.copy(clip, out / "clips" / f"{clip.parent.name}.json")
    shutil.copytree(WEB / "static/dist", out / "static/dist", dirs_exist_ok=True)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Static files with the content policy; a post of entries is answered as the site would, storing nothing."""

    def do_POST(self) -> None:
        """Says "stored" for every entry."""
        read = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = json.dumps({"results": [{"id": entry["id"], "status": "stored"} for entry in read["entries"]]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(answer)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def main() -> None:
    """Renders, then serves until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    render(given.out)
    if given.port:
        handler = functools.partial(Handler, directory=str(given.out))
        http.server.ThreadingHTTPServer(("127.0.0.1", given.port), handler).serve_forever()


if __name__ == "__main__":
    main()
