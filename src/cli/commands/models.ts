/** `dst3d models`: the weights that the diffusion generator uses. */
import { DatasetError } from "../../core/errors.js";
import { formatBytes } from "../../core/quantities.js";
import { modelAlias } from "../../hub/model-aliases.js";
import { hubSettings } from "../../hub/settings.js";
import { defineCommand, emit, say, type Invocation } from "../command.js";
import { partsAskedFor, pullModels, type PullModelFlags } from "../pull-models.js";
import { formatColumns, shownPath, styled } from "../terminal.js";

type Call = Pick<Invocation, "terminal" | "json" | "signal" | "library">;

export const command = defineCommand({
  summary: "fetch, list and remove the models of the diffusion generator",
  details:
    "  pull   shows a model's parts, licences and size, and with --yes fetches what is not there yet\n" +
    "  list   the aliases, which of them are there, and all models in the cache\n" +
    "  info   where a model lies: folders, commits, files, licences\n" +
    "  rm     says what of a model no other alias needs, and with --yes removes it\n" +
    "  Models lie in the Hugging Face cache (HF_HUB_CACHE, HF_HOME), shared with other programs: what those have\n" +
    "  fetched is not fetched again. HF_TOKEN, HF_ENDPOINT and HF_HUB_OFFLINE count as they do there.",
  arguments: [
    { name: "ACTION", description: "pull, list, info or rm", optional: false },
    { name: "NAME", description: "an alias (models list), OWNER/NAME on the Hugging Face Hub, or a folder as diffusers saves it", optional: true },
  ],
  flags: {
    base: { kind: "text", value: "REPO", description: "pull, info: a Stable Diffusion repository; OWNER/NAME@REVISION takes another revision than main" },
    controlnet: { kind: "text", value: "REPOS", description: "pull, info: ControlNets, separated by commas" },
    lora: { kind: "text", value: "REPOS", description: "pull, info: LoRAs, separated by commas; OWNER/NAME/FILE.safetensors where a repository holds several" },
    vae: { kind: "text", value: "REPO", description: "pull, info: an autoencoder in place of the base's" },
    precision: { kind: "text", value: "P", description: "pull: weights in fp16 or fp32 (default: fp16 where there is some)" },
    check: { kind: "switch", description: "pull: read what is there again, and fetch what is damaged" },
    offline: { kind: "switch", description: "pull: never use the network, as HF_HUB_OFFLINE=1" },
    yes: { kind: "switch", description: "pull: fetch, after saying how much; rm: remove" },
  },
  takesRecipeOptions: false,
  examples: [
    ["models pull sd15-canny", "Stable Diffusion 1.5 with edges: parts, licences, size"],
    ["models pull sd15-canny --yes", "the same, fetched"],
    ["models pull --base OWNER/NAME --controlnet OWNER/NAME --yes", "any other model that diffusers reads"],
    ["models list", "what there is and what is there"],
  ],
  run: async (invocation) => {
    const { flags } = invocation;
    const [action, name = null] = invocation.arguments as [string, string?];
    const actions = { pull: pullModels, list, info, rm: remove };
    if (!Object.hasOwn(actions, action)) throw new DatasetError("E_OPTION", `models cannot ${action}`, { hint: "It can pull, list, info and rm.", subject: action });
    return actions[action as keyof typeof actions](invocation, flags, name);
  },
});

async function list(call: Call): Promise<number> {
  const { terminal } = call;
  const { cacheFolder } = await hubSettings(process.env);
  const { aliases, repositories } = await call.library.installedModels(cacheFolder);
  for (const alias of aliases) emit(call, { type: "model-alias", ...alias });
  for (const repository of repositories) emit(call, { type: "model-repository", ...repository });
  if (call.json) return 0;
  const states = { complete: styled(terminal, "green", "there"), partial: styled(terminal, "yellow", "in part"), absent: "" };
  const bold = (titles: readonly string[]): string[] => titles.map((title) => styled(terminal, "bold", title));
  say(call, formatColumns([bold(["alias", "size", "", "licence", "what"]), ...aliases.map(({ name, approximateBytes, state, licence, summary }) => [name, formatBytes(approximateBytes), states[state], licence, summary])]));
  say(call, `\n${styled(terminal, "bold", "in the cache")}  ${shownPath(terminal, cacheFolder)}`);
  say(call, repositories.length === 0 ? "  nothing" : formatColumns(repositories.map(({ repository, bytes, aliases: names }) => [repository, formatBytes(bytes), names.join(" ")])));
  return 0;
}

async function info(call: Call, flags: PullModelFlags, name: string | null): Promise<number> {
  const { terminal } = call;
  const asked = partsAskedFor(name, flags);
  const alias = typeof asked === "string" ? modelAlias(asked) : null;
  if (alias !== null) say(call, `${name}: ${alias.summary}${alias.resolution === null ? "" : `, ${alias.resolution} × ${alias.resolution} pixels`}, ${alias.licence}`);
  const { parts } = await call.library.resolveModel(asked, { folder: terminal.folder });
  for (const part of parts) {
    emit(call, { type: "model-part", ...part });
    if (call.json) continue;
    const bytes = part.files.reduce((total, file) => total + file.bytes, 0);
    say(call, `\n${styled(terminal, "bold", part.reference)}  ${part.role ?? "model"} · ${part.licence ?? styled(terminal, "yellow", "licence unknown")} · ${formatBytes(bytes)}\n  ${part.folder}`);
    say(call, formatColumns(part.files.map((file) => [file.path, formatBytes(file.bytes), file.sha256?.slice(0, 12) ?? ""]), "    "));
  }
  return 0;
}

async function remove(call: Call, flags: PullModelFlags, name: string | null): Promise<number> {
  if (name === null) throw new DatasetError("E_OPTION", "models rm needs to know which model", { hint: "An alias or OWNER/NAME; `dst3d models list` shows what is there.", subject: "NAME" });
  const { cacheFolder } = await hubSettings(process.env);
  const removal = await call.library.planModelRemoval(name, cacheFolder, call.terminal.folder);
  const { remove: going, keep, bytes } = removal;
  for (const { repository, usedBy } of keep) {
    emit(call, { type: "model-kept", repository, usedBy });
    say(call, `  ${repository} stays: ${usedBy.join(", ")} ${usedBy.length === 1 ? "needs" : "need"} it`);
  }
  for (const one of going) say(call, `  ${one.repository}  ${formatBytes(one.bytes)}`);
  if (going.length === 0) {
    say(call, "Nothing to remove.");
    return 0;
  }
  if (!flags.yes) {
    say(call, `\n${formatBytes(bytes)} in ${shownPath(call.terminal, cacheFolder)}, which other programs share. Add --yes to remove it.`);
    return 0;
  }
  await removal.apply();
  for (const one of going) emit(call, { type: "model-removed", ...one });
  say(call, `removed ${formatBytes(bytes)}`);
  return 0;
}
