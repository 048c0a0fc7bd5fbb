// SPDX-License-Identifier: MPL-2.0
// The page of one arrival: its pages are chosen by their pictures and laid into other applications, and
// what is no application is closed with a reason: one key for the question, one for the answer.

import { arrange, ask_arrangement, ask_reason } from "./arrange";
import { show_dialog } from "./dialog";
import { ask_server } from "./http";
import { data, word } from "./words";

interface Arrival {
    pages: { place: string | number; application: string; label?: string }[];
    applications: { id: string; label: string; etag?: string }[];
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
            const wanted = await ask_arrangement(sheets, arrival.applications.filter((one) => one.id !== id), []);
            if (!wanted) return;
            const done = await arrange(id, etag_of(id), wanted);
            if ("problem" in done) await say(done.problem);
            else window.location.reload();
        });
    }
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-close]")) {
        const id = button.dataset.close ?? "";
        button.hidden = false;
        button.addEventListener("click", async () => {
            const reason = await ask_reason(word("close_heading"), word("close_lead"), arrival.close_reasons ?? []);
            if (reason === null) return;
            const answer = await ask_server("POST", `/tasks/${encodeURIComponent(id)}/close`, { reason }, etag_of(id));
            if (answer.kind === "done") window.location.reload();
            else await say(answer.kind === "away" ? word("away_try_again") : (answer.problem.detail ?? answer.problem.title ?? word("refused")));
        });
    }
}

async function say(text: string): Promise<void> {
    await show_dialog(word("refused"), [text], [{ label: word("keys_ok"), value: "ok", is_primary: true }]);
}
