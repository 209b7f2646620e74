import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { temporaryFolder } from "../../temporary-folder.js";
import { expectNoTrouble, expectToLookLike, inBrowser, opened, startedStudio } from "./browser.js";

const PROGRAM = [process.execPath, new URL("../../../dist/cli/main.js", import.meta.url).pathname];
/** What it takes on a machine that does other things, too. */
const LONG = 120_000;

async function workbench(options: { write?: boolean; colorScheme?: "light" | "dark"; viewport?: { width: number; height: number } } = {}): Promise<{ page: Page; folder: string }> {
  const { write = true, ...window } = options;
  const folder = temporaryFolder();
  mkdirSync(join(folder, "runs"));
  const { url } = await startedStudio([join(folder, "runs")], { folder, write, program: PROGRAM });
  const page = await opened(`${url}#/-/recipe`, window);
  page.setDefaultTimeout(60_000);
  return { page, folder };
}

const yaml = (page: Page) => page.getByRole("textbox", { name: "the recipe as YAML" });
const option = (page: Page, path: string) => page.locator(`[id="option-${path}"]`);
const shownSamples = (page: Page) => page.locator(".tile-of-preview:not(.waiting) img");

/** Nothing is pointed at, and the form is at its top. */
async function atRest(page: Page): Promise<void> {
  await page.mouse.move(640, 2);
  await page.locator(".form-column").evaluate((column) => column.scrollTo(0, 0));
}

/** The recipe as small pictures, so that tests are quick. */
async function small(page: Page): Promise<void> {
  await option(page, "camera.width").fill("96");
  await option(page, "camera.height").fill("96");
}

inBrowser("the recipe workbench", () => {
  test("a new recipe: count and shape changed in the form, started, samples arrive, gallery", async () => {
    const { page, folder } = await workbench();
    await page.getByText("✓ valid").waitFor();
    await option(page, "count").fill("6");
    await option(page, "shapes.0.builtin").getByRole("button", { name: "bicycle" }).click();
    await option(page, "shapes.0.builtin").getByRole("button", { name: "car", exact: true }).click();
    await small(page);
    expect(parse(await yaml(page).inputValue())).toMatchObject({ count: 6, shapes: [{ builtin: ["bicycle", "chair", "aeroplane"] }], camera: { width: 96, height: 96 } });
    expect(await yaml(page).inputValue()).toContain("count: 6                # raise it later");
    await expect.poll(() => shownSamples(page).count(), { timeout: 60_000 }).toBe(6);
    await expect.poll(() => page.locator(".tile-of-preview", { hasText: "bicycle" }).count(), { timeout: 60_000 }).toBe(2);
    await page.getByText(/^≈ \d/).first().waitFor();
    await atRest(page);
    await expectToLookLike(page, "recipe-new");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("region", { name: "job: making samples" }).waitFor();
    expect(page.url()).toContain("#/vehicles/recipe");
    await page.getByText("6 of 6 samples").waitFor();
    await page.locator(".job.done").waitFor();
    await expect.poll(() => page.locator(".job .newest img").count()).toBe(6);
    await page.getByRole("link", { name: "look at them" }).click();
    await page.getByRole("region", { name: "Samples" }).getByText("6 samples", { exact: true }).waitFor();
    await expect.poll(() => page.locator(".tile img").count()).toBe(6);
    expect(existsSync(join(folder, "runs/vehicles/shard-00000/00000005.json"))).toBe(true);
    // The run's page asks for its recipe before there is one.
    expectNoTrouble(page, /404/);
  }, LONG);

  test("text and form say the same, and what is wrong leads to its place", async () => {
    const { page } = await workbench();
    await yaml(page).fill("name: mine\ncount: 4 # few\nshapes:\n  - builtin: [car]\nviewpoints: { sphere: {} }\ncamera: { width: 64, height: 64 }\n");
    await expect.poll(() => option(page, "name").inputValue()).toBe("mine");
    await page.getByRole("combobox", { name: "viewpoints: kind" }).selectOption({ label: "preset" });
    await expect.poll(() => yaml(page).inputValue()).toContain("viewpoints:\n  preset: 3");
    await page.getByRole("button", { name: "undo" }).click();
    await expect.poll(() => yaml(page).inputValue()).toContain("sphere: {}");
    await expect.poll(() => shownSamples(page).count(), { timeout: 60_000 }).toBe(4);
    await yaml(page).fill("name: mine\ncount: 0\nshapes:\n  - builtin: [cart]\ncamera: { widht: 64 }\n");
    await page.getByText("3 problems").first().waitFor();
    await page.getByRole("button", { name: /unknown option camera\.widht/ }).waitFor();
    await page.getByRole("button", { name: /count must be/ }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("option-count");
    await page.locator(".text-line.shown", { hasText: "count: 0" }).waitFor();
    await atRest(page);
    await expectToLookLike(page, "recipe-problems");
    await yaml(page).fill("name: [");
    await page.getByText("The text cannot be read as YAML").waitFor();
    expectNoTrouble(page);
  }, LONG);

  test("options are found, whatever they belong to", async () => {
    const { page } = await workbench();
    await page.getByRole("searchbox", { name: "find an option" }).fill("canny low");
    await option(page, "controls.canny.low").fill("40");
    await expect.poll(() => yaml(page).inputValue()).toContain("controls:\n  canny:\n    low: 40");
    await page.getByRole("searchbox", { name: "find an option" }).fill("imitation hidden share");
    await page.getByRole("button", { name: "choose generator: imitation" }).first().click();
    await expect.poll(() => yaml(page).inputValue()).toContain("type: imitation");
    await option(page, "generator.hiddenShare").waitFor();
    await page.getByText("✓ valid").waitFor();
    expectNoTrouble(page);
  }, LONG);

  test("a sample is looked at closely while its thresholds change", async () => {
    const { page } = await workbench({ colorScheme: "dark" });
    await page.getByRole("button", { name: "look at sample 1 closely" }).click();
    await page.getByRole("combobox", { name: "show" }).selectOption("canny");
    const picture = page.getByRole("img", { name: "canny of sample 1: car" });
    await picture.waitFor();
    await page.locator(".single:not(.waiting)").waitFor();
    const before = await picture.getAttribute("src");
    await page.getByRole("searchbox", { name: "find an option" }).fill("canny high");
    await option(page, "controls.canny.high").fill("800");
    await expect.poll(() => picture.getAttribute("src"), { timeout: 60_000 }).not.toBe(before);
    await page.getByRole("searchbox", { name: "find an option" }).fill("");
    await page.locator(".single:not(.waiting)").waitFor();
    await page.getByText(/^≈ \d/).first().waitFor();
    await atRest(page);
    await expectToLookLike(page, "recipe-sample-dark");
    await page.getByRole("button", { name: "← all" }).click();
    await expect.poll(() => shownSamples(page).count(), { timeout: 60_000 }).toBe(8);
    expectNoTrouble(page);
  }, LONG);

  test("a run is paused, goes on, and is exported", async () => {
    const { page, folder } = await workbench();
    await option(page, "count").fill("60");
    await small(page);
    await page.getByText("✓ valid").waitFor();
    await page.getByRole("textbox", { name: "name of the run" }).fill("longer");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.locator(".job .newest img").first().waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.locator(".job.stopped").waitFor();
    const there = Number(await page.locator(".job .figures strong").textContent());
    expect(there).toBeLessThan(60);
    await page.locator(".job").getByRole("button", { name: "Go on" }).click();
    await page.locator(".job.done").waitFor();
    await page.getByText("60 of 60 samples").waitFor();
    await page.goto(`${page.url().split("#")[0]}#/longer`);
    await page.getByRole("button", { name: "Export …" }).click();
    await page.getByRole("dialog").getByRole("combobox", { name: "format" }).selectOption("imagefolder");
    await page.getByRole("dialog").getByRole("button", { name: "Export", exact: true }).click();
    await page.getByText("60 samples", { exact: true }).last().waitFor();
    await page.locator(".exported li", { hasText: "compared" }).first().waitFor();
    await expectToLookLike(page, "export-done");
    expect(JSON.parse(readFileSync(join(folder, "exports/longer-imagefolder/dst3d-export.json"), "utf8"))).toMatchObject({ format: "imagefolder" });
    expectNoTrouble(page, /404/);
  }, LONG);

  test("a studio that only reads previews, and starts nothing", async () => {
    const { page } = await workbench({ write: false, viewport: { width: 390, height: 844 } });
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByText("This studio only reads").waitFor();
    await expect.poll(() => shownSamples(page).count(), { timeout: 60_000 }).toBe(8);
    await expectToLookLike(page, "recipe-phone");
    expect(await page.getByRole("button", { name: "Start", exact: true }).count()).toBe(0);
    expectNoTrouble(page);
  }, LONG);
});
