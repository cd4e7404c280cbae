import { setTimeout as sleep } from "node:timers/promises";

/** Whether a process is there; one that has ended and waits for its parent to notice is not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until something holds, and fails shortly before the test would for want of time. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 240_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`still not so: ${String(condition)}`);
    await sleep(20);
  }
}
