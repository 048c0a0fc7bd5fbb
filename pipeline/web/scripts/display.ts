// SPDX-License-Identifier: MPL-2.0
// How a person wants the pages to look: a dark ground around scans, high contrast, tall snippets. Kept in
// this browser; nothing else is.

const kept = "indgang.display";
const switches = ["dark_pages", "high_contrast"] as const;
type Wishes = Partial<Record<(typeof switches)[number], boolean>> & { snippet?: number; keys?: Record<string, string> };

const wishes: Wishes = read();

function read(): Wishes {
    try {
        const found: unknown = JSON.parse(localStorage.getItem(kept) ?? "{}");
        return typeof found === "object" && found !== null ? (found as Wishes) : {};
    } catch {
        return {};
    }
}

export function wish<Key extends keyof Wishes>(key: Key): Wishes[Key] {
    return wishes[key];
}

export function set_wish<Key extends keyof Wishes>(key: Key, value: Wishes[Key]): void {
    wishes[key] = value;
    try {
        localStorage.setItem(kept, JSON.stringify(wishes));
    } catch {
        // A browser that keeps nothing shows the page as wished until it is left.
    }
}

const snippet_sizes = ["", "tall", "taller"];

export function next_snippet_size(): void {
    set_wish("snippet", ((wish("snippet") ?? 0) + 1) % snippet_sizes.length);
    show_snippet_size();
}

export function show_snippet_size(): void {
    document.documentElement.dataset.snippets = snippet_sizes[wish("snippet") ?? 0] ?? "";
}

export function show_switches(): void {
    for (const name of switches) {
        const button = document.getElementById(name);
        const show = (): void => {
            document.documentElement.classList.toggle(name, wishes[name] === true);
            button?.setAttribute("aria-pressed", String(wishes[name] === true));
        };
        show();
        if (!button) continue;
        button.hidden = false;
        button.addEventListener("click", () => {
            set_wish(name, wishes[name] !== true);
            show();
        });
    }
}
