// SPDX-License-Identifier: MPL-2.0
// Measures in the browser what a person waits for: `field_jump_ms`, from an Enter until the next question
// has the focus and the frame is drawn, and `page_flip_ms`, from a key until another page is drawn.
//
// A key waits for the next frame of the screen, 8 ms in the mean, however fast the page is. So each is
// given twice: `_ms` is the work (the key's handlers, and the frame from its start until it is painted),
// `_shown_ms` the time from the key until the frame is painted, with the wait for the screen in it.

/// Puts the stop-watch into every page of this context.
export async function watch_keys(context) {
    await context.addInitScript(() => {
        window.__keys = [];
        window.addEventListener("keydown", (event) => {
            if (["Alt", "Control", "Shift"].includes(event.key)) return;
            const start = performance.now();
            const one = { key: event.key, handled: 0 };
            // The page's handlers stand at the document: the window hears of the key before and after them.
            window.addEventListener("keydown", () => (one.handled = performance.now() - start), { once: true });
            requestAnimationFrame(() => {
                const frame = performance.now();
                const painted = new MessageChannel();
                painted.port1.onmessage = () => {
                    one.work = one.handled + (performance.now() - frame);
                    one.shown = performance.now() - start;
                    window.__keys.push(one);
                };
                painted.port2.postMessage(0);
            });
        }, { capture: true });
    });
}

/// Gives mean, first quartile, median, 95th and 99th percentile and the most, in milliseconds.
export function summary(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
    return { n: sorted.length, mean: round(sorted.reduce((sum, value) => sum + value, 0) / (sorted.length || 1)), p25: at(0.25), p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

const round = (value) => Math.round(value * 100) / 100;

/// Takes the times that a page gathered, and forgets them there.
export async function taken(page) {
    await page.waitForTimeout(50);
    return page.evaluate(() => window.__keys.splice(0));
}
