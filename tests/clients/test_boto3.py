"""Every documented operation, called by boto3 against the mock server at SHAPEWRIGHT_ENDPOINT.

`cargo xtask test` starts the server and runs this with the packages of requirements.txt.
"""

import json
import pathlib
import unittest
import uuid

from support import client

FACTS = json.loads((pathlib.Path(__file__).parent.parent / "facts" / "contract.json").read_text())
PASSWORD = "Correct-Horse-7"
ROLE = "arn:aws:iam::123456789012:role/export"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/0f2a"


class Recorder:
    """Passes calls on to a client and remembers which operations answered."""

    def __init__(self, inner):
        self.inner = inner
        self.called = set()

    def __getattr__(self, name):
        operation = self.inner.meta.method_to_api_mapping.get(name)
        method = getattr(self.inner, name)
        if operation is None:
            return method

        def call(**arguments):
            answer = method(**arguments)
            assert answer["ResponseMetadata"]["RequestId"], f"{operation} answered no request id"
            assert answer["ResponseMetadata"]["RetryAttempts"] == 0
            self.called.add(operation)
            return answer

        return call


def documented(service):
    return set(FACTS["services"][service]["operations"])


class WorkMail(unittest.TestCase):
    def setUp(self):
        self.mail = Recorder(client("workmail"))
        self.alias = "org-" + uuid.uuid4().hex[:12]
        self.org = self.mail.create_organization(Alias=self.alias)["OrganizationId"]

    def user(self, name):
        return self.mail.create_user(
            OrganizationId=self.org, Name=name, DisplayName=name.title(), Password=PASSWORD
        )["UserId"]

    def test_users(self):
        ann = self.user("ann")
        found = self.mail.describe_user(OrganizationId=self.org, UserId=ann)
        self.assertEqual(found["Name"], "ann")
        self.assertEqual(found["DisplayName"], "Ann")
        self.assertEqual(found["State"], "DISABLED")
        self.assertEqual([user["Id"] for user in self.mail.list_users(OrganizationId=self.org)["Users"]], [ann])
        with self.assertRaises(self.mail.exceptions.NameAvailabilityException):
            self.user("ann")
        self.mail.delete_user(OrganizationId=self.org, UserId=ann)
        with self.assertRaises(self.mail.exceptions.EntityNotFoundException):
            self.mail.describe_user(OrganizationId=self.org, UserId=ann)
        self.assertEqual(self.mail.list_users(OrganizationId=self.org)["Users"], [])

    def test_groups_and_members(self):
        group = self.mail.create_group(OrganizationId=self.org, Name="staff")["GroupId"]
        self.assertEqual(self.mail.describe_group(OrganizationId=self.org, GroupId=group)["Name"], "staff")
        users = [self.user(name) for name in ("ann", "bob")]
        for user in users:
            self.mail.associate_member_to_group(OrganizationId=self.org, GroupId=group, MemberId=user)
        members = self.mail.list_group_members(OrganizationId=self.org, GroupId=group)["Members"]
        self.assertEqual([member["Id"] for member in members], users)
        self.mail.disassociate_member_from_group(OrganizationId=self.org, GroupId=group, MemberId=users[0])
        members = self.mail.list_group_members(OrganizationId=self.org, GroupId=group)["Members"]
        self.assertEqual([member["Id"] for member in members], users[1:])
        self.mail.delete_group(OrganizationId=self.org, GroupId=group)
        self.assertEqual(self.mail.list_groups(OrganizationId=self.org)["Groups"], [])

    def test_resources(self):
        room = self.mail.create_resource(OrganizationId=self.org, Name="blue", Type="ROOM")["ResourceId"]
        self.mail.update_resource(OrganizationId=self.org, ResourceId=room, Name="green")
        found = self.mail.describe_resource(OrganizationId=self.org, ResourceId=room)
        self.assertEqual((found["Name"], found["Type"]), ("green", "ROOM"))
        listed = self.mail.list_resources(OrganizationId=self.org)["Resources"]
        self.assertEqual([(item["Id"], item["Name"]) for item in listed], [(room, "green")])
        self.mail.delete_resource(OrganizationId=self.org, ResourceId=room)
        with self.assertRaises(self.mail.exceptions.EntityNotFoundException):
            self.mail.describe_resource(OrganizationId=self.org, ResourceId=room)

    def test_aliases(self):
        ann, domain = self.user("ann"), f"{self.alias}.awsapps.com"
        self.mail.register_to_work_mail(OrganizationId=self.org, EntityId=ann, Email=f"ann@{domain}")
        addresses = [f"a{number}@{domain}" for number in range(5)]
        for address in addresses:
            self.mail.create_alias(OrganizationId=self.org, EntityId=ann, Alias=address)
        pages = list(
            self.mail.inner.get_paginator("list_aliases").paginate(
                OrganizationId=self.org, EntityId=ann, PaginationConfig={"PageSize": 2}
            )
        )
        self.assertEqual([len(page["Aliases"]) for page in pages], [2, 2, 1])
        self.assertEqual([alias for page in pages for alias in page["Aliases"]], addresses)
        self.mail.delete_alias(OrganizationId=self.org, EntityId=ann, Alias=addresses[0])
        left = self.mail.list_aliases(OrganizationId=self.org, EntityId=ann)["Aliases"]
        self.assertEqual(left, addresses[1:])

    def test_pages_cut_by_max_items_resume_where_they_were_cut(self):
        users = [self.user(f"user{number:02}") for number in range(25)]
        paginator = self.mail.inner.get_paginator("list_users")
        config = {"PageSize": 10, "MaxItems": 14}
        first = paginator.paginate(OrganizationId=self.org, PaginationConfig=config).build_full_result()
        config = {"PageSize": 10, "StartingToken": first["NextToken"]}
        rest = paginator.paginate(OrganizationId=self.org, PaginationConfig=config).build_full_result()
        self.assertEqual([user["Id"] for user in first["Users"] + rest["Users"]], users)

    def test_refusals(self):
        with self.assertRaises(self.mail.exceptions.InvalidParameterException) as refused:
            self.mail.create_resource(OrganizationId=self.org, Name="blue", Type="BOAT")
        self.assertIn("Type", refused.exception.response["Error"]["Message"])
        with self.assertRaises(self.mail.exceptions.InvalidParameterException):
            self.mail.list_users(OrganizationId=self.org, NextToken="made-up")
        with self.assertRaises(self.mail.exceptions.OrganizationNotFoundException) as refused:
            self.mail.list_users(OrganizationId="m-" + "0" * 32)
        self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)

    def test_accounts_and_regions_are_apart(self):
        for other in (client("workmail", region="us-east-1"), client("workmail", account="210987654321")):
            listed = other.list_organizations()["OrganizationSummaries"]
            self.assertNotIn(self.org, [summary["OrganizationId"] for summary in listed])

    def test_every_documented_operation(self):
        mail, org = self.mail, {"OrganizationId": self.org}
        arn = f"arn:aws:workmail:eu-west-1:123456789012:organization/{self.org}"
        user, other = self.user("ann"), self.user("bob")
        group = mail.create_group(**org, Name="staff")["GroupId"]
        room = mail.create_resource(**org, Name="blue", Type="ROOM")["ResourceId"]
        self.assertEqual(mail.describe_organization(**org)["Alias"], self.alias)
        self.assertIn(
            self.org, [summary["OrganizationId"] for summary in mail.list_organizations()["OrganizationSummaries"]]
        )
        mail.describe_user(**org, UserId=user)
        mail.list_users(**org)
        mail.describe_group(**org, GroupId=group)
        mail.list_groups(**org)
        mail.describe_resource(**org, ResourceId=room)
        mail.update_resource(**org, ResourceId=room, BookingOptions={"AutoAcceptRequests": False})
        mail.list_resources(**org)
        mail.reset_password(**org, UserId=user, Password=PASSWORD)
        mail.register_to_work_mail(**org, EntityId=user, Email=f"ann@{self.alias}.awsapps.com")
        mail.update_primary_email_address(**org, EntityId=user, Email=f"a@{self.alias}.awsapps.com")
        mail.create_alias(**org, EntityId=user, Alias=f"b@{self.alias}.awsapps.com")
        mail.list_aliases(**org, EntityId=user)
        mail.delete_alias(**org, EntityId=user, Alias=f"b@{self.alias}.awsapps.com")
        mail.update_mailbox_quota(**org, UserId=user, MailboxQuota=2048)
        details = mail.get_mailbox_details(**org, UserId=user)
        self.assertIsInstance(details["MailboxQuota"], int)
        self.assertIsInstance(details["MailboxSize"], float)
        mail.associate_member_to_group(**org, GroupId=group, MemberId=user)
        mail.list_group_members(**org, GroupId=group)
        mail.disassociate_member_from_group(**org, GroupId=group, MemberId=user)
        mail.associate_delegate_to_resource(**org, ResourceId=room, EntityId=user)
        delegates = mail.list_resource_delegates(**org, ResourceId=room)["Delegates"]
        self.assertEqual([delegate["Id"] for delegate in delegates], [user])
        mail.disassociate_delegate_from_resource(**org, ResourceId=room, EntityId=user)
        mail.put_mailbox_permissions(**org, EntityId=user, GranteeId=other, PermissionValues=["SEND_AS"])
        permissions = mail.list_mailbox_permissions(**org, EntityId=user)["Permissions"]
        self.assertEqual([(p["GranteeId"], p["PermissionValues"]) for p in permissions], [(other, ["SEND_AS"])])
        mail.delete_mailbox_permissions(**org, EntityId=user, GranteeId=other)
        mail.put_access_control_rule(**org, Name="office", Effect="ALLOW", Description="Desks", IpRanges=["10.0.0.0/8"])
        self.assertIn("office", [rule["Name"] for rule in mail.list_access_control_rules(**org)["Rules"]])
        mail.get_access_control_effect(**org, IpAddress="10.1.2.3", Action="WebMail", UserId=user)
        mail.delete_access_control_rule(**org, Name="office")
        rule = mail.create_mobile_device_access_rule(**org, Name="phones", Effect="DENY")["MobileDeviceAccessRuleId"]
        mail.update_mobile_device_access_rule(**org, MobileDeviceAccessRuleId=rule, Name="tablets", Effect="ALLOW")
        rules = mail.list_mobile_device_access_rules(**org)["Rules"]
        self.assertEqual([(r["MobileDeviceAccessRuleId"], r["Name"]) for r in rules], [(rule, "tablets")])
        mail.get_mobile_device_access_effect(**org, DeviceType="iPhone")
        mail.delete_mobile_device_access_rule(**org, MobileDeviceAccessRuleId=rule)
        device = {"UserId": user, "DeviceId": "A1B2"}
        mail.put_mobile_device_access_override(**org, **device, Effect="ALLOW")
        override = mail.get_mobile_device_access_override(**org, **device)
        self.assertEqual((override["DeviceId"], override["Effect"]), ("A1B2", "ALLOW"))
        self.assertEqual(len(mail.list_mobile_device_access_overrides(**org, UserId=user)["Overrides"]), 1)
        mail.delete_mobile_device_access_override(**org, **device)
        own = f"{self.alias}.example.com"
        mail.register_mail_domain(**org, DomainName=own)
        mail.get_mail_domain(**org, DomainName=own)
        self.assertIn(own, [d["DomainName"] for d in mail.list_mail_domains(**org)["MailDomains"]])
        mail.update_default_mail_domain(**org, DomainName=own)
        mail.update_default_mail_domain(**org, DomainName=f"{self.alias}.awsapps.com")
        mail.deregister_mail_domain(**org, DomainName=own)
        mail.put_inbound_dmarc_settings(**org, Enforced=True)
        self.assertTrue(mail.describe_inbound_dmarc_settings(**org)["Enforced"])
        folders = [{"Name": "INBOX", "Action": "DELETE", "Period": 30}]
        mail.put_retention_policy(**org, Name="short", FolderConfigurations=folders)
        policy = mail.get_default_retention_policy(**org)
        self.assertEqual((policy["Name"], policy["FolderConfigurations"]), ("short", folders))
        mail.delete_retention_policy(**org, Id=policy.get("Id", "default"))
        bucket = {"RoleArn": ROLE, "KmsKeyArn": KEY, "S3BucketName": "exports", "S3Prefix": "ann"}
        job = mail.start_mailbox_export_job(**org, EntityId=user, **bucket)["JobId"]
        self.assertEqual(mail.describe_mailbox_export_job(**org, JobId=job)["EntityId"], user)
        self.assertEqual([j["JobId"] for j in mail.list_mailbox_export_jobs(**org)["Jobs"]], [job])
        mail.cancel_mailbox_export_job(**org, JobId=job)
        mail.tag_resource(ResourceARN=arn, Tags=[{"Key": "team", "Value": "mail"}])
        mail.list_tags_for_resource(ResourceARN=arn)
        mail.untag_resource(ResourceARN=arn, TagKeys=["team"])
        mail.deregister_from_work_mail(**org, EntityId=user)
        mail.delete_resource(**org, ResourceId=room)
        mail.delete_group(**org, GroupId=group)
        mail.delete_user(**org, UserId=user)
        mail.delete_organization(**org, DeleteDirectory=True)
        self.assertEqual(mail.called, documented("workmail"))


class SesV2(unittest.TestCase):
    def test_every_documented_operation(self):
        ses = Recorder(client("sesv2"))
        reference = f"arn:aws:ses:eu-west-1:123456789012:identity/{uuid.uuid4().hex}.example.com"
        ses.update_reputation_entity_customer_managed_status(
            ReputationEntityType="RESOURCE", ReputationEntityReference=reference, SendingStatus="DISABLED"
        )
        listed = ses.list_reputation_entities()["ReputationEntities"]
        self.assertIn(reference, [entity["ReputationEntityReference"] for entity in listed])
        self.assertEqual(ses.called, documented("sesv2"))
        with self.assertRaises(ses.exceptions.BadRequestException):
            ses.update_reputation_entity_customer_managed_status(
                ReputationEntityType="RESOURCE", ReputationEntityReference=reference, SendingStatus="PAUSED"
            )


class Macie2(unittest.TestCase):
    def test_every_documented_operation(self):
        macie = Recorder(client("macie2"))
        self.assertNotIn("master", macie.get_master_account())
        for name, items in (
            ("list_invitations", "invitations"),
            ("list_members", "members"),
            ("list_findings_filters", "findingsFilterListItems"),
        ):
            answer = getattr(macie, name)(maxResults=5)
            self.assertEqual(answer[items], [])
            self.assertNotIn("nextToken", answer)
        with self.assertRaises(macie.exceptions.ResourceNotFoundException) as refused:
            macie.get_member(id="111122223333")
        self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 404)
        macie.called.add("GetMember")
        self.assertEqual(macie.called, documented("macie2"))
        with self.assertRaises(macie.exceptions.ValidationException):
            macie.list_members(maxResults=9999)


if __name__ == "__main__":
    unittest.main(verbosity=2)
