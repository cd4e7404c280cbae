import {
  Interrupted,
  type Interruption,
  listenForInterruption,
  withoutEnding,
} from "../../../src/commands/cli/interruption";

let told: string[];
let exit: jest.SpyInstance;
let interruption: Interruption;
let now: number;

beforeEach(() => {
  told = [];
  now = 1000;
  jest.spyOn(performance, "now").mockImplementation(() => now);
  exit = jest.spyOn(process, "exit").mockReturnValue(undefined as never);
  interruption = listenForInterruption({ nextStep: "again", leaves: "the lock remains" }, (line) => told.push(line));
});

afterEach(() => {
  interruption.ignore();
  jest.restoreAllMocks();
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s aborts with the interruption as the reason", (name) => {
  process.emit(name, name);
  expect(interruption.signal.reason).toBeInstanceOf(Interrupted);
  expect(interruption.signal.reason).toMatchObject({ message: `interrupted by ${name}`, nextStep: "again" });
  expect(told).toEqual([`${name}: the command ends; a second signal ends it at once`]);
});

test("a second signal, of any kind, ends the process at once and says what remains", () => {
  process.emit("SIGINT", "SIGINT");
  now += 500;
  process.emit("SIGTERM", "SIGTERM");
  expect(exit).toHaveBeenCalledWith(143);
  expect(told[1]).toBe("ended at once by a second signal, SIGTERM; the lock remains");
});

test("the signal that npm forwards after that of the terminal is not a second one", () => {
  process.emit("SIGINT", "SIGINT");
  now += 499;
  process.emit("SIGINT", "SIGINT");
  expect(exit).not.toHaveBeenCalled();
  expect(told).toHaveLength(1);
});

test("a second signal has no effect during work that must not be cut short, and says why", async () => {
  await withoutEnding("Terraform is at work", async () => {
    process.emit("SIGINT", "SIGINT");
    for (const name of ["SIGINT", "SIGHUP"] as const) {
      now += 1000;
      process.emit(name, name);
    }
    return Promise.resolve();
  });
  expect(exit).not.toHaveBeenCalled();
  expect(told).toEqual([
    "SIGINT: Terraform is at work",
    "SIGINT has no effect: Terraform is at work",
    "SIGHUP has no effect: Terraform is at work",
  ]);
  now += 1000;
  process.emit("SIGINT", "SIGINT");
  expect(exit).toHaveBeenCalledWith(130);
});

test("afterwards, signals have their default effect", () => {
  interruption.ignore();
  expect(process.listenerCount("SIGHUP")).toBe(0);
});
