/** Where and when the prices were read. Like docs/costs.md, whose table a test compares with them. */
export const priceList = { region: "ap-northeast-1", date: "June 2025", hoursPerMonth: 730 } as const;

/**
 * List prices in US dollars, of what is billed by the hour or the month whether or not it is used.
 *
 * @see https://calculator.aws
 */
export const prices = {
  controlPlane: { perHour: 0.1 },
  natGateway: { perHour: 0.062 },
  publicAddress: { perHour: 0.005 },
  interfaceEndpoint: { perHour: 0.014 },
  key: { perMonth: 1 },
} as const;

/** On-demand prices of instances per hour, by type. */
export const instancePrices: ReadonlyMap<string, number> = new Map([
  ["m6i.large", 0.124],
  ["t3.large", 0.109],
]);
