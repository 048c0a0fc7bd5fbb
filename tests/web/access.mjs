// SPDX-License-Identifier: MPL-2.0
// Everybody can use the pages: axe finds nothing, nothing is cut off on a narrow screen or with large text.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { go_by, log_in, next_task } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
export const widths = [1280, 390];

/// Gives the addresses of every page that this person's menu leads to, and of one thing of each list.
export async function pages_of(page, desk) {
    await page.goto(`${desk.url}/tasks`);
    const lists = await page.locator(".top-nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    const all = [...lists, "/no-such-page"];
    for (const path of lists) {
        await page.goto(desk.url + path);
        const found = page.locator("[data-live-rows] a").first();
        if ((await found.count()) > 0) all.push(new URL(await found.getAttribute("href"), desk.url).pathname);
    }
    return all;
}

export async function violations(page, where) {
    // By the debugger: the page's policy lets no other script in.
    await page.evaluate(axe);
    const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false }), rules);
    return found.violations.map((one) => `${where}: ${one.id} (${one.impact}) ${one.nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary?.split("\n")[1] ?? ""}`).slice(0, 4).join(" | ")}`);
}

async function no_violations({ desk, context, figures, is_short }) {
    const found = [];
    let looked = 0;
    const look = async (page, where) => {
        found.push(...(await violations(page, where)));
        ++looked;
    };
    for (const width of is_short ? widths.slice(1) : widths) {
        const wide = await context({ viewport: { width, height: 800 } });
        const page = await wide.newPage();
        await page.goto(`${desk.url}/login`);
        await look(page, `/login at ${width}`);
        await page.close();
        for (const name of is_short ? ["operator"] : ["operator", "caseworker", "manager", "auditor"]) {
            const one = await log_in(await context({ viewport: { width, height: 800 } }), desk, desk.users[name]);
            for (const path of await pages_of(one, desk)) {
                await one.goto(desk.url + path);
                if (await one.locator(".paper-view").count()) await one.waitForTimeout(500);
                await look(one, `${path} of ${name} at ${width}`);
            }
            if (name === "operator" && (await next_task(one, desk))) {
                for (const keys of ["Alt+h", "Alt+s", "Alt+l", "Alt+p"]) {
                    await one.keyboard.press(keys);
                    await one.waitForSelector("dialog[open]");
                    await look(one, `dialog ${keys} at ${width}`);
                    await one.keyboard.press("Escape");
                }
                await one.locator("#high_contrast").click();
                await one.locator("#dark_pages").click();
                await look(one, `task in high contrast at ${width}`);
            }
            if (name === "caseworker") {
                await search(one, desk, person);
                await look(one, `/search, found, at ${width}`);
                await open_case(one, desk);
                await one.waitForTimeout(500);
                await look(one, `a case at ${width}`);
            }
        }
    }
    figures.axe = { looked, violations: found.length };
    figures.axe_violations = found.length;
    assert.deepEqual(found, []);
}

// One of the samples' persons, who has cases from paper.
export const person = "Kjær";

/// Searches by name with a purpose, and waits for what is found.
export async function search(page, desk, query) {
    await page.goto(`${desk.url}/search`);
    await page.fill("#query", query);
    await page.selectOption("#kind", "person");
    await page.selectOption("#purpose", { index: 1 });
    await go_by(page, () => page.locator('form[action="/search"] button[type="submit"]').click());
}

/// Opens a case that was found, from paper where `has_paper`; says why where the page asks.
export async function open_case(page, desk, has_paper = true) {
    const links = await page.locator("tbody th a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    assert.ok(links.length > 0, "the search finds a case");
    for (const link of links) {
        await page.goto(desk.url + link);
        if ((await page.locator("#desk_case").count()) === 0) {
            await page.selectOption("#purpose", { index: 1 });
            await Promise.all([page.waitForSelector("#desk_case"), page.locator('main button[type="submit"]').click()]);
        }
        if (!has_paper || (await page.locator("[data-show]").count()) > 0) return;
    }
    assert.fail("no case has paper");
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
    for (const name of ["operator", "caseworker", "auditor"]) {
        const narrow = await log_in(await context({ viewport: { width: 320, height: 640 } }), desk, desk.users[name]);
        for (const path of await pages_of(narrow, desk)) {
            await narrow.goto(desk.url + path);
            await no_sideways(narrow, `${path} of ${name} at 320`, wrong);
        }
        if (name !== "caseworker") continue;
        await search(narrow, desk, person);
        await no_sideways(narrow, "/search, found, at 320", wrong);
        await open_case(narrow, desk);
        await no_sideways(narrow, "a case at 320", wrong);
    }
    assert.deepEqual(wrong, []);
}

async function grows({ desk, context }) {
    const wrong = [];
    const page = await log_in(await context(), desk, desk.users.operator);
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
    { name: "axe finds nothing on any page at 1280 and 390 px", run: no_violations, is_short: true, is_measured: true },
    { name: "At 320 px nothing scrolls sideways", run: reflows },
    { name: "Text of twice the size stays whole", run: grows },
    { name: "Nothing moves for who asked for less motion", run: still },
];
