// SPDX-License-Identifier: MPL-2.0
// What comes in as data never runs, no page breaks its policy, and no address or title tells of a person.
import assert from "node:assert/strict";
import { all_saved, log_in, next_task, seen, task_of } from "./browser.mjs";
import { open_case, pages_of, person, search } from "./access.mjs";
import { payloads } from "./payloads.mjs";

// Each payload is written into a field, seen where it is answered, after a reload, and on every page that
// lists or shows the application; and is searched for.
async function injected({ desk, context, figures }) {
    const one = await context();
    const page = await log_in(one, desk, desk.users.operator);
    assert.ok(await next_task(page, desk));
    const task = await task_of(page);
    const fields = await page.locator(".ask input.value, input.field-value").count();
    assert.ok(fields > 0);
    let shown = 0;
    const is_run = async () => {
        assert.ok(!(await page.evaluate(() => window.__ran !== undefined)), `something ran on ${page.url()}`);
    };
    for (let at = 0; at < payloads.length; at += fields) {
        const some = payloads.slice(at, at + fields);
        for (const [index, payload] of some.entries()) {
            await page.locator(".ask input.value, input.field-value").nth(index).fill(payload);
            await page.keyboard.press("Enter");
            ++shown;
        }
        await all_saved(page);
        await is_run();
        await page.reload();
        shown += some.length;
        await is_run();
        for (const path of ["/tasks", "/arrivals"]) {
            await page.goto(desk.url + path);
            shown += some.length;
            await is_run();
        }
        await page.goto(`${desk.url}/tasks/${task.id}`);
    }
    const worker = await log_in(await context(), desk, desk.users.caseworker);
    for (const payload of payloads) {
        await search(worker, desk, payload);
        ++shown;
        assert.ok(!(await worker.evaluate(() => window.__ran !== undefined)), `the search ran ${payload}`);
        assert.equal(await worker.inputValue("#query"), payload, "it stands there as it was typed");
    }
    await search(worker, desk, person);
    await open_case(worker, desk, false);
    assert.ok(!(await worker.evaluate(() => window.__ran !== undefined)), "the case view ran something");
    // File names and the registers' answers were made hostile when the desk was started.
    for (const path of await pages_of(page, desk)) {
        await page.goto(desk.url + path);
        await is_run();
    }
    figures.injections = { shown, ran: seen.ran.length };
    assert.ok(shown >= 200, `${shown} were shown`);
    assert.deepEqual(seen.ran, []);
}

async function login_refused({ desk, context }) {
    const page = await (await context()).newPage();
    await page.goto(`${desk.url}/login`);
    await page.fill("#user", payloads[0]);
    await page.fill("#password", "forkert");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".alert-error");
    assert.ok(!(await page.evaluate(() => window.__ran !== undefined)));
}

async function nothing_personal({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.verifier);
    await page.goto(`${desk.url}/tasks`);
    const people = await page.locator("[data-live-rows] th a").evaluateAll((links) => links.map((link) => link.textContent.trim()));
    const words = new Set(people.flatMap((name) => name.split(/\s+/)).filter((word) => /^\p{Lu}\p{L}{3,}$/u.test(word)));
    const told = [];
    for (const text of [...seen.addresses, ...seen.titles].map((one) => decode(one))) {
        if (/(?:^|\D)\d{6}-?\d{4}(?:\D|$)/.test(text)) told.push(`a CPR number: ${text}`);
        for (const word of words) if (text.split(/[^\p{L}]+/u).includes(word)) told.push(`${word}: ${text}`);
    }
    assert.deepEqual([...new Set(told)], []);
}

const decode = (text) => {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
};

// Of all pages that all tests of this run opened.
async function policy_kept() {
    assert.deepEqual([...new Set(seen.breaches)], []);
    assert.deepEqual([...new Set(seen.errors)], []);
    assert.deepEqual(seen.ran, []);
}

async function policy_strict({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.verifier);
    const response = await page.goto(`${desk.url}/tasks`);
    const policy = response.headers()["content-security-policy"] ?? "";
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
        assert.ok(policy.includes(part), `the policy says ${part}: ${policy}`);
    }
    assert.ok(!/unsafe|\*|data:|https?:/.test(policy.replace(/form-action[^;]*/, "")), `the policy lets nothing else in: ${policy}`);
    assert.equal(await page.locator("[style], style, [onclick], [onload]").count(), 0, "no page has inline styles or scripts");
}

export const tests = [
    { name: "Two hundred script injections, none runs", run: injected },
    { name: "A login that is refused shows what was typed as text", run: login_refused, is_short: true },
    { name: "The policy lets in nothing but our own", run: policy_strict, is_short: true },
    { name: "No address and no title tells of a person", run: nothing_personal, is_short: true },
    { name: "No page broke its policy or threw in all these tests", run: policy_kept, is_short: true },
];
