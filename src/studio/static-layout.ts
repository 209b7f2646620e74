/** Where the files of a static gallery lie; the pages read by it what the command has written by it. */
import type { Judgement, PackedRows } from "./table/sample-table.js";

/** Name of the mark in index.html that says that there is no server. */
export const STATIC_MARK = "dst3d-static";
/** The table of samples. */
export const STATIC_TABLE = "data/table.json";

/** What {@link STATIC_TABLE} holds. */
export interface StaticTable {
  /** Of the program that wrote it. */
  version: string;
  name: string;
  planned: number | null;
  seed: number | null;
  dst3dVersion: string | null;
  rows: PackedRows;
  /** In the order of the rows. */
  judgements: (Judgement | null)[];
}

/** A thousand samples lie in one folder. */
function folderOf(index: number): string {
  return `data/${Math.floor(index / 1000)}/${index}`;
}

/** What the page of a sample shows. */
export function detailsPath(index: number): string {
  return `${folderOf(index)}.json`;
}

/** A small picture. */
export function thumbnailPath(index: number, output: string): string {
  return `${folderOf(index)}.${output}.small.webp`;
}

/** A whole picture. @param file its name in the run, for the ending */
export function picturePath(index: number, output: string, file: string): string {
  return `${folderOf(index)}.${output}${file.slice(file.lastIndexOf("."))}`;
}
