/**
 * Records a real ComfyUI server's answers for test/golden/comfyui: what a probe asks, an upload, a prompt from queue to
 * history with the websocket's messages, refusals. What belongs to the machine is taken out. Any SD 1.5 checkpoint with
 * a ControlNet does, random weights too; the picture has 64 × 64 pixels.
 * Usage: node bench/run.mjs comfyui-recording CHECKPOINT CONTROLNET [URL]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WebSocket } from "ws";
import { encodePng } from "../src/codecs/image.js";
import { builtinWorkflow } from "../src/generate/comfyui/builtin-workflow.js";
import { fillIn, findPlaces } from "../src/generate/comfyui/placeholders.js";

const [checkpoint, controlnet, url = "http://127.0.0.1:8188"] = process.argv.slice(2);
if (checkpoint === undefined || controlnet === undefined) {
  console.error("Usage: node bench/run.mjs comfyui-recording CHECKPOINT CONTROLNET [URL]");
  process.exit(2);
}
const SIDE = 64;
const SEED = 1_234_567;
const folder = join("test", "golden", "comfyui");
mkdirSync(folder, { recursive: true });

interface Answer {
  status: number;
  body: unknown;
}

async function ask(path: string, body?: unknown): Promise<Answer> {
  const init = body === undefined ? {} : body instanceof FormData ? { method: "POST", body } : { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(url + path, init);
  return { status: answer.status, body: await answer.json() };
}

const save = (name: string, value: unknown): void => writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(value, null, 1)}\n`);

const { status, body } = await ask("/system_stats");
const { system, devices } = body as { system: Record<string, unknown>; devices: Record<string, unknown>[] };
for (const key of ["ram_total", "ram_free", "argv", "python_version"]) delete system[key];
save("system-stats", { status, body: { system, devices: devices.map(({ name, type, index }) => ({ name, type, index })) } });

const settings = { model: checkpoint, controlnets: [{ model: controlnet, control: "canny" }], loras: [], vae: null, steps: 1, guidance: 9, sampler: "ddim", scheduler: "normal", weight: 1, span: { start: 0, end: 1 } };
const workflow = builtinWorkflow({ base: "sd15", ...settings });
const types = [...new Set([...Object.values(workflow).map((node) => node.class_type), "SaveImage", "VAELoader", "LoraLoader", "CLIPTextEncodeSDXL"])];
const infos: Record<string, Answer> = {};
for (const type of [...types, "NoSuchNode"]) infos[type] = await ask(`/object_info/${type}`);
save("object-info", infos);

const data = new Uint8Array(SIDE * SIDE);
for (let step = 16; step < 48; step++) for (const at of [16 * SIDE + step, 47 * SIDE + step, step * SIDE + 16, step * SIDE + 47]) data[at] = 255;
const form = new FormData();
form.set("type", "temp");
form.set("subfolder", "dst3d");
form.set("image", new Blob([await encodePng({ width: SIDE, height: SIDE, channels: 1, data }) as Uint8Array<ArrayBuffer>]), "square.png");
const upload = await ask("/upload/image", form);
save("upload", upload);

const messages: unknown[] = [];
const socket = new WebSocket(`${url.replace(/^http/, "ws")}/ws`);
const sid = await new Promise<string>((resolve) => {
  socket.on("message", (text, isBinary) => {
    const message = isBinary ? { binary: (text as Buffer).length } : (JSON.parse(String(text)) as { data?: { sid?: string } });
    messages.push(message);
    if ("data" in message && message.data?.sid !== undefined) resolve(message.data.sid);
  });
});
const { name, subfolder, type } = upload.body as { name: string; subfolder: string; type: string };
const prompt = fillIn(workflow, findPlaces(workflow), { prompt: "a photo of a square", negative: "blurry", seed: SEED, width: SIDE, height: SIDE, "control.canny": `${subfolder}/${name} [${type}]` });
const queued = await ask("/prompt", { prompt, client_id: sid, extra_data: { dst3d: "recording/1" } });
const { prompt_id: id } = queued.body as { prompt_id: string };
const steps: Record<string, Answer> = { queued, historyBefore: await ask(`/history/${id}`), queueMeanwhile: await ask("/queue") };
let history = await ask(`/history/${id}`);
while (Object.keys(history.body as object).length === 0) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  history = await ask(`/history/${id}`);
}
save("prompt", { ...steps, history, queueAfter: await ask("/queue") });
socket.close();
save("websocket", messages);

const outputs = Object.values((history.body as Record<string, { outputs: Record<string, { images: Record<string, string>[] }> }>)[id]!.outputs);
const view = await fetch(`${url}/view?${new URLSearchParams(outputs[0]!.images[0]).toString()}`);
writeFileSync(join(folder, "view.png"), new Uint8Array(await view.arrayBuffer()));

save("refusals", {
  unknownModel: await ask("/prompt", { prompt: { ...prompt, "1": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "no-such.safetensors" } } } }),
  unknownNode: await ask("/prompt", { prompt: { ...prompt, "1": { class_type: "NoSuchNode", inputs: {} } } }),
});
console.log(`recorded ${types.length} node types, ${messages.length} messages, prompt ${id}`);
