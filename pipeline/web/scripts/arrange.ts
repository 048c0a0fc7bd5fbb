// SPDX-License-Identifier: MPL-2.0
// Pages in the wrong application: chosen by their pictures, they become an application of their own, go
// to another, or two applications become one.

import { make } from "./element";
import { show_dialog, type Choice } from "./dialog";
import { ask_server, type Answer } from "./http";
import { word } from "./words";

export interface Sheet {
    place: string;
    label: string;
    picture: string;
}

export interface Arrangement {
    act: "split" | "move" | "join" | "turn";
    body: Record<string, unknown>;
}

/// How pages can be turned: in clockwise degrees.
export function turn_choices(): { label: string; value: string; key: string }[] {
    return [
        { label: word("turn_right"), value: "90", key: "1" },
        { label: word("turn_over"), value: "180", key: "2" },
        { label: word("turn_left"), value: "270", key: "3" },
    ];
}

/// Asks how the pages of an application shall lie. Gives nothing when it was left.
export async function ask_arrangement(sheets: Sheet[], others: { id: string; label: string }[], can_turn: boolean): Promise<Arrangement | null> {
    const boxes = sheets.map((sheet, index) => {
        const box = make("input", { type: "checkbox", class: "form-checkbox", id: `sheet_${index}`, value: sheet.place, "data-first": index === 0 });
        // Of one page nothing but this can be chosen.
        box.checked = sheets.length === 1;
        return box;
    });
    const pictures = make("fieldset", { class: "sheets" }, make("legend", {}, word("arrange_pages")),
        ...sheets.map((sheet, index) => make("div", { class: "sheet-choice" }, boxes[index]!,
            make("label", { for: `sheet_${index}` }, sheet.picture !== "" && make("img", { src: sheet.picture, alt: "", loading: "lazy" }), make("span", {}, sheet.label)))));
    const target = make("select", { class: "form-select", id: "arrange_target" }, ...others.map((other) => make("option", { value: other.id }, other.label)));
    const problem = make("p", { class: "refusal", role: "alert" });
    const parts: Node[] = [pictures];
    if (others.length > 0) parts.push(make("div", { class: "form-group" }, make("label", { class: "form-label", for: "arrange_target" }, word("arrange_target")), target));
    parts.push(problem);
    const choices: Choice[] = [{ label: word("arrange_split"), value: "split", is_primary: true }];
    const turns = can_turn ? turn_choices() : [];
    if (others.length > 0) choices.push({ label: word("arrange_move"), value: "move", is_primary: false }, { label: word("arrange_join"), value: "join", is_primary: false });
    choices.push(...turns);
    for (;;) {
        const act = await show_dialog(word("arrange_heading"), parts, choices);
        if (act === null) return null;
        const pages = boxes.filter((box) => box.checked).map((box) => box.value);
        if (act === "join") return { act, body: { others: [target.value] } };
        if (pages.length > 0 && turns.some((turn) => turn.value === act)) return { act: "turn", body: { pages, degrees: Number(act) } };
        if (pages.length === 0 || (act === "split" && pages.length === sheets.length)) {
            problem.textContent = pages.length === 0 ? word("arrange_none") : word("arrange_all");
            continue;
        }
        return act === "split" ? { act, body: { pages } } : { act: "move", body: { pages, target: target.value } };
    }
}

/// Does it. What was done names the `next` page.
export function arrange(task: string, etag: string, wanted: Arrangement): Promise<Answer> {
    return ask_server("POST", `/tasks/${encodeURIComponent(task)}/${wanted.act}`, wanted.body, etag);
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
