/**
 * How a graph names the files its constants lie in: relative to a folder above all of them. ONNX Runtime refuses paths
 * that leave the folder it is given, symbolic links included, so the real paths count.
 */
import { parse, relative, sep } from "node:path";
import { DatasetError } from "../../core/errors.js";

/** The lowest folder above all these files (absolute paths); null without files. @throws DatasetError E_MODEL when they lie on different drives */
export function commonFolder(files: readonly string[]): string | null {
  const [first] = files;
  if (first === undefined) return null;
  const { root } = parse(first);
  let parts = first.slice(root.length).split(sep).slice(0, -1);
  for (const file of files) {
    if (parse(file).root !== root) {
      throw new DatasetError("E_MODEL", `${first} and ${file} lie on different drives.`, { hint: "Copy the parts of the model to one drive.", subject: file });
    }
    const others = file.slice(root.length).split(sep).slice(0, -1);
    const end = parts.findIndex((part, index) => part !== others[index]);
    if (end >= 0) parts = parts.slice(0, end);
  }
  return root + parts.join(sep);
}

/** A file's name in the graph. */
export function locationIn(folder: string, file: string): string {
  return relative(folder, file).split(sep).join("/");
}
