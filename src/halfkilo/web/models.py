"""The tables. The journal is `EntryRow`; `Head` and `Checkpoint` are folds of it and can be made again; the rest is who may do what."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Person(models.Model):
    """Whose journal it is: one per account. demo: a made-up person to look around with. zone: where they live.
    shape, skin: which figure shows them the movements (`build.py`); nothing is the middle one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="person")
    name = models.CharField(max_length=80)
    demo = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, default="")
    language = models.CharField(max_length=12, default="")
    shape = models.CharField(max_length=12, default="")
    skin = models.CharField(max_length=12, default="")
    made = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.id)


class Head(models.Model):
    """Where one person's journal stands. Whoever appends locks this row first, so `seq` has no gaps.

    state: the fold as JSON, at most 64 kB. fold: version of the fold that made it. summary: what a caseload shows.
    """

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="head")
    seq = models.PositiveIntegerField(default=0)
    fold = models.PositiveIntegerField()
    state = models.TextField()
    summary = models.TextField(default="{}")


class EntryRow(models.Model):
    """One entry, as it was written. Rows are inserted and erased, never changed.

    id: unique over everybody. seq: place in the order of receipt, from 1 without gaps. instant: when it happened,
    milliseconds. subject: the exercise it is about, or `=` and its kind. canonical: the bytes that must be equal when the
    id is equal. received: milliseconds.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rows", db_index=False)
    seq = models.PositiveIntegerField()
    instant = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    canonical = models.BinaryField()
    digest = models.CharField(max_length=64)
    author = models.CharField(max_length=80)
    imported = models.BooleanField(default=False)
    received = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "seq"], name="entry_seq_once")]
        indexes = [models.Index(fields=["person", "instant", "id"], name="entry_fold_order"),
                   models.Index(fields=["person", "subject", "instant", "id"], name="entry_subject")]


class Checkpoint(models.Model):
    """The state after the entry at (instant, entry) in fold order, so that a late entry need not refold everything.

    count: entries folded so far. state: JSON, deflated.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="checkpoints")
    count = models.PositiveIntegerField()
    instant = models.BigIntegerField()
    entry = models.UUIDField()
    fold = models.PositiveIntegerField()
    state = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "count"], name="checkpoint_count_once")]


class Tombstone(models.Model):
    """Somebody was erased: nothing about them, only a salted hash that recognises their id if it ever comes back."""

    salt = models.CharField(max_length=32)
    mark = models.CharField(max_length=64, unique=True)


class Grant(models.Model):
    """A person lets an account see: role `clinician` or `helper`; scope: `all`, or parts of the record with commas."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20)
    scope = models.CharField(max_length=200, default="all")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "person"], name="grant_once")]


class Invitation(models.Model):
    """A one-time code that a person gives to somebody themselves. mark: keyed hash of the code, which is kept nowhere; until: milliseconds.
    Whoever deletes the row has used it, so it is used once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    mark = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20)
    scope = models.CharField(max_length=200, default="all")
    until = models.BigIntegerField()


class Suggestion(models.Model):
    """What a clinician would change and may not change alone: an entry that waits for the person's yes.

    kind, body: of the entry, as JSON. reason: in the clinician's words. made, answered: milliseconds. answer: yes, no or nothing yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="suggestions")
    who = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="suggested")
    kind = models.CharField(max_length=40)
    body = models.TextField()
    reason = models.CharField(max_length=200, default="")
    made = models.BigIntegerField()
    answer = models.CharField(max_length=8, default="")
    answered = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "answer", "made"], name="suggestion_open")]


class Traces(models.QuerySet["Trace"]):
    """Lines of the trail are added, and erased with their person; they are never changed or taken out."""

    def update(self, **values: object) -> int:
        """Refused."""
        raise TypeError("the trail is only added to")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("the trail is only added to")


class Trace(models.Model):
    """Who looked at a person's record or did something in it: one line of the trail that the person can read.

    who: nobody, once they were erased. what: the page or the act. about: a word more, never what somebody wrote. at: milliseconds.
    """

    objects = Traces.as_manager()

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="trail")
    who = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=20)
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=80, default="")
    at = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["person", "who", "what", "at"], name="trace_last")]


class DevicePin(models.Model):
    """One account's PIN on one device. device: hash of that device's cookie; the PIN is hashed together with the cookie,
    so it opens nothing anywhere else. misses: not-right PINs in a row."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pins")
    device = models.CharField(max_length=64, db_index=True)
    pin = models.CharField(max_length=200)
    misses = models.PositiveSmallIntegerField(default=0)
    used = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "device"], name="pin_once")]


class Tries(models.Model):
    """How often something was tried in a stretch of time. bucket: keyed hash of what and by whom. until: milliseconds."""

    bucket = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField()
    until = models.BigIntegerField()
