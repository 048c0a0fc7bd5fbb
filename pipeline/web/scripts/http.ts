// SPDX-License-Identifier: MPL-2.0
// Requests of the scripts to the program that served the page.

export interface Problem {
    title?: string;
    detail?: string;
    code?: string;
    saved?: string;
    etag?: string;
    current?: { what: string; value: string; by?: string } | null;
}

/// What became of a request. `away`: no answer, or one that says to come again (502, 503, 504, 429).
export type Answer =
    | { kind: "done"; body: Record<string, unknown> }
    | { kind: "refused"; status: number; problem: Problem }
    | { kind: "away" };

const most_wait_ms = 15000;
const come_again = new Set([429, 502, 503, 504]);

export async function ask_server(method: string, path: string, body?: unknown, etag?: string): Promise<Answer> {
    const answer = await ask_once(method, path, body, etag);
    if (answer.kind !== "refused" || answer.status !== 403 || answer.problem.code !== "forged_request") return answer;
    // The person has logged in anew in another tab, and the token of this page is of the session before.
    const page = await fetch_page(window.location.href);
    if (!page) return { kind: "refused", status: 401, problem: answer.problem };
    take_csrf(page);
    return ask_once(method, path, body, etag);
}

async function ask_once(method: string, path: string, body?: unknown, etag?: string): Promise<Answer> {
    const headers: Record<string, string> = { Accept: "application/json", "X-CSRF-Token": csrf() };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (etag) headers["If-Match"] = etag;
    let response: Response;
    let text: string;
    try {
        response = await fetch(path, {
            method, headers, credentials: "same-origin", redirect: "error",
            body: body === undefined ? null : JSON.stringify(body),
            signal: AbortSignal.timeout(most_wait_ms),
        });
        text = await response.text();
    } catch {
        return { kind: "away" };
    }
    if (come_again.has(response.status)) return { kind: "away" };
    const read = parsed(text);
    if (response.ok) return { kind: "done", body: read };
    return { kind: "refused", status: response.status, problem: read as Problem };
}

/// Says something to the program while the page is left; nobody waits for the answer.
export function say_leaving(path: string, body: object): void {
    void fetch(path, {
        method: "POST", keepalive: true, credentials: "same-origin", redirect: "error",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf() }, body: JSON.stringify(body),
    }).catch(() => undefined);
}

/// Gives the page that this address shows now, or nothing when it cannot be had (away, or logged out).
export async function fetch_page(path: string): Promise<Document | null> {
    try {
        const response = await fetch(path, { credentials: "same-origin", signal: AbortSignal.timeout(most_wait_ms) });
        if (!response.ok || new URL(response.url).pathname === "/login") return null;
        return new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
        return null;
    }
}

/// Takes the CSRF token of a page that was fetched: after a new login the old one is of no use.
export function take_csrf(page: Document): void {
    const token = page.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content;
    const mine = document.querySelector<HTMLMetaElement>('meta[name="csrf"]');
    if (token && mine) mine.content = token;
    for (const input of document.querySelectorAll<HTMLInputElement>('input[name="csrf"]')) if (token) input.value = token;
}

function csrf(): string {
    return document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
}

function parsed(text: string): Record<string, unknown> {
    try {
        return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    } catch {
        return {};
    }
}
