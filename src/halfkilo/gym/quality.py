"""How far a device can be trusted, graded in public: every device folder has a `quality.toml`, and one battery checks them all."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from halfkilo import strict
from halfkilo.gym.errors import GymError
from halfkilo.gym.sensing import Quantity
from halfkilo.strict import Malformed

DEVICES = Path(__file__).parent / "devices"


class Kind(StrEnum):
    """What a device is to a person."""

    MACHINE = "machine"
    SENSOR = "sensor"
    MANUAL = "manual"
    REPLAY = "replay"


class Loads(StrEnum):
    """Whether halfkilo may ask it for a load. opt_in: only after the person's own written yes, capped low."""

    YES = "yes"
    OPT_IN = "opt_in"
    NEVER = "never"


class Facts(StrEnum):
    """How sure its protocol is. A: official and independently confirmed. B: two sources or a check. C: one source. D: disputed."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class State(StrEnum):
    """Where a rule stands."""

    DONE = "done"
    TODO = "todo"
    EXEMPT = "exempt"


class Tier(StrEnum):
    """The grade: every rule of a tier and of those below is done or exempt."""

    NONE = "none"
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"
    PLATINUM = "platinum"


RULES: dict[str, tuple[Tier, str]] = {
    "golden_vectors": (Tier.BRONZE, "Every message is checked against bytes written down beforehand."),
    "strict_codec": (Tier.BRONZE, "Bytes that make no sense become a counted problem, never a reading and never a crash."),
    "emulated": (Tier.BRONZE, "There is an emulated twin, so that everything can be tried without the device."),
    "round_trip": (Tier.SILVER, "What is encoded is decoded to the same."),
    "fuzzed": (Tier.SILVER, "Random and nearly right bytes were tried in great number."),
    "link_loss": (Tier.SILVER, "A lost link is noticed, told and mended, and nothing resumes by itself."),
    "virtual_air": (Tier.GOLD, "The driver talks to its emulated twin over a whole Bluetooth stack, or a real socket."),
    "identity_pinned": (Tier.GOLD, "Another device with the same name is not taken for this one."),
    "release_confirmed": (Tier.GOLD, "A stop counts as done when the device's own readings show it."),
    "lease": (Tier.GOLD, "The device lets go by itself when nobody renews the load."),
    "hardware": (Tier.PLATINUM, "Somebody used it with the real device and sent a recording."),
}


@dataclass(frozen=True)
class Rule:
    """One rule of one device. why: needed for todo and exempt."""

    state: State
    why: str = ""


@dataclass(frozen=True)
class Quality:
    """A device's page. name: folder. title: what people call it. about: one or two sentences for them.

    link: how it is reached (`bluetooth`, `advertisement`, `socket`, `none`). loads_why: needed unless loads is `yes` or it measures only.
    """

    title: str
    about: str
    kind: Kind
    link: str
    facts: Facts
    loads: Loads
    rules: dict[str, Rule]
    measures: tuple[Quantity, ...] = ()
    experimental: bool = False
    asks_unit: bool = False
    """It does not say whether it shows kilograms or pounds: the person does, when pairing (`#kg` or `#lb` after the address)."""
    loads_why: str = ""
    most_g: int = 0
    """Our own ceiling per cable, grams; 0 for what loads nothing."""
    notes: tuple[str, ...] = ()


class QualityBroken(GymError):
    """A quality file that may not stand as it is."""


def grade(quality: Quality) -> Tier:
    """The highest tier whose rules, and all below, are done or exempt."""
    reached = Tier.NONE
    for tier in (Tier.BRONZE, Tier.SILVER, Tier.GOLD, Tier.PLATINUM):
        if any(of is tier and quality.rules[rule].state is State.TODO for rule, (of, _) in RULES.items()):
            break
        reached = tier
    return reached


@cache
def qualities() -> dict[str, Quality]:
    """Every device by its folder's name.

    Raises:
        QualityBroken: with file and reason.
    """
    return {file.parent.name: read(file) for file in sorted(DEVICES.glob("*/quality.toml"))}


def read(file: Path) -> Quality:
    """One quality file.

    Raises:
        QualityBroken: with file and reason.
    """
    try:
        quality = strict.read(Quality, tomllib.loads(file.read_text("utf-8")))
    except (Malformed, ValueError) as error:
        raise QualityBroken(f"{file}: {error}") from error
    for problem in _problems(quality):
        raise QualityBroken(f"{file}: {problem}")
    return quality


def _problems(quality: Quality) -> list[str]:
    found = [f"rules.{name}: no such rule" for name in quality.rules if name not in RULES]
    found += [f"rules.{name} is missing" for name in RULES if name not in quality.rules]
    found += [f"rules.{name}: say why" for name, rule in quality.rules.items() if rule.state is not State.DONE and not rule.why]
    if quality.kind is not Kind.MACHINE and (quality.loads is not Loads.NEVER or quality.most_g):
        found.append("loads: only a machine loads")
    if quality.kind is Kind.MACHINE and quality.loads is not Loads.YES and not quality.loads_why:
        found.append("loads_why: say why it may not simply be loaded")
    if (quality.most_g > 0) != (quality.loads is not Loads.NEVER):
        found.append("most_g: a ceiling goes with loading, and only with it")
    return found
