"""How often something may be tried, counted in the database so that all workers count together.

Who tried is kept only as a keyed hash. A limit lets `most` tries through in `seconds`, then asks to wait.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F

from halfkilo.web import clock
from halfkilo.web.models import Tries
from halfkilo.web.templatetags.say import say


class TooOften(Exception):
    """Tried too often, said in the language of the page. `wait` is how many seconds are left."""

    def __init__(self, wait: int) -> None:
        super().__init__(say("door.problem.too_often", minutes=max(1, round(wait / 60))))
        self.wait = wait


@dataclass(frozen=True)
class Limit:
    """At most `most` tries of `what` by one key in `seconds`."""

    what: str
    most: int
    seconds: int

    def hit(self, key: str) -> None:
        """Count one try.

        Raises:
            TooOften: it is one too many.
        """
        bucket, now = self._bucket(key), clock.instant()
        with transaction.atomic():
            if not Tries.objects.filter(pk=bucket, until__gt=now).update(count=F("count") + 1):
                Tries.objects.update_or_create(pk=bucket, defaults={"count": 1, "until": now + self.seconds * 1000})
            count, until = Tries.objects.values_list("count", "until").get(pk=bucket)
        if count > self.most:
            raise TooOften(max(1, (until - now) // 1000))

    def forget(self, key: str) -> None:
        """Start counting anew, after a try that was right."""
        Tries.objects.filter(pk=self._bucket(key)).delete()

    def _bucket(self, key: str) -> str:
        return hmac.new(settings.SECRET_KEY.encode(), f"{self.what}\n{key}".encode(), hashlib.sha256).hexdigest()


SIGN_IN_NAME = Limit("sign-in-name", 10, 900)
SIGN_IN_FROM = Limit("sign-in-from", 40, 900)
SIGN_UP_FROM = Limit("sign-up-from", 20, 3600)
LOOK_FROM = Limit("look-from", 60, 3600)
CHANGES = Limit("changes", 20, 900)


def sweep() -> int:
    """Throw away what no longer counts; returns how many rows."""
    return Tries.objects.filter(until__lt=clock.instant()).delete()[0]
