import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { clientFor } from "../../support/checkout";
import { emulatorOfFile, nonexistentRole, policyOf, refusalOf } from "./refusal";

const emulator = emulatorOfFile();
const iam = () => new IAMClient({ ...clientFor(emulator()), region: "us-east-1", maxAttempts: 1 });
const account = "arn:aws:iam::123456789012";

const trustOf = (principal: unknown, more = {}) =>
  policyOf({ Principal: principal, Action: "sts:AssumeRole", ...more });
const trustOfEc2 = trustOf({ Service: "ec2.amazonaws.com" });
const permissions = policyOf({ Action: "s3:GetObject", Resource: "*" });

/** A valid policy with this many characters besides whitespace. */
function policyWith(size: number): string {
  const empty = policyOf({ Action: "s3:GetObject", Resource: "arn:aws:s3:::" });
  return policyOf({ Action: "s3:GetObject", Resource: `arn:aws:s3:::${"x".repeat(size - empty.length)}` });
}

async function createRole(name: string, trust = trustOfEc2) {
  const { Role } = await iam().send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
  return Role?.Arn ?? "";
}

async function createPolicy(name: string, document = permissions) {
  const { Policy } = await iam().send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: document }));
  return Policy?.Arn ?? "";
}

const malformed = (message: string) => ({ code: "MalformedPolicyDocumentException", status: 400, message });
const exceeded = (message: string) => ({ code: "LimitExceededException", status: 409, message });
const absent = (message: string) => ({ code: "NoSuchEntityException", status: 404, message });

describe("trust policies", () => {
  test("name principals that exist", async () => {
    const role = await createRole("trusted");
    await iam().send(new CreateUserCommand({ UserName: "trusted", Path: "/team/" }));
    const principals = [
      { AWS: [role, `${account}:user/team/trusted`, `${account}:root`, "210987654321", "*"] },
      { AWS: "arn:aws:sts::123456789012:assumed-role/trusted/session" },
      { Service: ["ec2.amazonaws.com", "logs.ap-northeast-1.amazonaws.com"] },
      { Federated: `${account}:oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/1` },
    ];
    for (const [index, principal] of principals.entries()) await createRole(`trusting-${index}`, trustOf(principal));
  });

  test.each([
    ["AWS", nonexistentRole],
    ["AWS", `${account}:user/trusted`],
    ["AWS", `${account}:role/*`],
    ["AWS", "AROAEXAMPLE0000000000"],
    ["Service", "ec2"],
  ])("with the principal %s %s are refused", async (type, principal) => {
    const refusal = malformed(`Invalid principal in policy: "${type}":"${principal}"`);
    expect(await refusalOf(createRole("refused", trustOf({ [type]: principal })))).toEqual(refusal);
    await createRole("existing").catch(() => undefined);
    const update = { RoleName: "existing", PolicyDocument: trustOf({ [type]: principal }) };
    expect(await refusalOf(iam().send(new UpdateAssumeRolePolicyCommand(update)))).toEqual(refusal);
  });

  test.each([
    ["{", "Syntax errors in policy."],
    [trustOf({ AWS: "*" }, { Actions: "x" }), "Syntax errors in policy."],
    [trustOf({ AWS: "*" }, { Condition: { StringMatches: {} } }), "Syntax errors in policy."],
    [trustOf({ AWS: "*" }, { Resource: "*" }), "Has prohibited field Resource"],
    [trustOf(undefined), "Missing required field Principal"],
    [trustOf({ AWS: "*" }, { Action: "s3:*" }), "AssumeRole policy may only specify STS AssumeRole actions."],
    [trustOf({ AWS: "*" }, { Sid: "a b" }), "Statement IDs (SID) must be alpha-numeric."],
  ])("like %s are refused", async (document, message) => {
    expect(await refusalOf(createRole("refused", document))).toEqual(malformed(message));
  });

  test("have at most 2,048 characters besides whitespace", async () => {
    const longer = trustOf({ AWS: "*" }, { Condition: { StringEquals: { "aws:PrincipalTag/x": "y".repeat(2048) } } });
    expect(await refusalOf(createRole("long", longer))).toEqual(
      exceeded("Cannot exceed quota for ACLSizePerRole: 2048"),
    );
    await createRole("wide", trustOfEc2.replace("{", `{${" ".repeat(2048)}`));
  });
});

describe("managed policies", () => {
  test.each([
    ["[]", "Syntax errors in policy."],
    [policyOf({ Action: "s3:*", Resource: "*", Principal: "*" }), "Policy document should not specify a principal."],
    [policyOf({ Resource: "*" }), "Policy statement must contain actions."],
    [policyOf({ Action: "s3:*" }), "Policy statement must contain resources."],
    [
      policyOf({ Action: "GetObject", Resource: "*" }),
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    ],
    [policyOf({ Action: "s3:*", Resource: "bucket" }), 'Resource bucket must be in ARN format or "*".'],
  ])("like %s are refused", async (document, message) => {
    expect(await refusalOf(createPolicy("refused", document))).toEqual(malformed(message));
  });

  test("have at most 6,144 characters, in each version", async () => {
    const refusal = exceeded("Cannot exceed quota for PolicySize: 6144");
    expect(await refusalOf(createPolicy("long", policyWith(6145)))).toEqual(refusal);
    const PolicyArn = await createPolicy("fits", policyWith(6144));
    const version = new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policyWith(6145) });
    expect(await refusalOf(iam().send(version))).toEqual(refusal);
  });

  test("are attached if they exist, 10 at most", async () => {
    await createRole("attached");
    const attach = (PolicyArn: string) => iam().send(new AttachRolePolicyCommand({ RoleName: "attached", PolicyArn }));
    expect(await refusalOf(attach(`${account}:policy/none`))).toEqual(
      absent(`Policy ${account}:policy/none does not exist or is not attachable.`),
    );
    await attach("arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy");
    for (let count = 2; count <= 10; count++) await attach(await createPolicy(`attached-${count}`));
    expect(await refusalOf(attach(await createPolicy("eleventh")))).toEqual(
      exceeded("Cannot exceed quota for PoliciesPerRole: 10"),
    );
    await attach(`${account}:policy/attached-2`);
    expect(await refusalOf(iam().send(new DeleteRoleCommand({ RoleName: "attached" })))).toMatchObject({
      code: "DeleteConflictException",
      status: 409,
    });
  });

  test("are boundaries if they exist, and are not deleted then", async () => {
    await createRole("bounded");
    const bound = (PermissionsBoundary: string) =>
      iam().send(new PutRolePermissionsBoundaryCommand({ RoleName: "bounded", PermissionsBoundary }));
    expect(await refusalOf(bound(`${account}:policy/none`))).toEqual(
      absent(`Scope ARN: ${account}:policy/none does not exist or is not attachable.`),
    );
    const PolicyArn = await createPolicy("boundary");
    await bound(PolicyArn);
    expect(await refusalOf(iam().send(new DeletePolicyCommand({ PolicyArn })))).toEqual({
      code: "DeleteConflictException",
      status: 409,
      message: "Cannot delete a policy attached to entities.",
    });
  });

  test("have at most 5 versions", async () => {
    const PolicyArn = await createPolicy("five");
    const add = () => iam().send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: permissions }));
    for (let count = 2; count <= 5; count++) await add();
    expect(await refusalOf(add())).toMatchObject({ code: "LimitExceededException", status: 409 });
  });

  test("are deleted with a single version", async () => {
    const PolicyArn = await createPolicy("versions");
    await iam().send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: permissions }));
    expect(await refusalOf(iam().send(new DeletePolicyCommand({ PolicyArn })))).toMatchObject({
      code: "DeleteConflictException",
      message: expect.stringContaining("more than one version") as string,
    });
  });
});

describe("inline policies", () => {
  test("of a role have at most 10,240 characters together", async () => {
    await createRole("inline");
    const put = (PolicyName: string, size: number) =>
      iam().send(new PutRolePolicyCommand({ RoleName: "inline", PolicyName, PolicyDocument: policyWith(size) }));
    await put("first", 5120);
    await put("second", 5120);
    await put("second", 5119);
    expect(await refusalOf(put("third", 200))).toEqual(
      exceeded("Maximum policy size of 10240 bytes exceeded for role inline"),
    );
  });

  test("of a user have at most 2,048", async () => {
    await iam().send(new CreateUserCommand({ UserName: "inline" }));
    const put = (size: number) =>
      iam().send(new PutUserPolicyCommand({ UserName: "inline", PolicyName: "p", PolicyDocument: policyWith(size) }));
    await put(2048);
    expect(await refusalOf(put(2049))).toEqual(exceeded("Maximum policy size of 2048 bytes exceeded for user inline"));
  });
});

test("an identity provider has a URL of its own", async () => {
  const create = () =>
    iam().send(new CreateOpenIDConnectProviderCommand({ Url: "https://token.actions.githubusercontent.com" }));
  await create();
  expect(await refusalOf(create())).toMatchObject({ code: "EntityAlreadyExistsException", status: 409 });
});
