// SPDX-License-Identifier: MPL-2.0
// Mail for the bench, made by the scan forge and written by hand. Most of it is difficult: each application
// has something that ordinary mail has (light ink, corrections, letters of other languages, damaged paper,
// ...), so that most of them ask about several fields. The rest is everyday mail as in the samples: filled in
// as it asks for, scanned in an office. The hands and the damage come from the seed; none was chosen for what
// the readers make of it. What was written is known, so that a scripted verifier can tell right from wrong.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const seed = 20261130;
const everyday_share = 0.25;

const everyday_forms = ["boligstoette", "sp501"];

/// By its name, as the forge gives it.
export const is_everyday = (file) => everyday_forms.some((form) => file.startsWith(`${form}-office-written-`));

/// Makes at least so many difficult applications in this folder, and a quarter of that of everyday ones, each in a file of its own. Gives the files, and by
/// the file's name what was written into each field.
export function bench_mail(forge, folder, applications) {
    mkdirSync(folder, { recursive: true });
    const conditions = run(forge, ["conditions"]).split("\n").map((line) => line.split("\t")[0]).filter(Boolean);
    const each = Math.ceil(applications / conditions.length);
    conditions.forEach((condition, index) => {
        run(forge, ["ordinary", "--condition", condition, "--count", String(each), "--seed", String(seed + 1000 * index), "--script", "written", "--ending", "pdf", "--out", folder]);
    });
    for (const form of everyday_forms) {
        const count = Math.ceil((everyday_share * applications) / everyday_forms.length);
        run(forge, ["random", "--form", form, "--count", String(count), "--grade", "office", "--script", "written", "--seed", String(seed), "--ending", "pdf", folder]);
    }
    const truth = new Map();
    const files = readdirSync(folder).filter((name) => !name.endsWith(".expected.json")).sort();
    for (const name of files) {
        const told = JSON.parse(readFileSync(join(folder, name.replace(/\.[^.]*$/, ".expected.json")), "utf8"));
        truth.set(name, told.applications[0].fields);
    }
    return { files: files.map((name) => join(folder, name)), truth };
}

function run(forge, args) {
    const done = spawnSync(forge, args, { encoding: "utf8", maxBuffer: 1 << 26 });
    if (done.status !== 0) throw new Error(`indgang_forge ${args[0]} ended with ${done.status}: ${done.stderr}`);
    return done.stdout;
}
