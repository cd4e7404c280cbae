import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Ports of the nodes that the API server calls, by the service that listens there. */
const controlPlanePorts = {
  https: { port: 443, purpose: "extension API servers and webhooks behind HTTPS" },
  kubelet: { port: 10250, purpose: "kubelet: logs, exec and metrics" },
  "webhooks-4443": { port: 4443, purpose: "metrics and admission servers on 4443" },
  "webhooks-6443": { port: 6443, purpose: "extension API servers on 6443, such as the Prometheus adapter" },
  "webhooks-8443": { port: 8443, purpose: "admission webhooks on 8443" },
  "webhooks-9443": { port: 9443, purpose: "admission webhooks on 9443, such as the AWS Load Balancer Controller" },
  "metrics-server": { port: 10251, purpose: "metrics-server, as the EKS add-on runs it" },
} as const;

export interface ClusterSecurityProps {
  /** Name of the cluster. */
  readonly clusterName: string;

  /** VPC of the cluster. */
  readonly vpcId: string;
}

/**
 * Network access within the cluster: between nodes on every port, from nodes to the API server, and from the API server
 * to the nodes on the ports on which a service listens.
 *
 * Nodes have only the node security group and not the cluster security group that EKS creates, which would let the
 * control plane reach every port of the nodes. Neither group here has the tag `kubernetes.io/cluster/<name>`: EKS sets
 * it on its own group, and load balancer controllers refuse to choose among several groups that have it.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
export class ClusterSecurity extends Construct {
  /** Security group of the control plane's network interfaces, in addition to the group that EKS creates. */
  readonly controlPlaneSecurityGroupId: string;

  /** The only security group of the nodes. */
  readonly nodeSecurityGroupId: string;

  /** The rules, without which a node cannot join. */
  readonly rules: readonly ITerraformDependable[];

  private readonly vpcId: string;

  constructor(scope: Construct, id: string, props: ClusterSecurityProps) {
    super(scope, id);
    const { clusterName } = props;
    this.vpcId = props.vpcId;

    this.controlPlaneSecurityGroupId = this.group("control-plane", clusterName, "Control plane of cluster");
    this.nodeSecurityGroupId = this.group("nodes", clusterName, "Nodes of cluster", {
      "karpenter.sh/discovery": clusterName,
    });
    this.rules = [
      this.admitNodesToControlPlane(),
      this.admitNodesAmongThemselves(),
      ...this.admitControlPlane(),
      this.letNodesOut(),
    ];
  }

  private group(id: string, clusterName: string, what: string, tags: Record<string, string> = {}): string {
    const name = `${clusterName}-${id}`;
    return new SecurityGroup(this, id, {
      name,
      description: `${what} ${clusterName}`,
      vpcId: this.vpcId,
      tags: { Name: name, ...tags },
    }).id;
  }

  private admitNodesToControlPlane(): ITerraformDependable {
    return new VpcSecurityGroupIngressRule(this, "control-plane-from-nodes", {
      description: "Nodes and pods to the API server",
      securityGroupId: this.controlPlaneSecurityGroupId,
      referencedSecurityGroupId: this.nodeSecurityGroupId,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
  }

  private admitNodesAmongThemselves(): ITerraformDependable {
    return new VpcSecurityGroupIngressRule(this, "nodes-from-nodes", {
      description: "All traffic between nodes and their pods, ports under 1025 as well",
      securityGroupId: this.nodeSecurityGroupId,
      referencedSecurityGroupId: this.nodeSecurityGroupId,
      ipProtocol: "-1",
    });
  }

  private admitControlPlane(): ITerraformDependable[] {
    return Object.entries(controlPlanePorts).map(
      ([name, { port, purpose }]) =>
        new VpcSecurityGroupIngressRule(this, `nodes-from-control-plane-${name}`, {
          description: `API server to ${purpose}`,
          securityGroupId: this.nodeSecurityGroupId,
          referencedSecurityGroupId: this.controlPlaneSecurityGroupId,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
        }),
    );
  }

  private letNodesOut(): ITerraformDependable {
    return new VpcSecurityGroupEgressRule(this, "nodes-to-anywhere", {
      description: "Nodes and pods to AWS, image registries and whatever they use; narrow it by network policies",
      securityGroupId: this.nodeSecurityGroupId,
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "-1",
    });
  }
}
