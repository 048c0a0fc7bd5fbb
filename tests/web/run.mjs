// SPDX-License-Identifier: MPL-2.0
// Runs the tests of the pages: node run.mjs [--short | --bench [--applications N]] [--json FILE]
// [--shots FOLDER] [NAME...].
// Ends with "web: N passed, N failed".
import { existsSync, writeFileSync } from "node:fs";

// What the tests need is looked for before anything is loaded that would end the program without it.
const least_node = 20;
const chromium_path = "/usr/bin/chromium";
const node = Number(process.versions.node.split(".")[0]);
const missing = node < least_node ? `playwright-core needs Node.js ${least_node}, this is ${process.versions.node}`
    : !existsSync(chromium_path) ? `${chromium_path} is missing (apt-get install chromium)` : "";
if (missing) {
    console.log(`web: NOT TESTED: ${missing}`);
    process.exit(0);
}
const { launch, new_context } = await import("./browser.mjs");
const { start_desk } = await import("./start_desk.mjs");
const load = (names) => Promise.all(names.map((name) => import(`./${name}.mjs`)));

const args = process.argv.slice(2);
const value_of = (name) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined);
const json = value_of("--json");
const shots = value_of("--shots");
const applications = value_of("--applications");
const is_short = args.includes("--short");
const is_bench = args.includes("--bench");
const wanted = args.filter((arg) => !arg.startsWith("--"));

// Who opens a task holds it for a while, so those that need a certain one come first; the one that looks at
// what all others saw comes last.
const modules = await load(["failing", "arranging", "timing", "looking", "keyboard", "access", "verifiers", "snippets", "turning", "safety"]);
const tests = modules.flatMap((module) => module.tests)
    .filter((test) => !is_short || test.is_short)
    .filter((test) => (is_bench ? test.is_bench || test.is_measured : !test.is_bench))
    .filter((test) => wanted.length === 0 || wanted.some((name) => test.name.toLowerCase().includes(name.toLowerCase())));

let passed = 0;
let failed = 0;
const figures = {};
const desk = await start_desk(is_bench ? { applications: Number(applications ?? 240) } : { copies: is_short ? 1 : 10 });
const browser = await launch();
try {
    for (const test of tests) {
        const started = Date.now();
        const contexts = [];
        try {
            await test.run({ desk, figures, shots, is_short, context: async (wishes) => {
                const context = await new_context(browser, wishes);
                context.setDefaultTimeout(15000);
                contexts.push(context);
                return context;
            } });
            ++passed;
            console.log(`ok      ${test.name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
        } catch (error) {
            ++failed;
            console.log(`FAILED  ${test.name}\n        ${String(error.stack ?? error).split("\n").slice(0, 12).join("\n        ")}`);
        }
        for (const context of contexts) await context.close().catch(() => undefined);
    }
} finally {
    await browser.close();
    await desk.stop();
}
if (json) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
console.log(`web: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
