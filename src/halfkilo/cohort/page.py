"""`docs/cohort.md`: what the virtual people say about the rules, written anew by `halfkilo cohort compare --docs`."""

from __future__ import annotations

from collections.abc import Sequence

from halfkilo.cohort.comparison import CEILING, FLARES_MOST, OURS, SHARE_LEAST, Comparison
from halfkilo.cohort.policies import policies
from halfkilo.cohort.table import against, markdown, with_range
from halfkilo.dose import RULES

HEAD = """# The rules on virtual people

Written by `halfkilo cohort compare --docs`; don't edit by hand. **None of this is evidence in real people.** It is a model of people
who live with pain ([people.md](people.md)), made to find faults in dosing rules before a real person meets them. What it says holds
inside the model only.

Every policy meets the same people: the same bodies, the same bad days, the same habits. Counted are all who begin, also those who leave.
Strength is the true gain over the joints that the programme trains. A flare counts as provoked by load where it would not have begun
without that day's load. Intervals are 95 %, over people.
"""

AGAIN = """## Again, and your own

```
halfkilo cohort compare                                   # 200 people, 26 weeks, every policy
halfkilo cohort compare --people 40 --policies halfkilo,oracle,traffic_light
halfkilo cohort compare --biology double,unrelated        # other biologies; all of them: --biology all
halfkilo cohort compare --biology mine:person             # your own: a function of a number that gives a person (people.md)
halfkilo cohort compare --seed-from 10000 --out results   # other people; outcomes, table and chart as files
halfkilo cohort compare --engine dask --scheduler tcp://127.0.0.1:8786
```

The same numbers come out whichever engine lives them, and however many processes.

## How it is lived

One person, one policy, one day after another (`cohort/loop.py`): the morning's answers, three planned training days a week of 20 minutes,
the night. For our own rules the real engine decides: `cohort/engine.py` folds what a site would write and asks `dose.today`, with a yes or
no from the person to every offer. The **oracle** uses the same engine but replaces the rules about answers: it knows what each place bears
today and what each dose asks of it, all exercises of the session together, and is bound by the same gates, way back, limits, grid,
unlocking, consent and steps. It is the ceiling of what rules within these bounds could do. Its first doses are the engine's own, before it
has a say.

**Peers** follow rules that anybody can read, in their makers' favour: the programme's first choices with as many sets as fit the time, a
first load at 80 % of a comfortable one, no question asked before a load goes up. The column "steps past ours" counts their rises past our
invariants (10 % a step and a week, one variable a time). For our own rules it must be nought: an account of every dose is kept beside the
engine (`cohort/watch.py`), asking it nothing.
"""


def page(comparisons: Sequence[Comparison], picture: str) -> str:
    """The whole page; the first comparison is the main one."""
    first = comparisons[0]
    parts = [HEAD, _main(first, picture), _policies(first)]
    parts += [_robust(comparisons)] if len(comparisons) > 1 else []
    return "\n".join([*parts, AGAIN])


def _main(one: Comparison, picture: str) -> str:
    plan = one.plan
    lost = one.losses()
    said = ["Where it loses:", *(f"- {loss}" for loss in lost)] if lost else ["It holds what it is to reach in this model."]
    return "\n".join([
        f"## {plan.people} people, {plan.weeks} weeks, biology \"{plan.biology}\", rules {RULES}", "",
        f"People {plan.first} to {plan.first + plan.people - 1}.", "",
        f"![Strength gained against flares provoked by load]({picture})", "", markdown(one.rows), "", against(one), "",
        f"It is to reach {100 * SHARE_LEAST:.0f} % of the oracle's gain, at most {FLARES_MOST:g} times its load flares, and "
        "fewer than every peer that gains as much.", "", *said, ""])


def _policies(one: Comparison) -> str:
    lines = [f"| {name} | {policies()[name].about} |" for name in one.plan.names]
    return "\n".join(["## The policies", "", "| policy | what it does |", "|---|---|", *lines, ""])


def _robust(comparisons: Sequence[Comparison]) -> str:
    head = ["biology", "halfkilo, %", "oracle, %", "share", "load flares: halfkilo", "oracle", "peers that gain as much, fewest first"]
    lines = ["## Where the biology is another one", "",
             "People with another body each; how many, in brackets. Losses are shown, not tuned away.", "",
             "| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 2) + "---|", *(_line(one) for one in comparisons), ""]
    lost = [f"- **{one.plan.biology}**: {loss}" for one in comparisons for loss in one.losses()]
    return "\n".join([*lines, *(["Where it loses:", "", *lost, ""] if lost else [])])


def _line(one: Comparison) -> str:
    ours, ceiling, reached = one.row(OURS), one.row(CEILING), one.share
    peers = ", ".join(f"{peer.policy} {peer.gain.mean:.1f} % at {peer.load_flares.mean:.2f}" for peer in one.as_good()[:2])
    cells = [f"{one.plan.biology} ({one.plan.people})",
             with_range(ours.gain, 1) if ours else "", f"{ceiling.gain.mean:.1f}" if ceiling else "",
             f"{100 * reached.mean:.0f} %" if reached else "",
             with_range(ours.load_flares, 2) if ours else "", f"{ceiling.load_flares.mean:.2f}" if ceiling else "", peers]
    return "| " + " | ".join(cells) + " |"
