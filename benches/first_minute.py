"""What README's two commands cost on a clean clone, with an empty target folder.

    python3 benches/first_minute.py [--command mock|test|both] [--runs N] [--budget SECONDS]

Each run clones the commit that is checked out into a new folder, so changes that are not committed do not count. The
crates.io downloads of Cargo's home folder are kept: the bench measures compiling, not the network. `mock` is measured
from the start of the command until its server has responded to a request, `test` until the command ends. Figures: CPU
seconds (user and system, of the command and all that it starts), seconds on the clock, and the time until the first
line of output. With `--budget` the bench fails when `mock` takes more CPU seconds than that.
"""

import argparse
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PREFIX = "listening on "


class Output(threading.Thread):
    """Reads all that a command prints; knows when the first line came and where its server listens."""

    def __init__(self, stream, start):
        super().__init__(daemon=True)
        self.stream, self.start_time = stream, start
        self.first, self.address, self.lines = None, None, []
        self.listening = threading.Event()

    def run(self):
        for line in self.stream:
            if self.first is None:
                self.first = time.monotonic() - self.start_time
            self.lines.append(line)
            if line.startswith(PREFIX):
                self.address = line.removeprefix(PREFIX).strip()
                self.listening.set()
        self.listening.set()


def clone(folder):
    """A clone of the commit that is checked out, beside what the tests look for next to the repository."""
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder)], check=True)
    shared = ROOT.parent / "shared"
    if shared.is_dir():
        (folder.parent / "shared").symlink_to(shared)


def measure(arguments, folder, until_it_serves):
    environment = {name: value for name, value in os.environ.items() if name != "CARGO_TARGET_DIR"}
    start = time.monotonic()
    process = subprocess.Popen(
        ["cargo", "xtask", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    output = Output(process.stdout, start)
    output.start()
    wall = None
    if until_it_serves:
        output.listening.wait()
        if output.address:
            urllib.request.urlopen(f"{output.address}/_mock/health").read()
            wall = time.monotonic() - start
            os.killpg(process.pid, signal.SIGINT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    output.join()
    if wall is None:
        wall = time.monotonic() - start
        if until_it_serves or process.returncode != 0:
            print("".join(output.lines[-40:]))
            raise SystemExit(f"failed: cargo xtask {' '.join(arguments)}")
    return usage.ru_utime + usage.ru_stime, wall, output.first


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", choices=["mock", "test", "both"], default="both")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--budget", type=float)
    options = parser.parse_args()

    commands = [(["mock", "--listen", "127.0.0.1:0"], True), (["test"], False)]
    chosen = [command for command in commands if options.command in (command[0][0], "both")]
    over = False
    print("| command | CPU s | seconds | first line after |\n|---|---|---|---|")
    for _ in range(options.runs):
        for arguments, until_it_serves in chosen:
            with tempfile.TemporaryDirectory() as parent:
                folder = pathlib.Path(parent) / "clone"
                clone(folder)
                cpu, wall, first = measure(arguments, folder, until_it_serves)
            over |= until_it_serves and options.budget is not None and cpu > options.budget
            print(f"| {' '.join(arguments)} | {cpu:.0f} | {wall:.0f} | {first:.1f} s |", flush=True)
    if over:
        raise SystemExit(f"error: the first command takes more than {options.budget:.0f} CPU seconds")


if __name__ == "__main__":
    main()
