// SPDX-License-Identifier: MPL-2.0
// Builds what the desk's pages need into one folder: node build.mjs FOLDER.
//
// The folder then holds desk.js and the parts it loads later, desk.css, the fonts and icons that the
// pages use, templates/ and words/. It is made beside its place and put there when it is whole, so a
// build that stops half-way leaves the old pages as they were.
//
// The pages run under a Content-Security-Policy without inline code and without `data:`; what a library
// would do against it is taken out here, and the build fails when the library no longer says it so.
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { spawnSync } from "node:child_process";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const library = (path) => join(here, "node_modules", path);
const text = (path) => readFileSync(path, "utf8");
const names = (folder, end) => readdirSync(join(here, folder)).filter((name) => name.endsWith(end));

function refuse(what) {
    console.error(`web: ${what}`);
    process.exit(1);
}

// The weights that the pages are set in. Others would be another 60 KB each.
const fonts = new Set(["IBMPlexSans-Regular.woff2", "IBMPlexSans-SemiBold.woff2", "IBMPlexSans-Bold.woff2"]);
// Pictures that rules of the design system draw on parts that the pages use.
const drawn = new Set(["check-white.svg", "chevron-down.svg", "chevron-up.svg", "minus-white.svg"]);
// Icons whose name comes from the program: the kind of a state or notice.
const kinds = ["info", "success", "warning", "error"];

// Leaves of the design system's style sheet only the fonts and pictures above.
function shorten(css) {
    const faces = /@font-face\{[^}]*\}/g;
    const kept = [...new Set(css.match(faces))]
        .map((face) => [face, face.match(/url\(([^)]*\/([A-Za-z-]+\.woff2))\)/)])
        .filter(([, file]) => file && fonts.has(file[2]))
        .map(([face, file]) => {
            const weight = face.match(/font-weight:(\d+)/)[1];
            return `@font-face{font-display:swap;font-family:IBM Plex Sans;font-style:normal;font-weight:${weight};` +
                `src:url(${file[1]}) format("woff2")}`;
        });
    if (kept.length !== fonts.size) refuse("dkfds names its fonts otherwise than build.mjs expects");
    return kept.join("") + css.replace(faces, "").replace(/url\(\.\.\/img\/([^)]*)\)/g,
        (whole, path) => (drawn.has(basename(path)) ? whole : "none"));
}

// OpenSeadragon adds a <style> to the page that takes the focus ring off its canvas. The policy would
// block it, and the ring must stay.
function without_style(code) {
    const start = code.indexOf("    // Injecting mobile-only CSS to remove focus outline");
    const end = code.indexOf("    (function( style ){", start);
    if (start < 0 || end < 0 || end - start > 900) refuse("openseadragon adds its <style> at another place");
    const rest = code.slice(0, start) + code.slice(end);
    if (/createElement\(\s*['"]style['"]\s*\)/.test(rest)) refuse("openseadragon adds another <style>");
    return rest;
}

const libraries = {
    name: "libraries",
    setup(bundle) {
        bundle.onLoad({ filter: /dkfds\.min\.css$/ }, ({ path }) => ({ contents: shorten(text(path)), loader: "css" }));
        bundle.onLoad({ filter: /openseadragon\.js$/ }, ({ path }) => ({ contents: without_style(text(path)) }));
    },
};

// One file with the icons that templates and scripts name.
function sprite() {
    const wanted = new Set(kinds);
    for (const [folder, end] of [["templates", ".mustache"], ["scripts", ".ts"]]) {
        for (const name of names(folder, end)) {
            for (const found of text(join(here, folder, name)).matchAll(/icons\.svg[^#"`]*#([a-z-]+)|icon\("([a-z-]+)"/g)) {
                wanted.add(found[1] ?? found[2]);
            }
        }
    }
    const all = text(library("dkfds/dist/img/all-svg-icons.svg"));
    const symbols = [...wanted].sort().map((name) => {
        const symbol = all.match(new RegExp(`<symbol id="${name}"[^]*?</symbol>`));
        return symbol ? symbol[0] : refuse(`dkfds has no icon "${name}"`);
    });
    return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

// Words are flat tables: [table] and key = "text". Gives "table.key" -> text.
function words(language) {
    const read = new Map();
    let table = "";
    for (const [index, line] of text(join(here, "words", `${language}.toml`)).split("\n").entries()) {
        if (line.trim() === "" || line.startsWith("#")) continue;
        const head = line.match(/^\[([a-z_]+)\]$/);
        const entry = line.match(/^([a-z0-9_]+) = ("(?:[^"\\]|\\.)*")$/);
        if (head) table = head[1];
        else if (!entry) refuse(`words/${language}.toml:${index + 1}: neither a table nor a word`);
        else if (read.has(`${table}.${entry[1]}`)) refuse(`words/${language}.toml:${index + 1}: said twice`);
        else read.set(`${table}.${entry[1]}`, JSON.parse(entry[2]));
    }
    return read;
}

// Both languages say the same things, every word that is used is there, and none is there unused.
function check_words() {
    const danish = words("da");
    const english = words("en");
    const used = new Set();
    for (const name of names("templates", ".mustache")) {
        for (const [, key] of text(join(here, "templates", name)).matchAll(/\{\{[#^/]?w\.([a-z0-9_.]+)\}\}/g)) used.add(key);
    }
    for (const name of names("scripts", ".ts")) {
        for (const [, key] of text(join(here, "scripts", name)).matchAll(/\bword\(\s*"([a-z0-9_]+)"/g)) used.add(`script.${key}`);
        for (const [, key] of text(join(here, "scripts", name)).matchAll(/says: "([a-z0-9_]+)"/g)) used.add(`script.${key}`);
    }
    // [server] belongs to the program: headings, states and problems that it puts into the pages.
    const of_program = (key) => key.startsWith("server.");
    const wrong = [
        ...[...used].filter((key) => !danish.has(key)).map((key) => `no word ${key} in da.toml`),
        ...[...danish.keys()].filter((key) => !used.has(key) && !of_program(key)).map((key) => `${key} is used nowhere`),
        ...[...danish.keys()].filter((key) => !english.has(key)).map((key) => `no word ${key} in en.toml`),
        ...[...english.keys()].filter((key) => !danish.has(key)).map((key) => `no word ${key} in da.toml`),
    ];
    for (const [key, said] of danish) {
        const places = (words_) => (words_.match(/\{[a-z]+\}/g) ?? []).sort().join();
        if (english.has(key) && places(said) !== places(english.get(key))) wrong.push(`${key} has other places in en.toml`);
    }
    if (wrong.length) refuse(wrong.join("\nweb: "));
}

function check_types() {
    const done = spawnSync(process.execPath, [library("typescript/bin/tsc"), "-p", here], { encoding: "utf8" });
    if (done.status !== 0) refuse(`types\n${done.stdout ?? ""}${done.stderr ?? done.error}`);
}

const target = resolve(process.argv[2] ?? refuse("usage: node build.mjs FOLDER"));
check_words();
check_types();

const making = `${target}.making`;
rmSync(making, { recursive: true, force: true });
mkdirSync(making, { recursive: true });
await build({
    absWorkingDir: here,
    entryPoints: { desk: "scripts/desk.ts" },
    outdir: making,
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["es2022"],
    minify: true,
    legalComments: "eof",
    chunkNames: "[name]-[hash]",
    plugins: [libraries],
    logLevel: "warning",
});
await build({
    absWorkingDir: here,
    entryPoints: { desk: "styles/desk.css" },
    outdir: making,
    bundle: true,
    minify: true,
    loader: { ".woff2": "file", ".svg": "file" },
    assetNames: "[name]-[hash]",
    plugins: [libraries],
    logLevel: "warning",
});
writeFileSync(join(making, "icons.svg"), sprite());
cpSync(join(here, "favicon.svg"), join(making, "favicon.svg"));
cpSync(join(here, "templates"), join(making, "templates"), { recursive: true });
cpSync(join(here, "words"), join(making, "words"), { recursive: true });
// The licences of what is handed out with the pages.
cpSync(library("dkfds/dist/LICENSE.md"), join(making, "LICENSE-dkfds.md"));
cpSync(library("openseadragon/LICENSE.txt"), join(making, "LICENSE-openseadragon.txt"));
rmSync(target, { recursive: true, force: true });
renameSync(making, target);
