/** Prompts to what the UNet hears of them: one text encoder, or SDXL's two. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadClipText, type LoadOptions, type Part, type TextFeeds, type TextResults } from "./load.js";
import type { FloatTensor } from "../nn/graph/float-tensor.js";
import type { ClipTextConfig } from "./clip-text.js";
import { joinLastAxis } from "./tensor-batch.js";
import { ClipTokenizer } from "./tokenizer.js";

/** An encoded prompt. */
export interface EncodedPrompt {
  /** [1, tokens, size] */
  hidden: FloatTensor;
  /** SDXL: the prompt as one vector, [1, size]; else null. */
  pooled: FloatTensor | null;
}


/** The text side of a model, loaded when it is first used. */
export class PromptEncoder {
  readonly #folder: string;
  readonly #clipSkip: number;
  readonly #options: LoadOptions;
  /** Whether the model has two encoders. */
  readonly isDouble: boolean;
  #tokenizers: readonly ClipTokenizer[] | null = null;
  #encoders: Promise<Part<ClipTextConfig, TextFeeds, TextResults>[]> | null = null;

  /** @param clipSkip how many of the last layers are left out */
  constructor(folder: string, clipSkip: number, options: LoadOptions) {
    this.#folder = folder;
    this.#clipSkip = clipSkip;
    this.#options = options;
    this.isDouble = existsSync(join(folder, "text_encoder_2"));
  }

  /** How many pieces of 75 tokens two texts are encoded in. */
  pieces(prompt: string, negative: string): number {
    return Math.max(...this.#loadedTokenizers().flatMap((tokenizer) => [prompt, negative].map((text) => tokenizer.encodeChunks(text).length)));
  }

  /**
   * Encodes two prompts to equal lengths: texts over 75 tokens go through the encoder in pieces, whose results follow
   * one another, and the shorter text is filled up with empty pieces.
   * @param loraScales one per adapter
   */
  async encode(prompt: string, negative: string, loraScales: readonly number[] = []): Promise<[EncodedPrompt, EncodedPrompt]> {
    this.#encoders ??= this.#load();
    const encoders = await this.#encoders;
    const tokenizers = this.#loadedTokenizers();
    const pieces = this.pieces(prompt, negative);
    const texts: EncodedPrompt[] = [];
    for (const text of [prompt, negative]) {
      let hidden: FloatTensor | null = null;
      let pooled: FloatTensor | null = null;
      for (const [place, encoder] of encoders.entries()) {
        const results = await encoder.run({ tokens: tokenizers[place]!.encodeChunks(text, pieces), loraScales });
        const [count, length, size] = results.hidden.shape as [number, number, number];
        const joined: FloatTensor = { data: results.hidden.data, shape: [1, count * length, size] };
        hidden = hidden === null ? joined : joinLastAxis(hidden, joined);
        // The first piece speaks for the whole text.
        if (results.pooled !== null) pooled = { data: results.pooled.data.subarray(0, results.pooled.shape[1]!), shape: [1, results.pooled.shape[1]!] };
      }
      texts.push({ hidden: hidden!, pooled });
    }
    return texts as [EncodedPrompt, EncodedPrompt];
  }

  /** Gives the memory back; the next use loads again. */
  async release(): Promise<void> {
    const encoders = await this.#encoders;
    this.#encoders = null;
    for (const encoder of encoders ?? []) await encoder.release();
  }

  #loadedTokenizers(): readonly ClipTokenizer[] {
    const folders = this.isDouble ? ["tokenizer", "tokenizer_2"] : ["tokenizer"];
    return (this.#tokenizers ??= folders.map((folder) => ClipTokenizer.fromFolder(join(this.#folder, folder))));
  }

  async #load(): Promise<Part<ClipTextConfig, TextFeeds, TextResults>[]> {
    const clipSkip = this.#clipSkip;
    const first = join(this.#folder, "text_encoder");
    if (!this.isDouble) return [await loadClipText(first, { clipSkip, hidden: "normalized", pooled: "none" }, this.#options)];
    return [
      await loadClipText(first, { clipSkip, hidden: "penultimate", pooled: "none" }, this.#options),
      await loadClipText(join(this.#folder, "text_encoder_2"), { clipSkip, hidden: "penultimate", pooled: "projected" }, this.#options),
    ];
  }
}
