import { computeRows } from "./aws-fsbp-compute";
import { dataRows } from "./aws-fsbp-data";
import { controlsOf, type Framework, type Row } from "./framework";

/** Controls of the services in use, and those of the account as a whole. */
export const awsFsbp: Framework = {
  id: "aws-fsbp",
  name: "AWS Foundational Security Best Practices 1.0.0",
  listed: "AWS's list between October 2025 and April 2026, for the services that the stacks use",
  see: "https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html",
  controls: controlsOf("aws-fsbp", [...dataRows, ...computeRows]),
};

const cis = (number: string) => ({ "CIS AWS 5.0": number });

const further: readonly Row[] = [
  [
    "CloudTrail.6",
    "No public bucket of a trail",
    "The bucket of each trail is not public.",
    ["trail-bucket-is-not-public"],
  ],
  [
    "CloudTrail.7",
    "Access logs of the bucket of a trail",
    "S3 logs the requests to the bucket of each trail.",
    ["trail-bucket-logs-access"],
    cis("3.4"),
  ],
  [
    "CloudWatch.16",
    "Retention of log groups",
    "Each log group keeps its events for a year or more.",
    ["log-group-is-kept-for-a-year"],
  ],
  [
    "EC2.13",
    "No SSH from the internet",
    "No security group opens port 22 to the internet.",
    ["security-group-opens-no-ssh-to-internet"],
  ],
  [
    "EC2.14",
    "No RDP from the internet",
    "No security group opens port 3389 to the internet.",
    ["security-group-opens-no-rdp-to-internet"],
  ],
  [
    "EC2.53",
    "No remote administration over IPv4",
    "No security group opens port 22 or 3389 to every IPv4 address.",
    ["security-group-opens-no-administration-port-to-ipv4-internet"],
    cis("5.3"),
  ],
  [
    "EC2.54",
    "No remote administration over IPv6",
    "No security group opens port 22 or 3389 to every IPv6 address.",
    ["security-group-opens-no-administration-port-to-ipv6-internet"],
    cis("5.4"),
  ],
  [
    "ECR.5",
    "Images under a customer managed key",
    "Each repository encrypts its images with a customer managed key.",
    ["ecr-is-encrypted-with-customer-key"],
  ],
  [
    "IAM.27",
    "No full access to CloudShell",
    "No identity has AWS's policy AWSCloudShellFullAccess.",
    ["cloudshell-full-access-is-not-attached"],
    cis("1.21"),
  ],
  ["KMS.4", "Key rotation", "Each symmetric key is rotated.", ["kms-key-is-rotated"], cis("3.6")],
  [
    "S3.7",
    "Copy in another region",
    "Each bucket is replicated to another region.",
    ["s3-bucket-is-replicated-across-regions"],
  ],
  [
    "S3.10",
    "Lifecycle of versions",
    "Each bucket that keeps versions has a lifecycle rule.",
    ["s3-versioned-bucket-has-lifecycle"],
  ],
  ["S3.11", "Event notifications", "Each bucket sends event notifications.", ["s3-bucket-has-event-notifications"]],
  ["S3.14", "Versions of objects", "Each bucket keeps versions.", ["s3-bucket-is-versioned"]],
  ["S3.15", "Object Lock", "Each bucket locks new objects by default.", ["s3-bucket-has-object-lock"]],
  ["S3.17", "Objects under KMS keys", "Each bucket encrypts with a KMS key.", ["s3-bucket-is-encrypted-with-kms"]],
  ["S3.20", "MFA delete", "Erasing a version takes a second factor.", ["s3-bucket-requires-mfa-delete"], cis("2.1.2")],
  [
    "S3.22",
    "Records of object writes",
    "A trail of all regions records the writes to every bucket of the account.",
    ["trail-records-all-object-writes"],
    cis("3.8"),
  ],
  [
    "S3.23",
    "Records of object reads",
    "A trail of all regions records the reads from every bucket of the account.",
    ["trail-records-all-object-reads"],
    cis("3.9"),
  ],
  ["SNS.1", "Topics under KMS keys", "Each topic encrypts its messages with a KMS key.", ["sns-topic-is-encrypted"]],
];

/** Controls of the same services that AWS Security Hub has for other standards: CIS, NIST SP 800-53 and PCI DSS. */
export const awsSecurityHub: Framework = {
  id: "aws-security-hub",
  name: "AWS Security Hub, controls of other standards",
  listed: "AWS's list between October 2025 and April 2026, for the services that the stacks use",
  see: "https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html",
  controls: controlsOf("aws-security-hub", further),
};
