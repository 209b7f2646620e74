import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../temporary-folder.js";
import { expectNoTrouble, inBrowser, opened, PROGRAM, startedStudio } from "./browser.js";

inBrowser("someone who never saw the project", () => {
  test("makes a recipe, starts it, finds a wrong label, rejects it and exports, all in the browser", async () => {
    const folder = temporaryFolder();
    const { url } = await startedStudio([folder], { folder, write: true, program: [process.execPath, PROGRAM] });
    const page = await opened(url);

    await page.getByRole("link", { name: "Make the first one" }).click();
    await page.getByLabel("count", { exact: true }).fill("10");
    const text = page.locator("textarea");
    const written = await text.inputValue();
    expect(written).toMatch(/^count: 10\b/m);
    // Small pictures in the manner of a painter, some of them wrong on purpose.
    await text.fill(written.replace(/^camera:.*$/m, "camera: { width: 128, height: 128 }").replace(/^generator:.*$/m, "generator: { type: imitation }\nplant: { share: 0.4 }"));
    await page.getByLabel("name of the run").fill("first");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("10 of 10 samples").waitFor({ timeout: 60_000 });

    await page.getByRole("link", { name: "look at them" }).click();
    await page.locator(".count", { hasText: "10 samples" }).waitFor();
    await page.getByText("Planted mistake", { exact: true }).click();
    await page.locator("details", { hasText: "Planted mistake" }).getByRole("checkbox").first().check();
    await page.locator(".tile").first().click();
    const wrong = Number((await page.evaluate(() => location.hash)).match(/samples\/(\d+)/)![1]);
    await page.getByRole("button", { name: "Reject" }).click();
    await page.getByLabel("Verdict").getByText("rejected by a person").waitFor();

    await page.getByRole("link", { name: "← samples" }).click();
    await page.getByRole("button", { name: "Export …" }).click();
    await page.getByLabel(/all but/).check();
    await page.getByRole("dialog").getByRole("button", { name: "Export", exact: true }).click();
    await page.getByRole("dialog").getByText("left out 1: rejected").waitFor({ timeout: 60_000 });
    await page.getByRole("dialog").getByText(/surface points from their pixels: 1800 compared/).waitFor();

    const exported = JSON.parse(readFileSync(join(folder, "exports/first-coco/annotations/instances_train.json"), "utf8")) as { images: { file_name: string }[] };
    expect(exported.images).toHaveLength(9);
    expect(exported.images.some(({ file_name }) => file_name.includes(String(wrong).padStart(8, "0")))).toBe(false);
    // The run is asked for before its first sample is there.
    expectNoTrouble(page, /404/);
  }, 180_000);
});
