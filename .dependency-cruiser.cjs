/** Who may import whom. A folder not named here may import nothing and be imported by nobody. */
const ALLOWED = {
  core: [],
  codecs: ["core"],
  storage: ["core", "codecs"],
  hub: ["core", "storage"],
  geometry: ["core"],
  sample: ["core", "geometry"],
  nn: ["core", "codecs", "storage"],
  diffusion: ["core", "codecs", "storage", "hub", "nn"],
  shapes: ["core", "codecs", "storage", "hub", "geometry", "sample"],
  viewpoints: ["core", "storage", "geometry", "sample"],
  environments: ["core", "codecs", "storage", "geometry", "sample"],
  photos: ["core", "codecs", "storage", "geometry", "sample"],
  renders: ["core", "codecs", "storage", "geometry", "sample", "render", "dataset"],
  variation: ["core", "geometry", "sample"],
  render: ["core", "geometry", "sample"],
  controls: ["core", "geometry", "sample", "render"],
  prompts: ["core", "codecs", "storage", "sample"],
  generate: ["core", "codecs", "storage", "hub", "geometry", "nn", "diffusion", "sample", "render", "controls"],
  annotate: ["core", "codecs", "geometry", "sample", "render"],
  dataset: ["core", "codecs", "storage", "sample"],
  sheet: ["core", "codecs", "geometry", "sample", "storage", "dataset"],
  plots: ["core", "codecs", "sheet"],
  evaluate: ["core", "codecs", "storage", "geometry", "plots"],
  verify: ["core", "codecs", "storage", "geometry", "nn", "diffusion", "sample", "render", "controls", "dataset", "sheet", "plots"],
  interchange: ["core", "codecs", "storage", "geometry", "sample", "dataset"],
  plant: ["core", "geometry", "sample"],
  recipe: ["core", "geometry", "sample", "shapes", "viewpoints", "environments", "photos", "renders", "variation", "controls", "prompts", "plant", "generate", "verify"],
  pipeline: ["core", "codecs", "storage", "geometry", "sample", "shapes", "viewpoints", "environments", "photos", "renders", "variation", "render", "controls", "prompts", "plant", "generate", "annotate", "dataset", "recipe"],
  engine: ["core", "codecs", "storage", "geometry", "sample", "generate", "dataset", "verify", "interchange", "evaluate", "recipe", "pipeline"],
  studio: ["core", "codecs", "storage", "geometry", "sample", "shapes", "dataset", "sheet", "plots", "evaluate", "verify", "interchange", "recipe", "pipeline", "engine"],
  cli: ["core", "codecs", "storage", "hub", "nn", "diffusion", "sample", "shapes", "renders", "dataset", "sheet", "plots", "evaluate", "verify", "interchange", "recipe", "pipeline", "engine", "studio"],
};

/** Folders that a browser can load, too. */
const WITHOUT_NODE = "^src/(core|codecs|geometry|sample|render|controls)/";

/** Libraries that are large or native: each has one adapter file, which loads it when it is first needed. */
const HEAVY = {
  sharp: "^src/codecs/image\\.ts$",
  draco3dgltf: "^src/shapes/gltf-library\\.ts$",
  meshoptimizer: "^src/shapes/gltf-library\\.ts$",
  "@gltf-transform/(core|extensions)": "^src/shapes/gltf-library\\.ts$",
  "manifold-3d": "^src/shapes/builtin/solid\\.ts$",
  "@huggingface/hub": "^src/hub/repository\\.ts$",
  "onnxruntime-node": "^src/nn/session/onnx-runtime\\.ts$",
  ai: "^src/prompts/openai-compatible\\.ts$",
  "@ai-sdk/openai-compatible": "^src/prompts/openai-compatible\\.ts$",
  three: "^src/shapes/fbx-library\\.ts$",
  "hyparquet(-writer)?": "^src/codecs/parquet\\.ts$",
  ws: "^src/generate/comfyui/progress-socket\\.ts$",
};

const own = (folder) => `^src/${folder}/`;

module.exports = {
  allowed: [
    ...Object.entries(ALLOWED).map(([folder, targets]) => ({
      from: { path: own(folder) },
      to: { path: [folder, ...targets].map(own) },
    })),
    { from: { path: "^src/index\\.ts$" }, to: { path: "^src/" } },
    { from: { path: "^src/" }, to: { pathNot: "^src/" } }, // what is not ours is the business of the rules below
  ],
  allowedSeverity: "error",
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    { name: "no-node-where-a-browser-reads", severity: "error", from: { path: WITHOUT_NODE }, to: { dependencyTypes: ["core"] } },
    { name: "only-installed-packages", severity: "error", from: { path: "^src/" }, to: { couldNotResolve: true } },
    { name: "only-real-dependencies", severity: "error", from: { path: "^src/" }, to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only", "npm-peer"] } },
    ...Object.entries(HEAVY).flatMap(([library, adapter]) => {
      const to = { path: `node_modules/${library}/`, dependencyTypesNot: ["type-only"] };
      return [
        { name: `${library}-in-one-file`, severity: "error", from: { path: "^src/", pathNot: adapter }, to },
        { name: `${library}-loaded-lazily`, severity: "error", from: { path: adapter }, to: { ...to, dynamic: false } },
      ];
    }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node", "default"] },
  },
};
