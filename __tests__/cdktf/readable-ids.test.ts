import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { TerraformHclModule, TerraformLocal, TerraformOutput, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { synthesize } from "../support/synthesize";

const cidrBlock = "10.0.0.0/16";

describe("ReadableIds", () => {
  test("joins the IDs on an element's path", () => {
    const stack = synthesize((scope) => {
      const tier = new Construct(new Construct(scope, "vpc"), "private");
      new Subnet(tier, "a", { vpcId: "vpc-1" });
    });
    expect(stack.ids("aws_subnet")).toEqual(["vpc_private_a"]);
  });

  test("names the main resource of a construct after the construct", () => {
    const stack = synthesize((scope) => {
      new Vpc(new Construct(scope, "vpc"), "Resource", { cidrBlock });
    });
    expect(stack.ids("aws_vpc")).toEqual(["vpc"]);
  });

  test("replaces characters that Terraform does not accept in a name with underscores", () => {
    const stack = synthesize((scope) => {
      new Vpc(scope, "team/payments-v1.2", { cidrBlock });
    });
    expect(stack.ids("aws_vpc")).toEqual(["team_payments_v1_2"]);
  });

  test("lets elements of different kinds share an ID", () => {
    const stack = synthesize((scope) => {
      new Vpc(scope, "main-network", { cidrBlock });
      new Subnet(new Construct(scope, "main"), "network", { vpcId: "vpc-1" });
      new DataAwsVpc(scope, "main_network");
    });
    expect(stack.ids("aws_vpc")).toEqual(["main_network"]);
    expect(stack.ids("aws_subnet")).toEqual(["main_network"]);
    expect(stack.ids("data.aws_vpc")).toEqual(["main_network"]);
  });

  test("fails when two resources of one type would share an address", () => {
    const build = () =>
      synthesize((scope) => {
        new Vpc(scope, "main-vpc", { cidrBlock });
        new Vpc(new Construct(scope, "main"), "vpc", { cidrBlock });
      });
    expect(build).toThrow(
      "constructs test/main-vpc and test/main/vpc would both be aws_vpc.main_vpc in Terraform: rename one of them",
    );
  });

  test.each([
    ["outputs", "output.a_b", (scope: Construct, id: string) => new TerraformOutput(scope, id, { value: 1 })],
    ["variables", "var.a_b", (scope: Construct, id: string) => new TerraformVariable(scope, id, {})],
    ["locals", "local.a_b", (scope: Construct, id: string) => new TerraformLocal(scope, id, 1)],
    [
      "modules",
      "module.a_b",
      (scope: Construct, id: string) => new TerraformHclModule(scope, id, { source: "team/network/aws" }),
    ],
  ])("fails when two %s would share an address", (_kind, address, build) => {
    const synthesizeTwo = () =>
      synthesize((scope) => {
        build(scope, "a-b");
        build(new Construct(scope, "a"), "b");
      });
    expect(synthesizeTwo).toThrow(`would both be ${address} in Terraform`);
  });

  test("fails when an ID does not start with a letter", () => {
    const build = () =>
      synthesize((scope) => {
        new Vpc(scope, "10-network", { cidrBlock });
      });
    expect(build).toThrow('needs an id that starts with a letter: Terraform does not accept "10_network"');
  });
});
