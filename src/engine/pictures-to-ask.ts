/** The pictures of a run or of a folder, as a pose network is asked about them. */
import { DatasetError } from "../core/errors.js";
import type { DatasetReader } from "../dataset/dataset.js";
import { cropWindow, wholeWindow } from "../verify/kcf/crops.js";
import type { AskedPictures } from "../verify/pose-network/asked-picture.js";
import type { PoseNetworkForm } from "../verify/pose-network/form.js";
import { knownCategory, type ListedPicture, readPicture } from "../verify/pose-network/picture-folder.js";
import { verifiedSample } from "../verify/read-samples.js";
import { pictureInWindow } from "../verify/window.js";
import { sizeInImage } from "./audited-object.js";
import { readAhead } from "./read-ahead.js";

/** What of a network decides what it is shown. */
type Reads = Pick<PoseNetworkForm, "layout" | "categories">;

/**
 * The main object of every image: around the box of its label, or the whole image where there is no label.
 * @throws DatasetError E_STORAGE; the signal's reason
 */
export async function* picturesOfRun(reader: DatasetReader, { layout, categories }: Reads, signal: AbortSignal): AskedPictures {
  for await (const { record } of readAhead(reader, await reader.committed(), signal)) {
    const image = record?.files["image"];
    if (record === null || image === undefined) {
      yield { leftOut: record === null ? "record unreadable" : "no image" };
      continue;
    }
    const [object = null, ...others] = record.objects;
    const label = record.labelStatus === "none" || record.camera === null ? null : object;
    for (let other = 0; other < others.length; other++) yield { leftOut: "beside the main object" };
    const named = object?.category ?? record.photo?.category;
    const category = named === undefined ? null : knownCategory(named, categories);
    const window = label === null ? null : cropWindow(record, layout);
    if (category === null) yield { leftOut: named === undefined ? "no object" : `the network knows no ${named}` };
    else if (label !== null && window === null) yield { leftOut: "not visible" };
    else {
      const { image: picture } = verifiedSample(reader, record.id, record, image);
      yield {
        name: record.id,
        category,
        async crop() {
          const whole = await picture();
          return pictureInWindow(whole, window ?? wholeWindow(whole, layout));
        },
        isWhole: window === null,
        size: label === null ? null : sizeInImage(label, record),
        label,
      };
    }
  }
}

/**
 * Every picture of a folder, as a whole.
 * @param category of those in no folder that is called as a category of the network
 */
export async function* picturesOfFolder(root: string, pictures: readonly ListedPicture[], { layout }: Reads, category: string | null): AskedPictures {
  for (const { file, category: own } of pictures) {
    const named = own ?? category;
    if (named === null) yield { leftOut: "no category" };
    else {
      yield {
        name: file,
        category: named,
        async crop() {
          const whole = await readPicture(root, file);
          return pictureInWindow(whole, wholeWindow(whole, layout));
        },
        isWhole: true,
        size: null,
        label: null,
      };
    }
  }
}

/**
 * The category that users name.
 * @throws DatasetError E_OPTION for one that the network does not know
 */
export function askedCategory(name: string, { categories }: Pick<Reads, "categories">): string {
  const known = knownCategory(name, categories);
  if (known !== null) return known;
  throw new DatasetError("E_OPTION", `the network knows no category ${JSON.stringify(name)}`, { hint: `It knows ${categories.slice(0, 12).join(", ")}${categories.length > 12 ? ", …" : ""}.`, subject: "--category" });
}
