/**
 * Reads the text of a Wavefront OBJ file.
 *
 * Own code although three.js has a loader: that one turns an index out of range into NaN without a word, forgets
 * which corners were the same vertex, fans concave polygons, ignores smoothing groups, and would bring all of three
 * into the program for this alone.
 */
import { DatasetError } from "../core/errors.js";
import type { Vector3 } from "../geometry/vector.js";
import { polygonNormal, triangulatePolygon } from "./triangulate-polygon.js";

/** Triangles of one group in one material; corners are indices into the lists of {@link ObjText}. */
export interface ObjMesh {
  group: string;
  /** Name after `usemtl`; null before the first. */
  material: string | null;
  /** Position, texture coordinate (−1 = none) and normal per corner. */
  corners: number[];
}

/** Everything in an OBJ file. */
export interface ObjText {
  /** xyz. */
  positions: number[];
  /** sRGB per position; null where no position has a colour. */
  colors: Map<number, Vector3>;
  /** uv with v up, as written. */
  texCoords: number[];
  /** xyz as written, then those made for corners without. */
  normals: number[];
  meshes: ObjMesh[];
  libraries: string[];
  /** Keywords that were left out. */
  ignored: Set<string>;
}

/** Names of libraries and used materials, without reading the geometry. */
export function scanObj(text: string): { libraries: string[]; materials: Set<string> } {
  const libraries = [...text.matchAll(/^[ \t]*mtllib[ \t]+(.+)$/gm)].map((match) => match[1]!.trim());
  const materials = new Set([...text.matchAll(/^[ \t]*usemtl[ \t]+(.+)$/gm)].map((match) => match[1]!.trim()));
  return { libraries: [...new Set(libraries)], materials };
}

const WITHOUT_MEANING = new Set(["s", "vp", "l", "p", "usemap", "bevel", "c_interp", "d_interp", "lod", "shadow_obj", "trace_obj"]);

/**
 * @param file for messages
 * @param maximumVertices of positions and of corners
 * @throws DatasetError E_SHAPE_GEOMETRY for an index out of range, E_SHAPE_FILE for lines that are not OBJ
 */
export function parseObj(text: string, file: string, maximumVertices: number): ObjText {
  return new ObjParser(file, maximumVertices).parse(text);
}

class ObjParser {
  readonly #out: ObjText = { positions: [], colors: new Map(), texCoords: [], normals: [], meshes: [], libraries: [], ignored: new Set() };
  readonly #meshes = new Map<string, ObjMesh>();
  /** Normals to be made: corners without one wait here, as positions in their mesh's `corners`. */
  readonly #made: { mesh: ObjMesh; at: number; normal: number }[] = [];
  readonly #madeSums: number[] = [];
  readonly #smoothed = new Map<string, Map<number, number>>();
  #object = "";
  #group = "";
  #material: string | null = null;
  #smoothing = "off";
  #mesh: ObjMesh | null = null;
  #line = 0;
  #corners = 0;

  constructor(
    readonly file: string,
    readonly maximumVertices: number,
  ) {}

  parse(text: string): ObjText {
    let pending = "";
    for (let start = 0; start < text.length; ) {
      let end = text.indexOf("\n", start);
      if (end === -1) end = text.length;
      const line = pending + text.slice(start, end).trim();
      this.#line++;
      start = end + 1;
      if (line.endsWith("\\")) {
        pending = `${line.slice(0, -1)} `;
        continue;
      }
      pending = "";
      if (line !== "" && !line.startsWith("#")) this.#read(line);
    }
    this.#finishNormals();
    return this.#out;
  }

  #read(line: string): void {
    const [keyword, ...rest] = line.split(/\s+/);
    const remainder = line.slice(keyword!.length).trim();
    switch (keyword) {
      case "v": return this.#position(rest);
      case "vt": return this.#numbers(rest, 2, this.#out.texCoords);
      case "vn": return this.#numbers(rest, 3, this.#out.normals);
      case "f":
      case "fo": return this.#face(rest);
      case "o":
        this.#object = remainder;
        this.#group = "";
        this.#mesh = null;
        return;
      case "g":
        this.#group = remainder;
        this.#mesh = null;
        return;
      case "usemtl":
        this.#material = remainder;
        this.#mesh = null;
        return;
      case "mtllib":
        this.#out.libraries.push(remainder);
        return;
      case "s":
        this.#smoothing = remainder === "0" || remainder === "" ? "off" : remainder;
        return;
      default:
        if (!WITHOUT_MEANING.has(keyword!) && !/^[a-z_]+$/i.test(keyword!)) throw this.#error("E_SHAPE_FILE", `is not OBJ: ${JSON.stringify(line.slice(0, 60))}`);
        this.#out.ignored.add(keyword!);
    }
  }

  #error(code: "E_SHAPE_FILE" | "E_SHAPE_GEOMETRY", what: string): DatasetError {
    return new DatasetError(code, `Line ${this.#line} of ${this.file} ${what}.`, { hint: "The file is damaged or cut off: fetch or export it again.", subject: this.file });
  }

  #numbers(words: readonly string[], count: number, out: number[]): void {
    for (let i = 0; i < count; i++) {
      // a texture coordinate may leave v out
      const value = words[i] === undefined && count === 2 && i === 1 ? 0 : Number(words[i]);
      if (Number.isNaN(value)) throw this.#error("E_SHAPE_GEOMETRY", `has ${JSON.stringify(words[i] ?? "nothing")} where a number should be`);
      out.push(value);
    }
  }

  #position(words: readonly string[]): void {
    const index = this.#out.positions.length / 3;
    if (index >= this.maximumVertices) throw this.#tooLarge();
    this.#numbers(words, 3, this.#out.positions);
    if (words.length < 6) return;
    const [red, green, blue] = words.slice(-3).map(Number);
    if (red === 1 && green === 1 && blue === 1) return; // white is what no colour means
    this.#out.colors.set(index, [red!, green!, blue!]);
  }

  #tooLarge(): DatasetError {
    return new DatasetError("E_SHAPE_FILE", `${this.file} has more than ${this.maximumVertices} vertices.`, { hint: "Simplify the model, or raise loadShape's `limits.vertices`.", subject: this.file });
  }

  /** An index as written (from 1, or backwards from −1) as one from 0. */
  #index(word: string | undefined, count: number, what: string): number {
    if (word === undefined || word === "") return -1;
    const written = Number(word);
    const index = written < 0 ? count + written : written - 1;
    if (!Number.isInteger(written) || index < 0 || index >= count) {
      throw this.#error("E_SHAPE_GEOMETRY", `has a face with ${what} ${word}, but there are ${count} so far`);
    }
    return index;
  }

  #face(words: readonly string[]): void {
    const { positions, texCoords, normals } = this.#out;
    if (words.length < 3) throw this.#error("E_SHAPE_GEOMETRY", `has a face of ${words.length} corners`);
    // three numbers per corner, as in ObjMesh.corners
    const corners: number[] = [];
    const points: Vector3[] = [];
    let complete = true;
    for (const word of words) {
      const [v, vt, vn] = word.includes("/") ? word.split("/") : [word];
      const position = this.#index(v === "" ? "0" : v, positions.length / 3, "vertex");
      const normal = this.#index(vn, normals.length / 3, "normal");
      corners.push(position, this.#index(vt, texCoords.length / 2, "texture coordinate"), normal);
      points.push([positions[position * 3]!, positions[position * 3 + 1]!, positions[position * 3 + 2]!]);
      if (normal === -1) complete = false;
    }
    const made = complete ? null : this.#madeNormals(corners, polygonNormal(points));
    const mesh = this.#current();
    for (const corner of triangulatePolygon(points)) {
      if (made !== null && corners[corner * 3 + 2] === -1) this.#made.push({ mesh, at: mesh.corners.length + 2, normal: made[corner]! });
      mesh.corners.push(corners[corner * 3]!, corners[corner * 3 + 1]!, corners[corner * 3 + 2]!);
      if (++this.#corners > this.maximumVertices * 6) throw this.#tooLarge();
    }
  }

  /** One per corner; with smoothing off all corners of the face share it. */
  #madeNormals(corners: readonly number[], flat: Vector3): number[] {
    const made: number[] = [];
    for (let i = 0; i < corners.length; i += 3) {
      const shared = this.#smoothing === "off" && made.length > 0;
      made.push(shared ? made[0]! : this.#madeNormal(corners[i]!, flat));
    }
    return made;
  }

  /** A normal shared by the smoothing group at a position; with smoothing off, by this face alone. */
  #madeNormal(position: number, flat: Vector3): number {
    let shared: Map<number, number> | null = null;
    if (this.#smoothing !== "off") {
      shared = this.#smoothed.get(this.#smoothing) ?? new Map<number, number>();
      this.#smoothed.set(this.#smoothing, shared);
    }
    let normal = shared?.get(position);
    if (normal === undefined) {
      normal = this.#madeSums.length / 3;
      this.#madeSums.push(0, 0, 0);
      shared?.set(position, normal);
    }
    for (let k = 0; k < 3; k++) this.#madeSums[normal * 3 + k] = this.#madeSums[normal * 3 + k]! + flat[k]!;
    return normal;
  }

  #finishNormals(): void {
    const first = this.#out.normals.length / 3;
    for (const value of this.#madeSums) this.#out.normals.push(value);
    for (const { mesh, at, normal } of this.#made) mesh.corners[at] = first + normal;
  }

  #current(): ObjMesh {
    if (this.#mesh !== null) return this.#mesh;
    const group = this.#group || this.#object || "default";
    const key = JSON.stringify([group, this.#material]);
    let mesh = this.#meshes.get(key);
    if (mesh === undefined) {
      mesh = { group, material: this.#material, corners: [] };
      this.#meshes.set(key, mesh);
      this.#out.meshes.push(mesh);
    }
    this.#mesh = mesh;
    return mesh;
  }
}
