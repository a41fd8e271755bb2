"""The behaviour of Macie 2, rule by rule, over what seed.json holds for account 111111111111."""

import datetime
import unittest

from support import client, pages, refusal

STATUSES = {
    "100000000001": "Enabled",
    "100000000002": "Paused",
    "100000000003": "Invited",
    "100000000004": "Created",
    "100000000005": "Removed",
    "100000000006": "Resigned",
    "100000000007": "EmailVerificationInProgress",
    "100000000008": "EmailVerificationFailed",
    "100000000009": "RegionDisabled",
    "100000000010": "AccountSuspended",
}


def utc(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.timezone.utc)


class Macie2(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.macie = client("macie2", account="111111111111")
        self.empty = client("macie2", account="111111111111", region="us-east-1")

    def test_m01_lists_page(self):
        for call, items, key, wanted in (
            (self.macie.list_invitations, "invitations", "invitationId", ["i-1", "i-2", "i-3"]),
            (self.macie.list_findings_filters, "findingsFilterListItems", "id", ["f-1", "f-2", "f-3"]),
            (
                self.macie.list_members,
                "members",
                "accountId",
                [account for account, status in STATUSES.items() if status not in ("Removed", "Resigned")],
            ),
        ):
            for size in (1, 2, 3, 25):
                answers = pages(call, "nextToken", maxResults=size)
                self.assertTrue(all(len(answer[items]) == size for answer in answers[:-1]))
                self.assertTrue(1 <= len(answers[-1][items]) <= size)
                self.assertEqual([item[key] for answer in answers for item in answer[items]], wanted)
            status, _ = refusal(self, "ValidationException", call, maxResults=26)
            self.assertEqual(status, 400)
            refusal(self, "ValidationException", call, nextToken="made-up")

    def test_m01_boto3s_paginators(self):
        for name, items, count in (
            ("list_invitations", "invitations", 3),
            ("list_members", "members", 8),
            ("list_findings_filters", "findingsFilterListItems", 3),
        ):
            paginator = self.macie.get_paginator(name)
            config = {"PageSize": 2, "MaxItems": 2}
            first = paginator.paginate(PaginationConfig=config).build_full_result()
            config = {"PageSize": 2, "StartingToken": first["NextToken"]}
            rest = paginator.paginate(PaginationConfig=config).build_full_result()
            self.assertEqual((len(first[items]), len(rest[items])), (2, count - 2))

    def test_m01_the_master(self):
        self.assertEqual(
            self.macie.get_master_account()["master"],
            {
                "accountId": "200000000003",
                "invitationId": "i-3",
                "invitedAt": utc(2020, 7, 3),
                "relationshipStatus": "Enabled",
            },
        )
        answer = self.empty.get_master_account()
        self.assertEqual(set(answer), {"ResponseMetadata"})

    def test_m01_a_member(self):
        answer = self.macie.get_member(id="100000000001")
        del answer["ResponseMetadata"]
        self.assertEqual(
            answer,
            {
                "accountId": "100000000001",
                "arn": "arn:aws:macie2:eu-west-1:111111111111:member/100000000001",
                "email": "one@example.com",
                "invitedAt": utc(2020, 7, 17, 8, 30),
                "masterAccountId": "111111111111",
                "relationshipStatus": "Enabled",
                "tags": {"team": "data"},
                "updatedAt": utc(2020, 7, 18, 9, 0, 0, 500_000),
            },
        )
        self.assertEqual(self.macie.list_members(maxResults=1)["members"], [answer])
        for macie, account in ((self.macie, "999999999999"), (self.empty, "100000000001")):
            status, message = refusal(self, "ResourceNotFoundException", macie.get_member, id=account)
            self.assertEqual(status, 404)
            self.assertIn(account, message)

    def test_m02_every_status(self):
        for account, status in STATUSES.items():
            self.assertEqual(self.macie.get_member(id=account)["relationshipStatus"], status)
        shape = self.macie.meta.service_model.shape_for("RelationshipStatus")
        self.assertEqual(set(shape.enum), set(STATUSES.values()))

    def test_m03_current_members(self):
        def listed(**arguments):
            return [member["accountId"] for member in self.macie.list_members(**arguments)["members"]]

        current = [account for account, status in STATUSES.items() if status not in ("Removed", "Resigned")]
        self.assertEqual(listed(), current)
        self.assertEqual(listed(onlyAssociated="true"), current)
        self.assertEqual(listed(onlyAssociated="false"), list(STATUSES))
        # A token goes on in the listing that gave it.
        token = self.macie.list_members(onlyAssociated="false", maxResults=1)["nextToken"]
        refusal(self, "ValidationException", self.macie.list_members, nextToken=token)

    def test_m04_filters_and_dates(self):
        filters = self.macie.list_findings_filters()["findingsFilterListItems"]
        self.assertEqual([one["action"] for one in filters], ["ARCHIVE", "NOOP", "NOOP"])
        self.assertEqual(filters[0]["tags"], {"team": "data"})
        raw = {}
        self.macie.meta.events.register(
            "before-parse.macie2.GetMember", lambda response_dict, **_: raw.update(body=response_dict["body"])
        )
        self.macie.get_member(id="100000000001")
        self.assertIn(b'"invitedAt":"2020-07-17T08:30:00Z"', raw["body"])
        self.assertIn(b'"updatedAt":"2020-07-18T09:00:00.5Z"', raw["body"])
        never = self.macie.get_member(id="100000000004")
        self.assertIsNone(never.get("invitedAt"))
        self.assertIsInstance(never["updatedAt"], datetime.datetime)

    def test_m05_statuses_of_errors(self):
        # The other five need faults; the Rust tests have all seven.
        status, _ = refusal(self, "ValidationException", self.macie.list_members, maxResults=9999)
        self.assertEqual(status, 400)
        status, _ = refusal(self, "ResourceNotFoundException", self.macie.get_member, id="1")
        self.assertEqual(status, 404)


if __name__ == "__main__":
    unittest.main(verbosity=2)
