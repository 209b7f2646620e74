/** One cache for two programs: huggingface_hub (pip install huggingface_hub) finds what this one has fetched, and the other way round. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { openModelHub } from "../../src/hub/model-hub.js";
import { planModelPull } from "../../src/hub/pull-model.js";
import { resolveModel } from "../../src/hub/resolve-model.js";
import { CONTROLNET, modelHub } from "../hub/fake-models.js";
import { temporaryFolder } from "../temporary-folder.js";

const PYTHON = process.env["PYTHON"] ?? "python3";
const CANNY = "lllyasviel/control_v11p_sd15_canny";

const FILES = "['README.md', '*.json', '*.fp16.safetensors']";

async function setUp() {
  const [hub, cache] = [await modelHub(), temporaryFolder()];
  const environment = { ...process.env, HF_ENDPOINT: hub.url, HF_HUB_CACHE: cache, HF_HOME: cache, HF_HUB_DISABLE_XET: "1", HF_HUB_DISABLE_TELEMETRY: "1", HF_TOKEN: "", HF_HUB_OFFLINE: "" };
  const python = async (code: string): Promise<string> => (await promisify(execFile)(PYTHON, ["-c", `import huggingface_hub as hub\n${code}`], { env: environment })).stdout.trim();
  const plan = async () => {
    const signal = new AbortController().signal;
    return planModelPull({ parts: [{ role: "controlnet", reference: CANNY }], hub: await openModelHub({ signal, hubUrl: hub.url, token: null }), cacheFolder: cache, folder: cache, precision: null, signal });
  };
  return { hub, environment, python, plan };
}

it("huggingface_hub finds what dst3d has fetched", async () => {
  const { python, plan } = await setUp();
  const pull = await plan();
  await pull.fetch();
  expect(await python(`print(hub.snapshot_download('${CANNY}', local_files_only=True, allow_patterns=${FILES}))`)).toBe(pull.parts[0]!.folder);
  expect(await python(`print(hub.scan_cache_dir().warnings, [(repo.repo_id, repo.size_on_disk, repo.refs.keys()) for repo in hub.scan_cache_dir().repos])`)).toBe(`[] [('${CANNY}', ${pull.bytes}, dict_keys(['main']))]`);
});

it("dst3d takes what huggingface_hub has fetched", async () => {
  const { hub, environment, python, plan } = await setUp();
  const folder = await python(`print(hub.snapshot_download('${CANNY}', allow_patterns=${FILES}))`);
  const found = await resolveModel([{ role: "controlnet", reference: CANNY }], { environment });
  expect([found.folder, found.parts[0]!.commit, found.parts[0]!.licence]).toEqual([folder, CONTROLNET.commit, "openrail"]);
  const pull = await plan();
  hub.requests.length = 0;
  expect([pull.bytesToFetch, await pull.fetch(), hub.requests]).toEqual([0, 0, []]);
});
