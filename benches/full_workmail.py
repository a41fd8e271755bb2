"""Turns a Smithy model of all of WorkMail (JSON AST) into a normalized description, so that the compile benchmark compares
like with like: the official crate has all 92 operations, the committed description the 65 documented ones.

    python3 benches/full_workmail.py MODEL.json OUTPUT.json

It knows what that one model needs and stops at anything else.
"""

import json
import sys

SIMPLE = ("blob", "boolean", "string", "byte", "short", "integer", "long", "float", "double", "timestamp", "document")
PRELUDE = {
    "Boolean": "boolean",
    "PrimitiveBoolean": "boolean",
    "String": "string",
    "Integer": "integer",
    "PrimitiveInteger": "integer",
    "Long": "long",
    "Double": "double",
    "Timestamp": "timestamp",
    "Blob": "blob",
}


def local(identifier):
    return identifier.split("#")[1]


def constraints(traits):
    facts = {}
    for name in ("length", "range"):
        if f"smithy.api#{name}" in traits:
            facts[name] = traits[f"smithy.api#{name}"]
    if "smithy.api#pattern" in traits:
        facts["pattern"] = traits["smithy.api#pattern"]
    if "smithy.api#sensitive" in traits:
        facts["sensitive"] = True
    return facts


class Converter:
    def __init__(self, model):
        self.model = model["shapes"]
        self.shapes = {}
        self.open = []

    def target(self, reference):
        identifier = reference["target"]
        if identifier == "smithy.api#Unit":
            return None
        if identifier not in self.shapes:
            self.shapes[identifier] = None
            self.open.append(identifier)
        return local(identifier)

    def members(self, shape):
        members = {}
        for name, member in shape.get("members", {}).items():
            traits = member.get("traits", {})
            facts = {"target": self.target(member)}
            if "smithy.api#required" in traits:
                facts["required"] = True
            if "smithy.api#idempotencyToken" in traits:
                facts["idempotencyToken"] = True
            facts.update(constraints(traits))
            members[name] = facts
        return members

    def shape(self, identifier):
        if identifier.startswith("smithy.api#"):
            return {"type": PRELUDE[local(identifier)]}
        shape = self.model[identifier]
        kind, traits = shape["type"], shape.get("traits", {})
        if kind in SIMPLE:
            return {"type": kind, **constraints(traits)}
        if kind == "enum":
            values = [m.get("traits", {}).get("smithy.api#enumValue", name) for name, m in shape["members"].items()]
            return {"type": "enum", "values": {value: {} for value in values}}
        if kind == "list":
            return {"type": "list", "member": self.target(shape["member"]), **constraints(traits)}
        if kind == "map":
            keys = {"key": self.target(shape["key"]), "value": self.target(shape["value"])}
            return {"type": "map", **keys, **constraints(traits)}
        if kind in ("structure", "union"):
            facts = {"type": kind}
            if "smithy.api#error" in traits:
                facts["error"] = {"fault": traits["smithy.api#error"]}
                if "smithy.api#httpError" in traits:
                    facts["error"]["status"] = traits["smithy.api#httpError"]
            return {**facts, "members": self.members(shape)}
        raise SystemExit(f"{identifier}: this converter does not know the type `{kind}`")

    def operation(self, shape, page):
        facts = {"http": {"method": "POST", "uri": "/"}}
        for name in ("input", "output"):
            target = self.target(shape[name])
            if target:
                facts[name] = target
        errors = [self.target(error) for error in shape.get("errors", [])]
        if errors:
            facts["errors"] = errors
        own = shape.get("traits", {}).get("smithy.api#paginated")
        if own is not None:
            paginated = {**page, **own}
            names = ("inputToken", "outputToken", "pageSize", "items")
            facts["paginated"] = {name: paginated[name] for name in names if name in paginated}
        return facts


def main(model_path, output_path):
    with open(model_path, encoding="utf-8") as file:
        model = json.load(file)
    converter = Converter(model)
    service_id, service = next((i, s) for i, s in model["shapes"].items() if s["type"] == "service")
    traits = service["traits"]
    page = traits.get("smithy.api#paginated", {})
    operations = [i for i, s in model["shapes"].items() if s["type"] == "operation"]
    described = {local(i): converter.operation(model["shapes"][i], page) for i in operations}
    while converter.open:
        identifier = converter.open.pop(0)
        converter.shapes[identifier] = converter.shape(identifier)
    description = {
        "spec": 1,
        "service": {
            "name": "workmail-full",
            "id": traits["aws.api#service"]["sdkId"],
            "title": traits["smithy.api#title"],
            "version": service["version"],
            "protocol": "awsJson1_1",
            "targetPrefix": local(service_id),
            "signing": {"name": traits["aws.auth#sigv4"]["name"]},
            "endpoint": {"prefix": traits["aws.api#service"].get("endpointPrefix", "workmail")},
        },
        "operations": described,
        "shapes": {local(identifier): shape for identifier, shape in converter.shapes.items()},
    }
    with open(output_path, "w", encoding="utf-8") as file:
        json.dump(description, file, indent=2)
    print(f"{len(described)} operations, {len(converter.shapes)} shapes")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2])
