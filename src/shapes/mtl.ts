/** Reads Wavefront material libraries (.mtl), with the PBR keywords that Blender and others add. */
import { posix } from "node:path";

/** A picture in an MTL file. */
export interface MtlMap {
  /** Relative to the model's folder, with forward slashes. */
  reference: string;
  /** uv' = scale · uv + offset, with v up. */
  scale: readonly [number, number];
  offset: readonly [number, number];
  clamp: boolean;
  /** `-bm`. */
  bumpScale: number;
}

/** Maps that are used; the value is where they go. */
const MAP_KEYWORDS = {
  map_kd: "color", map_d: "opacity", map_ke: "emission", map_pr: "roughness", map_pm: "metallic",
  norm: "normal", map_kn: "normal", map_bump: "bump", bump: "bump",
} as const;

/** What an {@link MtlMap} is for. */
export type MtlSlot = (typeof MAP_KEYWORDS)[keyof typeof MAP_KEYWORDS];

/** One material as written; numbers are null where the file is silent. */
export interface MtlMaterial {
  name: string;
  diffuse: [number, number, number] | null;
  specular: [number, number, number] | null;
  shininess: number | null;
  emission: [number, number, number] | null;
  opacity: number;
  roughness: number | null;
  metallic: number | null;
  maps: Partial<Record<MtlSlot, MtlMap>>;
}

/** Numbers that may follow an option of a map. */
const OPTION_ARITY: Record<string, number> = {
  "-blendu": 1, "-blendv": 1, "-bm": 1, "-boost": 1, "-cc": 1, "-clamp": 1, "-imfchan": 1, "-mm": 2, "-o": 3, "-s": 3, "-t": 3, "-texres": 1, "-type": 1,
};

/**
 * Parses a library; unknown keywords are passed over.
 * @param folder of the library relative to the model's, for the references in it
 */
export function parseMtl(text: string, folder: string): MtlMaterial[] {
  const materials: MtlMaterial[] = [];
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n|\r/)) {
    const [keyword, ...words] = line.trim().split(/\s+/);
    const lower = keyword!.toLowerCase();
    if (lower === "newmtl") {
      materials.push({
        name: line.trim().slice(6).trim(), diffuse: null, specular: null, shininess: null, emission: null, opacity: 1, roughness: null, metallic: null, maps: {},
      });
      continue;
    }
    const material = materials.at(-1);
    if (material === undefined || words.length === 0 || lower.startsWith("#")) continue;
    const slot = Object.hasOwn(MAP_KEYWORDS, lower) ? MAP_KEYWORDS[lower as keyof typeof MAP_KEYWORDS] : null;
    if (slot === null) readValue(material, lower, words);
    else material.maps[slot] = parseMap(words, folder);
  }
  return materials;
}

function readValue(material: MtlMaterial, keyword: string, words: readonly string[]): void {
  const number = finite(words[0]);
  if (number === null) return; // also `Kd spectral file` and `Kd xyz …`
  const color = (): [number, number, number] => [number, finite(words[1]) ?? number, finite(words[2]) ?? number];
  switch (keyword) {
    case "kd": material.diffuse = color(); break;
    case "ks": material.specular = color(); break;
    case "ke": material.emission = color(); break;
    case "ns": material.shininess = number; break;
    case "d": material.opacity = number; break;
    case "tr": material.opacity = 1 - number; break;
    case "pr": material.roughness = number; break;
    case "pm": material.metallic = number; break;
  }
}

function finite(word: string | undefined): number | null {
  const value = word === undefined ? NaN : Number(word);
  return Number.isFinite(value) ? value : null;
}

/** Options first, then the file's name, which may have spaces. */
function parseMap(words: readonly string[], folder: string): MtlMap {
  let scale: readonly [number, number] = [1, 1];
  let offset: readonly [number, number] = [0, 0];
  let clamp = false;
  let bumpScale = 1;
  let position = 0;
  for (let option = words[0]; option !== undefined && Object.hasOwn(OPTION_ARITY, option); option = words[position]) {
    const values: string[] = [];
    position++;
    // -o, -s and -t take one to three numbers
    while (values.length < OPTION_ARITY[option]! && position < words.length - 1 && (values.length === 0 || finite(words[position]) !== null)) values.push(words[position++]!);
    const [first, second] = values.map((value) => finite(value) ?? 0);
    if (option === "-o") offset = [first ?? 0, second ?? 0];
    if (option === "-s") scale = [first ?? 1, second ?? 1];
    if (option === "-bm") bumpScale = first ?? 1;
    if (option === "-clamp") clamp = values[0] === "on";
  }
  const name = words.slice(position).join(" ").replaceAll("\\", "/").replace(/^"(.*)"$/, "$1");
  const isRelative = !name.startsWith("/") && !/^[a-z][a-z0-9+.-]*:/i.test(name);
  return { reference: isRelative && folder !== "." ? posix.join(folder, name) : name, scale, offset, clamp, bumpScale };
}
