// SPDX-License-Identifier: MPL-2.0
// What a person sees when the connection, the session or the lease is gone; and that nothing typed is.
import assert from "node:assert/strict";
import { all_saved, has_several, has_value, log_in, task_of, task_with } from "./browser.mjs";

async function open_task(context, desk, user = desk.users.operator) {
    const page = await log_in(context, desk, user);
    const ask = (await task_with(page, desk, (task) => has_several(task) && task.asks.some(has_value))).asks.find(has_value);
    await page.locator(`.ask[data-key="${ask.key}"] input`).first().focus();
    return { page, ask, card: page.locator(`.ask[data-key="${ask.key}"]`) };
}

async function connection({ desk, context }) {
    const one = await context();
    const { page, ask, card } = await open_task(one, desk);
    await one.setOffline(true);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#saved.is-away");
    assert.equal(await card.getAttribute("data-state"), "saving", "the answer stays, and is not called saved");
    await one.setOffline(false);
    await page.waitForFunction(() => !document.querySelector("#saved.is-away"), undefined, { timeout: 20000 });
    await all_saved(page);
    await page.reload();
    assert.notEqual((await task_of(page)).asks.find((now) => now.key === ask.key).entry, null, "it was sent when the connection was back");
}

async function session({ desk, context }) {
    const one = await context();
    const { page, ask } = await open_task(one, desk);
    await one.clearCookies();
    await page.keyboard.press("Enter");
    const dialog = page.locator("dialog[open]");
    await dialog.waitFor();
    const [tab] = await Promise.all([one.waitForEvent("page"), dialog.locator('a[href="/login"]').press("Enter")]);
    await tab.waitForLoadState();
    await tab.fill("#user", desk.users.operator.name);
    await tab.fill("#password", desk.users.operator.password);
    await Promise.all([tab.waitForURL((url) => url.pathname !== "/login"), tab.keyboard.press("Enter")]);
    await tab.close();
    await dialog.locator('button[data-value="on"]').press("Enter");
    await dialog.waitFor({ state: "detached" });
    await all_saved(page);
    await page.reload();
    assert.notEqual((await task_of(page)).asks.find((now) => now.key === ask.key).entry, null, "what was typed is saved after the new login");
}

async function lease({ desk, context }) {
    const { page } = await open_task(await context(), desk);
    // A lease that runs out takes minutes; the answer is the program's, only sent at once.
    await page.route("**/entries/**", (route) => route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify({ title: "Conflict", code: "lease_lost", detail: "Opgaven er hos en anden." }) }));
    await page.keyboard.press("Enter");
    const dialog = page.locator("dialog[open]");
    await dialog.waitFor();
    const said = await dialog.textContent();
    assert.ok(said.includes("Opgaven er hos en anden.") && /gemt/.test(said), `it says what happened and what is saved: ${said}`);
    await dialog.locator('button[data-value="list"]').press("Enter");
    await page.waitForURL("**/tasks");
}

async function none_of_its_kind({ desk, context }) {
    const { page, card } = await open_task(await context(), desk);
    await page.route("**/entries/**", (route) => route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify({ detail: "Et beløb skal være et tal." }) }));
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector('.ask[data-state="refused"]'));
    assert.ok((await card.locator(".refusal").textContent()).includes("Et beløb skal være et tal."));
    await page.locator("#finish").focus();
    await page.keyboard.press("Enter");
    assert.notEqual(await page.evaluate(() => document.activeElement?.id), "finish", "the task does not go with an answer that was refused");
}

async function damaged_picture({ desk, context }) {
    const one = await context();
    const page = await log_in(one, desk, desk.users.operator);
    await page.route(/\/(pages|snippets)\//, (route) => route.fulfill({ status: 500, body: "" }));
    const ask = (await task_with(page, desk, (task) => has_several(task) && task.asks.some(has_value))).asks.find(has_value);
    await page.locator(`.ask[data-key="${ask.key}"] input`).first().focus();
    await page.keyboard.press("Enter");
    await all_saved(page);
    assert.equal(await page.locator(`.ask[data-key="${ask.key}"]`).getAttribute("data-state"), "done", "without its picture a question can be answered");
}

const is_held = async (page, desk, id) => {
    await page.goto(`${desk.url}/tasks`);
    return (await page.locator(`[data-live-rows] tr[data-id="${id}"][data-held]`).count()) > 0;
};

async function left({ desk, context }) {
    const other = await log_in(await context(), desk, desk.users.caseworker);
    const { page } = await open_task(await context(), desk, desk.users.verifier2);
    const { id } = await task_of(page);
    assert.ok(await is_held(other, desk, id), "who works on it holds it");
    // A reload is a leave and a come-back: the leave of the page before must not take the new one's hold.
    await page.reload();
    await page.waitForTimeout(500);
    assert.ok(await is_held(other, desk, id), "the page is open again");
    await page.goto(`${desk.url}/tasks`);
    for (let tries = 0; await is_held(other, desk, id); ++tries) assert.ok(tries < 20, "the page is left: others can have it");
}

async function left_unsaved({ desk, context }) {
    const other = await log_in(await context(), desk, desk.users.caseworker);
    const { page } = await open_task(await context(), desk, desk.users.verifier2);
    const { id } = await task_of(page);
    await page.route("**/entries/**", (route) => route.abort());
    const said = [];
    page.on("request", (request) => request.url().endsWith("/leave") && said.push(request.url()));
    await page.keyboard.press("Enter");
    await page.waitForSelector("#saved.is-away");
    await page.goto(`${desk.url}/tasks`);
    await page.waitForTimeout(500);
    assert.deepEqual(said, [], "what is not saved is not given away");
    assert.ok(await is_held(other, desk, id));
}

export const tests = [
    { name: "A lost connection keeps the answer and sends it again", run: connection },
    { name: "After a session that is gone a new login goes on in place", run: session },
    { name: "A lease that is lost is told, with what is saved", run: lease },
    { name: "An answer that is none of its kind comes back to its question", run: none_of_its_kind },
    { name: "A picture that does not come stops nobody", run: damaged_picture },
    { name: "A page that is left lets others have the task", run: left },
    { name: "A page that is left with an unsaved answer keeps the task", run: left_unsaved },
];
