"""What the tests of all services share: clients of the mock server at SHAPEWRIGHT_ENDPOINT, and reading whole lists."""

import os

import boto3
from botocore.config import Config

ENDPOINT = os.environ["SHAPEWRIGHT_ENDPOINT"]


def client(service, region="eu-west-1", account="123456789012", validate=True):
    """A client of an account in a region. Without `validate` it sends whatever it is given."""
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key="secret",
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=validate),
    )


def pages(call, token, **arguments):
    """All pages of a listing, by the name of its token."""
    answers = [call(**arguments)]
    while token in answers[-1]:
        answers.append(call(**arguments, **{token: answers[-1][token]}))
        assert len(answers) < 1000, "the pages do not end"
    return answers


def refusal(case, code, call, **arguments):
    """Checks that a call is refused with this code; gives the status and the message."""
    with case.assertRaises(call.__self__.exceptions.ClientError) as refused:
        call(**arguments)
    response = refused.exception.response
    case.assertEqual(response["Error"]["Code"], code, response)
    case.assertTrue(response["ResponseMetadata"]["RequestId"])
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]
