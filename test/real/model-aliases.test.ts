/** Every alias against the hub itself: the repository is there, has what a model needs, the licence and about the size that the table says. */
import { HUB_URL } from "@huggingface/hub";
import { describe, expect, it } from "vitest";
import { MODEL_ALIASES, partsOfAlias } from "../../src/hub/model-aliases.js";
import { openModelHub } from "../../src/hub/model-hub.js";
import { planModelPull } from "../../src/hub/pull-model.js";
import { hubSettings } from "../../src/hub/settings.js";
import { temporaryFolder } from "../temporary-folder.js";

const { hubUrl, token, offline } = await hubSettings(process.env);
const signal = AbortSignal.timeout(300_000);
const hub = await openModelHub({ signal, hubUrl, token });
const probe = await fetch(`${hubUrl ?? HUB_URL}/api/models?limit=1`, { signal: AbortSignal.timeout(10_000) }).then(
  (response) => (response.ok ? null : `the hub answered ${response.status}`),
  (error: unknown) => (error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ""}` : String(error)),
);
const reason = offline ? "HF_HUB_OFFLINE is set" : probe;

describe("aliases", () => {
  it.skipIf(reason !== null).each(Object.entries(MODEL_ALIASES))("%s is on the hub", async (_, alias) => {
    const cacheFolder = temporaryFolder();
    const { parts, bytes } = await planModelPull({ parts: partsOfAlias(alias), hub, cacheFolder, folder: cacheFolder, precision: "fp16", signal });
    const licences = alias.licence.split(", ");
    for (const { repository, licence, gated } of parts) {
      expect([repository, gated], repository).toEqual([repository, false]);
      expect(licences, repository).toContain(licence);
    }
    expect(Math.abs(bytes / alias.approximateBytes - 1), `${bytes} bytes`).toBeLessThan(0.1);
  });
});

if (reason !== null) console.warn(`skipped: the Hugging Face Hub cannot be reached from here (${reason})`);
