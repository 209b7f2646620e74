/**
 * UNet and ControlNets as one graph, for devices where residuals should not travel: each ControlNet stands inside an
 * `If`, so that one that is switched off (start, end) costs nothing. On the CPU separate sessions are better: they share
 * nothing but the residuals, and the UNet's weights are loaded once whatever ControlNets there are.
 */
import { Scope } from "../nn/graph/scope.js";
import { fixedSize, type Value } from "../nn/graph/value.js";
import { add } from "../nn/ops/arithmetic.js";
import { choose } from "../nn/ops/choose.js";
import { readWeights } from "../nn/session/read-weights.js";
import { readConfigFile } from "./config.js";
import { checkControlFits, controlNet, controlNetInputs, readControlNetConfig, type ControlInputs, type ControlNetConfig } from "./controlnet.js";
import { begin, float, floatOutput, open, stepFeeds, type LoadOptions, type Part, type StepFeeds } from "./load.js";
import type { FloatTensor } from "../nn/graph/float-tensor.js";
import { checkLorasTaken } from "./lora.js";
import { readUnetConfig, residualChannels, unet, unetInputs, type ControlResiduals, type UnetConfig } from "./unet.js";

/** What one ControlNet is fed; null switches it off. */
export type FusedControl = { image: FloatTensor; scales: FloatTensor; mask?: FloatTensor } | null;

export interface FusedFeeds extends StepFeeds {
  /** One per ControlNet. */
  controls: readonly FusedControl[];
}

/** The networks in one session. */
export interface FusedPart extends Part<UnetConfig, FusedFeeds, FloatTensor> {
  readonly controlnets: readonly ControlNetConfig[];
}

/** The folders' networks in one session. @throws DatasetError E_MODEL as the separate loaders, and when a ControlNet does not fit */
export async function loadFused(unetFolder: string, controlFolders: readonly string[], options: LoadOptions & { mask?: boolean } = {}): Promise<FusedPart> {
  const config = readUnetConfig(await readConfigFile(unetFolder), unetFolder);
  const { graph, scope } = await begin("unet", unetFolder, options, { loraPart: "unet" });
  const { mask = false, variant } = options;
  const inputs = unetInputs(graph, config);
  const controls: { config: ControlNetConfig; residuals: readonly Value[] }[] = [];
  for (const [index, folder] of controlFolders.entries()) {
    const control = readControlNetConfig(await readConfigFile(folder), folder);
    checkControlFits(control, config, folder);
    const weights = await readWeights(folder, variant === undefined ? {} : { variant });
    const controlInputs = { ...controlNetInputs(graph, control, { prefix: prefix(index), mask }), ...inputs, guidance: null };
    controls.push({ config: control, residuals: optional(new Scope(graph, weights, scope.compute, null, "", `controlnet_${index}`), control, controlInputs, index) });
  }
  graph.output("out", unet(scope, config, inputs, total(scope, controls.map(({ residuals }) => residuals))));
  checkLorasTaken(options.loras ?? [], "unet");
  const session = await open(graph, options);
  const off = (control: ControlNetConfig): NonNullable<FusedControl> => {
    const count = residualChannels(control.plan).length + 1;
    return { image: { data: new Float32Array(control.conditioning_channels), shape: [1, control.conditioning_channels, 1, 1] }, scales: { data: new Float32Array(count), shape: [1, count] } };
  };
  return {
    config,
    controlnets: controls.map((control) => control.config),
    run: async (feeds) => {
      const given = stepFeeds(feeds, options);
      controls.forEach((control, index) => {
        const { image, scales, mask: where } = feeds.controls[index] ?? off(control.config);
        given[`${prefix(index)}on`] = { type: "bool", data: Uint8Array.of(feeds.controls[index] == null ? 0 : 1), shape: [] };
        given[`${prefix(index)}controlnet_cond`] = float(image);
        given[`${prefix(index)}conditioning_scale`] = float(scales);
        if (mask) given[`${prefix(index)}control_mask`] = float(where ?? { data: Float32Array.of(1), shape: [1, 1, 1, 1] });
      });
      return floatOutput(await session.run(given), "out");
    },
    release: () => session.release(),
  };
}

function prefix(index: number): string {
  return `control_${index}_`;
}

/** A ControlNet's residuals where it is on, otherwise zeros that broadcast. */
function optional(scope: Scope, config: ControlNetConfig, inputs: ControlInputs, index: number): readonly Value[] {
  const { graph } = scope;
  const on = graph.input(`${prefix(index)}on`, "bool", []);
  const channels = residualChannels(config.plan);
  const sizes = [...channels, channels.at(-1)!];
  const zero = graph.constant("float32", [1, 1, 1, 1], new Float32Array(1));
  const values = choose(graph, on, (inner) => {
    const { down, middle } = controlNet(scope.in(inner), config, inputs);
    return [...down, middle];
  }, (inner) => sizes.map(() => inner.add("Identity", [zero], zero)));
  return values.map((value, place) => ({ ...value, shape: [null, sizes[place]!, null, null] }));
}

function total(scope: Scope, residuals: readonly (readonly Value[])[]): ControlResiduals | null {
  const [first, ...rest] = residuals;
  if (first === undefined) return null;
  const sums = first.map((value, place) => rest.reduce((sum, other) => ({ ...add(scope.graph, sum, other[place]!), shape: [null, fixedSize(value, 1), null, null] }), value));
  return { down: sums.slice(0, -1), middle: sums.at(-1)! };
}
