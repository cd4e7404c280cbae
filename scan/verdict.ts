import { type AcceptedFinding, checkedAddresses, type Finding, findingKey, keysOf, type ModeResult } from "./findings";

export interface Expectation {
  /** Stacks that have to be looked at. */
  readonly stacks: readonly string[];
  readonly accepted: readonly AcceptedFinding[];

  /** Faults planted in a fixture that is scanned beside the stacks: finding them shows that the scanner sees. */
  readonly planted: readonly string[];
  readonly fixture: string;
}

/**
 * What is wrong with a scan, one line each; a scan is good when nothing is.
 *
 * The list of accepted findings is exact: a finding that is not on it and an entry that nothing needs any more are faults
 * alike, and so is a scan that saw nothing.
 */
export function faultsOf(results: readonly ModeResult[], expectation: Expectation): string[] {
  return [
    ...results.flatMap((result) => blindness(result, expectation)),
    ...unaccepted(results, expectation),
    ...staleEntries(results, expectation),
    ...repeatedEntries(expectation),
  ];
}

/** The counts of one mode over the stacks, without the fixture. */
export interface Tally {
  readonly passed: number;

  /** Failed checks that are not accepted. */
  readonly failed: number;

  /** Failed checks that are accepted. */
  readonly skipped: number;

  /** Blocks that at least one check looked at. */
  readonly resources: number;
}

export function tally(result: ModeResult, { stacks, accepted }: Expectation): Tally {
  const keys = new Set(accepted.flatMap(keysOf));
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
    ...missed.map((fault) => `${result.mode}: missed the planted fault ${fault}`),
    ...result.switchedOff.map(
      (finding) => `${result.mode}: ${findingKey(finding)} is switched off where it is defined`,
    ),
  ];
}

function unaccepted(results: readonly ModeResult[], { accepted, fixture }: Expectation): string[] {
  const keys = new Set(accepted.flatMap(keysOf));
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

function staleEntries(results: readonly ModeResult[], { accepted }: Expectation): string[] {
  const failed = new Set(results.flatMap((result) => result.failed.map(findingKey)));
  const stale = accepted.flatMap(keysOf).filter((key) => !failed.has(key));
  return stale.map((key) => `${key} is accepted but passes, or is gone: remove it from the list`);
}

function repeatedEntries({ accepted }: Expectation): string[] {
  const keys = accepted.flatMap(keysOf);
  const repeated = new Set(keys.filter((key, position) => keys.indexOf(key) !== position));
  return [...repeated].map((key) => `${key} is accepted twice`);
}
