/** What a file's first bytes say it is, for errors about wrong extensions. */

/** The kinds of model that can be loaded. */
export type ModelFormat = "glb" | "gltf" | "obj" | "ply" | "off" | "stl" | "fbx";

/** A format that can be loaded, or the name of something else. */
export interface Content {
  format: ModelFormat | null;
  /** For messages: "a PNG picture". */
  name: string;
  /** What to do about it, where there is more to say than "rename it". */
  advice: string | null;
}

/** How to turn a Blender file into one that can be loaded. */
export function blenderAdvice(file: string): string {
  return `Convert it to GLB with Blender's command line: blender --background "${file}" --python-expr "import bpy; bpy.ops.export_scene.gltf(filepath='${file.replace(/\.blend$/i, "")}.glb')".`;
}

/** What files of a format begin with, and what people call it. */
const FORMATS: readonly [pattern: RegExp, format: ModelFormat, name: string][] = [
  [/^glTF/, "glb", "binary glTF (.glb)"],
  [/^(Kaydara FBX Binary|; FBX )/, "fbx", "an FBX model"],
  [/^ply[\r\n]/, "ply", "a PLY model"],
  [/^\s*solid\s/i, "stl", "an STL model"],
  [/^\s*(#[^\n]*\s*)*(ST)?C?N?4?n?OFF[\s\d]/, "off", "an OFF model"],
];

const SIGNATURES: readonly [signature: string, name: string, advice: string][] = [
  ["PK\u0003\u0004", "a ZIP archive", "Unpack it and name the model inside."],
  ["\u001f\u008b", "a gzip archive", "Unpack it and name the model inside."],
  ["7z\u00bc\u00af", "a 7z archive", "Unpack it and name the model inside."],
  ["version https://git-lfs", "a Git LFS pointer, not the model itself", "Fetch the real file with `git lfs pull`."],
  ["\u0089PNG", "a PNG picture", "Name the model file, not its texture."],
  ["\u00ff\u00d8\u00ff", "a JPEG picture", "Name the model file, not its texture."],
  ["BLENDER", "a Blender file", blenderAdvice("MODEL.blend")],
  ["<!DOCTYPE", "a web page", "The download probably failed: fetch the model again."],
  ["<html", "a web page", "The download probably failed: fetch the model again."],
  ["<?xml", "an XML file (COLLADA?)", "Export it as GLB."],
];

/** Tells from the first bytes what a file holds. */
export function contentOf(bytes: Uint8Array): Content {
  const head = String.fromCharCode(...bytes.subarray(0, 4096));
  for (const [pattern, format, name] of FORMATS) if (pattern.test(head)) return { format, name, advice: null };
  for (const [signature, name, advice] of SIGNATURES) {
    if (head.toLowerCase().startsWith(signature.toLowerCase())) return { format: null, name, advice };
  }
  const text = head.replace(/^\u00ef\u00bb\u00bf/, "").trimStart();
  if (text.startsWith("{")) return { format: "gltf", name: "JSON, as in .gltf", advice: null };
  if (/^(v|vn|vt|f|o|g|mtllib|usemtl|s) /m.test(text) && !head.includes("\0")) return { format: "obj", name: "Wavefront OBJ (.obj)", advice: null };
  return { format: null, name: "nothing that dst3d knows", advice: null };
}
