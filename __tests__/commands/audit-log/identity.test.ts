import { identityOf } from "../../../src/commands/audit-log/identity";
import { account, configService, roleSession, user } from "./records";

test("a user is identified by name", () => {
  expect(identityOf(user)).toEqual({ type: "IAMUser", name: "terraform-user", arn: user.arn, accountId: account });
});

test("a session is named by the role that issued it and by its own name", () => {
  expect(identityOf(roleSession)).toMatchObject({
    type: "AssumedRole",
    name: "TerraformExecutionRole/alice@example.org",
    arn: roleSession.arn,
  });
});

test("a session with a source identity shows it, since the caller chooses the session name", () => {
  const sessionContext = { ...roleSession.sessionContext, sourceIdentity: "alice" };
  expect(identityOf({ ...roleSession, sessionContext }).name).toBe(
    "TerraformExecutionRole/alice@example.org (source identity alice)",
  );
});

test("a session without its context is named by its ARN", () => {
  const { sessionContext, ...bare } = roleSession;
  expect(sessionContext).toBeDefined();
  expect(identityOf(bare).name).toBe("TerraformExecutionRole/alice@example.org");
});

test("a principal that calls through a service is the caller, with the service", () => {
  expect(identityOf({ ...roleSession, invokedBy: "s3.amazonaws.com" })).toMatchObject({
    name: "TerraformExecutionRole/alice@example.org",
    through: "s3.amazonaws.com",
  });
});

test("a service that calls on its own behalf is named by its domain", () => {
  expect(identityOf(configService)).toEqual({ type: "AWSService", name: "config.amazonaws.com" });
});

test.each([
  [{ type: "Root", accountId: account, arn: `arn:aws:iam::${account}:root` }, `root of ${account}`],
  [{ type: "AWSAccount", accountId: "999999999999", principalId: "AIDAEXAMPLE" }, "account 999999999999 (AIDAEXAMPLE)"],
  [{ type: "WebIdentityUser", userName: "repo:example-org/eks-platform:ref:refs/heads/main" }, /^repo:example-org/],
  [{ type: "FederatedUser", arn: `arn:aws:sts::${account}:federated-user/bob` }, "bob"],
  [{ type: "IdentityCenterUser", principalId: "AIDAEXAMPLE" }, "AIDAEXAMPLE"],
  [{}, "unknown"],
])("%j has a name", (identity, name) => {
  const found = identityOf(identity).name;
  if (typeof name === "string") expect(found).toBe(name);
  else expect(found).toMatch(name);
});
