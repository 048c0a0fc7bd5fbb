// SPDX-License-Identifier: MPL-2.0
// Fifty verifiers at once: `save_p99_ms_50_verifiers`, how long an answer takes to be kept while each of
// them answers every two seconds. And what a scripted verifier needs for a field: `seconds_per_field` and
// `keys_per_field`, with 0.3 s to look, 1.0 s to confirm and 1.5 s to correct a
// character, and the page's own time.
import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import { log_in, next_task, task_of } from "./browser.mjs";
import { is_everyday } from "./bench_mail.mjs";
import { summary } from "./measure.mjs";

const verifiers = 50;
const answers_each = 15;
const pause_ms = 2000;
const look_s = 0.3;
const confirm_s = 1.0;
const correct_s = 1.5;
const most_left = 100;
const most_keys = 1.3;
const most_seconds = 3.0;
const least_per_hour = 200;
const least_applications = 200;

// A client of its own: its session from a real login, and one connection that it keeps, as each verifier's
// browser has. (In one browser all fifty would share the six connections that it opens to a host, and a part
// of what is measured would be the wait for one of them.)
class Client {
    constructor(url, agent = new Agent({ keepAlive: true, maxSockets: 1 })) {
        this.url = url;
        this.agent = agent;
        this.cookie = "";
    }

    // Gives {status, headers, body}.
    ask(method, path, headers = {}, body = "") {
        const all = { ...headers, "Content-Length": Buffer.byteLength(body), ...(this.cookie ? { Cookie: this.cookie } : {}) };
        return new Promise((done, fail) => {
            const asked = request(this.url + path, { method, headers: all, agent: this.agent }, (response) => {
                let text = "";
                response.setEncoding("utf8").on("data", (part) => (text += part)).once("error", fail);
                response.once("end", () => {
                    for (const set of response.headers["set-cookie"] ?? []) this.cookie = set.split(";")[0];
                    done({ status: response.statusCode, headers: response.headers, body: text });
                });
            });
            asked.once("error", fail);
            asked.end(body);
        });
    }

    async log_in(user) {
        const csrf = csrf_of((await this.ask("GET", "/login")).body);
        const form = new URLSearchParams({ csrf, user: user.name, password: user.password }).toString();
        const answer = await this.ask("POST", "/login", { "Content-Type": "application/x-www-form-urlencoded" }, form);
        assert.equal(answer.status, 303, `the login of ${user.name} is answered with ${answer.status}`);
    }

    async page(path) {
        const { body } = await this.ask("GET", path);
        const found = body.match(/<script[^>]*id="task"[^>]*>([^]*?)<\/script>/);
        return { csrf: csrf_of(body), task: found ? JSON.parse(found[1]) : null };
    }

    end() {
        this.agent.destroy();
    }
}

const csrf_of = (html) => html.match(/<meta name="csrf" content="([^"]*)"/)?.[1] ?? "";
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// Answers again and again, a pause of one to three seconds between; gives how long each answer took from the
// request until all of it was there, in milliseconds.
async function answer_again(client, one) {
    const { csrf } = await client.page(`/tasks/${one.id}`);
    const times = [];
    await sleep(Math.random() * pause_ms);
    for (let answer = 0; answer < answers_each; ++answer) {
        const start = performance.now();
        const said = await client.ask("PUT", `/tasks/${one.id}/entries/${encodeURIComponent(one.key)}`,
            { "Content-Type": "application/json", "X-CSRF-Token": csrf, "If-Match": one.etag }, JSON.stringify({ what: "agree" }));
        const took = performance.now() - start;
        times.push(said.status === 200 ? took : Infinity);
        if (said.status === 200) one.etag = JSON.parse(said.body).etag;
        await sleep(pause_ms * (0.5 + Math.random()));
    }
    return times;
}

async function saves({ desk, figures }) {
    const clients = Array.from({ length: verifiers }, () => new Client(desk.url));
    try {
        for (const client of clients) await client.log_in(desk.users.verifier);
        const { body } = await clients[0].ask("GET", "/tasks");
        const hrefs = new Set([...body.matchAll(/href="(\/tasks\/[^"?]+)"/g)].map(([, href]) => href));
        // Each verifier has a question of his own, so that none overwrites another.
        const mine = [];
        for (const href of hrefs) {
            const { task } = await clients[0].page(href);
            if (!task || (task.held_by !== "" && task.held_by !== desk.users.verifier.name)) continue;
            for (const ask of task.asks) if (ask.is_field && !ask.must_type) mine.push({ id: task.id, key: ask.key, etag: task.etag });
            if (mine.length >= verifiers) break;
        }
        assert.ok(mine.length >= verifiers, `${mine.length} questions are enough for ${verifiers} verifiers`);
        const took = (await Promise.all(clients.map((client, index) => answer_again(client, mine[index])))).flat();
        assert.ok(took.every(Number.isFinite), `${took.filter((one) => !Number.isFinite(one)).length} answers were refused`);
        figures.save_ms_50_verifiers = summary(took);
        figures.save_p99_ms_50_verifiers = figures.save_ms_50_verifiers.p99;
        const { n, p50, p95, p99 } = figures.save_ms_50_verifiers;
        console.log(`        ${n} answers of ${verifiers} verifiers: kept after ${p50} ms in the median, 95 of 100 after ${p95}, 99 of 100 after ${p99}`);
    } finally {
        for (const client of clients) client.end();
    }
}

// The same value, however it is written: "010190" and "1990-01-01", "7.250,00" and "7250".
function same(ask, written) {
    const [read, wanted] = [ask.value, written].map((text) => text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim());
    if (ask.type === "text" || ask.type === "choice" || ask.type === "mark") return read === wanted;
    if (ask.type === "amount") return oere(read) === oere(wanted);
    const [digits, other] = [read, wanted].map((text) => text.replace(/\D/g, ""));
    return digits === other || (ask.type === "date" && other === `${digits.slice(4)}${digits.slice(2, 4)}${digits.slice(0, 2)}`);
}

// An amount as it stands in the truth has no decimals, or two behind a point.
const oere = (text) => Math.round(Number(/,\d\d$/.test(text) ? text.replaceAll(".", "").replace(",", ".") : text.replace(/\.(?=\d{3}(\D|$))/g, "")) * 100);

// How many characters a person changes to make one text of another.
function changed_characters(from, to) {
    let row = [...Array(to.length + 1).keys()];
    for (let i = 1; i <= from.length; ++i) {
        const next = [i];
        for (let j = 1; j <= to.length; ++j) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1));
        row = next;
    }
    return Math.max(row[to.length], 1);
}

// Puts into the question that has the focus what stands on the paper. Gives the number of keys.
async function correct(page, ask, written) {
    if (ask.choices.length > 0) {
        const at = ask.choices.findIndex((choice) => choice.value === written);
        const now = ask.choices.findIndex((choice) => choice.value === ask.value);
        if (now < 0) await page.keyboard.press("Space");
        const steps = at - Math.max(now, 0);
        for (let step = 0; step < Math.abs(steps); ++step) await page.keyboard.press(steps > 0 ? "ArrowDown" : "ArrowUp");
        return Math.abs(steps) + (now < 0 ? 1 : 0);
    }
    const other = ask.alternatives.findIndex((one) => same({ ...ask, value: one.text }, written));
    await page.keyboard.press("Control+A");
    if (written === "") await page.keyboard.press("Delete");
    // One key takes an alternative; a person who types is the worse case, and is counted.
    else await page.keyboard.type(other >= 0 ? ask.alternatives[other].text : written);
    return 1 + Math.max(written.length, 1);
}

// Answers the task as one who reads the paper rightly. Gives what it took, by the script's own clock.
async function settle_by_truth(page, written) {
    const task = await task_of(page);
    const took = { fields: 0, right: 0, right_keys: 0, keys: 0, seconds: 0, is_settled: false };
    const seen = new Set();
    for (;;) {
        const begun = performance.now();
        const at = await page.evaluate(() => ({ key: document.activeElement?.closest(".ask")?.dataset.key ?? null, task: document.getElementById("desk_task")?.dataset.task }));
        if (at.task !== task.id) return { ...took, is_settled: true };
        const ask = task.asks.find((one) => one.key === at.key);
        if (!ask || seen.has(ask.key) || (!ask.is_field && !ask.can_pass)) return took;
        seen.add(ask.key);
        const wanted = written[ask.field] ?? "";
        const is_right = !ask.is_field || (!ask.must_type && same(ask, wanted));
        const keys = (is_right ? 0 : await correct(page, ask, wanted)) + 1;
        const is_last = seen.size === task.asks.length;
        await page.keyboard.press("Enter");
        if (is_last) await page.waitForFunction((id) => document.getElementById("desk_task")?.dataset.task !== id || document.querySelector("dialog[open], .ask[data-state=refused]"), task.id, { timeout: 20000 });
        else await page.waitForFunction((key) => document.activeElement?.closest(".ask")?.dataset.key !== key, ask.key, { timeout: 20000, polling: "raf" }).catch(() => undefined);
        took.fields += 1;
        took.keys += keys;
        took.right += is_right ? 1 : 0;
        took.right_keys += is_right ? keys : 0;
        took.seconds += look_s + (is_right ? confirm_s : correct_s * changed_characters(ask.value, wanted)) + (performance.now() - begun) / 1000;
        if (is_last) await page.waitForLoadState();
    }
}

// A person settles what the forge has written: Enter where the first candidate is right, else what stands
// there. The page's own time is in it, and the browser's that drives it.
async function scripted({ desk, context, figures }) {
    const page = await log_in(await context(), desk, desk.users.operator);
    const nothing = () => ({ fields: 0, right: 0, right_keys: 0, keys: 0, seconds: 0, applications: 0 });
    const sum = nothing();
    const everyday = nothing();
    const fields_each = [];
    const refusals = new Map();
    let left = 0;
    assert.ok(await next_task(page, desk), "something waits");
    while ((await page.locator("#desk_task").count()) > 0) {
        const task = await task_of(page);
        const written = desk.truth.get(task.file);
        const took = written ? await settle_by_truth(page, written) : { is_settled: false, fields: 0 };
        if (took.is_settled) {
            const counted = { ...took, applications: 1 };
            for (const of of is_everyday(task.file) ? [sum, everyday] : [sum]) {
                for (const what of Object.keys(of)) of[what] += counted[what];
            }
            fields_each.push(took.fields);
            continue;
        }
        // A sample, or one that needs more than an answer: others do it.
        if (++left > most_left) break;
        // A dialog says why it was not settled; its first choice shows the task as it is now.
        const told = page.locator("dialog[open]");
        if ((await told.count()) > 0) {
            const heading = await told.locator("h2").textContent();
            refusals.set(heading, (refusals.get(heading) ?? 0) + 1);
            const said = await told.innerText();
            await page.keyboard.press("Enter");
            await told.waitFor({ state: "detached" }).catch(() => assert.fail(`Enter does not close the dialog: ${said}`));
            await page.waitForLoadState();
            if ((await page.locator("#desk_task").count()) === 0) break;
        }
        const sent = page.waitForResponse((response) => response.url().endsWith("/skip") && response.request().method() === "POST");
        await page.keyboard.press("Alt+s");
        await page.waitForSelector("dialog[open]");
        await page.keyboard.press("1");
        const response = await sent;
        // What a refusal says is read only if it is one: the page may have gone on by then.
        if (response.status() !== 200) assert.fail(`${response.url()}: ${response.status()} ${await response.text().catch(() => "")}`);
        await page.waitForFunction((id) => document.getElementById("desk_task")?.dataset.task !== id, task.id);
        await page.waitForLoadState();
    }
    const two = (value) => Math.round(value * 100) / 100;
    figures.applications_settled = fields_each.length;
    figures.applications_left = left;
    figures.refusals = Object.fromEntries(refusals);
    figures.fields_settled = sum.fields;
    figures.fields_right_at_once = sum.right;
    figures.fields_each = summary(fields_each);
    figures.keys_per_field = two(sum.keys / sum.fields);
    figures.keys_per_field_right = two(sum.right_keys / sum.right);
    figures.seconds_per_field = two(sum.seconds / sum.fields);
    // Of everyday mail, as the samples are; a difficult application has about eight doubtful fields.
    const an_hour = (of) => Math.round((3600 * of.applications) / of.seconds);
    figures.applications_per_hour = an_hour(everyday);
    figures.applications_per_hour_all = an_hour(sum);
    figures.everyday = { ...everyday, fields_each: two(everyday.fields / everyday.applications), seconds_per_field: two(everyday.seconds / everyday.fields) };
    console.log(`        ${fields_each.length} applications, ${sum.fields} fields (${sum.right} right at once): ${figures.seconds_per_field} s and ${figures.keys_per_field} keys a field (${figures.keys_per_field_right} where it was right), ${figures.applications_per_hour_all} applications an hour; of everyday mail ${everyday.applications}, ${everyday.fields} fields: ${figures.everyday.seconds_per_field} s a field, ${figures.applications_per_hour} an hour`);
    assert.ok(figures.keys_per_field_right <= most_keys, `${figures.keys_per_field_right} keys a field that was read right`);
    assert.ok(figures.seconds_per_field <= most_seconds, `${figures.seconds_per_field} s a field`);
    assert.ok(figures.applications_per_hour >= least_per_hour, `${figures.applications_per_hour} applications an hour`);
    assert.ok(fields_each.length >= least_applications || desk.truth.size < least_applications, `${fields_each.length} applications were settled`);
}

export const tests = [
    { name: "A scripted verifier settles the mail", run: scripted, is_bench: true },
    { name: "Fifty verifiers save at once", run: saves, is_bench: true },
];
