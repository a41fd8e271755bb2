"""Prints a description of every version of a service that botocore has waiters for: the waiters, their operations and the shapes of
those, one JSON object a line. `tests/suite/waiters.rs` reads them."""

import json
import re

import botocore.session

SIMPLE = {"character": "string", "float": "float", "double": "double"}


def shape_of(model, name):
    """A shape in the words of the description format, and the shapes that it names."""
    shape = model[name]
    kind = shape["type"]
    if kind == "structure" and shape.get("document") or kind == "jsonvalue":
        return {"type": "document"}, []
    if kind == "structure":
        members = shape.get("members", {})
        facts = {"type": kind, "members": {key: {"target": shape_id(to["shape"])} for key, to in members.items()}}
        if shape.get("exception"):
            facts["error"] = {"fault": "client"}
            if code := shape.get("error", {}).get("code"):
                facts["error"]["code"] = code
        return facts, [to["shape"] for to in members.values()]
    if kind == "list":
        return {"type": kind, "member": shape_id(shape["member"]["shape"])}, [shape["member"]["shape"]]
    if kind == "map":
        key, value = shape["key"]["shape"], shape["value"]["shape"]
        return {"type": kind, "key": shape_id(key), "value": shape_id(value)}, [key, value]
    if kind == "string" and "enum" in shape:
        return {"type": "enum", "values": {value: {} for value in shape["enum"]}}, []
    return {"type": SIMPLE.get(kind, kind)}, []


def shape_id(name):
    return re.sub(r"\W", "_", name)


def matcher(acceptor):
    kind, expected = acceptor["matcher"], acceptor["expected"]
    if kind == "status":
        return {"status": expected}
    if kind == "error":
        return {"success": not expected} if isinstance(expected, bool) else {"errorType": expected}
    comparator = {"pathAll": "allStringEquals", "pathAny": "anyStringEquals"}.get(kind, "stringEquals")
    if isinstance(expected, bool):
        expected = str(expected).lower()
        comparator = "booleanEquals" if kind == "path" else comparator
    return {"output": {"path": acceptor["argument"], "expected": expected, "comparator": comparator}}


def description(service, model, waiters):
    operations, shapes, open_shapes = {}, {}, []
    for waiter in waiters.values():
        facts = model["operations"][waiter["operation"]]
        operation = {"http": {"method": "POST", "uri": "/"}}
        for field in ("input", "output"):
            if field in facts:
                operation[field] = shape_id(facts[field]["shape"])
                open_shapes.append(facts[field]["shape"])
        errors = dict.fromkeys(error["shape"] for error in facts.get("errors", []))
        operation["errors"] = [shape_id(name) for name in errors]
        open_shapes.extend(errors)
        operations[waiter["operation"]] = operation
    while open_shapes:
        name = open_shapes.pop()
        if shape_id(name) not in shapes:
            shapes[shape_id(name)], further = shape_of(model["shapes"], name)
            open_shapes.extend(further)
    described = {
        name: {
            "operation": waiter["operation"],
            "delay": waiter["delay"],
            "maxAttempts": waiter["maxAttempts"],
            "acceptors": [{"state": at["state"], "matcher": matcher(at)} for at in waiter["acceptors"]],
        }
        for name, waiter in waiters.items()
    }
    return {
        "spec": 1,
        "service": {
            "name": "s-" + re.sub(r"[^a-z0-9]", "", service),
            "id": model["metadata"].get("serviceId", service),
            "title": service,
            "version": model["metadata"]["apiVersion"],
            "protocol": "awsJson1_1",
            "targetPrefix": "Any",
            "signing": {"name": service},
            "endpoint": {"prefix": service},
        },
        "operations": operations,
        "shapes": shapes,
        "waiters": described,
    }


loader = botocore.session.get_session().get_component("data_loader")
for service in loader.list_available_services("waiters-2"):
    for version in loader.list_api_versions(service, "waiters-2"):
        waiters = loader.load_service_model(service, "waiters-2", version)["waiters"]
        if waiters:
            model = loader.load_service_model(service, "service-2", version)
            print(json.dumps(description(service, model, waiters)))
