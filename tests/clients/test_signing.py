"""Signatures of seeded random requests, compared byte for byte with those that botocore makes.

`cargo xtask test` builds the example `sign_lines` of shapewright-sigv4 and names its folder in
SHAPEWRIGHT_EXAMPLES.
"""

import datetime
import json
import os
import random
import subprocess
import unittest
from hashlib import sha256
from unittest import mock

from botocore.auth import SigV4Auth, SigV4QueryAuth, _host_from_url
from botocore.awsrequest import AWSRequest
from botocore.compat import quote
from botocore.credentials import Credentials

SIGNER = os.path.join(os.environ["SHAPEWRIGHT_EXAMPLES"], "sign_lines")
REQUESTS = 100
UNRESERVED = "abcXYZ019-._~"
AWKWARD = UNRESERVED + " /:%+&=?#@!$'()*,;[]\"<>\\^`{|}" + "äß中😀"
HEADER = "abcXYZ019-._~ \t,;:=/\"()ä中"


class BodySigned(SigV4QueryAuth):
    """Signs the body where botocore would move it into the query."""

    def __init__(self, body, *arguments, **named):
        super().__init__(*arguments, **named)
        self.body = body

    def payload(self, request):
        return sha256(self.body.encode()).hexdigest()


class Requests:
    """Random requests, the same for the same seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, alphabet, longest):
        return "".join(self.random.choices(alphabet, k=self.random.randint(0, longest)))

    def path(self):
        segments = [
            self.random.choice([quote(self.text(AWKWARD, 8), safe=UNRESERVED), "a", "", ".", "..", "v2", "arn%3Aaws%3Ax%2Fy"])
            for _ in range(self.random.randint(0, 6))
        ]
        return "/" + "/".join(segments)

    def query(self, unique):
        names = [f"{self.text(AWKWARD, 4)}n{self.random.randint(0, 9)}" for _ in range(self.random.randint(0, 5))]
        names = dict.fromkeys(names) if unique else names
        pairs = [(quote(name, safe=UNRESERVED), quote(self.text(AWKWARD, 8), safe=UNRESERVED)) for name in names]
        return "&".join(f"{name}={value}" for name, value in pairs)

    def headers(self):
        yield "User-Agent", "never signed"
        names = ["Content-Type", "X-Amz-Target", "x-amz-Meta-A", "Accept", "X-Twice", "X-Amzn-Trace-Id", "Expect"]
        for name in self.random.sample(names, self.random.randint(0, len(names))):
            for _ in range(2 if name == "X-Twice" else 1):
                yield name, self.text(HEADER, 20).strip()

    def next(self, unique=False):
        host = self.random.choice(
            ["sample.eu-west-1.amazonaws.com", "127.0.0.1:4566", "sample.example:443", "sample.example:8443", "[::1]:9000"]
        )
        query = self.query(unique)
        url = f"https://{host}{self.path()}" + (f"?{query}" if query else "")
        region = self.random.choice(["us-east-1", "eu-central-2", "cn-north-1", "us-gov-west-1", "us-iso-east-1"])
        return {
            "method": self.random.choice(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]),
            "url": url,
            "headers": [*self.headers(), ("Host", _host_from_url(url))],
            "body": self.text(AWKWARD, 60),
            "id": "AKID" + self.text("ABC234567", 12),
            "secret": self.text("abcXYZ019+/", 60) + "s",
            "token": self.random.choice([None, "IQoJb3JpZ2luX2VjE" + self.text("abcXYZ019+/=", 200)]),
            "region": region,
            "service": self.random.choice(["workmail", "ses", "macie2", "sts"]),
            "time": self.random.randint(1_400_000_000, 2_500_000_000),
        }


def signed(request, seconds=None):
    """What botocore makes of a request: its URL and its headers."""
    made = AWSRequest(method=request["method"], url=request["url"])
    for name, value in request["headers"]:
        made.headers.add_header(name, value)
    credentials = Credentials(request["id"], request["secret"], request["token"])
    scope = (credentials, request["service"], request["region"])
    if seconds is None:
        made.data = request["body"].encode()
        signer = SigV4Auth(*scope)
    else:
        signer = BodySigned(request["body"], *scope, expires=seconds)
    now = datetime.datetime.fromtimestamp(request["time"], datetime.timezone.utc)
    with mock.patch("botocore.auth.get_current_datetime", lambda: now):
        signer.add_auth(made)
    return {"url": made.url, "headers": made.headers.items()}


def ours(lines):
    """What the example answers to these lines."""
    text = "".join(json.dumps(line) + "\n" for line in lines)
    done = subprocess.run([SIGNER], input=text, capture_output=True, text=True, encoding="utf-8", check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def flat(answer):
    """The URL and the headers, in an order that does not depend on who wrote them."""
    return answer["url"], sorted((name.lower(), value) for name, value in answer["headers"])


class Signing(unittest.TestCase):
    maxDiff = None

    def compare(self, lines, expected):
        answers = ours(lines)
        self.assertEqual(len(answers), len(expected))
        for line, answer, expect in zip(lines, answers, expected):
            with self.subTest(line=line):
                self.assertEqual(flat(answer), flat(expect))

    def test_headers(self):
        source = Requests("headers")
        requests = [source.next() for _ in range(REQUESTS)]
        expected = [signed(request) for request in requests]
        self.compare([{"sign": request} for request in requests], expected)
        self.verify(requests, expected)

    def test_urls(self):
        source = Requests("urls")
        requests = [source.next(unique=True) for _ in range(REQUESTS)]
        seconds = [source.random.randint(1, 604_800) for _ in requests]
        expected = [signed(request, limit) for request, limit in zip(requests, seconds)]
        self.compare([{"presign": request, "seconds": limit} for request, limit in zip(requests, seconds)], expected)
        self.verify(requests, expected)

    def verify(self, requests, expected):
        """What botocore signs is verified, and another body is not."""
        lines = [{"verify": {**request, **expect}} for request, expect in zip(requests, expected)]
        self.assertEqual(ours(lines), [None] * len(lines))
        changed = [{"verify": {**line["verify"], "body": line["verify"]["body"] + "."}} for line in lines]
        for answer in ours(changed):
            self.assertIn("signature we calculated does not match", answer)


if __name__ == "__main__":
    unittest.main()
