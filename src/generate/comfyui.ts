/**
 * Generator `comfyui`: painted by one or several ComfyUI servers, with a built-in workflow or one's own. The label is
 * what was asked for (`intended`).
 */
import { basename, resolve } from "node:path";
import { DatasetError } from "../core/errors.js";
import type { ControlledPhoto, ControlledView, Painting, StageContext } from "../sample/sample.js";
import { ComfyServer } from "./comfyui/server.js";
import { comfyuiControls, refuseIgnoredOptions, workflowOfOptions, type ComfyuiGeneratorOptions } from "./comfyui/options.js";
import { checkPlaces, findPlaces, type Place } from "./comfyui/placeholders.js";
import { readWorkflow, workflowHash, type Workflow } from "./comfyui/workflow.js";
import type { Generator } from "./generator.js";
import { credentialsOf } from "./remote/credentials.js";
import { LATENT_PIXELS, remotePainting } from "./remote/paint-request.js";
import { remotelyPainted } from "./remote/painting.js";
import { probeServers } from "./remote/probe-servers.js";
import { ServerPool } from "./remote/server-pool.js";

/** One prompt runs and one waits, so that a server never does. */
const QUEUE_DEPTH = 2;

/** A workflow, ready for servers. */
interface Template {
  workflow: Workflow;
  places: Place[];
  sha256: string;
  settings: Record<string, unknown>;
}

/**
 * The generator that paints on ComfyUI servers.
 * @param folder where the recipe's relative paths start
 */
export function comfyuiGenerator(options: ComfyuiGeneratorOptions, folder: string): Generator {
  const { retries, timeoutSeconds, arm } = options;
  const controls = comfyuiControls(options);
  let opening: Promise<{ template: Template; servers: ComfyServer[]; pool: ServerPool<ComfyServer> }> | null = null;
  const absent: string[] = [];
  const open = () => (opening ??= openServers());

  async function openServers() {
    const template = await openTemplate(options, folder, controls);
    const credentials = credentialsOf("COMFYUI", process.env);
    const servers = options.servers.map((url) => new ComfyServer(url, credentials, template.workflow));
    return { template, servers, pool: new ServerPool(servers, QUEUE_DEPTH) };
  }

  async function paint(sample: ControlledView | ControlledPhoto, { signal, warn, progress = () => {} }: StageContext): Promise<Painting> {
    const { template, pool } = await open();
    absent.forEach((message) => warn(message));
    const painting = await remotePainting("comfyui", sample, controls, options.workflow === null ? LATENT_PIXELS : 1);
    return remotelyPainted(sample, {
      generator: "comfyui",
      arm,
      controls,
      paint: async (seed) => {
        const { picture, version, models, model } = await pool.run((server, turn) => server.paint({ ...painting, seed }, template.places, { ...turn, timeoutSeconds, progress }), { retries, signal });
        return { image: picture, model, hashes: { workflow: template.sha256 }, settings: { ...template.settings, models, serverVersion: version } };
      },
    });
  }

  return {
    name: "comfyui",
    controls,
    async probe(signal) {
      const { servers } = await open();
      absent.push(...(await probeServers(servers, (server) => server.prepare(signal))));
    },
    // Servers do not tell the hashes of their files, or only of some.
    weights: async () => [],
    prepare: async () => options.servers.length * QUEUE_DEPTH,
    generate: async (sample, context) => ({ ...sample, ...(await paint(sample, context)) }),
    async close() {
      const opened = await opening?.catch(() => null);
      opening = null;
      opened?.pool.close();
      opened?.servers.forEach((server) => server.close());
    },
  };
}

async function openTemplate(options: ComfyuiGeneratorOptions, folder: string, controls: readonly string[]): Promise<Template> {
  if (options.workflow === null) {
    const { workflow, settings } = workflowOfOptions(options);
    return { workflow, places: findPlaces(workflow), sha256: workflowHash(workflow), settings };
  }
  refuseIgnoredOptions(options);
  const { workflow, sha256 } = await readWorkflow(resolve(folder, options.workflow));
  if (options.workflowSha256 !== undefined && options.workflowSha256 !== sha256) {
    throw new DatasetError("E_OPTION", `${options.workflow} is not the workflow that the recipe means: sha256 ${options.workflowSha256} expected, ${sha256} found`, { hint: "Put the file back as it was, or take `workflowSha256` out of the recipe.", subject: "generator.workflow" });
  }
  const places = findPlaces(workflow);
  checkPlaces(places, controls);
  return { workflow, places, sha256, settings: { workflow: basename(options.workflow) } };
}
