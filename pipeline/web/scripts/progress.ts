// SPDX-License-Identifier: MPL-2.0
// How far a task is: how many questions are open, and whether what was answered is with the program.

import type { AskView } from "./ask";
import { by_id } from "./element";
import { after_paint } from "./frames";
import { word } from "./words";

export function show_open(asks: AskView[], finish: HTMLElement): void {
    after_paint("open", () => {
        const open = asks.filter((view) => view.is_open).length;
        by_id("finish_open").textContent = open === 0 ? word("all_answered") : open === 1 ? word("one_open") : word("some_open", { n: open });
        finish.classList.toggle("is-ready", open === 0);
    });
}

export function show_waiting(count: number, is_away: boolean): void {
    const saved = by_id("saved");
    saved.classList.toggle("is-away", is_away);
    const said = is_away ? word("away_waiting", { n: count }) : count > 0 ? word("saving_some") : word("all_saved");
    if (saved.textContent !== said) saved.textContent = said;
}
