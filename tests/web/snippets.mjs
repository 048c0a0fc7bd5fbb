// SPDX-License-Identifier: MPL-2.0
// Single fields and grids of equal characters, by the keyboard alone.
import assert from "node:assert/strict";
import { violations } from "./access.mjs";
import { go_by, log_in } from "./browser.mjs";

const json_of = (page, id) => page.evaluate((where) => JSON.parse(document.getElementById(where).textContent), id);

/// Presses the button of a page that hands something out. Gives false when there is nothing.
async function hand_out(page, desk, start, button) {
    await page.goto(desk.url + start);
    if ((await page.locator(button).count()) === 0) return false;
    await page.locator(button).first().focus();
    await Promise.all([page.waitForURL((url) => url.pathname + url.search !== start), page.keyboard.press("Enter")]);
    return true;
}

async function single_fields({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.verifier);
    assert.ok(await hand_out(page, desk, "/snippets", 'form[action="/snippets/next"] button'));
    assert.match(new URL(page.url()).pathname, /^\/snippets\/[0-9a-z]{26}$/, "a field is handed out");
    const first = await json_of(page, "snippet");
    assert.deepEqual(await violations(page, "/snippets/{token}"), []);
    assert.equal(await page.locator("#asks .ask").count(), 1);
    await page.waitForFunction(() => document.querySelector(".snippet")?.naturalWidth > 0);
    assert.ok(await page.evaluate(() => document.querySelector("#asks")?.contains(document.activeElement)), "the field has the focus");
    const before = page.url();
    if (first.ask.must_type) await page.keyboard.press("Alt+s");
    else await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href !== before);
    // Both were shown in one page, which asks the program for the earlier one only after the step back.
    await page.goBack();
    if (first.ask.must_type) return;
    await page.waitForSelector("#desk_snippet", { state: "detached" });
    assert.equal((await page.request.get(before)).status(), 412, "what is answered is asked no more");
}

async function the_form_needs_a_reason({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.verifier);
    assert.ok(await hand_out(page, desk, "/snippets", 'form[action="/snippets/next"] button'));
    const picture = `${new URL(page.url()).pathname}/pages/0`;
    assert.equal((await page.request.get(desk.url + picture)).status(), 403);
    await page.locator("#open_form").focus();
    await page.keyboard.press("Enter");
    await page.selectOption("#purpose", "case_work");
    await page.locator("form.sheet button").focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector(".whole-page");
    assert.deepEqual(await violations(page, "/snippets/{token}/form"), []);
    assert.equal((await page.request.get(desk.url + picture)).status(), 200);
}

async function a_grid({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.verifier2);
    await page.goto(`${desk.url}/groups`);
    const batches = await page.locator('form[action="/groups/next"] button').count();
    let is_there = false;
    for (let batch = 0; batch < batches && !is_there; ++batch) {
        await page.goto(`${desk.url}/groups`);
        await go_by(page, () => page.locator('form[action="/groups/next"] button').nth(batch).click());
        is_there = (await page.locator("#desk_group").count()) > 0;
    }
    assert.ok(is_there, "some batch has doubtful characters");
    await page.waitForSelector(".cell");
    const group = await json_of(page, "group");
    assert.equal(await page.locator(".cell").count(), group.cells.length);
    await page.waitForFunction(() => [...document.querySelectorAll(".cell img")].every((img) => img.naturalWidth > 0));
    assert.deepEqual(await violations(page, "/groups/{token}"), []);
    const at = () => page.evaluate(() => [...document.querySelectorAll(".cell")].indexOf(document.activeElement));
    const said = (index) => page.locator(".cell").nth(index).getAttribute("data-what");
    assert.equal(await at(), 0);
    if (group.cells.length > 1) {
        await page.keyboard.press("ArrowRight");
        assert.equal(await at(), 1);
        await page.keyboard.press("ArrowLeft");
    }
    await page.keyboard.press("Space");
    assert.equal(await said(0), "later");
    await page.locator(".cell").first().focus();
    await page.keyboard.press(group.is_tick ? "-" : "0");
    assert.equal(await said(0), group.text === "0" ? "right" : "other");
    await page.locator(".cell").first().focus();
    await page.keyboard.press("F2");
    await page.waitForSelector("dialog[open] .cell-context");
    assert.deepEqual(await violations(page, "the context"), []);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Backspace");
    assert.equal(await said(0), "right");
    await page.locator(".cell").first().focus();
    const before = page.url();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href !== before);
}

export const tests = [
    { name: "Single fields are answered one by one", run: single_fields, is_short: true },
    { name: "The whole form of a single field needs a reason", run: the_form_needs_a_reason },
    { name: "Equal characters are checked in a grid", run: a_grid },
];
