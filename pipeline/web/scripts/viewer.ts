// SPDX-License-Identifier: MPL-2.0
// The pages of an application as pictures: all in one long sheet, so that another page is another place
// and nothing has to be loaded to see it. Moves are made at once, without animation: who types does not
// wait for a picture to glide, and who asked for less motion gets none.
//
// The pictures are drawn as elements, not on a canvas: the browser then scales and paints them outside of
// the thread that hears the keys. Measured in Chromium without a graphics card, on two busy cores, a flip
// takes 6 ms of that thread in the median; on a canvas, from levels that OpenSeadragon makes, 7 to 29 ms.

import OpenSeadragon from "openseadragon";
import { make } from "./element";
import { word } from "./words";

export type Box = [number, number, number, number];

export interface Page {
    label: string;
    picture: string;
    width: number;
    height: number;
    place?: string;
}

export interface Mark {
    page: number;
    box: Box;
    label: string;
    kind: "zone" | "trace";
}

// Pages lie one below the other, each one unit wide, with this much between them.
const gap = 0.04;
// A focused zone is seen with at least this share of the page's width around it.
const least_view = 0.62;
const edge = 0.03;
const zoom_step = 1.4;

export class Viewer {
    private readonly viewer: OpenSeadragon.Viewer;
    private readonly tops: number[] = [];
    private readonly frame = make("div", { class: "zone-frame" });
    private is_framed = false;
    private marks: HTMLElement[] = [];
    private current = 0;
    // What is shown, to be shown again when the world gets its size.
    private shown: { page: number; box: Box; least: number } = { page: 0, box: [0, 0, 1, 1], least: 0 };
    /// A person clicked on this place of a page, in its pixels.
    on_click: (page: number, x: number, y: number) => void = () => undefined;
    on_page: (page: number) => void = () => undefined;

    constructor(place: HTMLElement, private pages: Page[]) {
        this.viewer = OpenSeadragon({
            element: place,
            drawer: "html",
            showNavigationControl: false,
            animationTime: 0,
            springStiffness: 20,
            visibilityRatio: 0.2,
            minZoomImageRatio: 0.3,
            maxZoomPixelRatio: 3,
            preload: true,
            immediateRender: true,
            preserveViewport: true,
            blendTime: 0,
            // Our own keys do this, and work wherever the focus is.
            keyboardNavEnabled: false,
            gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true, scrollToZoom: true },
        } as OpenSeadragon.Options);
        this.viewer.addHandler("canvas-click", (event) => {
            if (event.quick && event.position) this.clicked(event.position);
        });
        // The canvas takes the focus when it is clicked; it says what it is.
        const canvas = place.querySelector<HTMLElement>(".openseadragon-canvas");
        canvas?.setAttribute("role", "img");
        canvas?.setAttribute("aria-label", word("paper_picture"));
        canvas?.setAttribute("tabindex", "-1");
        // The canvas has a name; the pictures in it are parts of it, and say so.
        new MutationObserver((changes) => {
            for (const change of changes) for (const node of change.addedNodes) {
                if (node instanceof HTMLImageElement) node.alt = "";
                else if (node instanceof HTMLElement) for (const image of node.querySelectorAll("img:not([alt])")) image.setAttribute("alt", "");
            }
        }).observe(place, { childList: true, subtree: true });
        this.show_pages(pages);
    }

    /// Puts these pages in place of those before.
    show_pages(pages: Page[]): void {
        this.pages = pages;
        this.viewer.world.removeAll();
        this.viewer.clearOverlays();
        this.is_framed = false;
        this.marks = [];
        this.tops.length = 0;
        this.current = 0;
        let top = 0;
        for (const page of pages) {
            this.tops.push(top);
            this.viewer.addTiledImage({ tileSource: { type: "image", url: page.picture, buildPyramid: false } as never, x: 0, y: top, width: 1 });
            top += page.height / page.width + gap;
        }
        this.show_page(0);
        // The first picture that comes moves the viewport to itself.
        this.viewer.world.addOnceHandler("add-item", () => this.go(this.shown.page, this.shown.box, this.shown.least));
    }

    get page(): number {
        return this.current;
    }

    show_page(index: number): void {
        if (!this.pages[index]) return;
        this.go(index, [0, 0, this.pages[index].width, this.pages[index].height], 0);
    }

    flip(by: number): void {
        this.show_page(this.current + by);
    }

    /// Shows a zone with some of the page around it, and frames it.
    show_zone(page: number, box: Box): void {
        if (!this.pages[page]) return;
        this.frame_zone(page, box);
        this.go(page, box, least_view);
    }

    /// Marks places of the pages; those before go.
    show_marks(marks: Mark[]): void {
        for (const mark of this.marks) this.viewer.removeOverlay(mark);
        this.marks = marks.filter((mark) => this.pages[mark.page]).map((mark) => {
            const element = make("div", { class: `mark-${mark.kind}`, title: mark.label });
            this.viewer.addOverlay({ element, location: this.rect(mark.page, mark.box) });
            return element;
        });
    }

    zoom(direction: number): void {
        this.viewer.viewport.zoomBy(direction > 0 ? zoom_step : 1 / zoom_step, undefined, true);
        this.viewer.viewport.applyConstraints(true);
    }

    private go(page: number, box: Box, least: number): void {
        this.shown = { page, box, least };
        const rect = this.rect(page, box);
        // So that the frame of a zone as wide as the page is seen.
        const beside = least > 0 ? edge : 0;
        rect.x -= beside;
        rect.width += 2 * beside;
        if (rect.width < least) {
            rect.x -= (least - rect.width) / 2;
            rect.width = least;
            // Centring a zone at the edge would show more table than paper.
            rect.x = Math.min(Math.max(rect.x, 0), 1 - least);
        }
        this.viewer.viewport.fitBounds(rect, true);
        if (page !== this.current) {
            this.current = page;
            this.on_page(page);
        }
    }

    private frame_zone(page: number, box: Box): void {
        const margin = box[3] * 0.12;
        const rect = this.rect(page, [box[0] - margin, box[1] - margin, box[2] + 2 * margin, box[3] + 2 * margin]);
        if (this.is_framed) this.viewer.updateOverlay(this.frame, rect);
        else this.viewer.addOverlay({ element: this.frame, location: rect });
        this.is_framed = true;
    }

    private rect(page: number, [x, y, width, height]: Box): OpenSeadragon.Rect {
        const unit = this.pages[page]?.width ?? 1;
        return new OpenSeadragon.Rect(x / unit, (this.tops[page] ?? 0) + y / unit, width / unit, height / unit);
    }

    private clicked(position: OpenSeadragon.Point): void {
        const point = this.viewer.viewport.pointFromPixel(position);
        const page = this.tops.findIndex((top, index) => {
            const one = this.pages[index];
            return one !== undefined && point.y >= top && point.y <= top + one.height / one.width;
        });
        const one = this.pages[page];
        if (one) this.on_click(page, point.x * one.width, (point.y - (this.tops[page] ?? 0)) * one.width);
    }
}
