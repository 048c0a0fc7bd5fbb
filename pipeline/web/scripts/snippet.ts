// SPDX-License-Identifier: MPL-2.0
// One doubtful field of an application that the person does not see. Enter answers it, and the next one
// takes its place in the page.

import { AskView } from "./ask";
import { show_dialog } from "./dialog";
import { next_snippet_size, show_snippet_size } from "./display";
import { by_id } from "./element";
import { ask_server, fetch_page, take_csrf, type Answer } from "./http";
import { show_meaning_of } from "./meaning";
import { Keys } from "./keys";
import type { Ask } from "./task_data";
import { data, word } from "./words";

interface Snippet {
    id: string;
    form: string;
    form_id: string;
    lease_seconds: number;
    ask: Ask;
}

class SnippetPage {
    private snippet = data("snippet") as Snippet;
    private view!: AskView;
    private heartbeat = 0;
    private is_sending = false;

    constructor() {
        const keys = new Keys([
            { keys: "Enter", says: "key_accept", run: () => this.enter() },
            { keys: "Alt+1", says: "key_first", run: () => this.take_nth(0) },
            { keys: "Alt+2", says: "key_second", run: () => this.take_nth(1) },
            { keys: "Alt+3", says: "key_third", run: () => this.take_nth(2) },
            { keys: "Alt+U", says: "key_snippet", run: () => next_snippet_size() },
            { keys: "Alt+S", says: "key_skip", run: () => void this.leave_by("POST", "skip", {}) },
            { keys: "Alt+H", says: "key_help", run: () => void keys.show() },
        ]);
        by_id("open_skip").addEventListener("click", () => void this.leave_by("POST", "skip", {}));
        by_id("open_keys").addEventListener("click", () => void keys.show());
        window.addEventListener("popstate", () => window.location.reload());
        show_snippet_size();
        this.show();
    }

    private get path(): string {
        return `/snippets/${encodeURIComponent(this.snippet.id)}`;
    }

    private show(): void {
        by_id("snippet_form").textContent = this.snippet.form;
        by_id("open_form").setAttribute("href", `${this.path}/form`);
        this.view = new AskView(this.snippet.ask, 0, {
            typed: (view) => this.typed(view),
            focused: () => undefined,
            take: (view, text) => this.take(view, text),
            fix: () => undefined,
        });
        this.view.element.classList.add("is-current");
        by_id("asks").replaceChildren(this.view.element);
        this.view.focus();
        this.beat();
    }

    private enter(): boolean {
        if (!this.view.element.contains(document.activeElement) || document.activeElement?.matches(".offer")) return false;
        const given = this.view.given();
        if ("refusal" in given) this.refuse(given.refusal);
        else void this.leave_by("PUT", "answer", given.entry);
        return true;
    }

    private take(view: AskView, text: string): void {
        view.value = text;
        void this.leave_by("PUT", "answer", { what: text === view.ask.value && !view.ask.must_type ? "agree" : "value", value: text });
    }

    private take_nth(index: number): void {
        const { ask } = this.view;
        const text = ask.choices.length > 0 ? ask.choices[index]?.value : ask.alternatives[index]?.text;
        if (text !== undefined) this.take(this.view, text);
    }

    private typed(view: AskView): void {
        view.show_typed();
        show_meaning_of(view, this.snippet.form_id);
    }

    private refuse(text: string): void {
        this.view.show_state("refused");
        this.view.show_refusal(text);
        by_id("saved").textContent = text;
        this.view.focus();
    }

    private beat(): void {
        window.clearInterval(this.heartbeat);
        const every_ms = (Math.max(this.snippet.lease_seconds, 3) * 1000) / 3;
        this.heartbeat = window.setInterval(() => void ask_server("POST", `${this.path}/lease`, {}), every_ms);
    }

    // What was typed stands in the page until the program has it.
    private async leave_by(method: "PUT" | "POST", act: string, body: object): Promise<void> {
        if (this.is_sending) return;
        this.is_sending = true;
        by_id("saved").textContent = word("saving_some");
        const answer = await ask_server(method, `${this.path}/${act}`, body);
        this.is_sending = false;
        await this.after(answer);
    }

    private async after(answer: Answer): Promise<void> {
        if (answer.kind === "done") return this.turn_to(String(answer.body.next ?? "/snippets"));
        if (answer.kind === "away") return this.refuse(word("away_try_again"));
        const said = answer.problem.detail ?? answer.problem.title ?? word("refused");
        // Somebody else has it or answered it, and nothing is overwritten.
        if (answer.status === 409 || answer.status === 412 || answer.status === 404) {
            await show_dialog(word("refused"), [said], [{ label: word("next_field"), value: "ok", is_primary: true }], false);
            return this.take_next();
        }
        this.refuse(said);
    }

    private async take_next(): Promise<void> {
        const answer = await ask_server("POST", `${this.path}/skip`, {});
        if (answer.kind === "done") return this.turn_to(String(answer.body.next ?? "/snippets"));
        window.location.assign("/snippets");
    }

    private async turn_to(next: string): Promise<void> {
        window.clearInterval(this.heartbeat);
        const page = /^\/snippets\/./.test(next) ? await fetch_page(next) : null;
        const found = page?.getElementById("snippet")?.textContent;
        if (!page || !found) {
            window.location.assign(next);
            return;
        }
        take_csrf(page);
        window.history.pushState(null, "", next);
        this.snippet = JSON.parse(found) as Snippet;
        by_id("saved").textContent = word("all_saved");
        this.show();
    }
}

export function start(): void {
    new SnippetPage();
}
