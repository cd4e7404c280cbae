/**
 * Retention periods in days that CloudWatch Logs supports.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const logRetentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Refuses a retention at synth that CloudWatch Logs would refuse at apply.
 *
 * @param prop name of the prop with the days
 * @throws when CloudWatch Logs does not support the number of days
 */
export function checkLogRetention(prop: string, days: number): void {
  if (!logRetentionDays.includes(days)) {
    throw new Error(`${prop} must be one of ${logRetentionDays.join(", ")}, got ${days}`);
  }
}
