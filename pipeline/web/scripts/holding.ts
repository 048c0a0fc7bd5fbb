// SPDX-License-Identifier: MPL-2.0
// That a person works on a task: said again and again while its page is open, taken back when the page is
// left, so that nobody waits two minutes for a task that nobody has.

import { ask_server, say_leaving, type Problem } from "./http";
import type { Task } from "./task_data";

export class Holding {
    private timer = 0;
    private path = "";
    private until = "";

    /// `lost`: somebody else has taken the task over.
    constructor(private readonly lost: (problem: Problem) => void) {}

    begin(task: Task): void {
        this.end();
        this.path = `/tasks/${encodeURIComponent(task.id)}`;
        this.until = task.held_until;
        const every_ms = (Math.max(task.lease_seconds, 3) * 1000) / 3;
        this.timer = window.setInterval(() => void this.beat(), every_ms);
    }

    end(): void {
        window.clearInterval(this.timer);
    }

    /// Lets the task go, unless another page of the same person holds it by now.
    leave(): void {
        if (this.path !== "") say_leaving(`${this.path}/leave`, { until: this.until });
    }

    // A beat without an answer is no reason to stop.
    private async beat(): Promise<void> {
        const path = this.path;
        const answer = await ask_server("POST", `${path}/lease`, {});
        if (path !== this.path) return;
        if (answer.kind === "done") this.until = String(answer.body.until);
        else if (answer.kind === "refused" && answer.status === 409) this.lost(answer.problem);
    }
}
