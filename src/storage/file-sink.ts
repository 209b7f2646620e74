/** A file that is written piece by piece. */
import { open } from "node:fs/promises";

/** Takes pieces in order; each call must have ended before the next. */
export interface FileSink {
  write(piece: string | Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Texts are gathered to this many characters before they go to the disk. */
const GATHERED = 1 << 18;

/** Creates a file, which must not be there yet. Errors are those of the operating system. */
export async function openFileSink(path: string): Promise<FileSink> {
  const handle = await open(path, "wx");
  let texts: string[] = [];
  let characters = 0;
  const flush = async (): Promise<void> => {
    if (characters === 0) return;
    const text = texts.join("");
    texts = [];
    characters = 0;
    await handle.writeFile(text);
  };
  return {
    async write(piece) {
      if (typeof piece === "string") {
        texts.push(piece);
        characters += piece.length;
        if (characters >= GATHERED) await flush();
      } else {
        await flush();
        for (let done = 0; done < piece.length; ) done += (await handle.write(piece, done)).bytesWritten;
      }
    },
    async close() {
      try {
        await flush();
      } finally {
        await handle.close();
      }
    },
  };
}
