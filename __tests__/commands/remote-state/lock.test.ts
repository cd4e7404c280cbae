import { describeHolder, heldFor } from "../../../src/commands/remote-state/lock";

test.each([
  ["2026-01-01T00:00:00Z", "less than a minute"],
  ["2025-12-31T23:45:00Z", "15 min"],
  ["2025-12-31T21:55:00Z", "2 h 5 min"],
  ["2025-12-29T21:00:00Z", "2 d 3 h"],
  ["some time ago", ""],
])("a lock of %s has been held for %j", (Created, expected) => {
  const lock = { ID: "i", Operation: "o", Info: "", Who: "w", Version: "", Created, Path: "" };
  const now = new Date("2026-01-01T00:00:30Z");
  expect(heldFor(lock, now)).toBe(expected);
  expect(describeHolder(lock, now)[2]).toBe(`  Created:    ${Created}${expected === "" ? "" : ` (${expected} ago)`}`);
});
