import { createHash } from "node:crypto";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { writeScores } from "../../../src/verify/score-file.js";
import { smallRun } from "../../interchange/small-run.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { expectNoTrouble, expectToLookLike, inBrowser, opened, startedStudio } from "./browser.js";

let made: string;

inBrowser("a run in the browser", () => {
  beforeAll(async () => {
    made = await smallRun({ count: 24, seed: 7, camera: { width: 160, height: 160 }, viewpoints: { sphere: { elevationDegrees: [5, 40] } }, outputs: ["image", "render", "depth"], generator: { type: "imitation" } });
  }, 120_000);

  function copy(name = "vehicles"): string {
    const root = join(temporaryFolder(), name);
    cpSync(made, root, { recursive: true });
    return root;
  }
  const image = (root: string, id: number): string => join(root, "shard-00000", `${String(id).padStart(8, "0")}.image.png`);
  const sha256Of = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");
  const ids = (page: Page) => page.locator(".tile .caption span:first-child").allInnerTexts();
  const count = (page: Page, text: string) => page.locator(".count", { hasText: text }).waitFor();

  /** Labels are there on every tile, which come a few at a time. */
  const labelled = (page: Page) => expect.poll(() => page.locator(".tile:not(:has(canvas))").count()).toBe(0);

  test("the gallery shows what is looked for, and its address keeps it", async () => {
    const { url } = await startedStudio([copy()]);
    const page = await opened(url);
    await count(page, "24 samples");
    await labelled(page);
    await expectToLookLike(page, "gallery-light");
    await page.getByRole("checkbox", { name: "car" }).check();
    await count(page, "8 samples");
    await page.getByLabel("sort").selectOption("azimuth");
    await page.getByRole("button", { name: /rising/ }).click();
    await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/category=car.*sort=-azimuth/);
    const sorted = await page.evaluate(async () => ((await (await fetch("api/runs/vehicles/samples?category=car&sort=-azimuth")).json()) as { rows: { id: number }[] }).rows.map(({ id }) => String(id)));
    await expect.poll(() => ids(page)).toEqual(sorted);
    await page.getByLabel("Prompt contains").fill("no such words");
    await page.getByText("No sample is like that").waitFor();
    const again = await opened(`${url.split("/?")[0]}/?token=${url.split("token=")[1]}#/vehicles/samples?category=car&sort=-azimuth`);
    await count(again, "8 samples");
    await expect.poll(() => ids(again)).toEqual(sorted);
    expectNoTrouble(page);
  }, 60_000);

  test("dark, and on a phone", async () => {
    const { url } = await startedStudio([copy()]);
    const page = await opened(url, { colorScheme: "dark", viewport: { width: 390, height: 800 } });
    await count(page, "24 samples");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("checkbox", { name: "chair" }).check();
    await page.getByRole("button", { name: "close" }).click();
    await count(page, "8 samples");
    await labelled(page);
    await expectToLookLike(page, "gallery-dark-phone");
    expectNoTrouble(page);
  }, 60_000);

  test("overlays are switched by button and key, on every picture", async () => {
    const { url } = await startedStudio([copy()]);
    const page = await opened(url);
    await page.locator(".tile canvas").first().waitFor();
    const drawn = () => page.locator(".tile canvas").first().evaluate((canvas: HTMLCanvasElement) => canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height).data.reduce((sum, value) => sum + value, 0));
    const box = await drawn();
    expect(box).toBeGreaterThan(0);
    await page.keyboard.press("3");
    await expect.poll(drawn).toBeGreaterThan(box);
    for (const name of ["Axes", "Amodal", "2D boxes", "Keypoints"]) await page.getByRole("button", { name, exact: true }).click();
    await page.getByLabel("show").selectOption("depth");
    await labelled(page);
    await expectToLookLike(page, "overlays-on-depth");
    for (const key of ["1", "2", "3", "4", "5", "6"]) await page.keyboard.press(key);
    await expect.poll(() => page.locator(".tile canvas").count()).toBe(0);
    expectNoTrouble(page);
  }, 60_000);

  test("the keyboard goes all the way: through the grid, into a sample, on, decide, back", async () => {
    const root = copy();
    const { url } = await startedStudio([root], { write: true });
    const page = await opened(url);
    await count(page, "24 samples");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("r");
    await page.locator(".tile.active .verdict.rejected.decided").waitFor();
    await page.keyboard.press("Enter");
    const verdict = page.getByLabel("Verdict");
    await verdict.getByText("rejected by a person").waitFor();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.evaluate(() => location.hash)).toBe("#/vehicles/samples/3");
    await page.locator(".stage .bar strong", { hasText: "3" }).waitFor();
    await page.keyboard.press("a");
    await verdict.getByText("accepted by a person").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".tile .verdict.accepted.decided").waitFor();
    expect(readFileSync(join(root, "verify/overrides.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as unknown)).toMatchObject([{ id: "00000002", verdict: "rejected", imageSha256: sha256Of(image(root, 2)) }, { id: "00000003", verdict: "accepted" }]);
    expectNoTrouble(page);
  }, 60_000);

  test("a sample: pictures wiped over each other, its numbers, and the command that makes it again", async () => {
    const root = copy();
    await writeScores(root, [{ id: "00000000", imageSha256: sha256Of(image(root, 0)), signals: { edgeRecall: 0.41, imageSharpness: 0.9 }, score: 0.21, verdict: "rejected", reasons: ["edges of the render are missing"] }]);
    const { url } = await startedStudio([root]);
    const page = await opened(`${url}#/vehicles/samples/0`);
    await page.getByText("edges of the render are missing").waitFor();
    await page.getByLabel("wipe", { exact: true }).fill("50");
    await expectToLookLike(page, "sample-light");
    await page.getByText(`dst3d replay ${root} 0 --passes all`).waitFor();
    await page.getByText("The whole record").click();
    await page.getByText('"schemaVersion": 1').waitFor();
    expect(await page.getByRole("button", { name: "Accept" }).count()).toBe(0);
    expectNoTrouble(page);
  }, 60_000);

  test("the shape in 3D lies on the image, turns away, and comes back", async () => {
    const { url } = await startedStudio([copy()]);
    const page = await opened(`${url}#/vehicles/samples/1`);
    await page.getByRole("button", { name: "3D shape" }).click();
    const canvas = page.locator(".layers canvas:not(.labels)");
    await canvas.waitFor();
    await page.getByLabel("opacity").fill("1");
    await expect.poll(() => coveredByMesh(page)).toBeGreaterThan(500);
    const home = await coveredByMesh(page);
    expect(await agreementWithMask(page, made, 1)).toBeGreaterThan(0.97);
    const box = (await canvas.boundingBox())!;
    await page.mouse.move(box.x + 200, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 320, box.y + 220, { steps: 5 });
    await page.mouse.up();
    await page.getByRole("button", { name: "back to the sample's camera" }).click();
    await expect.poll(() => coveredByMesh(page)).toBe(home);
    await expectToLookLike(page, "sample-shape");
    expectNoTrouble(page);
  }, 90_000);

  test("an exported image that is dropped on the page finds its sample; another one is told so", async () => {
    const root = copy();
    const { url } = await startedStudio([root]);
    const page = await opened(url);
    await count(page, "24 samples");
    const drop = (bytes: Uint8Array) => page.evaluate((data) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(data)], "exported.png", { type: "image/png" }));
      dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, cancelable: true }));
    }, [...bytes]);
    await drop(new Uint8Array(readFileSync(image(root, 17))));
    await expect.poll(() => page.evaluate(() => location.hash)).toBe("#/vehicles/samples/17");
    await drop(new Uint8Array([1, 2, 3]));
    await page.getByText("no sample of this run has this image").waitFor();
    expectNoTrouble(page, /404/);
  }, 60_000);

  test("a run that is being written grows on the page; what is broken is told", async () => {
    const root = copy();
    const later = readFileSync(join(root, "shard-00000/00000023.json"));
    rmSync(join(root, "shard-00000/00000023.json"));
    writeFileSync(join(root, "shard-00000/00000022.json"), "{ broken");
    rmSync(image(root, 0));
    const { url } = await startedStudio([root]);
    const page = await opened(url);
    await count(page, "22 samples");
    await page.getByText("1 thing cannot be shown").click();
    await page.getByText("is not JSON").waitFor();
    await page.locator(".missing", { hasText: "no image" }).waitFor();
    writeFileSync(join(root, "shard-00000/00000023.json"), later);
    await count(page, "23 samples");
    expectNoTrouble(page, /404/);
  }, 60_000);

  test("a folder of runs, and a wrong link", async () => {
    const folder = temporaryFolder();
    for (const name of ["first", "second"]) cpSync(made, join(folder, name), { recursive: true });
    const { url } = await startedStudio([folder]);
    const page = await opened(url);
    await page.getByRole("link", { name: /second/ }).getByText("24 samples").waitFor();
    await expectToLookLike(page, "runs");
    await page.getByRole("link", { name: /second/ }).click();
    await count(page, "24 samples");
    await page.getByLabel("Run", { exact: true }).selectOption("first");
    await expect.poll(() => page.evaluate(() => location.hash)).toBe("#/first/samples");
    expectNoTrouble(page);
    const stranger = await opened(url.replace(/token=.*/, "token=guessed"));
    await stranger.getByText("the link's token is wrong").waitFor();
  }, 60_000);
});


/** Pixels of the 3D canvas that the mesh covers. */
function coveredByMesh(page: Page): Promise<number> {
  return page.locator(".layers canvas:not(.labels)").evaluate((canvas: HTMLCanvasElement) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext("2d")!;
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    let count = 0;
    for (let at = 3; at < data.length; at += 4) if (data[at]! > 127) count++;
    return count;
  });
}

/** Intersection over union of the drawn mesh and the record's amodal mask. */
async function agreementWithMask(page: Page, root: string, index: number): Promise<number> {
  const { decodeMask } = await import("../../../src/codecs/rle.js");
  const record = JSON.parse(readFileSync(join(root, "shard-00000", `${String(index).padStart(8, "0")}.json`), "utf8")) as { camera: { width: number; height: number }; objects: { maskVisible: { size: [number, number]; counts: string } }[] };
  const mask = decodeMask(record.objects[0]!.maskVisible);
  const { width, height } = record.camera;
  const mesh = await page.locator(".layers canvas:not(.labels)").evaluate((canvas: HTMLCanvasElement, [columns, rows]) => {
    const copy = new OffscreenCanvas(columns, rows);
    const context = copy.getContext("2d")!;
    context.imageSmoothingQuality = "high";
    context.drawImage(canvas, 0, 0, columns, rows);
    return [...context.getImageData(0, 0, columns, rows).data].filter((_, at) => at % 4 === 3);
  }, [width, height] as const);
  let [both, either] = [0, 0];
  mask.forEach((value, at) => {
    const drawn = mesh[at]! > 127;
    if (drawn && value === 1) both++;
    if (drawn || value === 1) either++;
  });
  return both / either;
}
