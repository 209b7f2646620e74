/** Entry of the thread that makes previews, one after the other. */
import { parentPort } from "node:worker_threads";
import { serializeError } from "../../core/errors.js";
import { previewMaker } from "./maker.js";
import type { PreviewReply, PreviewTurn } from "./order.js";

const port = parentPort;
if (port === null) throw new Error("this file is the entry of a worker thread");
const maker = previewMaker();
const reply = (message: PreviewReply): void => port.postMessage(message);

port.on("message", ({ turn, order }: PreviewTurn) => {
  maker.make(order).then((answer) => reply({ turn, answer }), (error: unknown) => reply({ turn, error: serializeError(error) }));
});
