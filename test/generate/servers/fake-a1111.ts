/**
 * Answers as AUTOMATIC1111's web UI with sd-webui-controlnet 1.1.455, and as Forge, by their sources: Forge's
 * modules/api/{api,models}.py, modules/{processing,progress}.py, lib_controlnet/{api,external_code,infotext}.py, and
 * sd-webui-controlnet's internal_controlnet/args.py, scripts/{api,infotext}.py. No real server was recorded.
 */
import { FakeServer, type Reply, type Seen } from "./fake-server.js";
import { paintedPicture } from "./painted-picture.js";

/** The names that it has. */
export const CHECKPOINT = "v1-5-pruned-emaonly.safetensors [6ce0161689]";
export const CONTROLNETS = ["control_v11p_sd15_canny [d14c016b]", "control_v11f1p_sd15_depth [cfd03158]", "control_v11p_sd15_seg [e1f51eb9]"];

interface Unit {
  enabled?: boolean;
  model: string;
  image: string;
  weight: number;
}

interface Asked {
  force_task_id: string;
  prompt: string;
  negative_prompt: string;
  seed: number;
  steps: number;
  cfg_scale: number;
  width: number;
  height: number;
  sampler_name: string;
  override_settings: { sd_model_checkpoint: string };
  alwayson_scripts?: { controlnet: { args: Unit[] } };
}

/** Turns a picture into something else. */
export interface Mischief {
  seed?: number;
  model?: string;
  size?: [number, number];
  info?: string;
}

const json = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) });

/** See above. */
export class FakeA1111 extends FakeServer {
  /** Sent instead of a painted one. */
  picture: Uint8Array | null = null;
  paintMilliseconds = 0;
  hasControlNet = true;
  /** As many ControlNet units act; the rest is dropped in silence. */
  units = 3;
  current: string | null = null;
  readonly waiting: string[] = [];
  interrupts = 0;
  readonly asked: Asked[] = [];
  readonly mischief: (Mischief | null)[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #stop: (() => void) | null = null;

  async answer({ method, path, body }: Seen): Promise<Reply | null> {
    switch (`${method} ${path}`) {
      case "GET /sdapi/v1/sd-models":
        return json([
          { title: CHECKPOINT, model_name: "v1-5-pruned-emaonly", hash: "6ce0161689", sha256: "6ce0161689b3853acaa03779ec93eafe75a02f4ced659bee03f50797806fa2fa", filename: "/models/v1-5-pruned-emaonly.safetensors", config: null },
          { title: "dreamshaper_8.safetensors", model_name: "dreamshaper_8", hash: null, sha256: null, filename: "/models/dreamshaper_8.safetensors", config: null },
        ]);
      case "GET /sdapi/v1/samplers": return json([{ name: "DDIM", aliases: ["ddim"], options: {} }, { name: "Euler a", aliases: ["k_euler_a"], options: {} }, { name: "DPM++ 2M", aliases: ["k_dpmpp_2m"], options: {} }]);
      case "GET /sdapi/v1/schedulers": return json([{ name: "automatic", label: "Automatic", aliases: null, default_rho: -1, need_inner_model: false }, { name: "karras", label: "Karras", aliases: null, default_rho: 7, need_inner_model: false }]);
      case "GET /sdapi/v1/scripts": return json({ txt2img: ["prompt matrix", "x/y/z plot", ...(this.hasControlNet ? ["controlnet"] : [])], img2img: [] });
      case "GET /controlnet/model_list": return this.hasControlNet ? json({ model_list: ["None", ...CONTROLNETS] }) : null;
      case "POST /internal/progress": {
        const { id_task: task } = JSON.parse(body.toString()) as { id_task: string };
        const active = task === this.current;
        return json({ active, queued: this.waiting.includes(task), completed: false, progress: active ? 0.5 : null, eta: null, live_preview: null, id_live_preview: -1, textinfo: "" });
      }
      case "POST /sdapi/v1/interrupt":
        this.interrupts++;
        this.#stop?.();
        return json({});
      case "POST /sdapi/v1/txt2img": return this.#paintInTurn(JSON.parse(body.toString()) as Asked);
      default: return null;
    }
  }

  /** The picture is done at once. */
  release(): void {
    this.#stop?.();
  }

  /** Behind one lock. */
  #paintInTurn(asked: Asked): Promise<Reply> {
    this.waiting.push(asked.force_task_id);
    const turn = this.#turn.then(() => this.#paint(asked));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #paint(asked: Asked): Promise<Reply> {
    this.waiting.splice(this.waiting.indexOf(asked.force_task_id), 1);
    this.current = asked.force_task_id;
    this.asked.push(asked);
    if (this.paintMilliseconds > 0) {
      await new Promise<void>((resolve) => {
        this.#stop = resolve;
        setTimeout(resolve, this.paintMilliseconds);
      });
    }
    const mischief = this.mischief.shift() ?? {};
    const units = (asked.alwayson_scripts?.controlnet.args ?? []).slice(0, this.units).filter(({ enabled }) => enabled === true);
    const [width, height] = mischief.size ?? [asked.width, asked.height];
    const picture = this.picture ?? await paintedPicture(width, height, asked.seed, asked.prompt, units.length === 0 ? null : Buffer.from(units[0]!.image, "base64"));
    const seed = mischief.seed ?? asked.seed;
    const extra = Object.fromEntries(units.map(({ model, weight }, index) => [`ControlNet ${index}`, `Module: none, Model: ${model}, Weight: ${weight.toFixed(1)}, Resize Mode: Just Resize, Guidance Start: 0.0, Guidance End: 1.0, Pixel Perfect: False, Control Mode: Balanced`]));
    const info = {
      prompt: asked.prompt,
      all_prompts: [asked.prompt],
      negative_prompt: asked.negative_prompt,
      seed,
      all_seeds: [seed],
      subseed: 1,
      width,
      height,
      sampler_name: asked.sampler_name,
      cfg_scale: asked.cfg_scale,
      steps: asked.steps,
      batch_size: 1,
      sd_model_name: mischief.model ?? asked.override_settings.sd_model_checkpoint.replace(/\.safetensors.*$/, ""),
      sd_model_hash: "6ce0161689",
      sd_vae_name: null,
      extra_generation_params: extra,
      infotexts: [`${asked.prompt}\nSteps: ${asked.steps}, Sampler: ${asked.sampler_name}, CFG scale: ${asked.cfg_scale}, Seed: ${seed}, Size: ${width}x${height}, Version: v1.10.1`],
      version: "v1.10.1",
    };
    this.current = null;
    return json({ images: [Buffer.from(picture).toString("base64")], parameters: asked, info: mischief.info ?? JSON.stringify(info) });
  }
}
