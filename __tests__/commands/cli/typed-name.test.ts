import { PassThrough } from "node:stream";
import { isNameTyped } from "../../../src/commands/cli/typed-name";

let typed: PassThrough;

beforeEach(() => {
  typed = new PassThrough();
  jest.spyOn(process, "stdin", "get").mockReturnValue(typed as unknown as typeof process.stdin);
});

afterEach(() => {
  jest.restoreAllMocks();
});

async function ask(interruption?: AbortSignal): Promise<boolean> {
  return isNameTyped("dev", "Which? ", new PassThrough(), interruption);
}

test.each([
  ["dev\n", true],
  [" dev \n", true],
  ["prod\n", false],
  ["\n", false],
])("%j", async (line, agreed) => {
  const answer = ask();
  typed.write(line);
  expect(await answer).toBe(agreed);
});

test("an input that ends without an answer is no agreement", async () => {
  const answers = [ask(), ask(new AbortController().signal)];
  typed.end();
  expect(await Promise.all(answers)).toEqual([false, false]);
}, 5000);

test("an interruption is thrown, before the question and during it", async () => {
  const interruption = new AbortController();
  const during = ask(interruption.signal);
  interruption.abort(new Error("interrupted"));
  await expect(during).rejects.toThrow("interrupted");
  await expect(ask(interruption.signal)).rejects.toThrow("interrupted");
});
