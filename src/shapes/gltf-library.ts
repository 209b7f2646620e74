/** The one place where glTF-Transform and its decoders are loaded. */
import type { Document, JSONDocument } from "@gltf-transform/core";
import { DatasetError } from "../core/errors.js";

/** The parts of glTF-Transform that the reader uses. */
export interface GltfLibrary {
  /** Decodes JSON and its resources to a document; the decoders named in `extensionsUsed` are loaded first. */
  read(source: JSONDocument): Promise<Document>;
  /** Names of the extensions that a model may require. */
  supportedExtensions: ReadonlySet<string>;
}

/** Extensions whose data the library decodes. Looks that are not rendered (sheen, clearcoat …) are ignored further up. */
const DECODED = [
  "EXTMeshGPUInstancing", "EXTMeshoptCompression", "EXTTextureAVIF", "EXTTextureWebP", "KHRDracoMeshCompression",
  "KHRLightsPunctual", "KHRMaterialsAnisotropy", "KHRMaterialsClearcoat", "KHRMaterialsDiffuseTransmission",
  "KHRMaterialsDispersion", "KHRMaterialsEmissiveStrength", "KHRMaterialsIOR", "KHRMaterialsIridescence",
  "KHRMaterialsPBRSpecularGlossiness", "KHRMaterialsSheen", "KHRMaterialsSpecular", "KHRMaterialsTransmission",
  "KHRMaterialsUnlit", "KHRMaterialsVariants", "KHRMaterialsVolume", "KHRMeshQuantization", "KHRNodeVisibility",
  "KHRTextureTransform", "KHRXMP",
] as const;

function missing(name: string): (cause: unknown) => never {
  return (cause) => {
    throw new DatasetError("E_DEPENDENCY", `The library ${name} cannot be loaded.`, { hint: "Install the packages again with `npm ci`.", cause });
  };
}

let loading: Promise<GltfLibrary> | null = null;

/** Loads the library on first use. */
export function gltfLibrary(): Promise<GltfLibrary> {
  loading ??= load();
  return loading;
}

async function load(): Promise<GltfLibrary> {
  const [core, extensions] = await Promise.all([
    import("@gltf-transform/core").catch(missing("@gltf-transform/core")),
    import("@gltf-transform/extensions").catch(missing("@gltf-transform/extensions")),
  ]);
  const classes = DECODED.map((name) => extensions[name]);
  return {
    supportedExtensions: new Set(classes.map((extension) => extension.EXTENSION_NAME)),
    async read(source) {
      // WebIO because it is the one without file access: all resources are in `source` already
      const io = new core.WebIO().setLogger(new core.Logger(core.Logger.Verbosity.SILENT)).registerExtensions([...classes]);
      const used = new Set(source.json.extensionsUsed ?? []);
      if (used.has("KHR_draco_mesh_compression")) io.registerDependencies({ "draco3d.decoder": await dracoDecoder() });
      if (used.has("EXT_meshopt_compression")) io.registerDependencies({ "meshopt.decoder": await meshoptDecoder() });
      return io.readJSON(source);
    },
  };
}

/** A decoder of its own for every model: one that ran out of memory stays broken. */
async function dracoDecoder(): Promise<unknown> {
  const { default: draco } = await import("draco3dgltf").catch(missing("draco3dgltf"));
  return draco.createDecoderModule();
}

async function meshoptDecoder(): Promise<unknown> {
  const { MeshoptDecoder } = await import("meshoptimizer/decoder").catch(missing("meshoptimizer"));
  await MeshoptDecoder.ready;
  return MeshoptDecoder;
}
