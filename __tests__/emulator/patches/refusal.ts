import { type Emulator, startEmulator } from "../../../emulator/emulator";

/** What AWS says when it refuses a request. */
export interface Refusal {
  readonly code: string;
  readonly status: number | undefined;
  readonly message: string;
}

/** The refusal of a request, or undefined if it succeeds. */
export async function refusalOf(request: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await request;
    return undefined;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { code: name, status: $metadata?.httpStatusCode, message };
  }
}

/** An emulator for the tests of a file, available in each of them. */
export function emulatorOfFile(): () => Emulator {
  let emulator: Emulator | undefined;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator?.stop());
  return () => {
    if (!emulator) throw new Error("the emulator has not started");
    return emulator;
  };
}

/** A policy document with one statement that allows. */
export function policyOf(statement: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

/** ARN of a role that no test creates. */
export const nonexistentRole = "arn:aws:iam::123456789012:role/Nonexistent";
