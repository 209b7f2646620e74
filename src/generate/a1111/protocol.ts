/** The forms of answers of AUTOMATIC1111 and Forge, no stricter than needed. */
import * as z from "zod";

/** `GET /sdapi/v1/scripts`. */
export const scripts = z.looseObject({ txt2img: z.array(z.string()) });

/** `GET /sdapi/v1/sd-models`. */
export const checkpoints = z.array(z.looseObject({ title: z.string(), model_name: z.string(), sha256: z.string().nullish() }));
/** One of {@link checkpoints}. */
export type Checkpoint = z.infer<typeof checkpoints>[number];

/** `GET /sdapi/v1/samplers`. */
export const samplers = z.array(z.looseObject({ name: z.string(), aliases: z.array(z.string()).optional() }));

/** `GET /sdapi/v1/schedulers`, which older servers lack. */
export const schedulers = z.array(z.looseObject({ name: z.string(), label: z.string() }));

/** `GET /controlnet/model_list`. */
export const controlnets = z.looseObject({ model_list: z.array(z.string()) });

/** `POST /sdapi/v1/txt2img`; info is JSON in a text. */
export const painted = z.looseObject({ images: z.array(z.string()).min(1, "no picture"), info: z.string() });

/** What `info` holds. */
export const paintedInfo = z.looseObject({
  seed: z.number(),
  sd_model_name: z.string().nullish(),
  sd_model_hash: z.string().nullish(),
  version: z.string().nullish(),
  infotexts: z.array(z.string()).optional(),
  extra_generation_params: z.record(z.string(), z.unknown()).optional(),
});
/** See {@link paintedInfo}. */
export type PaintedInfo = z.infer<typeof paintedInfo>;

/** `POST /internal/progress` about one task. */
export const taskProgress = z.looseObject({ active: z.boolean(), queued: z.boolean(), completed: z.boolean(), progress: z.number().nullish() });
