// SPDX-License-Identifier: MPL-2.0
// The page of one arrival: its pages are chosen by their pictures and laid into other applications, and
// what is no application is closed with a reason: one key for the question, one for the answer.

import { arrange, ask_arrangement, ask_reason, turn_choices } from "./arrange";
import { show_dialog } from "./dialog";
import { ask_server } from "./http";
import { tell_refused } from "./troubles";
import { data, word } from "./words";

interface Arrival {
    id: string;
    pages: { place: string | number; application: string; label?: string }[];
    applications: { id: string; label: string; etag?: string }[];
    can_turn: boolean;
    close_reasons?: { value: string; label: string }[];
}

export function start(): void {
    const arrival = data("arrival") as Arrival;
    const etag_of = (id: string): string => arrival.applications.find((one) => one.id === id)?.etag ?? "";
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-arrange]")) {
        const id = button.dataset.arrange ?? "";
        button.hidden = false;
        button.addEventListener("click", async () => {
            const pages = [...document.querySelectorAll<HTMLElement>(`[data-application="${CSS.escape(id)}"][data-place]`)];
            const sheets = pages.map((page) => ({ place: page.dataset.place ?? "", label: page.querySelector(".thumb-what")?.textContent ?? "", picture: page.querySelector("img")?.getAttribute("src") ?? "" }));
            const wanted = await ask_arrangement(sheets, arrival.applications.filter((one) => one.id !== id), arrival.can_turn);
            if (!wanted) return;
            const done = await arrange(id, etag_of(id), wanted);
            if (done.kind === "done") window.location.reload();
            else await tell_refused(done);
        });
    }
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-turn]")) {
        const place = button.dataset.turn ?? "";
        const application = button.closest<HTMLElement>("[data-place]")?.dataset.application ?? "";
        const path = application ? `/tasks/${encodeURIComponent(application)}/turn` : `/arrivals/${encodeURIComponent(arrival.id)}/turn`;
        button.hidden = false;
        button.addEventListener("click", async () => {
            const degrees = await show_dialog(button.textContent ?? "", [], turn_choices());
            if (degrees !== null) await act(path, { pages: [place], degrees: Number(degrees) }, () => window.location.reload());
        });
    }
    const close_file = document.querySelector<HTMLButtonElement>("[data-close-file]");
    if (close_file) {
        close_file.hidden = false;
        close_file.addEventListener("click", async () => {
            const reason = await ask_reason(word("close_file_heading"), word("close_file_lead"), arrival.close_reasons ?? []);
            if (reason !== null) await act(`/arrivals/${encodeURIComponent(arrival.id)}/close`, { reason }, (next) => window.location.assign(next));
        });
        // Nothing else is to be done here: Enter asks for the reason, a digit gives it.
        close_file.focus();
    }
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-close]")) {
        const id = button.dataset.close ?? "";
        button.hidden = false;
        button.addEventListener("click", async () => {
            const reason = await ask_reason(word("close_heading"), word("close_lead"), arrival.close_reasons ?? []);
            if (reason === null) return;
            await act(`/tasks/${encodeURIComponent(id)}/close`, { reason }, () => window.location.reload());
        });
    }
}

async function act(path: string, body: object, done: (next: string) => void): Promise<void> {
    const answer = await ask_server("POST", path, body);
    if (answer.kind === "done") done(String(answer.body.next ?? window.location.pathname));
    else await tell_refused(answer);
}
