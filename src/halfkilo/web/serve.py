"""Starting halfkilo on this machine: the simulated gym, its supervisor, and the site's workers. Imports no Django: the
process that looks after the workers stays small."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from halfkilo.gym.launch import start_machine, start_supervisor
from halfkilo.strict import Malformed
from halfkilo.web import env

PORT = 8765
TRIES = 20
IN_FORCE = "rules-in-force.toml"
READY_S = 30.0
PEOPLE = "people"
"""One folder per person in the data folder: `web.erasure` deletes it whole."""
WHERE = "gym/where.json"
"""In the data folder, while the gym runs: where the supervisor and the site answer."""


@dataclass(frozen=True)
class Options:
    """host, port: where; 0 or a taken port: the next free one. workers: processes of the site. lan: serve the home network over
    a local certificate. address: this machine's address there, found by itself when left out. gym: start the simulated gym and
    its supervisor, too. air: a virtual Bluetooth air at HOST:PORT (`halfkilo gym emulate`). clicker: input events of a presenter or pedal.
    settings: Django's settings module."""

    port: int = PORT
    workers: int = 1
    threads: int = 4
    lan: bool = False
    address: str = ""
    gym: bool = True
    air: str | None = None
    clicker: Path | None = None
    settings: str = "halfkilo.web.settings"


def serve(options: Options | None = None, say: Callable[[str], None] = print) -> None:
    """Start everything and stay until interrupted; then the load is lowered and all processes end.

    Raises:
        env.Unusable: a setting that can't be meant, or a file of numbers that can't be used.
        OSError: no port is free, or there is no home network to serve.
    """
    wanted, given = options or Options(), env.read()
    host, name = _where(wanted)
    _settle_numbers(given)
    with ExitStack() as stack:
        port = free_port(host, wanted.port)
        site = f"{'https' if wanted.lan else 'http'}://{name}:{port}"
        _environment(wanted, given, name)
        papers = _papers(given.data, name) if wanted.lan else None
        if wanted.gym:
            os.environ["HALFKILO_SUPERVISOR_URL"] = stack.enter_context(_gym(wanted, given.data, site, host, name, papers))
        threading.Thread(target=_announce, args=(port, site, wanted.lan, say), daemon=True).start()
        _run_site(wanted, host, port, papers)


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next free one of twenty.

    Raises:
        OSError: none of them is free.
    """
    for port in range(wanted, wanted + TRIES) if wanted else (0,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                continue
            return int(probe.getsockname()[1])
    raise OSError(errno.EADDRINUSE, f"the ports {wanted} to {wanted + TRIES - 1} are all taken; choose another with --port")


def _where(options: Options) -> tuple[str, str]:
    """What to listen on, and the name people use."""
    if not options.lan:
        return "127.0.0.1", "127.0.0.1"
    from halfkilo.web import lan

    if options.address:
        return options.address, options.address
    found = lan.own_addresses()
    if not found:
        raise OSError(errno.EADDRNOTAVAIL, "no home network was found (10.x, 172.16-31.x or 192.168.x); connect to it, or leave out --lan")
    return "0.0.0.0", found[0]


def _environment(options: Options, given: env.Env, name: str) -> None:
    """What the workers read. The folder is made absolute, since they may stand elsewhere."""
    hosts = {*given.hosts, *env.HERE, name}
    os.environ |= {"HALFKILO_DATA": str(given.data), "HALFKILO_ALLOWED_HOSTS": ",".join(sorted(hosts)), "HALFKILO_WORKER": "1",
                   "DJANGO_SETTINGS_MODULE": options.settings, "HALFKILO_TLS": "local" if options.lan else given.tls,
                   "HALFKILO_GYM": "simulated" if options.gym else os.environ.get("HALFKILO_GYM", "none")}
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices take ten times as long when threads wait for each other
    given.data.mkdir(parents=True, exist_ok=True, mode=0o700)


def _settle_numbers(given: env.Env) -> None:
    """The site's own numbers, looked over and set aside for the workers: whoever edits the file meanwhile changes the next start, and
    never one worker out of two."""
    if given.rules is None:
        return
    from halfkilo.dose.numbers import read

    try:
        read(given.rules)
        text = given.rules.read_bytes()
    except OSError as problem:
        raise env.Unusable("HALFKILO_RULES", f"names {given.rules}, which can't be read: {problem.strerror}") from problem
    except Malformed as problem:
        raise env.Unusable("HALFKILO_RULES", f"names numbers that can't be used:\n{problem}\nSee more with: halfkilo rules --check "
                           f"{given.rules}\nNothing was started") from problem
    given.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = given.data / IN_FORCE
    kept.write_bytes(text)
    os.environ["HALFKILO_RULES"] = str(kept)


def _papers(data: Path, name: str) -> tuple[Path, Path]:
    from halfkilo.web import lan

    found = lan.papers(data, sorted({name, "127.0.0.1", "localhost"}))
    return found.certificate, found.key


@contextmanager
def _gym(wanted: Options, data: Path, site: str, host: str, name: str, papers: tuple[Path, Path] | None) -> Iterator[str]:
    """The simulated gym and the supervisor; the supervisor's address as browsers see it."""
    with ExitStack() as stack:
        machine = start_machine(person="following")  # somebody has to hold the simulated handles
        stack.callback(machine.stop)
        supervisor = start_supervisor(f"127.0.0.1:{machine.ports['machine']}", data / "gym", data / "gym.key", _origins(site),
                                      host=name if papers else host, certificate=papers, air=wanted.air, clicker=wanted.clicker,
                                      recordings=data / PEOPLE)
        stack.callback(supervisor.stop)
        address = f"{'https' if papers else 'http'}://{name}:{supervisor.ports['port']}"
        with _findable(data / WHERE, address, site):
            yield address


@contextmanager
def _findable(file: Path, supervisor: str, site: str) -> Iterator[None]:
    """`halfkilo gym watch` and `record` find the supervisor of a running site by this file."""
    file.write_text(json.dumps({"supervisor": supervisor, "site": site}), encoding="utf-8")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _origins(site: str) -> list[str]:
    return sorted({site, site.replace("//127.0.0.1:", "//localhost:")})


def _run_site(options: Options, host: str, port: int, papers: tuple[Path, Path] | None) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    certificate, key = papers or (None, None)
    Server("halfkilo.web.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=options.workers,
           blocking_threads=options.threads, websockets=False, log_level=LogLevels.warning, respawn_failed_workers=True,
           workers_kill_timeout=3, ssl_cert=certificate, ssl_key=key).serve()


def _announce(port: int, site: str, lan: bool, say: Callable[[str], None]) -> None:
    """Print the address once the site answers."""
    began = time.monotonic()
    while time.monotonic() - began < READY_S:
        if _answers(port, lan):
            say(f"halfkilo is ready: {site}/   (stop with Ctrl+C)")
            if lan:
                _how_to_trust(site, say)
            return
        time.sleep(0.05)
    print("halfkilo does not answer; look at the lines above for the reason", file=sys.stderr)


def _answers(port: int, lan: bool) -> bool:
    """Whether the site listens; over http, whether it says it is well."""
    try:
        if lan:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _how_to_trust(site: str, say: Callable[[str], None]) -> None:
    from halfkilo.web import lan

    say(lan.qr_text(site + "/"))
    say("Scan this with the tablet or phone. It will warn once, because this machine made its own certificate.")
    say(f"To trust it for good, open {site}/lan/ca.crt there and install it (it vouches for addresses in your home only).")
