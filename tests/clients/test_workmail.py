"""The documented behaviour of Amazon WorkMail, rule by rule: `test_w05_...` is rule W5.

Called by boto3 against the mock server at SHAPEWRIGHT_ENDPOINT. Rules that need the mock's clock or a seed have their
tests in `mock/tests` too.
"""

import datetime
import unittest
import uuid

from support import client
from test_boto3 import KEY, PASSWORD, ROLE


class Rules(unittest.TestCase):
    """An organization, and short ways to what is in it."""

    def setUp(self):
        self.mail = client("workmail")
        self.alias = "org-" + uuid.uuid4().hex[:12]
        self.org = self.mail.create_organization(Alias=self.alias)["OrganizationId"]
        self.domain = f"{self.alias}.awsapps.com"
        self.arn = f"arn:aws:workmail:eu-west-1:123456789012:organization/{self.org}"

    def call(self, operation, **arguments):
        return getattr(self.mail, operation)(OrganizationId=self.org, **arguments)

    def refused(self, error):
        return self.assertRaises(getattr(self.mail.exceptions, error))

    def user(self, name, registered=False):
        user = self.call("create_user", Name=name, DisplayName=name.title(), Password=PASSWORD)["UserId"]
        if registered:
            self.register(user, name)
        return user

    def group(self, name):
        return self.call("create_group", Name=name)["GroupId"]

    def room(self, name):
        return self.call("create_resource", Name=name, Type="ROOM")["ResourceId"]

    def address(self, name):
        return f"{name}@{self.domain}"

    def register(self, entity, name):
        self.call("register_to_work_mail", EntityId=entity, Email=self.address(name))

    def describe(self, user):
        return self.call("describe_user", UserId=user)

    def aliases(self, entity):
        return self.call("list_aliases", EntityId=entity)["Aliases"]


class Organizations(Rules):
    def test_w01_an_alias_is_taken_once(self):
        with self.refused("NameAvailabilityException"):
            self.mail.create_organization(Alias=self.alias)
        with self.refused("NameAvailabilityException"):
            self.mail.create_organization(Alias=self.alias.upper())
        with self.refused("InvalidParameterException"):
            self.mail.create_organization(Alias="d-not-an-alias")

    def test_w01_a_directory_must_be_there(self):
        with self.refused("DirectoryUnavailableException"):
            self.mail.create_organization(Alias=self.alias + "x", DirectoryId="d-0123456789")

    def test_w01_domains_may_be_given(self):
        domain = f"{uuid.uuid4().hex[:12]}.example.com"
        made = self.mail.create_organization(
            Alias=self.alias + "x",
            Domains=[{"DomainName": domain, "HostedZoneId": "Z1"}],
            KmsKeyArn=KEY,
            EnableInteroperability=True,
        )
        domains = self.mail.list_mail_domains(OrganizationId=made["OrganizationId"])["MailDomains"]
        self.assertEqual(
            domains,
            [
                {"DomainName": f"{self.alias}x.awsapps.com", "DefaultDomain": True},
                {"DomainName": domain, "DefaultDomain": False},
            ],
        )

    def test_w02_a_fresh_organization(self):
        found = self.call("describe_organization")
        found.pop("ResponseMetadata")
        self.assertRegex(found.pop("DirectoryId"), "^d-[0-9a-f]{10}$")
        self.assertLess(datetime.datetime.now(datetime.timezone.utc) - found.pop("CompletedDate"), datetime.timedelta(1))
        self.assertEqual(
            found,
            {
                "OrganizationId": self.org,
                "Alias": self.alias,
                "State": "Active",
                "DirectoryType": "VpcDirectory",
                "DefaultMailDomain": self.domain,
                "ARN": self.arn,
            },
        )

    def test_w03_a_deleted_organization_is_gone(self):
        user = self.user("ann")
        answer = self.call("delete_organization", DeleteDirectory=True)
        self.assertEqual((answer["OrganizationId"], answer["State"]), (self.org, "Deleted"))
        for operation, arguments in (
            ("describe_organization", {}),
            ("list_users", {}),
            ("describe_user", {"UserId": user}),
            ("create_user", {"Name": "bob", "DisplayName": "Bob", "Password": PASSWORD}),
            ("register_to_work_mail", {"EntityId": user, "Email": self.address("ann")}),
            ("deregister_from_work_mail", {"EntityId": user}),
            ("create_alias", {"EntityId": user, "Alias": self.address("a")}),
            ("put_access_control_rule", {"Name": "a", "Effect": "DENY", "Description": "d"}),
            ("list_access_control_rules", {}),
            ("get_access_control_effect", {"IpAddress": "10.0.0.1", "Action": "EWS", "UserId": user}),
            ("get_mobile_device_access_effect", {}),
            ("list_mail_domains", {}),
            ("get_mail_domain", {"DomainName": self.domain}),
            ("update_default_mail_domain", {"DomainName": self.domain}),
            ("describe_inbound_dmarc_settings", {}),
            ("get_default_retention_policy", {}),
            ("delete_retention_policy", {"Id": "x"}),
            ("list_mailbox_export_jobs", {}),
            ("delete_organization", {"DeleteDirectory": False}),
        ):
            with self.subTest(operation), self.refused("OrganizationNotFoundException"):
                self.call(operation, **arguments)
        with self.refused("ResourceNotFoundException"):
            self.mail.list_tags_for_resource(ResourceARN=self.arn)
        self.assertNotIn(self.org, [summary["OrganizationId"] for summary in self.summaries()])
        self.mail.create_organization(Alias=self.alias)

    def test_w03_summaries(self):
        summary = next(summary for summary in self.summaries() if summary["OrganizationId"] == self.org)
        wanted = {"Alias": self.alias, "State": "Active", "DefaultMailDomain": self.domain, "OrganizationId": self.org}
        self.assertEqual(summary, wanted)

    def summaries(self):
        pages = self.mail.get_paginator("list_organizations").paginate(PaginationConfig={"PageSize": 100})
        return [summary for page in pages for summary in page["OrganizationSummaries"]]


class Entities(Rules):
    def test_w04_a_new_entity_is_not_registered(self):
        described = (
            self.describe(self.user("ann")),
            self.call("describe_group", GroupId=self.group("staff")),
            self.call("describe_resource", ResourceId=self.room("blue")),
        )
        for found in described:
            self.assertEqual(found["State"], "DISABLED")
            for member in ("Email", "EnabledDate", "DisabledDate"):
                self.assertNotIn(member, found)

    def test_w04_names_are_unique_in_the_organization(self):
        self.user("ann")
        for make in (self.user, self.group, self.room):
            with self.refused("NameAvailabilityException"):
                make("ann")
        self.room("blue")
        for make in (self.user, self.group):
            with self.refused("NameAvailabilityException"):
                make("blue")
        other = self.mail.create_organization(Alias=self.alias + "x")["OrganizationId"]
        self.mail.create_group(OrganizationId=other, Name="ann")

    def test_w04_a_user_name_has_at_most_64_characters(self):
        self.user("n" * 64)
        with self.refused("InvalidParameterException"):
            self.user("n" * 65)

    def test_w05_registration_enables(self):
        for kind, entity in (("user", self.user("ann")), ("group", self.group("staff")), ("resource", self.room("blue"))):
            self.register(entity, kind)
            found = self.call(f"describe_{kind}", **{f"{kind.title()}Id": entity})
            self.assertEqual((found["State"], found["Email"]), ("ENABLED", self.address(kind)))
            self.assertIn("EnabledDate", found)
            self.assertNotIn("DisabledDate", found)

    def test_w05_an_enabled_entity_stays_as_it_is(self):
        user = self.user("ann", registered=True)
        before = self.describe(user)
        self.call("register_to_work_mail", EntityId=user, Email="ann@nowhere.example.com")
        after = self.describe(user)
        before.pop("ResponseMetadata"), after.pop("ResponseMetadata")
        self.assertEqual(before, after)

    def test_w05_the_domain_and_the_address(self):
        user, other = self.user("ann", registered=True), self.user("bob")
        with self.refused("MailDomainNotFoundException"):
            self.call("register_to_work_mail", EntityId=other, Email="bob@nowhere.example.com")
        with self.refused("EmailAddressInUseException"):
            self.register(other, "ANN")
        self.call("create_alias", EntityId=user, Alias=self.address("a"))
        with self.refused("EmailAddressInUseException"):
            self.register(self.group("staff"), "a")
        self.assertEqual(self.describe(other)["State"], "DISABLED")

    def test_w05_a_deleted_entity_cannot_be_registered(self):
        user = self.user("ann")
        self.call("delete_user", UserId=user)
        with self.refused("EntityNotFoundException"):
            self.register(user, "ann")

    def test_w06_deregistration_disables(self):
        user, other = self.user("ann", registered=True), self.user("bob", registered=True)
        self.call("create_alias", EntityId=user, Alias=self.address("a"))
        self.call("put_mailbox_permissions", EntityId=user, GranteeId=other, PermissionValues=["SEND_AS"])
        self.call("deregister_from_work_mail", EntityId=user)
        found = self.describe(user)
        self.assertEqual(found["State"], "DISABLED")
        self.assertGreaterEqual(found["DisabledDate"], found["EnabledDate"])
        self.assertNotIn("Email", found)
        self.assertEqual(self.aliases(user), [])
        self.assertEqual(self.call("list_mailbox_permissions", EntityId=user)["Permissions"], [])
        self.call("create_alias", EntityId=other, Alias=self.address("ann"))
        self.call("create_alias", EntityId=other, Alias=self.address("a"))
        self.call("register_to_work_mail", EntityId=user, Email=self.address("again"))
        self.assertNotIn("DisabledDate", self.describe(user))

    def test_w07_only_the_disabled_are_deleted(self):
        for kind, entity in (("user", self.user("ann")), ("group", self.group("staff")), ("resource", self.room("blue"))):
            named = {f"{kind.title()}Id": entity}
            self.register(entity, kind)
            with self.refused("EntityStateException"):
                self.call(f"delete_{kind}", **named)
            self.assertEqual(self.call(f"describe_{kind}", **named)["State"], "ENABLED")
            self.call("deregister_from_work_mail", EntityId=entity)
            self.call(f"delete_{kind}", **named)
            with self.refused("EntityNotFoundException"):
                self.call(f"describe_{kind}", **named)

    def test_w08_every_documented_member(self):
        user, group, room = self.user("ann"), self.group("staff"), self.room("blue")
        for entity, name in ((user, "ann"), (group, "staff"), (room, "blue")):
            self.register(entity, name)
            self.call("deregister_from_work_mail", EntityId=entity)
            self.register(entity, name)
        found = self.describe(user)
        self.assertIsInstance(found.pop("EnabledDate"), datetime.datetime)
        found.pop("ResponseMetadata")
        wanted = {"UserId": user, "Name": "ann", "DisplayName": "Ann", "UserRole": "USER", "State": "ENABLED"}
        self.assertEqual(found, wanted | {"Email": self.address("ann")})
        found = self.call("describe_group", GroupId=group)
        self.assertEqual((found["GroupId"], found["Name"], found["Email"]), (group, "staff", self.address("staff")))
        found = self.call("describe_resource", ResourceId=room)
        self.assertEqual((found["ResourceId"], found["Name"], found["Type"]), (room, "blue", "ROOM"))
        options = {"AutoAcceptRequests", "AutoDeclineRecurringRequests", "AutoDeclineConflictingRequests"}
        self.assertEqual(set(found["BookingOptions"]), options)

    def test_w08_by_name_and_address_too(self):
        user = self.user("ann", registered=True)
        for named in (user, "ann", self.address("ann"), self.address("ANN")):
            self.assertEqual(self.describe(named)["UserId"], user)
        for kind in ("user", "group", "resource"):
            with self.refused("EntityNotFoundException"):
                self.call(f"describe_{kind}", **{f"{kind.title()}Id": "nobody"})

    def test_w09_resources_change(self):
        room = self.room("blue")
        options = {
            "AutoAcceptRequests": False,
            "AutoDeclineRecurringRequests": True,
            "AutoDeclineConflictingRequests": False,
        }
        self.call("update_resource", ResourceId=room, Name="green", BookingOptions=options)
        found = self.call("describe_resource", ResourceId=room)
        self.assertEqual((found["Name"], found["BookingOptions"]), ("green", options))
        self.call("update_resource", ResourceId=room, Name="green")
        self.user("ann")
        with self.refused("NameAvailabilityException"):
            self.call("update_resource", ResourceId=room, Name="ann")
        tool = self.call("create_resource", Name="drill", Type="EQUIPMENT")["ResourceId"]
        self.assertEqual(self.call("describe_resource", ResourceId=tool)["Type"], "EQUIPMENT")
        with self.refused("InvalidParameterException"):
            self.call("create_resource", Name="boat", Type="BOAT")

    def test_w10_passwords(self):
        user = self.user("ann")
        for password in ("", "p" * 257):
            with self.refused("InvalidParameterException"):
                self.call("reset_password", UserId=user, Password=password)
            with self.refused("InvalidParameterException"):
                self.call("create_user", Name="bob", DisplayName="Bob", Password=password)
        self.call("reset_password", UserId=user, Password="p" * 256)

    def test_w11_the_quota_shows_in_the_mailbox(self):
        user = self.user("ann", registered=True)
        self.call("update_mailbox_quota", UserId=user, MailboxQuota=2048)
        details = self.call("get_mailbox_details", UserId="ann")
        self.assertEqual((details["MailboxQuota"], details["MailboxSize"]), (2048, 0.0))
        self.assertIsInstance(details["MailboxSize"], float)
        with self.refused("EntityNotFoundException"):
            self.call("get_mailbox_details", UserId="nobody")


class Addresses(Rules):
    def test_w12_the_old_primary_address_becomes_an_alias(self):
        user = self.user("ann", registered=True)
        self.call("update_primary_email_address", EntityId=user, Email=self.address("anna"))
        self.assertEqual(self.describe(user)["Email"], self.address("anna"))
        self.assertEqual(self.aliases(user), [self.address("ann")])

    def test_w12_an_alias_and_the_primary_address_swap(self):
        user = self.user("ann", registered=True)
        for alias in ("a", "b"):
            self.call("create_alias", EntityId=user, Alias=self.address(alias))
        self.call("update_primary_email_address", EntityId=user, Email=self.address("a"))
        self.assertEqual(self.describe(user)["Email"], self.address("a"))
        self.assertEqual(set(self.aliases(user)), {self.address("b"), self.address("ann")})

    def test_w12_refusals(self):
        user, other = self.user("ann", registered=True), self.user("bob", registered=True)
        change = "update_primary_email_address"
        with self.refused("EmailAddressInUseException"):
            self.call(change, EntityId=user, Email=self.address("bob"))
        with self.refused("MailDomainNotFoundException"):
            self.call(change, EntityId=user, Email="ann@nowhere.example.com")
        self.call("deregister_from_work_mail", EntityId=other)
        with self.refused("EntityStateException"):
            self.call(change, EntityId=other, Email=self.address("bobby"))
        self.assertEqual(self.describe(user)["Email"], self.address("ann"))

    def test_w13_aliases_are_a_set(self):
        user, other = self.user("ann", registered=True), self.user("bob", registered=True)
        for alias in ("a", "b", "a", "A", "ann"):
            self.call("create_alias", EntityId=user, Alias=self.address(alias))
        self.assertEqual(self.aliases(user), [self.address("a"), self.address("b")])
        for taken in ("a", "ann", "ANN"):
            with self.refused("EmailAddressInUseException"):
                self.call("create_alias", EntityId=other, Alias=self.address(taken))
        with self.refused("MailDomainNotFoundException"):
            self.call("create_alias", EntityId=user, Alias="a@nowhere.example.com")
        self.call("delete_alias", EntityId=user, Alias=self.address("A"))
        self.call("delete_alias", EntityId=user, Alias=self.address("never"))
        self.assertEqual(self.aliases(user), [self.address("b")])
        self.call("create_alias", EntityId=other, Alias=self.address("a"))
        with self.refused("EntityNotFoundException"):
            self.aliases("somebody-else-entirely")
        with self.refused("EntityStateException"):
            self.call("create_alias", EntityId=self.user("cid"), Alias=self.address("c"))

    def test_w13_a_group_has_aliases_too(self):
        group = self.group("staff")
        self.register(group, "staff")
        self.call("create_alias", EntityId=group, Alias=self.address("crew"))
        self.assertEqual(self.aliases(group), [self.address("crew")])


class Associations(Rules):
    def test_w14_members_of_a_group(self):
        staff, crew, ann = self.group("staff"), self.group("crew"), self.user("ann", registered=True)
        self.call("associate_member_to_group", GroupId=staff, MemberId=ann)
        self.call("associate_member_to_group", GroupId="staff", MemberId="crew")
        members = self.call("list_group_members", GroupId=staff)["Members"]
        enabled = members[0].pop("EnabledDate")
        self.assertEqual(enabled, self.describe(ann)["EnabledDate"])
        wanted = [
            {"Id": ann, "Name": "ann", "Type": "USER", "State": "ENABLED"},
            {"Id": crew, "Name": "crew", "Type": "GROUP", "State": "DISABLED"},
        ]
        self.assertEqual(members, wanted)
        self.call("deregister_from_work_mail", EntityId=ann)
        self.assertIn("DisabledDate", self.call("list_group_members", GroupId=staff)["Members"][0])
        self.call("disassociate_member_from_group", GroupId=staff, MemberId="ann")
        self.assertEqual([m["Id"] for m in self.call("list_group_members", GroupId=staff)["Members"]], [crew])
        self.call("delete_group", GroupId=crew)
        self.assertEqual(self.call("list_group_members", GroupId=staff)["Members"], [])

    def test_w14_who_is_not_there(self):
        staff, ann, room = self.group("staff"), self.user("ann"), self.room("blue")
        for group, member in ((staff, "nobody"), (staff, room), ("nobody", ann)):
            with self.refused("EntityNotFoundException"):
                self.call("associate_member_to_group", GroupId=group, MemberId=member)

    def test_w15_delegates_of_a_resource(self):
        room, ann, staff = self.room("blue"), self.user("ann"), self.group("staff")
        for delegate in (ann, "staff", "ann"):
            self.call("associate_delegate_to_resource", ResourceId=room, EntityId=delegate)
        delegates = self.call("list_resource_delegates", ResourceId=room)["Delegates"]
        self.assertEqual(delegates, [{"Id": ann, "Type": "USER"}, {"Id": staff, "Type": "GROUP"}])
        self.call("disassociate_delegate_from_resource", ResourceId=room, EntityId=ann)
        self.assertEqual([d["Id"] for d in self.call("list_resource_delegates", ResourceId=room)["Delegates"]], [staff])
        with self.refused("EntityNotFoundException"):
            self.call("associate_delegate_to_resource", ResourceId=room, EntityId="nobody")

    def test_w16_permissions_are_replaced(self):
        ann, bob, staff = self.user("ann", registered=True), self.user("bob"), self.group("staff")
        for grantee, values in ((bob, ["SEND_AS"]), (staff, ["SEND_ON_BEHALF"]), ("bob", ["FULL_ACCESS"])):
            self.call("put_mailbox_permissions", EntityId=ann, GranteeId=grantee, PermissionValues=values)
        wanted = [
            {"GranteeId": bob, "GranteeType": "USER", "PermissionValues": ["FULL_ACCESS"]},
            {"GranteeId": staff, "GranteeType": "GROUP", "PermissionValues": ["SEND_ON_BEHALF"]},
        ]
        self.assertEqual(self.call("list_mailbox_permissions", EntityId="ann")["Permissions"], wanted)
        pages = self.mail.get_paginator("list_mailbox_permissions").paginate(
            OrganizationId=self.org, EntityId=ann, PaginationConfig={"PageSize": 1}
        )
        self.assertEqual([len(page["Permissions"]) for page in pages], [1, 1])
        self.call("delete_mailbox_permissions", EntityId=ann, GranteeId=bob)
        self.assertEqual(self.call("list_mailbox_permissions", EntityId=ann)["Permissions"], wanted[1:])
        with self.refused("InvalidParameterException"):
            self.call("put_mailbox_permissions", EntityId=ann, GranteeId=bob, PermissionValues=["READ"])
        with self.refused("EntityNotFoundException"):
            self.call("put_mailbox_permissions", EntityId=ann, GranteeId="nobody", PermissionValues=["SEND_AS"])


class AccessControl(Rules):
    def put(self, name, effect="ALLOW", **conditions):
        self.call("put_access_control_rule", Name=name, Effect=effect, Description=name, **conditions)

    def rules(self):
        return self.call("list_access_control_rules")["Rules"]

    def effect(self, user, address="10.0.0.1", action="EWS"):
        answer = self.call("get_access_control_effect", IpAddress=address, Action=action, UserId=user)
        return answer["Effect"], answer["MatchedRules"]

    def test_w17_a_rule_of_the_same_name_is_replaced(self):
        self.put("office", IpRanges=["10.0.0.0/8"], Actions=["EWS"])
        first = self.rules()[-1]
        self.assertEqual(first["DateCreated"], first["DateModified"])
        self.put("office", effect="DENY", NotActions=["IMAP"])
        second = self.rules()[-1]
        self.assertEqual(second["DateCreated"], first["DateCreated"])
        self.assertGreaterEqual(second["DateModified"], first["DateModified"])
        self.assertEqual((second["Effect"], second["NotActions"]), ("DENY", ["IMAP"]))
        self.assertNotIn("IpRanges", second)
        self.assertEqual([rule["Name"] for rule in self.rules()], ["Default", "office"])

    def test_w17_deleting_what_is_not_there_succeeds(self):
        self.call("delete_access_control_rule", Name="never")

    def test_w17_there_are_ten_at_most(self):
        for number in range(9):
            self.put(f"rule{number}")
        with self.refused("LimitExceededException"):
            self.put("one-more")
        self.put("rule3", effect="DENY")

    def test_w18_the_default_rule(self):
        user = self.user("ann")
        self.assertEqual([(rule["Name"], rule["Effect"]) for rule in self.rules()], [("Default", "ALLOW")])
        self.assertEqual(self.effect(user), ("ALLOW", ["Default"]))
        self.call("delete_access_control_rule", Name="Default")
        self.assertEqual(self.effect(user), ("DENY", []))

    def test_w19_conditions(self):
        ann, bob = self.user("ann"), self.user("bob")
        self.call("delete_access_control_rule", Name="Default")
        self.put("office", IpRanges=["10.0.0.0/8", "192.168.1.0/24"], NotIpRanges=["10.9.0.0/16"])
        self.assertEqual(self.effect(ann, "10.1.2.3"), ("ALLOW", ["office"]))
        self.assertEqual(self.effect(ann, "192.168.1.255"), ("ALLOW", ["office"]))
        self.assertEqual(self.effect(ann, "192.168.2.0"), ("DENY", []))
        self.assertEqual(self.effect(ann, "10.9.255.1"), ("DENY", []))
        self.put("office", Actions=["EWS", "IMAP"])
        self.assertEqual(self.effect(ann, action="IMAP"), ("ALLOW", ["office"]))
        self.assertEqual(self.effect(ann, action="SMTP"), ("DENY", []))
        self.put("office", NotActions=["EWS"])
        self.assertEqual(self.effect(ann, action="EWS"), ("DENY", []))
        self.put("office", UserIds=[ann])
        self.assertEqual((self.effect(ann), self.effect(bob)), (("ALLOW", ["office"]), ("DENY", [])))
        self.put("office", NotUserIds=[ann])
        self.assertEqual((self.effect(ann), self.effect(bob)), (("DENY", []), ("ALLOW", ["office"])))
        self.put("office", IpRanges=["10.0.0.0/8"], Actions=["EWS"], UserIds=[ann])
        self.assertEqual(self.effect(ann), ("ALLOW", ["office"]))
        self.assertEqual(self.effect(ann, action="SMTP"), ("DENY", []))

    def test_w19_a_deny_wins(self):
        user = self.user("ann")
        for name, effect in (("open", "ALLOW"), ("shut", "DENY"), ("locked", "DENY")):
            self.put(name, effect=effect)
        self.assertEqual(self.effect(user), ("DENY", ["shut", "locked"]))
        for name in ("shut", "locked"):
            self.call("delete_access_control_rule", Name=name)
        self.assertEqual(self.effect(user), ("ALLOW", ["Default", "open"]))

    def test_w19_refusals(self):
        user = self.user("ann")
        for address in ("10.0.0", "10.0.0.256", "::1"):
            with self.refused("InvalidParameterException"):
                self.effect(user, address)
        with self.refused("EntityNotFoundException"):
            self.effect("somebody-else-entirely")
        with self.refused("EntityNotFoundException"):
            self.put("office", UserIds=["somebody-else-entirely"])


class MobileDevices(Rules):
    def make(self, name, effect="ALLOW", **conditions):
        made = self.call("create_mobile_device_access_rule", Name=name, Effect=effect, **conditions)
        return made["MobileDeviceAccessRuleId"]

    def rules(self):
        return self.call("list_mobile_device_access_rules")["Rules"]

    def effect(self, **device):
        answer = self.call("get_mobile_device_access_effect", **device)
        return answer["Effect"], answer["MatchedRules"]

    def test_w20_rules(self):
        rule = self.make("phones", Description="All phones", DeviceTypes=["iPhone"], NotDeviceModels=["old"])
        found = self.rules()
        self.assertEqual(found[0].pop("DateCreated"), found[0].pop("DateModified"))
        wanted = {
            "MobileDeviceAccessRuleId": rule,
            "Name": "phones",
            "Description": "All phones",
            "Effect": "ALLOW",
            "DeviceTypes": ["iPhone"],
            "NotDeviceModels": ["old"],
        }
        self.assertEqual(found, [wanted])
        change = {"MobileDeviceAccessRuleId": rule, "Name": "tablets", "Effect": "DENY", "DeviceModels": ["new"]}
        self.call("update_mobile_device_access_rule", **change)
        found = self.rules()[0]
        del found["DateCreated"], found["DateModified"]
        self.assertEqual(found, change)
        for _ in range(2):
            self.call("delete_mobile_device_access_rule", MobileDeviceAccessRuleId=rule)
        self.assertEqual(self.rules(), [])
        with self.refused("EntityNotFoundException"):
            self.call("update_mobile_device_access_rule", **change)

    def test_w21_effects(self):
        self.assertEqual(self.effect(DeviceType="iPhone"), ("DENY", []))
        phones = self.make("phones", DeviceTypes=["iPhone", "Android"], NotDeviceOperatingSystems=["iOS 3"])
        matched = [{"MobileDeviceAccessRuleId": phones, "Name": "phones"}]
        self.assertEqual(self.effect(DeviceType="iPhone"), ("ALLOW", matched))
        self.assertEqual(self.effect(DeviceType="iPhone", DeviceOperatingSystem="iOS 3"), ("DENY", []))
        self.assertEqual(self.effect(DeviceType="Watch"), ("DENY", []))
        self.assertEqual(self.effect(), ("DENY", []))
        old = self.make("old", "DENY", DeviceModels=["m1"], DeviceUserAgents=["ua"])
        self.assertEqual(self.effect(DeviceType="iPhone", DeviceModel="m1"), ("ALLOW", matched))
        denied = self.effect(DeviceType="iPhone", DeviceModel="m1", DeviceUserAgent="ua")
        self.assertEqual(denied, ("DENY", [{"MobileDeviceAccessRuleId": old, "Name": "old"}]))

    def test_w22_overrides(self):
        ann, bob = self.user("ann", registered=True), self.user("bob")
        put = "put_mobile_device_access_override"
        self.call(put, UserId="ann", DeviceId="A1b2", Effect="DENY", Description="lost")
        first = self.call("get_mobile_device_access_override", UserId=self.address("ann"), DeviceId="a1B2")
        self.assertEqual((first["UserId"], first["Effect"], first["Description"]), (ann, "DENY", "lost"))
        self.call(put, UserId=ann, DeviceId="a1b2", Effect="ALLOW")
        second = self.call("get_mobile_device_access_override", UserId=ann, DeviceId="A1B2")
        self.assertEqual((second["Effect"], second["DateCreated"]), ("ALLOW", first["DateCreated"]))
        self.assertGreaterEqual(second["DateModified"], first["DateModified"])
        self.call(put, UserId=bob, DeviceId="A1B2", Effect="DENY")
        self.call(put, UserId=bob, DeviceId="C3", Effect="DENY")

        def listed(**wanted):
            overrides = self.call("list_mobile_device_access_overrides", **wanted)["Overrides"]
            return [(override["UserId"], override["DeviceId"].upper()) for override in overrides]

        everything = [(ann, "A1B2"), (bob, "A1B2"), (bob, "C3")]
        self.assertEqual(listed(), everything)
        self.assertEqual(listed(UserId="bob"), everything[1:])
        self.assertEqual(listed(DeviceId="a1b2"), everything[:2])
        self.assertEqual(listed(UserId=bob, DeviceId="c3"), everything[2:])
        self.assertEqual(listed(UserId=ann, DeviceId="c3"), [])
        for _ in range(2):
            self.call("delete_mobile_device_access_override", UserId=ann, DeviceId="a1B2")
        with self.refused("ResourceNotFoundException"):
            self.call("get_mobile_device_access_override", UserId=ann, DeviceId="A1B2")
        with self.refused("EntityNotFoundException"):
            self.call(put, UserId="nobody", DeviceId="A1B2", Effect="DENY")
        first = self.call("list_mobile_device_access_overrides", MaxResults=1)
        rest = self.call("list_mobile_device_access_overrides", NextToken=first["NextToken"])
        self.assertEqual(len(first["Overrides"] + rest["Overrides"]), 2)


class MailDomains(Rules):
    def setUp(self):
        super().setUp()
        self.own = f"{uuid.uuid4().hex[:12]}.example.com"

    def default(self):
        domains = self.call("list_mail_domains")["MailDomains"]
        return [domain["DomainName"] for domain in domains if domain["DefaultDomain"]]

    def test_w23_the_test_domain(self):
        found = self.call("get_mail_domain", DomainName=self.domain)
        self.assertTrue(found["IsTestDomain"] and found["IsDefault"])
        self.assertEqual((found["OwnershipVerificationStatus"], found["DkimVerificationStatus"]), ("VERIFIED",) * 2)
        with self.refused("MailDomainInUseException"):
            self.call("deregister_mail_domain", DomainName=self.domain)

    def test_w23_a_domain_of_ones_own(self):
        self.call("register_mail_domain", DomainName=self.own)
        found = self.call("get_mail_domain", DomainName=self.own.upper())
        self.assertEqual((found["IsTestDomain"], found["IsDefault"]), (False, False))
        self.assertEqual((found["OwnershipVerificationStatus"], found["DkimVerificationStatus"]), ("PENDING",) * 2)
        self.assertIn(("MX", self.own), [(record["Type"], record["Hostname"]) for record in found["Records"]])
        self.assertTrue(all(record["Value"] for record in found["Records"]))
        with self.refused("MailDomainInUseException"):
            self.call("register_mail_domain", DomainName=self.own)
        other = self.mail.create_organization(Alias=self.alias + "x")["OrganizationId"]
        with self.refused("MailDomainInUseException"):
            self.mail.register_mail_domain(OrganizationId=other, DomainName=self.own)
        with self.refused("MailDomainNotFoundException"):
            self.call("get_mail_domain", DomainName="nowhere.example.com")

    def test_w23_exactly_one_default(self):
        self.call("register_mail_domain", DomainName=self.own)
        self.assertEqual(self.default(), [self.domain])
        self.call("update_default_mail_domain", DomainName=self.own)
        self.assertEqual(self.default(), [self.own])
        self.assertEqual(self.call("describe_organization")["DefaultMailDomain"], self.own)
        with self.refused("MailDomainNotFoundException"):
            self.call("update_default_mail_domain", DomainName="nowhere.example.com")
        with self.refused("MailDomainInUseException"):
            self.call("deregister_mail_domain", DomainName=self.own)
        with self.refused("MailDomainInUseException"):
            self.call("deregister_mail_domain", DomainName=self.domain)
        self.assertEqual(self.default(), [self.own])

    def test_w23_a_domain_in_use_stays(self):
        self.call("register_mail_domain", DomainName=self.own)
        user = self.user("ann", registered=True)
        self.call("create_alias", EntityId=user, Alias=f"ann@{self.own}")
        with self.refused("MailDomainInUseException"):
            self.call("deregister_mail_domain", DomainName=self.own)
        self.call("update_primary_email_address", EntityId=user, Email=f"ann@{self.own}")
        with self.refused("MailDomainInUseException"):
            self.call("deregister_mail_domain", DomainName=self.own)
        self.call("deregister_from_work_mail", EntityId=user)
        self.call("deregister_mail_domain", DomainName=self.own)
        self.assertEqual([d["DomainName"] for d in self.call("list_mail_domains")["MailDomains"]], [self.domain])
        self.call("deregister_mail_domain", DomainName=self.own)


class Settings(Rules):
    def test_w24_dmarc(self):
        self.assertIs(self.call("describe_inbound_dmarc_settings")["Enforced"], False)
        for enforced in (True, False):
            self.call("put_inbound_dmarc_settings", Enforced=enforced)
            self.assertIs(self.call("describe_inbound_dmarc_settings")["Enforced"], enforced)

    def test_w25_retention(self):
        with self.refused("EntityNotFoundException"):
            self.call("get_default_retention_policy")
        folders = [{"Name": "INBOX", "Action": "DELETE", "Period": 30}, {"Name": "JUNK_EMAIL", "Action": "NONE"}]
        self.call("put_retention_policy", Name="short", Description="A month", FolderConfigurations=folders)
        policy = self.call("get_default_retention_policy")
        self.assertEqual((policy["Name"], policy["Description"]), ("short", "A month"))
        self.assertEqual(policy["FolderConfigurations"], folders)
        self.call("put_retention_policy", Name="long", FolderConfigurations=folders[1:])
        again = self.call("get_default_retention_policy")
        self.assertEqual((again["Id"], again["Name"]), (policy["Id"], "long"))
        self.assertNotIn("Description", again)
        self.call("delete_retention_policy", Id="another")
        self.call("get_default_retention_policy")
        self.call("delete_retention_policy", Id=policy["Id"])
        with self.refused("EntityNotFoundException"):
            self.call("get_default_retention_policy")
        with self.refused("InvalidParameterException"):
            self.call("put_retention_policy", Name="x", FolderConfigurations=[{"Name": "INBOX", "Action": "BURN"}])

    def test_w26_an_export_runs_and_is_cancelled(self):
        user = self.user("ann", registered=True)
        bucket = {"RoleArn": ROLE, "KmsKeyArn": KEY, "S3BucketName": "exports", "S3Prefix": "mail"}
        job = self.call("start_mailbox_export_job", EntityId="ann", Description="all", **bucket)["JobId"]
        found = self.call("describe_mailbox_export_job", JobId=job)
        self.assertEqual((found["State"], found["EstimatedProgress"], found["EntityId"]), ("RUNNING", 0, user))
        self.assertTrue(found["S3Path"].startswith("mail/"))
        self.assertNotIn("EndTime", found)
        listed = self.call("list_mailbox_export_jobs")["Jobs"]
        self.assertEqual([(item["JobId"], item["State"]) for item in listed], [(job, "RUNNING")])
        for _ in range(2):
            self.call("cancel_mailbox_export_job", JobId=job)
        found = self.call("describe_mailbox_export_job", JobId=job)
        self.assertEqual(found["State"], "CANCELLED")
        self.assertGreaterEqual(found["EndTime"], found["StartTime"])
        with self.refused("EntityNotFoundException"):
            self.call("cancel_mailbox_export_job", JobId="never")
        with self.refused("EntityNotFoundException"):
            self.call("start_mailbox_export_job", EntityId="nobody", **bucket)

    def test_w26_jobs_have_pages(self):
        self.user("ann", registered=True)
        bucket = {"RoleArn": ROLE, "KmsKeyArn": KEY, "S3BucketName": "exports", "S3Prefix": "mail"}
        jobs = [self.call("start_mailbox_export_job", EntityId="ann", **bucket)["JobId"] for _ in range(3)]
        first = self.call("list_mailbox_export_jobs", MaxResults=2)
        rest = self.call("list_mailbox_export_jobs", MaxResults=2, NextToken=first["NextToken"])
        self.assertEqual([job["JobId"] for job in first["Jobs"] + rest["Jobs"]], jobs)
        self.assertNotIn("NextToken", rest)

    def tags(self):
        tags = self.mail.list_tags_for_resource(ResourceARN=self.arn)["Tags"]
        return [(tag["Key"], tag["Value"]) for tag in tags]

    def tag(self, *tags):
        self.mail.tag_resource(ResourceARN=self.arn, Tags=[{"Key": key, "Value": value} for key, value in tags])

    def test_w27_tags(self):
        self.assertEqual(self.tags(), [])
        self.tag(("team", "mail"), ("cost", ""))
        self.tag(("team", "post"))
        self.assertEqual(self.tags(), [("team", "post"), ("cost", "")])
        self.mail.untag_resource(ResourceARN=self.arn, TagKeys=["team", "never"])
        self.assertEqual(self.tags(), [("cost", "")])

    def test_w27_fifty_at_most(self):
        self.tag(*((f"key{number}", "v") for number in range(50)))
        self.tag(("key7", "w"))
        with self.refused("TooManyTagsException"):
            self.tag(("key8", "w"), ("one-more", "v"))
        self.assertEqual(len(self.tags()), 50)
        self.assertIn(("key8", "v"), self.tags())

    def test_w27_what_is_not_there(self):
        nowhere = self.arn.replace(self.org, "m-" + "0" * 32)
        elsewhere = self.arn.replace("eu-west-1", "us-east-1")
        for arn in (nowhere, elsewhere):
            with self.refused("ResourceNotFoundException"):
                self.mail.list_tags_for_resource(ResourceARN=arn)
            with self.refused("ResourceNotFoundException"):
                self.mail.untag_resource(ResourceARN=arn, TagKeys=["a"])


class Pages(Rules):
    PAGINATED = {
        "list_aliases": "Aliases",
        "list_group_members": "Members",
        "list_groups": "Groups",
        "list_mailbox_permissions": "Permissions",
        "list_organizations": "OrganizationSummaries",
        "list_resource_delegates": "Delegates",
        "list_resources": "Resources",
        "list_users": "Users",
    }

    def test_w28_a_cut_result_resumes_where_it_was_cut(self):
        room, staff = self.room("room0"), self.group("group0")
        users = [self.user(f"user{number}") for number in range(7)]
        self.register(users[0], "user0")
        for number, user in enumerate(users):
            self.call("associate_member_to_group", GroupId=staff, MemberId=user)
            self.call("associate_delegate_to_resource", ResourceId=room, EntityId=user)
            self.call("put_mailbox_permissions", EntityId=users[0], GranteeId=user, PermissionValues=["SEND_AS"])
            self.call("create_alias", EntityId=users[0], Alias=self.address(f"alias{number}"))
            if number:
                self.room(f"room{number}"), self.group(f"group{number}")
        arguments = {
            "list_aliases": {"EntityId": users[0]},
            "list_group_members": {"GroupId": staff},
            "list_mailbox_permissions": {"EntityId": users[0]},
            "list_resource_delegates": {"ResourceId": room},
        }
        for operation, items in self.PAGINATED.items():
            if operation == "list_organizations":
                continue
            with self.subTest(operation):
                named = {"OrganizationId": self.org} | arguments.get(operation, {})
                everything = getattr(self.mail, operation)(**named)[items]
                self.assertEqual(len(everything), 7)
                self.assertEqual(self.collected(operation, items, 3, named), everything)

    def test_w28_mail_domains_have_tokens_too(self):
        for number in range(2):
            self.call("register_mail_domain", DomainName=f"{self.alias}-{number}.example.com")
        first = self.call("list_mail_domains", MaxResults=2)
        rest = self.call("list_mail_domains", MaxResults=2, NextToken=first["NextToken"])
        self.assertEqual(len(first["MailDomains"]), 2)
        self.assertEqual([domain["DomainName"] for domain in rest["MailDomains"]], [f"{self.alias}-1.example.com"])
        self.assertNotIn("NextToken", rest)

    def test_w28_organizations(self):
        mail = self.mail = client("workmail", account=str(uuid.uuid4().int)[:12])
        made = [mail.create_organization(Alias=f"{self.alias}-{number}")["OrganizationId"] for number in range(5)]
        found = self.collected("list_organizations", "OrganizationSummaries", 2, {})
        self.assertEqual([summary["OrganizationId"] for summary in found], made)

    def collected(self, operation, items, size, named):
        """All items, read in results that MaxItems cuts in the middle of a page."""
        paginator = self.mail.get_paginator(operation)
        found, token = [], None
        while True:
            config = {"PageSize": size, "MaxItems": size + 1, "StartingToken": token}
            result = paginator.paginate(**named, PaginationConfig=config).build_full_result()
            found += result[items]
            token = result.get("NextToken")
            if token is None:
                return found
            self.assertEqual(len(result[items]), size + 1)

    def test_w29_whether_an_operation_has_pages(self):
        for operation in self.PAGINATED:
            self.assertTrue(self.mail.can_paginate(operation))
        self.assertFalse(self.mail.can_paginate("describe_user"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
