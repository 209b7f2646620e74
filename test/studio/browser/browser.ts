/** A studio and a real browser before it. Needs the built pages (`npm test` builds them) and Chromium (CHROMIUM=PATH). */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, describe, expect } from "vitest";
import { decodeRgb } from "../../../src/codecs/image.js";
import { type RunningStudio, startStudio, type StudioOptions } from "../../../src/studio/start.js";
import { temporaryFolder } from "../../temporary-folder.js";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const GOLDEN = new URL("../../golden/studio/", import.meta.url).pathname;
export const PAGES = new URL("../../../dist/pages/", import.meta.url).pathname;
/** The built command, which jobs call. */
export const PROGRAM = new URL("../../../dist/cli/main.js", import.meta.url).pathname;

/** Tests in a browser, where there is one. */
export const inBrowser = describe.skipIf(!existsSync(EXECUTABLE));

let browser: Promise<Browser> | null = null;
const studios: RunningStudio[] = [];

afterAll(async () => {
  await (await browser)?.close();
  await Promise.all(studios.map((studio) => studio.close()));
});

/** Starts a studio over folders. */
export async function startedStudio(folders: readonly string[], options: Partial<StudioOptions> = {}): Promise<RunningStudio> {
  const studio = await startStudio({ folders, folder: temporaryFolder(), clientFolder: PAGES, cache: join(temporaryFolder(), "cache"), port: 0, ...options });
  studios.push(studio);
  return studio;
}

/** What went wrong on a page: none of it may in any test. */
const troubles = new WeakMap<Page, string[]>();

/** Opens an address in a window of its own. */
export async function opened(url: string, options: BrowserContextOptions = {}): Promise<Page> {
  browser ??= chromium.launch({ executablePath: EXECUTABLE, args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"] });
  const context = await (await browser).newContext({ viewport: { width: 1280, height: 720 }, colorScheme: "light", reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const seen: string[] = [];
  troubles.set(page, seen);
  page.on("pageerror", (error) => seen.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") seen.push(message.text());
  });
  const origin = new URL(url).origin;
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) seen.push(`asked another host: ${request.url()}`);
  });
  await page.goto(url);
  return page;
}

/** Nothing went wrong on the page. @param expected texts of errors that belong to the test */
export function expectNoTrouble(page: Page, expected: RegExp = /^$/): void {
  expect(troubles.get(page)!.filter((text) => !expected.test(text))).toEqual([]);
}

/** Side of the squares whose mean colours are compared: fonts are drawn a little differently on every machine. */
const SQUARE = 16;
const MOST_DIFFERENCE = 14;
const MOST_SQUARES = 0.02;

/** Compares with a picture that a person has looked at; DST3D_UPDATE_GOLDEN=1 writes it anew. */
export async function expectToLookLike(page: Page, name: string): Promise<void> {
  // Pictures and fonts are there, and nothing moves.
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  await page.waitForTimeout(150);
  const bytes = await page.screenshot();
  const file = join(GOLDEN, `${name}.png`);
  if (process.env["DST3D_UPDATE_GOLDEN"] === "1") {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, bytes);
    return;
  }
  const [now, golden] = await Promise.all([decodeRgb(new Uint8Array(bytes)), decodeRgb(new Uint8Array(readFileSync(file)))]);
  expect([now.width, now.height]).toEqual([golden.width, golden.height]);
  const [a, b] = [squares(now), squares(golden)];
  const different = a.filter((color, at) => color.some((value, channel) => Math.abs(value - b[at]![channel]!) > MOST_DIFFERENCE)).length;
  const share = different / a.length;
  if (share > MOST_SQUARES) {
    const changed = join(GOLDEN, `${name}-changed.png`);
    writeFileSync(changed, bytes);
    expect.fail(`${name} looks different in ${(100 * share).toFixed(1)} % of its squares; see ${changed}`);
  }
}

function squares({ width, height, data }: { width: number; height: number; data: Uint8Array }): number[][] {
  const columns = Math.ceil(width / SQUARE);
  const sums = Array.from({ length: columns * Math.ceil(height / SQUARE) }, () => [0, 0, 0, 0]);
  for (let at = 0; at < width * height; at++) {
    const sum = sums[Math.floor(Math.floor(at / width) / SQUARE) * columns + Math.floor((at % width) / SQUARE)]!;
    for (let channel = 0; channel < 3; channel++) sum[channel]! += data[at * 3 + channel]!;
    sum[3]!++;
  }
  return sums.map(([r, g, b, count]) => [r! / count!, g! / count!, b! / count!]);
}
