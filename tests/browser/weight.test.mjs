/* weight.test.mjs: what the tablet's page costs, in bytes and requests. Times depend on the
 * machine: `make bench` prints them, beside SurveyJS. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startCollector } from '../helpers.mjs';
import { insecure, openBrowser } from './visitor.mjs';
import { aims, openScale, tabletPage } from './weigh.mjs';

let collector, browser, scale, page;

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' } } });
    browser = await openBrowser();
    page = tabletPage(insecure(collector.address('hall')));
    scale = await openScale(browser, page);
});

after(async () => {
    await scale?.close();
    await browser?.close();
    await collector?.stop();
});

const told = (requests) => requests.map(({ method, url, wire }) => `${method} ${url} ${wire}`).join('\n');

test('at most 40 kB compressed and 4 requests to the first question', async () => {
    const { asked } = await scale.usable();
    await scale.quiet();
    const loaded = scale.requests(0, asked);
    const wire = loaded.reduce((total, one) => total + one.wire, 0);
    assert.ok(loaded.length >= 3 && loaded.length <= aims.requests, told(loaded));
    assert.ok(wire > 5000 && wire <= aims.wire, told(loaded));
    const all = scale.requests();
    assert.equal(all.filter(({ url }) => new URL(url).pathname.endsWith('/form') && !url.includes('?')).length, 1, told(all));
});

describe('the other languages wait until the first question is painted', () => {
    /* A page whose frames come when they are told to. */
    async function still(hidden) {
        const context = await browser.newContext(), held = await context.newPage(), others = [];
        held.on('request', (request) => request.url().includes('/form?lang=') && others.push(request.url()));
        await held.clock.install();
        await held.addInitScript((unseen) => {
            let waiting = [];
            Object.defineProperty(document, 'hidden', { value: unseen });
            globalThis.requestAnimationFrame = (callback) => waiting.push(callback);
            globalThis.frame = () => {
                const now = waiting;
                waiting = [];
                now.forEach((callback) => callback(performance.now()));
            };
        }, hidden);
        await held.goto(page.url);
        await held.locator(page.first).first().waitFor();
        const passes = async (ms) => {
            await held.clock.runFor(ms);
            await held.waitForTimeout(300);
        };
        return { held, others, passes, close: () => context.close() };
    }

    test('for the frame after the first', async () => {
        const { held, others, passes, close } = await still(false);
        await passes(100);
        await held.evaluate(() => globalThis.frame());
        await passes(100);
        assert.deepEqual(others, []);
        const last = held.waitForRequest(/lang=ar/);
        await held.evaluate(() => globalThis.frame());
        await last;
        assert.equal(others.length, 8);
        await close();
    });

    for (const hidden of [false, true])
        test(`not for ever where no frame comes: ${hidden ? 'hidden' : 'seen'}`, async () => {
            const { held, others, passes, close } = await still(hidden);
            await passes(2500);
            assert.deepEqual(others, []);
            const last = held.waitForRequest(/lang=ar/);
            await held.clock.runFor(5000);
            await last;
            assert.equal(others.length, 8);
            await close();
        });
});

test('a page that does not come to rest is told of, by what it waits for', async () => {
    await scale.page.route('**/never', () => {});
    await scale.page.evaluate(() => {
        globalThis.impatience = new AbortController();
        fetch('/never', { signal: globalThis.impatience.signal }).catch(() => null);
    });
    await assert.rejects(scale.quiet(1000), /does not come to rest: http:\S+\/never$/);
    await scale.page.evaluate(() => globalThis.impatience.abort());
});

test('at most 3 requests a visitor, and their response is kept', async () => {
    await scale.quiet();
    const before = scale.asked();
    for (const selector of page.taps)
        await scale.tap(selector);
    await scale.page.locator('.thanks h1').waitFor();
    await scale.quiet();
    const asked = scale.requests(before);
    assert.ok(asked.length >= 1 && asked.length <= aims.visit, told(asked));
    assert.deepEqual(collector.inbox().map(({ answers }) => answers), [{ overall: '4', place: 'none', forward: 'yes' }]);
});
