/* weigh.mjs: what a page costs a visitor - requests, bytes and time, from a browser that
 * has seen nothing before, on a slow tablet and a slow link if wanted.
 *
 *     const scale = await openScale(browser, { url, first, title }, { slow: true, latency: 150 });
 *     const { ms, asked } = await scale.usable();     until the first answer takes a tap
 *     scale.requests(0, asked)                what was asked for until then
 *     const before = scale.asked();           how many requests so far: scale.requests(before)
 *     await scale.quiet();                    nothing is on its way any more, within a minute
 *     await scale.tap('.none')                ms from a real tap to the next screen, painted
 *     await scale.close();
 *
 * A page is known by two selectors: `first`, an answer of its first question, and `title`,
 * whose text is another one on each screen. Times are the page's own, in steps of a frame;
 * what came before what is told by the order in which the page tells it, not by two clocks.
 * An answer takes a tap when a finger on its middle meets nothing else; whoever wants to be
 * sure that its handler is there taps it.
 *
 * The page tells its times by itself: asked for them, it would have to run the asker's
 * scripts, which on a slow tablet take longer than what is measured. Nor does it look at each
 * frame while it loads: a slow tablet would draw frames and read no page. */
import { tablets } from './visitor.mjs';

/* A tablet on a poor Wi-Fi, as Chromium imitates it: bytes a second; `latency` is ms added to
 * each request. */
const LINK = { offline: false, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const SLOWER = 4;
const REST = 600;       /* ms without a request: the page has all that it wants */
const WINDOW = 2500;    /* ms until a whole browser's new window has loaded what is its own: its bars are pages, too */

const PATIENCE = 60000;

/* What the tablet's page may cost: bytes, requests, ms. */
export const aims = { wire: 40000, requests: 4, visit: 3, usable: 800, tap: 100, slowest: 100 };

/* The tablet's page, and the taps of a visitor who is satisfied. */
export const tabletPage = (url) => ({
    url, name: 'sortie', first: '.faces .cell', title: 'h1',
    taps: ['.faces .cell:nth-child(4)', '.none', '.choice .cell', '.skip'],
});

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/* In the page: watches for the first answer, and times each tap until the screen it led to
 * has been painted (the second frame after the title changed). */
function watchPage({ first, title }) {
    const weighed = {};
    let tapped = null;
    const tell = (what, ms) => globalThis.tellScale(JSON.stringify([what, ms]));
    const frames = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
    const text = () => document.querySelector(title)?.textContent;
    weighed.takes = (selector) => {
        const element = document.querySelector(selector), box = element?.getBoundingClientRect();
        const hit = box && box.width > 0 && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return hit && element.contains(hit) ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    };
    const look = () => requestAnimationFrame(() => {
        if (weighed.takes(first))
            requestAnimationFrame(() => tell('usable', performance.now()));
        else
            look();
    });
    const arrival = new MutationObserver(() => {
        if (!document.querySelector(first))
            return;
        arrival.disconnect();
        look();
    });
    arrival.observe(document, { subtree: true, childList: true });
    addEventListener('pointerup', (event) => { tapped = { at: event.timeStamp, text: text() }; }, { capture: true });
    new MutationObserver(() => {
        if (!tapped || text() === tapped.text)
            return;
        const { at } = tapped;
        tapped = null;
        frames(() => tell('tap', performance.now() - at));
    }).observe(document, { subtree: true, childList: true, characterData: true });
    globalThis.weighed = weighed;
}

/* Every request of a page but those that never leave it, in their order: {url, method, wire
 * (bytes with their heads), bytes (as the page reads them), ended}. */
async function listen(wire) {
    const requests = new Map();
    const note = (id, some) => requests.has(id) && Object.assign(requests.get(id), some);
    wire.on('Network.requestWillBeSent', ({ requestId, request }) => {
        if (/^https?:/.test(request.url))
            requests.set(requestId, { url: request.url, method: request.method, wire: 0, bytes: 0, ended: false });
    });
    wire.on('Network.dataReceived', ({ requestId, dataLength }) =>
        note(requestId, { bytes: (requests.get(requestId)?.bytes || 0) + dataLength }));
    wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => note(requestId, { wire: encodedDataLength, ended: true }));
    wire.on('Network.loadingFailed', ({ requestId }) => note(requestId, { ended: true }));
    await wire.send('Network.enable');
    return requests;
}

/* Promises of what the page tells next, `usable` or `tap`: {ms, asked: requests until then}. */
async function hear(wire, requests) {
    const waiting = new Map();
    const next = (what) => new Promise((done, failed) => {
        waiting.set(what, done);
        setTimeout(failed, PATIENCE, new Error(`the page does not tell '${what}'`)).unref();
    });
    wire.on('Runtime.bindingCalled', ({ name, payload }) => {
        const [what, ms] = JSON.parse(payload);
        if (name === 'tellScale' && waiting.has(what))
            waiting.get(what)({ ms, asked: requests.size });
    });
    await wire.send('Runtime.enable');
    await wire.send('Runtime.addBinding', { name: 'tellScale' });
    return next;
}

export async function openScale(browser, { url, first, title }, { slow = false, latency = 0 } = {}) {
    const context = await browser.newContext({ viewport: tablets.wide, hasTouch: true, locale: 'fr-FR' });
    const page = await context.newPage(), wire = await context.newCDPSession(page);
    await pause(slow ? WINDOW : 0);
    page.setDefaultTimeout(60000);
    const requests = await listen(wire);
    if (slow) {
        await wire.send('Network.emulateNetworkConditions', { ...LINK, latency });
        await wire.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
        /* All recordings take minutes on this link, and a visitor who comes ends their fetching. */
        await wire.send('Network.setBlockedURLs', { urls: ['*.mp3*'] });
    }
    const next = await hear(wire, requests), usable = next('usable');
    await page.addInitScript(watchPage, { first, title });
    await page.goto(url, { waitUntil: 'commit' });
    const scale = { page, close: () => context.close() };

    /* Without fonts and recordings. */
    scale.requests = (from = 0, to = requests.size) => [...requests.values()].slice(from, to)
        .filter(({ url }) => !/\/audio\/|\.woff2?$/.test(new URL(url).pathname));

    scale.asked = () => requests.size;

    scale.usable = () => usable;

    scale.quiet = async (patience = PATIENCE) => {
        const by = Date.now() + patience;
        for (let rest = 0, known = 0; rest < REST; rest += 50) {
            await pause(50);
            const pending = [...requests.values()].filter(({ ended }) => !ended);
            if (Date.now() > by)
                throw new Error(`the page does not come to rest: ${pending.map(({ url }) => url).join(' ') || 'it asks on and on'}`);
            if (requests.size !== known || pending.length > 0)
                rest = 0;
            known = requests.size;
        }
    };

    scale.tap = async (selector) => {
        const { x, y } = await (await page.waitForFunction((wanted) => globalThis.weighed.takes(wanted), selector)).jsonValue();
        const taken = next('tap');
        await page.touchscreen.tap(x, y);
        return (await taken).ms;
    };
    return scale;
}
