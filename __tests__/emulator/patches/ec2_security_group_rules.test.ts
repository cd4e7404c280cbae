import { startEmulator, type Emulator } from "../../../emulator/emulator";
import { Ec2Api } from "./ec2-api";

let emulator: Emulator;
let ec2: Ec2Api;
let VpcId: string;

beforeAll(async () => {
  emulator = await startEmulator();
  ec2 = new Ec2Api(emulator);
  VpcId = await ec2.vpc();
});

afterAll(async () => {
  await emulator.stop();
});

describe("CreateSecurityGroup", () => {
  const create = (GroupName: string, GroupDescription: string, vpc = VpcId) =>
    ec2.errorOf("CreateSecurityGroup", { GroupName, GroupDescription, VpcId: vpc });

  test.each([
    ["a reserved name", "sg-nodes", "Nodes", /^InvalidParameterValue: Value \(sg-nodes\) for parameter groupName /],
    ["a letter beyond ASCII in the name", "nœuds", "Nodes", /^InvalidParameterValue: .* parameter groupName /],
    ["a quote in the description", "quoted", "the cluster's nodes", /^InvalidParameterValue: .* GroupDescription /],
    ["a long description", "long", "x".repeat(256), /^InvalidParameterValue: .* GroupDescription /],
    ["no description", "without", "", /^MissingParameter: .* GroupDescription$/],
  ])("refuses %s", async (_, name, description, refusal) => {
    expect(await create(name, description)).toMatch(refusal);
  });

  test("accepts every character that EC2 documents, and sg elsewhere in a name", async () => {
    expect(await create("my-sg-1", `a Z9 ._-:/()#,@[]+=&;{}!$*${"x".repeat(229)}`)).toBe("");
  });

  test("compares names in a VPC without regard to case", async () => {
    expect(await create("twice", "Once")).toBe("");
    expect(await create("Twice", "Again")).toBe(
      `InvalidGroup.Duplicate: The security group 'Twice' already exists for VPC '${VpcId}'`,
    );
    expect(await create("twice", "Elsewhere", await ec2.vpc())).toBe("");
    expect(await create("twice", "Nowhere", "vpc-0")).toBe("InvalidVpcID.NotFound: The vpc ID 'vpc-0' does not exist");
  });
});

describe.each(["Ingress", "Egress"])("AuthorizeSecurityGroup%s", (direction) => {
  let GroupId: string;

  beforeEach(async () => {
    GroupId = await ec2.securityGroup(await ec2.vpc());
  });

  function authorize(from: Readonly<Record<string, string>>, port = "443"): Promise<string> {
    const ports = { IpProtocol: "tcp", FromPort: port, ToPort: port };
    const parameters = Object.entries({ ...ports, ...from }).map(([name, value]) => [`IpPermissions.1.${name}`, value]);
    return ec2.errorOf(`AuthorizeSecurityGroup${direction}`, {
      GroupId,
      ...(Object.fromEntries(parameters) as Record<string, string>),
    });
  }

  test("refuses a rule that exists, also with another description, and one that is sent twice", async () => {
    const peer = { "IpRanges.1.CidrIp": "192.0.2.0/24" };
    const duplicate = 'InvalidPermission.Duplicate: the specified rule "peer: 192.0.2.0/24, tcp, ALLOW" already exists';
    expect(await authorize({ ...peer, "IpRanges.1.Description": "Office" })).toBe("");
    expect(await authorize({ ...peer, "IpRanges.1.Description": "Home" })).toBe(duplicate);
    expect(await authorize({ "IpRanges.1.CidrIp": "198.51.100.0/24", "IpRanges.2.CidrIp": "192.0.2.0/24" })).toBe(
      duplicate,
    );
    expect(await authorize({ ...peer, "IpRanges.2.CidrIp": "192.0.2.0/24" }, "80")).toBe(duplicate);
  });

  test("accepts the same ranges on another port, and other ranges on the same port", async () => {
    expect(await authorize({ "IpRanges.1.CidrIp": "192.0.2.0/24" })).toBe("");
    expect(await authorize({ "IpRanges.1.CidrIp": "192.0.2.0/24" }, "80")).toBe("");
    expect(await authorize({ "IpRanges.1.CidrIp": "198.51.100.0/24" })).toBe("");
    expect(await authorize({ "Groups.1.GroupId": GroupId })).toBe("");
  });

  test("refuses a group that does not exist and a description with a quote", async () => {
    expect(await authorize({ "Groups.1.GroupId": "sg-0" })).toBe(
      "InvalidGroup.NotFound: The security group 'sg-0' does not exist",
    );
    const described = { "IpRanges.1.CidrIp": "192.0.2.0/24", "IpRanges.1.Description": "it's mine" };
    expect(await authorize(described)).toMatch(/^InvalidParameterValue: /);
  });
});
