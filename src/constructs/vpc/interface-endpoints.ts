import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface InterfaceEndpointsProps {
  readonly vpcId: string;

  /** Prefix of the names. */
  readonly name: string;

  readonly region: string;

  /** Address range that can connect: that of the VPC. */
  readonly cidr: string;

  /** Services, each named as in `com.amazonaws.<region>.<service>`. */
  readonly services: readonly string[];

  /** One subnet per availability zone; each endpoint takes an address in each of them. */
  readonly subnetIds: readonly string[];
}

/**
 * Interface endpoints that callers in the VPC, and only those, reach under the public host names of the services.
 *
 * Their policies are the AWS defaults, which allow full access. Nodes pull add-ons' images from repositories in
 * accounts of AWS, and a call to STS with a Kubernetes token carries no principal, so a policy that names this account
 * would deny both. IAM, trust and resource policies control access.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export class InterfaceEndpoints extends Construct {
  /** The endpoints and the rule that admits callers. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const name = `${props.name}-endpoints`;

    const securityGroup = new SecurityGroup(this, "Resource", {
      name,
      description: "Interface endpoints of AWS services",
      vpcId: props.vpcId,
      tags: { Name: name },
    });
    const admission = new VpcSecurityGroupIngressRule(this, "https", {
      securityGroupId: securityGroup.id,
      description: "HTTPS from the VPC",
      cidrIpv4: props.cidr,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    const endpoint = (service: string) =>
      new VpcEndpoint(this, service, {
        vpcId: props.vpcId,
        serviceName: `com.amazonaws.${props.region}.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: [...props.subnetIds],
        securityGroupIds: [securityGroup.id],
        tags: { Name: `${props.name}-${service}` },
      });

    this.dependables = [admission, ...props.services.map(endpoint)];
  }
}
