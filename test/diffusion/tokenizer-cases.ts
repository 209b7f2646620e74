/** The recorded ids of transformers' CLIPTokenizer and their comparison. */
import { expect } from "vitest";
import type { ClipTokenizer } from "../../src/diffusion/tokenizer.js";

/** One way to configure the tokenizer, and what it gives. */
export interface TokenizerConfiguration {
  files: Record<string, unknown>;
  saved: { "tokenizer.json": { model: object }; "tokenizer_config.json": object };
  pad: number;
  /** Of each string all ids, without start and end. */
  ids: number[][];
}

/** What make.py writes. */
export interface TokenizerCases {
  strings: string[];
  configurations: Record<string, TokenizerConfiguration>;
}

/** Every string has its recorded ids, padded and cut as `encode` does. */
export function expectGoldenIds(tokenizer: ClipTokenizer, strings: string[], { ids, pad }: TokenizerConfiguration): void {
  expect(strings.length).toBeGreaterThan(300);
  expect(tokenizer.padId).toBe(pad);
  strings.forEach((text, i) => {
    expect(tokenizer.encodeText(text), JSON.stringify(text)).toEqual(ids[i]);
    const framed = [tokenizer.bosId, ...ids[i]!.slice(0, 75), tokenizer.eosId];
    expect(tokenizer.encode(text)).toEqual([...framed, ...new Array<number>(77 - framed.length).fill(pad)]);
  });
}
