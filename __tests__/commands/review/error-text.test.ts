import { errorText } from "../../../src/commands/review/error-text";

test("an error is told without the lines that quote the configuration, its values and the keys of for_each", () => {
  const lines = [
    "Error: Resource precondition failed",
    '  with terraform_data.a["CANARY"],',
    "  on cdk.tf.json line 7, in resource.terraform_data.a:",
    '   7:         "input": "CANARY",',
    "    ├────────────────",
    '    │ var.a is "CANARY"',
    "this is broken",
  ];
  expect(errorText(lines).split("\n")).toEqual([
    "Error: Resource precondition failed",
    "  with terraform_data.a[key 1],",
    "  on cdk.tf.json line 7, in resource.terraform_data.a:",
    "this is broken",
  ]);
});
