import type { AccessNeed, Target } from "./access-need";
import { keyUse } from "./on-behalf-kms";
import type { RecordedCall } from "./recorded-call";
import { tagContext, tagsOf } from "./tags";

/** The data of a launch template, or of a launch. */
interface Launch {
  readonly BlockDeviceMappings?: readonly {
    readonly Ebs?: { readonly Encrypted?: boolean; readonly KmsKeyId?: string };
  }[];
  readonly SecurityGroupIds?: readonly string[];
  readonly TagSpecifications?: readonly ({ readonly ResourceType: string } & Record<string, unknown>)[];
}

/** What EC2, and services that launch instances, do with the caller's permissions. */
export function networkNeeds(call: RecordedCall): AccessNeed[] {
  const name = `${call.service}:${call.operation}`;
  if (name === "ec2:CreateVpcEndpoint" || name === "ec2:ModifyVpcEndpoint") return privateNames(call);
  if (name === "eks:CreateNodegroup" || name === "eks:UpdateNodegroupVersion") return launchesOfNodes(call);
  if (name === "ec2:RunInstances") return [...volumesOf(call, call.parameters), ...passingProfile(call)];
  return [];
}

/**
 * An interface endpoint with private names associates a hosted zone of AWS with the network. The zone is the action's only
 * kind of resource.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/security_iam_id-based-policy-examples.html
 */
function privateNames(call: RecordedCall): AccessNeed[] {
  const { PrivateDnsEnabled, VpcEndpointType } = call.parameters;
  const isInterface = VpcEndpointType === "Interface" || call.operation === "ModifyVpcEndpoint";
  if (
    !isInterface ||
    PrivateDnsEnabled === false ||
    (call.operation === "ModifyVpcEndpoint" && PrivateDnsEnabled !== true)
  )
    return [];
  return [
    {
      action: "route53:AssociateVPCWithHostedZone",
      targets: [{ arn: "arn:aws:route53:::hostedzone/*", isNew: true }],
      context: { "aws:ViaAWSService": "true" },
      unknownKeys: ["route53:VPCs"],
      onBehalf: true,
      reason: "private names of the endpoint",
    },
  ];
}

/**
 * EKS checks that the caller of CreateNodegroup may launch instances from its template.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 * @see https://github.com/aws-samples/terraform-eks-code/issues/13 CreateNodegroup: "You are not authorized to launch instances with this launch template"
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
 */
function launchesOfNodes(call: RecordedCall): AccessNeed[] {
  const { launchTemplate, subnets = [] } = call.parameters as {
    launchTemplate?: { id?: string; name?: string };
    subnets?: string[];
  };
  if (launchTemplate === undefined) return [];
  const template = call.facts.resources[launchTemplate.id ?? launchTemplate.name ?? ""];
  const launch = (template?.launch ?? {}) as Launch;
  const existing = [...(launch.SecurityGroupIds ?? []), ...subnets].flatMap((id): Target[] => {
    const facts = call.facts.resources[id];
    return facts ? [{ arn: facts.arn, facts }] : [];
  });
  const templates: Target[] = template ? [{ arn: template.arn, facts: template }] : [];
  const common = { onBehalf: true, reason: "nodes are launched from the template with the caller's permissions" };
  const tagsOfType = (type: string) =>
    tagContext(tagsOf(launch.TagSpecifications?.find((one) => one.ResourceType === type) ?? {}));
  const launched = ["image", "instance", "network-interface", "volume"].map((type) => ({
    ...common,
    action: "ec2:RunInstances",
    newOf: type,
    context: tagsOfType(type),
  }));
  const tagged = (launch.TagSpecifications ?? []).map((specification) => ({
    ...common,
    action: "ec2:CreateTags",
    newOf: specification.ResourceType,
    context: { "ec2:CreateAction": "RunInstances", ...tagContext(tagsOf(specification)) },
  }));
  return [...launched, { ...common, action: "ec2:RunInstances", targets: [...existing, ...templates] }, ...tagged];
}

/**
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html#ebs-encryption-permissions
 */
function volumesOf(call: RecordedCall, launch: Launch): AccessNeed[] {
  const keys = (launch.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.KmsKeyId ?? []);
  const context = { "kms:GrantIsForAWSResource": "true" };
  return [...new Set(keys)].flatMap((key) => [
    ...["DescribeKey", "GenerateDataKeyWithoutPlaintext"].map((name) => keyUse(call, name, key, { service: "ec2" })),
    keyUse(call, "CreateGrant", key, { service: "ec2", context }),
  ]);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html#roles-usingrole-ec2instance-permissions */
function passingProfile({ parameters, facts }: RecordedCall): AccessNeed[] {
  const { Name, Arn } = (parameters.IamInstanceProfile ?? {}) as { Name?: string; Arn?: string };
  const roles = facts.resources[Name ?? Arn ?? ""]?.roleArns ?? [];
  return roles.map((arn) => ({
    action: "iam:PassRole",
    targets: [{ arn, facts: facts.resources[arn] }],
    context: { "iam:PassedToService": "ec2.amazonaws.com" },
    onBehalf: true,
    reason: "the role is passed to ec2.amazonaws.com",
  }));
}
