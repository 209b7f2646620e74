/** Keeping secrets out of what is written: texts of servers may repeat them, and people put them into addresses. */

/**
 * A text without the secrets, also where they stand in an address.
 * @param shortest secrets of fewer characters are left: they would blacken ordinary words
 */
export function withoutSecrets(text: string, secrets: readonly (string | null)[], shortest: number): string {
  return secrets.reduce<string>((rest, secret) => (secret === null || secret.length < shortest ? rest : rest.replaceAll(secret, "***").replaceAll(encodeURIComponent(secret), "***")), text);
}

/** Whether a text is an http or https address without the parts that may hold secrets: user, password, query, fragment. */
export function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return ["http:", "https:"].includes(protocol) && username === "" && password === "" && search === "" && hash === "";
}
