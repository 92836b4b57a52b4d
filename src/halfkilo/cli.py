"""The `halfkilo` command. Each subcommand imports what it needs when it is called, so that `halfkilo today` starts at once."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from halfkilo.exchange.outs import Format
from halfkilo.units import Side

app = typer.Typer(name="halfkilo", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
                  help="Strength training at home for people who live with chronic pain, half a kilo at a time.")

Data = Annotated[Path | None, typer.Option(help="Data folder of the site (else HALFKILO_DATA, else ./data).", file_okay=False)]
Person = Annotated[str | None, typer.Option(help="Whose record: the name somebody signs in with here.")]
Journal = Annotated[Path | None, typer.Option(help="A journal file (JSON Lines) instead of the site.", dir_okay=False)]
Rules = Annotated[Path | None, typer.Option(help="The site's own numbers of the dose (else HALFKILO_RULES, else ours).", dir_okay=False)]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day, such as 2026-11-22.")]


@app.command()
def today(journal: Annotated[Path, typer.Option(help="The journal file (JSON Lines).", dir_okay=False)],
          on: Day,
          minutes: Annotated[int | None, typer.Option(help="2, 10, 20 or 30 (else as planned).", min=2, max=30)] = None,
          json: Annotated[bool, typer.Option("--json", help="As JSON, with the entry to append under `proposed`.")] = False,
          rules: Rules = None) -> None:
    """Decide a day's session from a journal file."""
    from halfkilo.commands.day import show

    show(journal, _day(on), minutes, json, rules)


@app.command("rules")
def rules_(json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
           markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown, for docs/rules.md.")] = False,
           rules: Rules = None,
           write: Annotated[Path | None, typer.Option(help="Write a file of every number that may be set.", dir_okay=False)] = None,
           check: Annotated[Path | None, typer.Option(help="Look over such a file.", dir_okay=False)] = None) -> None:
    """Show the rules of the dose: when, then, from where, how sure."""
    from halfkilo.commands import rules as table

    if sum((json, markdown, write is not None, check is not None)) > 1:
        raise typer.BadParameter("choose one of --json, --markdown, --write and --check")
    if write is not None:
        table.write(write)
    elif check is not None:
        table.check(check)
    else:
        table.show(rules, json, markdown)


@app.command()
def schema(table: Annotated[bool, typer.Option("--table", help="What each value means, as a table (CSV).")] = False) -> None:
    """Print the JSON Schema of a journal line, or its data dictionary."""
    from halfkilo.commands.journals import schema as show

    show(table)


@app.command()
def check(file: Annotated[Path, typer.Argument(help="The journal file (JSON Lines).", dir_okay=False)]) -> None:
    """Name every line of a journal file that does not fit."""
    from halfkilo.commands.journals import check as look

    look(file)


@app.command("import")
def import_(file: Annotated[Path, typer.Argument(help="A journal, or what another program wrote.", dir_okay=False)],
            person: Person = None, journal: Journal = None, data: Data = None,
            answer: Annotated[list[str] | None, typer.Option(help="KEY=VALUE, for what a log does not say, such as unit=kg.")] = None,
            dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
            partly: Annotated[bool, typer.Option("--partly", help="Take what fits and leave out the rest.")] = False) -> None:
    """Take in a journal, a log of Strong, Hevy, FitNotes or wger, FIT, Apple Health, FHIR or Open mHealth: its content says which."""
    from halfkilo.commands.journals import bring_in

    bring_in(file, person, journal, data, answers=answer or [], dry_run=dry_run, partly=partly)


@app.command()
def export(out: Annotated[str, typer.Argument(help="The file to write; - for standard output.")],
           person: Person = None, journal: Journal = None, data: Data = None,
           form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.JSONL,
           csv: Annotated[bool, typer.Option("--csv", help="Short for --format csv.")] = False,
           with_report: Annotated[bool, typer.Option("--with-report", help="In FHIR: the visit report as well.")] = False) -> None:
    """Write everything out: JSON Lines that any halfkilo takes in again, or what other programs read."""
    from halfkilo.commands.journals import send_out

    send_out(out, person, journal, data, form=Format.CSV if csv else form, with_report=with_report)


@app.command()
def report(out: Annotated[Path, typer.Option("--out", "-o", help="The PDF to write.", dir_okay=False)],
           person: Person = None,
           journal: Annotated[Path | None,
                              typer.Option("--journal", "--file", help="A journal file instead of the site.", dir_okay=False)] = None,
           data: Data = None,
           since: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day (else twelve weeks).")] = None,
           until: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day (else today).")] = None,
           language: Annotated[str, typer.Option(help="Language of the report: en, hi, de, es.")] = "en",
           name: Annotated[str, typer.Option(help="A name to print on it (else none).")] = "",
           question: Annotated[str | None, typer.Option(help="The question for the visit (else as noted).")] = None) -> None:
    """Make the visit report: one page and an appendix, as tagged PDF."""
    from halfkilo.commands import report as visit

    visit.write(out, person, journal, data, visit.Asked(_day(since) if since else None, _day(until) if until else None, language, name,
                                                       question))


@app.command()
def evaluate(form: Annotated[str, typer.Option("--format", help="text, json or csv.")] = "text", data: Data = None) -> None:
    """The site's programme in figures, of those who agreed: taking part, outcomes, unwanted events. Small counts are hidden."""
    from halfkilo.commands.evaluate import Shape, show

    if form not in set(Shape):
        raise typer.BadParameter(f"choose one of {', '.join(Shape)}")
    show(data, Shape(form))


@app.command()
def backup(folder: Annotated[Path, typer.Argument(help="Where to put the backup.", file_okay=False)], data: Data = None) -> None:
    """Copy database and files into one zip, while the site runs or not."""
    from halfkilo.commands.keep import backup as copy

    copy(folder, data)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="The backup.", dir_okay=False)], data: Data = None,
            replace: Annotated[bool, typer.Option("--replace", help="Replace what stands here.")] = False) -> None:
    """Put a backup back. The site must be stopped."""
    from halfkilo.commands.keep import restore as put_back

    put_back(file, data, replace=replace)


@app.command("reset-password")
def reset_password(name: Annotated[str, typer.Argument(help="The name somebody signs in with.")], data: Data = None) -> None:
    """Give somebody on this machine a new password."""
    from halfkilo.commands.keep import reset_password as reset

    reset(name, typer.prompt("New password", hide_input=True, confirmation_prompt=True), data)


@app.command()
def doctor(data: Data = None, port: Annotated[int, typer.Option(help="The port you use.", min=1, max=65535)] = 8765) -> None:
    """Look at what halfkilo stands on, and say what to do."""
    from halfkilo.commands.doctor import doctor as look

    look(data, port)


@app.command()
def serve(port: Annotated[int, typer.Option(help="Port of the site; the next free one if it is taken.", min=0, max=65535)] = 8765,
          lan: Annotated[bool, typer.Option("--lan", help="Also for a tablet or phone at home, with a certificate.")] = False,
          data: Data = None,
          demo: Annotated[bool, typer.Option("--demo", help="In a folder that is deleted at the end.")] = False,
          workers: Annotated[int, typer.Option(help="Processes of the site.", min=1, max=8)] = 1,
          gym: Annotated[bool, typer.Option("--gym/--no-gym", help="With the simulated gym.")] = True,
          rules: Rules = None,
          clicker: Annotated[Path | None, typer.Option(help="A presenter or pedal, /dev/input/by-id/...: any key of it stops.")] = None,
          air: Annotated[str | None, typer.Option(help="A virtual Bluetooth air, HOST:PORT (halfkilo gym emulate).")] = None) -> None:
    """Start halfkilo and print its address."""
    from halfkilo.commands.serve import serve as start

    start(port, lan, data, demo, workers, gym, rules, air, clicker)


@app.command()
def film(slug: Annotated[str | None, typer.Argument(help="The exercise, such as chair_stand; `--list` names them.")] = None,
         session: Annotated[bool, typer.Option("--session", help="Today's whole session, for a TV without internet.")] = False,
         lang: Annotated[str, typer.Option(help="Language of words and voice: en, hi, de, es.")] = "en",
         view: Annotated[str | None, typer.Option(help="side, front or turned (else as suits the exercise).")] = None,
         load: Annotated[str | None, typer.Option("--with", help="cable, band, dumbbell or body.")] = None,
         shape: Annotated[str, typer.Option(help="slim, middle or broad.")] = "middle",
         skin: Annotated[str, typer.Option(help="light, middle or deep.")] = "middle",
         out: Annotated[Path, typer.Option(help="Folder for the films.", file_okay=False)] = Path("films"),
         format: Annotated[list[str] | None, typer.Option(help="mp4 or webm (else both; a session: mp4).")] = None,
         height: Annotated[int, typer.Option(help="Height of the picture, pixels.", min=90, max=2160)] = 720,
         person: Person = None, journal: Journal = None, data: Data = None,
         on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of the session (else today).")] = None,
         minutes: Annotated[int | None, typer.Option(help="2, 10, 20 or 30 for a session (else as planned).", min=2, max=30)] = None,
         cache: Annotated[Path | None, typer.Option(help="Where finished parts are kept (else in your cache).", file_okay=False)] = None,
         own: Annotated[Path | None, typer.Option(help="Where parts that tell of the person are kept.", file_okay=False)] = None,
         status: Annotated[Path | None, typer.Option(help="A file that is told how far the film is.", dir_okay=False)] = None,
         turn: Annotated[Path | None, typer.Option(help="A lock to wait for, where one film is drawn at a time.", dir_okay=False)] = None,
         decided: Annotated[Path | None, typer.Option(help="A session that was decided already (JSON).", dir_okay=False)] = None,
         names: Annotated[bool, typer.Option("--list", help="Name the exercises.")] = False) -> None:
    """Film an exercise, or today's session, with voice and captions."""
    from halfkilo.commands import film as films

    forms = tuple(format) if format else ("mp4",) if session or decided else ("mp4", "webm")
    wish = films.Wish(lang, view, load, out, forms, height, cache, own, status, turn, shape, skin)
    if names:
        films.names(lang)
    elif decided:
        films.decided(decided, wish)
    elif session:
        films.session(wish, person, journal, data, _day(on) if on else None, minutes)
    elif slug:
        films.exercise(slug, wish)
    else:
        raise typer.BadParameter("name an exercise, or give --session or --list")


@app.command()
def loads(slug: Annotated[str, typer.Argument(help="The exercise, such as chair_stand.")],
          kg: Annotated[float, typer.Option(help="Load per cable, dumbbell or band, kg.", min=0, max=100)] = 0.0,
          mass: Annotated[float, typer.Option(help="Body mass, kg.", min=30, max=250)] = 75.0,
          height: Annotated[float, typer.Option(help="Standing height, m.", min=1.2, max=2.2)] = 1.70,
          way: Annotated[str | None, typer.Option("--with", help="cable, band, dumbbell or body.")] = None,
          json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Say what an exercise asks of each joint, as relative load."""
    from halfkilo.commands import loads as weigh

    weigh.show(slug, weigh.Wish(kg, mass, height, way), json)


cohort = typer.Typer(no_args_is_help=True, help="Dosing rules on virtual people. Never evidence about real ones.")
app.add_typer(cohort, name="cohort")


@cohort.command()
def compare(people: Annotated[int, typer.Option(help="How many virtual people.")] = 200,
            weeks: Annotated[int, typer.Option(help="How long each of them lives.")] = 26,
            policies: Annotated[str, typer.Option(help="Names with commas, such as halfkilo,oracle (else all).")] = "",
            biology: Annotated[str, typer.Option(help="standard, other names with commas, all, or module:function.")] = "standard",
            seed_from: Annotated[int, typer.Option("--seed-from", help="Number of the first person.")] = 0,
            engine: Annotated[str, typer.Option(help="processes or dask.")] = "processes",
            scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler (else two workers here).")] = None,
            jobs: Annotated[int | None, typer.Option(help="Processes (else as many as cores).")] = None,
            json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
            out: Annotated[Path | None, typer.Option(help="A folder for outcomes, table and chart.", file_okay=False)] = None,
            docs: Annotated[bool, typer.Option("--docs", help="Write docs/cohort.md and its picture anew.")] = False) -> None:
    """Compare policies: strength gained against flares, sessions above 5, attendance, drop-out."""
    from halfkilo.commands.cohort import Wish
    from halfkilo.commands.cohort import compare as run

    run(Wish(people, weeks, policies, biology, seed_from, engine, scheduler, jobs, json, out, docs))


@cohort.command()
def scenario(file: Annotated[Path, typer.Argument(help="A scenario, such as tests/scenarios/injured.toml.", dir_okay=False)],
             step: Annotated[bool, typer.Option("--step", help="One person, day by day; Enter goes on, q ends.")] = False,
             person: Annotated[str | None, typer.Option(help="One of the people, by name or by number from 1.")] = None,
             arm: Annotated[str, typer.Option(help="With --step: none, off or full.")] = "full",
             jobs: Annotated[int, typer.Option(help="Processes.", min=1, max=64)] = 1) -> None:
    """What goes wrong in a hazard scenario: without rules, without the mitigation, with all rules."""
    from halfkilo.commands.scenario import one

    one(file, step, person, arm, jobs)


@cohort.command()
def scenarios(folder: Annotated[Path, typer.Option(help="Where the scenarios stand.", file_okay=False)] = Path("tests/scenarios"),
              write: Annotated[bool, typer.Option("--write", help="Accept this harm: write harm.json anew.")] = False,
              only: Annotated[list[str] | None, typer.Option(help="Run this one alone; may be given several times.")] = None,
              jobs: Annotated[int, typer.Option(help="Processes.", min=1, max=64)] = 2) -> None:
    """Run every hazard scenario and compare the harm with what is written down."""
    from halfkilo.commands.scenario import many

    many(folder, write, jobs, tuple(only or ()))


measures = typer.Typer(no_args_is_help=True, help="Questions and physical tests: which there are, and words for slots.")
app.add_typer(measures, name="measures")


@measures.command("list")
def measures_list(data: Data = None, json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Name every measure with its range, the change that matters and whose words it has."""
    from halfkilo.commands.measures import listed

    listed(data, json)


@measures.command("add")
def measures_add(file: Annotated[Path, typer.Argument(help="A FHIR Questionnaire (JSON).", dir_okay=False)],
                 slot: Annotated[str, typer.Option(help="The slot, such as rmdq.")],
                 right: Annotated[str, typer.Option(help="By what right these words are used here: a licence, a permission.")],
                 language: Annotated[str, typer.Option(help="Of the words, where the file does not say: en, de and so on.")] = "",
                 data: Data = None) -> None:
    """Take in the words for a slot, from a file that the site has the right to use."""
    from halfkilo.commands.measures import add

    add(file, slot, right, language, data)


gym = typer.Typer(no_args_is_help=True, help="Machines and measuring devices: what is there, what they say, session files.")
app.add_typer(gym, name="gym")

Air = Annotated[str | None, typer.Option(help="HOST:PORT of a virtual Bluetooth air (halfkilo gym emulate) instead of the computer's own.")]
Supervisor = Annotated[str | None, typer.Option(help="Address of the supervisor (else that of the site that runs from the data folder).")]
Site = Annotated[str | None, typer.Option(help="Address of the site, as whose page we watch.")]
Device = Annotated[str | None, typer.Argument(help="A measuring device, such as heart_rate; left out: the gym of the running site.")]
Address = Annotated[str | None, typer.Option(help="Its Bluetooth address (else the first one that is seen).")]
Seconds = Annotated[float | None, typer.Option(help="End after so long (else with Ctrl+C).", min=0.1)]
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]


@gym.command("list")
def gym_list(air: Air = None, seconds: Annotated[float, typer.Option(help="How long to look around; 0: not at all.", min=0, max=60)] = 4.0,
             json: Json = False) -> None:
    """Name the devices halfkilo knows, how far each can be trusted, and those near now."""
    from halfkilo.commands.gym import devices

    devices(air, seconds, json)


@gym.command("watch")
def gym_watch(device: Device = None, address: Address = None, air: Air = None, supervisor: Supervisor = None, site: Site = None,
              data: Data = None, seconds: Seconds = None, json: Json = False) -> None:
    """Show what the gym of the running site, or a measuring device, says now."""
    from halfkilo.commands import gym_live as live

    live.watch(lambda: live.sensor(device, address, air) if device else live.supervised(data, supervisor, site), seconds, json)


@gym.command("record")
def gym_record(folder: Annotated[Path, typer.Argument(help="A new folder for the session file.", file_okay=False)],
               device: Device = None, address: Address = None, air: Air = None, supervisor: Supervisor = None, site: Site = None,
               data: Data = None, seconds: Seconds = None,
               exercise: Annotated[str, typer.Option(help="The exercise, such as seated_row.")] = "",
               side: Annotated[Side, typer.Option(help="Which side works.")] = Side.BOTH, json: Json = False) -> None:
    """Keep what is said in a session file that pandas and DuckDB read."""
    from halfkilo.commands import gym_live as live

    live.record(folder, lambda: live.sensor(device, address, air) if device else live.supervised(data, supervisor, site),
                seconds, exercise, side, json)


@gym.command("replay")
def gym_replay(folder: Annotated[Path, typer.Argument(help="A session file.", file_okay=False)],
               source: Annotated[str | None, typer.Option(help="Only this device of it.")] = None,
               pace: Annotated[float, typer.Option(help="How many times faster than it was.", min=0.01)] = 1.0, json: Json = False) -> None:
    """Play a session file again."""
    from halfkilo.commands.gym_live import replay

    replay(folder, source, pace, json)


@gym.command("bench")
def gym_bench(stops: Annotated[int, typer.Option(help="How many stops to time.", min=1)] = 500,
              kills: Annotated[int, typer.Option(help="How many supervisors to kill under load.", min=0)] = 3, json: Json = False) -> None:
    """Measure how quick the stop is, on the simulated gym."""
    from halfkilo.commands.gym import bench

    bench(stops, kills, json)


@gym.command("conformance")
def gym_conformance(address: Annotated[str, typer.Argument(help="The machine: HOST:PORT, ws://HOST:PORT or wss://HOST:PORT.")],
                    load: Annotated[bool, typer.Option("--load", help="Also what loads a little; somebody is at the handles.")] = False,
                    only: Annotated[list[str] | None, typer.Option(help="One requirement and what it needs; may be repeated.")] = None,
                    json: Json = False) -> None:
    """Check a machine that speaks halfkilo link, requirement by requirement (docs/link.md)."""
    from halfkilo.commands.gym_conformance import conformance

    conformance(address, load, only, json)


@gym.command("emulate")
def gym_emulate(devices: Annotated[list[str], typer.Argument(help="Measuring devices, such as heart_rate tindeq.")],
                air: Annotated[str | None, typer.Option(help="Join the virtual air at HOST:PORT instead of starting one.")] = None,
                port: Annotated[int, typer.Option(help="Port of a new air; 0: any free one.", min=0, max=65535)] = 0,
                seed: Annotated[int, typer.Option(help="Another one gives other people and other noise.", min=0)] = 1,
                json: Json = False) -> None:
    """Put emulated Bluetooth devices into a virtual air, until Ctrl+C."""
    from halfkilo.commands.gym_emulate import emulate

    emulate(devices, air, port, seed, json)


form = typer.Typer(no_args_is_help=True, help="Repetitions in files of body landmarks: counted, told, compared with the person's own.")
app.add_typer(form, name="form")


class Whose(StrEnum):
    """Data of others that form may be looked at with."""

    KIMORE = "kimore"
    COUNTIX = "countix"


Landmarks = Annotated[Path, typer.Argument(help="Landmarks: .csv, .jsonl or .npz, or a film (docs/form.md).", dir_okay=False)]
Exercise = Annotated[str | None, typer.Option(help="What is done, such as chair_stand (else whatever moves most is counted).")]
Worked = Annotated[Side, typer.Option(help="Which side works, where each side has its own turn.")]
Layout = Annotated[str | None, typer.Option(help="mediapipe, kinect25, kinect22, vicon39 or joints16 (else told by the number of points).")]
Rate = Annotated[float | None, typer.Option(help="Frames per second, where the file has no times.", min=1, max=1000)]


@form.command("count")
def form_count(file: Landmarks, exercise: Exercise = None, side: Worked = Side.BOTH, layout: Layout = None, fps: Rate = None,
               json: Json = False) -> None:
    """Count repetitions; tell range, tempo and symmetry of each."""
    from halfkilo.commands import form as forms

    forms.count(file, forms.Wish(exercise, side, layout, fps), json)


@form.command("judge")
def form_judge(file: Landmarks, exercise: Exercise = None, side: Worked = Side.BOTH, layout: Layout = None, fps: Rate = None,
               baseline: Annotated[Path | None, typer.Option(help="The person's usual set (else the first 3).", dir_okay=False)] = None,
               json: Json = False) -> None:
    """Compare every repetition with the person's own usual ones."""
    from halfkilo.commands import form as forms

    forms.judge(file, forms.Wish(exercise, side, layout, fps), baseline, json)


@form.command("watch")
def form_watch(file: Landmarks, exercise: Exercise = None, side: Worked = Side.BOTH, layout: Layout = None, fps: Rate = None,
               json: Json = False) -> None:
    """Play a file as if it were live, one line per event."""
    from halfkilo.commands import form as forms

    forms.watch(file, forms.Wish(exercise, side, layout, fps), json)


@form.command("agreement")
def form_agreement(file: Annotated[Path | None, typer.Argument(help="Labels as CSV (docs/form-recordings.md).", dir_okay=False)] = None,
                   data: Data = None, json: Json = False) -> None:
    """Tell how far raters agree, with each other and with the engine."""
    from halfkilo.commands.form_more import agreement

    agreement(file, data, json)


@form.command("evaluate")
def form_evaluate(what: Annotated[Whose, typer.Argument(help="Whose data.")],
                  folder: Annotated[Path, typer.Argument(help="Your own copy (docs/form-recordings.md).", file_okay=False)],
                  json: Json = False) -> None:
    """Figures on your own copy of data that halfkilo may not ship."""
    from halfkilo.commands.form_more import evaluate

    evaluate(what.value, folder, json)


def _day(on: datetime) -> date:
    return on.date()


def main() -> None:
    """The console script."""
    app()


if __name__ == "__main__":
    main()
