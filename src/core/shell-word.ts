/** A word for a shell's command line: quoted where it must be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(text) ? text : `"${text.replaceAll(/(["$`])/g, "\\$1")}"`;
}
