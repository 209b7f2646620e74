/** What `dst3d doctor` looks at. */
import { statfs } from "node:fs/promises";
import { availableParallelism, freemem, totalmem } from "node:os";
import { VERSION } from "../core/version.js";
import { cacheFolder } from "../storage/cache-folder.js";
import { measureSavedGraphs } from "../nn/session/saved-graph.js";
import { diffusionFinding, thisMachine } from "./diffusion-finding.js";
import { formatBytes } from "../core/quantities.js";

/** One thing that was looked at. */
export interface Finding {
  name: string;
  /** `absent`: not there and not needed. */
  state: "good" | "absent" | "broken";
  detail: string;
  hint: string | null;
}

const OLDEST_NODE = [20, 19] as const;
const LEAST_FREE_BYTES = 500_000_000;

/** Parts that the first dataset does not need. */
const OPTIONAL_PARTS = [
  { name: "downloads", module: "@huggingface/hub", install: "npm install @huggingface/hub" },
  { name: "prompts by a language model", module: "ai", install: "npm install ai@6.0.326 @ai-sdk/openai-compatible@2.0.91" },
  { name: "queue workers", module: "bullmq", install: "npm install bullmq" },
  { name: "S3 storage", module: "@aws-sdk/client-s3", install: "npm install @aws-sdk/client-s3" },
  { name: "studio", module: "hono", install: "npm install hono @hono/node-server" },
] as const;

/** Parts that are installed with the package, by what they do. */
const REQUIRED_PARTS = [
  { name: "image files", module: "sharp" },
  { name: "recipes", module: "yaml" },
  { name: "glTF models", module: "@gltf-transform/core" },
  { name: "Draco meshes", module: "draco3dgltf" },
  { name: "meshopt meshes", module: "meshoptimizer" },
  { name: "FBX models", module: "three" },
  { name: "built-in shapes", module: "manifold-3d" },
] as const;

/**
 * Looks at this machine.
 * @param folder where datasets would be written
 */
export async function examine(folder: string): Promise<Finding[]> {
  return [
    { name: "dst3d", state: "good", detail: VERSION, hint: null },
    nodeFinding(process.versions.node),
    { name: "cores", state: "good", detail: `${availableParallelism()} (as many workers by default)`, hint: null },
    { name: "memory", state: "good", detail: `${formatBytes(freemem())} free of ${formatBytes(totalmem())}`, hint: null },
    await diskFinding(folder),
    ...(await Promise.all(REQUIRED_PARTS.map(({ name, module }) => partFinding(name, module, null)))),
    await diffusionFinding(thisMachine()),
    ...(await graphsFinding(cacheFolder("graphs", process.env))),
    ...(await Promise.all(OPTIONAL_PARTS.map(({ name, module, install }) => partFinding(name, module, install)))),
  ];
}

/** What the cache of optimised graphs takes; nothing where there is none. */
export async function graphsFinding(folder: string): Promise<Finding[]> {
  const { graphs, bytes } = await measureSavedGraphs(folder);
  return bytes === 0 ? [] : [{ name: "kept graphs", state: "good", detail: `${graphs} with ${formatBytes(bytes)} in ${folder} (may be deleted)`, hint: null }];
}

/** Whether a version of Node, such as "20.19.0", is new enough. */
export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const good = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const hint = good ? null : `Node ${OLDEST_NODE.join(".")} or newer is needed.`;
  return { name: "node", state: good ? "good" : "broken", detail: `${version} on ${process.platform} ${process.arch}`, hint };
}

/** Whether a module loads; `install` is how to add it where it is optional, null where it is needed. */
export async function partFinding(name: string, module: string, install: string | null): Promise<Finding> {
  try {
    const loaded: unknown = await import(module);
    return { name, state: "good", detail: `${module}${versionIn(loaded)}`, hint: null };
  } catch (error) {
    const absent = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
    if (absent && install !== null) return { name, state: "absent", detail: `${module} is not installed (optional)`, hint: `to add it: ${install}` };
    const reason = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    return { name, state: "broken", detail: absent ? `${module} is not installed` : `${module} does not load: ${reason}`, hint: install ?? "Install dst3d again, on this machine and with optional dependencies." };
  }
}

function versionIn(loaded: unknown): string {
  const main: unknown = typeof loaded === "object" && loaded !== null && "default" in loaded ? loaded.default : loaded;
  const versions: unknown = typeof main === "function" && "versions" in main ? main.versions : null;
  return typeof versions === "object" && versions !== null && "sharp" in versions ? ` ${String(versions.sharp)}` : "";
}

async function diskFinding(folder: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = Number(bavail) * Number(bsize);
    const tight = free < LEAST_FREE_BYTES;
    return { name: "disk", state: tight ? "broken" : "good", detail: `${formatBytes(free)} free in this folder`, hint: tight ? "Free some space, or work in another folder." : null };
  } catch (error) {
    return { name: "disk", state: "broken", detail: error instanceof Error ? error.message : String(error), hint: "Go to a folder that can be read." };
  }
}
