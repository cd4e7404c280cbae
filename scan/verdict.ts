import { type AcceptedBlock, checkedAddresses, type Finding, findingKey, type ModeResult } from "./findings";

export interface Expectation {
  /** Stacks that must be checked. */
  readonly stacks: readonly string[];
  readonly accepted: readonly AcceptedBlock[];

  /**
   * Misconfigurations planted in a fixture that is scanned beside the stacks: finding them proves that the scanner
   * works.
   */
  readonly planted: readonly string[];
  readonly fixture: string;
}

/**
 * The problems of a scan, one line each; a scan without problems passes.
 *
 * A finding that is not accepted is a problem, and so is a scan that checked nothing.
 */
export function faultsOf(results: readonly ModeResult[], expectation: Expectation): string[] {
  return [...results.flatMap((result) => blindness(result, expectation)), ...unaccepted(results, expectation)];
}

/** The counts of one mode over the stacks, without the fixture. */
export interface Tally {
  readonly passed: number;

  /** Failed checks that are not accepted. */
  readonly failed: number;

  /** Failed checks that are accepted. */
  readonly skipped: number;

  /** Blocks that at least one check evaluated. */
  readonly resources: number;
}

export function tally(result: ModeResult, { stacks, accepted }: Expectation): Tally {
  const keys = new Set(accepted.map(findingKey));
  const ours = (findings: readonly Finding[]) => findings.filter(({ stack }) => stacks.includes(stack));
  const failed = ours(result.failed);
  const skipped = failed.filter((finding) => keys.has(findingKey(finding))).length;
  return {
    passed: ours(result.passed).length,
    failed: failed.length - skipped,
    skipped,
    resources: stacks.flatMap((stack) => checkedAddresses(result, stack)).length,
  };
}

function blindness(result: ModeResult, { stacks, planted, fixture }: Expectation): string[] {
  const caught = new Set(result.failed.map(findingKey));
  const unseen = stacks.filter((stack) => checkedAddresses(result, stack).length === 0);
  const missed = planted.filter((fault) => !caught.has(`${fixture}: ${fault}`));
  return [
    ...result.parsingErrors.map((file) => `${result.mode}: could not read ${file}`),
    ...unseen.map((stack) => `${result.mode}: no resource of ${stack} was checked`),
    ...missed.map((fault) => `${result.mode}: missed the planted misconfiguration ${fault}`),
    ...result.switchedOff.map((finding) => `${result.mode}: ${findingKey(finding)} is disabled where it is defined`),
  ];
}

function unaccepted(results: readonly ModeResult[], { accepted, fixture }: Expectation): string[] {
  const keys = new Set(accepted.map(findingKey));
  const lines = new Map<string, string[]>();
  for (const { mode, failed } of results) {
    for (const finding of failed) {
      if (finding.stack === fixture || keys.has(findingKey(finding))) continue;
      const line = `${findingKey(finding)} failed: ${finding.title}`;
      lines.set(line, [...(lines.get(line) ?? []), mode]);
    }
  }
  return [...lines].map(([line, seenBy]) => `${line} (${seenBy.join(", ")})`);
}
