/**
 * The README's picture of accepted and rejected images, from a verified run of planted images.
 * Usage: node bench/run.mjs verdict-picture RUN [FILE = docs/pictures/verdicts.png]
 */
import { writeFileSync } from "node:fs";
import { encodePng } from "../src/codecs/image.js";
import { openDataset } from "../src/dataset/open-dataset.js";
import { readSamples } from "../src/verify/read-samples.js";
import { judgedSamplesOf } from "../src/verify/report/judged-samples.js";
import { verdictSheet } from "../src/verify/report/sheets.js";
import { readScores } from "../src/verify/score-file.js";

const [run, file = "docs/pictures/verdicts.png"] = process.argv.slice(2);
const judged = judgedSamplesOf(await readSamples(await openDataset(run!)), (await readScores(run!))!, { isPlanted: true });
writeFileSync(file, await encodePng(await verdictSheet(judged, { columns: 6, rows: 2, tileWidth: 200, title: "dst3d verify", subtitle: "of images that imitate a painter, a quarter of them wrong on purpose" }), { compressionLevel: 9, rowFilters: true }));
