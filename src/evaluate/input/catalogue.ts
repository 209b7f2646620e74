/** The lists that all detection files share: which images and categories there are. */
import { badInput, type Fields, fieldsOf, idOf, listOf, textOf } from "./checks.js";

/** Images and categories of a file, each id once. */
export interface Catalogue {
  images: ReadonlyMap<number, Fields>;
  /** By rising id. */
  categories: readonly { id: number; name: string }[];
}

/**
 * Reads `images` and `categories`.
 * @throws DatasetError E_EVALUATION for lists that are missing, and ids or names that come twice
 */
export function readCatalogue(file: Fields): Catalogue {
  const images = new Map<number, Fields>();
  listOf(file.images, "images").forEach((value, at) => {
    const image = fieldsOf(value, `images[${at}]`);
    const id = idOf(image.id, `images[${at}].id`);
    if (images.has(id)) throw badInput(`images[${at}].id`, `image ${id} comes twice`, "Give every image an id of its own.");
    images.set(id, image);
  });
  const names = new Map<string, number>();
  const ids = new Set<number>();
  const categories = listOf(file.categories, "categories").map((value, at) => {
    const category = fieldsOf(value, `categories[${at}]`);
    const id = idOf(category.id, `categories[${at}].id`);
    const name = textOf(category.name, `categories[${at}].name`);
    if (ids.has(id)) throw badInput(`categories[${at}].id`, `category ${id} comes twice`, "Give every category an id of its own.");
    if (names.has(name)) throw badInput(`categories[${at}].name`, `${JSON.stringify(name)} is also the name of category ${names.get(name)}`, "Give every category a name of its own.");
    ids.add(id);
    names.set(name, id);
    return { id, name };
  });
  return { images, categories: categories.sort((a, b) => a.id - b.id) };
}

/** Items by category (position) and image (id). */
export class ItemsByCategory<Item> {
  private readonly positions: ReadonlyMap<number, number>;
  private readonly lists: Map<number, Item[]>[];

  constructor(private readonly catalogue: Catalogue) {
    this.positions = new Map(catalogue.categories.map(({ id }, at) => [id, at]));
    this.lists = catalogue.categories.map(() => new Map<number, Item[]>());
  }

  /**
   * Adds an item where it belongs.
   * @throws DatasetError E_EVALUATION for an image or category that is not among those of the file
   */
  add(fields: Fields, item: Item, where: string): void {
    const image = idOf(fields.image_id, `${where}.image_id`);
    const category = idOf(fields.category_id, `${where}.category_id`);
    if (!this.catalogue.images.has(image)) throw badInput(`${where}.image_id`, `there is no image ${image}`, "Image ids are those of `images` in the ground truth.");
    const position = this.positions.get(category);
    if (position === undefined) throw badInput(`${where}.category_id`, `there is no category ${category}`, "Category ids are those of `categories` in the ground truth.");
    const list = this.lists[position]!.get(image);
    if (list === undefined) this.lists[position]!.set(image, [item]);
    else list.push(item);
  }

  /** Items of a category by image. */
  of(position: number): ReadonlyMap<number, readonly Item[]> {
    return this.lists[position]!;
  }
}

/** Images in which a category is or is said to be, by rising id. */
export function imagesOf<T, D>(truths: ReadonlyMap<number, readonly T[]>, detections: ReadonlyMap<number, readonly D[]>): { truths: readonly T[]; detections: readonly D[] }[] {
  const ids = [...new Set([...truths.keys(), ...detections.keys()])].sort((a, b) => a - b);
  return ids.map((id) => ({ truths: truths.get(id) ?? [], detections: detections.get(id) ?? [] }));
}
