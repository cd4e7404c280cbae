import { z } from "zod";
import { type Fault, faultUnder } from "../options/faults";
import { group, type OptionsOf, type ParsedOptions, requirement, text } from "../options/schema";
import { describeIssue, faultsOf } from "../options/schema-faults";
import { SettingsError } from "./settings-error";

const words = text(/^\S.*$/s, "text that does not begin with a space");
const pattern = text(/^[\w.*-]+$/, "a name in which * stands for any characters");

/** A day as it is written: 2026-02-30 is none. */
const day = text(/^\d{4}-\d{2}-\d{2}$/, 'a date such as "2027-10-31"').check(
  requirement(isDay, "a date that the calendar has"),
);

function isDay(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** A finding that the operator accepts. */
const acceptanceSchema = group({
  /** Rule that fails, by the name that the evidence shows: `eks-endpoint-is-not-public`. */
  rule: words,

  /**
   * Stack of the resource, where `*` stands for any characters.
   * @default - every stack
   */
  stack: pattern.optional(),

  /**
   * Address of the resource in its stack, where `*` stands for any characters: `aws_s3_bucket.state_*`.
   * @default - every resource that the rule examines
   */
  address: pattern.optional(),

  /** Why the finding is accepted: what protects the resource instead, or what passing would cost. */
  reason: words,

  /** Team that answers for it. */
  owner: words,

  /** Last day of the acceptance. From the next day on, the finding fails. */
  expires: day,
});

const acceptancesSchema = z.array(acceptanceSchema, "a list of accepted findings");

/** A finding that the operator accepts, as it is written. */
export type AcceptanceSettings = OptionsOf<typeof acceptanceSchema>;

/** The same, validated. */
export type AcceptedFinding = ParsedOptions<typeof acceptanceSchema>;

/**
 * The accepted findings of `environments/accepted-controls.ts`.
 *
 * @param rules names of the rules that there are; any where they are not given
 * @throws SettingsError that lists every invalid one
 */
export function validateAcceptances(input: unknown, rules?: readonly string[]): readonly AcceptedFinding[] {
  const result = acceptancesSchema.safeParse(input, { error: describeIssue, reportInput: true });
  const faults = result.success
    ? [...unknownRules(result.data, rules), ...duplicates(result.data)]
    : faultsOf(result.error.issues);
  if (faults.length > 0) throw new SettingsError(faults.map((inner) => faultUnder("accepted-controls", inner)));
  return result.data ?? [];
}

function unknownRules(acceptances: readonly AcceptedFinding[], rules?: readonly string[]): Fault[] {
  return acceptances.flatMap(({ rule }, position) =>
    (rules?.includes(rule) ?? true)
      ? []
      : [
          {
            path: `[${position}].rule`,
            got: JSON.stringify(rule),
            allowed: "a rule that controls.csv of the evidence names",
          },
        ],
  );
}

/** Of two acceptances of the same findings, the later day would count, whatever the other one says. */
function duplicates(acceptances: readonly AcceptedFinding[]): Fault[] {
  const subjects = acceptances.map(({ rule, stack = "*", address = "*" }) => `${rule} of ${stack}/${address}`);
  return subjects.flatMap((subject, position) => {
    const former = subjects.indexOf(subject);
    return former === position
      ? []
      : [
          {
            path: `[${position}]`,
            got: `${subject} again`,
            allowed: `what accepted-controls[${former}] does not accept`,
          },
        ];
  });
}
