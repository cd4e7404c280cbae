import type { Row } from "./framework";

const cis = (number: string) => ({ "CIS AWS 5.0": number });

const groupsOfEks =
  "The Auto Scaling groups that EKS creates for node groups, in the account: no stack declares one.";
const endpoint = (id: string, service: string, rule: string): Row => [
  id,
  `Interface endpoint for ${service}`,
  `Each VPC reaches ${service} through an interface endpoint.`,
  [rule],
];

/** Networks, instances, clusters and images. */
export const computeRows: readonly Row[] = [
  ["AutoScaling.2", "Auto Scaling groups in several zones", "Each group uses several zones.", groupsOfEks],
  ["AutoScaling.6", "Several instance types", "Each group uses several instance types in several zones.", groupsOfEks],
  ["AutoScaling.9", "Launch templates", "Each group launches from a launch template.", groupsOfEks],
  ["EC2.1", "No public snapshots", "No snapshot of a volume is public.", "The account's snapshots."],
  [
    "EC2.2",
    "Empty default security groups",
    "The default security group of each VPC has no rule.",
    ["default-security-group-has-no-rules"],
    cis("5.5"),
  ],
  ["EC2.3", "Encrypted attached volumes", "Each attached volume is encrypted.", "The volumes of running instances. EC2.181 decides what launch templates ask for."],
  ["EC2.4", "No instances stopped for long", "Stopped instances are removed.", "The account's instances."],
  ["EC2.6", "Flow logs", "Each VPC logs its flows.", ["vpc-has-flow-logs"], cis("3.7")],
  [
    "EC2.7",
    "Encryption of new volumes by default",
    "The account encrypts new volumes by default.",
    "The account's setting in each region, which the stacks leave alone.",
    cis("5.1.1"),
  ],
  ["EC2.8", "IMDSv2 of instances", "Each instance requires IMDSv2.", ["instance-requires-imdsv2"], cis("5.7")],
  ["EC2.9", "No public addresses of instances", "No instance has a public IPv4 address.", ["instance-has-no-public-address"]],
  endpoint("EC2.10", "Amazon EC2", "vpc-has-endpoint-ec2"),
  ["EC2.15", "No public addresses by subnet", "No subnet assigns public addresses.", ["subnet-assigns-no-public-address"]],
  ["EC2.16", "No unused network ACLs", "Each network ACL belongs to a subnet.", ["network-acl-is-used"]],
  [
    "EC2.17",
    "One network interface of an instance",
    "No instance uses several network interfaces.",
    "Running nodes: the VPC CNI attaches several, for which AWS advises suppressing this control.",
  ],
  [
    "EC2.18",
    "Open ports are authorized ones",
    "Security groups open TCP ports 80 and 443 alone to the internet.",
    ["security-group-opens-only-authorized-ports-to-internet"],
  ],
  [
    "EC2.19",
    "No high-risk ports",
    "Security groups open no port of high risk to the internet.",
    ["security-group-opens-no-high-risk-port-to-internet"],
  ],
  ["EC2.20", "VPN tunnels are up", "Both tunnels of each VPN connection are up.", ["no-vpn-connections"]],
  [
    "EC2.21",
    "No remote administration by network ACLs",
    "No network ACL admits the internet to port 22 or 3389.",
    ["network-acl-opens-no-administration-port"],
    cis("5.2"),
  ],
  ["EC2.23", "Transit gateways accept no request unasked", "No transit gateway accepts attachments by itself.", ["no-transit-gateways"]],
  ["EC2.24", "No paravirtual instances", "No instance is of a paravirtual type.", ["no-instances"]],
  [
    "EC2.25",
    "No public addresses by launch template",
    "No launch template assigns a public address.",
    ["launch-template-assigns-no-public-address"],
  ],
  ["EC2.51", "Logs of Client VPN", "Each Client VPN endpoint logs its connections.", ["no-client-vpn-endpoints"]],
  endpoint("EC2.55", "the ECR API", "vpc-has-endpoint-ecr-api"),
  endpoint("EC2.56", "the ECR registry", "vpc-has-endpoint-ecr-dkr"),
  endpoint("EC2.57", "Systems Manager", "vpc-has-endpoint-ssm"),
  endpoint("EC2.58", "Incident Manager contacts", "vpc-has-endpoint-ssm-contacts"),
  endpoint("EC2.60", "Incident Manager", "vpc-has-endpoint-ssm-incidents"),
  ["EC2.170", "IMDSv2 of launch templates", "Each launch template requires IMDSv2.", ["launch-template-requires-imdsv2"]],
  ["EC2.171", "Logs of VPN connections", "Each VPN connection logs both tunnels.", ["no-vpn-connections"]],
  [
    "EC2.172",
    "VPC Block Public Access",
    "VPCs block the traffic of internet gateways.",
    "The account's setting in each region. With NAT gateways in public subnets it takes exclusions.",
  ],
  ["EC2.173", "Encrypted volumes of Spot Fleets", "Spot Fleets encrypt their volumes.", ["no-spot-fleets"]],
  [
    "EC2.180",
    "Source check of network interfaces",
    "Each network interface checks source and destination.",
    ["network-interface-checks-source"],
  ],
  [
    "EC2.181",
    "Encrypted volumes of launch templates",
    "Each launch template encrypts its volumes.",
    ["launch-template-encrypts-volumes"],
  ],
  [
    "EC2.182",
    "No public sharing of snapshots",
    "The account blocks public sharing of snapshots.",
    "The account's setting in each region, which the stacks leave alone.",
  ],
  ["EC2.183", "IKEv2 of VPN connections", "Each VPN connection uses IKEv2.", ["no-vpn-connections"]],
  ["ECR.1", "Scanned images", "Each repository has its images scanned.", ["ecr-scans-images"]],
  ["ECR.2", "Immutable tags", "Each repository keeps tags where they are.", ["ecr-tags-are-immutable"]],
  ["ECR.3", "Lifecycle of images", "Each repository has a lifecycle policy.", ["ecr-has-lifecycle-policy"]],
  [
    "EKS.1",
    "No public endpoint",
    "No cluster's API endpoint is public, not even for a list of addresses.",
    ["eks-endpoint-is-not-public"],
  ],
  ["EKS.2", "Supported Kubernetes version", "Each cluster runs a version in support.", ["eks-version-is-supported"]],
  [
    "EKS.3",
    "Encrypted Kubernetes secrets",
    "Each cluster encrypts its secrets with a KMS key.",
    ["eks-secrets-are-encrypted-with-customer-key"],
  ],
  ["EKS.8", "Audit log", "Each cluster writes an audit log.", ["eks-audit-log-is-enabled"]],
];
