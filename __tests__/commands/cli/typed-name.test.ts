import { PassThrough } from "node:stream";
import { askForApproval } from "../../../src/commands/cli/typed-name";

let typed: PassThrough;

beforeEach(() => {
  typed = new PassThrough();
  jest.spyOn(process, "stdin", "get").mockReturnValue(typed as unknown as typeof process.stdin);
});

afterEach(() => {
  jest.restoreAllMocks();
});

async function ask(interruption?: AbortSignal): Promise<void> {
  return askForApproval("dev", "Apply this plan", new PassThrough(), interruption);
}

function messageOf(error: unknown): string {
  return (error as Error).message;
}

test.each([
  ["dev\n", "approved"],
  [" dev \n", "approved"],
  ["prod\n", "not approved"],
  ["\n", "not approved"],
])("%j is %s", async (line, expected) => {
  const answer = ask().then(() => "approved", messageOf);
  typed.write(line);
  expect(await answer).toBe(expected);
});

test("an input that ends without an answer does not approve", async () => {
  const answers = [ask().catch(messageOf), ask(new AbortController().signal).catch(messageOf)];
  typed.end();
  expect(await Promise.all(answers)).toEqual(["not approved", "not approved"]);
}, 5000);

test("an interruption is thrown, before the question and during it", async () => {
  const interruption = new AbortController();
  const during = ask(interruption.signal);
  interruption.abort(new Error("interrupted"));
  await expect(during).rejects.toThrow("interrupted");
  await expect(ask(interruption.signal)).rejects.toThrow("interrupted");
});
