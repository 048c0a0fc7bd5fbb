// SPDX-License-Identifier: MPL-2.0
// The page on which a person settles what the machine doubts. Enter answers a question and goes to the
// next open one; the answer is sent behind the person's back, and what goes wrong comes to the person.
//
// Nothing between a key and the next question waits for the network: the focus moves, a class changes,
// the picture of the page moves. Whatever is not sent yet is kept by Saving.

import { arrange, ask_arrangement, ask_reason, usual_skip_reasons } from "./arrange";
import { AskView } from "./ask";
import { show_dialog } from "./dialog";
import { next_snippet_size, show_snippet_size } from "./display";
import { by_id } from "./element";
import { FieldView, show_fields } from "./fields";
import { ask_server, fetch_page, take_csrf, type Problem } from "./http";
import { Keys, type Key } from "./keys";
import { holds, Paper } from "./paper";
import { Saving, type Current, type Entry } from "./saving";
import type { Task } from "./task_data";
import { ask_conflict, tell_lost, wait_for_login } from "./troubles";
import { data, word } from "./words";

interface Undone {
    key: string;
    before: Entry | null;
    /// What stood in the question before the answer.
    stood: string;
}

const meaning_pause_ms = 150;
const most_undo = 200;

class TaskPage {
    private task = data("task") as Task;
    private saving: Saving;
    private asks: AskView[] = [];
    private rows: FieldView[] = [];
    private readonly paper = new Paper((page, x, y) => this.clicked(page, x, y));
    private current: AskView | null = null;
    private undos: Undone[] = [];
    private heartbeat = 0;
    private meaning_timer = 0;
    private is_finishing = false;
    private readonly finish = by_id<HTMLButtonElement>("finish");
    private readonly keys: Keys;

    constructor() {
        this.saving = this.new_saving();
        this.keys = new Keys(this.table());
        this.finish.addEventListener("click", () => void this.finish_task());
        by_id("open_skip").addEventListener("click", () => void this.skip());
        by_id("open_close").addEventListener("click", () => void this.close());
        by_id("open_arrange").addEventListener("click", () => void this.rearrange());
        by_id("open_keys").addEventListener("click", () => void this.keys.show());
        window.addEventListener("beforeunload", (event) => {
            if (this.saving.unsaved > 0) event.preventDefault();
        });
        window.addEventListener("popstate", () => window.location.reload());
        show_snippet_size();
        void this.show();
    }

    private table(): Key[] {
        const in_ask = (does: (view: AskView) => void) => (): boolean => {
            if (!this.current) return false;
            does(this.current);
            return true;
        };
        return [
            { keys: "Enter", says: "key_accept", run: () => this.enter() },
            { keys: "Shift+Enter", says: "key_back", run: () => this.step(-1) },
            { keys: "Tab", says: "key_tab", is_fixed: true },
            { keys: "Shift+Tab", says: "key_shift_tab", is_fixed: true },
            { keys: "Alt+1", says: "key_first", run: in_ask((view) => this.take_nth(view, 0)) },
            { keys: "Alt+2", says: "key_second", run: in_ask((view) => this.take_nth(view, 1)) },
            { keys: "Alt+3", says: "key_third", run: in_ask((view) => this.take_nth(view, 2)) },
            { keys: "Alt+R", says: "key_register", run: in_ask((view) => view.ask.register && this.take(view, view.ask.register.value)) },
            { keys: "Ctrl+Z", says: "key_undo", run: () => this.undo() },
            { keys: "PageDown", says: "key_page_after", run: () => this.paper.flip(1) },
            { keys: "PageUp", says: "key_page_before", run: () => this.paper.flip(-1) },
            { keys: "Alt+0", says: "key_whole", run: () => this.paper.show_page() },
            { keys: "Alt+Z", says: "key_zone", run: in_ask((view) => this.paper.show_zone(view.ask)) },
            { keys: "Alt++", says: "key_zoom_in", run: () => this.paper.zoom(1) },
            { keys: "Alt+-", says: "key_zoom_out", run: () => this.paper.zoom(-1) },
            { keys: "Alt+U", says: "key_snippet", run: () => next_snippet_size() },
            { keys: "Alt+G", says: "key_finish", run: () => void this.finish_task() },
            { keys: "Alt+S", says: "key_skip", run: () => void this.skip() },
            { keys: "Alt+L", says: "key_close", run: () => void this.close() },
            { keys: "Alt+P", says: "key_arrange", run: () => void this.rearrange() },
            { keys: "Alt+H", says: "key_help", run: () => void this.keys.show() },
        ];
    }

    // Shows the task: its questions at once, its paper as soon as the viewer is there.
    private async show(): Promise<void> {
        const { task } = this;
        by_id("desk_task").dataset.task = task.id;
        by_id("task_form").textContent = task.form;
        by_id("task_file").textContent = task.file;
        by_id("task_left").textContent = String(task.left);
        by_id("open_arrange").hidden = task.can_arrange === false;
        by_id("open_close").hidden = task.close_reasons.length === 0;
        this.undos = [];
        this.current = null;
        this.is_finishing = false;
        this.finish.disabled = false;
        this.asks = task.asks.map((ask, index) => new AskView(ask, index, {
            typed: (view) => this.typed(view),
            focused: (view) => this.focused(view),
            take: (view, text) => (view.ask.is_field ? this.take(view, text) : this.accept(view)),
            fix: (field) => this.rows.find((row) => row.field.field === field)?.input.focus(),
        }));
        by_id("asks").replaceChildren(...this.asks.map((view) => view.element));
        const asked = new Set(task.asks.filter((ask) => ask.is_field).map((ask) => ask.field));
        this.rows = task.fields.filter((field) => !asked.has(field.field)).map((field, index) => new FieldView(field, index, {
            focused: () => {
                this.set_current(null);
                this.paper.show_zone(field);
            },
            left: (row) => this.correct(row),
        }));
        show_fields(by_id("fields"), this.rows);
        this.show_open();
        this.beat();
        this.next_open(null);
        await this.paper.show(task, () => this.current?.ask ?? null);
        for (const path of [...(task.ahead?.snippets ?? []), ...(task.ahead?.pictures ?? [])]) new Image().src = path;
    }

    private clicked(page: number, x: number, y: number): void {
        const ask = this.asks.find((view) => holds(view.ask, page, x, y));
        if (ask) this.go_to(ask);
        else this.rows.find((row) => holds(row.field, page, x, y))?.input.focus();
    }

    private set_current(view: AskView | null): void {
        this.current?.element.classList.remove("is-current");
        this.current = view;
        view?.element.classList.add("is-current");
    }

    private focused(view: AskView): void {
        if (this.current === view) return;
        this.set_current(view);
        view.element.scrollIntoView({ block: "nearest" });
        this.paper.show_zone(view.ask);
    }

    // All that changes the page comes before what needs its layout, so that there is one layout a jump.
    private go_to(view: AskView): void {
        this.set_current(view);
        view.focus();
        view.element.scrollIntoView({ block: "nearest" });
        this.paper.show_zone(view.ask);
    }

    // Goes to the next open question after this one, round the end; to the button when none is open.
    private next_open(after: AskView | null): void {
        const start = after ? this.asks.indexOf(after) + 1 : 0;
        const round = [...this.asks.slice(start), ...this.asks.slice(0, start)];
        const next = round.find((view) => view.is_open);
        if (next) this.go_to(next);
        else {
            this.set_current(null);
            this.finish.focus();
        }
    }

    private step(by: number): boolean {
        const at = this.current ? this.asks.indexOf(this.current) : this.asks.length;
        const next = this.asks[at + by];
        if (next) this.go_to(next);
        return true;
    }

    private enter(): boolean {
        const row = this.rows.find((one) => one.element.contains(document.activeElement));
        if (row) {
            this.accept_row(row);
            return true;
        }
        const view = this.asks.find((one) => one.element.contains(document.activeElement));
        // A button that was clicked, or reached by Tab, does what it says.
        if (!view || document.activeElement?.matches(".offer")) return false;
        this.accept(view);
        return true;
    }

    private accept(view: AskView): void {
        const given = view.given();
        if ("refusal" in given) {
            view.show_state("refused");
            view.show_refusal(given.refusal);
            this.speak(given.refusal);
            this.show_open();
            view.focus();
            return;
        }
        this.give(view, given.entry);
        this.next_open(view);
    }

    private give(view: AskView, entry: Entry): void {
        this.remember({ key: view.ask.key, before: view.entry, stood: view.entry ? view.entry.value : view.ask.value });
        view.entry = entry;
        view.show_state("saving");
        this.saving.give(view.ask.key, entry);
        this.show_open();
    }

    private take(view: AskView, text: string): void {
        view.value = text;
        const alternative = view.ask.alternatives.find((one) => one.text === text);
        view.show_meaning(alternative?.meaning ?? "");
        this.give(view, { what: text === view.ask.value ? "agree" : "value", value: text });
        this.next_open(view);
    }

    private take_nth(view: AskView, index: number): void {
        const text = view.ask.choices.length > 0 ? view.ask.choices[index]?.value : view.ask.alternatives[index]?.text;
        if (text !== undefined) this.take(view, text);
    }

    private accept_row(row: FieldView): void {
        this.correct(row);
        this.next_open(this.current);
    }

    private correct(row: FieldView): void {
        const value = row.correction;
        if (value === null) return;
        this.remember({ key: row.field.field, before: row.value === row.field.value ? null : { what: "value", value: row.value }, stood: row.value });
        row.take(value);
        this.saving.give(row.field.field, { what: "value", value });
    }

    private remember(undone: Undone): void {
        this.undos.push(undone);
        if (this.undos.length > most_undo) this.undos.shift();
    }

    // Takes the last answer back, unless the person is typing: then the browser takes back what was typed.
    private undo(): boolean {
        if (this.current?.is_touched) return false;
        const row_typed = this.rows.find((row) => row.element.contains(document.activeElement));
        if (row_typed && row_typed.correction !== null) return false;
        const last = this.undos.pop();
        if (!last) {
            this.speak(word("undo_nothing"));
            return true;
        }
        this.saving.give(last.key, last.before);
        const view = this.asks.find((one) => one.ask.key === last.key);
        const row = this.rows.find((one) => one.field.field === last.key);
        if (view) {
            view.entry = last.before;
            view.value = last.stood;
            view.show_meaning(last.before?.meaning || view.ask.meaning);
            view.show_state(last.before ? "saving" : "open");
            this.go_to(view);
        } else if (row) {
            row.take(last.stood);
            row.input.focus();
        }
        this.show_open();
        this.speak(word("undone", { field: view?.ask.label ?? row?.field.label ?? "" }));
        return true;
    }

    // Shows live what a typed value means.
    private typed(view: AskView): void {
        view.show_typed();
        this.show_open();
        window.clearTimeout(this.meaning_timer);
        if (!view.input) return;
        const value = view.value;
        this.meaning_timer = window.setTimeout(async () => {
            const answer = await ask_server("POST", "/meaning", { form: this.task.form_id, field: view.ask.field, value });
            if (answer.kind !== "done" || view.value !== value) return;
            const problem = String(answer.body.problem ?? "");
            view.show_meaning(problem || String(answer.body.meaning ?? ""), problem !== "");
        }, meaning_pause_ms);
    }

    private show_open(): void {
        const open = this.asks.filter((view) => view.is_open).length;
        by_id("finish_open").textContent = open === 0 ? word("all_answered") : open === 1 ? word("one_open") : word("some_open", { n: open });
        this.finish.classList.toggle("is-ready", open === 0);
    }

    private speak(text: string): void {
        by_id("spoken").textContent = text;
    }

    private new_saving(): Saving {
        return new Saving(this.task.id, this.task.etag, {
            saved: (key, meaning, left) => {
                const view = this.asks.find((one) => one.ask.key === key);
                if (view && view.state === "saving") {
                    if (view.entry && meaning !== undefined) view.entry.meaning = meaning;
                    if (meaning !== undefined) view.show_meaning(meaning);
                    view.show_state(view.entry ? "done" : "open");
                    if (view.entry && view.ask.is_field) view.show_typed();
                    this.show_open();
                }
                if (left !== undefined) by_id("task_left").textContent = String(left);
            },
            refused: (key, detail) => this.refused(key, detail),
            waiting: (count, is_away) => this.show_waiting(count, is_away),
            conflict: (key, mine, current) => this.conflict(key, mine, current),
            lost: (problem, unsaved) => void this.lost(problem, unsaved),
            gone: (unsaved) => void this.gone(unsaved),
        });
    }

    private refused(key: string, detail: string): void {
        const view = this.asks.find((one) => one.ask.key === key);
        const row = this.rows.find((one) => one.field.field === key);
        if (view) {
            view.entry = null;
            view.show_state("refused");
            view.show_refusal(detail);
            // Who has come to the end would not see it; who still types is not disturbed.
            if (document.activeElement === this.finish) this.go_to(view);
        } else row?.show_refusal(detail);
        this.show_open();
        this.speak(`${view?.ask.label ?? row?.field.label ?? ""}: ${detail}`);
    }

    private show_waiting(count: number, is_away: boolean): void {
        const saved = by_id("saved");
        saved.classList.toggle("is-away", is_away);
        const said = is_away ? word("away_waiting", { n: count }) : count > 0 ? word("saving_some") : word("all_saved");
        if (saved.textContent !== said) saved.textContent = said;
    }

    private async conflict(key: string, mine: Entry | null, current: Current): Promise<boolean> {
        const view = this.asks.find((one) => one.ask.key === key);
        if (await ask_conflict(key, view, mine, current)) return true;
        if (view) {
            view.entry = { what: current.what as Entry["what"], value: current.value };
            if (current.what === "value") view.value = current.value;
            view.show_state("done");
        }
        this.show_open();
        return false;
    }

    private async lost(problem: Problem, unsaved: number): Promise<void> {
        window.clearInterval(this.heartbeat);
        this.saving.end();
        await tell_lost(problem, unsaved);
    }

    private async gone(unsaved: number): Promise<void> {
        const task = await wait_for_login(this.task.id, unsaved);
        this.saving.resume(task.etag);
        this.next_open(this.current);
    }

    // Says to the program that this page is still open. A beat without an answer is no reason to stop.
    private beat(): void {
        window.clearInterval(this.heartbeat);
        const every_ms = (Math.max(this.task.lease_seconds, 3) * 1000) / 3;
        this.heartbeat = window.setInterval(async () => {
            const answer = await ask_server("POST", `/tasks/${encodeURIComponent(this.task.id)}/lease`, {});
            if (answer.kind === "refused" && answer.status === 409) await this.lost(answer.problem, this.saving.unsaved);
        }, every_ms);
    }

    private async finish_task(): Promise<void> {
        if (this.is_finishing) return;
        const open = this.asks.find((view) => view.is_open);
        if (open) {
            this.go_to(open);
            this.speak(by_id("finish_open").textContent ?? "");
            return;
        }
        this.is_finishing = true;
        await this.saving.all();
        if (this.asks.some((view) => view.is_open)) {
            this.is_finishing = false;
            this.next_open(null);
            return;
        }
        await this.leave_by("finish", {});
        this.is_finishing = false;
    }

    private async skip(): Promise<void> {
        const reason = await ask_reason(word("skip_heading"), word("skip_lead"), this.task.skip_reasons ?? usual_skip_reasons());
        if (reason !== null) await this.leave_by("skip", { reason });
    }

    private async close(): Promise<void> {
        if (this.task.close_reasons.length === 0) return;
        const reason = await ask_reason(word("close_heading"), word("close_lead"), this.task.close_reasons);
        if (reason !== null) await this.leave_by("close", { reason });
    }

    private async rearrange(): Promise<void> {
        if (this.task.can_arrange === false) return;
        const sheets = this.task.pages.map((page, index) => ({ place: page.place ?? String(index + 1), label: page.label, picture: page.picture }));
        const wanted = await ask_arrangement(sheets, this.task.others);
        if (!wanted) return;
        await this.saving.all();
        const done = await arrange(this.task.id, this.saving.etag, wanted);
        if ("problem" in done) await show_dialog(word("refused"), [done.problem], [{ label: word("keys_ok"), value: "ok", is_primary: true }]);
        else await this.turn_to(done.next);
    }

    private async leave_by(act: "finish" | "skip" | "close", body: object): Promise<void> {
        await this.saving.all();
        const answer = await ask_server("POST", `/tasks/${encodeURIComponent(this.task.id)}/${act}`, body, this.saving.etag);
        if (answer.kind === "done") {
            await this.turn_to(String(answer.body.next ?? "/tasks"));
            return;
        }
        if (answer.kind === "refused" && answer.status === 401) return this.gone(this.saving.unsaved);
        if (answer.kind === "refused" && answer.status === 409) return this.lost(answer.problem, this.saving.unsaved);
        if (answer.kind === "refused" && answer.status === 412) {
            await show_dialog(word("changed_heading"), [word("changed_lead")], [{ label: word("changed_show"), value: "ok", is_primary: true }], false);
            return this.turn_to(window.location.pathname);
        }
        const said = answer.kind === "away" ? word("away_try_again") : (answer.problem.detail ?? answer.problem.title ?? word("refused"));
        await show_dialog(word("refused"), [said], [{ label: word("keys_ok"), value: "ok", is_primary: true }]);
    }

    // The next task takes this one's place in the page: styles, scripts and viewer stay as they are.
    private async turn_to(next: string): Promise<void> {
        window.clearInterval(this.heartbeat);
        const page = /^\/tasks\/./.test(next) ? await fetch_page(next) : null;
        const found = page?.getElementById("task")?.textContent;
        if (!page || !found || Boolean(page.querySelector(".paper.is-none")) !== Boolean(document.querySelector(".paper.is-none"))) {
            this.saving.end();
            window.location.assign(next);
            return;
        }
        this.saving.end();
        take_csrf(page);
        document.title = page.title;
        if (next !== window.location.pathname) window.history.pushState(null, "", next);
        this.task = JSON.parse(found) as Task;
        this.saving = this.new_saving();
        this.show_waiting(0, false);
        await this.show();
    }
}

export function start(): void {
    new TaskPage();
}
