import { controlsOf, type Framework } from "./framework";

/** What this reference asks of itself, beyond the lists of others. */
export const reference: Framework = {
  id: "reference",
  name: "Requirements of this reference",
  listed: "this version of the project",
  see: "https://developer.hashicorp.com/terraform/language/backend/s3",
  controls: controlsOf("reference", [
    [
      "State.1",
      "Encrypted state",
      "Each state is encrypted with the key of its environment's settings, at rest and on its way.",
      ["state-is-sent-encrypted", "state-store-is-encrypted", "s3-bucket-requires-tls"],
    ],
    [
      "State.2",
      "Versions of the state",
      "An earlier state can be restored for 90 days or more, and those who write a state cannot erase its versions.",
      ["state-store-keeps-versions", "state-store-lifecycle-keeps-versions", "state-writers-cannot-erase-versions"],
    ],
    [
      "State.3",
      "No public state",
      "No state can be reached by anyone.",
      ["state-store-blocks-public-access", "s3-bucket-is-not-publicly-readable", "s3-bucket-is-not-publicly-writable"],
    ],
    [
      "State.4",
      "Locked state",
      "Two runs cannot write a state at once; S3 itself locks it.",
      ["state-is-locked-by-s3"],
    ],
    [
      "State.5",
      "Named principals",
      "Only named principals read, write or delete a state, or configure its bucket.",
      ["state-store-names-its-principals"],
    ],
    [
      "State.6",
      "Recorded use of the state",
      "Each read and write of a state is recorded.",
      ["state-access-is-recorded"],
    ],
    ["State.7", "One state for each stack", "No state serves two stacks.", ["state-is-not-shared"]],
    [
      "State.8",
      "Pinned accounts",
      "Terraform refuses to work in another account than that of the settings.",
      ["state-account-is-pinned", "provider-account-is-pinned"],
    ],
    [
      "State.9",
      "State that cannot be destroyed",
      "Terraform refuses to destroy a state's bucket.",
      ["state-store-cannot-be-destroyed"],
    ],
    [
      "Audit.1",
      "Audit trail",
      "A trail that cannot be altered unnoticed records all regions.",
      [
        "trail-records-management-events-of-all-regions",
        "trail-validates-log-files",
        "trail-is-encrypted-with-customer-key",
        "trail-bucket-is-not-public",
      ],
    ],
    [
      "Alerts.1",
      "Alerts",
      "Each alert is on and leads to a recipient. Subscriptions that people make by hand are in the account.",
      ["event-rule-is-on-and-has-target", "topic-has-recipient"],
    ],
    ["Keys.1", "Rotated keys", "Each symmetric key is rotated.", ["kms-key-is-rotated"]],
    ["Keys.2", "Delayed deletion of keys", "The deletion of a key can be cancelled.", ["kms-key-deletion-is-delayed"]],
    [
      "Access.1",
      "Restricted trust in identity providers",
      "A role admits tokens of one audience and one owner alone. No control of AWS asks for this.",
      ["federated-trust-is-restricted"],
    ],
    [
      "Access.2",
      "No wildcard of a service in inline policies",
      "No inline policy allows every action of a service. IAM.21 leaves inline policies out.",
      ["iam-inline-policy-allows-no-service-wildcard"],
    ],
    [
      "Deletion.1",
      "Protection against deletion",
      "Clusters and images are not deleted by mistake.",
      ["eks-cluster-is-protected-against-deletion", "ecr-repository-keeps-its-images"],
    ],
  ]),
};
