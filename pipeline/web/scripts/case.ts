// SPDX-License-Identifier: MPL-2.0
// The case view: from a value to its pixels, and from a place on the page to its value.

import { by_id } from "./element";
import type { Box, Page } from "./viewer";
import { data, word } from "./words";

interface Case {
    pages: Page[];
    fields: Record<string, { page: number; box: Box }>;
}

export function start(): void {
    const shown = data("case") as Case;
    if (!shown.pages?.length) return;
    void import("./viewer").then(({ Viewer }) => {
        const viewer = new Viewer(by_id("paper"), shown.pages);
        const label = by_id("page_label");
        const tell = (): void => {
            label.textContent = word("page_of", { n: viewer.page + 1, total: shown.pages.length });
        };
        const show = (id: string): void => {
            const place = shown.fields[id];
            if (!place || place.page < 0) return;
            for (const row of document.querySelectorAll(".case-field.is-current")) row.classList.remove("is-current");
            document.querySelector(`.case-field[data-field="${CSS.escape(id)}"]`)?.classList.add("is-current");
            viewer.show_zone(place.page, place.box);
        };
        for (const button of document.querySelectorAll<HTMLButtonElement>("[data-show]")) {
            button.hidden = false;
            button.addEventListener("click", () => show(button.dataset.show ?? ""));
        }
        viewer.on_page = tell;
        viewer.on_click = (page, x, y) => {
            const found = Object.entries(shown.fields).find(([, one]) => one.page === page && x >= one.box[0] && x <= one.box[0] + one.box[2] && y >= one.box[1] && y <= one.box[1] + one.box[3]);
            if (!found) return;
            show(found[0]);
            document.querySelector<HTMLElement>(`[data-show="${CSS.escape(found[0])}"]`)?.focus();
        };
        by_id("page_before").addEventListener("click", () => viewer.flip(-1));
        by_id("page_after").addEventListener("click", () => viewer.flip(1));
        by_id("zoom_in").addEventListener("click", () => viewer.zoom(1));
        by_id("zoom_out").addEventListener("click", () => viewer.zoom(-1));
        by_id("zoom_page").addEventListener("click", () => viewer.show_page(viewer.page));
        tell();
    });
}
