import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { judgedRun } from "../judged-run.js";
import { expectNoTrouble, expectToLookLike, inBrowser, opened, startedStudio } from "./browser.js";

inBrowser("reports in the browser", () => {
  /** What the table of numbers says of a part of a chart. */
  async function countOf(page: Page, part: Locator): Promise<number> {
    const href = (await part.evaluate((link) => link.getAttribute("href") ?? link.getAttribute("xlink:href")))!;
    return Number(await page.locator(`td a[href="${href}"]`).first().textContent());
  }

  test("a bar leads to its samples, and so does a part of the sphere", async () => {
    const { url } = await startedStudio([await judgedRun()]);
    const page = await opened(`${url}#/vehicles/report`);
    await page.getByRole("img", { name: /^Globe: / }).waitFor();
    await page.getByRole("img", { name: /^Histogram of elevation/ }).waitFor();
    await expectToLookLike(page, "report-light");
    const bar = page.getByRole("img", { name: /^Histogram of elevation/ }).locator("a").first();
    const count = await countOf(page, bar);
    await bar.click();
    await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/^#\/vehicles\/samples\?elevation=.*verdict=/);
    await page.locator(".count", { hasText: `${count} sample` }).waitFor();
    await page.goBack();
    await page.getByLabel("category", { exact: true }).selectOption("car");
    await page.locator(".figures", { hasText: "8 samples" }).waitFor();
    const part = page.getByRole("img", { name: /^Map: 8/ }).locator("a").first();
    const seen = await countOf(page, part);
    await part.click();
    await page.locator(".count", { hasText: `${seen} sample` }).waitFor();
    expect(await page.evaluate(() => location.hash)).toMatch(/category=car&azimuth=[\d.]+&elevation=/);
    expectNoTrouble(page);
  }, 60_000);

  test("every chart has its numbers as a table, which keys reach; the globe turns by key and by hand", async () => {
    const { url } = await startedStudio([await judgedRun()]);
    const page = await opened(`${url}#/vehicles/report`, { colorScheme: "dark", viewport: { width: 390, height: 800 } });
    await page.getByRole("img", { name: /^Histogram of elevation/ }).waitFor();
    const charts = await page.locator("figure.chart").count();
    expect(await page.locator("figure.chart details.numbers").count()).toBe(charts);
    const figure = page.getByRole("figure", { name: /^Elevation/ });
    await figure.getByText("numbers").focus();
    await page.keyboard.press("Enter");
    await figure.locator("td a").first().press("Enter");
    await page.locator(".count", { hasText: "sample" }).waitFor();
    await page.goBack();
    const drawn = () => page.getByRole("img", { name: /^Globe: / }).innerHTML();
    const before = await drawn();
    await page.getByRole("group", { name: /^Globe of viewpoints/ }).press("ArrowRight");
    await expect.poll(drawn).not.toBe(before);
    const turned = await drawn();
    const box = (await page.getByRole("img", { name: /^Globe: / }).boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(drawn).not.toBe(turned);
    // Turning is no click.
    expect(await page.evaluate(() => location.hash)).toBe("#/vehicles/report");
    expectNoTrouble(page);
  }, 60_000);

  test("says what verification found and how far that holds", async () => {
    const { url } = await startedStudio([await judgedRun()]);
    const page = await opened(`${url}#/vehicles/report/verification`);
    await page.getByText("Uncalibrated: there is no calibration").waitFor();
    await page.getByRole("img", { name: /^ROC curve/ }).waitFor();
    await page.getByRole("button", { name: /edgeRecall/ }).click();
    await page.locator("button[aria-pressed=true]", { hasText: "edgeRecall" }).waitFor();
    await expectToLookLike(page, "report-verification");
    await page.getByRole("region", { name: "Planted mistakes" }).locator("tbody th a", { hasText: "erased" }).click();
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("planted=erased");
    expectNoTrouble(page);
  }, 60_000);

  test("two runs beside each other", async () => {
    const { url } = await startedStudio([await judgedRun("first"), await judgedRun("second")]);
    const page = await opened(`${url}#/first/report/compare`);
    await page.getByRole("combobox").nth(1).selectOption("second");
    await page.getByText("all with the same label").waitFor();
    await expect.poll(() => page.locator(".pairs img").count()).toBe(16);
    await page.getByText("Both were made with the same options").waitFor();
    await page.getByRole("button", { name: "Compare all labels and pictures" }).click();
    await page.getByText("0 of 24 labels differ").waitFor();
    await page.getByLabel("further samples").click();
    await page.locator(".pairs a", { hasText: "15" }).nth(1).click();
    await expect.poll(() => page.evaluate(() => location.hash)).toBe("#/second/samples/15");
    expectNoTrouble(page);
  }, 60_000);
});
