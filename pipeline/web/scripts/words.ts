// SPDX-License-Identifier: MPL-2.0
// The words of the scripts: the table [script] of words/LANG.toml, which the layout puts into the page.

const said = data("words") as Record<string, string>;

/// Gives the JSON that stands in the page under this id; an empty object when there is none.
export function data(id: string): unknown {
    return JSON.parse(document.getElementById(id)?.textContent || "{}");
}

/// Gives the word for a key, with {places} filled in. A word that is missing shows as its key.
export function word(key: string, places: Record<string, string | number> = {}): string {
    return (said[key] ?? key).replace(/\{([a-z]+)\}/g, (whole, place: string) => String(places[place] ?? whole));
}
