/* visitor.mjs: a visitor at a tablet - Debian's Chromium, a touch screen, and everything
 * that went wrong on the way: console errors, requests to other hosts, cookies. */
import { chromium } from 'playwright-core';

const executablePath = process.env.SORTIE_CHROMIUM || '/usr/bin/chromium';

export const tablets = {
    small: { width: 1024, height: 600 },
    wide: { width: 1280, height: 800 },
    upright: { width: 800, height: 1280 },
    square: { width: 1080, height: 810 },
};

export const openBrowser = () => chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
           '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/* A page of its own context. `clock` installs a clock that the test moves. */
export async function visit(browser, url, { size = tablets.wide, clock = false, ...context } = {}) {
    const surroundings = await browser.newContext({ viewport: size, hasTouch: true, ...context });
    const page = await surroundings.newPage();
    page.setDefaultTimeout(15000);
    const visitor = { page, context: surroundings, errors: [], requests: [] };
    page.on('console', (message) => { if (message.type() === 'error') visitor.errors.push(message.text()); });
    page.on('pageerror', (error) => visitor.errors.push(error.message));
    page.on('request', (request) => visitor.requests.push({ method: request.method(), url: request.url() }));
    if (clock)
        await page.clock.install();
    await page.goto(url);

    /* A screen that has just come takes no tap for a moment. */
    visitor.ready = () => page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('.settling'));

    /* A real touch in the middle of an element. */
    visitor.touch = async (what) => {
        await visitor.ready();
        const box = await (typeof what === 'string' ? page.locator(what).first() : what).boundingBox();
        await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
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
    visitor.close = () => surroundings.close();
    if (context.javaScriptEnabled !== false)
        await page.locator('h1').waitFor();
    return visitor;
}
