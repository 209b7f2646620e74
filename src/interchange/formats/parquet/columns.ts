/** The columns, and what Hugging Face `datasets` takes them for. */
import type { ParquetColumn, ParquetType } from "../../../codecs/parquet.js";

/** A feature of the library; lists are `[feature]`, structs are objects, as in the library's own JSON. */
export type Feature = "image" | "class" | "text" | "double" | "integer" | "boolean" | readonly [Feature] | { readonly [field: string]: Feature };

const ROWS = [["double"]] as const;

/** Features by column. @param outputs names of the pictures that every sample has beside its image */
export function featuresOf(outputs: readonly string[]): Record<string, Feature> {
  return {
    id: "text",
    image: "image",
    label: "class",
    caption: "text",
    label_status: "text",
    K: ROWS,
    objects: { bbox: ROWS, categories: ["class"] },
    poses: [
      {
        instance_id: "integer",
        category: "text",
        rotation_object_to_camera: ROWS,
        translation_object_to_camera: ["double"],
        scale: "double",
        front_known: "boolean",
        azimuth: "double",
        elevation: "double",
        in_plane: "double",
        distance: "double",
        visible_fraction: "double",
        truncation: "double",
      },
    ],
    record: "text",
    ...Object.fromEntries(outputs.map((output) => [columnOf(output), "image" as const])),
  };
}

/** The column of another picture, as `depth`. */
export function columnOf(output: string): string {
  return output.replaceAll("-", "_");
}

/** The columns of a file. */
export function parquetColumns(features: Readonly<Record<string, Feature>>): ParquetColumn[] {
  return Object.entries(features).map(([name, feature]) => ({ name, type: typeOf(feature), compressed: feature !== "image" }));
}

/** The text under `huggingface` in a file's footer, by which the library finds images and classes (its `ArrowWriter`). */
export function huggingFaceMetadata(features: Readonly<Record<string, Feature>>, classes: readonly string[]): string {
  return JSON.stringify({ info: { features: Object.fromEntries(Object.entries(features).map(([name, feature]) => [name, described(feature, classes)])) } });
}

function typeOf(feature: Feature): ParquetType {
  if (feature === "image") return { struct: { bytes: "bytes", path: "text" } };
  if (feature === "class") return "long";
  if (typeof feature === "string") return feature;
  if (isList(feature)) return { list: typeOf(feature[0]) };
  return { struct: Object.fromEntries(Object.entries(feature).map(([field, each]) => [field, typeOf(each)])) };
}

function described(feature: Feature, classes: readonly string[]): unknown {
  const value = (dtype: string) => ({ dtype, _type: "Value" });
  switch (feature) {
    case "image": return { _type: "Image" };
    // A class without names is none to the library.
    case "class": return classes.length === 0 ? value("int64") : { names: classes, _type: "ClassLabel" };
    case "text": return value("string");
    case "double": return value("float64");
    case "integer": return value("int32");
    case "boolean": return value("bool");
    default:
  }
  if (isList(feature)) return [described(feature[0], classes)];
  return Object.fromEntries(Object.entries(feature).map(([field, each]) => [field, described(each, classes)]));
}

function isList(feature: Feature): feature is readonly [Feature] {
  return Array.isArray(feature);
}
