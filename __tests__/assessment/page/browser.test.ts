import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { draw } from "../../../assessment/drawing/draw";
import { page as htmlOf } from "../../../assessment/page/page";
import { environments, organization } from "../../support/example";
import { exampleAssessment } from "../support/example-assessment";
import { exampleChanges } from "../support/example-changes";
import { manyEnvironments } from "../support/many-environments";
import { synthesized } from "../support/synthesized";

const executablePath = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((file): file is string => file !== undefined && existsSync(file));

if (executablePath === undefined)
  console.warn("The page is not opened in a browser: install Chromium, or set CHROMIUM_PATH to its program.");

/** Where screenshots are kept: they are removed with the test's folder unless this names another. */
const kept = process.env.SCREENSHOTS;
const views = ["summary", "controls", "access", "inventory", "environments", "architecture", "changes", "checkov"];
const describeInBrowser = executablePath === undefined ? describe.skip : describe;

const opinion = {
  version: "3.2.0",
  agreements: 12,
  differences: [
    {
      kind: "no-rule" as const,
      check: "CKV_AWS_18",
      title: "Access logging of buckets",
      rules: [],
      resources: ["bootstrap/aws_s3_bucket.state_prod"],
      passed: 3,
      explanation: "CloudTrail records each request",
    },
  ],
};
const comparison = { against: "main", changes: exampleChanges };

/** How long the browser may take for one step, in milliseconds: longer than Playwright's 30 s, for a busy machine. */
const patience = 240_000;

let browser: Browser;
let folder: string;

beforeAll(async () => {
  if (executablePath === undefined) return;
  folder = mkdtempSync(path.join(tmpdir(), "page-test-"));
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"], timeout: patience });
});

afterAll(async () => {
  if (executablePath === undefined) return;
  await browser.close();
  rmSync(folder, { recursive: true });
});

interface Opened {
  readonly page: Page;

  /** Errors of the console and of scripts, and requests other than for the page itself. */
  readonly faults: readonly string[];
}

async function open(file: string, colorScheme: "light" | "dark", width: number): Promise<Opened> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "log") faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== url && !request.url().startsWith("data:")) faults.push(request.url());
  });
  await page.goto(url);
  return { page, faults };
}

/** Follows a link to a view. The browser shows it after the click: the event of a new address is asynchronous. */
async function follow(page: Page, link: Locator, view: string): Promise<void> {
  await link.click();
  await page.locator(`nav a[href="#${view}"][aria-current]`).waitFor();
}

async function openView(page: Page, view: string): Promise<void> {
  await follow(page, page.locator(`nav a[href="#${view}"]`), view);
}

/** Barriers that axe-core finds in all views, with some of the evidence opened. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(require.resolve("axe-core/axe.min.js"), "utf8"));
  await page.evaluate(() => {
    document.querySelectorAll<HTMLElement>(".view").forEach((view) => {
      view.hidden = false;
    });
    for (const details of [".controls details", "figure details"])
      document.querySelector(details)?.setAttribute("open", "");
  });
  const { violations: found } = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
  return found.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 200))
        .join(" | ")}`,
  );
}

const screens = [
  ["light", 1440],
  ["dark", 1440],
  ["light", 400],
  ["dark", 400],
] as const;

describeInBrowser.each([
  ["three stacks", environments, screens],
  // The same elements more often, which take axe-core three times as long.
  ["twelve environments", manyEnvironments(12), screens.slice(0, 1)],
] as const)("the page of %s in a browser", (title, settings, judgedScreens) => {
  let file: string;

  beforeAll(async () => {
    const project = synthesized(organization, settings);
    file = path.join(folder, `${title.replaceAll(" ", "-")}.html`);
    writeFileSync(file, htmlOf(exampleAssessment(project), await draw(project), { comparison, opinion }));
  });

  test.each(screens)("shows each view without a fault or a request, %s at %d pixels", async (scheme, width) => {
    const { page, faults } = await open(file, scheme, width);
    for (const view of views) {
      await openView(page, view);
      expect(await page.locator(".view:visible").evaluateAll((all) => all.map(({ id }) => id))).toEqual([view]);
      expect(await page.locator("nav [aria-current]").getAttribute("href")).toBe(`#${view}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const shot = path.join(kept ?? folder, `${path.basename(file, ".html")}-${view}-${scheme}-${width}.png`);
      await page.screenshot({ path: shot, fullPage: kept !== undefined });
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test.each(judgedScreens)("has no barrier, %s at %d pixels", async (scheme, width) => {
    const { page } = await open(file, scheme, width);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  test("filters controls, and counts those that are left", async () => {
    const { page } = await open(file, "light", 1440);
    await openView(page, "controls");
    const status = page.locator('[data-count="controls"]');
    expect(await status.textContent()).toBe("80 of 80 shown");
    await page.selectOption('[data-filters="controls"] [name="framework"]', "cis-eks");
    await page.selectOption('[data-filters="controls"] [name="outcome"]', "fails");
    expect(await status.textContent()).toBe("5 of 80 shown");
    await page.fill('[data-filters="controls"] [name="text"]', "kms_key");
    expect(await status.textContent()).toBe("1 of 80 shown");
    expect(await page.locator('[data-entry="controls"]:visible').count()).toBe(1);
    await page.context().close();
  });

  test("leads from a finding to the resource in the inventory, and from a number to its controls", async () => {
    const { page } = await open(file, "light", 1440);
    await follow(page, page.locator('td[data-outcome="fails"][data-framework="reference"] a'), "controls");
    expect(await page.locator('[data-count="controls"]').textContent()).toBe("5 of 80 shown");
    await page.locator('[data-entry="controls"]:visible summary').first().click();
    await follow(page, page.locator(".findings a:visible").first(), "inventory");
    expect(await page.locator("#inventory").isVisible()).toBe(true);
    expect(await page.locator("a:target").isVisible()).toBe(true);
    await page.context().close();
  });

  test("shows one environment at a time on the screen, and all of them in print", async () => {
    const { page } = await open(file, "light", 1440);
    await openView(page, "architecture");
    const panels = page.locator('[data-panel="architecture"]:visible');
    expect(await panels.count()).toBe(1);
    const last = settings.at(-1)?.name ?? "";
    await page.selectOption('[data-picker="architecture"] select', last);
    expect(await panels.evaluateAll((all) => all.map(({ id }) => id))).toEqual([`architecture/${last}`]);
    await page.emulateMedia({ media: "print" });
    expect(await panels.count()).toBe(settings.length);
    expect(await page.locator(".view:visible").count()).toBe(views.length);
    await page.context().close();
  });

  test("shows everything where scripts do not run, and no filter that would not work", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    expect(await page.locator(".view:visible").count()).toBe(views.length);
    expect(await page.locator("form:visible").count()).toBe(0);
    await context.close();
  });
});
