// SPDX-License-Identifier: MPL-2.0
// Keeps counters and lists true while they are looked at. A counter changes where it stands. Rows that
// are there are brought up to date in their places; new ones are announced and come when they are asked
// for, so nothing moves under a person who reads or is about to press a key.

import { by_id } from "./element";
import { fetch_page } from "./http";
import { word } from "./words";

/// Listens where the page asks for it: an element with `data-live`.
export function start_live(): void {
    if (!document.querySelector("[data-live]") || !("EventSource" in window)) return;
    const list = document.querySelector<HTMLElement>("[data-live-rows]");
    const stream = new EventSource("/live");
    let seen = "";
    stream.addEventListener("counts", (event) => {
        const counts = JSON.parse((event as MessageEvent<string>).data) as Record<string, string | number>;
        for (const place of document.querySelectorAll<HTMLElement>("[data-count]")) {
            const count = counts[place.dataset.count ?? ""];
            if (count !== undefined && place.textContent !== String(count)) place.textContent = String(count);
        }
        const changed = String(counts.changed ?? "");
        const is_first = seen === "";
        if (changed !== seen && !is_first && list) void bring_up_to_date(list);
        seen = changed;
    });
    window.addEventListener("pagehide", () => stream.close());
}

async function bring_up_to_date(list: HTMLElement): Promise<void> {
    const page = await fetch_page(window.location.href);
    const fresh = page?.querySelector<HTMLElement>("[data-live-rows]");
    if (!fresh) return;
    const rows = new Map([...fresh.querySelectorAll<HTMLElement>("[data-id]")].map((row) => [row.dataset.id ?? "", row]));
    for (const row of list.querySelectorAll<HTMLElement>("[data-id]")) {
        const now = rows.get(row.dataset.id ?? "");
        rows.delete(row.dataset.id ?? "");
        row.classList.toggle("is-gone", !now);
        // Not the row that a person is in.
        if (now && !row.contains(document.activeElement) && now.innerHTML !== row.innerHTML) row.replaceChildren(...now.childNodes);
    }
    const button = by_id<HTMLButtonElement>("show_new");
    button.hidden = rows.size === 0;
    button.textContent = rows.size === 1 ? word("one_new") : word("some_new", { n: rows.size });
    button.onclick = async () => {
        const latest = (await fetch_page(window.location.href))?.querySelector("[data-live-rows]") ?? fresh;
        list.replaceChildren(...latest.childNodes);
        button.hidden = true;
        list.querySelector<HTMLElement>("a, button")?.focus();
    };
}
