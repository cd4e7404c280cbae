import { UpdateAccessEntryCommand } from "@aws-sdk/client-eks";
import { startEmulator, type Emulator } from "../../../emulator/emulator";
import { Principals } from "../../../emulator/principals/principals";
import { exampleSettings } from "../../support/bootstrapped";
import { EksApi, refusal } from "./eks-api";

let emulator: Emulator;
let eks: EksApi;

beforeAll(async () => {
  emulator = await startEmulator();
  eks = await EksApi.create(emulator);
  await eks.cluster("access");
  const names = ["role/Developer", "role/Grouped", "role/Named", "role/Renamed", "user/me"];
  const arns = names.map((name) => `arn:aws:iam::123456789012:${name}`);
  const principals = new Principals(emulator, exampleSettings);
  await principals.create([...arns, "arn:aws:iam::210987654321:role/teams/Developer"]);
});

afterAll(async () => {
  await emulator.stop();
});

const create = (principal: string, type?: string, more?: object) =>
  refusal(eks.accessEntry("access", `arn:aws:${principal}`, type, more));

describe("CreateAccessEntry", () => {
  test.each([
    ["a session of a role", "sts::123456789012:assumed-role/Developer/me", "STANDARD"],
    ["the root user", "iam::123456789012:root", "STANDARD"],
    ["a service-linked role", "iam::123456789012:role/aws-service-role/spot.amazonaws.com/Spot", "STANDARD"],
    ["a role that does not exist", "iam::123456789012:role/Absent", "STANDARD"],
    ["a role without its path", "iam::210987654321:role/Developer", "STANDARD"],
    ["a user as a node", "iam::123456789012:user/me", "EC2_LINUX"],
    ["a node's role of another account", "iam::210987654321:role/Nodes", "EC2_LINUX"],
  ])("refuses %s", async (_, principal, type) => {
    expect(await create(principal, type)).toMatch(/^400 InvalidParameterException: /);
  });

  test.each([
    ["a role", "iam::123456789012:role/Developer", "STANDARD"],
    ["a role with a path of another account", "iam::210987654321:role/teams/Developer", "STANDARD"],
    ["a user", "iam::123456789012:user/me", "STANDARD"],
    ["a node's role", "iam::123456789012:role/nodes", "EC2_LINUX"],
  ])("accepts %s, once", async (_, principal, type) => {
    expect(await create(principal, type)).toBe("accepted");
    expect(await create(principal, type)).toMatch(/^409 ResourceInUseException: /);
  });

  test("refuses groups of a node's role", async () => {
    const principal = "iam::123456789012:role/Grouped";
    const groups = { kubernetesGroups: ["viewers"] };
    expect(await create(principal, "EC2_LINUX", groups)).toMatch(/^400 InvalidParameterException: kubernetesGroups /);
    expect(await create(principal, "STANDARD", groups)).toBe("accepted");
  });

  test.each(["system:admin", "eks:me", "aws:me", "amazon:me", "iam:me"])(
    "refuses the username %s",
    async (username) => {
      const principal = "iam::123456789012:role/Named";
      expect(await create(principal, "STANDARD", { username })).toMatch(
        /^400 InvalidParameterException: The username /,
      );
    },
  );

  test("refuses a cluster that has its access in a ConfigMap only", async () => {
    await eks.cluster("config-map", { accessConfig: { authenticationMode: "CONFIG_MAP" } });
    expect(await refusal(eks.accessEntry("config-map", "arn:aws:iam::123456789012:role/Developer"))).toMatch(
      /^400 InvalidRequestException: /,
    );
  });
});

describe("UpdateAccessEntry", () => {
  test("refuses a reserved username", async () => {
    const principalArn = "arn:aws:iam::123456789012:role/Renamed";
    await eks.accessEntry("access", principalArn);
    const rename = (username: string) =>
      refusal(eks.client.send(new UpdateAccessEntryCommand({ clusterName: "access", principalArn, username })));
    expect(await rename("system:admin")).toMatch(/^400 InvalidParameterException: The username /);
    expect(await rename("renamed")).toBe("accepted");
  });
});
