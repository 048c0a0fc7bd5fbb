// SPDX-License-Identifier: MPL-2.0
// Pages that lie wrongly, and two people at one application.
import assert from "node:assert/strict";
import { all_saved, has_several, log_in, next_task, task_of, task_with } from "./browser.mjs";

async function in_dialog(page, act, { check = [], target } = {}) {
    await page.keyboard.press("Alt+p");
    const dialog = page.locator("dialog[open]");
    await dialog.waitFor();
    for (const place of check) await dialog.locator(`input[value="${place}"]`).press("Space");
    if (target) await dialog.locator("select").selectOption(target);
    const done = page.waitForResponse((response) => response.url().endsWith(`/${act}`));
    await dialog.locator(`button[data-value="${act}"]`).press("Enter");
    const response = await done;
    assert.equal(response.status(), 200, await response.text());
}

const place_of = (task, index) => task.pages[index].place ?? String(index + 1);

async function split_and_join({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    const task = await task_with(page, desk, (one) => one.pages.length > 1);
    await in_dialog(page, "split", { check: [place_of(task, task.pages.length - 1)] });
    await page.goto(`${desk.url}/tasks/${task.id}`);
    const rest = await task_of(page);
    assert.equal(rest.pages.length, task.pages.length - 1, "the page is gone from the application");
    const other = rest.others.find((one) => !task.others.some((before) => before.id === one.id)) ?? rest.others[0];
    assert.ok(other, "what was split off is one of the others");
    await in_dialog(page, "join", { target: other.id });
    await page.goto(`${desk.url}/tasks/${task.id}`);
    assert.equal((await task_of(page)).pages.length, task.pages.length, "both are one again");
}

async function late_page({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    const task = await task_with(page, desk, (one) => one.pages.length > 1 && one.others.length > 2);
    const target = task.others[0];
    await in_dialog(page, "move", { check: [place_of(task, task.pages.length - 1)], target: target.id });
    await page.goto(`${desk.url}/tasks/${task.id}`);
    assert.equal((await task_of(page)).pages.length, task.pages.length - 1, "the page has gone to the other application");
}

async function stray_photo({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    await page.goto(`${desk.url}/arrivals`);
    // The photo that start_desk.mjs puts among the mail is looked at first.
    const paths = await page.locator("[data-live-rows] a").evaluateAll((links) => links
        .sort((one, other) => Number(other.textContent.includes("photo-of-nothing")) - Number(one.textContent.includes("photo-of-nothing")))
        .map((link) => link.getAttribute("href")));
    for (const path of paths) {
        await page.goto(desk.url + path);
        const button = page.locator(".thumb.is-stray [data-close]").first();
        if ((await button.count()) === 0) continue;
        const application = await button.getAttribute("data-close");
        await button.focus();
        const closed = page.waitForResponse((response) => response.url().endsWith("/close"));
        // Two keys: one asks for the reason, one gives it.
        await page.keyboard.press("Enter");
        await page.keyboard.press("1");
        assert.equal((await closed).status(), 200);
        await page.waitForLoadState();
        await page.waitForFunction((id) => !document.querySelector(`.thumb.is-stray [data-close="${id}"]`), application);
        return;
    }
    assert.fail("no arrival has a page that belongs to no form");
}

// Opens the arrival of this file.
async function open_arrival(page, desk, name) {
    await page.goto(`${desk.url}/arrivals`);
    const href = await page.locator("[data-live-rows] a").evaluateAll((links, wanted) => links.find((link) => link.textContent.includes(wanted))?.getAttribute("href"), name);
    assert.ok(href, `${name} came in`);
    await page.goto(desk.url + href);
}

// The photo is taken to lie on its side, though it shows nothing: what is turned is what is shown then.
async function turned({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    await open_arrival(page, desk, "photo-of-nothing");
    const picture = page.locator(".thumb.is-stray img").first();
    const is_wide = () => picture.evaluate(async (image) => {
        image.loading = "eager";
        await image.decode().catch(() => undefined);
        return image.naturalWidth > image.naturalHeight;
    });
    assert.equal(await is_wide(), false);
    const button = page.locator(".thumb.is-stray [data-turn]").first();
    await button.focus();
    const done = page.waitForResponse((response) => response.url().endsWith("/turn"));
    await page.keyboard.press("Enter");
    await page.keyboard.press("1");
    assert.equal((await done).status(), 200);
    for (let tries = 0; ; ++tries) {
        await page.waitForTimeout(500);
        await page.reload();
        if ((await picture.count()) > 0 && (await is_wide())) return;
        assert.ok(tries < 60, "the page is read again, and shown as it lies now");
    }
}

async function empty_arrival({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    await open_arrival(page, desk, "empty-page");
    await page.waitForFunction(() => document.activeElement?.hasAttribute("data-close-file"));
    const closed = page.waitForResponse((response) => response.url().endsWith("/close"));
    await page.keyboard.press("Enter");
    await page.keyboard.press("1");
    assert.equal((await closed).status(), 200);
    await page.waitForURL("**/arrivals");
    const row = page.locator("[data-live-rows] tr", { hasText: "empty-page" });
    assert.match(await row.locator(".state").textContent(), /Afsluttet/);
}

const open_text = (ask) => ask.is_field && ask.entry === null && ask.choices.length === 0 && ask.type === "text" && !/mail/.test(ask.key);

async function answer(page, key, value) {
    await page.locator(`.ask[data-key="${key}"] .value`).fill(value);
    await page.keyboard.press("Enter");
}

// Two windows have the same task before them, and each gives another answer to the same question.
async function two_answers({ desk, context }) {
    const one = await log_in(await context(), desk, desk.users.operator);
    const other = await log_in(await context(), desk, desk.users.operator);
    const task = await task_with(one, desk, (now) => has_several(now) && now.asks.some(open_text));
    const ask = task.asks.find(open_text);
    await other.goto(`${desk.url}/tasks/${task.id}`);
    await answer(one, ask.key, "Etsvar");
    await all_saved(one);
    const refused = other.waitForResponse((response) => response.url().includes("/entries/") && response.status() === 412);
    await answer(other, ask.key, "Andetsvar");
    await refused;
    const dialog = other.locator("dialog[open]");
    await dialog.waitFor();
    const said = await dialog.locator(".versions").textContent();
    assert.ok(said.includes("Etsvar") && said.includes("Andetsvar") && !said.includes("{"), `both versions are shown: ${said}`);
    await other.keyboard.press("2");
    await dialog.waitFor({ state: "detached" });
    await one.reload();
    assert.equal((await task_of(one)).asks.find((now) => now.key === ask.key).entry?.value, "Etsvar", "the first answer stands");
}

// A second verifier is told who works on it, or works on it, too; the first one's answer stands either way.
async function two_verifiers({ desk, context }) {
    const one = await log_in(await context(), desk, desk.users.verifier);
    const other = await log_in(await context(), desk, desk.users.verifier2);
    const task = await task_with(one, desk, has_several);
    const ask = task.asks.find((now) => now.entry === null && (now.can_pass || (now.is_field && !now.must_type)));
    await other.goto(`${desk.url}/tasks/${task.id}`);
    const is_let_in = (await other.locator("#desk_task").count()) > 0;
    if (!is_let_in) assert.ok((await other.locator("main p").allTextContents()).join(" ").length > 20, "it is said why not");
    await one.locator(`.ask[data-key="${ask.key}"]`).locator("input, .matter").first().focus();
    await one.keyboard.press("Enter");
    await all_saved(one);
    await one.reload();
    assert.notEqual((await task_of(one)).asks.find((now) => now.key === ask.key).entry, null);
}

export const tests = [
    { name: "An application is split and joined again", run: split_and_join },
    { name: "A late page goes to the application that it belongs to", run: late_page },
    { name: "A page that lies on its side is turned and read again", run: turned },
    { name: "A stray photo is seen and closed in two keys", run: stray_photo },
    { name: "A file without an application is closed in two keys", run: empty_arrival },
    { name: "Of two answers in conflict both are shown, and none is overwritten", run: two_answers },
    { name: "Two verifiers never overwrite each other", run: two_verifiers },
];
