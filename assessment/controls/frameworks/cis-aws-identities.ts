import type { Row } from "./framework";

const contacts = "The account's contact information.";
const summary = "The account's summary in IAM.";
const report = "The account's credential report.";
const passwords = "The account's password policy.";

/** Section 1 of the benchmark. */
export const rowsOfIdentities: readonly Row[] = [
  ["1.1", "Contact details", "The account's contact details are current.", contacts],
  ["1.2", "Security contact", "The account names a contact for security.", contacts],
  ["1.3", "No access key of root", "The account's root has no access key.", summary],
  ["1.4", "MFA for root", "The account's root has a second factor.", summary],
  ["1.5", "Hardware MFA for root", "The second factor of root is a device.", summary],
  ["1.6", "Root is not used", "Daily work does not use root.", "Records of the account's trail."],
  ["1.7", "Long passwords", "Passwords have 14 characters or more.", passwords],
  ["1.8", "New passwords", "A password cannot be used again.", passwords],
  ["1.9", "MFA for console users", "Each user with a password has a second factor.", report],
  ["1.10", "No access keys from the start", "Console users get no access key when they are created.", report],
  ["1.11", "No unused credentials", "Credentials unused for 45 days are disabled.", report],
  ["1.12", "One access key", "Each user has at most one active access key.", report],
  ["1.13", "Rotated access keys", "Access keys are at most 90 days old.", report],
  ["1.14", "Permissions through groups", "No user has a policy of its own.", ["iam-users-have-no-policies"]],
  [
    "1.15",
    "No full administration",
    "No policy that allows everything is attached.",
    [
      "iam-policy-allows-no-full-administration",
      "iam-inline-policy-allows-no-full-administration",
      "administrator-access-is-not-attached",
    ],
  ],
  ["1.16", "Support role", "A role can open cases with AWS Support.", "The account's roles."],
  ["1.17", "Roles of instances", "Instances call AWS with a role.", ["instance-has-a-role"]],
  ["1.18", "No expired certificates", "IAM stores no expired certificate.", ["no-iam-server-certificates"]],
  ["1.19", "Access Analyzer", "IAM Access Analyzer watches each region.", "The account's analyzers, in each region."],
  ["1.20", "Central identities", "Users come from one place.", "The organization's identity provider."],
  [
    "1.21",
    "No full access to CloudShell",
    "No identity has AWS's policy AWSCloudShellFullAccess.",
    ["cloudshell-full-access-is-not-attached"],
  ],
];
