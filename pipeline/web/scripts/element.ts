// SPDX-License-Identifier: MPL-2.0
// Makes elements. Everything that comes from outside enters the page as text or as an attribute, never
// as markup: no script sets innerHTML.

type Part = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined>;

/// Makes an element. An attribute that is false, null or undefined is left out; true stands without a value.
export function make<Tag extends keyof HTMLElementTagNameMap>(
    tag: Tag, attributes: Attributes = {}, ...parts: Part[]): HTMLElementTagNameMap[Tag] {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value === false || value === null || value === undefined) continue;
        element.setAttribute(name, value === true ? "" : String(value));
    }
    for (const part of parts) if (part) element.append(part);
    return element;
}

/// Makes an icon of the sprite that the build makes; the name stands in the call, so that the build finds it.
export function icon(name: string, classes = ""): SVGSVGElement {
    const svg = "http://www.w3.org/2000/svg";
    const drawing = document.createElementNS(svg, "svg");
    drawing.setAttribute("class", `icon-svg ${classes}`.trim());
    drawing.setAttribute("aria-hidden", "true");
    drawing.setAttribute("focusable", "false");
    const use = document.createElementNS(svg, "use");
    use.setAttribute("href", `/assets/icons.svg${version}#${name}`);
    drawing.append(use);
    return drawing;
}

// The assets' version, as the layout asks for the style sheet.
const version = document.querySelector<HTMLLinkElement>('link[rel="stylesheet"]')?.getAttribute("href")?.match(/\?.*$/)?.[0] ?? "";

/// Gives the element with this id, which the template promises.
export function by_id<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
    const element = document.getElementById(id);
    if (!element) throw new Error(`the page has no #${id}`);
    return element as Kind;
}
