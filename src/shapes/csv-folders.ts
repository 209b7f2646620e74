/** Finds the models that the original's list names, in the order in which the original looks for them. */
import { join, resolve } from "node:path";
import { mapSome } from "../core/map-some.js";
import { blenderAdvice } from "./file-content.js";
import { listFolder, requireFolder } from "./folder-listing.js";
import { placedIn, NO_OFFSET, type ListedModel } from "./model-list.js";
import { objaverseFiles } from "./objaverse.js";
import { omniobject3dModels } from "./omniobject3d.js";
import { shapenetModel } from "./shapenet.js";
import { toys4kModels } from "./toys4k.js";

/** Folders as a recipe names them. */
export interface ModelFolderOptions {
  shapenet?: string | undefined;
  objaverse?: string | undefined;
  omniobject3d?: string | undefined;
  toys4k?: string | undefined;
}

/** The folders, listed. */
export interface ModelFolders {
  /** The model of an id, relative to the base folder and turned as Blender turns it; or why it is not there. */
  find(model: string, synset: string): Promise<ListedModel | string>;
}

type Finder = (model: string, synset: string) => Promise<ListedModel | string | null>;

/** @throws DatasetError E_NOT_FOUND when a folder is not there */
export async function openModelFolders(options: ModelFolderOptions, baseFolder: string): Promise<ModelFolders> {
  const finders: Finder[] = [];
  if (options.shapenet !== undefined) finders.push(await shapenetFinder(options.shapenet, baseFolder));
  if (options.objaverse !== undefined) {
    const folder = options.objaverse;
    const files = await objaverseFiles(resolve(baseFolder, folder), await requireFolder(resolve(baseFolder, folder), folder));
    finders.push(async (model) => {
      const source = files.get(model);
      return source === undefined ? null : placedIn({ id: model, category: "", source, front: "+Z", up: "+Y", licence: null, author: null, sizeMeters: null, offset: NO_OFFSET, kind: "objaverse" }, folder);
    });
  }
  if (options.omniobject3d !== undefined) {
    const folder = options.omniobject3d;
    await requireFolder(resolve(baseFolder, folder), folder);
    const { models } = await omniobject3dModels(resolve(baseFolder, folder));
    const byId = new Map(models.map((model) => [model.id, model]));
    finders.push(async (id) => {
      const model = byId.get(id);
      return model === undefined ? null : placedIn({ ...model, front: "+Z", up: "+Y", kind: "omniobject3d" }, folder);
    });
  }
  if (options.toys4k !== undefined) finders.push(await toys4kFinder(options.toys4k, baseFolder));
  return {
    async find(model, synset) {
      let reason: string | null = null;
      for (const find of finders) {
        const found = await find(model, synset);
        if (typeof found === "object" && found !== null) return found;
        reason ??= found;
      }
      return reason ?? `${model} is in none of the folders given (${Object.keys(options).filter((key) => key in WANTED && options[key as keyof ModelFolderOptions] !== undefined).join(", ") || "there is none"}).`;
    },
  };
}

const WANTED = { shapenet: true, objaverse: true, omniobject3d: true, toys4k: true };

/** ShapeNet ids are uids, or SYNSET/UID; the synset of ShapeNet need not be that of the list. */
async function shapenetFinder(asGiven: string, baseFolder: string): Promise<Finder> {
  const folder = resolve(baseFolder, asGiven);
  const { folders: synsets } = await requireFolder(folder, asGiven);
  const uids = await mapSome(synsets, async (synset) => new Set((await listFolder(join(folder, synset)))?.folders ?? []));
  return async (model, synset) => {
    const [own, uid] = model.includes("/") ? [model.slice(0, model.indexOf("/")), model.slice(model.indexOf("/") + 1)] : [synset.replace(/^n/, ""), model];
    const place = [synsets.indexOf(own), ...synsets.keys()].find((index) => uids[index]?.has(uid) === true);
    if (place === undefined) return null;
    const found = await shapenetModel(folder, synsets[place]!, uid, new Map());
    return found === null ? `${asGiven}/${synsets[place]!}/${uid} has none of models/model_normalized.obj, model_normalized.obj and model.obj.` : placedIn({ ...found, front: "+Z", up: "+Y", kind: "shapenet" }, asGiven);
  };
}

async function toys4kFinder(asGiven: string, baseFolder: string): Promise<Finder> {
  const folder = resolve(baseFolder, asGiven);
  await requireFolder(folder, asGiven);
  const { models, blends } = await toys4kModels(folder);
  const byId = new Map(models.map((model) => [model.id, model]));
  return async (id) => {
    const model = byId.get(id);
    if (model !== undefined) return placedIn({ ...model, ...(/\.gl(b|tf)$/.test(model.source) ? { up: "+Z", front: "-Y" } : { up: "+Y", front: "+Z" }), kind: "toys4k" }, asGiven);
    const blend = blends.find((candidate) => candidate.id === id);
    return blend === undefined ? null : `${asGiven}/${blend.source} is a Blender file. ${blenderAdvice(`${asGiven}/${blend.source}`)}`;
  };
}
