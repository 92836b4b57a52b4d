"""The report as FHIR: one DocumentReference with the PDF in it, for a Bundle of either release. Made on demand, never read back."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, time
from typing import Any

from halfkilo.exchange.fhir.codes import BASE, Version, own
from halfkilo.exchange.report.wish import Wish
from halfkilo.words import say


def reference(pdf: bytes, wish: Wish, version: Version, person: str = "person") -> dict[str, Any]:
    """The resource. person: id of the Patient it belongs to. Its own id follows from the bytes, so the same report is the same document."""
    made = datetime.combine(wish.made, time(), UTC).isoformat()
    digest = hashlib.sha256(pdf).hexdigest()
    span = {"start": wish.first.isoformat(), "end": wish.last.isoformat()}
    attachment = {"contentType": "application/pdf", "language": wish.language, "data": base64.b64encode(pdf).decode(),
                  "title": say("report.title", wish.language), "creation": made}
    return {"resourceType": "DocumentReference", "id": f"report-{digest[:32]}",
            "identifier": [{"system": f"{BASE}/report", "value": digest}], "status": "current", "docStatus": "final",
            "type": own("report", "visit", "Visit report"),
            "subject": {"reference": f"Patient/{person}"}, "date": made, "content": [{"attachment": attachment}],
            **({"period": span} if version is Version.R5 else {"context": {"period": span}})}
