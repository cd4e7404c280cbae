import type { z } from "zod";
import type { PartialSettings } from "./partial-settings";
import type { Environment, environmentSchema } from "./environment";
import { fault, faultUnder } from "../options/faults";

/** Zones that new accounts can use, by region. In Tokyo, zone `b` is not available to them. */
const usualZones: Readonly<Record<string, readonly string[]>> = { "ap-northeast-1": ["a", "c", "d"] };

type ParsedEnvironment = PartialSettings<z.output<typeof environmentSchema>>;

/** Applies the defaults that depend on other settings: the region, and the Availability Zones that follow from it. */
export function resolve(
  draft: ParsedEnvironment,
  organizationRegion: string | undefined,
): PartialSettings<Environment> {
  const { region: ownRegion, network, ...others } = draft.values;
  const region = "region" in draft.values ? (ownRegion ?? organizationRegion) : undefined;
  const { availabilityZones: ownZones, ...otherFields } = network ?? {};
  const isLeftOut = network !== undefined && "availabilityZones" in network && ownZones === undefined;
  const zones = ownZones ?? (isLeftOut && region !== undefined ? usualZones[region] : undefined);
  const values: PartialSettings<Environment>["values"] = {
    ...others,
    ...(region === undefined ? {} : { region }),
    ...(network ? { network: { ...otherFields, ...(zones ? { availabilityZones: zones } : {}) } } : {}),
  };
  if (!isLeftOut || zones || region === undefined) return { ...draft, values };
  const missing = fault(["network", "availabilityZones"], undefined, `the letters of at least 2 zones of ${region}`);
  return { ...draft, values, faults: [...draft.faults, faultUnder(draft.label, missing)] };
}
