import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { publishOnce } from "../../emulator/publish-once";

let folder: string;
let published: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "publish-once-"));
  published = path.join(folder, "tool-1");
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const building = (content: string) => async (unpublished: string) => {
  await writeFile(path.join(unpublished, "tool"), content);
};

const tool = () => readFile(path.join(published, "tool"), "utf8");

async function leftOver(name: string, ageInHours: number): Promise<void> {
  const time = Date.now() / 1000 - ageInHours * 3600;
  await mkdir(path.join(folder, name));
  await utimes(path.join(folder, name), time, time);
}

describe("publishOnce", () => {
  test("builds what is not there, and takes what is", async () => {
    await publishOnce(published, building("first"));
    await publishOnce(published, building("second"));
    expect(await tool()).toBe("first");
  });

  test("never publishes an incomplete folder", async () => {
    const seen: string[][] = [];
    await publishOnce(published, async (unpublished) => {
      await building("whole")(unpublished);
      seen.push((await readdir(folder)).filter((name) => name === "tool-1"));
    });
    expect(seen).toEqual([[]]);
    expect(await tool()).toBe("whole");
  });

  test("publishes one folder when several are built at once, and removes the others", async () => {
    await Promise.all(
      ["a", "b", "c"].map((content) =>
        publishOnce(published, async (unpublished) => {
          await sleep(20);
          await building(content)(unpublished);
        }),
      ),
    );
    expect(["a", "b", "c"]).toContain(await tool());
    expect(await readdir(folder)).toHaveLength(2);
  });

  test("removes the folder of a build that fails, and lets the next one try", async () => {
    await expect(publishOnce(published, () => Promise.reject(new Error("no network")))).rejects.toThrow("no network");
    expect(await readdir(folder)).toEqual([]);
    await publishOnce(published, building("later"));
    expect(await tool()).toBe("later");
  });

  test("removes what a killed build left an hour ago, not what another is building now or what has another name", async () => {
    await leftOver("tool-1-killed", 2);
    await leftOver("tool-1-busy", 0.5);
    await leftOver("tool-2-other", 2);
    await publishOnce(published, building("whole"));
    expect(await readdir(folder)).toEqual(expect.arrayContaining(["tool-1-busy", "tool-2-other"]));
    expect(await readdir(folder)).not.toContain("tool-1-killed");
  });
});
