import {
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  type Tag,
  TagRoleCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { clientFor } from "../../support/checkout";
import { emulatorOfFile, policyOf, refusalOf } from "./refusal";

const emulator = emulatorOfFile();
const iam = () => new IAMClient({ ...clientFor(emulator()), region: "us-east-1", maxAttempts: 1 });
const AssumeRolePolicyDocument = policyOf({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });

function createRole(RoleName: string, more: { Path?: string; Tags?: Tag[] } = {}) {
  return iam().send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, ...more }));
}

function tags(count: number): Tag[] {
  return Array.from({ length: count }, (_, index) => ({ Key: `key-${index}`, Value: "value" }));
}

const invalid = (message: string) => ({
  code: "ValidationError",
  status: 400,
  message: expect.stringContaining(message) as string,
});

test("names have the characters and the length that IAM allows", async () => {
  await createRole("A+=,.@_-9".padEnd(64, "x"), { Path: "/team/a/" });
  expect(await refusalOf(createRole("x".repeat(65)))).toEqual(invalid("length less than or equal to 64"));
  expect(await refusalOf(createRole("a b"))).toEqual(invalid("The specified value for roleName is invalid."));
  expect(await refusalOf(createRole("path", { Path: "team" }))).toEqual(
    invalid("The specified value for path is invalid."),
  );
  const policy = { RoleName: "path", PolicyName: "a/b", PolicyDocument: policyOf({ Action: "*", Resource: "*" }) };
  await createRole("path");
  expect(await refusalOf(iam().send(new PutRolePolicyCommand(policy)))).toEqual(
    invalid("The specified value for policyName is invalid."),
  );
});

test("a name that differs in case or path alone is taken", async () => {
  await createRole("Deployer");
  expect(await refusalOf(createRole("deployer", { Path: "/other/" }))).toEqual({
    code: "EntityAlreadyExistsException",
    status: 409,
    message: "Role with name deployer already exists.",
  });
  const create = (PolicyName: string, Path: string) =>
    iam().send(new CreatePolicyCommand({ PolicyName, Path, PolicyDocument: policyOf({ Action: "*", Resource: "*" }) }));
  await create("Limits", "/");
  expect(await refusalOf(create("limits", "/other/"))).toMatchObject({ code: "EntityAlreadyExistsException" });
});

test("a role has at most 50 tags, with keys that differ in more than case", async () => {
  await createRole("tagged", { Tags: tags(50) });
  expect(await refusalOf(createRole("more", { Tags: tags(51) }))).toEqual(invalid("less than or equal to 50"));
  const add = (Key: string) =>
    iam().send(new TagRoleCommand({ RoleName: "tagged", Tags: [{ Key, Value: "changed" }] }));
  await add("KEY-1");
  expect(await refusalOf(add("another"))).toMatchObject({ code: "LimitExceededException", status: 409 });
  const twice = [
    { Key: "Team", Value: "a" },
    { Key: "team", Value: "b" },
  ];
  expect(await refusalOf(createRole("twice", { Tags: twice }))).toMatchObject({
    code: "InvalidInputException",
    message: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  });
});

test("the keys of AWS's own tags are reserved", async () => {
  expect(await refusalOf(createRole("reserved", { Tags: [{ Key: "AWS:x", Value: "" }] }))).toMatchObject({
    code: "InvalidInputException",
    status: 400,
  });
});
