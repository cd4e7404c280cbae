import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateBucketCommand, HeadBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { execa } from "execa";
import { type Emulator, startEmulator } from "../../emulator/emulator";
import { isAlive, until } from "./processes";

const running: Emulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.stop()));
});

async function start(options?: Parameters<typeof startEmulator>[0]): Promise<Emulator> {
  const emulator = await startEmulator(options);
  running.push(emulator);
  return emulator;
}

function s3({ endpoint, env }: Emulator): S3Client {
  const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID ?? "", secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "" };
  return new S3Client({ endpoint, credentials, region: env.AWS_REGION ?? "", forcePathStyle: true });
}

async function bucketsOf(emulator: Emulator): Promise<(string | undefined)[]> {
  const { Buckets = [] } = await s3(emulator).send(new ListBucketsCommand({}));
  return Buckets.map(({ Name }) => Name);
}

describe("startEmulator", () => {
  test("gives two runs at once an emulator each", async () => {
    const [first, second] = await Promise.all([start(), start()]);
    await s3(first).send(new CreateBucketCommand({ Bucket: "of-the-first" }));
    expect(first.port).not.toBe(second.port);
    expect(await bucketsOf(first)).toEqual(["of-the-first"]);
    expect(await bucketsOf(second)).toEqual([]);
  });

  test("listens on loopback and logs the requests it gets", async () => {
    const emulator = await start();
    await bucketsOf(emulator);
    expect(new URL(emulator.endpoint).hostname).toBe("127.0.0.1");
    expect(await readFile(emulator.logFile, "utf8")).toMatch(/Running on http:\/\/127\.0\.0\.1:[^]*200 GET \//);
  });

  test("leaves neither process nor folder when it is stopped, also when that is said twice", async () => {
    const emulator = await start();
    await emulator.stop();
    await emulator.stop();
    expect(isAlive(emulator.pid)).toBe(false);
    expect(existsSync(emulator.folder)).toBe(false);
  });

  test("leaves the log where that is asked for", async () => {
    const emulator = await start();
    await emulator.stop({ keepLog: true });
    expect(await readFile(emulator.logFile, "utf8")).toContain("shutting down");
    await rm(emulator.folder, { recursive: true });
  });

  test("holds what was created over a stop, in a data folder", async () => {
    const dataFolder = await mkdtemp(path.join(tmpdir(), "emulator-data-"));
    try {
      const first = await start({ dataFolder });
      await s3(first).send(new CreateBucketCommand({ Bucket: "kept" }));
      await first.stop();
      const second = await start({ dataFolder, port: first.port });
      await s3(second).send(new HeadBucketCommand({ Bucket: "kept" }));
      await second.stop();
      expect(second.endpoint).toBe(first.endpoint);
    } finally {
      await rm(dataFolder, { recursive: true });
    }
  });

  test("fails with the log's end when its port is taken, and leaves nothing behind", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await expect(startEmulator({ port })).rejects.toThrow(/did not start:[^]*Address already in use/);
    server.close();
  });

  test("speaks for the account and region that it is given", async () => {
    const { env } = await start({ accountId: "210987654321", region: "eu-west-1" });
    expect(env).toMatchObject({ AWS_ACCESS_KEY_ID: "210987654321", AWS_REGION: "eu-west-1", AWS_MAX_ATTEMPTS: "3" });
  });
});

describe("an emulator whose program ends", () => {
  interface Started {
    readonly pid: number;
    readonly folder: string;
    readonly endpoint: string;
  }

  function run(...args: string[]) {
    const script = path.join(__dirname, "start-emulator.ts");
    return execa(process.execPath, ["--require", "./src/start.cjs", script, ...args], { reject: false });
  }

  async function started(program: ReturnType<typeof run>): Promise<Started> {
    const [line] = await Promise.race([once(program.stdout, "data"), program.then(({ stderr }) => [stderr])]);
    return JSON.parse(String(line)) as Started;
  }

  async function isGone({ pid, folder }: Started): Promise<void> {
    await until(() => !isAlive(pid) && !existsSync(folder));
  }

  test.each(["return", "throw"])("ends when the program does by %s", async (ending) => {
    const program = run(ending);
    await isGone(await started(program));
    expect((await program).exitCode).toBe(ending === "throw" ? 1 : 0);
  });

  test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("ends when the program does by %s", async (signal) => {
    const program = run("wait");
    const emulator = await started(program);
    program.kill(signal);
    await isGone(emulator);
  });

  test("goes on when it is kept, until its stop command", async () => {
    const program = run("return", "keep");
    const emulator = await started(program);
    await program;
    try {
      expect((await fetch(`${emulator.endpoint}/_ministack/health`)).ok).toBe(true);
    } finally {
      process.kill(emulator.pid);
    }
    await isGone(emulator);
  });
});
