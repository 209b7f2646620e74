/** Whether a server has what the recipe names, and its exact names: with hash, as it wants to hear them. */
import { DatasetError } from "../../core/errors.js";
import type { HttpClient } from "../remote/http-client.js";
import { hasInWords, matchName } from "../remote/match-name.js";
import { RemoteError } from "../remote/remote-error.js";
import type { A1111GeneratorOptions } from "./options.js";
import { checkpoints, controlnets, samplers, schedulers, scripts, type Checkpoint } from "./protocol.js";

/** The server's names. */
export interface ServerNames {
  checkpoint: Checkpoint;
  sampler: string;
  /** Null: the server chooses. */
  scheduler: string | null;
  /** In the order of the options. */
  controlnets: string[];
}

/** @throws RemoteError; DatasetError E_NOT_FOUND naming what is missing and what is like it */
export async function lookOver(http: HttpClient, options: A1111GeneratorOptions, signal: AbortSignal): Promise<ServerNames> {
  const models = await http.json({ path: "/sdapi/v1/sd-models", signal }, checkpoints).catch((error: unknown) => {
    if (!(error instanceof RemoteError) || error.status !== 404) throw error;
    throw new DatasetError("E_NOT_FOUND", `${http.url} has no API`, { hint: "Start the server with --api.", subject: http.url, cause: error });
  });
  const title = exact("checkpoint", options.model, models.flatMap(({ title, model_name: name }) => [title, name]), http);
  const checkpoint = models.find((model) => model.title === title || model.model_name === title)!;
  const known = await http.json({ path: "/sdapi/v1/samplers", signal }, samplers);
  const sampler = exact("sampler", options.sampler, known.map(({ name }) => name), http, known.flatMap(({ aliases = [] }) => aliases));
  const scheduler = options.scheduler === null ? null : await schedulerOf(http, options.scheduler, signal);
  const steering = options.arm === "text2image" ? [] : options.controlnets;
  return { checkpoint, sampler, scheduler, controlnets: steering.length === 0 ? [] : await controlnetsOf(http, steering.map(({ model }) => model), signal) };
}

async function schedulerOf(http: HttpClient, wanted: string, signal: AbortSignal): Promise<string> {
  const list = await http.json({ path: "/sdapi/v1/schedulers", signal }, schedulers).catch((error: unknown) => {
    if (error instanceof RemoteError && error.status === 404) throw new DatasetError("E_NOT_FOUND", `${http.url} is too old to be told a scheduler`, { hint: "Leave generator.scheduler out; older servers have it in the sampler's name.", subject: "generator.scheduler", cause: error });
    throw error;
  });
  const name = exact("scheduler", wanted, list.flatMap(({ name, label }) => [label, name]), http);
  return list.find((scheduler) => scheduler.name === name)?.label ?? name;
}

async function controlnetsOf(http: HttpClient, wanted: readonly string[], signal: AbortSignal): Promise<string[]> {
  const { txt2img } = await http.json({ path: "/sdapi/v1/scripts", signal }, scripts);
  if (!txt2img.some((name) => name.toLowerCase() === "controlnet")) {
    throw new DatasetError("E_NOT_FOUND", `${http.url} has no ControlNet: its scripts are ${txt2img.join(", ")}`, { hint: "Install the extension sd-webui-controlnet (Forge has its own), and restart the server.", subject: http.url });
  }
  const { model_list: models } = await http.json({ path: "/controlnet/model_list", signal }, controlnets);
  const names = models.filter((name) => name !== "None");
  return wanted.map((model) => exact("ControlNet", model, names, http));
}

/** @param others names that count only when they are written exactly so */
function exact(kind: string, wanted: string, names: readonly string[], http: HttpClient, others: readonly string[] = []): string {
  const name = matchName(wanted, names) ?? (others.includes(wanted) ? wanted : null);
  if (name !== null) return name;
  throw new DatasetError("E_NOT_FOUND", `${http.url} has no ${kind} ${wanted}, or several that begin so. ${hasInWords(wanted, names)}`, { hint: "Put the file into the server's folder and refresh its list, or name one that it has.", subject: http.url });
}
