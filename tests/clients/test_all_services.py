"""What holds for all services, rule by rule."""

import concurrent.futures
import json
import unittest
import urllib.request
import uuid

from support import ENDPOINT, client, pages, refusal

PASSWORD = "Correct-Horse-7"


def threads(count, work):
    """Does something in many threads at once; gives the results."""
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(work, number) for number in range(count)]]


class AllServices(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        # An account of its own for each test, in which only it makes things.
        self.account = f"{uuid.uuid4().int % 10**12:012}"
        self.mail = client("workmail", account=self.account)
        self.ses = client("sesv2", account=self.account)
        self.macie = client("macie2", account=self.account)
        self.alias = "org-" + uuid.uuid4().hex[:12]
        self.org = self.mail.create_organization(Alias=self.alias)["OrganizationId"]

    def user(self, name):
        return self.mail.create_user(OrganizationId=self.org, Name=name, DisplayName=name, Password=PASSWORD)["UserId"]

    def users(self, **arguments):
        answers = pages(self.mail.list_users, "NextToken", OrganizationId=self.org, **arguments)
        return [user["Id"] for answer in answers for user in answer["Users"]]

    def put(self, name, status="ENABLED"):
        reference = f"arn:aws:ses:eu-west-1:{self.account}:identity/{name}"
        self.ses.update_reputation_entity_customer_managed_status(
            ReputationEntityType="RESOURCE", ReputationEntityReference=reference, SendingStatus=status
        )
        return reference

    def entities(self, **arguments):
        answers = pages(self.ses.list_reputation_entities, "NextToken", **arguments)
        return [entity for answer in answers for entity in answer["ReputationEntities"]]

    def test_a01_what_does_not_obey_is_refused(self):
        mail, ses, macie = (
            client(service, account=self.account, validate=False) for service in ("workmail", "sesv2", "macie2")
        )
        org = {"OrganizationId": self.org}
        entity = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": f"arn:aws:ses:eu-west-1:{self.account}:x"}
        update = ses.update_reputation_entity_customer_managed_status
        # What is called, with what, and what the message says: the member, what it got, what it must be.
        cases = {
            "InvalidParameterException": [
                (mail.create_group, {**org}, ["Name", "null"]),
                (mail.create_group, {**org, "Name": ""}, ["Name", "length 0", "1"]),
                (mail.create_group, {**org, "Name": "g" * 257}, ["Name", "length 257", "256"]),
                (mail.create_group, {**org, "Name": 7}, ["Name", "number", "text"]),
                (mail.create_group, {**org, "Name": ["g"]}, ["Name", "list", "text"]),
                (mail.create_group, {"OrganizationId": "m-1", "Name": "g"}, ["OrganizationId", "m-1", "^m-[0-9a-f]{32}$"]),
                (mail.create_resource, {**org, "Name": "r", "Type": "BOAT"}, ["Type", "BOAT", "ROOM, EQUIPMENT"]),
                (mail.list_users, {**org, "MaxResults": 0}, ["MaxResults", "0", "between 1 and 100"]),
                (mail.list_users, {**org, "MaxResults": 101}, ["MaxResults", "101", "between 1 and 100"]),
                (mail.list_users, {**org, "MaxResults": "5"}, ["MaxResults", "text", "number"]),
            ],
            "BadRequestException": [
                (update, {**entity, "SendingStatus": "PAUSED"}, ["SendingStatus", "PAUSED", "ENABLED, REINSTATED, DISABLED"]),
                (update, {**entity}, ["SendingStatus", "null"]),
                (update, {**entity, "SendingStatus": True}, ["SendingStatus", "boolean", "text"]),
                (ses.list_reputation_entities, {"Filter": {"ENTITY_TYPE": ""}}, ["/Filter/ENTITY_TYPE", "length 0", "512"]),
                (ses.list_reputation_entities, {"Filter": {"NAME": "a"}}, ["/Filter", "NAME", "ENTITY_TYPE"]),
                (ses.list_reputation_entities, {"PageSize": 1.5}, ["PageSize", "1.5", "whole number"]),
                (ses.list_reputation_entities, {"Filter": {"ENTITY_TYPE": 5}}, ["Filter", "number", "text"]),
            ],
            "ValidationException": [
                (macie.list_members, {"maxResults": 26}, ["maxResults", "26", "between 1 and 25"]),
                (macie.list_members, {"maxResults": 0}, ["maxResults", "0", "between 1 and 25"]),
                (macie.get_member, {"id": ""}, ["/id", "not be empty"]),
                (macie.list_invitations, {"maxResults": "many"}, ["maxResults", "many", "whole number"]),
            ],
        }
        for code, calls in cases.items():
            for call, arguments, parts in calls:
                status, message = refusal(self, code, call, **arguments)
                self.assertEqual(status, 400)
                for part in parts:
                    self.assertIn(part, message, (call.__name__, arguments))
        # And nothing has changed.
        self.assertEqual(self.mail.list_groups(**org)["Groups"], [])
        self.assertEqual(self.entities(), [])

    def test_a01_unknown_members_are_ignored(self):
        request = urllib.request.Request(
            ENDPOINT,
            data=json.dumps({"OrganizationId": self.org, "Colour": {"Hue": [1, None]}}).encode(),
            headers={
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": "WorkMailService.DescribeOrganization",
                "Authorization": f"AWS4-HMAC-SHA256 Credential={self.account}/20260101/eu-west-1/workmail/aws4_request, "
                "SignedHeaders=host, Signature=0",
            },
        )
        with urllib.request.urlopen(request) as answer:
            self.assertEqual(json.load(answer)["Alias"], self.alias)

    def test_a02_idempotency_tokens(self):
        def organization(alias, token):
            return self.mail.create_organization(Alias=alias, ClientToken=token)["OrganizationId"]

        first = organization(self.alias + "-2", "token-1")
        self.assertEqual(organization(self.alias + "-2", "token-1"), first)
        self.assertNotEqual(organization(self.alias + "-3", "token-2"), first)
        refusal(
            self, "InvalidParameterException", self.mail.create_organization, Alias=self.alias + "-4", ClientToken="token-1"
        )
        listed = self.mail.list_organizations()["OrganizationSummaries"]
        self.assertEqual([one["Alias"] for one in listed], [self.alias, self.alias + "-2", self.alias + "-3"])
        # boto3 fills a token that is left out, and a new one each time: the alias is taken.
        refusal(self, "NameAvailabilityException", self.mail.create_organization, Alias=self.alias)
        # The same token many times at once makes one thing.
        made = threads(8, lambda _: organization(self.alias + "-5", "token-5"))
        self.assertEqual(len(set(made)), 1)

    def test_a03_pages_are_exact_under_change(self):
        users = [self.user(f"user{number:02}") for number in range(9)]
        answer = self.mail.list_users(OrganizationId=self.org, MaxResults=3)
        seen = [user["Id"] for user in answer["Users"]]
        self.assertEqual(seen, users[:3])
        # The last one given, one given and one to come go; two others come.
        for gone in (users[2], users[0], users[4]):
            self.mail.delete_user(OrganizationId=self.org, UserId=gone)
        late = [self.user("late0"), self.user("late1")]
        while "NextToken" in answer:
            answer = self.mail.list_users(OrganizationId=self.org, MaxResults=3, NextToken=answer["NextToken"])
            self.assertLessEqual(len(answer["Users"]), 3)
            seen += [user["Id"] for user in answer["Users"]]
        self.assertEqual(seen, users[:4] + users[5:] + late)

    def test_a03_pages_of_every_size(self):
        users = [self.user(f"user{number}") for number in range(6)]
        references = [self.put(f"{number}.example.com") for number in range(6)]
        for size in (1, 2, 3, 4, 5, 6, 100):
            answers = pages(self.mail.list_users, "NextToken", OrganizationId=self.org, MaxResults=size)
            counts = [len(answer["Users"]) for answer in answers]
            self.assertEqual(len(counts), -(-6 // size))
            self.assertTrue(all(count == size for count in counts[:-1]))
            self.assertEqual(self.users(MaxResults=size), users)
            listed = [entity["ReputationEntityReference"] for entity in self.entities(PageSize=size)]
            self.assertEqual(listed, references)

    def test_a03_a_token_that_was_never_given_is_refused(self):
        for name in ("ann", "bob"):
            self.user(name)
            self.put(name)
        other = self.mail.create_organization(Alias=self.alias + "-2")["OrganizationId"]
        given = self.mail.list_users(OrganizationId=self.org, MaxResults=1)["NextToken"]
        elsewhere = client("sesv2", account=self.account, region="us-east-1")
        ses_token = self.ses.list_reputation_entities(PageSize=1)["NextToken"]
        for code, call, arguments in (
            ("InvalidParameterException", self.mail.list_users, {"OrganizationId": self.org, "NextToken": "made-up"}),
            ("InvalidParameterException", self.mail.list_users, {"OrganizationId": self.org, "NextToken": given[:-1] + "x"}),
            ("InvalidParameterException", self.mail.list_users, {"OrganizationId": other, "NextToken": given}),
            ("InvalidParameterException", self.mail.list_groups, {"OrganizationId": self.org, "NextToken": given}),
            ("BadRequestException", self.ses.list_reputation_entities, {"NextToken": given}),
            ("BadRequestException", elsewhere.list_reputation_entities, {"NextToken": ses_token}),
            ("ValidationException", self.macie.list_members, {"nextToken": given}),
        ):
            _, message = refusal(self, code, call, **arguments)
            self.assertIn("oken", message)

    def test_a04_accounts_and_regions_are_apart(self):
        reference = self.put("example.com")
        places = {
            "here": (self.account, "eu-west-1"),
            "another region": (self.account, "us-east-1"),
            "another account": (f"{(int(self.account) + 1) % 10**12:012}", "eu-west-1"),
            "no account": ("AKIDEXAMPLE", "eu-west-1"),
        }
        for name, (account, region) in places.items():
            organizations = client("workmail", region, account).list_organizations()["OrganizationSummaries"]
            entities = client("sesv2", region, account).list_reputation_entities()["ReputationEntities"]
            is_here = name == "here"
            self.assertEqual(self.org in [one["OrganizationId"] for one in organizations], is_here, name)
            self.assertEqual(reference in [one["ReputationEntityReference"] for one in entities], is_here, name)
        self.assertEqual(len(client("macie2", account="111111111111").list_members()["members"]), 8)
        self.assertEqual(self.macie.list_members()["members"], [])
        # All access keys that are no account share the default one.
        alias = self.alias + "-default"
        client("workmail", account="AKIDEXAMPLE").create_organization(Alias=alias)
        listed = client("workmail", account="000000000000").list_organizations()["OrganizationSummaries"]
        self.assertIn(alias, [one["Alias"] for one in listed])

    def test_a05_a_refused_request_changes_nothing(self):
        ann = self.user("ann")
        before = self.mail.describe_user(OrganizationId=self.org, UserId=ann)
        refusal(
            self,
            "NameAvailabilityException",
            self.mail.create_user,
            OrganizationId=self.org,
            Name="ann",
            DisplayName="Another",
            Password=PASSWORD,
        )
        self.assertEqual(self.users(), [ann])
        after = self.mail.describe_user(OrganizationId=self.org, UserId=ann)
        for answer in (before, after):
            del answer["ResponseMetadata"]
        self.assertEqual(after, before)

    def test_a05_one_of_many_gets_a_name(self):
        def attempt(_):
            try:
                return self.user("ann")
            except self.mail.exceptions.NameAvailabilityException:
                return None

        made = [user for user in threads(8, attempt) if user is not None]
        self.assertEqual(self.users(), made)
        self.assertEqual(len(made), 1)

    def test_a05_concurrent_requests_see_whole_states(self):
        def work(number):
            made = [self.user(f"user-{number}-{step}") for step in range(10)]
            listed = self.users(MaxResults=7)
            assert [user for user in listed if user in made] == made
            assert len(set(listed)) == len(listed)
            return made

        made = [user for users in threads(8, work) for user in users]
        self.assertEqual(sorted(self.users()), sorted(made))
        # Both parts of what one request changes are seen together.
        reference = self.put("example.com")

        def flip(number):
            for status in ("DISABLED", "ENABLED", "REINSTATED") * 3:
                if number % 2:
                    self.put("example.com", status)
                else:
                    found = self.entities(Filter={"ENTITY_REFERENCE_PREFIX": reference})[0]
                    assert found["SendingStatusAggregate"] == found["CustomerManagedStatus"]["Status"], found

        threads(6, flip)


if __name__ == "__main__":
    unittest.main(verbosity=2)
