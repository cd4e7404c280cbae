import type { EnvironmentSettings } from "../../../src/settings/environment";
import { dev } from "./dev";
import { prod } from "./prod";

export { acceptedControls } from "./accepted-controls";
export { organization } from "./organization";
export { dev, prod };

/** The settings that tests use, with the values of the reference: `environments/` belongs to the operator. */
export const environments: readonly [EnvironmentSettings, EnvironmentSettings] = [dev, prod];
