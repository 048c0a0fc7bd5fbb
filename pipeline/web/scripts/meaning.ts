// SPDX-License-Identifier: MPL-2.0
// Asks the program what a typed value means, when the typing pauses.

import type { AskView } from "./ask";
import { ask_server } from "./http";

const pause_ms = 150;
let timer = 0;

/// Shows it, or why the text is no value of the field, unless it was typed on meanwhile.
export function show_meaning_of(view: AskView, form: string): void {
    window.clearTimeout(timer);
    if (!view.input) return;
    const value = view.value;
    timer = window.setTimeout(async () => {
        const answer = await ask_server("POST", "/meaning", { form, field: view.ask.field, value });
        if (answer.kind !== "done" || view.value !== value) return;
        const problem = String(answer.body.problem ?? "");
        view.show_meaning(problem || String(answer.body.meaning ?? ""), problem !== "");
    }, pause_ms);
}
