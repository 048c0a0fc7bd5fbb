// SPDX-License-Identifier: MPL-2.0
// How long a person waits: for the next question, and for another page of the paper.
import assert from "node:assert/strict";
import { has_value, log_in, task_with } from "./browser.mjs";
import { summary, taken, watch_keys } from "./measure.mjs";

const most_jump_ms = 16;
const most_flip_ms = 100;
const pause_ms = 60;
const tasks_of_bench = 20;
const tasks_of_test = 5;

async function measured({ desk, context, figures }) {
    const watched = await context();
    await watch_keys(watched);
    const page = await log_in(watched, desk, desk.users.operator);
    const jumps = [];
    const flips = [];
    const done = new Set();
    const most_tasks = desk.truth?.size ? tasks_of_bench : tasks_of_test;
    for (let round = 0; round < most_tasks; ++round) {
        const wanted = (one) => !done.has(one.id) && one.pages.length > 1 && one.asks.filter(has_value).length > 2;
        const task = await task_with(page, desk, wanted).catch(() => null);
        if (!task) break;
        done.add(task.id);
        // Who has looked at the first question has the pages.
        await page.waitForTimeout(1500);
        await taken(page);
        if (task.pages.length > 1) {
            for (let flip = 0; flip < 10; ++flip) {
                await page.keyboard.press(flip % 2 === 0 ? "PageDown" : "PageUp");
                await page.waitForTimeout(pause_ms);
            }
            flips.push(...(await taken(page)));
        }
        // The last answer settles the task: not a jump.
        let refused = 0;
        while ((await open_asks(page)) > 1 && refused < 2) {
            const before = await focused(page);
            await page.keyboard.press("Enter");
            await page.waitForTimeout(pause_ms);
            const keys = (await taken(page)).filter((one) => one.key === "Enter");
            if (before !== (await focused(page))) {
                jumps.push(...keys);
                refused = 0;
                continue;
            }
            // What could not be read must be typed; to be refused is no jump.
            ++refused;
            await page.keyboard.type("1");
            await taken(page);
        }
    }
    const of = (all, what) => summary(all.map((one) => one[what]));
    figures.field_jump_ms = of(jumps, "work");
    figures.field_jump_shown_ms = of(jumps, "shown");
    figures.page_flip_ms = of(flips, "work");
    figures.page_flip_shown_ms = of(flips, "shown");
    console.log(`        field jump ${figures.field_jump_ms.p50} ms (shown after ${figures.field_jump_shown_ms.p50}), page flip ${figures.page_flip_ms.p50} ms (shown after ${figures.page_flip_shown_ms.p50})`);
    assert.ok(jumps.length > 0 && flips.length > 0, "something was measured");
    // The median: what else the machine does stretches those above it. The bench gives them all.
    assert.ok(figures.field_jump_ms.p50 < most_jump_ms, `a jump takes ${figures.field_jump_ms.p50} ms`);
    assert.ok(figures.page_flip_ms.p50 < most_flip_ms, `a flip takes ${figures.page_flip_ms.p50} ms`);
}

const open_asks = (page) => page.locator('.ask[data-state="open"], .ask[data-state="refused"]').count();
const focused = (page) => page.evaluate(() => document.activeElement?.closest(".ask")?.dataset.key ?? document.activeElement?.id ?? "");

export const tests = [{ name: "A field jump takes under 16 ms, a page flip under 100 ms", run: measured, is_measured: true }];
