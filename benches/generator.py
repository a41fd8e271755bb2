"""What it costs to import and generate every service of botocore.

    python3 benches/generator.py [--runs N] [--botocore DIR]

Each run is a whole `codegen --all` of the release build into a new folder. Figures of each: CPU seconds
(user and system), seconds on the clock and peak memory. Without `--botocore` it is the installed one.
"""

import argparse
import pathlib
import subprocess
import tempfile

import compile


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--botocore", type=pathlib.Path)
    options = parser.parse_args()

    xtask = compile.release_xtask()
    botocore = ["--botocore", str(options.botocore)] if options.botocore else []
    print("| CPU s | seconds | peak MB |\n|---|---|---|")
    # All are removed at the end: some file systems are slow to make files where many have just been removed.
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.runs):
            command = [xtask, "codegen", "--all", "--out", f"{folder}/{number}", *botocore]
            cpu, seconds, peak = compile.measured(command, compile.ROOT, None, stdout=subprocess.DEVNULL)
            print(f"| {cpu:.1f} | {seconds:.1f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main()
