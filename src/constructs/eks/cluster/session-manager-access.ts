import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { identityFields } from "../../../options/fields";
import { parseOptions } from "../../../options/parse-options";
import { type OptionsOf, wholeNumber } from "../../../options/schema";
import { addInstanceRole } from "../nodes/instance-role";

const sessionManagerOptions = identityFields.pick({ name: true, region: true }).extend({
  /**
   * Local port on the caller's computer, 1024 to 65535.
   * @default - 8443
   */
  localPort: wholeNumber(1024, 65535).default(8443),
});

export interface SessionManagerAccessProps extends OptionsOf<typeof sessionManagerOptions> {
  /** VPC of the cluster. */
  readonly vpcId: string;

  /** A private subnet from which Systems Manager can be reached through NAT or interface endpoints. */
  readonly subnetId: string;

  /** The cluster's security group, which gets a rule that admits the instance on port 443. */
  readonly clusterSecurityGroupId: string;

  /** The cluster's API endpoint, with `https://` as EKS returns it. */
  readonly clusterEndpoint: string;

  /**
   * Customer managed KMS key of the root volume. The principal that applies needs permission to use it.
   * @default - the account's `aws/ebs` key
   */
  readonly volumeEncryptionKeyArn?: string;

  /**
   * Resources that must exist before the instance can register with Systems Manager: routes or endpoints.
   * @default - only the resources to which the other props refer
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Amazon Linux 2023 for arm64 with the Systems Manager agent, which the minimal image does not have. */
const imageParameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";

/**
 * Access to a cluster whose API endpoint is private: an instance without inbound access, through which Systems Manager
 * forwards a local port to the endpoint. IAM decides which principals can open a session, and CloudTrail records it.
 *
 * The image is the newest at creation and does not change afterwards, since otherwise each new release would replace
 * the instance. To update it, `terraform apply -replace` the instance, which stores no data.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html
 * @throws when an option is invalid
 */
export class SessionManagerAccess extends Construct {
  /** Id of the instance, the target of sessions. */
  readonly instanceId: string;

  /** The instance's security group. */
  readonly securityGroupId: string;

  /** The command that opens the tunnel, with the Session Manager plugin of the AWS CLI. */
  readonly portForwardingCommand: string;

  /** Host name of the endpoint: kubectl needs it as `--tls-server-name`, since it connects to localhost. */
  readonly endpointHost: string;

  constructor(scope: Construct, id: string, props: SessionManagerAccessProps) {
    super(scope, id);
    const { localPort } = parseOptions(this, sessionManagerOptions, props);
    const profile = instanceProfile(this, props);
    const securityGroup = new SecurityGroup(this, "security-group", {
      name: `${props.name}-session-manager`,
      description: "Forwards sessions of Systems Manager to the API endpoint",
      vpcId: props.vpcId,
      tags: { Name: `${props.name}-session-manager` },
    });
    openPaths(this, securityGroup.id, props.clusterSecurityGroupId);
    const instance = forwardingInstance(this, props, profile, securityGroup.id);

    this.instanceId = instance.id;
    this.securityGroupId = securityGroup.id;
    this.endpointHost = Fn.trimprefix(props.clusterEndpoint, "https://");
    this.portForwardingCommand = [
      `aws ssm start-session --region ${props.region} --target ${instance.id}`,
      "--document-name AWS-StartPortForwardingSessionToRemoteHost",
      `--parameters host=${this.endpointHost},portNumber=443,localPortNumber=${localPort}`,
    ].join(" ");
  }
}

function instanceProfile(scope: Construct, props: SessionManagerAccessProps): IamInstanceProfile {
  const name = `${props.name}-session-manager`;
  const { role, dependables } = addInstanceRole(scope, "role", {
    name,
    description: "Instance that forwards sessions of Systems Manager to the API endpoint",
    region: props.region,
    policies: ["AmazonSSMManagedInstanceCore"],
  });
  return new IamInstanceProfile(scope, "profile", { name, role: role.name, dependsOn: dependables });
}

function openPaths(scope: Construct, securityGroupId: string, clusterSecurityGroupId: string): void {
  const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
  new VpcSecurityGroupEgressRule(scope, "egress", {
    ...https,
    securityGroupId,
    cidrIpv4: "0.0.0.0/0",
    description: "Systems Manager and the API endpoint",
  });
  new VpcSecurityGroupIngressRule(scope, "cluster-ingress", {
    ...https,
    securityGroupId: clusterSecurityGroupId,
    referencedSecurityGroupId: securityGroupId,
    description: "Sessions of Systems Manager",
  });
}

function forwardingInstance(
  scope: Construct,
  props: SessionManagerAccessProps,
  profile: IamInstanceProfile,
  securityGroupId: string,
): Instance {
  const image = new DataAwsSsmParameter(scope, "image", { name: imageParameter });
  const tags = { Name: `${props.name}-session-manager` };
  return new Instance(scope, "Resource", {
    ami: image.insecureValue,
    instanceType: "t4g.nano",
    subnetId: props.subnetId,
    associatePublicIpAddress: false,
    vpcSecurityGroupIds: [securityGroupId],
    iamInstanceProfile: profile.name,
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    rootBlockDevice: {
      volumeType: "gp3",
      encrypted: true,
      kmsKeyId: props.volumeEncryptionKeyArn,
      tags,
    },
    monitoring: true,
    ebsOptimized: true,
    tags,
    lifecycle: { ignoreChanges: ["ami"] },
    dependsOn: [...(props.dependsOn ?? [])],
  });
}
