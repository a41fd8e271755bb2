"""What a call costs: ours, the official SDK's, and one by hand over hyper, serde_json and a signing crate.

    python3 benches/calls.py [--runs N] [--calls N] [--no-build]

All three call ListUsers of one local server, on one thread, once with an answer of 100 users and once with an empty one, with
1 and with 16 calls under way. Figures are medians of the runs, in which the three take turns: CPU of the calling process in
microseconds a call, calls a second, allocations a call. Then the size of each program, stripped, and how long Cargo takes to
build it again, in dev, when its main.rs has changed. Machines differ and are noisy: the ratios of one run are what counts.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent
TARGET = ROOT.parent / "target" / "bench" / "target" / "benches"
PROGRAMS = ["ours", "official", "raw"]
ENVIRONMENT = {**os.environ, "CARGO_TARGET_DIR": str(TARGET)}


def build(package, *options):
    """Builds one package by itself, so that it has the features it asks for and no others."""
    command = ["cargo", "build", "--quiet", "--locked", "--package", f"shapewright-bench-{package}", *options]
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True)


def program(package):
    return str(TARGET / "release" / f"shapewright-bench-{package}")


def measure(endpoint, tasks, calls, runs):
    """For each program its figures, by name."""
    figures = {name: [] for name in PROGRAMS}
    for _ in range(runs):
        for name in PROGRAMS:
            printed = subprocess.check_output([program(name), endpoint, str(tasks), str(calls)], text=True)
            figures[name].append(json.loads(printed))
    middle = lambda found, key: statistics.median(figure[key] for figure in found)
    return {name: {key: middle(found, key) for key in found[0]} for name, found in figures.items()}


def compare_calls(options):
    print("| answer | under way | program | CPU us | calls/s | allocations | CPU by ours |")
    print("|---|---|---|---|---|---|---|")
    for users in (100, 0):
        server = subprocess.Popen([program("server"), str(users)], stdout=subprocess.PIPE, text=True)
        try:
            endpoint = server.stdout.readline().strip()
            for tasks in (1, 16):
                figures = measure(endpoint, tasks, options.calls, options.runs)
                for name, found in figures.items():
                    if found["users"] != users:
                        raise SystemExit(f"{name} read {found['users']} users, not {users}")
                    ratio = found["cpu_us"] / figures["ours"]["cpu_us"]
                    print(
                        f"| {users or 'no'} users | {tasks} | {name} | {found['cpu_us']:.0f} | {found['per_second']:.0f} "
                        f"| {found['allocations']:.0f} | {ratio:.2f} |",
                        flush=True,
                    )
        finally:
            server.terminate()
            server.wait()


def rebuilt(name, runs):
    """Seconds that Cargo takes in dev after main.rs was touched."""
    source = ROOT / "calls" / name / "src" / "main.rs"
    times = []
    for _ in range(runs + 1):
        source.touch()
        start = time.monotonic()
        build(name)
        times.append(time.monotonic() - start)
    return statistics.median(times[1:])


def compare_programs(options):
    print("\n| program | size, stripped: MB | by ours | rebuilt after a change: s | by ours |")
    print("|---|---|---|---|---|")
    figures = {name: (os.path.getsize(program(name)) / 1e6, rebuilt(name, options.runs)) for name in PROGRAMS}
    our_size, our_time = figures["ours"]
    for name, (size, seconds) in figures.items():
        print(f"| {name} | {size:.1f} | {size / our_size:.2f} | {seconds:.2f} | {seconds / our_time:.2f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--calls", type=int, default=8000)
    parser.add_argument("--no-build", action="store_true", help="measure the programs that are there")
    options = parser.parse_args()
    if not options.no_build:
        for package in ["server", *PROGRAMS]:
            build(package, "--release")
    compare_calls(options)
    compare_programs(options)


if __name__ == "__main__":
    main()
