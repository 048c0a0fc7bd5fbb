# SPDX-License-Identifier: MPL-2.0
"""Writes sources in which every place calls schema.h, so that one build holds all changes.

A `constexpr` that holds a place becomes `const`, because which change is made is known only at run
time. Where the value is needed by the compiler (the size of an array, a case label) that does not
compile; then the compiler's own messages say which places to leave as they were, and the tool
builds the changes there one by one.
"""
import dataclasses
import os
import re

import operators
import tokens

HEADER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "schema.h")
MOST = 1 << 16  # as in schema.h
# Of what was inlined the innermost place counts: that is where a header got no constant.
MESSAGE = re.compile(r"^(?:In file included from |\s+from |In function .*,\n\s+inlined from .* at )?"
                     r"([^\s:]+):(\d+)[:,]", re.M)


@dataclasses.dataclass
class Mutant:
    number: int
    place: operators.Place
    old: str
    new: str
    edits: list  # (start, end, text) in the plain source

    def __str__(self):
        return f"{self.place.where} {self.old} → {self.new or 'nothing'}"


class Constant:
    """A variable that is declared constexpr, and whether it is one of a class."""

    def __init__(self, source, at, end):
        self.start, self.end = source.tokens[at].start, source.tokens[end].end
        self.lines = range(source.line_of(self.start), source.line_of(self.end - 1) + 1)
        parent = source.tokens[at].parent
        first = source.header(parent) if parent >= 0 else 0
        self.is_of_class = parent >= 0 and any(
            token.text in ("class", "struct") for token in source.tokens[first:parent])
        self.names = {source.tokens[i].text for i in range(at, end)
                      if source.tokens[i + 1].text in ("=", "{")}

    def is_named_in(self, line):
        return not self.names.isdisjoint(re.findall(r"\w+", line))


class File:
    def __init__(self, root, path):
        with open(os.path.join(root, path), encoding="utf-8") as file:
            self.source = tokens.Source(path, file.read())
        self.places = operators.Finder(self.source).find()
        self.apart = set()  # indices of places that are built one by one
        self.constants = self._constants()

    def _constants(self):
        found, all_tokens = [], self.source.tokens
        for at, token in enumerate(all_tokens):
            if token.text != "constexpr" or all_tokens[at - 1].text == "if":
                continue
            i = at + 1
            while i < len(all_tokens) and all_tokens[i].text not in ("=", "{", "(", ";"):
                i = all_tokens[i].match + 1 if all_tokens[i].match > i else i + 1
            if i < len(all_tokens) and all_tokens[i].text in ("=", "{"):
                found.append(Constant(self.source, at, self.source.forth_to(at, {";"})))
        return found

    def constant_around(self, place):
        for constant in self.constants:
            if constant.start <= place.start < constant.end:
                return constant
        return None

    def schema(self):
        """The source with all places that are not built apart; line numbers stay."""
        inserts, swaps, softened = [], [], {}
        for index, place in enumerate(self.places):
            if index in self.apart:
                continue
            constant = self.constant_around(place)
            if constant is not None:
                softened[constant.start] = constant
            for start, end, rank, opening, closing in place.wraps:
                opening = opening.replace("{first}", str(place.first))
                # Behind what ends here, before what begins here; the wider pair outside.
                inserts.append((start, 1, -end, rank, opening))
                inserts.append((end, 0, -start, -rank, closing))
            for start, end, text in place.swaps:
                swaps.append((start, end, text.replace("{first}", str(place.first))))
        for start, constant in softened.items():
            word = "inline const" if constant.is_of_class else "const"
            swaps.append((start, start + len("constexpr"), word))
        pieces = [(start, 2, 0, 0, text, end) for start, end, text in swaps]
        pieces += [(*insert, insert[0]) for insert in inserts]
        text, position, written = self.source.text, 0, []
        for start, _, _, _, new, end in sorted(pieces, key=lambda piece: piece[:4]):
            written += [text[position:start], new]
            position = end
        written.append(text[position:])
        return self.head() + "".join(written)

    def head(self):
        """No warnings, and lines that are counted from 1."""
        return f'#include "{HEADER}"\n#line 1 "{self.source.path}"\n'

    def with_change(self, mutant):
        text = self.source.text
        for start, end, new in sorted(mutant.edits, reverse=True):
            text = text[:start] + new + text[end:]
        return self.head() + text

    def leave(self, lines):
        """Leaves the places that messages about these lines are about; how many they were."""
        lines = set(lines)
        named = set()
        for only_constants in (True, False):
            for index, place in enumerate(self.places):
                constant = self.constant_around(place)
                if only_constants and constant is None:
                    continue
                where = constant.lines if constant is not None else [place.line]
                if index not in self.apart and lines.intersection(where):
                    named.add(index)
            if named:
                break
        if not named:  # a place that needs the constant's value while it is compiled
            texts = [self.source.line_text(line) for line in lines]
            named = {index for index, place in enumerate(self.places)
                     if index not in self.apart and (constant := self.constant_around(place))
                     and any(constant.is_named_in(text) for text in texts)}
        self.apart |= named
        return len(named)


def files_of(root, folder):
    found = []
    for at, _, names in os.walk(os.path.join(root, folder)):
        for name in names:
            path = os.path.relpath(os.path.join(at, name), root)
            if not operators.is_left_alone(path):
                found.append(path)
    return [File(root, path) for path in sorted(found)]


def number_mutants(files):
    """Gives each mutant its number, in the order of files, lines and columns."""
    mutants = []
    for file in files:
        file.places.sort(key=lambda place: (place.start, len(place.old)))
        for place in file.places:
            place.first = len(mutants)
            for new, edits in place.changes:
                mutants.append(Mutant(len(mutants), place, place.old, new, edits))
    if len(mutants) > MOST:
        raise ValueError("a folder of more than 65,536 changes: schema.h counts no further")
    return mutants


def lines_in(messages, path):
    """The lines of one file that a compiler's messages name."""
    return {int(line) for named, line in MESSAGE.findall(messages) if named == path}
