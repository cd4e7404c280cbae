import { z } from "zod";

/** The two formats in which checkov reads the synthesized stacks: some of its checks support only one of them. */
export const modes = ["terraform_json", "hcl"] as const;
export type Mode = (typeof modes)[number];

/** The result of one check of one block. */
export interface Finding {
  /** Id of the check, for example `CKV_AWS_39`. */
  readonly check: string;

  /** What the check requires, in checkov's words. */
  readonly title: string;

  readonly stack: string;

  /** Terraform address of the block, for example `aws_eks_cluster.cluster`. */
  readonly address: string;
}

/** Checkov's results for all stacks in one mode. */
export interface ModeResult {
  readonly mode: Mode;
  readonly version: string;
  readonly passed: readonly Finding[];
  readonly failed: readonly Finding[];

  /** Checks that a comment or an option disabled: there must be none, since exceptions belong in the list. */
  readonly switchedOff: readonly Finding[];

  readonly parsingErrors: readonly string[];
}

/** File in the folder of a synthesized app that lists its accepted findings. */
export const acceptedFile = "accepted-findings.json";

export const acceptedBlock = z.object({
  /** Position in the list of accepted kinds. */
  entry: z.number(),
  check: z.string(),
  stack: z.string(),
  address: z.string(),
});

/** One accepted check of one block, whether or not it fails. */
export type AcceptedBlock = Readonly<z.infer<typeof acceptedBlock>>;

export function findingKey({ check, stack, address }: Pick<Finding, "check" | "stack" | "address">): string {
  return `${stack}: ${check} ${address}`;
}

/** Addresses of the blocks of a stack that at least one check evaluated. */
export function checkedAddresses({ passed, failed }: ModeResult, stack: string): string[] {
  const findings = [...passed, ...failed].filter((finding) => finding.stack === stack);
  return [...new Set(findings.map(({ address }) => address))];
}
