/**
 * Generator `a1111`: painted by one or several servers of AUTOMATIC1111's web UI, or Forge, with ControlNet units. The
 * label is what was asked for (`intended`).
 */
import type { ControlledPhoto, ControlledView, Painting, StageContext } from "../sample/sample.js";
import { a1111Controls, checkSteered, type A1111GeneratorOptions } from "./a1111/options.js";
import { samplingOf } from "./a1111/request.js";
import { A1111Server } from "./a1111/server.js";
import type { Generator } from "./generator.js";
import { credentialsOf } from "./remote/credentials.js";
import { LATENT_PIXELS, remotePainting } from "./remote/paint-request.js";
import { remotelyPainted } from "./remote/painting.js";
import { probeServers } from "./remote/probe-servers.js";
import { ServerPool } from "./remote/server-pool.js";

/** These servers do one thing after the other behind a lock. */
const QUEUE_DEPTH = 1;

/** The generator that paints on AUTOMATIC1111 or Forge servers. */
export function a1111Generator(options: A1111GeneratorOptions): Generator {
  const { retries, timeoutSeconds, arm } = options;
  const controls = a1111Controls(options);
  let opened: { servers: A1111Server[]; pool: ServerPool<A1111Server> } | null = null;
  const absent: string[] = [];

  function open() {
    if (opened !== null) return opened;
    checkSteered(options);
    const credentials = credentialsOf("A1111", process.env);
    const servers = options.servers.map((url) => new A1111Server(url, credentials, options));
    return (opened = { servers, pool: new ServerPool(servers, QUEUE_DEPTH) });
  }

  async function paint(sample: ControlledView | ControlledPhoto, { signal, warn, progress = () => {} }: StageContext): Promise<Painting> {
    const { pool } = open();
    absent.forEach((message) => warn(message));
    const painting = await remotePainting("a1111", sample, controls, LATENT_PIXELS);
    return remotelyPainted(sample, {
      generator: "a1111",
      arm,
      controls,
      paint: async (seed) => {
        const { picture, names, version, info } = await pool.run((server, turn) => server.paint({ ...painting, seed }, { ...turn, timeoutSeconds, progress }), { retries, signal });
        const { weight, span, controlMode, ...sampling } = samplingOf(options);
        const { checkpoint, sampler, scheduler, controlnets } = names;
        return {
          image: picture,
          model: checkpoint.title,
          hashes: checkpoint.sha256 == null || !/^[0-9a-f]{64}$/.test(checkpoint.sha256) ? {} : { checkpoint: checkpoint.sha256 },
          settings: { ...sampling, sampler, scheduler, ...(controls.length === 0 ? {} : { weight, span, controlMode, controlnets }), modelHash: info.sd_model_hash ?? null, serverVersion: version },
        };
      },
    });
  }

  return {
    name: "a1111",
    controls,
    async probe(signal) {
      absent.push(...(await probeServers(open().servers, (server) => server.prepare(signal))));
    },
    // Servers do not tell the hashes of their files, or only of some.
    weights: async () => [],
    prepare: async () => options.servers.length * QUEUE_DEPTH,
    generate: async (sample, context) => ({ ...sample, ...(await paint(sample, context)) }),
    async close() {
      opened?.pool.close();
      opened?.servers.forEach((server) => server.close());
      opened = null;
    },
  };
}
