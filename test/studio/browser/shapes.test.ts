import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../temporary-folder.js";
import { expectNoTrouble, expectToLookLike, inBrowser, opened, startedStudio } from "./browser.js";

/** A wedge that faces +X of its file: low there, high behind; up is +Y. */
const WEDGE = `v -1 0 -0.5\nv 1 0 -0.5\nv 1 0 0.5\nv -1 0 0.5\nv -1 0.9 -0.5\nv 0.9 0.25 -0.5\nv 0.9 0.25 0.5\nv -1 0.9 0.5
f 1 2 3 4\nf 8 7 6 5\nf 1 5 6 2\nf 4 3 7 8\nf 2 6 7 3\nf 1 4 8 5\n`;
const TOWER = "v -1 0 -1\nv 1 0 -1\nv 1 0 1\nv -1 0 1\nv 0 3 0\nf 1 2 3 4\nf 1 5 2\nf 2 5 3\nf 3 5 4\nf 4 5 1\n";
const MANIFEST = '[\n  {"id": "tower", "category": "tower", "file": "tower.obj", "front": null, "note": ["kept", {"front": 1}]},\n  {"id": "wedge", "file": "wedge.obj",   "category": "car", "up": "+Y", "front": "+Z", "licence": "CC0-1.0"}\n]\n';

/** A folder with models, one of which has a wrong front. */
function folderOfModels(manifest: string | null = MANIFEST): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "models"));
  mkdirSync(join(folder, "runs"));
  for (const [name, content] of Object.entries({ "wedge.obj": WEDGE, "tower.obj": TOWER, ...(manifest === null ? {} : { "manifest.json": manifest }) })) writeFileSync(join(folder, "models", name), content);
  return folder;
}

const manifestOf = (folder: string): string => readFileSync(join(folder, "models/manifest.json"), "utf8");

/** Moves the pointer over a side of the box. @param x, y of the view, 0..1 */
async function pointAt(page: Page, x: number, y: number, face: string): Promise<void> {
  const box = (await page.locator(".view3d canvas").boundingBox())!;
  await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
  await page.mouse.move(box.x + box.width * x + 1, box.y + box.height * y);
  await page.getByText(`now the ${face}: click if`).waitFor();
}

inBrowser("shapes in the browser", () => {
  test("a wrong front is seen, its right one clicked and saved, and the manifest says it", async () => {
    const folder = folderOfModels();
    const { url } = await startedStudio([join(folder, "runs")], { folder, write: true });
    const page = await opened(`${url}#/-/shapes`);
    await page.getByRole("link", { name: /models 2 shapes/ }).click();
    await page.getByText("2 shapes, 1 without a known front").waitFor();
    await expect.poll(() => page.locator(".tile img").count()).toBe(2);
    await expectToLookLike(page, "shapes-grid");
    await page.getByRole("listitem").filter({ hasText: "wedge" }).click();
    await page.locator(".view3d canvas").waitFor();
    await page.getByText("Enter goes on to the next.").waitFor();
    await pointAt(page, 0.62, 0.6, "left");
    await expectToLookLike(page, "shape-side-hovered");
    await page.mouse.down();
    await page.mouse.up();
    await page.getByText("+X was +Z").waitFor();
    await page.mouse.move(5, 300);
    await page.getByRole("button", { name: /^save/ }).click();
    await page.getByText("Runs made before keep the old front").waitFor();
    expect(manifestOf(folder)).toBe(MANIFEST.replace('"+Z"', '"+X"'));
    await expect.poll(() => page.getByText("was +Z").count()).toBe(0);
    await expectToLookLike(page, "shape-front-saved");
    await page.getByRole("link", { name: "← models" }).click();
    await expect.poll(() => page.locator(".tile img").count()).toBe(2);
    expectNoTrouble(page);
  }, 90_000);

  test("by keys alone, dark and on a phone; what is not saved stays, what another has written is not overwritten", async () => {
    const folder = folderOfModels();
    const { url } = await startedStudio([join(folder, "runs")], { folder, write: true });
    const page = await opened(`${url}#/-/shapes/folder%3Amodels?shape=tower`, { colorScheme: "dark", viewport: { width: 390, height: 800 } });
    await page.getByText("Enter goes on to the next.").waitFor();
    await page.keyboard.press("3");
    await page.getByText("+X was unknown").waitFor();
    await page.keyboard.press("u");
    await page.keyboard.press("6");
    await page.getByText("-Y was +Y").waitFor();
    await page.keyboard.press("z");
    await page.getByText("Enter goes on to the next.").waitFor();
    await page.keyboard.press("f");
    await page.keyboard.press("4");
    await page.getByText("-X was unknown").waitFor();
    await page.keyboard.press("ArrowRight");
    await page.getByText("2 of 2").waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.getByText("-X was unknown").waitFor();
    await page.locator(".view3d canvas").waitFor();
    await expectToLookLike(page, "shape-dark-phone");
    writeFileSync(join(folder, "models/manifest.json"), MANIFEST.replace("kept", "written by another"));
    await page.keyboard.press("s");
    await page.getByText("has changed since it was shown; nothing was written").waitFor();
    expect(manifestOf(folder)).toContain("written by another");
    await page.reload();
    await page.getByText("Enter goes on to the next.").waitFor();
    await page.keyboard.press("4");
    await page.getByText("Not saved yet").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("2 of 2").waitFor();
    expect(JSON.parse(manifestOf(folder))).toMatchObject([{ id: "tower", up: "+Y", front: "-X", note: ["written by another", { front: 1 }] }, { id: "wedge", front: "+Z" }]);
    expectNoTrouble(page, /409/);
  }, 90_000);

  test("without --write one only looks; a model that cannot be loaded says why", async () => {
    const folder = folderOfModels(null);
    writeFileSync(join(folder, "models/broken.glb"), "no model");
    const { url } = await startedStudio([join(folder, "runs")], { folder });
    const page = await opened(`${url}#/-/shapes/folder%3Amodels`);
    await page.getByText(/broken\.glb is named \.glb, but its content looks like/).waitFor();
    await page.getByRole("listitem").filter({ hasText: "tower" }).click();
    await page.getByText("start the studio with --write").waitFor();
    expect(await page.getByRole("button", { name: /^save/ }).count()).toBe(0);
    expectNoTrouble(page, /400/);
  }, 90_000);
});
