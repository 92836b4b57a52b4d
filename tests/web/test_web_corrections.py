"""Corrections stop at what others said: a stop sign, and a clinician's word that a file claims."""

from __future__ import annotations

from datetime import timedelta

import pytest

from halfkilo.journal.fields import Why
from halfkilo.journal.kinds import corrected, limit_set, stopped
from halfkilo.journal.store import Fate
from halfkilo.web import clock, service
from tests.conftest import Cast
from tests.web.life import STORE, entry


@pytest.mark.hazard("H15")
def test_a_stop_sign_is_not_corrected_away(cast: Cast) -> None:
    now = clock.now()
    sign = entry("stopped", stopped.Body(now.date(), Why.SIGN, sign="chest_pressure"))
    STORE.append(cast.asha.pk, [sign])
    result = STORE.append(cast.asha.pk, [entry("corrected", corrected.Body(sign.id), now + timedelta(seconds=1))])[0]

    assert result.fate is Fate.REFUSED and "cleared" in result.problem
    assert STORE.state(cast.asha.pk)["screen"]["signs"]


def test_a_file_does_not_void_a_clinicians_limit(cast: Cast) -> None:
    body = limit_set.Body(limit_set.What.LOAD_MOST, 5_000, exercise="seated_row")
    limit = entry("limit_set", body, author="clinician:rao")
    STORE.append(cast.asha.pk, [limit])
    forged = entry("corrected", corrected.Body(limit.id), author="clinician:rao")

    assert [one.fate for one in service.take_in(cast.asha, [forged])] == [Fate.REFUSED]
    assert STORE.state(cast.asha.pk)["limits"][-1]["value"] == 5_000
