/** The list of objects that all ground truths of detection share. */
import { badInput, type Fields, fieldsOf, idOf, listOf } from "./checks.js";

/**
 * Gives every annotation with its id and place, in the order of the file.
 * @returns what its user should know
 * @throws DatasetError E_EVALUATION for what is no list of objects, and ids that come twice
 */
export function eachAnnotation(file: Fields, take: (fields: Fields, id: number, where: string) => void): string[] {
  const ids = new Set<number>();
  listOf(file.annotations, "annotations").forEach((each, at) => {
    const where = `annotations[${at}]`;
    const fields = fieldsOf(each, where);
    const id = idOf(fields.id, `${where}.id`);
    if (ids.has(id)) throw badInput(`${where}.id`, `annotation ${id} comes twice`, "Give every annotation an id of its own.");
    ids.add(id);
    take(fields, id, where);
  });
  return ids.has(0) ? ["annotation 0 counts as missed, as in pycocotools: number annotations from 1"] : [];
}
