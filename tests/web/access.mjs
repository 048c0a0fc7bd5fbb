// SPDX-License-Identifier: MPL-2.0
// Everybody can use the pages: axe finds nothing, nothing is cut off on a narrow screen or with large text.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { log_in, next_task } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
export const widths = [1280, 390];

/// Gives the addresses of every page, those of single things taken from the lists.
export async function pages_of(page, desk) {
    const first = async (path, selector) => {
        await page.goto(desk.url + path);
        const found = page.locator(selector).first();
        return (await found.count()) > 0 ? new URL(await found.getAttribute("href"), desk.url).pathname : null;
    };
    const arrival = await first("/arrivals", "[data-live-rows] a");
    const waiting = await first("/tasks", "[data-live-rows] a");
    return ["/tasks", waiting, "/arrivals", arrival, "/search", "/figures", "/no-such-page"].filter(Boolean);
}

async function violations(page, where) {
    // By the debugger: the page's policy lets no other script in.
    await page.evaluate(axe);
    const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false }), rules);
    return found.violations.map((one) => `${where}: ${one.id} (${one.impact}) ${one.nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary?.split("\n")[1] ?? ""}`).slice(0, 4).join(" | ")}`);
}

async function no_violations({ desk, context, figures, is_short }) {
    const found = [];
    let looked = 0;
    for (const width of is_short ? widths.slice(1) : widths) {
        const wide = await context({ viewport: { width, height: 800 } });
        const page = await wide.newPage();
        await page.goto(`${desk.url}/login`);
        found.push(...(await violations(page, `/login at ${width}`)));
        await page.close();
        const verifier = await log_in(wide, desk, desk.users.verifier);
        for (const path of await pages_of(verifier, desk)) {
            await verifier.goto(desk.url + path);
            if (await verifier.locator(".paper-view").count()) await verifier.waitForTimeout(500);
            found.push(...(await violations(verifier, `${path} at ${width}`)));
            ++looked;
        }
        if (await next_task(verifier, desk)) {
            for (const keys of ["Alt+h", "Alt+s", "Alt+l", "Alt+p"]) {
                await verifier.keyboard.press(keys);
                await verifier.waitForSelector("dialog[open]");
                found.push(...(await violations(verifier, `dialog ${keys} at ${width}`)));
                await verifier.keyboard.press("Escape");
                ++looked;
            }
            await verifier.locator("#high_contrast").click();
            await verifier.locator("#dark_pages").click();
            found.push(...(await violations(verifier, `task in high contrast at ${width}`)));
            await verifier.locator("#high_contrast").click();
            await verifier.locator("#dark_pages").click();
        }
        const worker = await log_in(await context({ viewport: { width, height: 800 } }), desk, desk.users.caseworker);
        for (const path of await case_pages(worker, desk)) {
            if (path !== null) await worker.goto(desk.url + path);
            await worker.waitForTimeout(300);
            found.push(...(await violations(worker, `${path ?? "/search, found"} at ${width}`)));
            ++looked;
        }
        const auditor = await log_in(await context({ viewport: { width, height: 800 } }), desk, desk.users.auditor);
        await auditor.goto(`${desk.url}/access`);
        found.push(...(await violations(auditor, `/access at ${width}`)));
    }
    figures.axe = { looked, violations: found.length };
    assert.deepEqual(found, []);
}

/// Searches; gives null for the page that is shown then, and the address of the first case found.
export async function case_pages(page, desk, query = "") {
    await page.goto(`${desk.url}/search`);
    if (query) await page.fill("#query", query);
    await page.selectOption("#purpose", { index: 1 });
    await Promise.all([page.waitForLoadState(), page.locator('form[action="/search"] button[type="submit"]').click()]);
    await page.waitForSelector("#rows_heading");
    const link = page.locator("tbody th a").first();
    return [null, ...((await link.count()) > 0 ? [new URL(await link.getAttribute("href"), desk.url).pathname] : [])];
}

async function no_sideways(page, where, wrong) {
    const wide = await page.evaluate(() => {
        const width = document.documentElement.clientWidth;
        const out = [...document.body.querySelectorAll("*")].filter((element) => {
            if (!element.checkVisibility() || element.closest(".paper-view, .table-wrap, .sr-only, .value-marks, svg, .skip-link")) return false;
            const box = element.getBoundingClientRect();
            return box.width > 0 && box.right > width + 1;
        });
        return { is_wide: document.scrollingElement.scrollWidth > width, out: out.slice(0, 3).map((element) => element.outerHTML.slice(0, 100)) };
    });
    if (wide.is_wide || wide.out.length > 0) wrong.push(`${where}: ${wide.out.join(" | ") || "the page scrolls sideways"}`);
}

async function reflows({ desk, context }) {
    const wrong = [];
    const narrow = await log_in(await context({ viewport: { width: 320, height: 640 } }), desk, desk.users.verifier);
    for (const path of await pages_of(narrow, desk)) {
        await narrow.goto(desk.url + path);
        await no_sideways(narrow, `${path} at 320`, wrong);
    }
    const worker = await log_in(await context({ viewport: { width: 320, height: 640 } }), desk, desk.users.caseworker);
    for (const path of await case_pages(worker, desk)) {
        if (path !== null) await worker.goto(desk.url + path);
        await no_sideways(worker, `${path ?? "/search, found"} at 320`, wrong);
    }
    assert.deepEqual(wrong, []);
}

async function grows({ desk, context }) {
    const wrong = [];
    const page = await log_in(await context(), desk, desk.users.verifier);
    for (const path of await pages_of(page, desk)) {
        await page.goto(desk.url + path);
        // As a browser that is asked for text of twice the size: the design system's root is 62.5 % of it.
        await page.evaluate(() => (document.documentElement.style.fontSize = "125%"));
        await no_sideways(page, `${path} with text at 200 %`, wrong);
        const cut = await page.evaluate(() => [...document.querySelectorAll("button, label, th, td, h1, h2, .ask-head, .top-nav a")]
            .filter((element) => element.checkVisibility() && !element.closest(".sr-only, .paper-view") && getComputedStyle(element).overflow !== "visible" && (element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 2))
            .map((element) => element.outerHTML.slice(0, 100)));
        if (cut.length > 0) wrong.push(`${path}: text is cut off: ${cut.slice(0, 3).join(" | ")}`);
    }
    assert.deepEqual(wrong, []);
}

async function still({ desk, context }) {
    const page = await log_in(await context({ reducedMotion: "reduce" }), desk, desk.users.verifier);
    assert.ok(await next_task(page, desk));
    const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => {
        const style = getComputedStyle(element);
        return parseFloat(style.transitionDuration) > 0 || (style.animationName !== "none" && parseFloat(style.animationDuration) > 0);
    }).map((element) => element.outerHTML.slice(0, 80)));
    assert.deepEqual(moving, []);
}

export const tests = [
    { name: "axe finds nothing on any page at 1280 and 390 px", run: no_violations, is_short: true },
    { name: "At 320 px nothing scrolls sideways", run: reflows },
    { name: "Text of twice the size stays whole", run: grows },
    { name: "Nothing moves for who asked for less motion", run: still },
];
