/** Images to latents and back, by either kind of autoencoder: what the two classes have in common. */
import { DatasetError } from "../core/errors.js";
import type { Scope } from "../nn/graph/scope.js";
import type { Value } from "../nn/graph/value.js";
import type { Session } from "../nn/session/onnx-runtime.js";
import { begin, float, floatOutput, open, type LoadOptions } from "./load.js";
import type { FloatTensor } from "../nn/graph/float-tensor.js";

/** The two directions of an autoencoder as functions on a graph. */
export interface AutoencoderGraphs<Config> {
  encode: (scope: Scope, config: Config, image: Value) => Value;
  decode: (scope: Scope, config: Config, latent: Value) => Value;
  rename?: (name: string) => string;
}

/** What configurations of both kinds say. */
export interface AutoencoderConfig {
  in_channels: number;
  latent_channels: number;
  scaling_factor: number;
  shift_factor: number;
}

/** Loads each direction when it is first used. */
export class AutoencoderSessions<Config extends AutoencoderConfig> {
  private encoder: Promise<Session> | null = null;
  private decoder: Promise<Session> | null = null;

  constructor(
    private readonly folder: string,
    private readonly config: Config,
    private readonly graphs: AutoencoderGraphs<Config>,
    private readonly options: LoadOptions,
    /** Pixels per latent, each way. */
    readonly factor: number,
  ) {}

  /** What the encoder gives for images [batch, 3, height, width]. @throws DatasetError E_IMAGE for sizes that do not fit */
  async encode(image: FloatTensor): Promise<FloatTensor> {
    const [, , height, width] = image.shape as [number, number, number, number];
    if (height % this.factor !== 0 || width % this.factor !== 0) {
      throw new DatasetError("E_IMAGE", `An image of ${width} × ${height} pixels cannot be encoded: sides must be multiples of ${this.factor}.`, { hint: "Scale or pad the image.", subject: `${width}x${height}` });
    }
    this.encoder ??= this.load("encoder", (scope) => this.graphs.encode(scope, this.config, scope.graph.input("image", "float32", ["batch", this.config.in_channels, "height", "width"])));
    return floatOutput(await (await this.encoder).run({ image: float(image) }), "out");
  }

  /** What the decoder gives for latents [batch, channels, height, width]. */
  async decode(latent: FloatTensor): Promise<FloatTensor> {
    this.decoder ??= this.load("decoder", (scope) => this.graphs.decode(scope, this.config, scope.graph.input("latent", "float32", ["batch", this.config.latent_channels, "height", "width"])));
    return floatOutput(await (await this.decoder).run({ latent: float(latent) }), "out");
  }

  /** Gives the memory back; the next use loads again. */
  async release(): Promise<void> {
    const sessions = [this.encoder, this.decoder];
    this.encoder = null;
    this.decoder = null;
    for (const session of sessions) await (await session)?.release();
  }

  private async load(name: string, build: (scope: Scope) => Value): Promise<Session> {
    const { graph, scope } = await begin(name, this.folder, { ...this.options, loras: [] }, this.graphs.rename === undefined ? {} : { rename: this.graphs.rename });
    graph.output("out", build(scope));
    return open(graph, this.options);
  }
}
