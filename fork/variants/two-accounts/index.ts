import type { EnvironmentSettings } from "../../../src/settings/environment";
import { dev } from "./dev";
import { prod } from "./prod";
import { staging } from "./staging";

export { organization } from "./organization";

export const environments: readonly EnvironmentSettings[] = [dev, staging, prod];
