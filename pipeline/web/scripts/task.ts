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
import { after_paint } from "./frames";
import { Holding } from "./holding";
import { ask_server, fetch_page, take_csrf, type Problem } from "./http";
import { Keys, type Key } from "./keys";
import { show_meaning_of } from "./meaning";
import { holds, Paper } from "./paper";
import { show_open, show_waiting } from "./progress";
import { Saving, type Current, type Entry } from "./saving";
import type { Task } from "./task_data";
import { ask_conflict, tell_lost, tell_refused, wait_for_login } from "./troubles";
import { data, word } from "./words";

interface Undone {
    key: string;
    before: Entry | null;
    /// What stood in the question before the answer.
    stood: string;
}

const most_undo = 200;

class TaskPage {
    private task = data("task") as Task;
    private saving: Saving;
    private asks: AskView[] = [];
    private rows: FieldView[] = [];
    private readonly paper = new Paper((page, x, y) => this.clicked(page, x, y));
    private current: AskView | null = null;
    private undos: Undone[] = [];
    private readonly holding = new Holding((problem) => void this.lost(problem, this.saving.unsaved));
    private is_finishing = false;
    private readonly finish = by_id<HTMLButtonElement>("finish");
    private readonly keys: Keys;

    constructor() {
        this.saving = this.new_saving();
        this.keys = new Keys(this.table());
        const buttons = { finish: () => this.finish_task(), open_previous: () => this.go_back(), open_skip: () => this.skip(), open_close: () => this.close(), open_arrange: () => this.rearrange(), open_keys: () => this.keys.show() };
        for (const [id, run] of Object.entries(buttons)) by_id(id).addEventListener("click", () => void run());
        window.addEventListener("beforeunload", (event) => {
            if (this.saving.unsaved > 0) event.preventDefault();
        });
        window.addEventListener("pagehide", () => this.leave());
        // Out of the browser's store of pages: its hold is gone, and so may its questions be.
        window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
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
            { keys: "Alt+B", says: "key_previous", run: () => void this.go_back() },
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
        this.holding.begin(task);
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
        this.show_place(view);
    }

    // All that changes the page comes before what needs its layout, so that there is one layout a jump.
    private go_to(view: AskView): void {
        this.set_current(view);
        view.focus();
        this.show_place(view);
    }

    // The picture of the page moves a frame later: without a graphics card that takes longer than the jump.
    private show_place(view: AskView): void {
        view.element.scrollIntoView({ block: "nearest" });
        after_paint("zone", () => {
            if (this.current === view) this.paper.show_zone(view.ask);
        });
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

    // The answer to the last open question settles the task, and the next one comes: one key less for each
    // task. Who pressed it too soon has the key for the previous task.
    private go_on(after: AskView): void {
        this.next_open(after);
        if (this.current === null) void this.finish_task();
    }

    private step(by: number): boolean {
        const at = this.current ? this.asks.indexOf(this.current) : this.asks.length;
        const next = this.asks[at + by];
        if (next) this.go_to(next);
        return true;
    }

    private enter(): boolean {
        if (this.is_finishing) return true;
        const row = this.rows.find((one) => one.element.contains(document.activeElement));
        if (row) {
            this.correct(row);
            this.next_open(this.current);
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
        this.go_on(view);
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
        this.go_on(view);
    }

    private take_nth(view: AskView, index: number): void {
        const text = view.ask.choices.length > 0 ? view.ask.choices[index]?.value : view.ask.alternatives[index]?.text;
        if (text !== undefined) this.take(view, text);
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
        show_meaning_of(view, this.task.form_id);
    }

    private show_open(): void {
        show_open(this.asks, this.finish);
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
            waiting: show_waiting,
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
        this.holding.end();
        this.saving.end();
        await tell_lost(problem, unsaved);
    }

    private async gone(unsaved: number): Promise<void> {
        const task = await wait_for_login(this.task.id, unsaved);
        this.saving.resume(task.etag);
        this.next_open(this.current);
    }

    // Lets the application go to others at once. With an answer that is not saved it stays held: the
    // browser has asked whether to leave, and who comes back within the hold finds it his.
    private leave(): void {
        if (this.saving.unsaved === 0) this.holding.leave();
    }

    // To what was settled last, as long as that can be; else to the page that tells what was done.
    private async go_back(): Promise<void> {
        await this.saving.all();
        const answer = await ask_server("POST", "/tasks/previous", {});
        if (answer.kind !== "done") return tell_refused(answer, word("key_previous"));
        this.leave();
        await this.turn_to(String(answer.body.next));
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
        const wanted = await ask_arrangement(sheets, this.task.others, this.task.can_turn);
        if (!wanted) return;
        await this.saving.all();
        const done = await arrange(this.task.id, this.saving.etag, wanted);
        if (done.kind === "done") await this.turn_to(String(done.body.next ?? "/tasks"));
        else await tell_refused(done);
    }

    private async leave_by(act: "finish" | "skip" | "close", body: object): Promise<void> {
        await this.saving.all();
        const answer = await ask_server("POST", `/tasks/${encodeURIComponent(this.task.id)}/${act}`, body, this.saving.etag);
        if (answer.kind === "done") return this.turn_to(String(answer.body.next ?? "/tasks"));
        if (answer.kind === "refused" && answer.status === 401) return this.gone(this.saving.unsaved);
        if (answer.kind === "refused" && answer.status === 409) return this.lost(answer.problem, this.saving.unsaved);
        if (answer.kind === "refused" && answer.status === 412) {
            await show_dialog(word("changed_heading"), [word("changed_lead")], [{ label: word("changed_show"), value: "ok", is_primary: true }], false);
            return this.turn_to(window.location.pathname);
        }
        await tell_refused(answer);
    }

    // The next task takes this one's place in the page: styles, scripts and viewer stay as they are.
    private async turn_to(next: string): Promise<void> {
        this.holding.end();
        const page = /^\/tasks\/(?!previous$)./.test(next) ? await fetch_page(next) : null;
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
        by_id("task").textContent = found;
        this.task = JSON.parse(found) as Task;
        this.saving = this.new_saving();
        show_waiting(0, false);
        await this.show();
    }
}

export function start(): void {
    new TaskPage();
}
