/* visitor.mjs: a visitor at a tablet - Debian's Chromium, a touch screen, and everything
 * that went wrong on the way: console errors, requests to other hosts, cookies.
 *
 * A page is shown by Chromium's headless shell: the same engine and version without the
 * window around it, which costs twice as much as the page. A tablet that is killed and
 * started again is the whole browser, as on the wall. SORTIE_CHROMIUM is used for both. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const whole = process.env.SORTIE_CHROMIUM || '/usr/bin/chromium';
const shell = process.env.SORTIE_CHROMIUM || '/usr/bin/chromium-headless-shell';

export const tablets = {
    small: { width: 1024, height: 600 },
    wide: { width: 1280, height: 800 },
    upright: { width: 800, height: 1280 },
    square: { width: 1080, height: 810 },
};

/* kiosk.test is this machine under a name that is no secure context, like a tablet's
 * http://sortie:8080; 127.0.0.1 is one, like https. */
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--host-resolver-rules=MAP kiosk.test 127.0.0.1'];

export const openBrowser = (...more) => chromium.launch({ executablePath: shell, args: [...flags, ...more] });

/* A code of the plain page, where blanks make all codes of a question one length. */
export const chosen = (name, code) => `[name="q.${name}"]:is([value="${code}"], [value^="${code} "])`;

export const insecure = (address) => address.replace('127.0.0.1', 'kiosk.test');

/* A browser with a disk, which can be killed and started again: {page, restart}. It ends with
 * its test, which may fail: a browser that is left behind holds the whole file up. */
export async function openTablet(t) {
    const folder = mkdtempSync(join(tmpdir(), 'sortie-tablet-'));
    const tablet = { page: null };
    let child;
    const kill = async () => {
        if (child.exitCode !== null || child.signalCode !== null)
            return;
        const gone = new Promise((done) => { child.once('exit', done); });
        process.kill(-child.pid, 'SIGKILL');
        await gone;
    };
    t.after(async () => {
        await kill();
        rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    });
    const start = async () => {
        child = spawn(whole, [...flags, '--remote-debugging-port=0', `--user-data-dir=${folder}`, 'about:blank'],
            { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
        const address = await new Promise((done, failed) => {
            let said = '';
            child.stderr.on('data', (some) => {
                said += some;
                const found = /listening on (ws:\S+)/.exec(said);
                if (found)
                    done(found[1]);
            });
            child.once('exit', () => failed(new Error(`the browser did not start: ${said}`)));
        });
        const browser = await chromium.connectOverCDP(address);
        const [context] = browser.contexts();
        tablet.page = context.pages()[0] || await context.newPage();
        tablet.page.setDefaultTimeout(15000);
        await tablet.page.setViewportSize(tablets.wide);
    };
    tablet.restart = async () => { await kill(); await start(); };
    await start();
    return tablet;
}

/* A page of its own context, or of a given one. `clock` installs a clock that the test
 * moves: true, or the moment that it shows. */
export async function visit(browser, url, { size = tablets.wide, clock = false, ...context } = {}) {
    const surroundings = browser.newContext ? await browser.newContext({ viewport: size, hasTouch: true, ...context }) : browser;
    const page = await surroundings.newPage();
    page.setDefaultTimeout(15000);
    const visitor = Object.assign(hand(page), { context: surroundings, errors: [], requests: [] });
    page.on('console', (message) => { if (message.type() === 'error') visitor.errors.push(message.text()); });
    page.on('pageerror', (error) => visitor.errors.push(error.message));
    page.on('request', (request) => visitor.requests.push({ method: request.method(), url: request.url() }));
    if (clock)
        await page.clock.install(clock === true ? {} : { time: clock });
    await page.goto(url);

    visitor.close = async () => {
        await surroundings.unrouteAll({ behavior: 'ignoreErrors' });    /* who still answers a request */
        await surroundings.close();
    };
    if (context.javaScriptEnabled !== false)
        await page.locator('h1').waitFor();
    return visitor;
}

/* From here on no time passes but what the test lets pass: `reading` ms before each touch,
 * so that a visit of a minute takes a moment, and each one the same. Needs `clock: true`. */
export async function still(visitor, reading = 1500) {
    const { page } = visitor;
    await page.clock.pauseAt(await page.evaluate(() => Date.now()) + 10000); /* which a busy machine does not spend on the way */
    visitor.ready = async () => {
        await page.locator('h1').waitFor();
        await page.clock.runFor(visitor.reading);
    };
    visitor.reading = reading;
    return visitor;
}

/* What a visitor does and sees on any page of the tablet. A browser with a disk has no touch
 * screen: there a finger is a mouse. */
export function hand(page, finger = page.touchscreen) {
    const visitor = { page };

    /* A screen that has just come takes no tap for a moment. */
    visitor.ready = () => page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('.settling'));

    /* A real touch in the middle of an element. */
    visitor.touch = async (what) => {
        await visitor.ready();
        const target = typeof what === 'string' ? page.locator(what).first() : what;
        await target.scrollIntoViewIfNeeded();
        const box = await target.boundingBox();
        await (finger.tap || finger.click).call(finger, box.x + box.width / 2, box.y + box.height / 2);
    };

    visitor.face = (n) => page.locator('.faces .cell').nth(n - 1);
    visitor.choice = (name) => page.getByRole('radio', { name, exact: true });
    visitor.asks = (words) => page.getByRole('heading', { level: 1, name: words }).waitFor();
    visitor.thanks = () => page.locator('.thanks h1').waitFor();
    visitor.start = () => page.locator('.start .faces').waitFor();
    visitor.speak = async (language) => {
        await visitor.touch(`.tongues [lang=${language}]`);
        await page.waitForFunction((code) => document.documentElement.lang === code, language);
    };

    /* From the place, or the faces, to the last question, which is left to the test; then to
     * the thanks. */
    visitor.placed = async ({ forward = 1 } = {}) => {
        await visitor.touch('.none');
        await page.locator('.choice').waitFor();
        await visitor.touch(page.locator('.cell').nth(forward - 1));
        await page.locator('.choices').waitFor();
    };
    visitor.answer = async (face, more) => {
        await visitor.touch(visitor.face(face));
        await visitor.placed(more);
    };
    visitor.whole = async (face, more) => {
        await visitor.answer(face, more);
        await visitor.touch('.skip');
        await visitor.thanks();
    };
    visitor.next = async () => {
        await visitor.touch('.restart');
        await visitor.start();
    };

    /* What the tablet's boxes hold: bodies that wait, what is parked. */
    visitor.box = (name) => page.evaluate(async (box) => (await (await globalThis.sortie.boxes())[box].entries())
        .map((entry) => ({ ...entry, body: entry.body && JSON.parse(entry.body) })), name);
    const becomes = async (done, otherwise) => {
        for (let tries = 0; !await done(); tries++) {
            if (tries > 300)
                throw new Error(otherwise);
            await new Promise((wait) => { setTimeout(wait, 100); });
        }
    };
    visitor.sent = () => becomes(async () => (await visitor.box('outbox')).length === 0, 'the outbox does not empty');

    /* Every language is there, for an outage. (waitForFunction would not wait for a promise.) */
    visitor.prepared = (count = 9) => becomes(async () => (await visitor.box('catalogue')).filter(({ form }) => form).length === count, 'the languages do not come');

    /* The addresses of all recordings, in the order in which they are fetched. */
    visitor.recordings = () => page.evaluate(async () => {
        const { languages } = await (await fetch(`${location.pathname}/form`, { cache: 'no-store' })).json();
        const lists = await Promise.all(languages.map(async ({ code }) => {
            const { version, names } = await (await fetch(`/audio/${code}`, { cache: 'no-store' })).json();
            return names.map((name) => `/audio/${code}/${name}.mp3?v=${version}`);
        }));
        return lists.flat();
    });

    /* Every recording is there, too: in the browser's cache, and in the worker's if there is one. */
    visitor.voiced = async () => {
        const last = (await visitor.recordings()).pop();
        await becomes(() => page.evaluate(async (path) => {
            const reply = globalThis.navigator.serviceWorker?.controller ? await caches.match(path)
                : await fetch(path, { cache: 'only-if-cached', mode: 'same-origin' }).catch(() => null);
            return Boolean(reply && reply.ok);
        }, last), 'the recordings do not come');
    };
    return visitor;
}
