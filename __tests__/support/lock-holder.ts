// Run by a test as a separate program: holds the lock of dev's state until it is interrupted.
import { npmScript, runCommand } from "../../src/commands/cli/command-line";
import { stateClient } from "../../src/commands/remote-state/backend";
import { declaredState } from "../../src/commands/remote-state/declared-state";
import { withStateLock } from "../../src/commands/remote-state/hold-lock";
import { validateSettings } from "../../src/settings/validate";
import { environments, organization } from "./example";

const command = npmScript("lock-holder", "Holds the lock of dev's state.").action(async () => {
  const { backend } = declaredState(validateSettings(organization, environments), "dev");
  const purpose = { stack: "dev", operation: "state-restore", info: "a test" };
  const alive = setInterval(() => undefined, 1000);
  try {
    await withStateLock(stateClient(backend), backend, purpose, async (interrupted) => untilAborted(interrupted));
  } finally {
    clearInterval(alive);
  }
});

async function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });
}

void runCommand(command);
