import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { accountId, namePrefix, regionName } from "../../options/fields";
import { assertNoFaults, parseOptions } from "../../options/parse-options";
import { group } from "../../options/schema";
import { endpointServices } from "./endpoint-services";
import { FlowLogs } from "./flow-logs";
import { InterfaceEndpoints, type InterfaceEndpointsProps } from "./interface-endpoints";
import type { RoutedSubnet } from "./routed-subnet";
import { S3Endpoint } from "./s3-endpoint";
import { type ByZone, mapZones, planSubnets, privateAddresses, refuseZonesWithoutCapacity } from "./subnet-plan";
import { addSubnetTiers, type SubnetTiers } from "./subnet-tiers";
import { type VpcOptions, vpcOptions } from "./vpc-options";
import { refuseZonesWithoutEks } from "./zone-options";

const vpcPropOptions = group({ ...vpcOptions.shape, accountId, name: namePrefix, region: regionName });

export interface VpcProps extends VpcOptions {
  /** Prefix of the Name tags and of the names of log group, role and security group, for example `platform-dev`. */
  readonly name: string;

  /** Region of the VPC, for example `ap-northeast-1`. */
  readonly region: string;

  /** Account of the VPC, twelve digits. */
  readonly accountId: string;

  /**
   * Whether Karpenter runs in the cluster: the `cluster-private` set then has `sqs`, for its interruption queue.
   * @default - false
   */
  readonly karpenter?: boolean;

  /**
   * Customer managed KMS key that encrypts the flow logs; its policy must allow CloudWatch Logs.
   * @default - CloudWatch Logs' own encryption
   */
  readonly logEncryptionKeyArn?: string;

  /**
   * Cluster whose Karpenter can launch nodes in the private subnets, by the tag `karpenter.sh/discovery`.
   * @default - no such tag
   */
  readonly clusterName?: string;
}

/**
 * A network for an EKS cluster: public subnets for load balancers, private ones for nodes and pods, intra ones for the
 * control plane's interfaces and, on request, a tier for data stores. Only the public tier has a route from the
 * internet, and no subnet assigns public addresses. All traffic is recorded. The default security group has no rules.
 * The default network ACL, which the subnets use, is not changed.
 *
 * @throws when an option is invalid
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export class Vpc extends Construct {
  /** Id of the VPC. */
  readonly vpcId: string;

  /** Address range, as in the props. */
  readonly cidr: string;

  /** Letters of the availability zones, as in the props. */
  readonly availabilityZones: readonly string[];

  /** Subnet ids by the letter of the Availability Zone, for internet-facing load balancers. */
  readonly publicSubnetIds: ByZone<string>;

  /** Subnet ids by the letter of the Availability Zone, for nodes, pods and internal load balancers. */
  readonly privateSubnetIds: ByZone<string>;

  /** Subnet ids by the letter of the Availability Zone, for the control plane's interfaces. */
  readonly intraSubnetIds: ByZone<string>;

  /** Subnet ids by the letter of the Availability Zone, for data stores; empty unless configured. */
  readonly databaseSubnetIds: ByZone<string>;

  /**
   * Addresses of each private subnet, by the letter of the Availability Zone, that are available to nodes, pods and
   * load balancers: without those that AWS reserves and those of the interface endpoints.
   */
  readonly privateAddresses: ByZone<number>;

  /**
   * Resources that must exist before nodes in the private subnets can reach the cluster, the image registries and the
   * rest of AWS: routes with their gateways, and endpoints. Nodes that start earlier fail to join.
   */
  readonly nodeConnectivity: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const options = parseOptions(this, vpcPropOptions, props);
    const { cidr, availabilityZones } = options;
    assertNoFaults(this, [
      ...refuseZonesWithoutEks(options.region, availabilityZones),
      ...refuseZonesWithoutCapacity(options),
    ]);
    const services = endpointServices(options.interfaceEndpoints, props.karpenter ?? false);

    const vpc = new AwsVpc(this, "Resource", {
      cidrBlock: cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: props.name },
    });
    const network = { name: props.name, region: props.region, vpcId: vpc.id };
    new DefaultSecurityGroup(this, "default", { vpcId: vpc.id, tags: { Name: `${props.name}-default` } });
    new FlowLogs(this, "flow-logs", {
      ...network,
      accountId: props.accountId,
      retentionDays: options.flowLogRetentionDays,
      encryptionKeyArn: props.logEncryptionKeyArn,
    });
    const tiers = addSubnetTiers(this, {
      ...network,
      ...options,
      plan: planSubnets(options),
      clusterName: props.clusterName,
    });
    const privateSubnetIds = mapZones(tiers.private.subnets, subnetId);
    const s3 = new S3Endpoint(this, "s3", { ...network, routeTableIds: closedRouteTables(tiers) });
    const subnetIds = Object.values(privateSubnetIds);
    const endpoints = interfaceEndpoints(this, { ...network, cidr, services, subnetIds });

    this.vpcId = vpc.id;
    this.cidr = cidr;
    this.availabilityZones = availabilityZones;
    this.publicSubnetIds = mapZones(tiers.public.subnets, subnetId);
    this.privateSubnetIds = privateSubnetIds;
    this.intraSubnetIds = mapZones(tiers.intra.subnets, subnetId);
    this.databaseSubnetIds = mapZones(tiers.database?.subnets ?? {}, subnetId);
    this.privateAddresses = privateAddresses(options, services.length);
    this.nodeConnectivity = [...tiers.private.routes, ...s3.associations, ...endpoints];
  }
}

function subnetId(subnet: RoutedSubnet): string {
  return subnet.subnetId;
}

/** The route tables without a route from the internet, by stable names. */
function closedRouteTables({ private: privateTier, intra, database }: SubnetTiers): Record<string, string> {
  const ofPrivateSubnets = Object.entries(privateTier.routeTableIds).map(([zone, table]) => [`private-${zone}`, table]);
  return {
    ...(Object.fromEntries(ofPrivateSubnets) as Record<string, string>),
    intra: intra.routeTableId,
    ...(database && { database: database.routeTableId }),
  };
}

/** Creates nothing, not even a security group, if there are no services. */
function interfaceEndpoints(scope: Construct, props: InterfaceEndpointsProps): readonly ITerraformDependable[] {
  return props.services.length === 0 ? [] : new InterfaceEndpoints(scope, "endpoints", props).dependables;
}
