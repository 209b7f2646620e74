/** What is known of all exported samples before the first is written: counts, categories, assets. Grows with the number of assets only. */
import type { ObjectRecord, SampleRecord } from "../sample/record.js";

/** Something that the images were made of. */
export interface Asset {
  id: string;
  kind: string;
  name: string;
  licence: string | null;
  author: string | null;
  /** Null: many, drawn from the same generator. */
  sha256: string | null;
}

/** A category among the exported samples. */
export interface SurveyedCategory {
  name: string;
  names: ObjectRecord["categoryNames"];
  /** Objects of it, with pose or marked in images. */
  objects: number;
  /** Names of keypoints: those marked in images in their dataset's order, then those of its shapes, sorted. */
  keypoints: readonly string[];
}

/** Facts about everything that is exported. */
export interface Survey {
  /** Samples by split, in order of the splits. */
  samples: ReadonlyMap<string, number>;
  /** Sorted by name. */
  categories: readonly SurveyedCategory[];
  /** Sorted by id. */
  shapes: readonly (Asset & { category: string })[];
  environments: readonly Asset[];
  /** Real photographs that images were painted from. */
  photos: readonly Asset[];
  /** Painters: generator, and its model where there is one. */
  generators: readonly string[];
  /** Names of the files that every sample has beside its image, sorted. */
  outputs: readonly string[];
  /** Every combination of licences in one image, each sorted; see {@link licencesOf}. */
  licences: readonly string[];
}

/** Gathers a {@link Survey}. */
export interface Surveyor {
  add(record: SampleRecord, split: string): void;
  survey(): Survey;
}

/** @param splits all splits, so that empty ones are counted, too */
export function surveyor(splits: readonly string[]): Surveyor {
  const samples = new Map(splits.map((split) => [split, 0]));
  const categories = new Map<string, { names: ObjectRecord["categoryNames"]; objects: number; keypoints: Set<string>; ordered: Set<string> }>();
  const shapes = new Map<string, Asset & { category: string }>();
  const environments = new Map<string, Asset>();
  const photos = new Map<string, Asset>();
  const generators = new Set<string>();
  const licences = new Set<string>();
  let outputs: string[] | null = null;
  const category = (name: string, names: ObjectRecord["categoryNames"]) => {
    const known = categories.get(name) ?? { names, objects: 0, keypoints: new Set<string>(), ordered: new Set<string>() };
    categories.set(name, known);
    return known;
  };
  return {
    add(record, split) {
      samples.set(split, (samples.get(split) ?? 0) + 1);
      for (const object of record.objects) {
        const known = category(object.category, object.categoryNames);
        known.objects++;
        for (const keypoint of object.keypoints) known.keypoints.add(keypoint.name);
        const { id, kind, name, licence, author, sha256 } = object.shape;
        const before = shapes.get(id);
        if (before === undefined) shapes.set(id, { id, kind, name, licence, author, sha256, category: object.category });
        else if (before.sha256 !== sha256) before.sha256 = null;
      }
      for (const region of record.regions?.objects ?? []) {
        const known = category(region.category, region.categoryNames);
        known.objects++;
        for (const keypoint of region.keypoints) known.ordered.add(keypoint.name);
      }
      const { environment, photo, generation } = record;
      if (environment !== null && !environments.has(environment.id)) {
        const { id, kind, name, licence, author, sha256 } = environment;
        environments.set(id, { id, kind, name, licence, author, sha256 });
      }
      if (photo !== null) {
        if (record.objects.length === 0) category(photo.category, photo.categoryNames);
        if (!photos.has(photo.file)) photos.set(photo.file, { id: photo.file, kind: "photo", name: photo.file, licence: photo.licence, author: null, sha256: photo.sha256 });
      }
      generators.add(generation.model === null ? generation.generator : `${generation.generator}: ${generation.model}`);
      licences.add(licencesOf(record));
      const names = Object.keys(record.files);
      outputs = outputs === null ? names.filter((name) => name !== "image").sort() : outputs.filter((name) => names.includes(name));
    },
    survey: () => ({
      samples,
      categories: sortedBy([...categories].map(([name, { names, objects, keypoints, ordered }]) => ({ name, names, objects, keypoints: [...new Set([...ordered, ...[...keypoints].sort()])] })), ({ name }) => name),
      shapes: sortedBy([...shapes.values()], ({ id }) => id),
      environments: sortedBy([...environments.values()], ({ id }) => id),
      photos: sortedBy([...photos.values()], ({ id }) => id),
      generators: [...generators].sort(),
      outputs: outputs ?? [],
      licences: [...licences].sort(),
    }),
  };
}

/** Licences of everything in an image, as one text: `CC-BY-4.0 + CC0-1.0`. */
export function licencesOf({ objects, environment, photo }: Pick<SampleRecord, "objects" | "environment" | "photo">): string {
  const all = [...objects.map(({ shape }) => shape.licence), ...(environment === null ? [] : [environment.licence]), ...(photo === null ? [] : [photo.licence])];
  return [...new Set(all.map((licence) => licence ?? "unknown"))].sort().join(" + ") || "unknown";
}

function sortedBy<T>(items: T[], key: (item: T) => string): T[] {
  return items.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
