import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Browser, chromium, type Page } from "playwright-core";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A browser of this machine: Chromium or Chrome on the path. */
function findBrowser(): string | null {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const directories = (process.env.PATH ?? "").split(delimiter);
  const found = directories.flatMap((directory) => names.map((name) => join(directory, name)));
  return found.find((path) => existsSync(path)) ?? null;
}

/** What is measured in the page. */
interface Seen {
  readonly overflow: number;
  readonly ground: string;
  readonly text: string;
  readonly articles: number;
  readonly findings: number;
}

const look = `({
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  ground: getComputedStyle(document.body).backgroundColor,
  text: getComputedStyle(document.body).color,
  articles: document.querySelectorAll("article").length,
  findings: document.querySelectorAll("tr.found").length,
})`;

const executablePath = findBrowser();
if (executablePath === null) {
  process.stderr.write(
    "The HTML report is not looked at in a browser: no Chromium or Chrome is on the path.\n",
  );
}

(executablePath === null ? describe.skip : describe)("the audit's page in a browser", () => {
  const directory = mkdtempSync(join(tmpdir(), "dockerfile-review-page-"));
  const file = join(directory, "report.html");
  const requests: string[] = [];
  const errors: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const args = [join(root, "dist/cli.js"), "audit", join(root, "examples"), "--html", file];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox"],
    });
    page = await browser.newPage();
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
  });

  afterAll(async () => {
    await browser.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const open = async (width: number, colorScheme: "light" | "dark") => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.goto(pathToFileURL(file).href);
  };

  test.each([
    [1400, "light"],
    [1400, "dark"],
    [360, "light"],
  ] as const)("fits a window of %i pixels in %s colours", async (width, colours) => {
    await open(width, colours);
    const seen = await page.evaluate<Seen>(look);
    expect(seen.overflow).toBeLessThanOrEqual(0);
    expect(seen.articles).toBeGreaterThanOrEqual(8);
    expect(seen.findings).toBeGreaterThan(20);
    const isDark = (colour: string) => Number(/\d+/.exec(colour)?.[0]) < 128;
    expect([isDark(seen.ground), isDark(seen.text)]).toEqual([
      colours === "dark",
      colours === "light",
    ]);
  });

  test("asks the network for nothing and complains of nothing", () => {
    expect(requests.every((url) => url.startsWith("file:"))).toBe(true);
    expect(errors).toEqual([]);
  });

  test("can be read by a screen reader: every drawing has words, every heading its rank", async () => {
    await open(1400, "light");
    const unnamed = await page.evaluate<number>(
      "[...document.querySelectorAll('svg:not([aria-hidden])')].filter((one) => !one.getAttribute('aria-label')).length",
    );
    expect(unnamed).toBe(0);
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    expect(await page.getByRole("table").count()).toBeGreaterThanOrEqual(5);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
  });

  test("leads from the heat map to the Dockerfile", async () => {
    await open(1400, "light");
    await page.getByRole("link", { name: "examples/node/Dockerfile", exact: true }).click();
    expect(page.url()).toContain("#f-examples_2Fnode_2FDockerfile");
    expect(await page.locator("#f-examples_2Fnode_2FDockerfile h3").isVisible()).toBe(true);
  });
});
