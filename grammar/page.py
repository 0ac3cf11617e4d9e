#!/usr/bin/env python3
"""Writes docs/language/grammar.md from rules.y and the phrases of the grammar, so that the page cannot say otherwise.

    grammar/page.py RULES.Y PHRASES.DEF [OUT [PAGE]]

With PAGE, that page has to be as what was made; ICS_TEST_UPDATE=1 writes it anew.

Productions are printed without their actions. A list that the parser builds step by step is shown as what may be
repeated, { … }; what may be left out stands in [ … ].
"""

import os
import re
import sys
from pathlib import Path

TOKEN = re.compile(r"""\s+ | /\*.*?\*/ | '.' | "[^"]*" | %\w+ | \w+ | [:|;=] | .""", re.X | re.S)
FEW = 4  # phrases of one token that are shown in their place

HEAD = """# The grammar

Made from `grammar/rules.y` and `src/syntax/phrases.def`, which the compiler itself is made from, when it is built; a test keeps this page as they are. [reference.md](reference.md) says what the forms mean.

`"must"` is a phrase, written so; TERM is a kind of word, told below; `[ x ]` may be left out, `{ x }` stands any number of times, none too, and of `( x | y )` one is taken. The grammar is LALR(1) without a conflict. Phrases and declared names are joined before it reads them: the longest wins, and of equals the phrase. Commas in a lettered list belong to the letter after them.

"""


def without_actions(text):
    out, depth = [], 0
    for match in TOKEN.finditer(text):
        token = match.group()
        if token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
        elif depth == 0:
            out.append(token)
    return "".join(out)


def read_tokens(text):
    """What the grammar calls its tokens: {NAME: what messages say}."""
    declared = re.findall(r"%token <[^>]*>(.*?)(?=\n(?:%|/\*))", text, re.S)
    return {name: said.replace(" (of a body)", "") for name, said in re.findall(r'(\w+) "([^"]*)"', " ".join(declared))}


def read_phrases(text):
    phrases = {}
    for phrase, token in re.findall(r'^PHRASE\("([^"]*)", (\w+),', text, re.M):
        phrases.setdefault(token, [])
        if phrase not in phrases[token]:
            phrases[token].append(phrase)
    return phrases


def read_sections(text):
    """[(title, [(name, [[symbol …] …])])] in the order of the file."""
    body = text.split("\n%%\n")[1]
    parts = re.split(r"/\* ---- (.*?) \*/", body)
    sections = []
    for title, part in zip(parts[1::2], parts[2::2]):
        words = [word for word in TOKEN.findall(without_actions(part)) if word.strip() and not word.startswith("/*")]
        sections.append((title, read_productions(words)))
    return sections


def read_productions(words):
    productions, name, ways = [], None, []
    for word in words:
        if name is None:
            name, ways = word, [[]]
        elif word == ":" and ways == [[]]:
            continue
        elif word == ";":
            productions.append((name, [way for way in ways if "error" not in way]))  # where a mistake is picked up
            name = None
        elif word == "|":
            ways.append([])
        elif word != "%empty":
            ways[-1].append(word)
    return productions


def simplified(name, ways):
    """Lists that are built step by step, and what may be empty, in the signs of the page."""
    again = [way[1:] for way in ways if way[:1] == [name]]
    first = [way for way in ways if way[:1] != [name]]
    if again and first == [[]]:
        return [["{", *alternatives(again), "}"]]
    if again:
        return [[*alternatives(first), "{", *alternatives(again), "}"]]
    if [] in ways and len(ways) > 3:
        return [["(nothing)"], *[way for way in ways if way]]
    if [] in ways:
        return [["[", *alternatives([way for way in ways if way]), "]"]]
    return ways


def alternatives(ways):
    joined = []
    for number, way in enumerate(ways):
        joined += (["|"] if number else []) + way
    return joined if len(ways) == 1 else ["(", *joined, ")"]


class Page:
    def __init__(self, grammar, phrases):
        self.tokens, self.phrases = read_tokens(grammar), read_phrases(phrases)
        self.sections = read_sections(grammar)
        self.many, self.kinds = set(), set()

    def symbol(self, word):
        if re.fullmatch(r"'.'", word):
            return f'"{word[1]}"'
        if word not in self.tokens:
            return word
        phrases = self.phrases.get(word)
        if not phrases and self.tokens[word].islower() and not self.tokens[word].startswith(("a ", "an ", "the ")):
            return f'"{self.tokens[word]}"'
        if phrases and len(phrases) < FEW:
            return f'"{phrases[0]}"' if len(phrases) == 1 else "( " + " | ".join(f'"{p}"' for p in phrases) + " )"
        (self.many if phrases else self.kinds).add(word)
        return word

    def production(self, name, ways):
        lines = [" ".join(self.symbol(word) for word in way) for way in simplified(name, ways)]
        return f"{name} =\n    " + "\n  | ".join(lines) + "\n"

    def text(self):
        out = [HEAD]
        for title, productions in self.sections:
            out.append(f"## {title[0].upper()}{title[1:]}\n\n```text\n")
            out.append("\n".join(self.production(*one) for one in productions))
            out.append("```\n\n")
        out.append("## Phrases of one kind\n\n| in the grammar | is one of |\n|---|---|\n")
        out += [f"| {word} | {', '.join(f'`{p}`' for p in self.phrases[word])} |\n" for word in sorted(self.many)]
        out.append("\n## Kinds of words\n\n| in the grammar | is |\n|---|---|\n")
        out += [f"| {word} | {self.tokens[word].replace('|', '')} |\n" for word in sorted(self.kinds)]
        return "".join(out)


def main(grammar, phrases, out=None, page=None):
    text = Page(Path(grammar).read_text(encoding="utf-8"), Path(phrases).read_text(encoding="utf-8")).text()
    if out is None:
        sys.stdout.write(text)
        return 0
    Path(out).write_text(text, encoding="utf-8")
    if page and os.environ.get("ICS_TEST_UPDATE"):
        Path(page).write_text(text, encoding="utf-8")
    if page and Path(page).read_text(encoding="utf-8") != text:
        print(f"{page} is not what the grammar says: ICS_TEST_UPDATE=1 writes it anew")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
