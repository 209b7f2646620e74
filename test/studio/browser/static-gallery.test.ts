import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, normalize } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeStaticGallery } from "../../../src/studio/write-static.js";
import { smallRun } from "../../interchange/small-run.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { expectNoTrouble, inBrowser, opened, PAGES } from "./browser.js";

const TYPES: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript", css: "text/css", json: "application/json", png: "image/png", webp: "image/webp" };

/** Any web server: here one that knows files and nothing else. */
const servers: ReturnType<typeof createServer>[] = [];
afterAll(() => servers.forEach((server) => server.close()));
async function hosted(root: string): Promise<string> {
  const server = createServer((request, response) => {
    const name = normalize(decodeURIComponent(new URL(request.url!, "http://host").pathname)).replace(/^\/some\/path\//, "") || "index.html";
    readFile(join(root, name)).then((bytes) => response.writeHead(200, { "content-type": TYPES[name.split(".").pop()!] ?? "text/plain" }).end(bytes), () => response.writeHead(404).end());
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/path/`;
}

inBrowser("a gallery without a server", () => {
  test("filters, shows samples with their labels, and offers nothing that it cannot do", async () => {
    const out = join(temporaryFolder(), "gallery");
    await writeStaticGallery({ folder: await smallRun({ count: 9 }), name: "vehicles", out, clientFolder: PAGES, cache: join(temporaryFolder(), "cache"), signal: new AbortController().signal, onProgress: () => {} });
    const page = await opened(await hosted(out));
    await page.locator(".count", { hasText: "9 samples" }).waitFor();
    await page.locator(".tile canvas").first().waitFor();
    await page.getByRole("checkbox", { name: "chair" }).check();
    await page.locator(".count", { hasText: "3 samples" }).waitFor();
    await page.locator(".tile").first().click();
    await page.getByRole("heading", { name: "chair" }).waitFor();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/samples\/\d+\?category=chair/);
    for (const name of ["3D shape", "Accept"]) expect(await page.getByRole("button", { name }).count()).toBe(0);
    for (const name of ["Review", "Recipe", "Shapes"]) expect(await page.getByRole("link", { name }).count()).toBe(0);
    await page.getByRole("link", { name: "Report" }).click();
    await page.locator(".figures", { hasText: "9 samples" }).waitFor();
    await page.getByRole("img", { name: /^Globe: 9 samples/ }).waitFor();
    expect(await page.getByRole("link", { name: "Compare runs" }).count()).toBe(0);
    await page.goBack();
    await expect.poll(() => page.evaluate(() => [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0))).toBe(true);
    expectNoTrouble(page);
  }, 60_000);
});
