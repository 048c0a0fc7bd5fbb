// SPDX-License-Identifier: MPL-2.0
// Fifty verifiers at once: `save_p99_ms_50_verifiers`, how long an answer takes to be kept while each of
// them answers every two seconds. And what a scripted verifier needs for a field: `seconds_per_field` and
// `keys_per_field`, with 0.3 s to look, 1.0 s to confirm and 1.5 s to correct, and the page's own time.
import assert from "node:assert/strict";
import { log_in, next_task, task_of } from "./browser.mjs";
import { settle_by_keys } from "./keyboard.mjs";
import { summary } from "./measure.mjs";

const verifiers = 50;
const answers_each = 15;
const pause_ms = 2000;
const look_s = 0.3;
const confirm_s = 1.0;
const correct_s = 1.5;
const most_tasks = 12;

async function saves({ desk, context, figures }) {
    const page = await log_in(await context(), desk, desk.users.verifier);
    await page.goto(`${desk.url}/tasks`);
    const hrefs = await page.locator("[data-live-rows] a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    // Each verifier has a question of his own, so that none overwrites another.
    const mine = [];
    for (const href of hrefs) {
        await page.goto(desk.url + href);
        if ((await page.locator("#desk_task").count()) === 0) continue;
        const task = await task_of(page);
        for (const ask of task.asks) if (ask.is_field && !ask.must_type) mine.push({ id: task.id, key: ask.key, etag: task.etag });
        if (mine.length >= verifiers) break;
    }
    assert.ok(mine.length >= verifiers, `${mine.length} questions are enough for ${verifiers} verifiers`);
    const took = await page.evaluate(async ({ mine, answers_each, pause_ms }) => {
        const csrf = document.querySelector('meta[name="csrf"]').content;
        const times = [];
        await Promise.all(mine.map(async (one) => {
            await new Promise((done) => setTimeout(done, Math.random() * pause_ms));
            for (let answer = 0; answer < answers_each; ++answer) {
                const start = performance.now();
                const said = await fetch(`/tasks/${one.id}/entries/${encodeURIComponent(one.key)}`, {
                    method: "PUT", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf, "If-Match": one.etag },
                    body: JSON.stringify({ what: "agree" }),
                });
                const body = await said.json();
                times.push(said.ok ? performance.now() - start : Infinity);
                if (said.ok) one.etag = body.etag;
                await new Promise((done) => setTimeout(done, pause_ms * (0.5 + Math.random())));
            }
        }));
        return times;
    }, { mine: mine.slice(0, verifiers), answers_each, pause_ms });
    assert.ok(took.every(Number.isFinite), `${took.filter((one) => !Number.isFinite(one)).length} answers were refused`);
    figures.save_ms_50_verifiers = summary(took);
    figures.save_p99_ms_50_verifiers = figures.save_ms_50_verifiers.p99;
}

async function scripted({ desk, context, figures }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    let fields = 0;
    let keys = 0;
    let confirmed = 0;
    let page_ms = 0;
    let settled = 0;
    for (let round = 0; round < most_tasks && (await next_task(page, desk)); ++round) {
        const task = await task_of(page);
        if (task.asks.some((one) => !one.can_pass)) continue;
        const begun = performance.now();
        const done = await settle_by_keys(page, (key) => task.asks.find((one) => one.key === key));
        page_ms += performance.now() - begun;
        fields += done.answers;
        keys += done.keys;
        confirmed += task.asks.filter((one) => !one.must_type && (!one.is_field || one.value !== "")).length;
        if (done.is_open) continue;
        const before = page.url();
        await page.keyboard.press("Enter");
        ++keys;
        await page.waitForURL((url) => url.href !== before, { timeout: 15000 });
        ++settled;
    }
    assert.ok(fields > 0, "something was asked");
    const corrected = fields - Math.min(confirmed, fields);
    figures.fields_settled = fields;
    figures.applications_settled = settled;
    figures.keys_per_field = Math.round((keys / fields) * 100) / 100;
    figures.seconds_per_field = Math.round((look_s + ((fields - corrected) * confirm_s + corrected * correct_s + page_ms / 1000) / fields) * 100) / 100;
}

export const tests = [
    { name: "A scripted verifier settles the mail", run: scripted, is_bench: true },
    { name: "Fifty verifiers save at once", run: saves, is_bench: true },
];
