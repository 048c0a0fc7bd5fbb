# SPDX-License-Identifier: MPL-2.0
"""Which changes there are: places in a source, and at each place one to four mutants.

A constant is doubled, halved, raised by one and set to 0; a comparison is turned to its neighbour
or round; a condition is made always true or false, "and" becomes "or", a "not" is dropped; min and
max are exchanged; a bool that is returned is flipped. Types, comments, texts, static_assert, names
of enumerators' types, tables of SIMD and files of fitted weights are left alone.
"""
import dataclasses
import re

COMPARISONS = {"<": ["<=", ">"], "<=": ["<"], ">": [">=", "<"], ">=": [">"], "==": ["!="],
               "!=": ["=="]}
SCHEMA_NAMES = {"<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal",
                "==": "equal", "!=": "not_equal"}
ASSIGNMENTS = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}
ENDS = ASSIGNMENTS | {"?", ":", ",", ";", "return", "case", "throw", "else", "do"}
NAMESPACE = "::indgang::mutants::"


@dataclasses.dataclass
class Place:
    """One place that can be changed. `edits` are insertions (offset, rank, text) and `swaps` are
    replacements (start, end, text) that write the call of schema.h; `{first}` is the number of the
    first mutant."""
    source: object
    start: int
    old: str
    changes: list            # (new text shown, [(start, end, text)] in the plain source)
    wraps: list = dataclasses.field(default_factory=list)   # (start, end, rank, open, close)
    swaps: list = dataclasses.field(default_factory=list)   # (start, end, text)
    first: int = 0           # number of the first mutant

    @property
    def line(self):
        return self.source.line_of(self.start)

    @property
    def where(self):
        return f"{self.source.path}:{self.line}:{self.source.column_of(self.start)}"


def is_left_alone(path):
    return path.endswith("_weights.h") or not path.endswith((".cpp", ".h"))


def changes_of_number(text):
    """The other values of a constant, as texts; of equal ones the first."""
    plain = text.replace("'", "")
    if plain[:2] in ("0x", "0X"):
        suffix = re.search(r"[uUlLzZ]*$", plain).group()
        value = int(plain[:len(plain) - len(suffix)], 16)
    elif re.search(r"[.eE]|[fF]$", plain):
        suffix = re.search(r"[fFlL]?$", plain).group()
        value = float(plain[:len(plain) - len(suffix)])
    else:
        suffix = re.search(r"[uUlLzZ]*$", plain).group()
        digits = plain[:len(plain) - len(suffix)]
        value = int(digits, 8 if digits.startswith("0") and digits.isdigit() else 10)
    if isinstance(value, float):
        values = [value * 2, value / 2, value + 1, 0.0]
    else:
        values = [value * 2, value // 2, value + 1, 0]
    others = []
    for other in values:
        if other != value and other not in others:
            others.append(other)
    return [repr(other) + suffix for other in others]


class Finder:
    def __init__(self, source):
        self.source = source
        self.tokens = source.tokens
        self.silent = self._silent()
        self.places = []

    def find(self):
        for at, token in enumerate(self.tokens):
            if self.silent[at]:
                continue
            if token.kind == "number":
                self._number(at)
            elif token.text in ("true", "false") and token.kind == "word":
                self._flag(at)
            elif token.text in COMPARISONS and self._compares(at):
                self._comparison(at)
            elif token.text in ("&&", "||") and self._has_blanks(at) and \
                    not self._qualifies(at):
                self._logic(at)
            elif token.text == "!":
                self._negation(at)
            elif token.text == "if":
                self._if(at)
            elif token.text == "?":
                self._ternary(at)
            elif token.text in ("min", "max") and self._text(at - 2, 2) == "std::":
                self._bound(at)
            elif token.text == "return":
                self._return(at)
        return self.places

    def _text(self, at, count):
        return "".join(token.text for token in self.tokens[max(at, 0):at + count])

    def _has_blanks(self, at):
        token = self.tokens[at]
        return self.source._has_blanks(token)

    def _qualifies(self, at):
        """Whether && says that a member function takes what is going away: `take() && {`."""
        return self._text(at + 1, 1) in ("{", ";", "=", "->", "noexcept", "override", "final")

    def _compares(self, at):
        token = self.tokens[at]
        if at > 0 and self.tokens[at - 1].text == "operator":
            return False
        return token.compares if token.text in "<>" else self._has_blanks(at)

    def _silent(self):
        """What is no code that runs: template arguments, static_assert, attributes, sizes."""
        silent = [False] * len(self.tokens)

        def hush(opening):
            for i in range(opening, self.tokens[opening].match + 1):
                silent[i] = True

        for at, token in enumerate(self.tokens):
            following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
            if token.text == "<" and token.match > at:
                hush(at)
            elif token.text in ("static_assert", "noexcept", "alignas", "decltype", "__attribute__",
                                "requires", "sizeof") and \
                    following is not None and following.text == "(" and following.match > 0:
                hush(at + 1)
            elif token.text == "[" and following is not None and following.text == "[":
                hush(at)
            elif token.text == "enum":
                opening = at
                while self.tokens[opening].text not in ("{", ";", ")"):
                    opening += 1
                if self.tokens[opening].match > opening:
                    hush(opening)
            elif token.text == "if" and following is not None and following.text == "constexpr":
                hush(at + 2)
                silent[at] = True
            elif token.text.startswith(("_mm", "__builtin")) and following is not None and \
                    following.text == "(":
                hush(at + 1)
        return silent

    def _add(self, at, old, changes, **edits):
        self.places.append(Place(self.source, self.tokens[at].start, old, changes, **edits))

    def _number(self, at):
        token = self.tokens[at]
        before = self._text(at - 2, 2)
        after = self._text(at + 1, 1)
        if before in (")=", "const=", "override=", "noexcept=") and after == ";":
            return  # a pure virtual function
        if self.source.text[token.end:token.end + 1].isidentifier():
            return  # a literal of somebody's own
        others = changes_of_number(token.text)
        self._add(at, token.text, [(new, [(token.start, token.end, new)]) for new in others],
                  swaps=[(token.start, token.end,
                          f"{NAMESPACE}pick({{first}}, {token.text}, {', '.join(others)})")])

    def _flag(self, at):
        token = self.tokens[at]
        new = "false" if token.text == "true" else "true"
        self._add(at, token.text, [(new, [(token.start, token.end, new)])],
                  swaps=[(token.start, token.end,
                          f"{NAMESPACE}pick({{first}}, {token.text}, {new})")])

    def _comparison(self, at):
        token = self.tokens[at]
        is_equality = token.text in ("==", "!=")
        call = f"{NAMESPACE}is_{SCHEMA_NAMES[token.text]}({{first}})"
        middle = f"== {call} ==" if is_equality else f"> {call} >"
        self._add(at, token.text,
                  [(new, [(token.start, token.end, new)]) for new in COMPARISONS[token.text]],
                  swaps=[(token.start, token.end, middle)])

    def _logic(self, at):
        token = self.tokens[at]
        is_and = token.text == "&&"
        new = "||" if is_and else "&&"
        left = self.source.back_to(at, ENDS | ({"||"} if is_and else set()))
        right = self.source.forth_to(at, ENDS | ({"||", "&&"} if is_and else {"||"}))
        name = "both" if is_and else "either"
        self._add(at, token.text, [(new, [(token.start, token.end, new)])],
                  wraps=[(self.tokens[left].start, self.tokens[right - 1].end, 3,
                          f"{NAMESPACE}{name}({{first}}, static_cast<bool>(", "); })")],
                  swaps=[(token.start, token.end,
                          "), [&]() -> bool { return static_cast<bool>(")])

    def _negation(self, at):
        token = self.tokens[at]
        self._add(at, "!", [("", [(token.start, token.end, "")])],
                  swaps=[(token.start, token.end, f"{NAMESPACE}negation({{first}})->*")])

    def _condition(self, at, first, last):
        """The tokens first..last-1 as something that is true or false."""
        if first >= last:
            return
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        text = " ".join(self.source.text[start:end].split())
        shown = text if len(text) <= 60 else text[:57] + "..."
        self._add(at, f"{self.tokens[at].text} {shown}",
                  [(value, [(start, end, value)]) for value in ("true", "false")],
                  wraps=[(start, end, 2, f"{NAMESPACE}condition({{first}}, static_cast<bool>(",
                          "))")])

    def _if(self, at):
        opening = at + 1
        if self.tokens[opening].text != "(":
            return
        inner = list(self.source.inside(opening))
        semicolons = [i for i in inner if self.tokens[i].text == ";"]
        first = semicolons[-1] + 1 if semicolons else opening + 1
        if any(self.tokens[i].text == "=" for i in inner if i >= first):
            return  # declares what the branch uses
        self._condition(at, first, self.tokens[opening].match)

    def _ternary(self, at):
        self._condition(at, self.source.back_to(at, ENDS), at)

    def _bound(self, at):
        token, scope = self.tokens[at], self.tokens[at - 2]
        new = "max" if token.text == "min" else "min"
        call = f"{NAMESPACE}{'least' if token.text == 'min' else 'most'}({{first}})"
        following = self._text(at + 1, 1)
        if following not in ("(", "<"):
            return
        self._add(at, token.text, [(new, [(token.start, token.end, new)])],
                  swaps=[(scope.start, token.end, call if following == "(" else call + ".of")])

    def _return(self, at):
        end = self.source.forth_to(at, {";"})
        inner = list(range(at + 1, end))
        if not inner or not self._gives_bool(at):
            return
        texts = []
        i = at + 1
        while i < end:
            texts.append(self.tokens[i].text)
            i = self.tokens[i].match + 1 if self.tokens[i].match > i else i + 1
        is_joined = any(text in ("&&", "||", "?") for text in texts)
        is_turned_already = texts[0] in ("true", "false") and len(texts) == 1 or \
            not is_joined and (texts[0] == "!" or "==" in texts or "!=" in texts)
        if is_turned_already:
            return
        start, stop = self.tokens[at + 1].start, self.tokens[end - 1].end
        text = self.source.text[start:stop]
        shown = " ".join(text.split())
        shown = shown if len(shown) <= 60 else shown[:57] + "..."
        self._add(at, f"return {shown}", [("return not that", [(start, stop, f"!({text})")])],
                  wraps=[(start, stop, 1, f"{NAMESPACE}flipped({{first}}, static_cast<bool>(",
                          "))")])

    def _gives_bool(self, at):
        """Whether the innermost function around a token says in words that it gives a bool."""
        opening = self.tokens[at].parent
        while opening >= 0:
            if self.tokens[opening].text == "{":
                first = self.source.header(opening)
                words = [token.text for token in self.tokens[first:opening]]
                if words and words[-1] in ("else", "do", "try"):
                    words = []
                if words and words[0] not in ("if", "for", "while", "switch", "catch", "else"):
                    header = " ".join(words)
                    if "]" in words and (words[-1] == "]" or words[-1] == ")" and
                                         self._is_lambda(opening - 1)):
                        return False
                    if re.search(r"-> bool$", header):
                        return True
                    if "(" in words:
                        return re.match(r"(?:(?:static|inline|constexpr|virtual|friend|explicit|"
                                        r"template|class|<|>|\[|\]|nodiscard|typename|\w+(?= >)) )*"
                                        r"bool [\w: ]+(?:[=<>!]+ )?\(", header) is not None
            opening = self.tokens[opening].parent
        return False

    def _is_lambda(self, closing):
        opening = self.tokens[closing].match
        return opening > 0 and self.tokens[opening - 1].text == "]"
