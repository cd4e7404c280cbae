import {
  secretsOfConfiguration,
  secretsOfEnvironment,
  secretsOfPlan,
} from "../../../../src/commands/plan-report/secrets/known-secrets";

test("a synthesized stack has secrets by their name, and in variables that it marks as sensitive", () => {
  const configuration = {
    provider: { aws: [{ secret_key: "first-secret", region: "eu-west-1" }] },
    variable: { one: { sensitive: true, default: "second-secret" }, two: { default: "public" } },
  };
  const found = secretsOfConfiguration(configuration, { TF_VAR_one: "third-secret", TF_VAR_two: "public" });
  for (const secret of ["first-secret", "second-secret", "third-secret"]) expect(found).toContain(secret);
  for (const value of ["eu-west-1", "public"]) expect(found).not.toContain(value);
});

test("an environment has secrets by their name", () => {
  const env = {
    AWS_SECRET_ACCESS_KEY: "first-secret",
    GITHUB_TOKEN: "second-secret",
    TF_VAR_db_password: "third-secret",
  };
  const found = secretsOfEnvironment({ ...env, AWS_REGION: "eu-west-1", PATH: "/usr/bin" });
  for (const secret of Object.values(env)) expect(found).toContain(secret);
  for (const value of ["eu-west-1", "/usr/bin"]) expect(found).not.toContain(value);
});

test.each([
  "SLACK_WEBHOOK_URL",
  "dbPassword",
  "private_key_openssh",
  "secret_binary",
  "tunnel1_preshared_key",
  "connectionString",
])("%s is the name of a secret", (name) => {
  expect(secretsOfEnvironment({ [name]: "the-secret" })).toContain("the-secret");
});

test("a reference is no secret, whatever refers to it, and a setting of tokens is none", () => {
  const expressions = { password: { references: ["var.password"] }, http_tokens: { constant_value: "required" } };
  expect([...secretsOfPlan({ configuration: { root_module: { resources: [{ expressions }] } } })]).toEqual([]);
});

test("numbers, JSON, Base64 and lines of a secret are found, and words that say nothing are not", () => {
  const inner = Buffer.from("line of a secret\nanother line of it").toString("base64");
  const after = { port: 54_321, json: '{"a":["inside"]}', data: inner, on: true, short: "x" };
  const found = secretsOfPlan({ resource_changes: [{ change: { after, after_sensitive: true } }] });
  for (const secret of ["54321", "inside", inner, "another line of it"]) expect(found).toContain(secret);
  for (const word of ["true", "x"]) expect(found).not.toContain(word);
});

test("secrets are found in the variables of modules, and by names in any style", () => {
  const module = { variables: { key: { sensitive: true, default: "default-secret" } } };
  const module_calls = { inner: { module, expressions: { key: { constant_value: "given-secret" } } } };
  const found = secretsOfPlan({
    configuration: { root_module: { module_calls: { outer: { module: { module_calls } } } } },
    planned_values: { clientSecret: "named-secret" },
  });
  for (const secret of ["default-secret", "given-secret", "named-secret"]) expect(found).toContain(secret);
});

test("a secret is found as it is in a URL", () => {
  const found = secretsOfPlan({ resource_changes: [{ change: { after: "a b~c*d/e", after_sensitive: true } }] });
  for (const form of ["a+b~c%2Ad%2Fe", "a%20b~c%2Ad%2Fe"]) expect(found).toContain(form);
});

test("a secret is found without the blanks around it, and blanks alone are none", () => {
  const found = secretsOfPlan({ resource_changes: [{ change: { after: ["abc\n", "  "], after_sensitive: true } }] });
  expect(found).toContain("abc");
  expect(found).not.toContain("  ");
});
