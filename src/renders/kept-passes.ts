/** Which passes of a view a run has kept, by its record alone. */
import type { SampleRecord } from "../sample/record.js";

/** Something that controls, painters and outputs are made from. */
export type KeptPass = "picture" | "depth" | "masks" | "normals" | "boxes";

/** What each is called in messages, and which runs have it. */
export const KEPT_PASSES: Readonly<Record<KeptPass, { name: string; where: string }>> = {
  picture: { name: "picture of the objects alone", where: "Runs have it with the output `render`, or where labels of images are exact." },
  depth: { name: "depth", where: "Runs have it with the output `depth`, or where it was imported." },
  masks: { name: "masks", where: "Imports lack them where the dataset does." },
  normals: { name: "normals", where: "Runs have them with the output `normal`; else they are made from depth and masks, which are not there either." },
  boxes: { name: "3D boxes", where: "Imports lack them where the dataset does." },
};

/** An image that is what its label says shows the objects as a render does. */
export function hasPicture({ files, labelStatus }: Pick<SampleRecord, "files" | "labelStatus">): boolean {
  return files["render"] !== undefined || (labelStatus === "exact" && files["image"] !== undefined);
}

/** The passes that a record's sample has, exact or, of normals, made from depth. */
export function keptPasses(record: SampleRecord): ReadonlySet<KeptPass> {
  const { files, depth, generation } = record;
  const { unknown } = generation.settings;
  const isKnown = (field: string): boolean => !(Array.isArray(unknown) && unknown.includes(field));
  const kept = new Set<KeptPass>();
  if (hasPicture(record)) kept.add("picture");
  if (files["depth"] !== undefined && depth !== null) kept.add("depth");
  if (files["instance"] !== undefined || isKnown("maskVisible")) kept.add("masks");
  if (isKnown("box3d")) kept.add("boxes");
  if (files["normal"] !== undefined || (kept.has("depth") && kept.has("masks"))) kept.add("normals");
  return kept;
}
