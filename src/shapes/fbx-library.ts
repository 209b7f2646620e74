/**
 * The only door to three.js, which reads FBX. It is made for browsers: pictures are never loaded by it but collected
 * by name (no network, no DOM), its console messages become warnings, and a window is there while it reads, because it
 * asks for one where a file has a camera.
 *
 * Its rotations use the engine's own sine and cosine. V8 computes them in software, the same on every processor; a
 * runtime with another engine might differ in a last bit, which single precision then mostly hides.
 */
import type * as Three from "three";
import type * as Loaders from "three/addons/loaders/FBXLoader.js";
import { isBinaryFbx } from "./fbx-preflight.js";

/** A picture that a material uses: a file's name as written, or bytes in the file. */
export type FbxPicture = { name: string; bytes: null } | { name: string; bytes: Promise<Uint8Array> };

/** What three.js made of a file. */
export interface FbxScene {
  root: Three.Group;
  /** Key: the texture object in a material. */
  pictures: ReadonlyMap<Three.Texture, FbxPicture>;
  warnings: string[];
  three: typeof Three;
}

type Library = { three: typeof Three } & Pick<typeof Loaders, "FBXLoader">;

let loading: Promise<Library> | null = null;

async function load(): Promise<Library> {
  const [three, { FBXLoader }] = await Promise.all([import("three"), import("three/addons/loaders/FBXLoader.js")]);
  return { three, FBXLoader };
}

/**
 * Reads a checked FBX file.
 * @throws whatever three.js throws for files it cannot read
 */
export async function readFbx(bytes: Uint8Array): Promise<FbxScene> {
  loading ??= load();
  const { three, FBXLoader } = await loading;
  const { resolveObjectURL } = await import("node:buffer");
  const pictures = new Map<Three.Texture, FbxPicture>();
  const manager = new three.LoadingManager();
  const collector = {
    path: "",
    setPath: () => collector,
    load(name: string): Three.Texture {
      const texture = new three.Texture();
      pictures.set(texture, pictureOf(name, (url) => resolveObjectURL(url)));
      return texture;
    },
  };
  manager.getHandler = () => collector as unknown as Three.Loader;
  const warnings: string[] = [];
  const root = quietly(warnings, () => new FBXLoader(manager).parse(readable(bytes), ""));
  return { root, pictures, warnings, three };
}

/** A comment to begin with: the reader takes some letters at some places of the first 210 for the head of a binary file. */
const TEXT_HEAD = new TextEncoder().encode(`;${" ".repeat(254)}\n`);

function readable(bytes: Uint8Array): ArrayBuffer {
  const head = isBinaryFbx(bytes) ? new Uint8Array() : TEXT_HEAD;
  const out = new Uint8Array(head.length + bytes.length);
  out.set(head);
  out.set(bytes, head.length);
  return out.buffer;
}

function pictureOf(name: string, resolve: (url: string) => Pick<Blob, "arrayBuffer"> | undefined): FbxPicture {
  if (name.startsWith("data:")) return { name: "embedded picture", bytes: Promise.resolve(new Uint8Array(Buffer.from(name.slice(name.indexOf(",") + 1), "base64"))) };
  if (!name.startsWith("blob:")) return { name, bytes: null };
  const bytes = resolve(name)?.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  URL.revokeObjectURL(name);
  return { name: "embedded picture", bytes: bytes ?? Promise.resolve(new Uint8Array()) };
}

/** Runs code that is not ours, synchronously, with its messages caught and a window to ask for its size. */
function quietly<T>(warnings: string[], work: () => T): T {
  const { warn, error, log } = console;
  const hasWindow = "window" in globalThis;
  const note = (...values: unknown[]): void => void warnings.push(values.map(String).join(" ").replaceAll("THREE.", "").replaceAll("FBXLoader: ", ""));
  Object.assign(console, { warn: note, error: note, log: note });
  if (!hasWindow) Object.assign(globalThis, { window: { innerWidth: 1, innerHeight: 1 } });
  try {
    return work();
  } finally {
    Object.assign(console, { warn, error, log });
    if (!hasWindow) Reflect.deleteProperty(globalThis, "window");
  }
}
