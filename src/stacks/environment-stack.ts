import { Aspects, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { EcrRepositories } from "../constructs/ecr/ecr-repositories";
import { ImageRegistry } from "../constructs/ecr/image-registry";
import { EksCluster } from "../constructs/eks/cluster/eks-cluster";
import { EnvironmentKeys } from "../constructs/kms/environment-keys";
import { SessionManagerAccess } from "../constructs/eks/cluster/session-manager-access";
import { Workloads } from "../constructs/eks/workloads/workloads";
import { partitionOf } from "../constructs/iam/partition";
import { boundaryArn } from "../constructs/state/roles/environment-reference";
import { Vpc } from "../constructs/vpc/vpc";
import type { Environment } from "../settings/environment";
import { resourcePrefix } from "../settings/names";
import type { Organization } from "../settings/organization";
import { BaseStack } from "./base-stack";
import type { TerraformTarget } from "../target/emulator";
import { recordProtection } from "./protection-record";
import { stateBackend } from "./state-backend";
import { UseBoundary } from "./use-boundary";

export interface EnvironmentStackProps {
  /** Settings that all environments share. */
  readonly organization: Organization;

  /** Values of this environment. Every environment is the same stack with other values. */
  readonly environment: Environment;

  /** What the stack is synthesized for. */
  readonly target: TerraformTarget;
}

/**
 * One environment: a network, a cluster in it, and repositories for the images that run there. Workloads in the cluster
 * are deployed by other means.
 */
export class EnvironmentStack extends BaseStack {
  /** Validated values of the environment. */
  readonly environment: Environment;

  private readonly prefix: string;
  private readonly tags: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { organization, environment, target }: EnvironmentStackProps) {
    const tags = { ...organization.tags, ...environment.tags, Environment: environment.name };
    const backend = stateBackend(organization, environment, environment.state.key);
    super(scope, id, {
      region: environment.region,
      accountId: environment.account,
      backend,
      tags,
      terraformVersion: organization.terraformVersion,
      target,
    });
    this.environment = environment;
    this.tags = tags;
    this.prefix = resourcePrefix(organization, environment);
    const partition = partitionOf(environment.region);
    const boundary = boundaryArn({ prefix: this.prefix, accountId: environment.account, partition });
    Aspects.of(this).add(new UseBoundary(boundary));

    const keys = environment.encryption === "customer-managed" ? this.addKeys() : undefined;
    const vpc = this.addVpc(keys);
    const cluster = this.addCluster(vpc, keys);
    const repositories = this.addRepositories(keys);
    this.addOutputs(vpc, cluster, repositories, keys);
    this.addWorkloads(vpc, cluster);
    if (environment.cluster.sessionManagerAccess) this.addSessionManagerAccess(vpc, cluster, keys);
    recordProtection(this, { backend, mayBeNew: true });
  }

  private addKeys(): EnvironmentKeys {
    const { deletionProtection } = this.environment.cluster;
    return new EnvironmentKeys(this, "key", { ...this.location(), deletionProtection });
  }

  private addVpc(keys: EnvironmentKeys | undefined): Vpc {
    const { network, cluster } = this.environment;
    return new Vpc(this, "vpc", {
      ...this.location(),
      ...network,
      karpenter: cluster.workloads.karpenter,
      clusterName: this.prefix,
      logEncryptionKeyArn: keys?.logKeyArn,
    });
  }

  private addCluster(vpc: Vpc, keys: EnvironmentKeys | undefined): EksCluster {
    return new EksCluster(this, "cluster", {
      ...this.location(),
      ...this.environment.cluster,
      vpc,
      logEncryptionKeyArn: keys?.logKeyArn,
      volumeEncryptionKeyArn: keys?.volumeKeyArn,
      nodeTags: this.tags,
    });
  }

  private addRepositories(keys: EnvironmentKeys | undefined): EcrRepositories {
    const { imageRegistry, repositories } = this.environment;
    const images = { ...this.location(), encryptionKeyArn: keys?.imageKeyArn };
    if (imageRegistry) new ImageRegistry(this, "registry", { ...images, ...imageRegistry });
    return new EcrRepositories(this, "repositories", { ...images, repositories });
  }

  private addWorkloads(vpc: Vpc, cluster: EksCluster): void {
    const { helmValues } = new Workloads(this, "workloads", {
      ...this.location(),
      ...this.environment.cluster.workloads,
      clusterName: this.prefix,
      vpcId: vpc.vpcId,
      isolatedVpc: this.environment.network.natGateways === "none",
      autoscaledNodeGroupNames: cluster.autoscaledNodeGroupNames,
      dependsOn: [cluster.cluster],
    });
    if (Object.keys(helmValues).length > 0) new TerraformOutput(this, "helm_values", { value: helmValues });
  }

  private addSessionManagerAccess(vpc: Vpc, cluster: EksCluster, keys: EnvironmentKeys | undefined): void {
    const [firstSubnet = ""] = vpc.availabilityZones.map((zone) => vpc.privateSubnetIds[zone]);
    const access = new SessionManagerAccess(this, "session-manager-access", {
      ...this.location(),
      vpcId: vpc.vpcId,
      subnetId: firstSubnet,
      clusterSecurityGroupId: cluster.clusterSecurityGroupId,
      clusterEndpoint: cluster.endpoint,
      volumeEncryptionKeyArn: keys?.volumeKeyArn,
      dependsOn: vpc.nodeConnectivity,
    });
    new TerraformOutput(this, "port_forwarding_command", { value: access.portForwardingCommand });
  }

  private addOutputs(vpc: Vpc, cluster: EksCluster, repositories: EcrRepositories, keys?: EnvironmentKeys): void {
    const outputs = {
      vpc_id: vpc.vpcId,
      cluster_name: cluster.clusterName,
      cluster_endpoint: cluster.endpoint,
      cluster_certificate_authority: cluster.certificateAuthority,
      cluster_oidc_issuer: cluster.oidcIssuer,
      cluster_security_group_id: cluster.clusterSecurityGroupId,
      node_security_group_id: cluster.nodeSecurityGroupId,
      node_role_arn: cluster.nodeRoleArn,
      storage_class: cluster.storageClass,
      update_kubeconfig: cluster.updateKubeconfigCommand,
      ...(keys && { volume_key_arn: keys.volumeKeyArn }),
      repository_urls: Object.fromEntries(
        Object.entries(repositories.repositories).map(([name, { repositoryUrl }]) => [name, repositoryUrl]),
      ),
    };
    for (const [name, value] of Object.entries(outputs)) new TerraformOutput(this, name, { value });
  }

  /** Props that most constructs need: the prefix of names, and the location. */
  private location() {
    return { name: this.prefix, region: this.environment.region, accountId: this.environment.account };
  }
}
