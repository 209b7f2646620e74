/** What the server says it did, held against what it was asked: settings that it does not know it ignores in silence. */
import { RemoteError } from "../remote/remote-error.js";
import type { ServerNames } from "./look-over.js";
import { paintedInfo, type PaintedInfo } from "./protocol.js";

/** @throws RemoteError when `info` cannot be read, or tells of another seed, another checkpoint, or a ControlNet that did not act */
export function checkInfo(text: string, names: ServerNames, seed: number, server: string): PaintedInfo {
  const info = parsed(text, server);
  if (info.seed !== seed) throw refused(server, `painted with seed ${info.seed} instead of ${seed}`, "An extension changes seeds; pictures could not be made again.");
  if (info.sd_model_name != null && info.sd_model_name !== "" && !isSameModel(info.sd_model_name, names)) {
    throw refused(server, `painted with the checkpoint ${info.sd_model_name} instead of ${names.checkpoint.title}`, "It could not load the one that was asked for; its own log says more.");
  }
  for (const [index, model] of names.controlnets.entries()) {
    const said = info.extra_generation_params?.[`ControlNet ${index}`];
    if (typeof said === "string" && said.includes(`Model: ${model}`)) continue;
    throw refused(server, `did not let the ControlNet ${model} act${said === undefined ? "" : `: it says "${String(said)}"`}`, "The server's setting of ControlNet units may be too low (Settings → ControlNet → Multi-ControlNet), or the model not fit the checkpoint.");
  }
  return info;
}

/** Version of the program, from the answer or the end of its infotext. */
export function versionOf({ version, infotexts }: PaintedInfo): string | null {
  return version ?? /Version: ([^,\n]+)\s*$/.exec(infotexts?.[0] ?? "")?.[1] ?? null;
}

function parsed(text: string, server: string): PaintedInfo {
  try {
    return paintedInfo.parse(JSON.parse(text));
  } catch (cause) {
    throw new RemoteError(`${server} does not say how it painted: info cannot be read`, { passing: true, hint: "Is it AUTOMATIC1111 or Forge, and a current version?", subject: server, cause });
  }
}

/** Names of checkpoints may have the folder in front. */
function isSameModel(said: string, { checkpoint }: ServerNames): boolean {
  const last = (name: string): string => name.split(/[\\/]/).at(-1)!;
  return last(said) === last(checkpoint.model_name) || last(checkpoint.title).startsWith(last(said));
}

function refused(server: string, what: string, hint: string): RemoteError {
  return new RemoteError(`${server} ${what}`, { hint, subject: server });
}
