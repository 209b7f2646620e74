/**
 * Every alias of `dst3d models` against the hub itself: the repositories are there and open, have what a model needs, the
 * licence and about the size that the table says. Needs the network. Usage: node bench/run.mjs model-aliases
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MODEL_ALIASES, partsOfAlias } from "../src/hub/model-aliases.js";
import { openModelHub } from "../src/hub/model-hub.js";
import { planModelPull } from "../src/hub/pull-model.js";
import { hubSettings } from "../src/hub/settings.js";
import { conclude } from "./common/statistics.js";

const { hubUrl, token } = await hubSettings(process.env);
const signal = AbortSignal.timeout(600_000);
const hub = await openModelHub({ signal, hubUrl, token });
const cacheFolder = mkdtempSync(join(tmpdir(), "dst3d-aliases-"));

async function verdict([name, alias]: [string, (typeof MODEL_ALIASES)[string]]): Promise<{ what: string; holds: boolean }> {
  try {
    const { parts, bytes } = await planModelPull({ parts: partsOfAlias(alias), hub, cacheFolder, folder: cacheFolder, precision: "fp16", signal });
    const licences = alias.licence.split(", ");
    const other = parts.filter(({ licence, gated }) => gated || licence === null || !licences.includes(licence));
    const holds = other.length === 0 && Math.abs(bytes / alias.approximateBytes - 1) < 0.1;
    return { what: `${name}: ${(bytes / 1e9).toFixed(2)} GB of ${(alias.approximateBytes / 1e9).toFixed(2)}${other.map(({ repository, licence }) => `; ${repository} has the licence ${licence}`).join("")}`, holds };
  } catch (error) {
    return { what: `${name}: ${error instanceof Error ? error.message : String(error)}`, holds: false };
  }
}

try {
  conclude(await Promise.all(Object.entries(MODEL_ALIASES).map(verdict)));
} finally {
  rmSync(cacheFolder, { recursive: true });
}
