/** From a planned sample to a scene: loads what it names and puts it in its place. */
import { random } from "../core/random.js";
import { cameraPosition } from "../geometry/viewpoint.js";
import { worldToCamera } from "../geometry/camera.js";
import { categoryOf } from "../sample/category-table.js";
import type { Environment } from "../sample/environment.js";
import type { PlannedObject, PlannedSample } from "../sample/sample.js";
import type { Instance, Scene } from "../sample/scene.js";
import type { Shape } from "../sample/shape.js";
import { poseShape } from "../shapes/pose-shape.js";
import { varyMaterials, type MaterialChanges } from "../variation/materials.js";
import { AssetCache } from "./asset-cache.js";
import { framedCamera } from "./framed-camera.js";
import type { Plan } from "./plan.js";
import { SceneCache } from "./scene-cache.js";
import { sceneLighting } from "./scene-lighting.js";

const SHAPE_CACHE_BYTES = 512 * 1_048_576;
const ENVIRONMENT_CACHE_BYTES = 256 * 1_048_576;

/** Shapes and environments that are loaded; plans may share them, one at a time. */
export interface HeldAssets {
  shapes: AssetCache<Shape>;
  environments: AssetCache<Environment>;
  /** Those that are drawn for one scene. */
  drawnShapes: SceneCache<Shape>;
  drawnEnvironments: SceneCache<Environment>;
}

/** Nothing is loaded yet. */
export function holdAssets({ shapeBytes: mostOfShapes = SHAPE_CACHE_BYTES, environmentBytes: mostOfEnvironments = ENVIRONMENT_CACHE_BYTES } = {}): HeldAssets {
  return {
    shapes: new AssetCache(mostOfShapes, shapeBytes),
    environments: new AssetCache(mostOfEnvironments, environmentBytes),
    drawnShapes: new SceneCache(),
    drawnEnvironments: new SceneCache(),
  };
}

/** A shape as it stands in a scene; `materials` is what variation has changed. */
interface DressedShape {
  shape: Shape;
  materials: MaterialChanges | null;
}

/** Builds scenes of one plan, holding recently used shapes and environments. */
export interface SceneAssembler {
  assemble(sample: PlannedSample): Promise<Scene>;
  /** The shape of an object alone, and what variation makes of its materials. */
  dress(object: PlannedObject): Promise<Pick<Instance, "shape" | "materials">>;
}

/**
 * An assembler for a plan; each worker has one.
 * @param held what other plans have loaded; the files behind it and what manifests say of them may not change meanwhile
 */
export function sceneAssembler(plan: Plan, held: HeldAssets = holdAssets()): SceneAssembler {
  const { shapes, environments, drawnShapes, drawnEnvironments } = held;
  const varied = new SceneCache<DressedShape>();
  const { recipe } = plan;
  // Sources that are written alike are alike, in whichever plan and at whichever place.
  const shapeSources = recipe.shapes.map((source) => JSON.stringify([plan.folder, source]));
  const environmentSources = recipe.environments.map((source) => JSON.stringify([plan.folder, source]));

  function shapeKey({ shape: { catalogue, id }, variationPath }: PlannedObject): string {
    const drawn = plan.catalogues[catalogue]!.varies ? `/${recipe.seed}/${variationPath}` : "";
    return `${shapeSources[catalogue]}/${id}${drawn}`;
  }

  async function posedShape(object: PlannedObject): Promise<Shape> {
    const catalogue = plan.catalogues[object.shape.catalogue]!;
    const shape = await (catalogue.varies ? drawnShapes : shapes).get(shapeKey(object), () => catalogue.load(object.shape.id, random(recipe.seed, object.variationPath, "shape")));
    return object.articulation === null ? shape : poseShape(shape, object.articulation);
  }

  async function dressedShape(object: PlannedObject): Promise<DressedShape> {
    const options = recipe.variation.materials;
    const path = object.materialsPath;
    if (options === null || path === undefined) return { shape: await posedShape(object), materials: null };
    return varied.get(`${shapeKey(object)}/${JSON.stringify(object.articulation)}/${path}`, async () => {
      const { shape, changes } = varyMaterials(await posedShape(object), random(recipe.seed, path, "materials"), options);
      return { shape, materials: changes };
    });
  }

  function loadEnvironment(surroundings: NonNullable<PlannedSample["surroundings"]>): Promise<Environment> {
    const catalogue = plan.environmentCatalogues[surroundings.catalogue]!;
    const key = `${environmentSources[surroundings.catalogue]}/${surroundings.id}${catalogue.varies ? `/${recipe.seed}/${surroundings.variationPath}` : ""}`;
    return (catalogue.varies ? drawnEnvironments : environments).get(key, () => catalogue.load(surroundings.id, random(recipe.seed, surroundings.variationPath, "environment")));
  }

  return {
    async dress(object) {
      const { shape, materials } = await dressedShape(object);
      return { shape, ...(materials === null ? {} : { materials }) };
    },
    async assemble(sample) {
      for (const cache of [drawnShapes, drawnEnvironments, varied]) cache.next();
      const posed: ({ object: PlannedObject } & DressedShape)[] = [];
      for (const object of sample.objects) posed.push({ object, ...(await dressedShape(object)) });
      const main = posed[0]!;
      const groundHeight = (-main.shape.dimensions[2] / 2) * main.object.scale;
      const instances: Instance[] = posed.map(({ object, shape, materials }, index) => {
        const [x, y, drawnZ] = object.objectToWorld.translation;
        const standing = groundHeight + (shape.dimensions[2] / 2) * object.scale;
        const z = index === 0 ? 0 : object.clutter?.floats === true ? Math.max(drawnZ, standing) : standing;
        return {
          instanceId: object.instanceId,
          shape,
          scale: object.scale,
          objectToWorld: { rotation: object.objectToWorld.rotation, translation: [x, y, z] },
          ...(object.clutter?.labelled === false ? { labelled: false } : {}),
          ...(materials === null ? {} : { materials }),
        };
      });
      const stands = (categoryOf(main.shape.category)?.support ?? "ground") === "ground";
      const camera = sample.framing === null ? sample.camera : framedCamera(sample.camera, sample.framing, instances[0]!);
      const cameraHeight = cameraPosition(worldToCamera(camera))[2];
      const environment = sample.surroundings === null ? null : await loadEnvironment(sample.surroundings);
      const onGround = stands && cameraHeight > groundHeight;
      return {
        camera,
        instances,
        environment,
        lighting: sceneLighting(recipe.light, sample, environment),
        groundHeight: onGround ? groundHeight : null,
      };
    },
  };
}

function shapeBytes(shape: Shape): number {
  let bytes = 10_000;
  for (const mesh of shape.meshes) bytes += mesh.positions.byteLength * 3 + mesh.indices.byteLength + mesh.texCoords.reduce((sum, coordinates) => sum + coordinates.byteLength, 0);
  const textures = new Set(shape.materials.flatMap((material) => [material.baseColorTexture, material.metallicRoughnessTexture, material.normalTexture, material.occlusionTexture, material.emissiveTexture].map((slot) => slot?.texture)));
  for (const texture of textures) bytes += texture?.data.byteLength ?? 0;
  for (const binding of shape.rig?.bindings ?? []) bytes += binding.positions.byteLength * (2 + binding.morphTargets.length * 2);
  return bytes;
}

function environmentBytes(environment: Environment): number {
  // With the prefiltered light and shadows that hang on it.
  return 4_000_000 + (environment.panorama?.data.byteLength ?? 0);
}
