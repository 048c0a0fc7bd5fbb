// SPDX-License-Identifier: MPL-2.0
// Work by keyboard alone: no test in this file touches a mouse.
import assert from "node:assert/strict";
import { all_saved, has_several, has_value, log_in, next_task, task_of, task_with } from "./browser.mjs";

const wanted_tasks = 20;
const most_tabs = 80;
// What a person types who reads it off the paper; here any answer of the kind does.
const typed = { cpr: "6101551234", date: "2026-11-01", amount: "4500", number: "3", digits: "62210412", text: "Svar" };

// Presses Tab until the focus is on it, as a person does who has nothing but keys.
async function tab_to(page, selector) {
    for (let pressed = 0; pressed < most_tabs; ++pressed) {
        if (await page.evaluate((what) => document.activeElement?.matches(what) ?? false, selector)) return;
        await page.keyboard.press("Tab");
    }
    throw new Error(`${selector} is not reached by ${most_tabs} tabs on ${page.url()}`);
}

const state = (page) => page.evaluate(() => {
    const ask = document.activeElement?.closest(".ask");
    return {
        task: document.getElementById("desk_task")?.dataset.task ?? "",
        at_finish: document.activeElement?.id === "finish",
        in_dialog: document.querySelector("dialog[open]") !== null,
        key: ask?.dataset.key ?? null, is_radio: document.activeElement?.type === "radio",
    };
});

// What comes of the last answer: the next task, the list, a question that came back, or a dialog.
const settled = (page, id) => page.waitForFunction((before) => {
    const at = document.getElementById("desk_task");
    return !at || at.dataset.task !== before || document.querySelector("dialog[open]") || document.activeElement?.id !== "finish";
}, id, { timeout: 20000 });

/// Answers the task by keys until it is settled: the last answer does it. Gives the number of keys and of
/// answers, and why it is open still: a question that no key answers, or the program's refusal.
export async function settle_by_keys(page) {
    let keys = 0;
    let answers = 0;
    const tried = new Map();
    const task = await task_of(page);
    for (;;) {
        let now = await state(page);
        if (now.at_finish && answers === 0) {
            // All of it was answered before.
            await page.keyboard.press("Enter");
            ++keys;
        }
        if (now.at_finish) {
            await settled(page, task.id);
            now = await state(page);
        }
        if (now.task !== task.id) return { keys, answers, is_open: false };
        if (now.in_dialog) return { keys, answers, is_open: true, is_refused: true };
        if (now.key === null) throw new Error(`the focus is at no question of ${page.url()}`);
        const times = tried.get(now.key) ?? 0;
        tried.set(now.key, times + 1);
        const ask = task.asks.find((one) => one.key === now.key);
        if (!ask) throw new Error(`${page.url()} asks ${now.key}, which its JSON does not`);
        if (times > 2 || (!ask.is_field && !ask.can_pass)) return { keys, answers, is_open: true };
        if (times > 0 || ask.must_type || (ask.is_field && ask.value === "")) {
            if (now.is_radio) {
                await page.keyboard.press("Space");
                ++keys;
            } else {
                await page.keyboard.press("Control+A");
                await page.keyboard.type(typed[ask.type] ?? "Svar");
                keys += 1 + (typed[ask.type] ?? "Svar").length;
            }
        }
        await page.keyboard.press("Enter");
        ++keys;
        ++answers;
        await page.waitForTimeout(5);
    }
}

async function twenty({ desk, context, figures }) {
    const page = await (await context()).newPage();
    await page.goto(`${desk.url}/login`);
    await tab_to(page, "#user");
    await page.keyboard.type(desk.users.operator.name);
    await page.keyboard.press("Tab");
    await page.keyboard.type(desk.users.operator.password);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname !== "/login");
    if (!page.url().endsWith("/tasks")) await page.goto(`${desk.url}/tasks`);
    await tab_to(page, 'form[action="/tasks/next"] button');
    await page.keyboard.press("Enter");
    await page.waitForSelector("#desk_task");
    const count = { tasks: 0, answers: 0, keys: 0, skips: 0 };
    while (count.tasks < wanted_tasks && count.skips < 60 && (await page.locator("#desk_task").count()) > 0) {
        const id = await page.getAttribute("#desk_task", "data-task");
        const done = await settle_by_keys(page);
        if (!done.is_open) {
            count.keys += done.keys;
            count.answers += done.answers;
            ++count.tasks;
            await page.waitForLoadState();
            continue;
        }
        // Not an application at all is closed; what no key answers is left for others.
        const act = done.is_refused ? "close" : "skip";
        if (done.is_refused) await page.keyboard.press("Enter");
        const sent = page.waitForResponse((response) => response.url().endsWith(`/${act}`) && response.request().method() === "POST");
        await page.keyboard.press(done.is_refused ? "Alt+l" : "Alt+s");
        await page.waitForSelector("dialog[open]");
        await page.keyboard.press("1");
        const response = await sent;
        assert.equal(response.status(), 200, `${response.url()}: ${await response.text()}`);
        ++count.skips;
        await page.waitForFunction((before) => document.getElementById("desk_task")?.dataset.task !== before, id);
        await page.waitForLoadState();
    }
    figures.keyboard = count;
    assert.ok(count.tasks >= wanted_tasks, `${count.tasks} tasks were settled, ${count.skips} skipped`);
}

// One Enter too many, and one key back: the task is there again, and asks whether it is right now.
async function gone_back({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    const is_short = (task) => task.asks.length > 0 && task.asks.length < 6 && task.asks.every((ask) => ask.entry === null && (ask.is_field ? has_value(ask) && ask.choices.length === 0 : ask.can_pass));
    const task = await task_with(page, desk, is_short);
    const done = await settle_by_keys(page);
    assert.equal(done.keys, task.asks.length, "each question takes one key, and the last one the task as well");
    await page.waitForLoadState();
    const in_task = (await page.locator("#desk_task").count()) > 0;
    if (in_task) await page.keyboard.press("Alt+b");
    else await page.locator('form[action="/tasks/previous"] button').press("Enter");
    await page.waitForFunction((id) => document.getElementById("desk_task")?.dataset.task === id, task.id);
    const back = await task_of(page);
    assert.equal(back.id, task.id);
    assert.deepEqual(back.asks.map((ask) => ask.key), ["taken_back"], "it asks whether it is right now");
    // For the others.
    await settle_by_keys(page);
}

async function shown_keys({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    await task_with(page, desk, (task) => task.asks.some((ask) => ask.is_field && ask.choices.length === 0));
    const input = page.locator(".ask .value").first();
    await input.focus();
    await page.keyboard.press("End");
    await page.keyboard.type("?srg");
    assert.ok((await input.inputValue()).endsWith("?srg"), "single letters belong to the field that is typed into");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    await page.locator("#page_after").focus();
    await page.keyboard.press("?");
    await page.waitForSelector("dialog[open] .key-list");
    assert.ok((await page.locator(".key-list tr").count()) > 15);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement?.id), "page_after", "the focus comes back");
}

async function undone({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    const first = (await task_with(page, desk, (task) => has_several(task) && task.asks.some(has_value))).asks.find(has_value);
    const card = page.locator(`.ask[data-key="${first.key}"]`);
    await card.locator("input").first().focus();
    await page.keyboard.press("Enter");
    await all_saved(page);
    assert.equal(await card.getAttribute("data-state"), "done");
    await page.keyboard.press("Control+z");
    await page.waitForFunction((key) => document.querySelector(`.ask[data-key="${key}"]`).dataset.state === "open", first.key);
    assert.equal(await page.evaluate(() => document.activeElement?.closest(".ask")?.dataset.key), first.key, "the focus goes back to it");
    await page.waitForTimeout(300);
    await page.reload();
    assert.equal((await task_of(page)).asks.find((ask) => ask.key === first.key).entry, null, "the program has taken it back, too");
}

// The samples have no value with an unread character; one is put into what the program says of a task.
async function typed_unread({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    const is_typed = (ask) => ask.is_field && ask.choices.length === 0 && ask.value !== "" && ask.entry === null;
    const task = await task_with(page, desk, (one) => one.asks.some(is_typed));
    const { key } = task.asks.find(is_typed);
    await page.route(`**/tasks/${task.id}`, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace(/(<script type="application\/json" id="task">)([^]*?)(<\/script>)/, (whole, open, json, close) => {
            const now = JSON.parse(json);
            Object.assign(now.asks.find((ask) => ask.key === key), { value: "7·3", must_type: true, weak: [1] });
            return open + JSON.stringify(now).replaceAll("<", "\\u003c") + close;
        });
        await route.fulfill({ response, body });
    });
    await page.reload();
    const card = page.locator(`.ask[data-key="${key}"]`);
    await card.locator("input").focus();
    await page.keyboard.press("Enter");
    assert.equal(await card.getAttribute("data-state"), "refused", "an unread character cannot be accepted");
    assert.ok((await card.locator(".refusal").textContent()).length > 5, "and the page says why");
    assert.equal(await card.locator("mark").textContent(), "·", "it is marked inside the value");
    // The focus has selected it: the character that is typed takes its place.
    await page.keyboard.type("4");
    assert.equal(await card.locator("input").inputValue(), "743");
}

// Every part that a mouse reaches is reached by Tab, or has a key that is shown on it, and the focus is seen.
async function all_reached({ desk, context }) {
    const worker = await log_in(await context(), desk, desk.users.caseworker);
    await worker.goto(`${desk.url}/search`);
    await reach_all(worker);
    const page = await log_in(await context(), desk, desk.users.operator);
    for (const path of ["/tasks", "/arrivals"]) {
        await page.goto(desk.url + path);
        await reach_all(page);
    }
    assert.ok(await next_task(page, desk));
    await page.locator("#main").focus();
    await reach_all(page);
}

async function reach_all(page) {
    await page.evaluate(() => {
        document.activeElement?.blur?.();
        window.scrollTo(0, 0);
        getSelection()?.removeAllRanges();
    });
    await page.evaluate(() => document.querySelector(".skip-link").focus());
    const unseen = [];
    for (let pressed = 0; pressed < 300; ++pressed) {
        const at = await page.evaluate(() => {
            const element = document.activeElement;
            if (!element || element === document.body) return null;
            // A date has three parts to tab through.
            const is_again = element.dataset.reached === "1" && element !== window.__before;
            window.__before = element;
            element.dataset.reached = "1";
            const shown = element.matches(".form-radio, .form-checkbox") ? element.nextElementSibling : element;
            const style = getComputedStyle(shown, element === shown ? null : "::before");
            return { is_again, is_seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, what: element.outerHTML.slice(0, 120) };
        });
        if (at === null || at.is_again) break;
        if (!at.is_seen) unseen.push(at.what);
        await page.keyboard.press("Tab");
    }
    assert.deepEqual(unseen, [], `on ${page.url()} the focus is not seen at these`);
    const missed = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input, select, summary")]
        .filter((element) => element.dataset.reached !== "1" && element.checkVisibility() && element.type !== "hidden" && !element.disabled)
        .filter((element) => !(element.type === "radio" && document.querySelector(`input[name="${CSS.escape(element.name)}"][data-reached]`)))
        .filter((element) => !(element.classList.contains("offer") && (element.querySelector("kbd") || !element.closest(".offers"))))
        .map((element) => element.outerHTML.slice(0, 120)));
    assert.deepEqual(missed, [], `on ${page.url()} these are not reached by Tab`);
}

export const tests = [
    { name: "The last answer settles the task, and one key goes back to it", run: gone_back },
    { name: "A question mark shows the keys, and letters stay letters in a field", run: shown_keys, is_short: true },
    { name: "Ctrl+Z takes back the last answer across questions", run: undone, is_short: true },
    { name: "An unread character is typed, never accepted", run: typed_unread },
    { name: "Tab reaches everything, and the focus is seen", run: all_reached },
    { name: "An operator settles twenty applications by keyboard alone", run: twenty },
];
