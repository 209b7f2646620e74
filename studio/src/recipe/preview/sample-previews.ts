/** Samples of a recipe that is being changed, one after the other, each as soon as it is there. */
import { useEffect, useRef, useState } from "react";
import type { OutputName } from "../../../../src/recipe/output-names.js";
import type { PreviewedSample, RecipeText } from "../../../../src/studio/preview/preview.js";
import type { StudioError } from "../../studio-error.js";
import { requests } from "../requests.js";

/** What is known of one sample. */
export interface Previewed {
  sample: PreviewedSample | null;
  error: StudioError | null;
  /** Whether `sample` is that of the recipe as it is now. */
  isFresh: boolean;
}

const NOTHING: Previewed = { sample: null, error: null, isFresh: false };

/**
 * Asks for samples whenever the recipe, the indices or the outputs change; older ones stay until then.
 * @param recipe null: nothing that can be previewed
 */
export function useSamplePreviews(recipe: RecipeText | null, indices: readonly number[], side: number, outputs: readonly OutputName[]): ReadonlyMap<number, Previewed> {
  const [found, setFound] = useState<ReadonlyMap<number, Previewed>>(new Map());
  const latest = useRef(found);
  latest.current = found;
  const key = recipe === null ? null : JSON.stringify([recipe, indices, side, outputs]);
  useEffect(() => {
    if (key === null || recipe === null) return;
    const given = new AbortController();
    const { signal } = given;
    setFound((before) => new Map(indices.map((index) => [index, { ...(before.get(index) ?? NOTHING), isFresh: false }])));
    const askAll = async (): Promise<void> => {
      for (const index of indices) {
        if (signal.aborted) return;
        const next = await requests.sample({ ...recipe, index, side, outputs }, signal).then(
          (sample): Previewed => ({ sample, error: null, isFresh: true }),
          (error: StudioError): Previewed => ({ ...(latest.current.get(index) ?? NOTHING), error, isFresh: true }),
        );
        if (signal.aborted) return;
        setFound((before) => new Map(before).set(index, next));
      }
    };
    void askAll();
    return () => given.abort();
  }, [key]);
  return found;
}
