"""The README's first program, run as it stands against the mock server at SHAPEWRIGHT_ENDPOINT."""

import os
import subprocess
import unittest

import boto3

ENDPOINT = os.environ["SHAPEWRIGHT_ENDPOINT"]
EXAMPLES = os.environ["SHAPEWRIGHT_EXAMPLES"]


class Readme(unittest.TestCase):
    def test_list_users(self):
        keys = {"aws_access_key_id": "210987654321", "aws_secret_access_key": "secret"}
        mail = boto3.client("workmail", endpoint_url=ENDPOINT, region_name="eu-west-1", **keys)
        org = mail.create_organization(Alias="readme")["OrganizationId"]
        names = ["ann", "bob", "cyd"]
        for name in names:
            mail.create_user(OrganizationId=org, Name=name, DisplayName=name, Password="Correct-Horse-7")
        environment = {
            **os.environ,
            "AWS_ENDPOINT_URL": ENDPOINT,
            "AWS_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": keys["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": keys["aws_secret_access_key"],
        }
        program = os.path.join(EXAMPLES, "list_users")
        done = subprocess.run([program, org], env=environment, capture_output=True, text=True, check=True)
        self.assertEqual(sorted(done.stdout.split()), names)


if __name__ == "__main__":
    unittest.main()
