"""The behaviour of SES v2's reputation entities, rule by rule, over what seed.json holds for account 222222222222."""

import datetime
import unittest
import uuid

from support import client, pages, refusal

ACCOUNT = "222222222222"
ARN = f"arn:aws:ses:eu-west-1:{ACCOUNT}:"


def listed(ses, **filters):
    answer = ses.list_reputation_entities(**({"Filter": filters} if filters else {}))
    assert "NextToken" not in answer
    return answer["ReputationEntities"]


def references(ses, **filters):
    return [entity["ReputationEntityReference"].removeprefix(ARN) for entity in listed(ses, **filters)]


def entity(ses, reference):
    found = listed(ses, ENTITY_REFERENCE_PREFIX=reference)
    return next(entity for entity in found if entity["ReputationEntityReference"] == reference)


def put(ses, reference, status):
    return ses.update_reputation_entity_customer_managed_status(
        ReputationEntityType="RESOURCE", ReputationEntityReference=reference, SendingStatus=status
    )


class SesV2(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.ses = client("sesv2", account=ACCOUNT)

    def test_s01_pages(self):
        answers = pages(self.ses.list_reputation_entities, "NextToken", PageSize=2)
        self.assertEqual([len(answer["ReputationEntities"]) for answer in answers], [2, 2, 1])
        whole = [entity for answer in answers for entity in answer["ReputationEntities"]]
        self.assertEqual(whole, listed(self.ses))
        # A filter holds on every page, and its token for no other.
        high = {"REPUTATION_IMPACT": "HIGH"}
        answers = pages(self.ses.list_reputation_entities, "NextToken", PageSize=1, Filter=high)
        self.assertEqual([len(answer["ReputationEntities"]) for answer in answers], [1, 1, 1])
        refusal(
            self,
            "BadRequestException",
            self.ses.list_reputation_entities,
            NextToken=answers[0]["NextToken"],
            Filter={"REPUTATION_IMPACT": "LOW"},
        )
        refusal(self, "BadRequestException", self.ses.list_reputation_entities, PageSize=0)

    def test_s01_filters(self):
        everything = ["identity/a.example.com", "identity/b.example.com", "identity/c.example.com"]
        everything += ["configuration-set/news", "configuration-set/news-2"]
        for filters, wanted in (
            ({}, everything),
            ({"ENTITY_TYPE": "RESOURCE"}, everything),
            ({"REPUTATION_IMPACT": "HIGH"}, [everything[0], everything[1], everything[4]]),
            ({"REPUTATION_IMPACT": "LOW"}, [everything[2]]),
            # The aggregate: one is disabled by the customer, the other by SES.
            ({"SENDING_STATUS": "DISABLED"}, everything[:2]),
            ({"SENDING_STATUS": "REINSTATED"}, [everything[3]]),
            ({"SENDING_STATUS": "ENABLED"}, [everything[2], everything[4]]),
            ({"ENTITY_REFERENCE_PREFIX": ARN + "configuration-set/"}, everything[3:]),
            ({"ENTITY_REFERENCE_PREFIX": ARN + "configuration-set/news-2"}, everything[4:]),
            ({"ENTITY_REFERENCE_PREFIX": "configuration-set"}, []),
            ({"SENDING_STATUS": "ENABLED", "REPUTATION_IMPACT": "HIGH"}, everything[4:]),
            (
                {
                    "SENDING_STATUS": "DISABLED",
                    "REPUTATION_IMPACT": "HIGH",
                    "ENTITY_TYPE": "RESOURCE",
                    "ENTITY_REFERENCE_PREFIX": ARN + "identity/b",
                },
                [everything[1]],
            ),
            ({"SENDING_STATUS": "ENABLED", "ENTITY_REFERENCE_PREFIX": ARN + "identity/a"}, []),
        ):
            self.assertEqual(references(self.ses, **filters), wanted, filters)

    def test_s01_an_unknown_filter_is_refused(self):
        status, message = refusal(
            self, "BadRequestException", self.ses.list_reputation_entities, Filter={"ENTITY_NAME": "a"}
        )
        self.assertEqual(status, 400)
        for part in ("ENTITY_NAME", "/Filter", "ENTITY_REFERENCE_PREFIX"):
            self.assertIn(part, message)

    def test_s02_what_an_entity_is(self):
        found = entity(self.ses, ARN + "identity/a.example.com")
        moment = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
        self.assertEqual(
            found,
            {
                "ReputationEntityReference": ARN + "identity/a.example.com",
                "ReputationEntityType": "RESOURCE",
                "ReputationManagementPolicy": "arn:aws:ses:eu-west-1:aws:reputation-policy/standard",
                "CustomerManagedStatus": {"Status": "DISABLED", "Cause": "Under review", "LastUpdatedTimestamp": moment},
                "AwsSesManagedStatus": {
                    "Status": "ENABLED",
                    "LastUpdatedTimestamp": found["AwsSesManagedStatus"]["LastUpdatedTimestamp"],
                },
                "SendingStatusAggregate": "DISABLED",
                "ReputationImpact": "HIGH",
            },
        )
        self.assertEqual(
            entity(self.ses, ARN + "identity/c.example.com")["ReputationManagementPolicy"],
            "arn:aws:ses:eu-west-1:aws:reputation-policy/strict",
        )
        # Only resources have a reputation.
        refusal(
            self,
            "BadRequestException",
            self.ses.update_reputation_entity_customer_managed_status,
            ReputationEntityType="TENANT",
            ReputationEntityReference=ARN + "identity/a.example.com",
            SendingStatus="ENABLED",
        )

    def test_s03_setting_the_customers_status(self):
        ses = client("sesv2", account=ACCOUNT, region="us-east-1")
        reference = f"arn:aws:ses:us-east-1:{ACCOUNT}:identity/disabled"
        before = entity(ses, reference)
        for status in ("ENABLED", "DISABLED", "REINSTATED"):
            earliest = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=1)
            answer = put(ses, reference, status)
            self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 200)
            self.assertEqual(set(answer), {"ResponseMetadata"})
            after = entity(ses, reference)
            self.assertEqual(after["CustomerManagedStatus"]["Status"], status)
            self.assertNotIn("Cause", after["CustomerManagedStatus"])
            self.assertGreaterEqual(after["CustomerManagedStatus"]["LastUpdatedTimestamp"], earliest)
            self.assertEqual(after["AwsSesManagedStatus"], before["AwsSesManagedStatus"])
            self.assertEqual(after["ReputationImpact"], before["ReputationImpact"])
        status, message = refusal(
            self,
            "BadRequestException",
            ses.update_reputation_entity_customer_managed_status,
            ReputationEntityType="RESOURCE",
            ReputationEntityReference=reference,
            SendingStatus="PAUSED",
        )
        self.assertEqual(status, 400)
        self.assertIn("SendingStatus", message)
        self.assertEqual(entity(ses, reference)["CustomerManagedStatus"]["Status"], "REINSTATED")

    def test_s04_the_aggregate(self):
        ses = client("sesv2", account=ACCOUNT, region="us-east-1")
        for customer, own, aggregate in (
            ("ENABLED", "enabled", "ENABLED"),
            ("ENABLED", "reinstated", "ENABLED"),
            ("ENABLED", "disabled", "DISABLED"),
            ("REINSTATED", "enabled", "REINSTATED"),
            ("REINSTATED", "reinstated", "REINSTATED"),
            ("REINSTATED", "disabled", "DISABLED"),
            ("DISABLED", "enabled", "DISABLED"),
            ("DISABLED", "reinstated", "DISABLED"),
            ("DISABLED", "disabled", "DISABLED"),
        ):
            reference = f"arn:aws:ses:us-east-1:{ACCOUNT}:identity/{own}"
            put(ses, reference, customer)
            found = entity(ses, reference)
            self.assertEqual(found["SendingStatusAggregate"], aggregate, (customer, own))
            self.assertIn(found, listed(ses, SENDING_STATUS=aggregate))

    def test_s05_an_entity_comes_to_be_by_a_status(self):
        ses = client("sesv2", account="222222222223")
        reference = f"arn:aws:ses:eu-west-1:222222222223:identity/{uuid.uuid4().hex}.example.com"
        put(ses, reference, "DISABLED")
        found = entity(ses, reference)
        self.assertEqual(found["ReputationEntityType"], "RESOURCE")
        self.assertEqual(found["CustomerManagedStatus"]["Status"], "DISABLED")
        self.assertEqual(found["AwsSesManagedStatus"]["Status"], "ENABLED")
        self.assertEqual(found["SendingStatusAggregate"], "DISABLED")
        self.assertTrue(found["ReputationManagementPolicy"].startswith("arn:aws:ses:eu-west-1:aws:"))
        before = listed(ses)
        for reference in ("example.com", "arn:aws:ses", "arn::ses:eu-west-1:222222222223:identity/a", "arn:aws:ses:eu-west-1:22:x"):
            status, message = refusal(
                self,
                "BadRequestException",
                ses.update_reputation_entity_customer_managed_status,
                ReputationEntityType="RESOURCE",
                ReputationEntityReference=reference,
                SendingStatus="ENABLED",
            )
            self.assertEqual(status, 400)
            for part in ("ReputationEntityReference", reference, "ARN"):
                self.assertIn(part, message)
        self.assertEqual(listed(ses), before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
