/**
 * Words of CLIP's vocabulary, exactly as the `tokenizers` library cuts them: text is composed (NFC), lowered character
 * by character, split into letters, digits and other signs, written as UTF-8 in 256 printable letters, and merged pair
 * by pair. Its JavaScript twin lowers Σ at the end of words to ς, which gives other ids; hence own code.
 */

/** A token that is found in the text itself, before it is cut into words. */
export interface AddedToken {
  id: number;
  content: string;
  /** Whether it is looked for in the composed and lowered text, or in the text as it was given. */
  normalized: boolean;
}

/** The 256 letters that stand for bytes (GPT-2's table): printable ones for themselves, the others from U+0100 on. */
function lettersOfBytes(): string[] {
  const letters: string[] = [];
  let next = 256;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    letters.push(String.fromCharCode(printable ? byte : next++));
  }
  return letters;
}

const LETTERS = lettersOfBytes();
const END_OF_WORD = "</w>";
const WORDS = /<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/gu;
const SPECIAL_WORD = /^<\|(startoftext|endoftext)\|>$/;
const REMEMBERED_WORDS = 20_000;

/** The vocabulary and the order of its merges. */
export interface BpeModel {
  /** Token to id. */
  vocabulary: ReadonlyMap<string, number>;
  /** Pairs "left right" to their rank, lowest first. */
  ranks: ReadonlyMap<string, number>;
  /** The id of what the vocabulary lacks. */
  unknown: number;
  added: readonly AddedToken[];
}

/** Turns texts into ids, without start, end and padding. */
export class ClipBpe {
  readonly #model: BpeModel;
  readonly #known = new Map<string, readonly number[]>();
  readonly #encoder = new TextEncoder();
  readonly #asGiven: RegExp | null;
  readonly #normalized: RegExp | null;
  readonly #addedIds: ReadonlyMap<string, number>;

  constructor(model: BpeModel) {
    this.#model = model;
    this.#addedIds = new Map(model.added.map(({ content, id }) => [content, id]));
    this.#asGiven = anyOf(model.added.filter((token) => !token.normalized));
    this.#normalized = anyOf(model.added.filter((token) => token.normalized));
  }

  /** The ids of a text of any length. */
  encode(text: string): number[] {
    const ids: number[] = [];
    this.#cut(text, this.#asGiven, ids, (piece) =>
      this.#cut(normalize(piece), this.#normalized, ids, (part) => {
        for (const [word] of part.matchAll(WORDS)) {
          // The byte-level step cuts once more, which matters for these two only.
          const special = SPECIAL_WORD.exec(word);
          for (const piece of special ? ["<|", special[1]!, "|>"] : [word]) for (const id of this.#idsOfWord(piece)) ids.push(id);
        }
      }),
    );
    return ids;
  }

  /** Adds the ids of added tokens and hands on what lies between them. */
  #cut(text: string, tokens: RegExp | null, ids: number[], between: (piece: string) => void): void {
    let end = 0;
    for (const match of tokens === null ? [] : text.matchAll(tokens)) {
      if (match.index > end) between(text.slice(end, match.index));
      ids.push(this.#addedIds.get(match[0])!);
      end = match.index + match[0].length;
    }
    if (end < text.length) between(text.slice(end));
  }

  #idsOfWord(word: string): readonly number[] {
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    const ids = this.#merge(Array.from(this.#encoder.encode(word), (byte) => LETTERS[byte]!)).map((token) => this.#model.vocabulary.get(token) ?? this.#model.unknown);
    if (this.#known.size < REMEMBERED_WORDS) this.#known.set(word, ids);
    return ids;
  }

  /** Joins the pair of lowest rank, the leftmost first, until no pair has a rank. */
  #merge(letters: string[]): string[] {
    const { ranks } = this.#model;
    const tokens = letters;
    tokens[tokens.length - 1] += END_OF_WORD;
    const rankAt = (index: number): number => ranks.get(`${tokens[index]!} ${tokens[index + 1]!}`) ?? Infinity;
    const pairs = tokens.slice(1).map((_, index) => rankAt(index));
    for (;;) {
      let best = -1;
      let lowest = Infinity;
      for (let index = 0; index < pairs.length; index++) {
        if (pairs[index]! < lowest) {
          lowest = pairs[index]!;
          best = index;
        }
      }
      if (best < 0) return tokens;
      tokens.splice(best, 2, tokens[best]! + tokens[best + 1]!);
      pairs.splice(best, 1);
      if (best > 0) pairs[best - 1] = rankAt(best - 1);
      if (best < pairs.length) pairs[best] = rankAt(best);
    }
  }
}

/** Matches any of the tokens, the longest first; null where there are none. */
function anyOf(tokens: readonly AddedToken[]): RegExp | null {
  if (tokens.length === 0) return null;
  const longestFirst = tokens.map(({ content }) => content).sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((content) => content.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "gu");
}

/** Composed and lowered, each character by itself, so that Σ is always σ. */
function normalize(text: string): string {
  let lowered = "";
  for (const character of text.normalize("NFC")) lowered += character.toLowerCase();
  return lowered;
}
