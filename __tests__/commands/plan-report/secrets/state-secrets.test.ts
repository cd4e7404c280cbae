import { secretsOfState } from "../../../../src/commands/plan-report/secrets/state-secrets";

test("the values of sensitive attributes, outputs and secret names are found", () => {
  const attributes = {
    a: [{ b: "first-secret" }],
    tags: { key: "second-secret" },
    password: "third-secret",
    plain: "visible",
  };
  const sensitive_attributes = [
    [
      { type: "get_attr", value: "a" },
      { type: "index", value: { value: 0, type: "number" } },
      { type: "get_attr", value: "b" },
    ],
    [
      { type: "get_attr", value: "tags" },
      { type: "index", value: { value: "key", type: "string" } },
    ],
  ];
  const outputs = { one: { value: { deep: "fourth-secret" }, sensitive: true }, two: { value: "public" } };
  const found = secretsOfState({ outputs, resources: [{ instances: [{ attributes, sensitive_attributes }] }] });
  for (const secret of ["first-secret", "second-secret", "third-secret", "fourth-secret"])
    expect(found).toContain(secret);
  expect(found).not.toContain("visible");
  expect(found).not.toContain("public");
});
