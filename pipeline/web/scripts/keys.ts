// SPDX-License-Identifier: MPL-2.0
// The keys of a page in one table: what a key does, the words that tell it, and the list that `?` shows.
// A key can be given another place in that list; the browser keeps it.

import { show_dialog } from "./dialog";
import { set_wish, wish } from "./display";
import { make } from "./element";
import { word } from "./words";

export interface Key {
    /// As "Alt+R", "Enter", "Ctrl+Z", "PageDown"; digits and letters by their place on the keyboard.
    keys: string;
    /// The word that tells what it does.
    says: string;
    /// Does it. False: not done, the browser shall do what it does with this key.
    run?: (event: KeyboardEvent) => boolean | void;
    /// A key that works as the browser works, and is listed only.
    is_fixed?: boolean;
}

export class Keys {
    constructor(private readonly table: Key[]) {
        document.addEventListener("keydown", this.pressed);
    }

    keys_of(key: Key): string {
        return wish("keys")?.[key.says] ?? key.keys;
    }

    private readonly pressed = (event: KeyboardEvent): void => {
        if (event.isComposing || document.querySelector("dialog[open]")) return;
        const name = name_of(event);
        for (const key of this.table) {
            if (!key.run || this.keys_of(key) !== name) continue;
            if (key.run(event) !== false) event.preventDefault();
            return;
        }
        if (event.key === "?" && !types_text(event.target)) {
            event.preventDefault();
            void this.show();
        }
    };

    /// Shows all keys; each but the fixed ones can be changed by pressing another.
    async show(): Promise<void> {
        const lines = this.table.map((key) => {
            const shown = make("kbd", {}, this.keys_of(key));
            const change = key.is_fixed ? null : make("button", { type: "button", class: "key-change", "aria-label": word("key_change_of", { what: word(key.says) }) }, word("key_change"));
            change?.addEventListener("click", () => {
                shown.textContent = word("key_press");
                change.addEventListener("keydown", (event) => {
                    if (event.key === "Tab" || ["Alt", "Control", "Shift", "Meta"].includes(event.key)) return;
                    event.preventDefault();
                    event.stopPropagation();
                    const name = name_of(event);
                    const is_taken = this.table.some((other) => other !== key && this.keys_of(other) === name);
                    // A bare letter would end up in the field that a person types into.
                    const is_bare = !event.altKey && !event.ctrlKey && [...event.key].length === 1;
                    if (event.key !== "Escape" && !is_taken && !is_bare) {
                        set_wish("keys", { ...wish("keys"), [key.says]: name });
                    }
                    shown.textContent = this.keys_of(key);
                    change.setAttribute("data-said", is_taken ? "taken" : "");
                }, { once: true });
            });
            return make("tr", {}, make("th", { scope: "row" }, shown), make("td", {}, word(key.says)), make("td", {}, change));
        });
        const table = make("table", { class: "key-list" }, make("tbody", {}, ...lines));
        const chosen = await show_dialog(word("keys_heading"), [table], [{ label: word("keys_ok"), value: "ok", is_primary: true }, { label: word("keys_as_before"), value: "before" }]);
        if (chosen === "before") set_wish("keys", {});
    }
}

function name_of(event: KeyboardEvent): string {
    const place = event.code.match(/^(?:Key([A-Z])|(?:Digit|Numpad)([0-9]))$/);
    const key = event.key === " " ? "Space" : event.key;
    const base = (event.altKey || event.ctrlKey || event.metaKey) && place ? (place[1] ?? place[2] ?? key) : key;
    return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.shiftKey && [...key].length > 1 ? "Shift+" : ""}${base}`;
}

export function types_text(target: EventTarget | null): boolean {
    return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !["radio", "checkbox", "button"].includes(target.type));
}
