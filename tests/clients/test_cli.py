"""Every documented operation, called by the AWS CLI (version 1) against the mock server at SHAPEWRIGHT_ENDPOINT.

The CLI runs within this process, by its own driver: a process a call would take minutes. The calls are those of
test_boto3; the CLI reads its arguments, sends the request, and prints what is compared here.
"""

import contextlib
import io
import json
import os
import re
import unittest
import unittest.mock
import uuid

from awscli.clidriver import create_clidriver
from botocore import xform_name
from botocore.exceptions import ClientError

import test_boto3
from support import ENDPOINT, client

ACCOUNT = "123456789012"
ERROR = re.compile(r"An error occurred \((\S+)\) when calling the (\S+) operation: (.*)", re.DOTALL)


def setUpModule():
    settings = {
        "AWS_ENDPOINT_URL": ENDPOINT,
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_MAX_ATTEMPTS": "1",
    }
    patched = unittest.mock.patch.dict(os.environ, settings)
    patched.start()
    unittest.addModuleCleanup(patched.stop)


class Cli:
    """The CLI with the face of a boto3 client: `create_user(Name="ann")` runs `aws workmail create-user --name ann`."""

    def __init__(self, inner):
        self.service = inner.meta.service_model.service_name
        self.called = set()
        self.inner = inner
        self.exceptions = inner.exceptions
        self.driver = create_clidriver()
        self.answered = {}
        self.driver.session.register("after-call", self._after_call)

    def _after_call(self, parsed, **_):
        self.answered = parsed["ResponseMetadata"]

    def run(self, operation, *arguments):
        """Runs a command; gives what it printed as JSON."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = self.driver.main([self.service, operation, "--output", "json", *arguments])
        if code == 0:
            return json.loads(out.getvalue() or "{}")
        error = ERROR.search(err.getvalue())
        assert error, f"aws {self.service} {operation} ended with {code}: {err.getvalue()}"
        name, called, message = error.groups()
        response = {"Error": {"Code": name, "Message": message.strip()}, "ResponseMetadata": self.answered}
        try:
            kind = self.exceptions.from_code(name)
        except AttributeError:
            kind = ClientError
        raise kind(response, called)

    def __getattr__(self, name):
        def call(**members):
            arguments = [text for member in members.items() for text in argument(*member)]
            answer = self.run(name.replace("_", "-"), *arguments)
            assert self.answered["RequestId"], f"{name} answered no request id"
            self.called.add(next(o for o in test_boto3.documented(self.service) if xform_name(o) == name))
            return {**answer, "ResponseMetadata": self.answered}

        return call


def argument(member, value):
    """A member as the CLI takes it."""
    option = xform_name(member, "-")
    if isinstance(value, bool):
        return [f"--{option}" if value else f"--no-{option}"]
    if isinstance(value, list) and not any(isinstance(item, dict) for item in value):
        return [f"--{option}", *map(str, value)]
    return [f"--{option}", json.dumps(value) if isinstance(value, (dict, list)) else str(value)]


def cli(service):
    return Cli(client(service))


class EveryDocumentedOperation(unittest.TestCase):
    def scenario(self, kind):
        with unittest.mock.patch.object(test_boto3, "Recorder", Cli):
            scenario = kind()
            scenario.setUp()
            scenario.test_every_documented_operation()

    def test_workmail(self):
        self.scenario(test_boto3.WorkMail)

    def test_sesv2(self):
        self.scenario(test_boto3.SesV2)

    def test_macie2(self):
        self.scenario(test_boto3.Macie2)


class Pages(unittest.TestCase):
    def setUp(self):
        self.mail = cli("workmail")
        self.org = self.mail.create_organization(Alias="cli-" + uuid.uuid4().hex[:12])["OrganizationId"]

    def list_users(self, *arguments):
        return self.mail.run("list-users", "--organization-id", self.org, *arguments)

    def test_pages(self):
        made = [
            self.mail.create_user(
                OrganizationId=self.org, Name=f"user-{number}", DisplayName="User", Password=test_boto3.PASSWORD
            )["UserId"]
            for number in range(7)
        ]
        listed = [user["Id"] for user in self.list_users("--page-size", "2")["Users"]]
        self.assertEqual(listed, made, "the CLI reads all pages by itself")
        cut = self.list_users("--page-size", "2", "--max-items", "3")
        rest = self.list_users("--page-size", "5", "--starting-token", cut["NextToken"])
        self.assertEqual([user["Id"] for user in cut["Users"]], made[:3])
        self.assertEqual([user["Id"] for user in rest["Users"]], made[3:])
        first = self.list_users("--no-paginate", "--max-results", "4")
        self.assertEqual(len(first["Users"]), 4)
        self.assertTrue(first["NextToken"])


class Refusals(unittest.TestCase):
    def refused(self, service, operation, *arguments):
        asked = cli(service)
        with self.assertRaises(ClientError) as refused:
            asked.run(operation, *arguments)
        response = refused.exception.response
        return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"], response["Error"]["Message"]

    def test_modelled(self):
        missing = self.refused("workmail", "describe-organization", "--organization-id", "m-" + "0" * 32)
        self.assertEqual(missing[:2], (400, "OrganizationNotFoundException"))
        missing = self.refused("macie2", "get-member", "--id", "111122223333")
        self.assertEqual(missing[:2], (404, "ResourceNotFoundException"))

    def test_validation(self):
        status, code, message = self.refused("workmail", "describe-organization", "--organization-id", "x" * 34)
        self.assertEqual((status, code), (400, "InvalidParameterException"))
        self.assertIn("Value 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' at '/OrganizationId'", message)
        status, code, message = self.refused("macie2", "list-members", "--no-paginate", "--max-results", "9999")
        self.assertEqual((status, code), (400, "ValidationException"))
        self.assertIn("/maxResults", message)
        status, code, _ = self.refused("sesv2", "list-reputation-entities", "--next-token", "made-up")
        self.assertEqual((status, code), (400, "BadRequestException"))

    def test_operations_that_are_not_there(self):
        for service, operation, arguments, known in (
            ("workmail", "list-impersonation-roles", ("--organization-id", "m-" + "0" * 32), "CreateUser"),
            ("sesv2", "list-contact-lists", (), "ListReputationEntities (POST "),
            ("macie2", "list-allow-lists", (), "GetMember (GET "),
        ):
            status, code, message = self.refused(service, operation, *arguments)
            self.assertEqual((status, code), (501, "UnknownOperationException"))
            self.assertIn(known, message)

    def test_services_that_are_not_there(self):
        status, code, message = self.refused("kms", "list-keys")
        self.assertEqual((status, code), (501, "UnknownOperationException"))
        self.assertIn("There is no service that signs as kms here", message)
        self.assertIn("workmail (signed as workmail)", message)


if __name__ == "__main__":
    unittest.main(verbosity=2)
