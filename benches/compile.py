"""What it costs to compile a generated client crate, against the official SDK crate of the same service.

    python3 benches/compile.py [--runs N] [--profiles dev,release] [--services workmail,sesv2,macie2]
                               [--full workmail] [--models DIR] [--botocore DIR]

Each crate is built alone, its dependencies being there already, without incremental compilation; ours is the client crate
together with its model crate. Figures are medians: CPU seconds (user and system, of Cargo and all that it starts) and the
peak memory of the largest process. Machines differ and are noisy: the ratios of one run are what counts.

`--services` are compared as they are described in `specs`; `--full` are imported whole: workmail, sesv2, macie2, sagemaker,
connect and glue can be. Their models are those of botocore in the folder `--botocore`; without it Smithy's `<service>.json`
in the folder `--models` (default: ../shared/models), if it is there, else those of an installed botocore. A model and an
official crate of different days may differ by a few operations.
With services as described the generator is timed too, on their descriptions.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "bench"


def measured(command, folder, environment, **more):
    """Runs a command to its end; gives CPU seconds, wall seconds and the peak memory in MB."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, env=environment, **more)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024


class Crates:
    """Packages of one workspace that are cleaned together; the last stands on the others and is built."""

    def __init__(self, name, folder, packages):
        self.name, self.folder, self.packages = name, folder, packages
        self.environment = {
            **os.environ,
            "CARGO_INCREMENTAL": "0",
            # The same for all: this workspace has less of it in its own profile.
            "CARGO_PROFILE_DEV_DEBUG": "full",
            "CARGO_TARGET_DIR": str(WORK / "target" / folder.name),
        }

    def cargo(self, verb, release, packages):
        packages = [argument for package in packages for argument in ("--package", package)]
        profile = ["--release"] if release else []
        locked = ["--locked"] if (self.folder / "Cargo.lock").exists() else []
        return ["cargo", verb, "--quiet", *locked, *profile, *packages]

    def build(self, release, runs):
        build = self.cargo("build", release, self.packages[-1:])
        measured(build, self.folder, self.environment)
        figures = []
        for _ in range(runs):
            measured(self.cargo("clean", release, self.packages), self.folder, self.environment)
            cpu, _, peak = measured(build, self.folder, self.environment)
            figures.append((cpu, peak))
        return statistics.median(f[0] for f in figures), max(f[1] for f in figures)


def whole(services, models, botocore):
    """A workspace with the crates of whole services, imported."""
    folder, specs = WORK / "full", WORK / "specs"
    for path in (folder, specs):
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
    for service in services:
        model = models / f"{service}.json"
        if botocore:
            source = [service, "--botocore", str(botocore)]
        else:
            source = [str(model) if model.exists() else service]
        run(["cargo", "xtask", "import", *source, "--out", str(specs)], stderr=subprocess.DEVNULL)
    run(["cargo", "xtask", "codegen", "--specs", str(specs), "--out", str(folder)], stderr=subprocess.DEVNULL)
    shutil.copy(ROOT / "Cargo.lock", folder / "Cargo.lock")
    run(["cargo", "metadata", "--quiet", "--format-version", "1"], cwd=folder, stdout=subprocess.DEVNULL)
    return folder


def run(command, cwd=ROOT, **more):
    subprocess.run(command, cwd=cwd, check=True, **more)


def release_xtask():
    """The program, built."""
    run(["cargo", "build", "--quiet", "--locked", "--release", "--package", "xtask"])
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return str(target / "release" / "xtask")


def generator(runs):
    """Milliseconds of a whole run of the generator on the committed descriptions, writing nothing."""
    command = [release_xtask(), "codegen", "--check"]
    times = []
    for _ in range(max(runs, 5)):
        start = time.monotonic()
        run(command, stdout=subprocess.DEVNULL)
        times.append((time.monotonic() - start) * 1000)
    return statistics.median(times)


def named(text):
    return [name for name in text.split(",") if name]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--profiles", default="dev,release")
    parser.add_argument("--services", default="workmail,sesv2,macie2")
    parser.add_argument("--full", default="workmail")
    parser.add_argument("--models", type=pathlib.Path, default=ROOT.parent / "shared/models")
    parser.add_argument("--botocore", type=pathlib.Path)
    options = parser.parse_args()
    services, full = (named(text) for text in (options.services, options.full))

    if services:
        print(f"generator, the committed descriptions, release: {generator(options.runs):.0f} ms", flush=True)
    peers = ROOT / "benches"
    pairs = []
    if full:
        folder = whole(full, options.models, options.botocore)
        for service in full:
            ours = Crates(f"{service}, all of it", folder, [f"{service}-model", f"{service}-client"])
            pairs.append((ours, Crates(service, peers, [f"aws-sdk-{service}"])))
    for service in services:
        ours = Crates(f"{service}, as described", ROOT, [f"{service}-model", f"{service}-client"])
        pairs.append((ours, Crates(service, peers, [f"aws-sdk-{service}"])))

    known = {}
    print("| crates | profile | ours: CPU s | peak MB | official: CPU s | peak MB | CPU ratio | memory ratio |")
    print("|---|---|---|---|---|---|---|---|")
    for ours, peer in pairs:
        for release in (profile == "release" for profile in named(options.profiles)):
            key = (peer.packages[0], release)
            if key not in known:
                known[key] = peer.build(release, options.runs)
            our_cpu, our_peak = ours.build(release, options.runs)
            cpu, peak = known[key]
            profile = "release" if release else "dev"
            print(
                f"| {ours.name} | {profile} | {our_cpu:.2f} | {our_peak:.0f} | {cpu:.2f} | {peak:.0f} "
                f"| 1/{cpu / our_cpu:.0f} | 1/{peak / our_peak:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
