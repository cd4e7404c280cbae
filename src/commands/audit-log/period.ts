import { InvalidArgumentError } from "commander";

/** The period in which records are searched. */
export interface Period {
  readonly since: Date;
  readonly until: Date;
}

const hours = { h: 1, d: 24, w: 24 * 7 } as const;

/**
 * Parses a point in time from the command line: relative to now (`12h`, `7d`, `2w`), or a date and time in ISO 8601, in
 * UTC if no time zone is given.
 *
 * @throws InvalidArgumentError for anything else
 */
export function pointInTime(text: string, now: Date = new Date()): Date {
  const [, count = "", unit = ""] = /^(\d{1,4})([hdw])$/.exec(text) ?? [];
  if (count) return new Date(now.getTime() - Number(count) * hours[unit as keyof typeof hours] * 3_600_000);
  if (/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text)) {
    const date = new Date(/T.*(Z|[+-]\d{2}:\d{2})$/.test(text) || !text.includes("T") ? text : `${text}Z`);
    if (!Number.isNaN(date.getTime())) return date;
  }
  throw new InvalidArgumentError(`use a form such as 12h, 7d, 2w, 2026-01-31 or 2026-01-31T09:00Z`);
}
