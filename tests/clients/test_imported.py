"""Services that nobody prepared: their mocks keep state by lifecycles that were inferred from their models alone."""

import base64
import hashlib
import io
import os
import unittest
from unittest import mock

import boto3
from botocore.config import Config

from support import pages, refusal


def client(service, account="123456789012"):
    """A client of the mocks at SHAPEWRIGHT_IMPORTED_ENDPOINT; each account has a state of its own."""
    return boto3.client(
        service,
        endpoint_url=os.environ["SHAPEWRIGHT_IMPORTED_ENDPOINT"],
        region_name="eu-west-1",
        aws_access_key_id=account,
        aws_secret_access_key="secret",
        config=Config(retries={"total_max_attempts": 1}),
    )


class Imported(unittest.TestCase):
    maxDiff = None

    def gone(self, code, call, **arguments):
        """Checks that what these arguments name is not there, and that the message says so."""
        status, message = refusal(self, code, call, **arguments)
        self.assertIn(status, (400, 404))
        self.assertIn("There is no ", message)

    def test_macie2_allow_lists(self):
        macie = client("macie2")
        ids = [macie.create_allow_list(name=f"list {n}", criteria={"regex": "a"})["id"] for n in range(5)]
        self.assertEqual(len(set(ids)), 5)
        answers = pages(macie.list_allow_lists, "nextToken", maxResults=2)
        self.assertEqual([[one["id"] for one in answer["allowLists"]] for answer in answers], [ids[:2], ids[2:4], ids[4:]])
        paginator = macie.get_paginator("list_allow_lists")
        self.assertEqual([one["id"] for one in paginator.paginate().search("allowLists[]")], ids)
        made = macie.get_allow_list(id=ids[0])
        self.assertEqual((made["name"], made["criteria"]), ("list 0", {"regex": "a"}))
        self.assertEqual(macie.update_allow_list(id=ids[0], name="new", criteria={"regex": "b"})["id"], ids[0])
        changed = macie.get_allow_list(id=ids[0])
        self.assertEqual((changed["name"], changed["criteria"]), ("new", {"regex": "b"}))
        self.assertEqual(changed["createdAt"], made["createdAt"])
        self.assertGreater(changed["updatedAt"], made["updatedAt"])
        macie.delete_allow_list(id=ids[0])
        for call in (macie.get_allow_list, macie.delete_allow_list):
            self.gone("ResourceNotFoundException", call, id=ids[0])
        self.assertEqual(len(macie.list_allow_lists()["allowLists"]), 4)
        self.assertEqual(client("macie2", account="210987654321").list_allow_lists()["allowLists"], [])

    def test_macie2_jobs_identifiers_and_filters(self):
        macie = client("macie2")
        job = macie.create_classification_job(name="job", jobType="ONE_TIME", s3JobDefinition={})["jobId"]
        self.assertEqual(macie.describe_classification_job(jobId=job)["name"], "job")
        self.assertEqual([one["jobId"] for one in macie.list_classification_jobs()["items"]], [job])
        # The answer calls `customDataIdentifierId` what requests call `id`.
        made = macie.create_custom_data_identifier(name="one", regex="x")["customDataIdentifierId"]
        self.assertEqual(macie.get_custom_data_identifier(id=made)["regex"], "x")
        self.assertEqual([one["id"] for one in macie.list_custom_data_identifiers()["items"]], [made])
        macie.delete_custom_data_identifier(id=made)
        self.gone("ResourceNotFoundException", macie.get_custom_data_identifier, id=made)
        macie.update_macie_session(status="PAUSED")
        self.assertEqual(macie.get_macie_session()["status"], "PAUSED")

    def test_arc_region_switch_plans_in_cbor(self):
        # boto3 prefers JSON where a service speaks both.
        with mock.patch("botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS", ("smithy-rpc-v2-cbor",)):
            switch = client("arc-region-switch")
        self.assertEqual(switch.meta.service_model.resolved_protocol, "smithy-rpc-v2-cbor")
        types = []
        switch.meta.events.register(
            "after-call.arc-region-switch", lambda http_response, **_: types.append(http_response.headers["content-type"])
        )
        role = "arn:aws:iam::123456789012:role/switch"
        made = switch.create_plan(
            name="plan",
            executionRole=role,
            regions=["eu-west-1", "eu-central-1"],
            recoveryApproach="activeActive",
            workflows=[{"workflowTargetAction": "activate"}],
        )["plan"]
        plan = switch.get_plan(arn=made["arn"])["plan"]
        self.assertEqual((plan["name"], plan["executionRole"]), ("plan", role))
        self.assertEqual(plan["workflows"], [{"workflowTargetAction": "activate"}])
        self.assertEqual([one["arn"] for one in switch.list_plans()["plans"]], [made["arn"]])
        in_json = client("arc-region-switch")
        self.assertEqual(in_json.meta.service_model.resolved_protocol, "json")
        self.assertEqual(in_json.get_plan(arn=made["arn"])["plan"], plan)
        switch.delete_plan(arn=made["arn"])
        self.gone("ResourceNotFoundException", switch.get_plan, arn=made["arn"])
        self.assertEqual(set(types), {"application/cbor"})

    def test_mediaconnect_flows(self):
        media = client("mediaconnect")
        flow = media.create_flow(Name="flow", Source={"Name": "in", "Protocol": "rtp"})["Flow"]
        arn = flow["FlowArn"]
        self.assertRegex(arn, r"^arn:aws:mediaconnect:eu-west-1:123456789012:flow:")
        self.assertEqual(flow["Outputs"], [])
        self.assertEqual(media.describe_flow(FlowArn=arn)["Flow"]["Name"], "flow")
        media.get_waiter("flow_active").wait(FlowArn=arn, WaiterConfig={"Delay": 1, "MaxAttempts": 1})
        other = media.create_flow(Name="other", Source={"Name": "in", "Protocol": "rtp"})["Flow"]["FlowArn"]
        answers = pages(media.list_flows, "NextToken", MaxResults=1)
        self.assertEqual([one["FlowArn"] for answer in answers for one in answer["Flows"]], [arn, other])
        self.assertEqual(media.delete_flow(FlowArn=arn)["FlowArn"], arn)
        self.gone("NotFoundException", media.describe_flow, FlowArn=arn)
        bridge = media.create_bridge(Name="bridge", PlacementArn=arn, Sources=[])["Bridge"]["BridgeArn"]
        self.assertEqual(media.describe_bridge(BridgeArn=bridge)["Bridge"]["Name"], "bridge")

    def test_mediaconnect_flows_start_and_stop(self):
        media = client("mediaconnect", account="100000000001")
        arn = media.create_flow(Name="flow", Source={"Name": "in", "Protocol": "rtp"})["Flow"]["FlowArn"]
        for call, status in ((media.stop_flow, "STANDBY"), (media.start_flow, "ACTIVE")):
            self.assertEqual(call(FlowArn=arn)["Status"], status)
            self.assertEqual(media.describe_flow(FlowArn=arn)["Flow"]["Status"], status)
            self.assertEqual([one["Status"] for one in media.list_flows()["Flows"]], [status])
        self.gone("NotFoundException", media.stop_flow, FlowArn=arn + "0")

    def test_tags_as_a_map(self):
        media = client("mediaconnect", account="100000000002")
        source = {"Name": "in", "Protocol": "rtp"}
        arn = media.create_flow(Name="flow", Source=source, FlowTags={"team": "news", "cost": "1"})["Flow"]["FlowArn"]

        def listed():
            return media.list_tags_for_resource(ResourceArn=arn)["Tags"]

        self.assertEqual(listed(), {"team": "news", "cost": "1"})
        media.tag_resource(ResourceArn=arn, Tags={"team": "films", "air": "on"})
        media.untag_resource(ResourceArn=arn, TagKeys=["cost", "never"])
        self.assertEqual(listed(), {"team": "films", "air": "on"})
        unknown = {"ResourceArn": arn + "0"}
        self.gone("NotFoundException", media.tag_resource, Tags={"a": "b"}, **unknown)
        self.gone("NotFoundException", media.untag_resource, TagKeys=["a"], **unknown)
        self.gone("NotFoundException", media.list_tags_for_resource, **unknown)
        media.delete_flow(FlowArn=arn)
        self.gone("NotFoundException", media.list_tags_for_resource, ResourceArn=arn)

    def test_tags_as_a_list(self):
        fleet = client("iotfleetwise", account="100000000003")
        tags = [{"Key": "team", "Value": "cars"}]
        made = fleet.create_vehicle(
            vehicleName="a", modelManifestArn="arn:one", decoderManifestArn="arn:two", tags=tags
        )
        arn = made["arn"]
        self.assertEqual(arn, "arn:aws:iotfleetwise:eu-west-1:100000000003:vehicle/a")
        self.assertEqual(fleet.get_vehicle(vehicleName="a")["arn"], arn)
        self.assertEqual([one["arn"] for one in fleet.list_vehicles()["vehicleSummaries"]], [arn])
        self.assertEqual(fleet.list_tags_for_resource(ResourceARN=arn)["Tags"], tags)
        fleet.tag_resource(ResourceARN=arn, Tags=[{"Key": "colour", "Value": "red"}, {"Key": "team", "Value": "vans"}])
        fleet.untag_resource(ResourceARN=arn, TagKeys=["colour"])
        self.assertEqual(fleet.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "team", "Value": "vans"}])
        self.gone("ResourceNotFoundException", fleet.list_tags_for_resource, ResourceARN=arn + "b")

    def test_tags_that_a_read_shows(self):
        macie = client("macie2", account="100000000004")
        made = macie.create_allow_list(name="list", criteria={"regex": "a"}, tags={"a": "1"})
        macie.tag_resource(resourceArn=made["arn"], tags={"b": "2"})
        macie.untag_resource(resourceArn=made["arn"], tagKeys=["a"])
        shown = macie.get_allow_list(id=made["id"])
        self.assertEqual((shown["arn"], shown["tags"]), (made["arn"], {"b": "2"}))
        self.assertEqual(macie.list_tags_for_resource(resourceArn=made["arn"])["tags"], {"b": "2"})

    def test_vehicles_in_fleets(self):
        fleet = client("iotfleetwise", account="100000000005")
        fleet.create_vehicle(vehicleName="a", modelManifestArn="arn:one", decoderManifestArn="arn:two")

        def fleets():
            return fleet.list_fleets_for_vehicle(vehicleName="a")["fleets"]

        self.assertEqual(fleets(), [])
        for name in ("f1", "f2", "f1"):
            fleet.associate_vehicle_fleet(vehicleName="a", fleetId=name)
        self.assertEqual(fleets(), ["f1", "f2"])
        fleet.disassociate_vehicle_fleet(vehicleName="a", fleetId="f1")
        self.assertEqual(fleets(), ["f2"])
        unknown = {"vehicleName": "b", "fleetId": "f1"}
        self.gone("ResourceNotFoundException", fleet.associate_vehicle_fleet, **unknown)
        fleet.delete_vehicle(vehicleName="a")
        self.gone("ResourceNotFoundException", fleet.list_fleets_for_vehicle, vehicleName="a")

    def test_iotfleetwise_vehicles(self):
        fleet = client("iotfleetwise")
        fleet.create_signal_catalog(name="catalog")
        refusal(self, "ConflictException", fleet.create_signal_catalog, name="catalog")
        self.assertEqual(fleet.get_signal_catalog(name="catalog")["name"], "catalog")
        for name, manifest in (("a", "arn:one"), ("b", "arn:two")):
            fleet.create_vehicle(vehicleName=name, modelManifestArn=manifest, decoderManifestArn="arn:d")

        def listed(**arguments):
            return [one["vehicleName"] for one in fleet.list_vehicles(**arguments)["vehicleSummaries"]]

        self.assertEqual(listed(), ["a", "b"])
        self.assertEqual(listed(modelManifestArn="arn:two"), ["b"])
        fleet.update_vehicle(vehicleName="a", attributes={"colour": "red"})
        vehicle = fleet.get_vehicle(vehicleName="a")
        self.assertEqual((vehicle["attributes"], vehicle["modelManifestArn"]), ({"colour": "red"}, "arn:one"))
        fleet.delete_vehicle(vehicleName="a")
        self.gone("ResourceNotFoundException", fleet.get_vehicle, vehicleName="a")
        self.gone("ResourceNotFoundException", fleet.get_fleet, fleetId="none")

    def test_kendra_indices_and_what_lives_in_them(self):
        kendra = client("kendra")
        index = kendra.create_index(Name="index", RoleArn="arn:aws:iam::123456789012:role/r")["Id"]
        self.assertEqual(kendra.describe_index(Id=index)["Status"], "ACTIVE")
        self.assertEqual([one["Id"] for one in kendra.list_indices()["IndexConfigurationSummaryItems"]], [index])
        source = kendra.create_data_source(Name="source", IndexId=index, Type="S3")["Id"]
        self.assertEqual(kendra.describe_data_source(Id=source, IndexId=index)["IndexId"], index)
        kendra.update_data_source(Id=source, IndexId=index, Description="new")
        self.assertEqual(kendra.describe_data_source(Id=source, IndexId=index)["Description"], "new")
        self.assertEqual([one["Id"] for one in kendra.list_data_sources(IndexId=index)["SummaryItems"]], [source])
        nowhere = "0" * 36
        create = {"Name": "source", "Type": "S3"}
        self.gone("ResourceNotFoundException", kendra.create_data_source, IndexId=nowhere, **create)
        # What lives in an index goes with it.
        kendra.delete_index(Id=index)
        self.gone("ResourceNotFoundException", kendra.describe_data_source, Id=source, IndexId=index)

    def test_codeartifact_repositories(self):
        code = client("codeartifact")
        self.assertEqual(code.create_domain(domain="home")["domain"]["name"], "home")
        refusal(self, "ConflictException", code.create_domain, domain="home")
        made = code.create_repository(domain="home", repository="shelf", description="books")["repository"]
        self.assertEqual((made["name"], made["domainName"], made["description"]), ("shelf", "home", "books"))
        self.assertEqual(code.describe_repository(domain="home", repository="shelf")["repository"], made)
        self.assertEqual([one["name"] for one in code.list_repositories()["repositories"]], ["shelf"])
        self.gone("ResourceNotFoundException", code.create_repository, domain="none", repository="shelf")
        policy = {"domain": "home", "repository": "shelf"}
        self.gone("ResourceNotFoundException", code.get_repository_permissions_policy, **policy)
        code.put_repository_permissions_policy(policyDocument="{}", **policy)
        code.get_repository_permissions_policy(**policy)
        code.delete_domain(domain="home")
        self.gone("ResourceNotFoundException", code.describe_repository, domain="home", repository="shelf")

    def test_ssm_contacts(self):
        ssm = client("ssm-contacts")
        made = [ssm.create_contact(Alias=alias, Type="PERSONAL", Plan={"Stages": []})["ContactArn"] for alias in "ab"]
        self.assertEqual(ssm.get_contact(ContactId=made[0])["Alias"], "a")
        answers = pages(ssm.list_contacts, "NextToken", MaxResults=1)
        self.assertEqual([one["ContactArn"] for answer in answers for one in answer["Contacts"]], made)
        address = {"SimpleAddress": "+15550100"}
        channel = {"Name": "phone", "Type": "SMS", "DeliveryAddress": address}
        channel = ssm.create_contact_channel(ContactId=made[0], **channel)["ContactChannelArn"]
        self.assertEqual(ssm.get_contact_channel(ContactChannelId=channel)["ContactArn"], made[0])
        for contact, wanted in ((made[0], [channel]), (made[1], [])):
            answer = ssm.list_contact_channels(ContactId=contact)["ContactChannels"]
            self.assertEqual([one["ContactChannelArn"] for one in answer], wanted)
        ssm.update_contact(ContactId=made[0], DisplayName="A")
        self.assertEqual(ssm.get_contact(ContactId=made[0])["DisplayName"], "A")
        ssm.delete_contact(ContactId=made[0])
        self.gone("ResourceNotFoundException", ssm.get_contact, ContactId=made[0])
        self.gone("ResourceNotFoundException", ssm.update_contact, ContactId=made[0])

    def test_mediastore_objects_are_streams(self):
        store = client("mediastore-data")
        long = io.BytesIO(bytes(range(256)) * 4000)
        for path, body in (("a/short", b"hello"), ("a/long", long), ("empty", b"")):
            store.put_object(Path=path, Body=body, ContentType="audio/mpeg")
        got = store.get_object(Path="a/long")
        self.assertEqual((got["ContentType"], got["StatusCode"]), ("audio/mpeg", 200))
        self.assertEqual(b"".join(got["Body"].iter_chunks(1000)), long.getvalue())
        self.assertEqual(store.get_object(Path="a/short")["Body"].read(2), b"he")
        self.assertEqual(store.get_object(Path="empty")["Body"].read(), b"")
        store.delete_object(Path="a/long")
        self.gone("ObjectNotFoundException", store.get_object, Path="a/long")

    def test_bodies_that_stream_out(self):
        polly = client("polly")
        speech = polly.synthesize_speech(OutputFormat="mp3", Text="hello", VoiceId="Joanna")
        self.assertTrue(speech["AudioStream"].read())
        flow = client("workmailmessageflow")
        self.gone("ResourceNotFoundException", flow.get_raw_message_content, messageId="a" * 40)
        flow.put_raw_message_content(messageId="a" * 40, content={"s3Reference": {"bucket": "bucket", "key": "key"}})
        self.assertTrue(flow.get_raw_message_content(messageId="a" * 40)["messageContent"].read())
        blocks = client("ebs")
        block = blocks.get_snapshot_block(SnapshotId="snap-1", BlockIndex=1, BlockToken="token")
        self.assertTrue(block["BlockData"].read())

    def test_ebs_blocks_are_signed_streams(self):
        data = b"\0" * 524288
        put = client("ebs").put_snapshot_block(
            SnapshotId="snap-1",
            BlockIndex=1,
            BlockData=io.BytesIO(data),
            DataLength=len(data),
            Checksum=base64.b64encode(hashlib.sha256(data).digest()).decode(),
            ChecksumAlgorithm="SHA256",
        )
        self.assertEqual(put["ResponseMetadata"]["HTTPStatusCode"], 201)

if __name__ == "__main__":
    unittest.main()
