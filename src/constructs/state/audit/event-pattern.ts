import { fault } from "../../../options/faults";
import { OptionsError } from "../../../options/parse-options";

/** An EventBridge pattern, or part of one. */
export interface EventPattern {
  readonly [field: string]: EventPattern | readonly (string | boolean | EventPattern)[] | string | boolean;
}

/** Longest pattern that EventBridge allows. */
const longestPattern = 2048;

/**
 * A pattern as EventBridge accepts it.
 *
 * @param name name of the rule, for the error
 * @throws OptionsError when the pattern is longer than EventBridge allows
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function eventPatternJson(name: string, pattern: EventPattern): string {
  const length = lengthOf(pattern);
  if (length > longestPattern) {
    const allowed =
      `at most ${longestPattern} characters, the limit of EventBridge: name fewer principals in the settings, ` +
      "for example one role that all of them can assume";
    throw new OptionsError(`alert ${name}`, [fault(["pattern"], `${length} characters`, allowed)]);
  }
  return JSON.stringify(pattern);
}

/**
 * Divides what one pattern is about between as few patterns as their length allows.
 *
 * @param patternOf the pattern about some of them
 */
export function inPatterns<Item>(items: readonly Item[], patternOf: (some: readonly Item[]) => EventPattern): Item[][] {
  const parts: Item[][] = [];
  for (const item of items) {
    const last = parts.at(-1);
    if (last && lengthOf(patternOf([...last, item])) <= longestPattern) last.push(item);
    else parts.push([item]);
  }
  return parts;
}

function lengthOf(pattern: EventPattern): number {
  return withLongestArns(JSON.stringify(pattern)).length;
}

/** The value that Terraform inserts later is the ARN of a key, which is longest in a GovCloud region. */
function withLongestArns(json: string): string {
  return json.replace(/\$\{[^}]*\}/g, "x".repeat("arn:aws-us-gov:kms:us-gov-east-1:123456789012:key/".length + 36));
}

/** The common part of patterns for CloudTrail records of API calls in EventBridge. */
export function apiCallPattern(source: string, detail: EventPattern): EventPattern {
  return {
    source: [source],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: { eventSource: [`${source.replace("aws.", "")}.amazonaws.com`], ...detail },
  };
}
