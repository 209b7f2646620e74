/** What the workbench asks the server. */
import type { Job, JobOrder } from "../../../src/studio/jobs/job.js";
import type { PreviewedPlan, PreviewedSample, PreviewedSpeed, RecipeCheck, RecipeOptions, RecipeText, RunRecipe, SampleAsk } from "../../../src/studio/preview/preview.js";
import { ask, runPath, send } from "../source.js";

function question<T>(path: string, body: unknown, signal: AbortSignal): Promise<T> {
  return ask(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" }, signal });
}

export const requests = {
  options: (): Promise<RecipeOptions> => ask("api/recipes/options"),
  check: (body: RecipeText, signal: AbortSignal): Promise<RecipeCheck> => question("api/recipes/check", body, signal),
  plan: (body: RecipeText, signal: AbortSignal): Promise<PreviewedPlan> => question("api/recipes/plan", body, signal),
  speed: (body: RecipeText, signal: AbortSignal): Promise<PreviewedSpeed> => question("api/recipes/speed", body, signal),
  sample: (body: SampleAsk, signal: AbortSignal): Promise<PreviewedSample> => question("api/recipes/preview", body, signal),
  recipeOf: (run: string): Promise<RunRecipe> => ask(runPath(run, "/recipe")),
  jobs: (): Promise<Job[]> => ask("api/jobs"),
  start: (order: JobOrder): Promise<Job> => send("POST", "api/jobs", order),
  stop: (id: number): Promise<Job> => send("POST", `api/jobs/${id}/stop`, {}),
};
