// SPDX-License-Identifier: MPL-2.0
// One question of a task: its snippet, its input, and all that helps to answer it.

import { icon, make } from "./element";
import { after_paint } from "./frames";
import type { Entry } from "./saving";
import { unread, type Ask } from "./task_data";
import { word } from "./words";

type State = "open" | "saving" | "done" | "refused";

/// What an Enter on a question comes to: an answer, or the words why there is none.
export type Given = { entry: Entry } | { refusal: string };

export class AskView {
    readonly element: HTMLLIElement;
    /// What takes the focus: the input, the chosen radio button, or the button of a matter.
    private readonly focused: () => HTMLElement;
    private readonly state_shown = make("span", { class: "ask-state" });
    private readonly meaning = make("output", { class: "meaning" });
    private readonly refusal = make("p", { class: "refusal", hidden: true });
    private readonly marks = make("div", { class: "value-marks", "aria-hidden": "true" });
    readonly input: HTMLInputElement | null = null;
    private readonly radios: HTMLInputElement[] = [];
    private readonly id: string;
    entry: Entry | null;
    state: State = "open";
    /// Whether something was typed here since the focus came; then Ctrl+Z is the browser's.
    is_touched = false;

    constructor(readonly ask: Ask, index: number, ears: { typed(view: AskView): void; focused(view: AskView): void; take(view: AskView, text: string): void; fix(field: string): void }) {
        this.entry = ask.entry;
        this.id = `ask_${index}`;
        const described = `${this.id}_why ${this.id}_weak ${this.id}_refusal`;
        this.refusal.id = `${this.id}_refusal`;
        const parts: (Node | null)[] = [];
        const label_text = make("span", {}, ask.label);
        if (!ask.is_field) {
            const button = make("button", { type: "button", class: "button button-secondary matter", id: this.id, "aria-describedby": described },
                ask.can_pass ? word("let_pass") : word("cannot_pass"));
            button.addEventListener("click", (event) => {
                // Enter on a button is a click, too; the page's own Enter has done it.
                if (event.detail > 0 && ask.can_pass) ears.take(this, "");
            });
            parts.push(button);
            this.focused = () => button;
        } else if (ask.choices.length > 0) {
            const set = make("div", { class: "radios", role: "radiogroup", "aria-labelledby": `${this.id}_label`, "aria-describedby": described });
            ask.choices.forEach((choice, at) => {
                const radio = make("input", { type: "radio", class: "form-radio", name: this.id, id: `${this.id}_${at}`, value: choice.value });
                radio.checked = choice.value === (ask.entry?.value || ask.value) && !(ask.must_type && !ask.entry);
                radio.addEventListener("change", () => ears.typed(this));
                this.radios.push(radio);
                set.append(make("div", { class: "form-group-radio" }, radio, make("label", { for: radio.id }, choice.label)));
            });
            parts.push(set);
            this.focused = () => this.radios.find((radio) => radio.checked) ?? this.radios[0]!;
        } else {
            const input = make("input", {
                class: "form-input value", id: this.id, type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
                inputmode: ["digits", "amount", "number", "cpr"].includes(ask.type) ? "numeric" : null, "aria-describedby": described,
            });
            input.value = ask.entry && ask.entry.what === "value" ? ask.entry.value : ask.value;
            input.addEventListener("input", () => {
                this.is_touched = true;
                this.show_weak();
                this.select_next_weak();
                ears.typed(this);
            });
            input.addEventListener("scroll", () => (this.marks.scrollLeft = input.scrollLeft));
            this.input = input;
            parts.push(make("div", { class: "value-box" }, this.marks, input));
            this.focused = () => input;
        }
        const heading = this.input ? make("label", { class: "ask-label", for: this.id, id: `${this.id}_label` }, label_text) : make("span", { class: "ask-label", id: `${this.id}_label` }, label_text);
        this.element = make("li", { class: "ask", "data-key": ask.key },
            make("div", { class: "ask-head" }, heading, ask.section && make("span", { class: "ask-section" }, ask.section), this.state_shown),
            make("p", { class: "why", id: `${this.id}_why`, hidden: ask.why === ask.label }, ask.why),
            ask.turn === "second" || ask.turn === "third" ? make("p", { class: "turn" }, ask.turn === "second" ? word("turn_second") : word("turn_third")) : null,
            ask.snippet ? make("img", { class: "snippet", src: ask.snippet, alt: word("snippet_of", { field: ask.label }), decoding: "async" }) : null,
            ...parts,
            ask.is_field ? this.meaning : null,
            this.offers(ears),
            make("span", { class: "sr-only", id: `${this.id}_weak` }, ask.weak.length ? word("weak_places", { places: ask.weak.map((place) => place + 1).join(", ") }) : ""),
            this.refusal);
        this.element.addEventListener("focusin", () => ears.focused(this));
        this.show_meaning(ask.entry?.meaning || ask.meaning);
        this.show_weak();
        this.show_state(this.entry ? "done" : "open");
        this.draw_state();
    }

    private offers(ears: { take(view: AskView, text: string): void; fix(field: string): void }): HTMLElement | null {
        const { ask } = this;
        const offers: HTMLElement[] = [];
        const offer = (keys: string, text: string, more: string, taken: () => void, kind = ""): void => {
            // What has a key, which is shown, needs no Tab: Tab goes from field to field.
            const button = make("button", { type: "button", class: `offer ${kind}`.trim(), tabindex: keys ? "-1" : null },
                keys && make("kbd", {}, keys), " ", make("span", { class: "offer-text" }, text), more && make("span", { class: "offer-more" }, more));
            button.addEventListener("click", taken);
            offers.push(button);
        };
        ask.alternatives.slice(0, 3).forEach((one, index) => offer(`Alt+${index + 1}`, one.text, one.meaning !== one.text ? one.meaning : "", () => ears.take(this, one.text)));
        const { register } = ask;
        if (register) offer("Alt+R", register.value, word("register_says", { source: register.source, at: register.at }), () => ears.take(this, register.value), "offer-register");
        if (!ask.is_field && ask.field) offer("", word("fix_field"), "", () => ears.fix(ask.field));
        return offers.length ? make("div", { class: "offers", role: "group", "aria-label": word("offers") }, ...offers) : null;
    }

    get is_open(): boolean {
        return this.state === "open" || this.state === "refused";
    }

    /// What stands in the question now.
    get value(): string {
        return this.input ? this.input.value : (this.radios.find((radio) => radio.checked)?.value ?? "");
    }

    set value(text: string) {
        if (this.input) this.input.value = text;
        for (const radio of this.radios) radio.checked = radio.value === text;
        this.show_weak();
    }

    /// Focuses the question, with the first doubtful character selected: a digit typed takes its place.
    focus(): void {
        this.is_touched = false;
        this.focused().focus({ preventScroll: true });
        if (!this.input) return;
        const [place] = this.weak_places();
        if (place && this.input.value === this.ask.value) this.input.setSelectionRange(place[0], place[1]);
        else this.input.select();
    }

    /// The answer that Enter gives now.
    given(): Given {
        const { ask } = this;
        if (!ask.is_field) return ask.can_pass ? { entry: { what: "pass", value: "" } } : { refusal: word("cannot_pass_why") };
        const value = this.value.trim();
        if (this.radios.length && value === "") return { refusal: word("must_choose") };
        if (ask.turn === "second" || ask.turn === "third") {
            return value === "" ? { refusal: word("must_type_again") } : { entry: { what: "value", value } };
        }
        if (ask.must_type && (value.includes(unread) || (this.input && value === ask.value))) return { refusal: word("must_type") };
        return value === ask.value ? { entry: { what: "agree", value } } : { entry: { what: "value", value } };
    }

    show_state(state: State): void {
        this.state = state;
        this.element.dataset.state = state;
        if (state !== "refused") this.show_refusal("");
        // The edge of the card has changed; its word and icon follow.
        after_paint(this.id, () => this.draw_state());
    }

    private draw_state(): void {
        const { state } = this;
        const answered = { agree: word("state_agreed"), value: word("state_given"), pass: word("state_passed") };
        if (state === "open") this.state_shown.replaceChildren(icon("help"), word("state_open"));
        else if (state === "refused") this.state_shown.replaceChildren(icon("error"), word("state_refused"));
        else this.state_shown.replaceChildren(state === "saving" ? icon("sync") : icon("check"), answered[this.entry?.what ?? "agree"]);
    }

    /// Says that what stands here now is given, or is not: an answer that is typed over waits for its Enter.
    show_typed(): void {
        if (this.state === "saving") return;
        const is_given = this.entry !== null && this.ask.is_field && this.value.trim() === (this.entry.what === "value" ? this.entry.value : this.ask.value);
        this.show_state(is_given ? "done" : "open");
    }

    show_refusal(text: string): void {
        if (text === "" && this.refusal.hidden) return;
        this.refusal.textContent = text;
        this.refusal.hidden = text === "";
        (this.input ?? this.radios[0])?.setAttribute("aria-invalid", String(text !== ""));
    }

    show_meaning(text: string, is_problem = false): void {
        // A choice says what it means.
        this.meaning.textContent = text === "" || text === this.value || this.radios.length > 0 ? "" : text;
        this.meaning.classList.toggle("is-problem", is_problem);
    }

    // The places of doubtful characters in UTF-16 units: the program counts characters.
    private weak_places(): [number, number][] {
        const places: [number, number][] = [];
        let at = 0;
        [...this.ask.value].forEach((character, index) => {
            if (this.ask.weak.includes(index) || character === unread) places.push([at, at + character.length]);
            at += character.length;
        });
        return places;
    }

    // An input cannot mark characters, so a copy of its text lies behind it with the marks.
    private show_weak(): void {
        if (!this.input) return;
        const { value } = this.input;
        if (value !== this.ask.value && value.length !== this.ask.value.length) {
            this.marks.replaceChildren();
            return;
        }
        const parts: Node[] = [];
        let at = 0;
        for (const [start, end] of this.weak_places()) {
            if (value.slice(start, end) !== this.ask.value.slice(start, end)) continue;
            parts.push(document.createTextNode(value.slice(at, start)), make("mark", {}, value.slice(start, end)));
            at = end;
        }
        parts.push(document.createTextNode(value.slice(at)));
        this.marks.replaceChildren(...parts);
    }

    // Typed over one doubtful character, the next is selected.
    private select_next_weak(): void {
        const { input } = this;
        if (!input || input.value.length !== this.ask.value.length) return;
        const caret = input.selectionStart ?? 0;
        const next = this.weak_places().find(([start]) => start >= caret);
        if (next) input.setSelectionRange(next[0], next[1]);
    }
}
