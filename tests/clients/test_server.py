"""The options of the server as a program, by boto3 and by its admin interface.

`cargo xtask test` names the program in SHAPEWRIGHT_MOCK.
"""

import datetime
import json
import re
import signal
import socket
import tempfile
import threading
import time
import unittest
from pathlib import Path
from unittest import mock

import boto3
from botocore.config import Config
from server import Server, refused

SEED = {"macie2": {"Members": [{"accountId": "111122223333", "relationshipStatus": "Enabled"}]}}


def client(server, service, key="123456789012", secret="secret", token=None):
    return boto3.client(
        service,
        endpoint_url=server.endpoint,
        region_name="us-east-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": 1}),
    )


def aliases(server, **key):
    return [entry["Alias"] for entry in client(server, "workmail", **key).list_organizations()["OrganizationSummaries"]]


class InAFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path


class State(InAFolder):
    def test_it_survives_a_restart(self):
        state = self.folder / "state.json"
        for stop in (signal.SIGTERM, signal.SIGINT):
            with Server("--state", state) as server:
                client(server, "workmail").create_organization(Alias=f"alias-{stop.value}")
                self.assertEqual(server.stop(stop), 0, server.stderr())
        with Server("--state", state) as server:
            self.assertEqual(aliases(server), [f"alias-{stop.value}" for stop in (signal.SIGTERM, signal.SIGINT)])
        self.assertEqual([path.name for path in self.folder.iterdir()], ["state.json"])

    def test_it_is_written_when_asked_for(self):
        state = self.folder / "state.json"
        with Server("--state", state) as server:
            client(server, "workmail").create_organization(Alias="acme")
            self.assertEqual(server.admin("POST", "state"), (200, {"file": str(state)}))
            self.assertEqual(json.loads(state.read_text()), server.admin("GET", "state")[1])
            server.process.kill()
            server.process.wait()
        with Server("--state", state) as server:
            self.assertEqual(aliases(server), ["acme"])
        with Server() as server:
            status, answer = server.admin("POST", "state")
            self.assertEqual((status, answer["error"]["code"]), (409, "NoStateFile"))

    def test_a_damaged_file_stops_the_start_and_stays(self):
        unknown = '{"snapshot": 1, "services": {"s3": {"000000000000": {}}}}'
        for damaged in ['{"snapshot": 1, "services"', '{"snapshot": 2, "services": {}}', unknown]:
            state = self.file("state.json", damaged)
            said = refused("--state", state)
            self.assertIn(f"error: cannot load {state}: the snapshot", said)
            self.assertIn("It was left as it is", said)
            self.assertEqual(state.read_text(), damaged)
            self.assertEqual(len(list(self.folder.iterdir())), 1)

    def test_a_file_that_cannot_be_written_stops_the_start(self):
        self.assertIn("cannot write the state to", refused("--state", self.folder / "nowhere" / "state.json"))


class Seed(InAFolder):
    def test_it_is_put_in_at_the_start_and_after_a_reset(self):
        seed = self.file("seed.json", SEED)
        with Server("--seed", seed) as server:
            macie = client(server, "macie2", key="test")
            self.assertEqual(len(macie.list_members()["members"]), 1)
            self.assertEqual(server.admin("PUT", "state", {"snapshot": 1, "services": {"macie2": {}}})[0], 200)
            self.assertEqual(len(macie.list_members()["members"]), 0)
            self.assertEqual(server.admin("POST", "reset"), (200, {}))
            self.assertEqual(len(macie.list_members()["members"]), 1)

    def test_state_that_was_loaded_is_not_seeded_again(self):
        state, seed = self.folder / "state.json", self.file("seed.json", {"workmail": {"Organizations": [{"Alias": "acme"}]}})
        for _ in range(2):
            with Server("--seed", seed, "--state", state) as server:
                self.assertEqual(aliases(server, key="test"), ["acme"])
                self.assertEqual(server.stop(), 0)

    def test_a_mistake_stops_the_start(self):
        seed = self.file("seed.json", {"macie2": {"Member": []}})
        self.assertIn("did you mean \"Members\"?", refused("--seed", seed))
        self.assertIn("cannot read", refused("--seed", self.folder / "nowhere.json"))


class Signatures(InAFolder):
    def code(self, call, **arguments):
        with self.assertRaises(call.__self__.exceptions.ClientError) as error:
            call(**arguments)
        response = error.exception.response
        return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]

    def test_right_and_wrong_keys(self):
        keys = self.file("keys", "# two keys\n\nAKIDEXAMPLE:right\n123456789012:theirs:token\n")
        with Server("--verify-signatures", "--keys", keys, "--key", "AKIDOTHER:other") as server:
            for key in [("AKIDEXAMPLE", "right"), ("AKIDOTHER", "other"), ("123456789012", "theirs", "token")]:
                self.assertEqual(client(server, "workmail", *key).list_organizations()["OrganizationSummaries"], [])
                self.assertEqual(client(server, "macie2", *key).list_members()["members"], [])
            arn = "arn:aws:ses:us-east-1:123456789012:identity/a.example"
            named = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": arn}
            ses = client(server, "sesv2", "AKIDEXAMPLE", "right")
            ses.update_reputation_entity_customer_managed_status(**named, SendingStatus="DISABLED")
            self.assertEqual(len(ses.list_reputation_entities()["ReputationEntities"]), 1)
            for key, code in [
                (("AKIDEXAMPLE", "wrong"), "InvalidSignatureException"),
                (("AKIDNOBODY", "right"), "UnrecognizedClientException"),
                (("123456789012", "theirs"), "UnrecognizedClientException"),
                (("123456789012", "theirs", "another"), "UnrecognizedClientException"),
            ]:
                self.assertEqual(self.code(client(server, "workmail", *key).list_organizations), (400, code))
                self.assertEqual(self.code(client(server, "macie2", *key).list_members), (403, code))
            journal = server.admin("GET", "requests?operation=ListMembers")[1]["requests"]
            self.assertEqual([entry["response"]["status"] for entry in journal], [200, 200, 200, 403, 403, 403, 403])

    def test_a_date_that_has_passed(self):
        with Server("--verify-signatures", "--key", "AKIDEXAMPLE:right") as server:
            late = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=16)
            for service, operation, status in [("workmail", "list_organizations", 400), ("macie2", "list_members", 403)]:
                call = getattr(client(server, service, "AKIDEXAMPLE", "right"), operation)
                with mock.patch("botocore.auth.get_current_datetime", return_value=late.replace(tzinfo=None)):
                    self.assertEqual(self.code(call), (status, "InvalidSignatureException"))
                call()

    def test_keys_that_are_none(self):
        self.assertIn("--verify-signatures needs a key", refused("--verify-signatures"))
        said = refused("--verify-signatures", "--keys", self.file("keys", "AKID:secret\nsecret-alone\n"))
        self.assertIn("keys, line 2: a key is `ID:SECRET`", said)
        self.assertNotIn("secret-alone", said)
        self.assertIn("--verify-signatures", refused("--key", "AKID:secret"))


class Answers(InAFolder):
    def test_lines_of_text(self):
        with Server("--log", "text") as server:
            client(server, "workmail").list_organizations()
            server.admin("GET", "health")
            self.assertEqual(server.stop(), 0)
            time_, uuid = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", r"[0-9a-f-]{36}"
            line = rf"{time_} workmail ListOrganizations 123456789012 us-east-1 200 \d+us {uuid}\n"
            self.assertRegex(server.stderr(), f"^{line}$")

    def test_lines_of_json(self):
        with Server("--log", "json") as server:
            server.admin("POST", "faults", {"fault": "throttle", "times": 1})
            workmail = client(server, "workmail")
            with self.assertRaises(workmail.exceptions.ClientError):
                workmail.list_organizations()
            socket.create_connection(server.endpoint.removeprefix("http://").split(":")).close()
            server.stop()
            (line,) = map(json.loads, server.stderr().splitlines())
            members = ["time", "service", "operation", "account", "region", "status", "micros", "request_id", "faults"]
            self.assertEqual(sorted(line), sorted(members))
            self.assertEqual((line["operation"], line["status"], line["faults"]), ("ListOrganizations", 400, [1]))

    def test_no_line_unless_asked(self):
        with Server() as server:
            client(server, "workmail").list_organizations()
            server.stop()
            self.assertEqual(server.stderr(), "")

    def test_latency(self):
        with Server("--latency", 300) as server:
            client(server, "workmail").list_organizations()
            (entry,) = server.admin("GET", "requests")[1]["requests"]
            self.assertGreaterEqual(entry["micros"], 300_000)

    def test_body_limit(self):
        with Server("--body-limit", 1000) as server:
            workmail = client(server, "workmail")
            with self.assertRaises(workmail.exceptions.ClientError) as error:
                workmail.create_organization(Alias="a" * 1000)
            self.assertEqual(error.exception.response["ResponseMetadata"]["HTTPStatusCode"], 413)

    def test_some_services_alone(self):
        with Server("--only", "macie2,sesv2") as server:
            self.assertEqual(server.admin("GET", "health")[1]["services"], ["macie2", "sesv2"])
        self.assertIn("there is no service `s3`; there are macie2, sesv2, workmail", refused("--only", "s3"))

    def test_every_operation_keeps_state(self):
        with Server() as server:
            services = server.admin("GET", "services")[1]["services"]
            made_up = [f"{service['name']} {operation['name']}" for service in services for operation in service["operations"] if not operation["stateful"]]
            self.assertEqual(made_up, [])

    def test_without_the_admin_interface(self):
        with Server("--no-admin") as server:
            self.assertEqual(server.admin("GET", "health")[0], 501)


class Stopping(unittest.TestCase):
    def test_what_is_under_way_is_ended(self):
        with Server("--latency", 1000) as server:
            answers = []
            call = threading.Thread(target=lambda: answers.append(client(server, "workmail").list_organizations()))
            call.start()
            # The journal has requests when they are answered; that one is under way shows in the connections alone.
            time.sleep(0.5)
            self.assertEqual(server.stop(), 0)
            call.join()
            self.assertEqual(answers[0]["OrganizationSummaries"], [])
            with self.assertRaises(OSError):
                host, port = re.fullmatch(r"http://(.+):(\d+)", server.endpoint).groups()
                socket.create_connection((host, int(port)))
