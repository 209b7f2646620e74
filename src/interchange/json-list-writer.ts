/** A JSON object whose lists are written item by item, so that memory does not grow with them. */
import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { FileSink } from "../storage/file-sink.js";
import type { ExportFolder } from "./format.js";

/** Takes items of several lists in any order. */
export interface JsonListWriter<List extends string> {
  add(list: List, item: object): Promise<void>;
  finish(): Promise<void>;
}

/**
 * Opens `path`. Items of the first list go there at once, those of the others wait in files beside it.
 * @param head what stands before the lists
 */
export async function openJsonLists<List extends string>(folder: ExportFolder, path: string, head: object, lists: readonly List[]): Promise<JsonListWriter<List>> {
  const text = JSON.stringify(head);
  const main = await folder.open(path);
  await main.write(text === "{}" ? "{" : `${text.slice(0, -1)},`);
  const parts = new Map<List, { sink: FileSink; path: string; items: number }>();
  for (const [index, list] of lists.entries()) parts.set(list, { sink: index === 0 ? main : await folder.open(`${path}.${list}`), path: `${path}.${list}`, items: 0 });
  await main.write(`\n"${lists[0]!}":[`);
  return {
    async add(list, item) {
      const part = parts.get(list)!;
      await part.sink.write(`${part.items++ === 0 ? "\n" : ",\n"}${JSON.stringify(item)}`);
    },
    async finish() {
      await main.write("\n]");
      for (const list of lists.slice(1)) {
        const part = parts.get(list)!;
        await part.sink.close();
        await main.write(`,\n"${list}":[`);
        for await (const piece of createReadStream(join(folder.root, part.path), { highWaterMark: 1 << 20 })) await main.write(piece as Uint8Array);
        await main.write("\n]");
        await folder.remove(part.path);
      }
      await main.write("}\n");
      await main.close();
    },
  };
}
