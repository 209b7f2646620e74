/** Texts inside PNG files (iTXt chunks): what made a picture can travel with it. PNG specification, 11.3.4. */
import { DatasetError } from "../core/errors.js";
import { crc32 } from "./crc32.js";

const SIGNATURE_LENGTH = 8;
const HEADER_END = SIGNATURE_LENGTH + 25; // the header chunk comes first and has 13 bytes of data

function textChunk(keyword: string, text: string): Uint8Array {
  if (!/^[\x21-\x7e\xa1-\xff]([\x20-\x7e\xa1-\xff]{0,77}[\x21-\x7e\xa1-\xff])?$/.test(keyword)) {
    throw new DatasetError("E_IMAGE", `"${keyword}" cannot name a text in a PNG: it takes 1 to 79 Latin-1 characters.`);
  }
  const key = Uint8Array.from(keyword, (character) => character.charCodeAt(0));
  const value = new TextEncoder().encode(text);
  const length = key.length + 5 + value.length; // zero byte, two of "not compressed", two empty strings
  const chunk = new Uint8Array(length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, length);
  chunk.set([0x69, 0x54, 0x58, 0x74], 4); // iTXt
  chunk.set(key, 8);
  chunk.set(value, 8 + key.length + 5);
  view.setUint32(8 + length, crc32(chunk.subarray(4, 8 + length)));
  return chunk;
}

/** The same PNG with texts behind its header, in the order of the keys. */
export function insertPngText(png: Uint8Array, texts: Readonly<Record<string, string>>): Uint8Array {
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  const out = new Uint8Array(png.length + chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  out.set(png.subarray(0, HEADER_END));
  let position = HEADER_END;
  for (const chunk of chunks) {
    out.set(chunk, position);
    position += chunk.length;
  }
  out.set(png.subarray(HEADER_END), position);
  return out;
}

/** Reads the uncompressed texts (iTXt, tEXt) of a PNG; an empty object where there are none. */
export function readPngText(png: Uint8Array): Record<string, string> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const texts: Record<string, string> = {};
  for (let at = SIGNATURE_LENGTH; at + 12 <= png.length; ) {
    const length = view.getUint32(at);
    const type = latin1(png.subarray(at + 4, at + 8));
    const body = png.subarray(at + 8, at + 8 + length);
    at += length + 12;
    const keyEnd = body.indexOf(0);
    const key = latin1(body.subarray(0, Math.max(keyEnd, 0)));
    if (type === "tEXt") texts[key] = latin1(body.subarray(keyEnd + 1));
    if (type !== "iTXt" || body[keyEnd + 1] !== 0) continue;
    const languageEnd = body.indexOf(0, keyEnd + 3);
    texts[key] = new TextDecoder().decode(body.subarray(body.indexOf(0, languageEnd + 1) + 1));
  }
  return texts;
}
