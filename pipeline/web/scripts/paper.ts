// SPDX-License-Identifier: MPL-2.0
// The left half of the verification page: the viewer, which is loaded after the questions are there, its
// buttons, and what is marked on the pages.

import { by_id } from "./element";
import type { Task } from "./task_data";
import type { Box, Viewer } from "./viewer";
import { word } from "./words";

export interface Place {
    page: number;
    box: Box;
}

/// Whether a point of a page, in its pixels, lies in this place.
export function holds(place: Place, page: number, x: number, y: number): boolean {
    const [left, top, width, height] = place.box;
    return place.page === page && x >= left && x <= left + width && y >= top && y <= top + height;
}

export class Paper {
    private viewer: Viewer | null = null;
    private total = 0;

    /// `picked`: a person clicked on this place of a page, in its pixels.
    constructor(private readonly picked: (page: number, x: number, y: number) => void) {
        by_id("page_before").addEventListener("click", () => this.flip(-1));
        by_id("page_after").addEventListener("click", () => this.flip(1));
        by_id("zoom_in").addEventListener("click", () => this.zoom(1));
        by_id("zoom_out").addEventListener("click", () => this.zoom(-1));
        by_id("zoom_page").addEventListener("click", () => this.show_page());
    }

    /// Shows a task's pages with the traces of its questions, and what is asked about when
    /// they are there.
    async show(task: Task, current: () => Place | null): Promise<void> {
        if (task.pages.length === 0) return;
        this.total = task.pages.length;
        if (this.viewer) {
            this.viewer.show_pages(task.pages);
        } else {
            const { Viewer } = await import("./viewer");
            this.viewer = new Viewer(by_id("paper"), task.pages);
            this.viewer.on_page = () => this.show_label();
            this.viewer.on_click = this.picked;
        }
        this.viewer.show_marks(task.asks.flatMap((ask) => ask.traces.map((trace) => ({ ...trace, label: ask.why, kind: "trace" as const }))));
        this.show_label();
        const place = current();
        if (place) this.show_zone(place);
    }

    show_zone(place: Place): void {
        if (place.page >= 0) this.viewer?.show_zone(place.page, place.box);
    }

    show_page(): void {
        this.viewer?.show_page(this.viewer.page);
    }

    flip(by: number): void {
        this.viewer?.flip(by);
    }

    zoom(direction: number): void {
        this.viewer?.zoom(direction);
    }

    private show_label(): void {
        if (this.viewer) by_id("page_label").textContent = word("page_of", { n: this.viewer.page + 1, total: this.total });
    }
}
