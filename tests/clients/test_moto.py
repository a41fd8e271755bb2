"""Our clients against moto, a server that somebody else wrote: what it answers is read, and what it refuses is an error of
the service and no failure to read.

Of the documented operations moto has two, ListInvitations and ListMembers of Macie. `cargo xtask test` builds the example
`documented` and names its folder in SHAPEWRIGHT_EXAMPLES.
"""

import datetime
import json
import logging
import os
import subprocess
import unittest

import boto3
from moto.server import ThreadedMotoServer

EXAMPLES = os.environ["SHAPEWRIGHT_EXAMPLES"]
ACCOUNT, INVITED = "123456789012", "444455556666"
ANSWERED = {"ListInvitations", "ListMembers"}


class Moto(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # It tells every request, and every operation that it lacks with a stack trace.
        logging.disable(logging.ERROR)
        cls.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        cls.server.start()
        cls.endpoint = "http://{}:{}".format(*cls.server.get_host_and_port())

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        logging.disable(logging.NOTSET)

    def test_documented_operations(self):
        macie = boto3.client(
            "macie2",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id="AKID",
            aws_secret_access_key="secret",
        )
        macie.create_invitations(accountIds=[ACCOUNT, INVITED])
        ids = {each["accountId"]: each["invitationId"] for each in macie.list_invitations()["invitations"]}
        macie.accept_invitation(administratorAccountId=ACCOUNT, invitationId=ids[ACCOUNT])

        program = os.path.join(EXAMPLES, "documented")
        done = subprocess.run([program, self.endpoint], capture_output=True, text=True, check=True)
        answers = json.loads(done.stdout)
        self.assertEqual({name for name, answer in answers.items() if "output" in answer}, ANSWERED)
        for name, member in [("ListInvitations", "invitations"), ("ListMembers", "members")]:
            [ours] = answers[name]["output"][member]
            [theirs] = getattr(macie, "list_" + member)()[member]
            ours, theirs = plain(ours), plain(theirs)
            self.assertIn("invitedAt", ours)
            # Members that came after the document are not read.
            self.assertEqual(ours, {name: theirs[name] for name in ours})
        for name in answers.keys() - ANSWERED:
            # The service refused: what it said was read.
            self.assertGreaterEqual(answers[name]["status"], 400, answers[name])


def plain(item):
    """Times as the seconds that they are, whichever way they are written."""
    return {
        name: datetime.datetime.fromisoformat(str(value)).timestamp() if name.endswith("At") else value
        for name, value in item.items()
    }


if __name__ == "__main__":
    unittest.main()
