# SPDX-License-Identifier: MPL-2.0
"""Takes C++ apart into tokens, as far as changing one of them needs.

The code is formatted by clang-format, which settles what a tokenizer alone could not: a `<` with
blanks on both sides compares, one without opens template arguments, and `&&` behind a blank is an
"and" and no reference.
"""
import bisect
import dataclasses
import re

PATTERN = re.compile(
    r"""(?P<space>\s+)
    |(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<directive>^[ \t]*\#(?:[^\n\\]|\\.)*)
    |(?P<string>(?:u8|[uUL])?R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"
        |(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*"|(?:u8|[uUL])?'(?:[^'\\\n]|\\.)+')
    |(?P<number>(?:0[xX][0-9a-fA-F']+(?:[uUlLzZ]*)
        |(?:\d[\d']*\.?(?:\d[\d']*)?|\.\d[\d']*)(?:[eE][+-]?\d+)?[fFuUlLzZ]*))
    |(?P<word>[A-Za-z_]\w*)
    |(?P<op><=>|<<=|>>=|->\*|\.\.\.|::|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)""",
    re.X | re.S | re.M)

OPENING = {"(": ")", "[": "]", "{": "}", "<": ">"}


@dataclasses.dataclass
class Token:
    kind: str
    text: str
    start: int
    end: int
    match: int = -1      # of a bracket: the index of the other one
    parent: int = -1     # the index of the innermost bracket around it
    compares: bool = False  # of < and >


class Source:
    """One file: its tokens without blanks, comments and preprocessor lines."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.line_starts = [0] + [m.end() for m in re.finditer("\n", text)]
        self.tokens = []
        self.tokens = [
            Token(found.lastgroup if found.lastgroup != "mark" else "string", found.group(),
                  found.start(), found.end())
            for found in PATTERN.finditer(text)
            if found.lastgroup not in ("space", "comment", "directive")]
        self._match()

    def _has_blanks(self, token):
        return self.text[token.start - 1:token.start].isspace() and \
            self.text[token.end:token.end + 1].isspace()

    def _match(self):
        tokens, stack, at = self.tokens, [], 0
        while at < len(tokens):
            token = tokens[at]
            if token.text in "<>" and token.kind == "op" and self._has_blanks(token) and \
                    not (at > 0 and tokens[at - 1].text == "template"):
                token.compares = True
            if token.text == ">>" and stack and tokens[stack[-1]].text == "<":
                tokens[at:at + 1] = [Token("op", ">", token.start, token.start + 1),
                                     Token("op", ">", token.start + 1, token.end)]
                token = tokens[at]
            token.parent = stack[-1] if stack else -1
            if token.kind == "op" and not token.compares:
                if token.text in OPENING and not (at > 0 and tokens[at - 1].text == "operator"):
                    stack.append(at)
                elif stack and token.text == OPENING[tokens[stack[-1]].text]:
                    token.match = stack.pop()
                    tokens[token.match].match = at
                    token.parent = tokens[token.match].parent
            at += 1

    def line_of(self, offset):
        return bisect.bisect_right(self.line_starts, offset)

    def column_of(self, offset):
        return offset - self.line_starts[self.line_of(offset) - 1] + 1

    def line_text(self, line):
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return self.text[self.line_starts[line - 1]:end].strip()

    # The walks below stay in one pair of brackets and step over the pairs within.

    def back_to(self, at, stops):
        """The index of the token behind the nearest one before `at` that is in `stops`."""
        i = at - 1
        while i >= 0:
            token = self.tokens[i]
            if token.match >= 0 and token.match < i:
                i = token.match
            elif token.match > i or token.text in stops:
                return i + 1
            i -= 1
        return 0

    def forth_to(self, at, stops):
        """The index of the nearest token behind `at` that is in `stops`, or closes."""
        i = at + 1
        while i < len(self.tokens):
            token = self.tokens[i]
            if token.match > i:
                i = token.match
            elif token.match >= 0 or token.text in stops:
                return i
            i += 1
        return len(self.tokens)

    def header(self, opening):
        """The index of the first token of what stands before a block: `bool f(int x)`, `if (y)`."""
        i = opening - 1
        while i >= 0 and self.tokens[i].text not in (";", "{", "}"):
            token = self.tokens[i]
            i = token.match - 1 if 0 <= token.match < i else i - 1
        return i + 1

    def inside(self, opening):
        """The indices directly within a pair of brackets."""
        i = opening + 1
        while i < self.tokens[opening].match:
            yield i
            i = self.tokens[i].match + 1 if self.tokens[i].match > i else i + 1
