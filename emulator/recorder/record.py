"""The record: a line of JSON for each judged call, in the order of their responses."""

import hashlib
import json


class Record:
    """Policy documents recur in almost every call: each is written once, before the first call that names its hash."""

    def __init__(self, file):
        self.lines = open(file, "a", encoding="utf-8")
        self.known = set()

    def without_documents(self, facts):
        """The facts with hashes in place of policy documents, and the documents that are new."""
        new = {}
        resources = {name: self._shortened(resource, ["policy"], new) for name, resource in facts["resources"].items()}
        shortened = self._shortened({**facts, "resources": resources}, ["boundary"], new)
        shortened["identityPolicies"] = [self._shortened(each, ["policy"], new) for each in facts["identityPolicies"]]
        if "sessionPolicies" in facts:
            shortened["sessionPolicies"] = [self._hash(each, new) for each in facts["sessionPolicies"]]
        if new:
            self.write({"documents": new})
        return shortened, new

    def write(self, line):
        self.lines.write(json.dumps(line) + "\n")
        self.lines.flush()

    def _shortened(self, value, names, new):
        return {key: self._hash(item, new) if key in names and item else item for key, item in value.items()}

    def _hash(self, document, new):
        text = document if isinstance(document, str) else json.dumps(document, sort_keys=True)
        name = hashlib.sha1(text.encode()).hexdigest()
        if name not in self.known:
            self.known.add(name)
            new[name] = json.loads(text)
        return name
