"""What the mock server costs and gives, against moto.

    python3 benches/mock.py [--runs N] [--requests N] [--million N] [--users N] [--no-build]

Both serve on this machine, in turn take the same requests from benches/load, over 1 and 16 connections, of the
operations that both answer: Macie's ListMembers and ListInvitations, signed as boto3 signs. moto closes each connection after
its answer, as its clients see it too; ours keeps them. moto gets a fiftieth of the requests, as it would take all day. Figures are
medians of the runs: requests a second, milliseconds from starting the process to the first answer, resident memory
at rest and after many requests (a million for ours).

Then ours alone: WorkMail with 100 users in an organization and with many (100,000), what creating one, describing one and a
page of 100 cost then, by the server's CPU time.

moto comes from PyPI into target/bench/moto-venv. Machines differ and are noisy: the ratios of one run are what counts. "Load"
is the share of a core that the load generator itself took: near 1 it would be what is measured.
"""

import argparse
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent
WORK = ROOT.parent / "target" / "bench"
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT.parent / "target"))
BENCHES = WORK / "target" / "benches"
MOTO = WORK / "moto-venv"
MOTO_VERSION = "5.2.5"
SCOPE = "Credential=123456789012/20260101/eu-west-1/{}/aws4_request, SignedHeaders=host;x-amz-date, Signature={}"


def run(command, **more):
    subprocess.run(command, check=True, **more)


def build():
    run(["cargo", "build", "--quiet", "--locked", "--release", "--package", "shapewright-mock"], cwd=ROOT.parent)
    environment = {**os.environ, "CARGO_TARGET_DIR": str(BENCHES)}
    command = ["cargo", "build", "--quiet", "--locked", "--release", "--package", "shapewright-bench-load"]
    run(command, cwd=ROOT, env=environment)
    python = MOTO / "bin" / "python"
    if not python.exists():
        run([sys.executable, "-m", "venv", str(MOTO)])
    run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"moto[server]=={MOTO_VERSION}"])


def request(service, line, body="", target=""):
    """A request as bytes."""
    head = [f"{line} HTTP/1.1", "Host: localhost", "Accept-Encoding: identity", "User-Agent: Boto3/1.43 bench"]
    head += ["X-Amz-Date: 20260101T000000Z", "Authorization: AWS4-HMAC-SHA256 " + SCOPE.format(service, "0" * 64)]
    if target:
        head += [f"X-Amz-Target: {target}", "Content-Type: application/x-amz-json-1.1"]
    if body:
        head += [f"Content-Length: {len(body)}"]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


BOTH_ANSWER = {
    "ListMembers": request("macie2", "GET /members?maxResults=25"),
    "ListInvitations": request("macie2", "GET /invitations"),
}


class Server:
    """A server as a process, and how long it took to its first answer."""

    def __init__(self, name, command):
        self.name = name
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        start = time.monotonic()
        self.process = subprocess.Popen(
            [part.format(port=self.port) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while not self.answers():
            if self.process.poll() is not None:
                raise SystemExit(f"{name} ended with {self.process.returncode}")
            time.sleep(0.0002)
        self.start_ms = (time.monotonic() - start) * 1000

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
                connection.sendall(BOTH_ANSWER["ListMembers"])
                return connection.recv(100).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def memory(self):
        """Resident memory in MB."""
        lines = pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def cpu(self):
        """CPU seconds so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def load(self, sent, connections, count):
        """What benches/load measures, and the server's CPU in microseconds a request."""
        before = self.cpu()
        command = [str(BENCHES / "release" / "shapewright-bench-load"), f"127.0.0.1:{self.port}"]
        ran = subprocess.run([*command, str(connections), str(count)], input=sent, stdout=subprocess.PIPE, check=True)
        return {**json.loads(ran.stdout), "cpu_us": (self.cpu() - before) * 1e6 / count}

    def call(self, sent):
        """The JSON that one request is answered with."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(sent.replace(b"\r\nHost:", b"\r\nConnection: close\r\nHost:", 1))
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        return json.loads(answer.split(b"\r\n\r\n", 1)[1] or b"{}")


def ours():
    return Server("ours", [str(TARGET / "release" / "shapewright-mock"), "--listen", "127.0.0.1:{port}"])


def moto():
    return Server("moto", [str(MOTO / "bin" / "moto_server"), "-H", "127.0.0.1", "-p", "{port}"])


def middle(figures, key):
    return statistics.median(figure[key] for figure in figures)


def starts(runs):
    print("| server | start to first answer, ms | memory at rest, MB |\n|---|---|---|")
    for server in (ours, moto):
        figures = []
        for _ in range(max(runs, 5)):
            with server() as running:
                figures.append({"ms": running.start_ms, "mb": running.memory(), "name": running.name})
        print(f"| {figures[0]['name']} | {middle(figures, 'ms'):.1f} | {middle(figures, 'mb'):.1f} |", flush=True)


def speed(options):
    print("\n| operation | connections | ours, requests/s | load | moto, requests/s | load | ratio |")
    print("|---|---|---|---|---|---|---|")
    with ours() as our, moto() as peer:
        for operation, sent in BOTH_ANSWER.items():
            for connections in (1, 16):
                figures = {server.name: [] for server in (our, peer)}
                for _ in range(options.runs):
                    figures["ours"].append(our.load(sent, connections, options.requests))
                    figures["moto"].append(peer.load(sent, connections, max(options.requests // 50, 100)))
                shown = [
                    f"{middle(figures[name], 'per_second'):,.0f} | {middle(figures[name], 'own_share'):.2f}"
                    for name in ("ours", "moto")
                ]
                ratio = middle(figures["ours"], "per_second") / middle(figures["moto"], "per_second")
                print(f"| {operation} | {connections} | {shown[0]} | {shown[1]} | {ratio:.0f} |", flush=True)
        our.load(BOTH_ANSWER["ListMembers"], 16, options.million)
        peer.load(BOTH_ANSWER["ListMembers"], 16, max(options.million // 50, 100))
        print(f"\nresident memory, ours after {options.million:,} more requests: {our.memory():.1f} MB")
        print(f"resident memory, moto after {options.million // 50:,} more requests: {peer.memory():.1f} MB", flush=True)


def mail(operation, members):
    body = json.dumps(members, separators=(",", ":"))
    return request("workmail", "POST /", body, f"WorkMailService.{operation}")


def at_scale(options):
    """The cost of operations with few and with many users in an organization, measured in turn."""
    print("\n| operation | users | requests/s | server's CPU, us | by that with 100 |\n|---|---|---|---|---|")
    with ours() as server:
        few, many = organization(server, "few", 100), organization(server, "many", options.users)
        for operation in many:
            figures = {100: [], options.users: []}
            for number in range(options.runs):
                for users, requests in ((100, few), (options.users, many)):
                    if operation == "CreateUser" and users == 100:
                        figures[users].append(small_creates(server, number))
                    else:
                        sent, count = requests.get(operation) or requests["ListUsers, first page"]
                        figures[users].append(server.load(sent.replace(b"more", b"mor%d" % number), 1, count))
            base = middle(figures[100], "cpu_us")
            for users, found in figures.items():
                cpu = middle(found, "cpu_us")
                shown = f"{middle(found, 'per_second'):,.0f} | {cpu:.0f} | {cpu / base:.2f}"
                print(f"| {operation} | {users:,} | {shown} |", flush=True)
        print(f"\nresident memory with them: {server.memory():.0f} MB")


def user(org):
    return {"OrganizationId": org, "DisplayName": "A", "Password": "Correct-Horse-7"}


def organization(server, alias, users):
    """Makes an organization; gives what is asked of it, and how often."""
    org = server.call(mail("CreateOrganization", {"Alias": alias}))["OrganizationId"]
    server.load(mail("CreateUser", {**user(org), "Name": "user@@@@@@"}), 1, users)
    page = {"OrganizationId": org, "MaxResults": 100}
    listed = server.call(mail("ListUsers", page))
    one = {"OrganizationId": org, "UserId": listed["Users"][50]["Id"]}
    requests = {
        "DescribeUser": (mail("DescribeUser", one), 20_000),
        "ListUsers, first page": (mail("ListUsers", page), 3_000),
    }
    for _ in range(users // 200):
        if "NextToken" in listed:
            page["NextToken"] = listed["NextToken"]
            listed = server.call(mail("ListUsers", page))
    if "NextToken" in page:
        requests["ListUsers, a page in the middle"] = (mail("ListUsers", page), 3_000)
        requests["CreateUser"] = (mail("CreateUser", {**user(org), "Name": "more@@@@@@"}), 10_000)
    return requests


def small_creates(server, number):
    """Creating users in organizations that have around 100."""
    figures = []
    for each in range(50):
        org = server.call(mail("CreateOrganization", {"Alias": f"small-{number}-{each}"}))["OrganizationId"]
        figures.append(server.load(mail("CreateUser", {**user(org), "Name": "more@@@@@@"}), 1, 200))
    # The clock of CPU time ticks in hundredths of a second: a single figure would be noise.
    return {key: statistics.mean(figure[key] for figure in figures) for key in ("per_second", "cpu_us")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--requests", type=int, default=50_000)
    parser.add_argument("--million", type=int, default=1_000_000)
    parser.add_argument("--users", type=int, default=100_000)
    parser.add_argument("--no-build", action="store_true")
    options = parser.parse_args()
    if not options.no_build:
        build()
    starts(options.runs)
    speed(options)
    at_scale(options)


if __name__ == "__main__":
    main()
