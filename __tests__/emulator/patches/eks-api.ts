import {
  CreateAccessEntryCommand,
  CreateAddonCommand,
  CreateClusterCommand,
  type CreateClusterCommandInput,
  CreateNodegroupCommand,
  type CreateNodegroupCommandInput,
  DeleteClusterCommand,
  DeleteNodegroupCommand,
  EKSClient,
  EKSServiceException,
  UpdateClusterVersionCommand,
  UpdateNodegroupVersionCommand,
} from "@aws-sdk/client-eks";
import { CreateRoleCommand, EntityAlreadyExistsException, IAMClient } from "@aws-sdk/client-iam";
import type { Emulator } from "../../../emulator/emulator";
import { clientFor } from "../../support/checkout";
import { Ec2Api } from "./ec2-api";

/** EKS of an emulator, and a VPC with a subnet in each of two zones. */
export class EksApi {
  readonly client: EKSClient;

  private constructor(
    emulator: Emulator,
    readonly ec2: Ec2Api,
    readonly vpc: string,
    readonly subnets: readonly string[],
  ) {
    this.client = new EKSClient(clientFor(emulator));
  }

  static async create(emulator: Emulator): Promise<EksApi> {
    const ec2 = new Ec2Api(emulator);
    const vpc = await ec2.vpc();
    const subnets = [await ec2.subnet(vpc, "10.0.0.0/24", "a"), await ec2.subnet(vpc, "10.0.1.0/24", "c")];
    await createRole(emulator, "cluster", { Service: "eks.amazonaws.com" });
    await createRole(emulator, "nodes", { Service: "ec2.amazonaws.com" });
    return new EksApi(emulator, ec2, vpc, subnets);
  }

  async cluster(name: string, input: Partial<CreateClusterCommandInput> = {}): Promise<void> {
    const roleArn = "arn:aws:iam::123456789012:role/cluster";
    const resourcesVpcConfig = { subnetIds: [...this.subnets] };
    const accessConfig = { authenticationMode: "API" } as const;
    await this.client.send(
      new CreateClusterCommand({ name, roleArn, version: "1.34", resourcesVpcConfig, accessConfig, ...input }),
    );
  }

  async nodeGroup(clusterName: string, input: Partial<CreateNodegroupCommandInput> = {}): Promise<void> {
    const nodeRole = "arn:aws:iam::123456789012:role/nodes";
    const subnets = [...this.subnets];
    await this.client.send(
      new CreateNodegroupCommand({ clusterName, nodegroupName: "nodes", nodeRole, subnets, ...input }),
    );
  }

  async upgrade(name: string, version: string): Promise<void> {
    await this.client.send(new UpdateClusterVersionCommand({ name, version }));
  }

  async upgradeNodes(clusterName: string, version: string, releaseVersion?: string): Promise<void> {
    await this.client.send(
      new UpdateNodegroupVersionCommand({ clusterName, nodegroupName: "nodes", version, releaseVersion }),
    );
  }

  async addOn(clusterName: string, addonName: string, addonVersion?: string): Promise<void> {
    await this.client.send(new CreateAddonCommand({ clusterName, addonName, addonVersion }));
  }

  async accessEntry(clusterName: string, principalArn: string, type = "STANDARD", more = {}): Promise<void> {
    await this.client.send(new CreateAccessEntryCommand({ clusterName, principalArn, type, ...more }));
  }

  async deleteNodeGroup(clusterName: string): Promise<void> {
    await this.client.send(new DeleteNodegroupCommand({ clusterName, nodegroupName: "nodes" }));
  }

  async deleteCluster(name: string): Promise<void> {
    await this.client.send(new DeleteClusterCommand({ name }));
  }
}

/** Creates a role that a principal can assume, unless it exists. */
export async function createRole(emulator: Emulator, RoleName: string, Principal: object): Promise<void> {
  const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await new IAMClient(clientFor(emulator))
    .send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
    .catch((error: unknown) => {
      if (!(error instanceof EntityAlreadyExistsException)) throw error;
    });
}

/** `<status> <name of the error>: <message>` of a call that EKS refuses. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof EKSServiceException) {
      return `${error.$metadata.httpStatusCode ?? ""} ${error.name}: ${error.message}`;
    }
    throw error;
  }
  return "accepted";
}
