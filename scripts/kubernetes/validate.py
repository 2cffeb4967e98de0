"""Checks Kubernetes manifests against the schemas of the versions given: validate.py <versions, with commas> <file>…

A field that a schema does not have is a fault. So that a check that sees nothing does not pass, mistakes are made on purpose first.
"""

import copy
import sys

import kubernetes_validate
import yaml


def fault_of(resource, version):
    """What is wrong with a resource, in a line; None if nothing is."""
    try:
        name = f"{resource['kind']} {resource['metadata']['name']}"
        kubernetes_validate.validate(resource, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        place = ".".join(str(part) for part in error.path) or "the resource"
        return f"{name}, {place}: {error.message}"
    except kubernetes_validate.SchemaNotFoundError:
        return f"{name}: Kubernetes {version} has no such kind in {resource['apiVersion']}"
    except (KeyError, TypeError) as error:
        return f"a resource lacks kind, apiVersion or metadata.name ({error})"
    return None


def mistakes_in(deployment):
    """Copies of a deployment with one mistake each."""
    unknown, mistyped, misnamed = (copy.deepcopy(deployment) for _ in range(3))
    unknown["spec"]["template"]["spec"]["containers"][0]["livenessprobe"] = {}
    mistyped["spec"]["replicas"] = "two"
    misnamed["kind"] = "Deploymnt"
    return [unknown, mistyped, misnamed]


def main(versions, files):
    resources = []
    for file in files:
        with open(file, encoding="utf-8") as text:
            resources += [(file, resource) for resource in yaml.safe_load_all(text) if resource]
    deployments = [resource for _, resource in resources if resource.get("kind") == "Deployment"]
    for mistake in (mistake for deployment in deployments for mistake in mistakes_in(deployment)):
        if fault_of(mistake, versions[-1]) is None:
            print("A mistake that was made on purpose was not found: the schemas are not strict.", file=sys.stderr)
            return 1
    faults = [
        f"{file}: {fault} (Kubernetes {version})"
        for version in versions
        for file, resource in resources
        if (fault := fault_of(resource, version)) is not None
    ]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print("Correct each field that is named: https://kubernetes.io/docs/reference/kubernetes-api/ lists all of them.", file=sys.stderr)
        return 1
    print(f"{len(resources)} resources are valid on Kubernetes {' and '.join(versions)}")
    return 0


sys.exit(main(sys.argv[1].split(","), sys.argv[2:]))
