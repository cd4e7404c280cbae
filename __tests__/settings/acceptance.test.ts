import { validateAcceptances } from "../../src/settings/acceptance";
import { acceptedControls } from "../support/example";

const rules = ["s3-bucket-is-versioned"];
const valid = {
  rule: "s3-bucket-is-versioned",
  reason: "A cache, which can be filled again.",
  owner: "platform-team",
  expires: "2027-11-30",
};

function message(...acceptances: unknown[]): string {
  try {
    validateAcceptances(acceptances, rules);
    return "valid";
  } catch (error) {
    return String(error);
  }
}

test("an acceptance names rule, reason, owner and last day, and perhaps stack and address", () => {
  expect(
    validateAcceptances([valid, { ...valid, stack: "bootstrap*", address: "aws_s3_bucket.a" }], rules),
  ).toHaveLength(2);
});

test.each<[string, unknown, string]>([
  ["without an owner", { ...valid, owner: undefined }, "accepted-controls[1].owner: got nothing"],
  ["without a reason", { ...valid, reason: " " }, 'accepted-controls[1].reason: got " "'],
  ["of a day that does not exist", { ...valid, expires: "2027-02-30" }, "a date that the calendar has"],
  ["of another form of date", { ...valid, expires: "30.11.2027" }, 'a date such as "2027-10-31"'],
  ["of an unknown rule", { ...valid, rule: "s3-is-fine" }, 'accepted-controls[1].rule: got "s3-is-fine"'],
  ["of the same findings", { ...valid, stack: "*", expires: "2028-11-30" }, "accepted-controls[1]: got s3-bucket-is"],
  ["with another key", { ...valid, until: "2027" }, "accepted-controls[1].until: got an unknown setting"],
])("one %s is refused with its path", (_, acceptance, expected) => {
  const text = message(valid, acceptance);
  expect(text).toContain("1 invalid setting in environments/accepted-controls.ts");
  expect(text).toContain(expected);
});

test("something other than a list is refused", () => {
  expect(() => validateAcceptances({}, rules)).toThrow("a list of accepted findings");
});

test("those of the example are valid", () => {
  const known = acceptedControls.map(({ rule }) => rule);
  expect(validateAcceptances(acceptedControls, known)).toHaveLength(acceptedControls.length);
});
