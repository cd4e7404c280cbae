import { rowsOfIdentities } from "./cis-aws-identities";
import { controlsOf, type Framework, type Row } from "./framework";

const monitored = "Metric filters and alarms of the account, or what Security Hub finds: CIS checks them by hand.";

/** What the benchmark wants to be alerted of, by its number in section 4. */
const monitoring: readonly (readonly [string, string])[] = [
  ["4.1", "Denied calls"],
  ["4.2", "Console sign-ins without MFA"],
  ["4.3", "Use of root"],
  ["4.4", "Changes of IAM policies"],
  ["4.5", "Changes of trails"],
  ["4.6", "Failed console sign-ins"],
  ["4.7", "Disabled keys, and keys about to be deleted"],
  ["4.8", "Changes of bucket policies"],
  ["4.9", "Changes of AWS Config"],
  ["4.10", "Changes of security groups"],
  ["4.11", "Changes of network ACLs"],
  ["4.12", "Changes of network gateways"],
  ["4.13", "Changes of route tables"],
  ["4.14", "Changes of VPCs"],
  ["4.15", "Changes of the organization"],
];

const rows: readonly Row[] = [
  ...rowsOfIdentities,
  ["2.1.1", "Buckets deny HTTP", "Each bucket policy denies requests without TLS.", ["s3-bucket-requires-tls"]],
  ["2.1.2", "MFA delete", "Erasing a version in a bucket takes a second factor.", ["s3-bucket-requires-mfa-delete"]],
  [
    "2.1.3",
    "Classified data",
    "The data in buckets is known, classified and protected.",
    "What the account stores, by a review or with Amazon Macie.",
  ],
  [
    "2.1.4",
    "Block Public Access",
    "Buckets block public access. For the account as a whole, its own settings decide.",
    ["s3-bucket-blocks-public-access"],
  ],
  ["2.2.1", "Encrypted databases", "RDS instances are encrypted.", ["no-databases"]],
  ["2.2.2", "Updated databases", "RDS instances get minor versions by themselves.", ["no-databases"]],
  ["2.2.3", "Private databases", "RDS instances are not public.", ["no-databases"]],
  ["2.2.4", "Databases in several zones", "RDS instances span zones.", ["no-databases"]],
  ["2.3.1", "Encrypted file systems", "EFS file systems are encrypted.", ["no-efs-file-systems"]],
  [
    "3.1",
    "A trail in all regions",
    "The account records management events of all regions.",
    ["trail-records-management-events-of-all-regions"],
  ],
  ["3.2", "Signed trail files", "Each trail validates its files.", ["trail-validates-log-files"]],
  ["3.3", "AWS Config", "AWS Config records all regions.", "The account's configuration recorder, in each region."],
  ["3.4", "Access logs of the bucket of a trail", "S3 logs requests to it.", ["trail-bucket-logs-access"]],
  ["3.5", "Encrypted trail", "Each trail encrypts with a KMS key.", ["trail-is-encrypted-with-customer-key"]],
  ["3.6", "Key rotation", "Each symmetric customer managed key is rotated.", ["kms-key-is-rotated"]],
  ["3.7", "Flow logs", "Each VPC logs its flows.", ["vpc-has-flow-logs"]],
  ["3.8", "Records of object writes", "Writes of objects are recorded.", ["trail-records-all-object-writes"]],
  ["3.9", "Records of object reads", "Reads of objects are recorded.", ["trail-records-all-object-reads"]],
  ...monitoring.map(([id, title]): Row => [id, title, `An alarm tells of: ${title.toLowerCase()}.`, monitored]),
  ["4.16", "Security Hub", "The account uses AWS Security Hub.", "The account's configuration of Security Hub."],
  [
    "5.1.1",
    "Encryption of new volumes by default",
    "The account encrypts new volumes in all regions.",
    "The account's setting in each region.",
  ],
  [
    "5.1.2",
    "No file shares for all",
    "Port 445 is open to trusted networks alone.",
    ["security-group-opens-no-cifs-to-internet"],
  ],
  [
    "5.2",
    "Network ACLs without remote administration",
    "No network ACL admits the internet to port 22 or 3389.",
    ["network-acl-opens-no-administration-port"],
  ],
  [
    "5.3",
    "Security groups without remote administration over IPv4",
    "None opens port 22 or 3389 to every IPv4 address.",
    ["security-group-opens-no-administration-port-to-ipv4-internet"],
  ],
  [
    "5.4",
    "Security groups without remote administration over IPv6",
    "None opens port 22 or 3389 to every IPv6 address.",
    ["security-group-opens-no-administration-port-to-ipv6-internet"],
  ],
  [
    "5.5",
    "Empty default security groups",
    "The default security group of each VPC has no rule.",
    ["default-security-group-has-no-rules"],
  ],
  ["5.6", "Least routes of VPC peering", "Routes of a peering admit what is needed.", ["no-vpc-peering"]],
  [
    "5.7",
    "IMDSv2 alone",
    "Instances and launch templates require IMDSv2, and nodes have a launch template.",
    ["instance-requires-imdsv2", "launch-template-requires-imdsv2", "eks-nodes-have-launch-template"],
  ],
];

/** Items that version 7.0 adds, under their numbers there. */
const added: readonly Row[] = [
  ...["2.1.1", "2.1.2", "2.1.3", "2.1.4", "2.1.5", "2.1.6"].map((number): Row => [
    `7.0-${number}`,
    "AWS Organizations",
    "Root access, guardrails, structure and delegation of the organization.",
    "The organization's management account.",
    { "CIS AWS 7.0": number },
  ]),
  [
    "7.0-2.21",
    "Resource policies without anyone",
    "No resource policy allows anyone without a condition. A VPC endpoint's policy, which grants nothing, is not counted.",
    ["resource-policy-allows-no-anyone"],
    { "CIS AWS 7.0": "2.21" },
  ],
  [
    "7.0-4.10",
    "Access logs of web front ends",
    "Load balancers, distributions and API stages log requests. Those that Kubernetes creates are not of the stacks.",
    ["no-web-front-ends"],
    { "CIS AWS 7.0": "4.10" },
  ],
  [
    "7.0-6.8",
    "VPC endpoints",
    "VPCs reach the services that they use through endpoints.",
    ["vpc-has-endpoint-ec2", "vpc-has-endpoint-ecr-api", "vpc-has-endpoint-ecr-dkr", "vpc-has-endpoint-ssm"],
    { "CIS AWS 7.0": "6.8" },
  ],
];

/** Items of section 1 that 7.0 drops, since which the numbers after them are lower by one each. */
const dropped = [10, 12];

/** Sections moved by one in 6.0, and 7.0 has an item before those of section 1. */
function laterNumbers(id: string): Readonly<Record<string, string>> {
  const [section = 0, item = 0, ...rest] = id.split(".").map(Number);
  const six = [section + 1, item, ...rest].join(".");
  if (section !== 1) return { "CIS AWS 6.0": six, "CIS AWS 7.0": six };
  if (dropped.includes(item)) return { "CIS AWS 6.0": six };
  const seven = item + 1 - dropped.filter((gone) => gone < item).length;
  return { "CIS AWS 6.0": six, "CIS AWS 7.0": `2.${seven}` };
}

/** The benchmark of AWS accounts, with titles of this project. */
export const cisAws: Framework = {
  id: "cis-aws",
  name: "CIS AWS Foundations Benchmark 5.0",
  listed: "ids of 5.0, 6.0 and 7.0 as of August 2026",
  see: "https://www.cisecurity.org/benchmark/amazon_web_services",
  controls: controlsOf("cis-aws", [
    ...rows.map(([id, title, asks, decided]): Row => [id, title, asks, decided, laterNumbers(id)]),
    ...added,
  ]),
};
