/** `dst3d models pull`: shows what a model consists of, its licences and its size; with --yes fetches it. */
import { DatasetError } from "../core/errors.js";
import { formatBytes } from "../core/quantities.js";
import { MODEL_ALIASES, partsOf, type ModelPart } from "../hub/model-aliases.js";
import type { Precision } from "../hub/needed-files.js";
import type { PulledPart } from "../hub/pull-model.js";
import { hubSettings, type HubSettings } from "../hub/settings.js";
import { emit, say, type Invocation } from "./command.js";
import { INTERRUPTED } from "./interrupt.js";
import { count } from "./progress.js";
import { formatColumns, shownPath, styled } from "./terminal.js";
import { shellWord } from "../core/shell-word.js";
import { transferProgress } from "./transfer-progress.js";

/** Flags of the command that count here. */
export interface PullModelFlags {
  base: string | null;
  controlnet: string | null;
  lora: string | null;
  vae: string | null;
  precision: string | null;
  offline: boolean;
  check: boolean;
  yes: boolean;
}

type Call = Pick<Invocation, "terminal" | "json" | "signal" | "library">;

const listed = (text: string | null): string[] => text?.split(",").map((word) => word.trim()).filter((word) => word !== "") ?? [];

/** What flags add to a name; at least one part. */
export function partsAskedFor(name: string | null, flags: Pick<PullModelFlags, "base" | "controlnet" | "lora" | "vae">): string | readonly ModelPart[] {
  const added: readonly ModelPart[] = (["base", "controlnet", "lora", "vae"] as const).flatMap((role) => listed(flags[role]).map((reference) => ({ role, reference })));
  if (name === null && added.length === 0) {
    throw new DatasetError("E_OPTION", "models needs to know which model", { hint: `An alias (${Object.keys(MODEL_ALIASES).slice(1, 4).join(", ")}, …), OWNER/NAME, or --base, --controlnet, --lora, --vae with one.`, subject: "NAME" });
  }
  return name !== null && added.length === 0 ? name : [...(name === null ? [] : partsOf(name)), ...added];
}

/** @returns the exit code */
export async function pullModels(call: Call, flags: PullModelFlags, name: string | null, environment: NodeJS.ProcessEnv = process.env): Promise<number> {
  const { terminal, signal, library } = call;
  const settings = await hubSettings(environment);
  const asked = partsAskedFor(name, flags);
  if (flags.offline || settings.offline) {
    const { folder, parts } = await library.resolveModel(asked, { offline: true, folder: terminal.folder, environment });
    emit(call, { type: "model", name, folder, state: "complete" });
    say(call, `${count(parts.length, "part")}, all there already; offline: nothing is fetched`);
    return 0;
  }
  const parts = typeof asked === "string" ? partsOf(asked) : asked;
  await knownName(call, asked, environment);
  const pull = await library.planModelPull({ parts, cacheFolder: settings.cacheFolder, folder: terminal.folder, precision: precisionOf(flags.precision), signal, check: flags.check }, { hubUrl: settings.hubUrl, token: settings.token });
  for (const { files, ...part } of pull.parts) emit(call, { type: "model-part", ...part, files: files.map(({ path, bytes, bytesToFetch }) => ({ path, bytes, bytesToFetch })) });
  if (!call.json && pull.parts.length > 0) showParts(call, pull.parts, settings);
  if (pull.folders.length > 0) await library.resolveModel(pull.folders);
  for (const { reference } of pull.folders) say(call, `  ${shownPath(terminal, reference)}  a folder; it stays where it is`);
  if (pull.parts.length > 0) say(call, `\n${formatBytes(pull.bytes)}, ${pull.bytesToFetch === 0 ? "all there already" : `${formatBytes(pull.bytesToFetch)} to fetch`}. What you may do with the images is in each licence.`);
  const isDue = pull.bytesToFetch > 0;
  if (!flags.yes) {
    if (isDue) say(call, "Add --yes to fetch it.");
    else showUse(call, asked);
    return 0;
  }
  const progress = transferProgress(terminal, pull.bytesToFetch, (text) => (call.json ? terminal.err(text) : terminal.out(text)));
  try {
    const fetched = await pull.fetch((repository, file) => {
      emit(call, { type: "model-file", repository, path: file.path, bytes: file.bytes });
      progress.file(`${repository}/${file.path}`);
    }, progress.bytes);
    progress.end();
    emit(call, { type: "model-pull-end", cacheFolder: settings.cacheFolder, fetched });
    if (isDue) say(call, `${count(fetched, "file")} came, each as the hub describes it.`);
  } catch (error) {
    progress.end();
    if (signal.aborted) {
      say(call, "stopped; the same command goes on from here");
      return INTERRUPTED;
    }
    throw error;
  }
  showUse(call, asked);
  return 0;
}

function showUse(call: Call, asked: string | readonly ModelPart[]): void {
  if (typeof asked === "string") say(call, `use: generator: { type: diffusion, model: ${shellWord(asked)} }`);
}

/** A word that is neither an alias nor a repository is told so before anybody is asked. */
async function knownName(call: Call, asked: string | readonly ModelPart[], environment: NodeJS.ProcessEnv): Promise<void> {
  await call.library.resolveModel(asked, { folder: call.terminal.folder, environment }).catch((error: unknown) => {
    if (DatasetError.isInstance(error) && error.code === "E_OPTION") throw error;
  });
}

function precisionOf(text: string | null): Precision | null {
  if (text === null || text === "fp16" || text === "fp32") return text;
  throw new DatasetError("E_OPTION", `--precision must be fp16 or fp32, got ${JSON.stringify(text)}`, { hint: "Without it half precision is fetched where there is some: half the size, and no difference that can be seen.", subject: "--precision" });
}

function showParts(call: Call, parts: readonly PulledPart[], { cacheFolder }: HubSettings): void {
  const { terminal } = call;
  const unknown = styled(terminal, "yellow", "unknown");
  const rows = parts.map(({ role, repository, licence, gated, files, bytes, bytesToFetch }) => [
    role ?? "model",
    repository,
    `${licence ?? unknown}${gated ? styled(terminal, "yellow", " (to be accepted on its page)") : ""}`,
    count(files.length, "file"),
    formatBytes(bytes),
    bytesToFetch === 0 ? "there" : bytesToFetch < bytes ? `${formatBytes(bytesToFetch)} to fetch` : "",
  ]);
  say(call, formatColumns([["part", "repository", "licence", "files", "size", ""].map((title) => styled(terminal, "bold", title)), ...rows]));
  say(call, `  into ${shownPath(terminal, cacheFolder)}, the Hugging Face cache, which other programs share`);
}
