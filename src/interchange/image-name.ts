/** What the image of a sample is called in an export. */
import type { SampleRecord } from "../sample/record.js";

/** Ending of the image's file, without the dot. */
export function imageExtension({ files }: Pick<SampleRecord, "files">): string {
  return /\.([a-z0-9]+)$/.exec(files["image"]?.name ?? "")?.[1] ?? "png";
}

/** `00000012.png`: the sample's id and the ending of its image. */
export function imageName(record: Pick<SampleRecord, "id" | "files">): string {
  return `${record.id}.${imageExtension(record)}`;
}
