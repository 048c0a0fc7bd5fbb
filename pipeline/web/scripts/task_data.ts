// SPDX-License-Identifier: MPL-2.0
// What the program says of a task: the JSON of the page /tasks/{id}.

import type { Entry } from "./saving";
import type { Box, Page } from "./viewer";

export interface Register {
    source: string;
    value: string;
    at: string;
}

export interface Ask {
    key: string;
    is_field: boolean;
    field: string;
    label: string;
    section: string;
    type: "text" | "digits" | "amount" | "number" | "cpr" | "date" | "choice" | "mark";
    page: number;
    box: Box;
    snippet: string;
    value: string;
    meaning: string;
    must_type: boolean;
    weak: number[];
    alternatives: { text: string; meaning: string }[];
    choices: { value: string; label: string }[];
    why: string;
    code: string;
    register: Register | null;
    traces: { page: number; box: Box }[];
    entry: Entry | null;
    turn: "only" | "first" | "second" | "third";
    can_pass: boolean;
}

export interface Field {
    field: string;
    label: string;
    section: string;
    value: string;
    meaning: string;
    page: number;
    box: Box;
    state: "accepted" | "confirmed" | "differs" | "doubtful" | "empty" | "corrected";
    /// Of a choice: the answers that the field allows.
    choices?: { value: string; label: string }[];
    register: Register | null;
}

export interface Task {
    id: string;
    etag: string;
    form: string;
    form_id: string;
    file: string;
    received: string;
    left: number;
    lease_seconds: number;
    /// When this page's hold ends, unless it is renewed.
    held_until: string;
    pages: Page[];
    asks: Ask[];
    fields: Field[];
    close_reasons: { value: string; label: string }[];
    skip_reasons?: { value: string; label: string }[];
    others: { id: string; label: string }[];
    /// Whether this person may lay pages into other applications; absent: yes.
    can_arrange?: boolean;
    /// Whether this person may turn pages and have them read again.
    can_turn: boolean;
    /// Pictures of the task that probably comes next, to be fetched while this one is worked on.
    ahead?: { pictures: string[]; snippets: string[] };
}

/// Stands in a value for a character that could not be read.
export const unread = "·";
