import type { EnvironmentSettings } from "../../../src/settings/environment";
import { live } from "./live";

export { organization } from "./organization";

export const environments: readonly EnvironmentSettings[] = [live];
