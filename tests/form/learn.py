"""`python -m tests.form.learn`: fit the committed model.json on all seven people of UI-PRMD that may be used for it."""

from __future__ import annotations

import json

from halfkilo.form.change import MODEL
from halfkilo.form.channels import CHANNELS
from tests.form.people import compared, everybody, fitted, people

PROVENANCE = {
    "data": "UI-PRMD (Vakanski, Jun, Paul, Baker 2018, doi 10.3390/data3010002), Kinect, ten movements, done right and wrong on purpose, "
            " all but each person's first three right ones",
    "licence": "Open Data Commons Public Domain Dedication and License 1.0",
    "made by": "python -m tests.form.learn",
}


def main() -> None:
    """Fit and store."""
    data = compared(everybody())
    model = fitted(data, data.judged)
    yardstick = {name: round(float(value), 2) for name, value in zip(CHANNELS, model.everybody, strict=True)}
    rows = {"provenance": {**PROVENANCE, "people": list(people())}, "level": model.level, "bias": round(model.bias, 4),
            "weight": [round(float(v), 4) for v in model.weight], "middle": [round(float(v), 4) for v in model.middle],
            "size": [round(float(v), 4) for v in model.size], "everybody": yardstick}
    MODEL.write_text("{" + ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in rows.items()) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
