// SPDX-License-Identifier: MPL-2.0
// Opens the desk in Debian's Chromium and keeps a record of all that no page may do, whatever the test:
// break its Content-Security-Policy, throw, run what came in as data, put a person into an address.
import { chromium } from "playwright-core";

const chromium_path = "/usr/bin/chromium";

export const seen = { breaches: [], errors: [], ran: [], addresses: new Set(), titles: new Set() };

export async function launch() {
    return chromium.launch({ executablePath: chromium_path, args: ["--no-sandbox"] });
}

/// Gives a context that records; its pages are as wide and high as wished.
export async function new_context(browser, wishes = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", locale: "da-DK", ...wishes });
    await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => console.error(`csp-breach ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
    });
    context.on("page", (page) => {
        page.on("console", (message) => {
            if (/^csp-breach|Content Security Policy/.test(message.text())) seen.breaches.push(`${page.url()}: ${message.text()}`);
        });
        page.on("pageerror", (error) => seen.errors.push(`${page.url()}: ${error.message}`));
        page.on("dialog", async (dialog) => {
            if (dialog.type() !== "beforeunload") seen.ran.push(`${page.url()}: ${dialog.message()}`);
            await dialog.accept().catch(() => undefined);
        });
        page.on("request", (request) => seen.addresses.add(request.url()));
        page.on("load", async () => {
            seen.titles.add(await page.title().catch(() => ""));
            if (await page.evaluate(() => window.__ran !== undefined).catch(() => false)) seen.ran.push(page.url());
        });
    });
    return context;
}

/// Logs in with the mouse's and the keyboard's help; the way by keyboard alone is a test of its own.
export async function log_in(context, desk, user) {
    const page = await context.newPage();
    await page.goto(`${desk.url}/login`);
    await page.fill("#user", user.name);
    await page.fill("#password", user.password);
    await Promise.all([page.waitForURL((url) => url.pathname !== "/login"), page.keyboard.press("Enter")]);
    return page;
}

/// Does what leads to another page, and waits until that is there: what is asked of a page too early
/// is answered by the one before.
export async function go_by(page, act) {
    await Promise.all([page.waitForEvent("framenavigated"), act()]);
    await page.waitForLoadState();
}

/// Goes to a task that this user may work on, as the button of the list does. Gives false when none is left.
export async function next_task(page, desk) {
    await page.goto(`${desk.url}/tasks`);
    const button = page.locator('form[action="/tasks/next"] button');
    if ((await button.count()) === 0) return false;
    await go_by(page, () => button.click());
    return (await page.locator("#desk_task").count()) > 0;
}

/// Gives what the page's JSON says of its task.
export const task_of = (page) => page.evaluate(() => JSON.parse(document.getElementById("task").textContent));

/// A question that Enter answers as it stands.
export const has_value = (ask) => ask.is_field && !ask.must_type && ask.value !== "" && ask.entry === null;

/// Whether one answer leaves something open: the last one settles the task.
export const has_several = (task) => task.asks.filter((ask) => ask.entry === null).length > 1;

/// Waits until everything that was answered is with the program.
export async function all_saved(page) {
    await page.waitForFunction(() => !document.querySelector('.ask[data-state="saving"]'));
}

/// Opens a task that is as wanted and that nobody else holds, from the list; gives what its page says of it.
export async function task_with(page, desk, is_wanted) {
    const base = desk.url;
    for (let list = "/tasks"; list; ) {
        await page.goto(base + list);
        const hrefs = await page.locator("[data-live-rows] tr:not([data-held])").evaluateAll((rows) => rows.map((row) => row.querySelector("a")?.getAttribute("href")).filter(Boolean));
        list = await page.locator('a[rel="next"]').getAttribute("href", { timeout: 100 }).catch(() => null);
        for (const href of hrefs) {
            await page.goto(base + href);
            if ((await page.locator("#desk_task").count()) === 0) continue;
            const task = await task_of(page);
            if (is_wanted(task)) return task;
        }
    }
    throw new Error("no task is as the test needs it");
}
