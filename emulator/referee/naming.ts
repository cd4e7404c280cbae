import { stringsAt } from "./parameters";
import type { RecordedCall } from "./recorded-call";

type Parameters = RecordedCall["parameters"];

/**
 * Where a call names a resource: the member, or several joined by `/` for a resource within another. `?` at the end: only
 * as far as the facts tell which resource of this type is meant.
 */
type Naming = string | ((parameters: Parameters) => string[] | undefined);

const arnMembers = ["resourceArn", "ResourceArn", "ResourceARN", "resourceARN", "arn", "Arn"];

/**
 * How the calls of each service name resources of the types of the Service Authorization Reference.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const names: Readonly<Record<string, Readonly<Record<string, readonly Naming[]>>>> = {
  autoscaling: { autoscalinggroup: ["AutoScalingGroupName"] },
  cloudtrail: { trail: ["Name", "TrailName", "ResourceId", "ResourceIdList"] },
  cloudwatch: { alarm: ["AlarmName", "AlarmNames"] },
  ecr: { repository: ["repositoryName", "repositoryNames"] },
  eks: {
    cluster: ["clusterName", "name"],
    addon: ["clusterName/addonName", "name/addonName"],
    nodegroup: ["clusterName/nodegroupName", "name/nodegroupName"],
    "access-entry": ["clusterName/principalArn"],
    podidentityassociation: ["clusterName/associationId"],
  },
  events: {
    // A call that names a rule, too, is about the rule.
    "event-bus": [(parameters) => (ruleOf(parameters) === undefined ? busOf(parameters) : undefined)],
    "rule-on-default-event-bus": [(parameters) => (isDefaultBus(parameters) ? ruleOf(parameters) : undefined)],
    "rule-on-custom-event-bus": [(parameters) => (isDefaultBus(parameters) ? undefined : ruleOfBus(parameters))],
  },
  iam: {
    group: [withPath("GroupName")],
    "instance-profile": [withPath("InstanceProfileName")],
    "oidc-provider": ["OpenIDConnectProviderArn", ({ Url }) => hostOf(Url)],
    policy: ["PolicyArn", withPath("PolicyName")],
    role: [withPath("RoleName")],
    user: [withPath("UserName")],
  },
  kms: { key: ["KeyId", "TargetKeyId", "AliasName?"], alias: [({ AliasName }) => aliasOf(AliasName)] },
  logs: {
    "log-group": ["logGroupName", "logGroupIdentifier", "logGroupNames", "logGroupIdentifiers"],
    "log-stream": ["logGroupName/logStreamName"],
  },
  route53: { hostedzone: [({ HostedZoneId, Id }) => zoneOf(HostedZoneId ?? Id)] },
  s3: {
    bucket: ["Bucket"],
    object: ["Bucket/Key"],
  },
  sns: { topic: ["TopicArn", "Name", ({ SubscriptionArn }) => topicOf(SubscriptionArn)] },
  sqs: { queue: ["QueueName", "QueueUrl"] },
  ssm: { document: ["Name"], parameter: ["Name", "Names"] },
  sts: { role: ["RoleArn"] },
};

/** The names by which a call names resources of a type, each as the parts of its ARN's variables. */
export function namesOf(
  { parameters }: RecordedCall,
  prefix: string,
  type: string,
): { parts: string[]; onlyByFacts: boolean }[] {
  const namings = [...(names[prefix]?.[type] ?? []), ...arnMembers];
  return namings.flatMap((naming) => {
    if (typeof naming === "function")
      return [naming(parameters)].flatMap((parts) => (parts ? [{ parts, onlyByFacts: false }] : []));
    const onlyByFacts = naming.endsWith("?");
    return valuesAt(parameters, naming.replace("?", "").split("/")).map((parts) => ({ parts, onlyByFacts }));
  });
}

function valuesAt(parameters: Parameters, members: readonly string[]): string[][] {
  const values = members.map((member) => stringsAt(parameters, member));
  if (members.length === 1) return (values[0] ?? []).map((value) => [value]);
  return values.every((one) => one.length === 1) ? [values.flat()] : [];
}

function withPath(member: string): Naming {
  return ({ [member]: name, Path = "/" }) =>
    named(name, (one) => `${typeof Path === "string" ? Path.slice(1) : ""}${one}`);
}

function isDefaultBus({ EventBusName = "default" }: Parameters): boolean {
  return EventBusName === "default";
}

function busOf({ EventBusName }: Parameters): string[] | undefined {
  return named(EventBusName, (name) => name);
}

function ruleOf({ Rule, Name }: Parameters): string[] | undefined {
  return named(Rule ?? Name, (name) => name);
}

function ruleOfBus(parameters: Parameters): string[] | undefined {
  const rule = ruleOf(parameters);
  return rule && [...stringsAt(parameters, "EventBusName"), ...rule];
}

function hostOf(url: unknown): string[] | undefined {
  return named(url, (one) => one.replace(/^https?:\/\//, ""));
}

function aliasOf(name: unknown): string[] | undefined {
  return named(name, (one) => one.replace(/^alias\//, ""));
}

function zoneOf(id: unknown): string[] | undefined {
  return named(id, (one) => one.replace(/^\/hostedzone\//, ""));
}

function topicOf(subscription: unknown): string[] | undefined {
  return named(subscription, (one) => one.split(":").slice(0, 6).join(":"));
}

function named(value: unknown, inArn: (name: string) => string): string[] | undefined {
  return typeof value === "string" ? [inArn(value)] : undefined;
}
