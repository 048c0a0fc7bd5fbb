// SPDX-License-Identifier: MPL-2.0
// A verifier settles hundreds of tasks without leaving the page. What the page holds after many is what it
// held after a few: no listeners, elements or documents of tasks that are gone.
//
// What holds them in a test may be the test: each handle of an element that Playwright gives out
// (`waitForSelector`) keeps that element and its listeners in the page, and its record of the network keeps
// the pictures. So nothing here takes a handle, and the memory of the process is not measured: most of it
// is Chromium's own store of decoded pictures, which is bounded (about 500 MB) and given back when asked for.
import assert from "node:assert/strict";
import { log_in } from "./browser.mjs";

const tasks = 3;
const first_rounds = 2;
const more_rounds = 6;
const most_attempts = 5;
const attempt_ms = 3000;
const most_more_listeners = 6;
const most_more_nodes = 60;

async function holds_no_more({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    await page.goto(`${desk.url}/tasks`);
    const all = await page.locator('[data-live-rows] tr:not([data-held]) a[href^="/tasks/"]').evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute("href")))]);
    const hrefs = all.slice(0, tasks);
    assert.equal(hrefs.length, tasks, "tasks wait");
    // Round and round the same ones: what is skipped would come again only when all others are.
    let turns = 0;
    await page.route("**/skip", (route) => route.fulfill({ status: 200, contentType: "application/json", body: JSON.stringify({ next: hrefs[++turns % tasks] }) }));
    await page.goto(desk.url + hrefs[0]);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Performance.enable");
    const held_after = async (rounds) => {
        for (let turn = 0; turn < rounds * tasks; ++turn) {
            const next = hrefs[(turns + 1) % tasks];
            // A page that has just turned may not hear the first key on a busy machine.
            const dialog = page.locator("dialog[open]");
            for (let attempt = 0; attempt < most_attempts && !(await dialog.isVisible()); ++attempt) {
                await page.keyboard.press("Alt+s");
                await dialog.waitFor({ timeout: attempt_ms }).catch(() => undefined);
            }
            await dialog.waitFor();
            await page.keyboard.press("1");
            await page.waitForFunction((href) => `/tasks/${document.getElementById("desk_task")?.dataset.task}` === href, next);
        }
        await page.waitForFunction(() => document.querySelector(".paper-view img")?.complete);
        await page.waitForTimeout(500);
        await devtools.send("HeapProfiler.collectGarbage");
        const { metrics } = await devtools.send("Performance.getMetrics");
        const of = (name) => metrics.find((one) => one.name === name).value;
        return { listeners: of("JSEventListeners"), nodes: of("Nodes"), documents: of("Documents") };
    };
    const few = await held_after(first_rounds);
    const many = await held_after(more_rounds);
    const told = `${JSON.stringify(few)} after ${first_rounds * tasks} tasks, ${JSON.stringify(many)} after ${turns}`;
    assert.ok(many.listeners - few.listeners <= most_more_listeners, `listeners stay: ${told}`);
    assert.ok(many.nodes - few.nodes <= most_more_nodes, `elements stay: ${told}`);
    assert.ok(many.documents <= few.documents, `documents stay: ${told}`);
}

export const tests = [{ name: "A page that turned many tasks holds no more than after a few", run: holds_no_more }];
