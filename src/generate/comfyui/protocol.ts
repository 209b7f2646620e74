/** The forms of ComfyUI's answers, no stricter than needed: newer servers add to them. */
import * as z from "zod";

/** `GET /system_stats`. */
export const systemStats = z.looseObject({ system: z.looseObject({ comfyui_version: z.string().optional() }) });

/** `GET /object_info/{class}`: `{}` for an unknown class. */
export const nodeTypes = z.record(
  z.string(),
  z.looseObject({
    input: z.looseObject({ required: z.record(z.string(), z.unknown()).optional(), optional: z.record(z.string(), z.unknown()).optional() }).optional(),
    output_node: z.boolean().optional(),
  }),
);
/** See {@link nodeTypes}. */
export type NodeTypes = z.infer<typeof nodeTypes>;

/** `POST /upload/image`: the name may be another than the one that was sent. */
export const uploaded = z.looseObject({ name: z.string(), subfolder: z.string(), type: z.string() });

/** `POST /prompt`. */
export const queued = z.looseObject({ prompt_id: z.string() });

const entry = z.tuple([z.number(), z.string(), z.record(z.string(), z.unknown())]).rest(z.unknown());

/** `GET /queue`: entries are [number, id, prompt, extra data, …]. */
export const queue = z.looseObject({ queue_running: z.array(entry), queue_pending: z.array(entry) });

const image = z.looseObject({ filename: z.string(), subfolder: z.string().optional(), type: z.string().optional() });
/** A picture that the server has. */
export type ServerImage = z.infer<typeof image>;

/** `GET /history/{id}`: `{}` until the prompt is done. */
export const history = z.record(
  z.string(),
  z.looseObject({
    prompt: entry.optional(),
    outputs: z.record(z.string(), z.looseObject({ images: z.array(image).optional() })),
    status: z.looseObject({ status_str: z.string(), messages: z.array(z.tuple([z.string(), z.looseObject({})])).optional() }).nullish(),
  }),
);
/** What is known of a prompt that is done. */
export type HistoryEntry = z.infer<typeof history>[string];

/** Text frames of `WS /ws`; types that are not known here are nobody's business. */
export const message = z.looseObject({
  type: z.string(),
  data: z.looseObject({ prompt_id: z.string().optional(), sid: z.string().optional(), node: z.string().nullish(), value: z.number().optional(), max: z.number().optional() }).optional(),
});
