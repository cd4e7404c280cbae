import { InvalidArgumentError } from "commander";

/**
 * Parses an integer from the command line.
 *
 * @throws InvalidArgumentError for anything but an integer greater than 0
 */
export function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("must be an integer greater than 0");
}

/**
 * Checks a duration that is passed to Terraform, which answers an invalid one with its own usage.
 *
 * @throws InvalidArgumentError for anything but 0 or hours, minutes and seconds, such as `1h30m`
 * @see https://developer.hashicorp.com/terraform/cli/commands/plan#lock-timeout-duration
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function duration(text: string): string {
  if (/^(0|(?=\d)(\d{1,6}h)?(\d{1,6}m)?(\d{1,6}s)?)$/.test(text)) return text;
  throw new InvalidArgumentError("must be a number with a unit, such as 30s, 10m or 1h30m");
}
