// SPDX-License-Identifier: MPL-2.0
// Starts the desk that the tests drive: `indgang serve` on a folder of its own, with the registers and the
// case system of the demo as simulators, the samples read, and an account of each role. With
// INDGANG_DESK_URL the tests drive a desk that runs already (and has the accounts below).
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { deflateSync } from "node:zlib";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bench_mail } from "./bench_mail.mjs";
import { payloads } from "./payloads.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const password = "en lang hemmelig sætning";
const start_ms = 60000;

export const roles = { operator: "operator", verifier: "verifier", verifier2: "verifier", caseworker: "case_worker", manager: "manager", auditor: "auditor" };

/// Gives {url, users, folder, program, truth, stop}. `copies`: how often the samples are taken in, each time as
/// other bytes, so that there are applications enough. `applications`: so many more are made by the forge
/// (INDGANG_FORGE); `truth` has what was written in them, by the file's name.
export async function start_desk({ copies = 1, applications = 0 } = {}) {
    const users = Object.fromEntries(Object.keys(roles).map((name) => [name, { name, password }]));
    if (process.env.INDGANG_DESK_URL) return { url: process.env.INDGANG_DESK_URL, users, stop: async () => undefined };

    const program = process.env.INDGANG ?? join(root, "build/indgang");
    const folder = mkdtempSync(join(tmpdir(), "indgang-web-"));
    const started = [];
    const stop = async () => {
        for (const process_ of started.reverse()) {
            const gone = new Promise((done) => process_.once("exit", done));
            if (process_.exitCode === null && process_.signalCode === null) {
                process_.is_wanted_gone = true;
                process_.kill();
                await gone;
            }
        }
        rmSync(folder, { recursive: true, force: true });
    };
    try {
        const registers = await start(started, program, ["simulate", "registers", "--persons", hostile_persons(folder)], /^listening on (.*)$/m);
        const cases = await start(started, program, ["simulate", "casequeue", "--folder", join(folder, "cases")], /^listening on (.*)$/m);
        const configuration = join(folder, "indgang.toml");
        writeFileSync(configuration, `[store]
folder = "store"
[registries.cpr]
url = "http://${registers}"
[registries.eindkomst]
url = "http://${registers}"
[registries.bbr]
url = "http://${registers}"
[casequeue]
url = "http://${cases}"
[service]
port = 0
watch_port = 0
[desk]
port = 0
${process.env.INDGANG_PAGES ? `pages = ${JSON.stringify(resolve(process.env.INDGANG_PAGES))}\n` : ""}`);
        for (const [name, role] of Object.entries(roles)) {
            run(program, ["--config", configuration, "account", "add", name, "--role", role], `${password}\n`);
        }
        // The two broken XML files among the samples make it end with 3.
        const made = applications > 0 ? bench_mail(process.env.INDGANG_FORGE ?? join(root, "build/indgang_forge"), join(folder, "bench"), applications) : { files: [], truth: new Map() };
        run(program, ["--config", configuration, "run", ...mail(folder, copies), ...made.files], "", [0, 1, 3]);
        const address = await start(started, program, ["--config", configuration, "serve"], /desk on (\S+)/m);
        return { url: `http://${address}`, users, folder, program, configuration, truth: made.truth, stop };
    } catch (error) {
        await stop();
        throw error;
    }
}

// A picture of nothing that anybody applies with: grey, with a dark disc.
const photo = () => picture((x, y, width, height) => (Math.hypot(x - width / 2, y - height / 2) < width / 4 ? 60 : 150 + Math.floor((80 * y) / height)));
// The back of a sheet.
const empty_page = () => picture(() => 255);

function picture(grey) {
    const [width, height] = [1200, 1600];
    const rows = Buffer.alloc((width + 1) * height);
    for (let y = 0; y < height; ++y) for (let x = 0; x < width; ++x) rows[y * (width + 1) + x + 1] = grey(x, y, width, height);
    const chunk = (type, data) => {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(data.length);
        const body = Buffer.concat([Buffer.from(type), data]);
        const check = Buffer.alloc(4);
        check.writeUInt32BE(crc32(body));
        return Buffer.concat([length, body, check]);
    };
    const head = Buffer.alloc(13);
    head.writeUInt32BE(width, 0);
    head.writeUInt32BE(height, 4);
    head[8] = 8;
    return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

function crc32(bytes) {
    let crc = ~0;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
    }
    return ~crc >>> 0;
}

// The samples, and copies of the paper with a few bytes behind the end, which no reader looks at. One
// has a name that would run as script where it were not escaped.
function mail(folder, copies) {
    const paper = join(root, "samples/paper");
    const more = join(folder, "mail");
    mkdirSync(more);
    writeFileSync(join(more, "photo-of-nothing.png"), photo());
    writeFileSync(join(more, "empty-page.png"), empty_page());
    for (let copy = 1; copy < copies; ++copy) {
        for (const file of readdirSync(paper).filter((name) => /\.(tif|pdf)$/.test(name))) {
            const target = join(more, copy === 1 ? `${payloads[0].replaceAll("/", "")}-${file}` : `${copy}-${file}`);
            copyFileSync(join(paper, file), target);
            appendFileSync(target, `\n% ${copy}\n`);
        }
    }
    return [paper, join(root, "samples/xml"), more];
}

// The registers' persons, one of them with a script for a name.
function hostile_persons(folder) {
    const text = readFileSync(join(root, "samples/registers/persons.json"), "utf8");
    const file = join(folder, "persons.json");
    let at = 0;
    writeFileSync(file, text.replace(/("(?:street|road|middle_name)"\s*:\s*)"([^"]*)"/g, (whole, key, said) => `${key}${JSON.stringify(said + payloads[at++ % payloads.length])}`));
    return file;
}

function run(program, args, input, good = [0]) {
    const done = spawnSync(program, args, { cwd: root, input, encoding: "utf8", maxBuffer: 1 << 26 });
    if (!good.includes(done.status)) throw new Error(`indgang ${args.slice(2, 4).join(" ")} ended with ${done.status}: ${done.stderr}`);
}

function start(started, program, args, line) {
    const process_ = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    started.push(process_);
    return new Promise((done, fail) => {
        let said = "";
        const timer = setTimeout(() => fail(new Error(`indgang ${args.join(" ")} said nothing of ${line}: ${said}`)), start_ms);
        const heard = (bytes) => {
            said += bytes;
            const found = said.match(line);
            if (!found) return;
            clearTimeout(timer);
            done(found[1]);
        };
        process_.stdout.on("data", heard);
        process_.stderr.on("data", heard);
        process_.once("exit", (code, signal) => {
            clearTimeout(timer);
            // One that ends while the tests run is no end of the tests, and must not go unseen.
            if (!process_.is_wanted_gone) console.error(`indgang ${args.at(-1)} ended with ${signal ?? code}: ${said.slice(-2000)}`);
            fail(new Error(`indgang ${args.join(" ")} ended with ${code}: ${said}`));
        });
    });
}
