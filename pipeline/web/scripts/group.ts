// SPDX-License-Identifier: MPL-2.0
// Cells that were read as the same character, in a grid. Arrows move, typing over corrects one, Space
// leaves it for the field's own question, F2 shows the field around it, Enter confirms the screen.

import { show_dialog } from "./dialog";
import { by_id, make } from "./element";
import { ask_server, fetch_page, take_csrf } from "./http";
import { Keys } from "./keys";
import { data, word } from "./words";

interface Group {
    id: string;
    text: string;
    is_tick: boolean;
    left: number;
    lease_seconds: number;
    cells: { picture: string; context: string; label: string; sure: number }[];
}

interface CellAnswer {
    what: "right" | "other" | "later";
    text: string;
}

const unmarked = "-";

class GroupPage {
    private group = data("group") as Group;
    private buttons: HTMLButtonElement[] = [];
    private answers: CellAnswer[] = [];
    private current = 0;
    private heartbeat = 0;
    private is_sending = false;

    constructor() {
        const in_cell = (does: () => void) => (): boolean => {
            if (!this.buttons.includes(document.activeElement as HTMLButtonElement)) return false;
            does();
            return true;
        };
        const keys = new Keys([
            { keys: "ArrowRight", says: "key_cell_right", run: in_cell(() => this.step(1)) },
            { keys: "ArrowLeft", says: "key_cell_left", run: in_cell(() => this.step(-1)) },
            { keys: "ArrowDown", says: "key_cell_down", run: in_cell(() => this.step(this.columns())) },
            { keys: "ArrowUp", says: "key_cell_up", run: in_cell(() => this.step(-this.columns())) },
            { keys: "Space", says: "key_cell_later", run: in_cell(() => this.set({ what: "later", text: "" })) },
            { keys: "Backspace", says: "key_cell_right_again", run: in_cell(() => this.set({ what: "right", text: "" })) },
            { keys: "F2", says: "key_cell_context", run: in_cell(() => void this.show_context()) },
            { keys: "Enter", says: "key_cell_confirm", run: in_cell(() => void this.confirm()) },
            { keys: "Alt+H", says: "key_help", run: () => void keys.show() },
        ]);
        document.addEventListener("keydown", (event) => this.typed(event));
        by_id("confirm").addEventListener("click", () => void this.confirm());
        by_id("open_keys").addEventListener("click", () => void keys.show());
        window.addEventListener("popstate", () => window.location.reload());
        this.show();
    }

    private get path(): string {
        return `/groups/${encodeURIComponent(this.group.id)}`;
    }

    private show(): void {
        const { group } = this;
        by_id("group_heading").textContent = group.is_tick ? word("group_ticks") : word("group_of", { text: group.text });
        by_id("group_left").textContent = word("group_left", { n: group.left });
        this.answers = group.cells.map(() => ({ what: "right", text: "" }));
        this.buttons = group.cells.map((cell, index) => {
            const button = make("button", { type: "button", class: "cell", tabindex: index === 0 ? "0" : "-1" },
                make("img", { src: cell.picture, alt: "", decoding: "async" }), make("span", { class: "cell-said", "aria-hidden": "true" }));
            button.addEventListener("focus", () => this.make_current(index));
            return button;
        });
        by_id("cells").replaceChildren(...this.buttons);
        this.buttons.forEach((_, index) => this.show_answer(index));
        this.current = 0;
        this.buttons[0]?.focus();
        window.clearInterval(this.heartbeat);
        this.heartbeat = window.setInterval(() => void ask_server("POST", `${this.path}/lease`, {}), (Math.max(group.lease_seconds, 3) * 1000) / 3);
    }

    private make_current(index: number): void {
        this.buttons[this.current]?.setAttribute("tabindex", "-1");
        this.current = index;
        this.buttons[index]?.setAttribute("tabindex", "0");
    }

    private columns(): number {
        const top = this.buttons[0]?.offsetTop;
        return Math.max(this.buttons.filter((button) => button.offsetTop === top).length, 1);
    }

    private step(by: number): void {
        this.buttons[this.current + by]?.focus();
    }

    // A character typed over a cell is what stands in it; the read one typed again confirms it.
    private typed(event: KeyboardEvent): void {
        const is_text = [...event.key].length === 1 && event.key !== " " && event.key !== "?";
        const is_here = this.buttons[this.current] === document.activeElement && !document.querySelector("dialog[open]");
        if (!is_text || !is_here || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
        event.preventDefault();
        const text = this.group.is_tick ? (event.key.toLowerCase() === this.group.text ? this.group.text : unmarked) : event.key.toUpperCase();
        this.set(text === this.group.text ? { what: "right", text: "" } : { what: "other", text });
    }

    private set(answer: CellAnswer): void {
        this.answers[this.current] = answer;
        this.show_answer(this.current);
        by_id("saved").textContent = this.said(answer);
        this.step(1);
    }

    private said(answer: CellAnswer): string {
        if (answer.what === "later") return word("cell_later");
        const text = answer.what === "other" ? answer.text : this.group.text;
        return answer.what === "right" ? word("cell_right", { text }) : word("cell_other", { text });
    }

    private show_answer(index: number): void {
        const button = this.buttons[index];
        const answer = this.answers[index];
        const cell = this.group.cells[index];
        if (!button || !answer || !cell) return;
        button.dataset.what = answer.what;
        button.setAttribute("aria-label", `${index + 1}. ${cell.label}, ${word("cell_sure", { n: cell.sure })}: ${this.said(answer)}`);
        const shown = answer.what === "later" ? "…" : answer.what === "other" ? answer.text : this.group.text;
        button.querySelector(".cell-said")?.replaceChildren(shown);
    }

    private async show_context(): Promise<void> {
        const cell = this.group.cells[this.current];
        if (!cell) return;
        const picture = make("img", { class: "cell-context", src: cell.context, alt: word("snippet_of", { field: cell.label }) });
        await show_dialog(cell.label, [picture], [{ label: word("keys_ok"), value: "ok", is_primary: true }]);
    }

    private async confirm(): Promise<void> {
        if (this.is_sending) return;
        this.is_sending = true;
        by_id("saved").textContent = word("saving_some");
        const answers = this.answers.map((answer, cell) => ({ cell, ...answer }));
        const answer = await ask_server("POST", `${this.path}/answers`, { answers });
        this.is_sending = false;
        if (answer.kind === "done") {
            const left = (answer.body.left as number[]).length;
            by_id("saved").textContent = word("all_saved");
            if (left > 0) await show_dialog(word("group_not_kept"), [word("group_not_kept_why", { n: left })], [{ label: word("keys_ok"), value: "ok", is_primary: true }], false);
            return this.turn_to(String(answer.body.next ?? "/groups"));
        }
        by_id("saved").textContent = answer.kind === "away" ? word("away_try_again") : (answer.problem.detail ?? answer.problem.title ?? word("refused"));
    }

    private async turn_to(next: string): Promise<void> {
        window.clearInterval(this.heartbeat);
        const page = /^\/groups\/./.test(next) ? await fetch_page(next) : null;
        const found = page?.getElementById("group")?.textContent;
        if (!page || !found) {
            window.location.assign(next);
            return;
        }
        take_csrf(page);
        window.history.pushState(null, "", next);
        this.group = JSON.parse(found) as Group;
        this.show();
    }
}

export function start(): void {
    new GroupPage();
}
