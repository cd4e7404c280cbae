import { cp, rm } from "node:fs/promises";
import path from "node:path";
import { actAs, actIn } from "../demo/accounts";
import { tellBootstrap, workplaceIn } from "../demo/story";
import { type Emulator, startEmulator } from "../emulator/emulator";
import { presupposedPrincipals } from "../emulator/principals/presupposed";
import { Principals } from "../emulator/principals/principals";
import type { Environment } from "../src/settings/environment";
import type { Settings } from "../src/settings/validate";

/** Creates in an emulator, which this process uses, what each run of the benchmarks starts with. */
export type Bootstrap = (emulator: Emulator) => Promise<void>;

/** Runs the bootstrap of the settings as their administrator. */
export function bootstrapOf(settings: Settings): Bootstrap {
  return async (emulator) => {
    const principals = new Principals(emulator, settings);
    await principals.create(presupposedPrincipals(settings));
    const [first] = settings.environments;
    if (first) await actAs("administrator", first, { settings, principals });
    await tellBootstrap(workplaceIn(emulator.folder), () => undefined);
  };
}

/** Accounts in an emulator that start each run with what the bootstrap left. */
export class BenchAccounts {
  private emulator: Emulator | undefined;
  private isBootstrapped = false;
  private readonly bootstrapped: string;
  private readonly data: string;

  /** @param folder where the data of the emulator is stored between the runs */
  constructor(
    folder: string,
    private readonly bootstrap: Bootstrap,
  ) {
    this.bootstrapped = path.join(folder, "bootstrapped");
    this.data = path.join(folder, "data");
  }

  /** Undoes all that happened since the bootstrap, and has this process act as the root user of an account. */
  async startAfresh(environment: Pick<Environment, "account" | "region">): Promise<void> {
    await this.stop();
    if (!this.isBootstrapped) {
      await this.start(this.bootstrapped, this.bootstrap);
      await this.stop();
      this.isBootstrapped = true;
    }
    await rm(this.data, { recursive: true, force: true });
    await cp(this.bootstrapped, this.data, { recursive: true });
    await this.start(this.data);
    actIn(environment);
  }

  async stop(): Promise<void> {
    await this.emulator?.stop();
    this.emulator = undefined;
  }

  private async start(dataFolder: string, work?: Bootstrap): Promise<void> {
    this.emulator = await startEmulator({ dataFolder });
    Object.assign(process.env, this.emulator.env);
    await work?.(this.emulator);
  }
}
