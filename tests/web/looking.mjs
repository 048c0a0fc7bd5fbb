// SPDX-License-Identifier: MPL-2.0
// Lists that keep themselves true, a case worker's way from a value to its pixels, and the pictures of the
// pages for the documentation.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { log_in, next_task, task_of, task_with } from "./browser.mjs";
import { open_case, person, search } from "./access.mjs";

async function to_its_pixels({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.caseworker);
    await search(page, desk, person);
    await open_case(page, desk);
    const shown = await page.evaluate(() => JSON.parse(document.getElementById("case").textContent));
    await page.waitForSelector(".openseadragon-canvas");
    await page.waitForFunction(() => document.querySelector(".paper-view img")?.complete);
    const button = page.locator("[data-show]").nth(1);
    const id = await button.getAttribute("data-show");
    await button.focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector(".zone-frame");
    const { page: index, box } = shown.fields[id];
    const wrong = await page.evaluate(({ index, box, unit, picture }) => {
        const paper = document.querySelector(".paper-view").getBoundingClientRect();
        const frame = document.querySelector(".zone-frame").getBoundingClientRect();
        const image = [...document.querySelectorAll(".paper-view img")].find((one) => one.src.endsWith(picture))?.getBoundingClientRect();
        if (!image) return `picture ${index} is not shown`;
        if (frame.left < paper.left - 2 || frame.right > paper.right + 2 || frame.top < paper.top - 2 || frame.bottom > paper.bottom + 2) return "the frame is out of sight";
        const scale = image.width / unit;
        const is = [frame.left + frame.width / 2, frame.top + frame.height / 2];
        const should = [image.left + (box[0] + box[2] / 2) * scale, image.top + (box[1] + box[3] / 2) * scale];
        const off = Math.hypot(is[0] - should[0], is[1] - should[1]);
        return off > 6 ? `the frame is ${off} px beside the field` : "";
    }, { index, box, unit: shown.pages[index].width, picture: shown.pages[index].picture });
    assert.equal(wrong, "");
}

async function live_counters({ desk, context }) {
    const looker = await log_in(await context(), desk, desk.users.manager);
    await looker.goto(`${desk.url}/tasks`);
    const count = () => looker.locator('[data-count="waiting"]').first().textContent().then(Number);
    const before = await count();
    const worker = await log_in(await context(), desk, desk.users.operator);
    assert.ok(await next_task(worker, desk));
    const task = await task_of(worker);
    await looker.waitForTimeout(2500);
    const closed = worker.waitForResponse((response) => response.url().endsWith("/close"));
    await worker.keyboard.press("Alt+l");
    await worker.waitForSelector("dialog[open]");
    await worker.keyboard.press("1");
    assert.equal((await closed).status(), 200);
    await looker.waitForFunction((was) => Number(document.querySelector('[data-count="waiting"]').textContent) < was, before);
    const row = looker.locator(`[data-live-rows] [data-id="${task.id}"]`);
    if ((await row.count()) > 0) {
        await looker.waitForFunction((id) => document.querySelector(`[data-live-rows] [data-id="${id}"]`)?.classList.contains("is-gone"), task.id);
    }
}

// Not the one whose name is a script.
const largest_batch = (page) => page.locator("[data-live-rows] tr").evaluateAll((rows) => rows
    .map((row) => ({ href: row.querySelector("a")?.getAttribute("href"), pages: row.textContent.includes("<") ? 0 : Number(row.querySelector("td.number")?.textContent) || 0 }))
    .sort((one, other) => other.pages - one.pages)[0].href);

// A batch has sheets that are of no application, of which no picture is kept.
async function no_picture_is_broken({ desk, context }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    await page.goto(`${desk.url}/arrivals`);
    await page.goto(desk.url + (await largest_batch(page)));
    const pictures = page.locator(".thumb img");
    await pictures.evaluateAll((images) => images.forEach((image) => (image.loading = "eager")));
    await page.waitForFunction(() => [...document.querySelectorAll(".thumb img")].every((image) => image.complete));
    const broken = await pictures.evaluateAll((images) => images.filter((image) => image.naturalWidth === 0).map((image) => image.closest(".thumb").dataset.place));
    assert.ok((await pictures.count()) > 0, "there are pictures");
    assert.deepEqual(broken, []);
}

// The documentation's are of one copy of the samples: --short --shots docs/images pictured.
async function pictures({ desk, context, shots }) {
    if (!shots) return;
    mkdirSync(shots, { recursive: true });
    const wide = await context({ viewport: { width: 1440, height: 900 } });
    const login = await wide.newPage();
    await login.goto(`${desk.url}/login`);
    await login.screenshot({ path: join(shots, "desk-login.png") });
    const page = await log_in(wide, desk, desk.users.operator);
    // The pictures in a page come when they come.
    const shown = async (of) => {
        await of.waitForFunction(() => !document.getElementById("paper") || document.querySelector(".paper-view img"));
        await of.waitForFunction(() => [...document.images].every((image) => image.complete || image.getBoundingClientRect().top > window.innerHeight));
        await of.waitForTimeout(500);
    };
    const shoot = async (path, name) => {
        await page.goto(desk.url + path);
        await shown(page);
        await page.screenshot({ path: join(shots, name) });
    };
    await shoot("/tasks", "desk-tasks.png");
    await shoot("/arrivals", "desk-arrivals.png");
    const batch = await largest_batch(page);
    // Its pages are seen below what became of them.
    await page.setViewportSize({ width: 1440, height: 1300 });
    await shoot(batch, "desk-arrival.png");
    await page.setViewportSize({ width: 1440, height: 900 });
    // A question about a character says most about the page.
    await task_with(page, desk, (task) => task.pages.length > 1 && task.asks.some((ask) => ask.page >= 0 && ask.alternatives.length > 0));
    await shown(page);
    await page.screenshot({ path: join(shots, "desk-task.png") });
    const worker = await log_in(await context({ viewport: { width: 1440, height: 900 } }), desk, desk.users.caseworker);
    await search(worker, desk, person);
    await worker.screenshot({ path: join(shots, "desk-search.png") });
    await open_case(worker, desk);
    await shown(worker);
    await worker.locator("[data-show]").first().click();
    await shown(worker);
    await worker.screenshot({ path: join(shots, "desk-case.png") });
}

export const tests = [
    { name: "The pages are pictured", run: pictures, is_short: true },
    { name: "No picture of a batch is broken", run: no_picture_is_broken, is_short: true },
    { name: "A case worker goes from a value to its pixels", run: to_its_pixels, is_short: true },
    { name: "Counters and rows change while they are looked at", run: live_counters },
];
