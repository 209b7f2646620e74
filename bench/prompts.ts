/**
 * Prompts from a server on this machine that answers at once: 1,000 within 2 s, from the loading of the packages to the
 * file; and a table of captions as large as the original's. Usage: node bench/run.mjs prompts
 */
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preparePrompts } from "../src/pipeline/prepare-prompts.js";
import { parseRecipe } from "../src/recipe/read.js";
import { goodAnswers, languageServer } from "../test/prompts/language-server.js";
import { conclude, printTable } from "./common/statistics.js";

const CATEGORIES = ["car", "chair", "aeroplane", "boat"];
const ROWS = 1_000_000;

const folder = mkdtempSync(join(tmpdir(), "dst3d-prompts-"));
const server = await languageServer(goodAnswers());
const prepare = async (prompts: object) => {
  const recipe = parseRecipe({ name: "prompts", count: 1, shapes: [{ builtin: CATEGORIES }], prompts });
  const start = performance.now();
  const prepared = await preparePrompts(recipe, { folder, signal: new AbortController().signal, apiKey: null });
  return { prepared, seconds: (performance.now() - start) / 1000 };
};

const { prepared, seconds } = await prepare({ type: "llm", baseUrl: server.baseUrl, model: "mock", perCategory: 1000 / CATEGORIES.length, parallel: 4, pool: "llm.jsonl" });
const written = prepared.categories.reduce((sum, { prompts }) => sum + prompts, 0);
const { list, template } = prepared.diversity!;
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
printTable([
  ["", "prompts", "distinct-2", "scene", "weather", "time"],
  ...([["mock server's phrases", list], ["templates", template]] as const).map(([name, of]) => [name, of.captions, of.distinct2, percent(of.scene.share), percent(of.weather.share), percent(of.time.share)]),
]);

const csv = createWriteStream(join(folder, "captions.csv"));
csv.write("synset,caption\n");
const classes = ["n02958343", "n03001627", "n02691156", "n02858304", "n01440764"];
for (let row = 0; row < ROWS; row++) {
  if (!csv.write(`${classes[row % 5]},"A photo of a ${["car", "chair", "airplane", "boat", "fish"][row % 5]} number ${row} on a ""quiet"" shore, with pebbles and driftwood all around it, in the haze of a late summer evening."\n`)) await once(csv, "drain");
}
csv.end();
await once(csv, "finish");
const table = await prepare({ type: "captions", file: "captions.csv", pool: "captions.jsonl" });
const taken = table.prepared.categories.reduce((sum, { prompts }) => sum + prompts, 0);
console.log(`${taken} captions out of ${ROWS} rows (${(statSync(join(folder, "captions.csv")).size / 1e6).toFixed(0)} MB): ${table.seconds.toFixed(2)} s, ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB at most`);

await server.close();
rmSync(folder, { recursive: true });
conclude([
  { what: `${written} prompts by a mock server in ≤ 2 s (${seconds.toFixed(2)} s, ${server.asked.length} questions)`, holds: written === 1000 && seconds <= 2 },
  { what: `captions taken from the whole table (${taken})`, holds: taken === 500 * CATEGORIES.length },
]);
