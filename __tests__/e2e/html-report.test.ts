import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Browser, chromium, type Page } from "playwright-core";
import { fleetPage } from "../../src/report/html/fleet-page.ts";
import { fleetMember, fleetOf } from "../support/fleets.ts";
import { type ColourPair, contrastScript, structureScript } from "./support/page-checks.ts";

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

const unfoldScript = 'document.querySelectorAll("details").forEach((one) => { one.open = true; })';

/** Ends when the keyboard has moved what it is in; scrolling takes some frames. */
const scrolledScript = `new Promise((done) => {
  const look = () => document.activeElement.scrollLeft > 0 ? done(true) : requestAnimationFrame(look);
  look();
})`;

const foldedHeights = `[...document.querySelectorAll("details:not([open]) table.sides")]
  .map((one) => one.checkVisibility({ contentVisibilityAuto: true }) ? one.getBoundingClientRect().height : 0)`;

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

  const open = async (width: number, colorScheme: "light" | "dark", unfolded = false) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.goto(pathToFileURL(file).href);
    if (unfolded) await page.evaluate(unfoldScript);
  };

  test.each([
    [360, "light"],
    [768, "dark"],
    [1440, "light"],
    [2560, "dark"],
  ] as const)("fits a window of %i pixels in %s colours", async (width, colours) => {
    await open(width, colours, true);
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

  test.each([
    [1440, "light"],
    [1440, "dark"],
    [360, "dark"],
  ] as const)(
    "can be read at %i pixels in %s colours: no text is too pale",
    async (width, colours) => {
      await open(width, colours, true);
      const pairs = await page.evaluate<ColourPair[]>(contrastScript);
      expect(pairs.length).toBeGreaterThan(8);
      expect(pairs.filter(({ ratio, wanted }) => ratio < wanted)).toEqual([]);
    },
  );

  test("can be read by a screen reader and used with the keyboard, with nothing that moves", async () => {
    await open(360, "light", true);
    expect(await page.evaluate<string[]>(structureScript)).toEqual([]);
    expect(await page.getByRole("table").count()).toBeGreaterThanOrEqual(5);
    expect(await page.getByRole("navigation").getByRole("link").count()).toBeGreaterThanOrEqual(4);
    await page.keyboard.press("Tab");
    const focus = await page.evaluate<string>(
      "(({ tagName, textContent }, { outlineStyle, outlineWidth }) => [tagName, textContent, outlineStyle, outlineWidth].join())(document.activeElement, getComputedStyle(document.activeElement))",
    );
    expect(focus).toBe("A,Overview,solid,2px");
    await page.getByRole("region", { name: "Practices" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.evaluate(scrolledScript);
  });

  test("is printed with what is folded, in light colours, without what only a screen needs", async () => {
    await open(1440, "dark");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const seen = await page.evaluate<Seen>(look);
    expect([seen.ground, seen.text]).toEqual(["rgb(255, 255, 255)", "rgb(31, 35, 40)"]);
    expect(await page.getByRole("navigation").isVisible()).toBe(false);
    const heights = await page.evaluate<number[]>(foldedHeights);
    expect(heights.length).toBeGreaterThanOrEqual(4);
    expect(heights).not.toContain(0);
    await page.emulateMedia({ media: "screen" });
  });

  test("leads from the heat map to the Dockerfile", async () => {
    await open(1440, "light");
    await page.getByRole("link", { name: "examples/node/Dockerfile", exact: true }).click();
    expect(page.url()).toContain("#f-examples_2Fnode_2FDockerfile");
    expect(await page.locator("#f-examples_2Fnode_2FDockerfile h3").isVisible()).toBe(true);
  });

  test.each([
    [360, "dark"],
    [1440, "light"],
  ] as const)(
    "the page of an organization holds to the same at %i pixels in %s colours",
    async (width, colours) => {
      const members = ["web", "a-name-as-long-as-those-that-platform-teams-give-to-services"].map(
        (name, index) => fleetMember(`octo-org/${name}`, index + 1, { problems: ["`x` is 2 MB"] }),
      );
      const fleet = fleetOf(members, { unfinished: ["octo-org/lost"], notes: ["A job failed."] });
      const frame = { docsUrl: "https://example.com", serverUrl: "https://github.com" };
      const other = join(directory, "fleet.html");
      writeFileSync(other, fleetPage(fleet, { ...frame, subject: "octo-org" }));
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: colours });
      await page.goto(pathToFileURL(other).href);
      expect((await page.evaluate<Seen>(look)).overflow).toBeLessThanOrEqual(0);
      expect(await page.evaluate<string[]>(structureScript)).toEqual([]);
      const pairs = await page.evaluate<ColourPair[]>(contrastScript);
      expect(pairs.filter(({ ratio, wanted }) => ratio < wanted)).toEqual([]);
    },
  );
});
