// SPDX-License-Identifier: MPL-2.0
// Sends each answer as soon as it is given, one at a time, because each carries the ETag that the one
// before it brought. An answer stays here until the program has it: a lost connection is tried again
// until it is back, a session that is gone waits for a new login.

import { after_paint } from "./frames";
import { ask_server, type Problem } from "./http";

export interface Entry {
    what: "agree" | "value" | "pass";
    value: string;
    meaning?: string;
}

export interface Current {
    what: string;
    value: string;
    by?: string;
}

/// What the page does when a change is saved, refused or held up.
export interface Ears {
    saved(key: string, meaning: string | undefined, left: number | undefined): void;
    refused(key: string, detail: string): void;
    waiting(count: number, is_away: boolean): void;
    /// Gives true to keep one's own, false to take the other's.
    conflict(key: string, mine: Entry | null, current: Current): Promise<boolean>;
    lost(problem: Problem, unsaved: number): void;
    gone(unsaved: number): void;
}

interface Change {
    key: string;
    entry: Entry | null;
}

const first_pause_ms = 500;
const longest_pause_ms = 8000;

export class Saving {
    private readonly pending = new Map<string, Change>();
    private readonly settled: (() => void)[] = [];
    private is_sending = false;
    private is_held = false;
    private pause_ms = first_pause_ms;
    private timer = 0;

    constructor(private readonly task: string, public etag: string, private readonly ears: Ears) {
        window.addEventListener("online", this.again);
    }

    get unsaved(): number {
        return this.pending.size;
    }

    /// Gives or takes back (null) an answer; a later one for the same question takes the place of one
    /// that is not sent yet.
    give(key: string, entry: Entry | null): void {
        this.pending.delete(key);
        this.pending.set(key, { key, entry });
        // After the frame that shows the next question: to hand a request to the browser takes milliseconds.
        after_paint("saving", () => {
            this.ears.waiting(this.pending.size, false);
            void this.send();
        });
    }

    /// Ends when every answer is with the program.
    async all(): Promise<void> {
        if (this.pending.size === 0) return;
        void this.send();
        await new Promise<void>((done) => this.settled.push(done));
    }

    /// Goes on after a new login, with the ETag that the task has now.
    resume(etag: string): void {
        this.etag = etag;
        this.is_held = false;
        void this.send();
    }

    /// Forgets what is not sent: the task is somebody else's now, or done.
    end(): void {
        this.is_held = true;
        this.pending.clear();
        window.clearTimeout(this.timer);
        window.removeEventListener("online", this.again);
    }

    private readonly again = (): void => {
        window.clearTimeout(this.timer);
        void this.send();
    };

    private async send(): Promise<void> {
        if (this.is_sending || this.is_held) return;
        this.is_sending = true;
        try {
            for (let next = this.first(); next && !this.is_held; next = this.first()) {
                if (!(await this.send_one(next))) break;
            }
        } finally {
            this.is_sending = false;
        }
        if (this.pending.size === 0) for (const done of this.settled.splice(0)) done();
    }

    private first(): Change | undefined {
        return this.pending.values().next().value;
    }

    // Gives whether to go on with the next.
    private async send_one(change: Change): Promise<boolean> {
        const path = `/tasks/${encodeURIComponent(this.task)}/entries/${encodeURIComponent(change.key)}`;
        const answer = change.entry
            ? await ask_server("PUT", path, { what: change.entry.what, value: change.entry.value }, this.etag)
            : await ask_server("DELETE", path, undefined, this.etag);
        if (answer.kind === "away") {
            this.ears.waiting(this.pending.size, true);
            this.timer = window.setTimeout(this.again, this.pause_ms);
            this.pause_ms = Math.min(this.pause_ms * 2, longest_pause_ms);
            return false;
        }
        this.pause_ms = first_pause_ms;
        if (answer.kind === "done") {
            if (typeof answer.body.etag === "string") this.etag = answer.body.etag;
            this.drop(change);
            this.ears.saved(change.key, answer.body.meaning as string | undefined, answer.body.left as number | undefined);
            this.ears.waiting(this.pending.size, false);
            return true;
        }
        return this.refused(change, answer.status, answer.problem);
    }

    private async refused(change: Change, status: number, problem: Problem): Promise<boolean> {
        if (status === 401) {
            this.is_held = true;
            this.ears.gone(this.pending.size);
            return false;
        }
        if (status === 409) {
            this.is_held = true;
            this.ears.lost(problem, this.pending.size);
            return false;
        }
        if (status === 412) {
            const is_newer = problem.etag !== undefined && problem.etag !== this.etag;
            if (problem.etag) this.etag = problem.etag;
            const current = problem.current ?? undefined;
            if (current && change.entry && current.what === change.entry.what && current.value === change.entry.value) {
                // The same answer, from another window.
                this.drop(change);
                this.ears.saved(change.key, undefined, undefined);
                this.ears.waiting(this.pending.size, false);
                return true;
            }
            // Without another's answer only the ETag was old: the change stands and is sent with the new one.
            if (current ? await this.ears.conflict(change.key, change.entry, current) : is_newer) return true;
            this.drop(change);
            if (!current) this.ears.refused(change.key, problem.detail ?? problem.title ?? "");
            this.ears.waiting(this.pending.size, false);
            return true;
        }
        this.drop(change);
        this.ears.refused(change.key, problem.detail ?? problem.title ?? "");
        this.ears.waiting(this.pending.size, false);
        return true;
    }

    private drop(change: Change): void {
        if (this.pending.get(change.key) === change) this.pending.delete(change.key);
    }
}
