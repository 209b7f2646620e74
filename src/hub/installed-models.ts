/** What models are on this machine, and what of them may go. */
import { DatasetError } from "../core/errors.js";
import { MODEL_ALIASES, partsOf, partsOfAlias, type ModelAlias } from "./model-aliases.js";
import { cachedBytes, cachedRepositories, removeRepository } from "./model-cache.js";
import { readReference } from "./model-reference.js";
import { resolveModel } from "./resolve-model.js";

/** An alias and how much of it is there. */
export interface AliasState extends ModelAlias {
  name: string;
  state: "complete" | "partial" | "absent";
}

/** What is there. */
export interface InstalledModels {
  cacheFolder: string;
  aliases: readonly AliasState[];
  /** Every model in the cache, whoever fetched it, with the aliases that name it. */
  repositories: readonly { repository: string; bytes: number; aliases: readonly string[] }[];
}

/** What would be removed. */
export interface ModelRemoval {
  remove: readonly { repository: string; bytes: number }[];
  /** Repositories that stay because a complete alias needs them. */
  keep: readonly { repository: string; usedBy: readonly string[] }[];
  bytes: number;
  apply(): Promise<void>;
}

/** @param cacheFolder of the Hugging Face Hub */
export async function installedModels(cacheFolder: string): Promise<InstalledModels> {
  const repositories = await cachedRepositories(cacheFolder);
  const aliases: AliasState[] = [];
  for (const [name, alias] of Object.entries(MODEL_ALIASES)) {
    const complete = await isComplete(name, cacheFolder);
    const isBegun = repositoriesOf(alias).some((repository) => repositories.includes(repository));
    aliases.push({ ...alias, name, state: complete ? "complete" : isBegun ? "partial" : "absent" });
  }
  const sized: InstalledModels["repositories"][number][] = [];
  for (const repository of repositories) {
    const naming = Object.entries(MODEL_ALIASES).filter(([, alias]) => repositoriesOf(alias).includes(repository));
    sized.push({ repository, bytes: await cachedBytes(cacheFolder, repository), aliases: naming.map(([name]) => name) });
  }
  return { cacheFolder, aliases, repositories: sized };
}

/**
 * Chooses what goes: the repositories of a model that no other complete alias needs.
 * @param name alias or OWNER/NAME
 * @param folder from which relative paths count
 * @throws DatasetError E_OPTION for a folder of the user's; E_NOT_FOUND when nothing of the model is there
 */
export async function planModelRemoval(name: string, cacheFolder: string, folder: string): Promise<ModelRemoval> {
  const cached = await cachedRepositories(cacheFolder);
  const wanted: string[] = [];
  for (const { reference } of partsOf(name)) {
    const found = await readReference(reference, folder);
    if (found.kind === "folder") throw new DatasetError("E_OPTION", `${found.folder} is a folder of yours, not of the cache.`, { hint: "Remove it yourself.", subject: name });
    if (cached.includes(found.repository)) wanted.push(found.repository);
  }
  if (wanted.length === 0) throw new DatasetError("E_NOT_FOUND", `Nothing of ${name} is in ${cacheFolder}.`, { hint: "`dst3d models list` shows what is there.", subject: name });
  const mine = new Set(partsOf(name).map(({ reference }) => reference));
  const users: { name: string; repositories: readonly string[] }[] = [];
  for (const [other, alias] of Object.entries(MODEL_ALIASES)) {
    const repositories = repositoriesOf(alias);
    // An alias all of whose parts are being removed is a smaller name for the same thing, not another user of it.
    if (repositories.some((repository) => !mine.has(repository)) && (await isComplete(other, cacheFolder))) users.push({ name: other, repositories });
  }
  const usedBy = (repository: string): string[] => users.filter(({ repositories }) => repositories.includes(repository)).map((user) => user.name);
  const remove: ModelRemoval["remove"][number][] = [];
  for (const repository of wanted.filter((one) => usedBy(one).length === 0)) remove.push({ repository, bytes: await cachedBytes(cacheFolder, repository) });
  return {
    remove,
    keep: wanted.filter((one) => usedBy(one).length > 0).map((repository) => ({ repository, usedBy: usedBy(repository) })),
    bytes: remove.reduce((total, { bytes }) => total + bytes, 0),
    async apply() {
      for (const { repository } of remove) await removeRepository(cacheFolder, repository);
    },
  };
}

function repositoriesOf(alias: ModelAlias): string[] {
  return partsOfAlias(alias).map(({ reference }) => reference);
}

async function isComplete(alias: string, cacheFolder: string): Promise<boolean> {
  return resolveModel(partsOfAlias(MODEL_ALIASES[alias]!), { environment: { HF_HUB_CACHE: cacheFolder }, folder: cacheFolder }).then(
    () => true,
    () => false,
  );
}
