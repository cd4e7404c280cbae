import { startEmulator, type Emulator } from "../../../emulator/emulator";
import { Ec2Api } from "./ec2-api";

let emulator: Emulator;
let ec2: Ec2Api;

beforeAll(async () => {
  emulator = await startEmulator();
  ec2 = new Ec2Api(emulator);
});

afterAll(async () => {
  await emulator.stop();
});

const reserved = "InvalidParameterValue: Tag keys starting with 'aws:' are reserved for internal use";
const tooMany = "TagLimitExceeded: The maximum number of Tags for a resource has been reached.";

/** Parameters for this many tags, whose keys begin with a prefix. */
function tags(count: number, prefix: string, parameter = ""): Record<string, string> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return Object.fromEntries(
    numbers.flatMap((number) => [
      [`${parameter}Tag.${number}.Key`, `${prefix}${number}`],
      [`${parameter}Tag.${number}.Value`, "value"],
    ]),
  );
}

describe("tags of EC2", () => {
  const onCreation = (count: number, prefix: string) =>
    ec2.errorOf("CreateVpc", {
      CidrBlock: "10.0.0.0/16",
      "TagSpecification.1.ResourceType": "vpc",
      ...tags(count, prefix, "TagSpecification.1."),
    });

  test("are at most 50 when a resource is created", async () => {
    expect([await onCreation(50, "key"), await onCreation(51, "key")]).toEqual(["", tooMany]);
  });

  test("are at most 50 with those that the resource has, where an existing key does not count again", async () => {
    const resource = { "ResourceId.1": await ec2.vpc() };
    expect(await ec2.errorOf("CreateTags", { ...resource, ...tags(50, "key") })).toBe("");
    expect(await ec2.errorOf("CreateTags", { ...resource, ...tags(1, "key") })).toBe("");
    expect(await ec2.errorOf("CreateTags", { ...resource, ...tags(1, "other") })).toBe(tooMany);
  });

  test("do not begin with aws:", async () => {
    const resource = { "ResourceId.1": await ec2.vpc() };
    expect([await onCreation(1, "aws:"), await onCreation(1, "AWS:"), await onCreation(1, "aws-")]).toEqual([
      reserved,
      reserved,
      "",
    ]);
    expect(await ec2.errorOf("CreateTags", { ...resource, ...tags(1, "aws:") })).toBe(reserved);
  });
});
