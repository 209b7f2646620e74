/** Parquet files: the one place where hyparquet and its writer are used. Nothing here touches a file. */
import type { FileMetaData, SchemaElement } from "hyparquet";
import { DatasetError } from "../core/errors.js";

/** The type of a column; everything may be null. */
export type ParquetType = "text" | "bytes" | "double" | "integer" | "long" | "boolean" | { readonly list: ParquetType } | { readonly struct: Readonly<Record<string, ParquetType>> };

/** A cell: texts, bytes, numbers (bigint for long), lists and objects, as the column's type says. */
export type ParquetValue = string | number | bigint | boolean | null | Uint8Array | readonly ParquetValue[] | { readonly [field: string]: ParquetValue };

/** Cells by column. */
export type ParquetRow = Readonly<Record<string, ParquetValue>>;

/** A column. */
export interface ParquetColumn {
  name: string;
  type: ParquetType;
  /** Compress with Snappy; of no use for pictures. */
  compressed: boolean;
}

/** Turns rows into the bytes of a file. */
export interface ParquetEncoder {
  /** The next bytes of the file: one row group. */
  group(rows: readonly ParquetRow[]): Uint8Array;
  /** The last bytes. */
  end(): Uint8Array;
}

/**
 * Begins a file. Layout as the format's specification has it (apache/parquet-format): lists in three levels.
 * @param metadata texts by key in the file's footer
 */
export async function encodeParquet(columns: readonly ParquetColumn[], metadata: Readonly<Record<string, string>>): Promise<ParquetEncoder> {
  const { ByteWriter, ParquetWriter } = await import("hyparquet-writer");
  const writer = new ByteWriter();
  const schema: SchemaElement[] = [{ name: "schema", num_children: columns.length }, ...columns.flatMap(({ name, type }) => elements(name, type))];
  const file = new ParquetWriter({ writer, schema, kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })), createdBy: "dst3d", statistics: false });
  const taken = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    writer.index = 0; // `offset` goes on: it is the place in the file
    return bytes;
  };
  return {
    group(rows) {
      // A dictionary of pictures would compare them all with each other.
      void file.write({ columnData: columns.map(({ name, compressed }) => ({ name, data: rows.map((row) => row[name] ?? null), ...(compressed ? {} : { codec: "UNCOMPRESSED" as const, encoding: "PLAIN" as const }) })), rowGroupSize: Math.max(1, rows.length) });
      return taken();
    },
    end() {
      void file.finish();
      return taken();
    },
  };
}

/** Parts of the file by place: up to `length` bytes from `offset`. */
export interface ParquetBytes {
  bytes: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A file that is being read. */
export interface ParquetDecoder {
  metadata: ReadonlyMap<string, string>;
  /** Numbers of rows of the row groups, in order. */
  groups: readonly number[];
  /** The rows of a group. @param columns names; all where it is left out */
  rows(group: number, columns?: readonly string[]): Promise<Record<string, unknown>[]>;
}

/** Opens a file for reading. @throws DatasetError E_EXPORT for what is no Parquet file */
export async function decodeParquet(source: ParquetBytes, subject: string): Promise<ParquetDecoder> {
  const { parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const file = {
    byteLength: source.bytes,
    slice: async (start: number, end = source.bytes): Promise<ArrayBuffer> => new Uint8Array(await source.read(start, end - start)).buffer,
  };
  let metadata: FileMetaData;
  try {
    metadata = await parquetMetadataAsync(file);
  } catch (cause) {
    throw new DatasetError("E_EXPORT", `${subject} is no Parquet file.`, { subject, cause });
  }
  const groups = metadata.row_groups.map(({ num_rows }) => Number(num_rows));
  return {
    metadata: new Map((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""])),
    groups,
    rows: async (group, columns) => {
      const rowStart = groups.slice(0, group).reduce((sum, rows) => sum + rows, 0);
      const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd: rowStart + groups[group]!, utf8: false, ...(columns === undefined ? {} : { columns: [...columns] }) });
      return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, withNull(cell)])));
    },
  };
}

/** The library says undefined for some missing values and null for others. */
function withNull(cell: unknown): unknown {
  if (cell === undefined || cell === null) return null;
  if (Array.isArray(cell)) return cell.map(withNull);
  if (typeof cell !== "object" || ArrayBuffer.isView(cell)) return cell;
  return Object.fromEntries(Object.entries(cell).map(([field, value]) => [field, withNull(value)]));
}

/** A column's elements in the order of the schema: parents before children. */
function elements(name: string, type: ParquetType): SchemaElement[] {
  const optional = { name, repetition_type: "OPTIONAL" } as const;
  switch (type) {
    case "text": return [{ ...optional, type: "BYTE_ARRAY", converted_type: "UTF8" }];
    case "bytes": return [{ ...optional, type: "BYTE_ARRAY" }];
    case "double": return [{ ...optional, type: "DOUBLE" }];
    case "integer": return [{ ...optional, type: "INT32" }];
    case "long": return [{ ...optional, type: "INT64" }];
    case "boolean": return [{ ...optional, type: "BOOLEAN" }];
    default:
  }
  if ("list" in type) return [{ ...optional, converted_type: "LIST", num_children: 1 }, { name: "list", repetition_type: "REPEATED", num_children: 1 }, ...elements("element", type.list)];
  const fields = Object.entries(type.struct);
  return [{ ...optional, num_children: fields.length }, ...fields.flatMap(([field, each]) => elements(field, each))];
}
