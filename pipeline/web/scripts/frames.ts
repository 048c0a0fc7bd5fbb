// SPDX-License-Identifier: MPL-2.0
// What need not be in the frame that answers a key: it is done right after that frame is painted, so that
// the next question is there at once and what follows it comes a frame later.

const waiting = new Map<string, () => void>();

/// Does this when the next frame is painted; of what has the same name only the last is done. A page that
/// nobody sees paints nothing, and does it at once.
export function after_paint(name: string, does: () => void): void {
    if (waiting.size === 0) {
        if (document.hidden) window.setTimeout(do_all);
        else requestAnimationFrame(() => window.setTimeout(do_all));
    }
    waiting.delete(name);
    waiting.set(name, does);
}

function do_all(): void {
    const all = [...waiting.values()];
    waiting.clear();
    for (const does of all) does();
}
