/**
 * The studio in a real browser: first paint of a run of 1,000 samples; a run of 100,000 records with 2,000 distinct
 * pictures: time to open it with and without its index, memory of the server, frames and long tasks while the gallery
 * is scrolled; size of the pages. Records beyond the 2,000 rendered ones are copies under other numbers.
 * Needs a build (`npm run build`) and Chromium (CHROMIUM=PATH, by default /usr/bin/chromium). Runs are kept in bench/out/studio.
 * Usage: node bench/run.mjs studio [records = 100000] [distinct = 2000]
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium, type Browser, type Page } from "playwright-core";
import { sampleId, shardName } from "../src/dataset/sample-id.js";
import type * as Library from "../src/index.js";
import { bytesOf } from "./common/process-memory.js";
import { conclude, median } from "./common/statistics.js";

const [count = 100_000, distinct = 2000] = process.argv.slice(2).map(Number);
const OUT = resolve("bench/out/studio");
const CACHE = join(OUT, "cache");
const SHARD = 1000;
const MOST = { firstPaintSeconds: 1, openSeconds: 3, serverBytes: 300e6, taskMilliseconds: 50, bundleBytes: 1.5e6 };
const LEAST_FRAMES = 50;
const SCROLL_SECONDS = 15;
/** Pixels of one turn of the wheel: one notch, and two. */
const STEPS = [120, 240];

async function rendered(samples: number): Promise<string> {
  const { generate, parseRecipe } = (await import(pathToFileURL(resolve("dist/index.js")).href)) as typeof Library;
  const out = join(OUT, `rendered-${samples}`);
  const recipe = parseRecipe({ name: "rendered", seed: 3, count: samples, shapes: [{ builtin: ["airplane", "bicycle", "boat", "bottle", "bus", "car", "chair", "motorcycle", "sofa", "table", "train", "tv"] }], camera: { width: 256, height: 256 }, environments: [{ builtin: ["sky", "studio", "interior"] }], outputs: ["image"] });
  await generate({ recipe, recipeFolder: OUT, out, workers: 2 });
  return out;
}

/** Copies of the rendered samples: pictures by hard links, records under their own numbers. */
function copied(source: string, samples: number): string {
  const root = join(OUT, `copied-${samples}`);
  if (existsSync(join(root, "done"))) return root;
  rmSync(root, { recursive: true, force: true });
  for (let index = 0; index < samples; index++) {
    const [id, of] = [sampleId(index), sampleId(index % distinct)];
    const shard = join(root, shardName(Math.floor(index / SHARD)));
    if (index % SHARD === 0) mkdirSync(shard, { recursive: true });
    const from = join(source, shardName(Math.floor((index % distinct) / SHARD)), of);
    writeFileSync(join(shard, `${id}.json`), readFileSync(`${from}.json`, "utf8").replaceAll(of, id).replace(/"index":\s*\d+/, `"index":${index}`));
    linkSync(`${from}.image.png`, join(shard, `${id}.image.png`));
  }
  writeFileSync(join(root, "done"), "");
  return root;
}

/** Starts the command as a person would and waits for its link. */
async function studio(run: string): Promise<{ url: string; child: ChildProcess; started: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, ["dist/cli/main.js", "studio", run, "--port", "0", "--json"], { env: { ...process.env, DST3D_CACHE: CACHE }, stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise<string>((found) => child.stdout!.on("data", (data: Buffer) => {
    const link = /"url":"([^"]+)"/.exec(String(data))?.[1];
    if (link !== undefined) found(link);
  }));
  return { url, child, started };
}

const shows = (page: Page, text: string) => page.waitForFunction((wanted) => document.querySelector(".count")?.textContent?.startsWith(wanted), text, { timeout: 600_000, polling: 20 });

/** Seconds until something of the page is seen, and until every picture in view is there. */
async function firstPaint(browser: Browser, url: string): Promise<{ paint: number; pictures: number }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.goto(url);
  await page.waitForFunction(() => {
    const images = [...document.querySelectorAll<HTMLImageElement>(".tile img")];
    return images.length > 5 && images.every(({ complete }) => complete);
  }, null, { polling: 10 });
  const times = await page.evaluate(() => ({ paint: performance.getEntriesByName("first-contentful-paint")[0]!.startTime, pictures: performance.now() }));
  await page.close();
  return { paint: times.paint / 1000, pictures: times.pictures / 1000 };
}

/** Frames per second and the longest task while the wheel turns for some seconds, by so many pixels at a time. */
async function scrolled(page: Page, step: number): Promise<{ frames: number; slowestTenth: number; longest: number; tiles: number; pixels: number }> {
  const top = (): Promise<number> => page.locator(".scroller").evaluate(({ scrollTop }) => scrollTop);
  const begin = await top();
  await page.evaluate(() => {
    const seen = { frames: [] as number[], tasks: [] as number[], tiles: new Set<string>() };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ["longtask"] });
    const step = (time: number): void => {
      if ((window as unknown as { seen: unknown }).seen !== seen) return; // the next measure has begun
      seen.frames.push(time);
      for (const tile of document.querySelectorAll<HTMLImageElement>(".tile img")) if (tile.complete) seen.tiles.add(tile.src);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  await page.mouse.move(800, 400);
  const end = performance.now() + SCROLL_SECONDS * 1000;
  while (performance.now() < end) {
    await page.mouse.wheel(0, step);
    await page.waitForTimeout(16);
  }
  const pixels = (await top()) - begin;
  return page.evaluate((pixels) => {
    const { frames, tasks, tiles } = (window as unknown as { seen: { frames: number[]; tasks: number[]; tiles: Set<string> } }).seen;
    const gaps = frames.slice(1).map((time, at) => time - frames[at]!).sort((a, b) => a - b);
    return { frames: (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0), slowestTenth: 1000 / gaps[Math.floor(gaps.length * 0.9)]!, longest: Math.max(0, ...tasks), tiles: tiles.size, pixels };
  }, pixels);
}

function bundle(): { first: number; all: number } {
  const files = readdirSync("dist/pages", { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => ({ name: entry.name, bytes: gzipSync(readFileSync(join(entry.parentPath, entry.name))).length }));
  return { first: files.filter(({ name }) => name.startsWith("index")).reduce((sum, { bytes }) => sum + bytes, 0), all: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

mkdirSync(OUT, { recursive: true });
const source = await rendered(distinct);
const large = copied(source, count);
const small = copied(source, 1000);
const browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
rmSync(CACHE, { recursive: true, force: true });

const first = await studio(small);
const paints = [];
for (let time = 0; time < 5; time++) paints.push(await firstPaint(browser, first.url));
first.child.kill("SIGINT");
const paint = median(paints.map((each) => each.paint));
const pictures = median(paints.map((each) => each.pictures));
console.log(`1,000 samples: first paint ${paint.toFixed(2)} s, all pictures in view ${pictures.toFixed(2)} s (median of 5)`);

async function opened(): Promise<{ seconds: number; page: Page; child: ChildProcess }> {
  const server = await studio(large);
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.goto(server.url);
  await shows(page, count.toLocaleString("en"));
  return { seconds: (performance.now() - server.started) / 1000, page, child: server.child };
}
const cold = await opened();
console.log(`${count} records without index: ${cold.seconds.toFixed(1)} s from the command to the whole gallery`);
await cold.page.close();
cold.child.kill("SIGINT");
const warm = await opened();
console.log(`${count} records with index: ${warm.seconds.toFixed(2)} s`);
const scrolls = [];
for (const step of STEPS) {
  const scroll = await scrolled(warm.page, step);
  scrolls.push({ step, ...scroll });
  console.log(`scrolled ${SCROLL_SECONDS} s by ${step} pixels at a time (${(scroll.pixels / SCROLL_SECONDS).toFixed(0)} a second), past ${scroll.tiles} pictures: ${scroll.frames.toFixed(1)} frames/s, slowest tenth ${scroll.slowestTenth.toFixed(0)}, longest task ${scroll.longest === 0 ? "under 50" : scroll.longest.toFixed(0)} ms`);
}
const memory = bytesOf(warm.child.pid!);
console.log(`server after that: ${(memory / 1e6).toFixed(0)} MB`);
await warm.page.screenshot({ path: join(OUT, "scrolled.png") });
warm.child.kill("SIGINT");
await browser.close();
const { first: firstBytes, all } = bundle();
console.log(`pages: ${(firstBytes / 1e3).toFixed(0)} kB compressed at first, ${(all / 1e3).toFixed(0)} kB with everything`);
conclude([
  { what: `first paint of 1,000 samples within ${MOST.firstPaintSeconds} s (${paint.toFixed(2)})`, holds: paint <= MOST.firstPaintSeconds },
  { what: `${count} records open within ${MOST.openSeconds} s (${warm.seconds.toFixed(2)})`, holds: warm.seconds <= MOST.openSeconds },
  ...scrolls.flatMap(({ step, frames, longest }) => [
    { what: `at least ${LEAST_FRAMES} frames/s, ${step} pixels at a time (${frames.toFixed(1)})`, holds: frames >= LEAST_FRAMES },
    { what: `no task over ${MOST.taskMilliseconds} ms, ${step} pixels at a time (${longest.toFixed(0)})`, holds: longest <= MOST.taskMilliseconds },
  ]),
  { what: `server within ${MOST.serverBytes / 1e6} MB (${(memory / 1e6).toFixed(0)})`, holds: memory <= MOST.serverBytes },
  { what: `pages within ${MOST.bundleBytes / 1e6} MB (${(all / 1e6).toFixed(2)})`, holds: all <= MOST.bundleBytes },
]);
