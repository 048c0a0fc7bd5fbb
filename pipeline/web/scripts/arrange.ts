// SPDX-License-Identifier: MPL-2.0
// Pages in the wrong application: chosen by their pictures, they become an application of their own, go
// to another, or two applications become one.

import { make } from "./element";
import { show_dialog } from "./dialog";
import { ask_server } from "./http";
import { word } from "./words";

export interface Sheet {
    place: string;
    label: string;
    picture: string;
}

export interface Arrangement {
    act: "split" | "move" | "join";
    body: Record<string, unknown>;
}

/// Asks how the pages of an application shall lie. Gives nothing when it was left.
export async function ask_arrangement(sheets: Sheet[], others: { id: string; label: string }[], chosen: string[] = []): Promise<Arrangement | null> {
    const boxes = sheets.map((sheet, index) => {
        const box = make("input", { type: "checkbox", class: "form-checkbox", id: `sheet_${index}`, value: sheet.place, "data-first": index === 0 });
        box.checked = chosen.includes(sheet.place);
        return box;
    });
    const pictures = make("fieldset", { class: "sheets" }, make("legend", {}, word("arrange_pages")),
        ...sheets.map((sheet, index) => make("div", { class: "sheet-choice" }, boxes[index]!,
            make("label", { for: `sheet_${index}` }, make("img", { src: sheet.picture, alt: "", loading: "lazy" }), make("span", {}, sheet.label)))));
    const target = make("select", { class: "form-select", id: "arrange_target" }, ...others.map((other) => make("option", { value: other.id }, other.label)));
    const problem = make("p", { class: "refusal", role: "alert" });
    const parts: Node[] = [pictures];
    if (others.length > 0) parts.push(make("div", { class: "form-group" }, make("label", { class: "form-label", for: "arrange_target" }, word("arrange_target")), target));
    parts.push(problem);
    const choices = [{ label: word("arrange_split"), value: "split", is_primary: true }];
    if (others.length > 0) choices.push({ label: word("arrange_move"), value: "move", is_primary: false }, { label: word("arrange_join"), value: "join", is_primary: false });
    for (;;) {
        const act = await show_dialog(word("arrange_heading"), parts, choices);
        if (act === null) return null;
        const pages = boxes.filter((box) => box.checked).map((box) => box.value);
        if (act === "join") return { act, body: { others: [target.value] } };
        if (pages.length === 0 || (act === "split" && pages.length === sheets.length)) {
            problem.textContent = pages.length === 0 ? word("arrange_none") : word("arrange_all");
            continue;
        }
        return act === "split" ? { act, body: { pages } } : { act: "move", body: { pages, target: target.value } };
    }
}

/// Does it. Gives where to go next, or the words why it was refused.
export async function arrange(task: string, etag: string, wanted: Arrangement): Promise<{ next: string } | { problem: string }> {
    const answer = await ask_server("POST", `/tasks/${encodeURIComponent(task)}/${wanted.act}`, wanted.body, etag);
    if (answer.kind === "away") return { problem: word("away_try_again") };
    if (answer.kind === "refused") return { problem: answer.problem.detail ?? answer.problem.title ?? word("refused") };
    return { next: String(answer.body.next ?? "/tasks") };
}

/// Asks for one of the reasons, each on its own digit.
export function ask_reason(heading: string, lead: string, reasons: { value: string; label: string }[]): Promise<string | null> {
    return show_dialog(heading, [lead], reasons.slice(0, 9).map((reason, index) => ({ ...reason, key: String(index + 1) })));
}

/// Why a person skips a task, where the program names no reasons of its own.
export function usual_skip_reasons(): { value: string; label: string }[] {
    return [
        { value: "unreadable", label: word("skip_unreadable") },
        { value: "ask_colleague", label: word("skip_colleague") },
        { value: "other", label: word("skip_other") },
    ];
}
