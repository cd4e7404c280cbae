import { scrubAll, scrubText } from "../../../../src/commands/plan-report/secrets/scrub";

test("the longest secret is replaced first, and special characters are literal", () => {
  expect(scrubText(new Set(["pass", "pass.word*"]), "pass.word* passXword*")).toBe("(sensitive) (sensitive)Xword*");
});

test("a short secret is replaced as a word only", () => {
  expect(scrubText(new Set(["ab", "12345"]), "ab abc 12345 123456")).toBe("(sensitive) abc (sensitive) 123456");
});

test("every text of a structure is scrubbed, except the words of the format", () => {
  const secrets = new Set(["create"]);
  expect(scrubAll(secrets, { action: "create", items: [{ address: "create.a", count: 1 }] })).toEqual({
    action: "create",
    items: [{ address: "(sensitive).a", count: 1 }],
  });
});

test("a secret that Terraform wrapped is replaced", () => {
  expect(scrubText(new Set(["correct horse battery"]), "│ it is correct\n│ horse battery, so")).toBe(
    "│ it is (sensitive), so",
  );
});
