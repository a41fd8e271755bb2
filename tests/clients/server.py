"""A mock server of a test's own, started with the options that the test is about."""

import json
import os
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request

MOCK = os.environ["SHAPEWRIGHT_MOCK"]


class Server:
    """The program with these options, on a free port; stopped at the end of the `with`."""

    def __init__(self, *options):
        self.log = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(
            [MOCK, "--listen", "127.0.0.1:0", *map(str, options)], stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            self.process.wait()
            raise AssertionError(f"it did not start: {line}{self.stderr()}")
        self.endpoint = line.strip().removeprefix("listening on ")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def stop(self, how=signal.SIGTERM):
        """Asks it to stop, and gives the exit code."""
        self.process.send_signal(how)
        return self.process.wait(timeout=30)

    def stderr(self):
        self.log.seek(0)
        return self.log.read()

    def admin(self, method, path, body=None):
        """Status and JSON of a call of the admin interface."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.endpoint}/_mock/{path}", data, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)


def refused(*options):
    """What the program says when it does not start with these options."""
    ended = subprocess.run(
        [MOCK, "--listen", "127.0.0.1:0", *map(str, options)], capture_output=True, text=True, timeout=30
    )
    assert ended.returncode != 0, ended
    assert ended.stdout == "", ended
    return ended.stderr
