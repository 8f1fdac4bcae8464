"""A throw-away PostgreSQL server for the tests, from whatever Debian has installed.

It runs in a folder of its own on a unix socket, as the user `postgres` where we are root (PostgreSQL
refuses to run as root), and is gone afterwards. Nothing is kept safe: fsync is off.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

WHERE = Path("/usr/lib/postgresql")
_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "port=5432")


class NoServer(Exception):
    """There is no PostgreSQL here to start, with the reason."""


class Server:
    """A running server."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._numbers = count(1)

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def new_database(self, like: str = "template1") -> str:
        """Makes a database and returns its URL; `like` names one to copy."""
        name = f"plans{next(self._numbers)}"
        self.run("createdb", "-h", str(self._folder), "-U", "postgres", "-T", like, name)
        return self.url(name)

    def run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments], capture_output=True, text=True, **_as_postgres()
        )
        if done.returncode != 0:
            raise NoServer(f"{program} failed: {done.stderr.strip()}")


@contextmanager
def a_server() -> Iterator[Server]:
    """Starts a server; raises `NoServer` where that cannot be done."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        server = Server(programs, folder)
        data = str(folder / "data")
        server.run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = [
            part for setting in (*_FORGETFUL, f"unix_socket_directories={folder}") for part in ("-c", setting)
        ]
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **_as_postgres(),
        )
        try:
            _wait_for(server, folder)
            yield server
        finally:
            process.terminate()
            process.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found: Sequence[Path] = sorted(WHERE.glob("*/bin"))
    if not found or not (found[-1] / "initdb").exists():
        raise NoServer("PostgreSQL's programs are not installed")
    return found[-1]


def _as_postgres() -> dict[str, str]:
    return {"user": "postgres", "group": "postgres", "cwd": "/"} if os.geteuid() == 0 else {"cwd": "/"}  # type: ignore[return-value]


def _wait_for(server: Server, folder: Path) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            return server.run("pg_isready", "-q", "-h", str(folder))
        except NoServer:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
