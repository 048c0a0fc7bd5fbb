// SPDX-License-Identifier: MPL-2.0
// What a person is told and asked when an answer meets another's, or the lease or the session is gone.

import type { AskView } from "./ask";
import { show_dialog } from "./dialog";
import { make } from "./element";
import { fetch_page, take_csrf, type Answer, type Problem } from "./http";
import type { Current, Entry } from "./saving";
import type { Task } from "./task_data";
import { word } from "./words";

/// Says why something was not done.
export async function tell_refused(answer: Answer, heading = word("refused")): Promise<void> {
    const said = answer.kind === "away" ? word("away_try_again") : answer.kind === "refused" ? (answer.problem.detail ?? answer.problem.title) : undefined;
    await show_dialog(heading, [said ?? word("refused")], [{ label: word("keys_ok"), value: "ok", is_primary: true }]);
}

/// Shows both answers. Gives true where one's own shall stand.
export async function ask_conflict(key: string, view: AskView | undefined, mine: Entry | null, current: Current): Promise<boolean> {
    const said = (entry: { what: string; value: string } | null): string => (entry === null ? word("conflict_nothing") : entry.value || word("state_passed"));
    const versions = make("dl", { class: "versions" },
        make("div", {}, make("dt", {}, word("conflict_mine")), make("dd", {}, said(mine))),
        make("div", {}, make("dt", {}, current.by ? word("conflict_theirs", { who: current.by }) : word("conflict_other")), make("dd", {}, said(current))));
    const snippet = view?.ask.snippet ? make("img", { class: "snippet", src: view.ask.snippet, alt: word("snippet_of", { field: view.ask.label }) }) : null;
    const chosen = await show_dialog(word("conflict_heading", { field: view?.ask.label ?? key }), [word("conflict_lead"), ...(snippet ? [snippet] : []), versions], [
        { label: word("conflict_keep"), value: "mine", key: "1" },
        { label: word("conflict_take"), value: "theirs", key: "2" },
    ], false);
    return chosen === "mine";
}

/// Says that the task is somebody else's now, and what is saved; then goes where the person wants.
export async function tell_lost(problem: Problem, unsaved: number): Promise<void> {
    const saved = problem.saved ?? (unsaved > 0 ? word("lost_unsaved", { n: unsaved }) : word("lost_saved"));
    const chosen = await show_dialog(word("lost_heading"), [problem.detail ?? word("lost_lead"), saved], [
        { label: word("next_task"), value: "next", is_primary: true },
        { label: word("to_list"), value: "list" },
    ], false);
    if (chosen === "next") post_next();
    else window.location.assign("/tasks");
}

/// Waits for a new login in another tab. Gives the task as it is then; the page's CSRF token is the new one.
export async function wait_for_login(task: string, unsaved: number): Promise<Task> {
    const link = make("p", {}, make("a", { href: "/login", target: "_blank", rel: "noopener", "data-first": true }, word("gone_log_in")));
    for (let problem = ""; ; problem = word("gone_still")) {
        const parts = [unsaved > 0 ? word("gone_unsaved", { n: unsaved }) : word("gone_saved"), link];
        await show_dialog(word("gone_heading"), problem ? [...parts, make("p", { class: "refusal", role: "alert" }, problem)] : parts,
            [{ label: word("gone_go_on"), value: "on", is_primary: true }], false);
        const page = await fetch_page(window.location.pathname);
        const found = JSON.parse(page?.getElementById("task")?.textContent || "null") as Task | null;
        if (!page || found?.id !== task) continue;
        take_csrf(page);
        return found;
    }
}

function post_next(): void {
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
    const form = make("form", { method: "post", action: "/tasks/next" }, make("input", { type: "hidden", name: "csrf", value: token }));
    document.body.append(form);
    form.submit();
}
