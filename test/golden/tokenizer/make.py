"""Golden ids of transformers' CLIPTokenizer: python3 make.py [folder with the real vocab.json and merges.txt]

Without a folder: trains a small vocabulary of CLIP's form (vocab.json, merges.txt), and writes cases.json: for each of
the ways in which published repositories configure the tokenizer, the ids of every string. With a folder: writes
real-ids.json, a digest of the ids of every string in that vocabulary, which is too large to be kept here. Made with transformers 5.23.0 and tokenizers 0.23.3.
"""
import collections
import hashlib
import json
import random
import sys
import tempfile
from pathlib import Path

from transformers import CLIPTokenizer

BOS, EOS = "<|startoftext|>", "<|endoftext|>"
MERGES = 700

PROMPTS = [
    "a photo of a cat", "A photograph of an astronaut riding a horse on Mars, best quality, extremely detailed",
    "longbody, lowres, bad anatomy, bad hands, missing fingers, extra digit, fewer digits, cropped, worst quality, low quality",
    "An image of airliner, airplane, aeroplane, parked on a wet runway at dusk, 35mm, f/1.8, bokeh",
    "an image of a sports car; sport car, driving through a snow-covered street in Kyoto at night",
    "a wooden rocking chair standing in a sunlit living-room next to a window, 8k, hyper-realistic, trending on artstation",
    "(masterpiece:1.2), [ugly], {bright}, <lora:detail:0.8>, ((very)) detailed --ar 16:9 --v 5",
    "oil painting of a lighthouse in a storm by a dutch master, dramatic lighting, high contrast",
    "a bicycle leaning against a brick wall, its basket full of flowers; it's raining",
    "three buses, two trains and one boat near the harbour bridge, aerial view",
    "school bus, yellow, front view, empty parking lot, cloudy sky, realistic, detailed photograph",
    "the quick brown fox jumps over the lazy dog while they're watching the other dogs' shadows",
]
SPECIAL = [
    "", " ", "   ", "\n", "\t\n\r ", "a", "A", "!", "!!", "! !", "hello!", "hello !", "wow!!!", "a!b!c", "!a", "?!?!",
    "it's", "IT'S", "I'LL", "they've", "don't", "we're", "you'd", "I'm", "'s", "''s", "'tis", "rock'n'roll", "o'clock", "it’s", "‘quoted’", "“quoted”", "'re're", "'LL", "a'sb",
    "1", "12", "123456", "3.14159", "1,000,000", "1st 2nd 3rd", "50%", "$9.99", "x²+y³", "½ ¼", "①②③", "٣٤٥", "Ⅷ", "1a2b3c", "v1-5-pruned",
    "café", "cafe\u0301", "naïve", "Ångström", "A\u030angstro\u0308m", "ﬁne ﬂow", "ﬀ", "\u1e9e \u00df", "ÇA VA", "İstanbul", "ıI", "ΑΣ ΟΔΥΣΣΕΥΣ", "Σ", "σς", "ΣΑΣ", "Привет, МИР", "日本語のテキスト", "中文字符，測試。", "한국어 텍스트", "ᄒ\u1161\u11ab", "עברית", "العربية", "हिन्दी में", "ภาษาไทย", "தமிழ்", "ქართული ᲥᲐᲠᲗᲣᲚᲘ", "ᏣᎳᎩ ꮳ", "Ǆ ǅ ǆ", "ⅷ Ⓐ ⓐ", "𝐁𝐨𝐥𝐝", "𐐀𐐨", "Ω Ω", "K K Å",
    "😀", "😀😀", "a😀b", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "❤️", "❤", "🇩🇪🇯🇵", "✨ sparkle ✨", "1️⃣", "☃", "→ ← ↑ ↓", "©®™", "…", "—–-‐", "a—b", "¿Qué?", "¡Hola!", "«guillemets»", "€£¥", "° ′ ″", "µm μm", "№ 5",
    "a  b", "a\u00a0b", "a\u2003b", "a\u200bb", "a\u200db", "a\ufeffb", "\ufeffa", "a\u3000b", "a\u0085b", "a\u1680b", "a\u180eb", "a\u2028b\u2029c", "a\u0000b", "a\u0001b", "a\u001cb", "a\u001fb", "a\u007fb", "a\x0bb\x0cc", " leading", "trailing ", "  both  ", "tab\tbed", "new\nline", "crlf\r\nline", "a\u202fb\u205fc", "\u00ad soft",
    "&amp;", "&lt;b&gt;", "caf&eacute;", "&#39;", "&nbsp;", "Tom &amp; Jerry", "<b>bold</b>", "a & b", "&amp;amp;", "https://example.org/a?b=c&d=%20#e", "name@example.org", "#hashtag @user", "C:\\path\\file.txt", "snake_case_name", "camelCaseName", "kebab-case-name", "a_b", "__init__", "foo()", "x=1;y=2", "`code`", "~tilde~", "^caret^", "a|b", "<|", "|>", "<||>", "\\n", "\"double\"", "{\"json\": [1, 2]}",
    BOS, EOS, f"{BOS}{EOS}", f"a{BOS}b", f"a {EOS} b", "<|STARTOFTEXT|>", "<|EndOfText|> x", "<|startoftext|", "<startoftext>", f"{EOS}!{EOS}", "<|endoftext|>'s", "x<|endoftext|>!<|startoftext|>y",
    "e\u0301e\u0301", "q\u0323\u0307", "q\u0307\u0323", "\u0301", "a\u0301\u0301", "ไ\u0e48", "\u1100\u1161", "\u0344", "\u2126", "\ufb1d", "\u0958", "\U0001d15e",
    "Zalgo Z\u0351\u036b\u0343a\u0329l\u0320g\u0334o", "\U0001f468\U0001f3fd\u200d\U0001f680", "\ue000 private", "\U0010ffff", "\ufffd", "\ufffe",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "antidisestablishmentarianism", "Donaudampfschifffahrtsgesellschaft", "0" * 200, "ha" * 150, "!" * 90, "😀" * 40, "word " * 74, "word " * 75, "word " * 76, "word " * 151,
]


def strings():
    chance = random.Random(5)
    yield from PROMPTS
    yield from SPECIAL
    yield ", ".join(PROMPTS)
    words = " ".join(PROMPTS).split()
    for length in (5, 20, 60, 74, 75, 76, 90, 150, 151, 300):
        yield " ".join(chance.choice(words) for _ in range(length))
    pools = ["abcdefgh ", "ABCxyz'sStTdDlLmMrReEvV ", "0123456789.,:%- ", "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~ ", " \t\n\u00a0\u2003\u0085", "éèêëïîçñößÅΣσςİıß", "\u0301\u0308\u030aeaoui", "😀👍🏽❤️\u200d🇩🇪", "日本語한국어АБВабв"]
    for _ in range(80):
        pool = "".join(chance.sample(pools, chance.randint(1, 4)))
        yield "".join(chance.choice(pool) for _ in range(chance.randint(1, 60)))


def byte_letters():
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = [chr(byte) for byte in plain]
    others = [byte for byte in range(256) if byte not in plain]
    return plain + others, letters + [chr(256 + i) for i in range(len(others))]


def train():
    """Byte pair encoding of the words of the strings above, as CLIP's vocabulary was made from captions."""
    order, letters = byte_letters()
    letter = dict(zip(order, letters))
    counts = collections.Counter(word for text in [*strings(), *PROMPTS * 20] for word in text.lower().split())
    words = {word: [letter[byte] for byte in word.encode()] for word in counts}
    for parts in words.values():
        parts[-1] += "</w>"
    merges = []
    while len(merges) < MERGES:
        pairs = collections.Counter()
        for word, parts in words.items():
            for pair in zip(parts, parts[1:]):
                pairs[pair] += counts[word]
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        for parts in words.values():
            i = 0
            while i < len(parts) - 1:
                if (parts[i], parts[i + 1]) == best:
                    parts[i : i + 2] = ["".join(best)]
                i += 1
    tokens = dict.fromkeys([*letters, *(one + "</w>" for one in letters), *("".join(pair) for pair in merges)])
    return {token: i for i, token in enumerate([*tokens, BOS, EOS])}, [" ".join(pair) for pair in merges]


def configurations(vocabulary):
    """The files beside vocab.json and merges.txt as published: Stable Diffusion 1.5, 2.1, and both of SDXL."""

    def token(content, normalized=True):
        return {"content": content, "lstrip": False, "normalized": normalized, "rstrip": False, "single_word": False}

    def typed(content):
        return {"__type": "AddedToken", **token(content)}

    def special(pad):
        return {"bos_token": token(BOS), "eos_token": token(EOS), "pad_token": pad, "unk_token": token(EOS)}

    older = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "do_lower_case": True, "bos_token": typed(BOS), "eos_token": typed(EOS), "unk_token": typed(EOS)}
    newer = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "do_lower_case": True, "bos_token": BOS, "eos_token": EOS, "unk_token": EOS}
    both = {str(vocabulary[content]): {**token(content), "special": True} for content in (BOS, EOS)}
    yield "sd15", {"tokenizer_config.json": {**older, "pad_token": EOS}, "special_tokens_map.json": special(EOS)}
    yield "sd21", {"tokenizer_config.json": {**older, "pad_token": "!"}, "special_tokens_map.json": special("!")}
    yield "sdxl-1", {"tokenizer_config.json": {**newer, "pad_token": EOS, "added_tokens_decoder": both}, "special_tokens_map.json": special(EOS)}
    with_mark = {"0": {**token("!", False), "special": True}, **both}
    yield "sdxl-2", {"tokenizer_config.json": {**newer, "pad_token": "!", "added_tokens_decoder": with_mark}, "special_tokens_map.json": special("!")}
    yield "no configuration", {}


def main():
    here = Path(__file__).parent
    if len(sys.argv) > 1:
        vocabulary = json.loads((Path(sys.argv[1]) / "vocab.json").read_text())
        merges = (Path(sys.argv[1]) / "merges.txt").read_text().strip().split("\n")[1:]
    else:
        vocabulary, merges = train()
        (here / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False) + "\n")
        (here / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n")
    texts = list(strings())
    result = {"strings": texts, "configurations": {}}
    for name, files in configurations(vocabulary):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
            (Path(folder) / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n")
            for file, content in files.items():
                (Path(folder) / file).write_text(json.dumps(content))
            tokenizer = CLIPTokenizer.from_pretrained(folder)
            tokenizer.save_pretrained(folder + "/saved")
            saved = json.loads(Path(folder + "/saved/tokenizer.json").read_text())
            saved["model"] = {**saved["model"], "vocab": {}, "merges": []}  # put back by the test
            saved_config = json.loads(Path(folder + "/saved/tokenizer_config.json").read_text())
        padded = [tokenizer(text, padding="max_length", max_length=77, truncation=True)["input_ids"] for text in texts]
        whole = [tokenizer(text, add_special_tokens=False)["input_ids"] for text in texts]
        # Padding is left out: it is the same id to the end, and told apart by `pad`.
        result["configurations"][name] = {"files": files, "saved": {"tokenizer.json": saved, "tokenizer_config.json": saved_config}, "pad": tokenizer.pad_token_id, "last": [ids[-1] for ids in padded], "ids": whole}
        for ids, all_ids in zip(padded, whole):
            expected = [tokenizer.bos_token_id, *all_ids[:75], tokenizer.eos_token_id]
            assert ids == expected + [tokenizer.pad_token_id] * (77 - len(expected))
    if len(sys.argv) > 1:
        digests = {
            name: [hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()[:8] for ids in configuration["ids"]]
            for name, configuration in result["configurations"].items()
        }
        (here / "real-ids.json").write_text(json.dumps(digests) + "\n")
    else:
        text = json.dumps(result, ensure_ascii=True, separators=(",", ":"))
        (here / "cases.json").write_text(text.replace('"configurations"', '\n"configurations"').replace('"files"', '\n"files"') + "\n")
        print(len(texts), "strings", len(vocabulary), "tokens")


main()
