/** One value per availability zone, by the zone's letter. */
export type ByZone<Value> = Readonly<Record<string, Value>>;

/** Maps the value of each zone. */
export function mapZones<From, To>(values: ByZone<From>, make: (value: From, zone: string) => To): ByZone<To> {
  return Object.fromEntries(Object.entries(values).map(([zone, value]) => [zone, make(value, zone)]));
}
