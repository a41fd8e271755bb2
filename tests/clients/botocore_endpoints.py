"""Prints where botocore sends requests of every service that speaks JSON, one JSON object a line: what the importer needs of the
service's model, and the addresses. `tests/suite/endpoints.rs` reads them.

Services whose operations say parameters of the endpoint rules have addresses for each set of these."""

import json

import botocore.session
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError

# Of the largest partition a few regions are enough, and those that the rules of a service name.
REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-5", "il-central-1", "aws-global"]
PROTOCOLS = {"json", "rest-json"}
BUILT_IN = {"AWS::Region": "region", "AWS::UseFIPS": "fips", "AWS::UseDualStack": "dualStack"}


def compared(rules, parameter, found):
    """The texts that a parameter is compared with."""
    if isinstance(rules, dict):
        if rules.get("fn") == "stringEquals" and {"ref": parameter} in rules["argv"]:
            found.update(text for text in rules["argv"] if isinstance(text, str))
        for value in rules.values():
            compared(value, parameter, found)
    elif isinstance(rules, list):
        for value in rules:
            compared(value, parameter, found)
    return found


def address(provider, metadata, parameters, asked, said):
    """Where a request goes and what it is signed for, or None where the rules refuse."""
    given = {name: value["value"] for name, value in said.items()}
    for name, facts in parameters.items():
        built_in = BUILT_IN.get(facts.get("builtIn"))
        if built_in:
            given[name] = asked[built_in]
    try:
        endpoint = provider.resolve_endpoint(**given)
    except EndpointProviderError:
        return None
    schemes = endpoint.properties.get("authSchemes", [])
    scheme = next((scheme for scheme in schemes if scheme["name"] == "sigv4"), {})
    name = metadata.get("signingName", metadata["endpointPrefix"])
    return {
        "url": endpoint.url,
        "signingName": scheme.get("signingName", name),
        "signingRegion": scheme.get("signingRegion", asked["region"]),
    }


def described(service, model, rules, partitions):
    regions = dict.fromkeys(REGIONS)
    for partition in partitions["partitions"]:
        if partition["id"] != "aws":
            regions.update(dict.fromkeys(partition["regions"]))
    regions.update(dict.fromkeys(sorted(compared(rules, "Region", set()))))
    provider = EndpointProvider(rules, partitions)
    # One operation stands for all that say the same.
    operations = {}
    for name, operation in model["operations"].items():
        said = operation.get("staticContextParams", {})
        operations.setdefault(json.dumps(said), (name, said))
    addresses = []
    for name, said in operations.values():
        for region in regions:
            for fips, dual_stack in [(False, False), (False, True), (True, False), (True, True)]:
                asked = {"region": region, "fips": fips, "dualStack": dual_stack}
                found = address(provider, model["metadata"], rules["parameters"], asked, said)
                addresses.append({"operation": name, "asked": asked, "found": found})
    # Without shapes there are no labels, so every operation gets a URI that needs none.
    is_rest = model["metadata"]["protocol"] == "rest-json"
    small = {
        # Of another version, so that no fault of the real model is looked for.
        "metadata": model["metadata"] | {"apiVersion": "0"},
        "operations": {
            name: {
                "name": name,
                "http": {"method": "POST", "requestUri": f"/{name}" if is_rest else "/"},
                "staticContextParams": operation.get("staticContextParams", {}),
            }
            for name, operation in model["operations"].items()
        },
        "shapes": {},
    }
    return {"service": service, "model": small, "rules": rules, "addresses": addresses}


loader = botocore.session.get_session().get_component("data_loader")
partitions = loader.load_data("partitions")
for service in loader.list_available_services("service-2"):
    model = loader.load_service_model(service, "service-2")
    metadata = model["metadata"]
    if PROTOCOLS.isdisjoint(metadata.get("protocols", [metadata["protocol"]])):
        continue
    rules = loader.load_service_model(service, "endpoint-rule-set-1")
    print(json.dumps(described(service, model, rules, partitions)))
