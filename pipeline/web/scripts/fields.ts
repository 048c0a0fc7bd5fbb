// SPDX-License-Identifier: MPL-2.0
// The fields of a task that nobody doubts, in rows: to be seen, and corrected where a person knows better.

import { icon, make } from "./element";
import type { Field } from "./task_data";
import { word } from "./words";

export class FieldView {
    readonly element: HTMLElement;
    readonly input: HTMLInputElement | HTMLSelectElement;
    private readonly state_shown = make("span", { class: "field-state" });
    private readonly refusal: HTMLElement;
    private given: string;

    constructor(readonly field: Field, index: number, ears: { focused(view: FieldView): void; left(view: FieldView): void }) {
        const id = `field_${index}`;
        this.given = field.value;
        this.refusal = make("p", { class: "refusal", id: `${id}_refusal`, hidden: true });
        const choices = field.choices ?? [];
        this.input = choices.length > 0 ? make("select", { class: "form-select field-value", id, "aria-describedby": `${id}_state ${id}_refusal` },
            make("option", { value: "" }), ...choices.map((choice) => make("option", { value: choice.value }, choice.label)))
            : make("input", { class: "form-input field-value", id, type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": `${id}_state ${id}_refusal` });
        this.input.value = field.value;
        this.state_shown.id = `${id}_state`;
        const { register } = field;
        this.element = make("div", { class: "field-row", "data-field": field.field },
            make("label", { for: id }, field.label), this.input, this.state_shown,
            register && make("p", { class: "field-register" }, word("register_says", { source: register.source, at: register.at }), ": ", register.value),
            this.refusal);
        this.element.addEventListener("focusin", () => ears.focused(this));
        this.input.addEventListener("change", () => ears.left(this));
        this.show_state();
    }

    /// The correction that stands in the row, or nothing when it says what it said before.
    get correction(): string | null {
        const value = this.input.value.trim();
        return value === this.given ? null : value;
    }

    get value(): string {
        return this.given;
    }

    /// Says that this is the row's value now.
    take(value: string): void {
        this.given = value;
        this.input.value = value;
        this.show_refusal("");
        this.show_state();
    }

    show_refusal(text: string): void {
        this.refusal.textContent = text;
        this.refusal.hidden = text === "";
        this.input.setAttribute("aria-invalid", String(text !== ""));
    }

    private show_state(): void {
        const state = this.given === this.field.value ? this.field.state : "corrected";
        this.element.dataset.state = state;
        const said: Record<Field["state"], string> = {
            accepted: word("field_accepted"), confirmed: word("field_confirmed"), differs: word("field_differs"),
            doubtful: word("field_doubtful"), empty: word("field_empty"), corrected: word("field_corrected"),
        };
        const drawing = state === "differs" || state === "doubtful" ? icon("warning") : state === "empty" ? icon("minus") : icon("check");
        this.state_shown.replaceChildren(drawing, said[state]);
    }
}

/// Puts the rows below the headings of their sections.
export function show_fields(place: HTMLElement, views: FieldView[]): void {
    place.replaceChildren();
    let section = "";
    for (const view of views) {
        if (view.field.section !== section) {
            section = view.field.section;
            place.append(make("h3", {}, section));
        }
        place.append(view.element);
    }
}
