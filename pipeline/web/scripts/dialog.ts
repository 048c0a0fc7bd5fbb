// SPDX-License-Identifier: MPL-2.0
// A dialog over the page: a heading, what it says, and its buttons. The browser keeps the focus inside
// and gives it back afterwards.

import { make } from "./element";
import { word } from "./words";

export interface Choice {
    label: string;
    value: string;
    is_primary?: boolean;
    key?: string;
}

let last = 0;

/// Shows a dialog and gives the value of the choice, or nothing when it was left with Escape. Without
/// `can_leave` it stays until a choice is made. A choice with a `key` is taken by that key alone, unless
/// a person types into a field of the dialog.
export function show_dialog(heading: string, parts: (Node | string)[], choices: Choice[], can_leave = true): Promise<string | null> {
    const before = document.activeElement;
    const id = `dialog_${++last}`;
    const buttons = choices.map((choice) => {
        const button = make("button", { type: "button", class: `button ${choice.is_primary ? "button-primary" : "button-secondary"}`, "data-value": choice.value },
            choice.key && make("kbd", {}, choice.key), choice.key ? " " : null, choice.label);
        return button;
    });
    const leave = can_leave ? make("button", { type: "button", class: "button button-tertiary" }, word("leave"), " ", make("kbd", {}, "Esc")) : null;
    const dialog = make("dialog", { class: "dialog", "aria-labelledby": id },
        make("h2", { id }, heading),
        ...parts.map((part) => (typeof part === "string" ? make("p", {}, part) : part)),
        make("div", { class: `dialog-choices${choices.some((choice) => choice.key) ? " is-list" : ""}` }, ...buttons, leave));
    document.body.append(dialog);
    return new Promise((done) => {
        const end = (value: string | null): void => {
            dialog.close();
            dialog.remove();
            if (before instanceof HTMLElement && before.isConnected) before.focus();
            done(value);
        };
        buttons.forEach((button, index) => button.addEventListener("click", () => end(choices[index]?.value ?? null)));
        leave?.addEventListener("click", () => end(null));
        dialog.addEventListener("cancel", (event) => {
            event.preventDefault();
            if (can_leave) end(null);
        });
        dialog.addEventListener("keydown", (event) => {
            event.stopPropagation();
            const types = event.target instanceof HTMLInputElement && event.target.type === "text";
            if (types || event.altKey || event.ctrlKey || event.metaKey) return;
            const choice = choices.find((one) => one.key !== undefined && one.key === event.key);
            if (!choice) return;
            event.preventDefault();
            end(choice.value);
        });
        dialog.showModal();
        (dialog.querySelector<HTMLElement>("[data-first]") ?? buttons[0] ?? leave)?.focus();
    });
}
