/** Endings of imported images. */
import { importError } from "./import-error.js";

/** `.png`, `.jpg` or `.webp`: the ending that a run's image gets. @throws DatasetError E_IMPORT for any other */
export function imageExtensionOf(name: string, subject: string): string {
  const ending = /\.(png|jpe?g|webp|tiff?)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === undefined) throw importError(subject, `names ${JSON.stringify(name)}, which is no PNG, JPEG, TIFF or WebP picture`);
  return ending === "jpeg" ? ".jpg" : `.${ending}`;
}
