/** Rules that ask what a check of checkov asks, and where the two look at different things. */
interface ComparedCheck {
  readonly rules: readonly string[];

  /** Why they may decide otherwise on the same resource. */
  readonly differs?: string;
}

const asTarget = "Checkov spares a bucket that receives access logs; the rule asks it of every bucket.";
const documents =
  "Checkov looks at each policy document alone; the rules look at the policies that are in effect, and leave permissions boundaries out.";

/** @see https://www.checkov.io/5.Policy%20Index/terraform.html */
export const comparedChecks: Readonly<Record<string, ComparedCheck>> = {
  CKV2_AWS_10: { rules: ["trail-sends-to-cloudwatch-logs"] },
  CKV2_AWS_11: { rules: ["vpc-has-flow-logs"] },
  CKV2_AWS_12: { rules: ["default-security-group-has-no-rules"] },
  CKV2_AWS_40: { rules: ["iam-policy-allows-no-full-administration"], differs: documents },
  CKV2_AWS_6: { rules: ["s3-bucket-blocks-public-access"] },
  CKV2_AWS_61: { rules: ["s3-bucket-has-lifecycle"] },
  CKV2_AWS_62: { rules: ["s3-bucket-has-event-notifications"] },
  CKV2_AWS_65: { rules: ["s3-bucket-disables-acls"] },
  CKV_AWS_1: { rules: ["iam-policy-allows-no-full-administration"], differs: documents },
  CKV_AWS_130: { rules: ["subnet-assigns-no-public-address"] },
  CKV_AWS_136: { rules: ["ecr-is-encrypted-with-customer-key"] },
  CKV_AWS_144: { rules: ["s3-bucket-is-replicated-across-regions"] },
  CKV_AWS_145: { rules: ["s3-bucket-is-encrypted-with-kms"] },
  CKV_AWS_163: { rules: ["ecr-scans-images"] },
  CKV_AWS_18: { rules: ["s3-bucket-logs-access"], differs: asTarget },
  CKV_AWS_20: { rules: ["s3-bucket-is-not-publicly-readable"] },
  CKV_AWS_21: { rules: ["s3-bucket-is-versioned"] },
  CKV_AWS_24: { rules: ["security-group-opens-no-ssh-to-internet"] },
  CKV_AWS_25: { rules: ["security-group-opens-no-rdp-to-internet"] },
  CKV_AWS_26: { rules: ["sns-topic-is-encrypted"] },
  CKV_AWS_260: { rules: ["security-group-opens-only-authorized-ports-to-internet"] },
  CKV_AWS_274: { rules: ["administrator-access-is-not-attached"] },
  CKV_AWS_277: { rules: ["security-group-opens-only-authorized-ports-to-internet"] },
  CKV_AWS_283: { rules: ["resource-policy-allows-no-anyone"], differs: documents },
  CKV_AWS_33: { rules: ["kms-key-is-not-public"] },
  CKV_AWS_338: { rules: ["log-group-is-kept-for-a-year"] },
  CKV_AWS_339: { rules: ["eks-version-is-supported"] },
  CKV_AWS_35: { rules: ["trail-is-encrypted-with-customer-key"] },
  CKV_AWS_358: { rules: ["federated-trust-is-restricted"], differs: documents },
  CKV_AWS_36: { rules: ["trail-validates-log-files"] },
  CKV_AWS_38: { rules: ["eks-endpoint-is-restricted"] },
  CKV_AWS_39: { rules: ["eks-endpoint-is-not-public"] },
  CKV_AWS_393: { rules: ["federated-trust-is-restricted"] },
  CKV_AWS_51: { rules: ["ecr-tags-are-immutable"] },
  CKV_AWS_53: { rules: ["s3-bucket-blocks-public-access"] },
  CKV_AWS_54: { rules: ["s3-bucket-blocks-public-access"] },
  CKV_AWS_55: { rules: ["s3-bucket-blocks-public-access"] },
  CKV_AWS_56: { rules: ["s3-bucket-blocks-public-access"] },
  CKV_AWS_57: { rules: ["s3-bucket-is-not-publicly-writable"] },
  CKV_AWS_58: { rules: ["eks-secrets-are-encrypted-with-customer-key"] },
  CKV_AWS_62: { rules: ["iam-policy-allows-no-full-administration"] },
  CKV_AWS_67: { rules: ["trail-records-management-events-of-all-regions"] },
  CKV_AWS_7: { rules: ["kms-key-is-rotated"] },
  CKV_AWS_79: { rules: ["launch-template-requires-imdsv2"] },
  CKV_AWS_88: { rules: ["launch-template-assigns-no-public-address"] },
};

const perDocument =
  "It judges each policy document by itself; the access matrix says what principals can do with all policies together.";
const awsOwns = "AWS's own keys encrypt without it; the inventory names the key of each resource.";
const terraform = "Terraform's plan, and the tests of the constructs, see to it; no framework asks for it.";

/** Why no rule asks what these checks ask. */
export const checksWithoutRule: Readonly<Record<string, string>> = {
  CKV2_AWS_19: terraform,
  CKV2_AWS_35: "The stacks route private subnets through NAT gateways or not at all; no framework asks for it.",
  CKV2_AWS_44: "The stacks create no peering, which no-vpc-peering proves.",
  CKV2_AWS_5: terraform,
  CKV2_AWS_56: "The access matrix says which principals administer identities.",
  CKV2_AWS_64: "kms-key-is-not-public reads each key's policy; AWS's default policy is the account's.",
  CKV_AWS_100: "Node groups have no SSH key; the rules on security groups decide what is open.",
  CKV_AWS_107: perDocument,
  CKV_AWS_108: perDocument,
  CKV_AWS_109: perDocument,
  CKV_AWS_110: perDocument,
  CKV_AWS_111: perDocument,
  CKV_AWS_158: awsOwns,
  CKV_AWS_19: "S3 encrypts every object; s3-bucket-is-encrypted-with-kms says under which key.",
  CKV_AWS_227: "The stacks disable no key; whether one is disabled is its state in the account.",
  CKV_AWS_23: "Descriptions protect nothing; the inventory names what asks for each resource.",
  CKV_AWS_251: "trail-records-management-events-of-all-regions includes that logging is on.",
  CKV_AWS_252: "Alerts come through EventBridge; a message for each log file would be noise.",
  CKV_AWS_300: "It saves costs of failed uploads.",
  CKV_AWS_341:
    "Pods that must not reach the metadata of their node are a matter of the hop limit, which no framework asks for.",
  CKV_AWS_356: perDocument,
  CKV_AWS_37: "eks-audit-log-is-enabled asks for the audit log; the other kinds are for operation.",
  CKV_AWS_382: "Nodes reach the internet through NAT gateways; no framework restricts where to.",
  CKV_AWS_41: "The stacks give the provider no credentials; Terraform finds those of its caller.",
  CKV_AWS_46: "User data is made of settings, none of which is a secret.",
  CKV_AWS_49: "iam-policy-allows-no-full-administration and its fellow decide by action and resource together.",
  CKV_AWS_60: "The access matrix says which principals assume each role.",
  CKV_AWS_61: "The access matrix says which principals assume each role.",
  CKV_AWS_63: "iam-policy-allows-no-full-administration and its fellow decide by action and resource together.",
  CKV_AWS_66: "log-group-is-kept-for-a-year asks for the days; without a retention events are kept for ever.",
  CKV_AWS_93: "The tests of the bucket policies evaluate who is denied.",
};
