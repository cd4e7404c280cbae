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

const hasDependencies = (kind: string, id: string) =>
  `DependencyViolation: The ${kind} '${id}' has dependencies and cannot be deleted.`;

describe("a subnet and a security group", () => {
  let vpc: string;
  let subnet: string;
  let group: string;

  beforeEach(async () => {
    vpc = await ec2.vpc();
    subnet = await ec2.subnet(vpc, "10.0.0.0/24");
    group = await ec2.securityGroup(vpc);
  });

  const deleteSubnet = () => ec2.errorOf("DeleteSubnet", { SubnetId: subnet });
  const deleteGroup = () => ec2.errorOf("DeleteSecurityGroup", { GroupId: group });

  async function expectInUse(): Promise<void> {
    expect(await deleteSubnet()).toBe(hasDependencies("subnet", subnet));
    expect(await deleteGroup()).toBe(`DependencyViolation: resource ${group} has a dependent object`);
  }

  async function expectFree(): Promise<void> {
    expect([await deleteSubnet(), await deleteGroup()]).toEqual(["", ""]);
  }

  test("can be deleted when nothing uses them", expectFree);

  test("cannot be deleted while an instance has an interface there", async () => {
    const placement = { SubnetId: subnet, "SecurityGroupId.1": group };
    const count = { MinCount: "1", MaxCount: "1", ImageId: "ami-12345678" };
    const instance = await ec2.create("instanceId", "RunInstances", { ...count, ...placement });
    await expectInUse();
    await ec2.create("instanceId", "TerminateInstances", { "InstanceId.1": instance });
    await expectFree();
  });

  test("cannot be deleted while a network interface is there", async () => {
    const placement = { SubnetId: subnet, "SecurityGroupId.1": group };
    const id = await ec2.create("networkInterfaceId", "CreateNetworkInterface", placement);
    await expectInUse();
    await ec2.create("return", "DeleteNetworkInterface", { NetworkInterfaceId: id });
    await expectFree();
  });

  test("cannot be deleted while an interface endpoint is there", async () => {
    const id = await ec2.create("vpcEndpointId", "CreateVpcEndpoint", {
      VpcId: vpc,
      ServiceName: "com.amazonaws.ap-northeast-1.sts",
      VpcEndpointType: "Interface",
      "SubnetId.1": subnet,
      "SecurityGroupId.1": group,
    });
    await expectInUse();
    await ec2.call("DeleteVpcEndpoints", { "VpcEndpointId.1": id });
    await expectFree();
  });

  test("cannot be deleted while a NAT gateway, or a rule of another group, uses them", async () => {
    await ec2.internetGateway(vpc);
    const address = await ec2.create("allocationId", "AllocateAddress", { Domain: "vpc" });
    const nat = await ec2.create("natGatewayId", "CreateNatGateway", { SubnetId: subnet, AllocationId: address });
    const other = await ec2.securityGroup(vpc, "other");
    const rule = { GroupId: other, "IpPermissions.1.IpProtocol": "-1", "IpPermissions.1.Groups.1.GroupId": group };
    await ec2.create("return", "AuthorizeSecurityGroupIngress", rule);
    await expectInUse();
    await ec2.call("DeleteNatGateway", { NatGatewayId: nat });
    await ec2.create("return", "RevokeSecurityGroupIngress", rule);
    await expectFree();
  });

  test("can be deleted although a rule of the group refers to itself", async () => {
    const rule = { "IpPermissions.1.IpProtocol": "-1", "IpPermissions.1.Groups.1.GroupId": group };
    await ec2.create("return", "AuthorizeSecurityGroupIngress", { GroupId: group, ...rule });
    await expectFree();
  });
});

describe("an internet gateway", () => {
  test("is deleted detached, and detached without public addresses", async () => {
    const vpc = await ec2.vpc();
    const InternetGatewayId = await ec2.internetGateway(vpc);
    const AllocationId = await ec2.create("allocationId", "AllocateAddress", { Domain: "vpc" });
    const SubnetId = await ec2.subnet(vpc, "10.0.0.0/24");
    const nat = await ec2.create("natGatewayId", "CreateNatGateway", { SubnetId, AllocationId });
    const detach = () => ec2.errorOf("DetachInternetGateway", { InternetGatewayId, VpcId: vpc });
    const remove = () => ec2.errorOf("DeleteInternetGateway", { InternetGatewayId });

    expect(await remove()).toBe(hasDependencies("internetGateway", InternetGatewayId));
    expect(await detach()).toBe(
      `DependencyViolation: Network ${vpc} has some mapped public address(es). ` +
        "Please unmap those public address(es) before detaching the gateway.",
    );
    await ec2.call("DeleteNatGateway", { NatGatewayId: nat });
    expect(await detach()).toBe("");
    expect(await detach()).toBe(`Gateway.NotAttached: resource ${InternetGatewayId} is not attached to network ${vpc}`);
    expect(await remove()).toBe("");
  });
});

describe("an address", () => {
  test("is not released while a NAT gateway or an instance has it", async () => {
    const { value } = await ec2.call("AllocateAddress", { Domain: "vpc" });
    const AllocationId = value("allocationId");
    const release = () => ec2.errorOf("ReleaseAddress", { AllocationId });
    const vpc = await ec2.vpc();
    await ec2.internetGateway(vpc);
    const SubnetId = await ec2.subnet(vpc, "10.0.0.0/24");
    const nat = await ec2.create("natGatewayId", "CreateNatGateway", { SubnetId, AllocationId });
    expect(await release()).toBe(`InvalidIPAddress.InUse: Address ${value("publicIp")} is in use.`);
    await ec2.call("DeleteNatGateway", { NatGatewayId: nat });

    const AssociationId = await ec2.create("associationId", "AssociateAddress", { AllocationId, InstanceId: "i-1" });
    expect(await release()).toMatch(/^InvalidIPAddress\.InUse: /);
    await ec2.create("return", "DisassociateAddress", { AssociationId });
    expect(await release()).toBe("");
  });
});

describe("a route table", () => {
  test("is not deleted while a subnet uses it, nor the main one", async () => {
    const vpc = await ec2.vpc();
    const SubnetId = await ec2.subnet(vpc, "10.0.0.0/24");
    const RouteTableId = await ec2.create("routeTableId", "CreateRouteTable", { VpcId: vpc });
    await ec2.create("associationId", "AssociateRouteTable", { RouteTableId, SubnetId });
    const remove = () => ec2.errorOf("DeleteRouteTable", { RouteTableId });
    expect(await remove()).toBe(hasDependencies("routeTable", RouteTableId));
    await ec2.create("return", "DeleteSubnet", { SubnetId });
    expect(await remove()).toBe("");

    const filter = { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": vpc };
    const main = (await ec2.call("DescribeRouteTables", filter)).value("routeTableId");
    expect(await ec2.errorOf("DeleteRouteTable", { RouteTableId: main })).toBe(hasDependencies("routeTable", main));
  });
});

describe("a network ACL", () => {
  test("is not deleted while a subnet uses it", async () => {
    const NetworkAclId = await ec2.create("networkAclId", "CreateNetworkAcl", { VpcId: await ec2.vpc() });
    const unused = await ec2.create("networkAclId", "CreateNetworkAcl", { VpcId: await ec2.vpc() });
    await ec2.create("newAssociationId", "ReplaceNetworkAclAssociation", { NetworkAclId, AssociationId: "aclassoc-1" });
    expect(await ec2.errorOf("DeleteNetworkAcl", { NetworkAclId })).toBe(hasDependencies("networkAcl", NetworkAclId));
    expect(await ec2.errorOf("DeleteNetworkAcl", { NetworkAclId: unused })).toBe("");
  });
});

describe("a VPC", () => {
  test.each([
    ["a route table", "routeTableId", "CreateRouteTable", {}],
    ["a network ACL", "networkAclId", "CreateNetworkAcl", {}],
    ["an endpoint", "vpcEndpointId", "CreateVpcEndpoint", { ServiceName: "com.amazonaws.ap-northeast-1.s3" }],
    ["an egress-only internet gateway", "egressOnlyInternetGatewayId", "CreateEgressOnlyInternetGateway", {}],
  ])("is not deleted while it has %s", async (_, element, action, parameters) => {
    const vpc = await ec2.vpc();
    await ec2.create(element, action, { ...parameters, VpcId: vpc });
    expect(await ec2.errorOf("DeleteVpc", { VpcId: vpc })).toBe(hasDependencies("vpc", vpc));
  });

  test("is deleted with what EC2 created for it", async () => {
    expect(await ec2.errorOf("DeleteVpc", { VpcId: await ec2.vpc() })).toBe("");
  });
});
