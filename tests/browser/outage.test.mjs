/* outage.test.mjs: thanks is said for what is kept, and for nothing else. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readJson, startCollector } from '../helpers.mjs';
import { openBrowser, visit } from './visitor.mjs';

const words = readJson('forms/words/fr.json');
let collector, browser, address;

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' } } });
    browser = await openBrowser();
    address = collector.address('hall');
});

after(async () => {
    await browser?.close();
    await collector?.stop();
});

/* Up to the last tap, which is left to the test. */
async function answered(visitor, face) {
    await visitor.touch(visitor.face(face));
    await visitor.touch('.none');
    await visitor.touch(visitor.choice('Oui'));
    await visitor.page.locator('.choices').waitFor();
}

const waiting = (visitor) => visitor.page.locator('.waiting h1', { hasText: words['kiosk.waiting.title'] }).waitFor();

test('while the collector is dead there is no thanks; when it is back, one response and thanks', async () => {
    const visitor = await visit(browser, address);
    await answered(visitor, 4);
    await collector.end('SIGKILL');
    await visitor.touch('.skip');
    await waiting(visitor);
    await visitor.page.waitForTimeout(1500);
    assert.equal(await visitor.page.locator('.thanks').count(), 0);
    await collector.serve();
    await visitor.thanks();
    assert.deepEqual(collector.inbox().map((response) => response.answers.overall), ['4']);
    await visitor.close();
});

test('the next visitor is not kept waiting, and both responses arrive, once each', async () => {
    const known = collector.inbox().length;
    const visitor = await visit(browser, address);
    await answered(visitor, 1);
    await collector.end('SIGKILL');
    await visitor.touch('.skip');
    await waiting(visitor);
    await visitor.touch('.restart');
    await visitor.start();
    await answered(visitor, 5);
    await visitor.touch('.skip');
    await waiting(visitor);
    await collector.serve();
    await visitor.thanks();
    for (let tries = 0; tries < 100 && collector.inbox().length < known + 2; tries++)
        await visitor.page.waitForTimeout(50);
    const arrived = collector.inbox().slice(known);
    assert.deepEqual(arrived.map((response) => response.answers.overall).sort(), ['1', '5']);
    assert.equal(new Set(arrived.map((response) => response.key)).size, 2);
    await visitor.close();
});

test('a lost reply means the same bytes again, and one response', async () => {
    const known = collector.inbox().length;
    const visitor = await visit(browser, address);
    const bodies = [];
    await visitor.page.route('**/responses', async (route) => {
        bodies.push(route.request().postData());
        if (bodies.length > 1)
            return route.continue();
        await route.fetch();
        return route.abort('connectionreset');
    });
    await answered(visitor, 3);
    await visitor.touch('.skip');
    await visitor.thanks();
    assert.equal(bodies.length, 2);
    assert.equal(bodies[0], bodies[1]);
    assert.equal(collector.inbox().length, known + 1);
    await visitor.close();
});

for (const [name, reply] of Object.entries({
    'a captive portal': { status: 200, contentType: 'text/html', body: '<h1>Welcome to our Wi-Fi</h1>' },
    'a reply about another key': { status: 201, contentType: 'application/json', body: '{"kept":"00000000000000000000000000000000"}' },
    'a proxy without a page': { status: 404, contentType: 'text/html', body: 'not found' },
    'a busy collector': { status: 503, contentType: 'application/json', body: '{"error":"the inbox is full: try again later"}' },
}))
    test(`${name} is not thanked for, and does not lose the response`, async () => {
        const known = collector.inbox().length;
        const visitor = await visit(browser, address);
        let wrong = 0;
        await visitor.page.route('**/responses', (route) => wrong++ < 2 ? route.fulfill(reply) : route.continue());
        await answered(visitor, 2);
        await visitor.touch('.skip');
        await waiting(visitor);
        assert.equal(collector.inbox().length, known);
        await visitor.thanks();
        assert.equal(collector.inbox().length, known + 1);
        await visitor.close();
    });

test('a collector that does not answer at all is told after a moment, and waited for', async () => {
    const known = collector.inbox().length;
    const visitor = await visit(browser, address);
    let wrong = 0;
    await visitor.page.route('**/responses', (route) => wrong++ < 1 ? null : route.continue());
    await answered(visitor, 2);
    await visitor.touch('.skip');
    await visitor.page.locator('.sending').waitFor();
    await waiting(visitor);
    assert.equal(collector.inbox().length, known);
    await visitor.thanks();
    assert.equal(collector.inbox().length, known + 1);
    await visitor.close();
});

test('a final refusal is said, not thanked for, and not sent again', async () => {
    const visitor = await visit(browser, address);
    let posts = 0;
    await visitor.page.route('**/responses', (route) => {
        posts++;
        return route.fulfill({ status: 422, contentType: 'application/json', body: '{"error":"this breaks the form","problems":[]}' });
    });
    await answered(visitor, 2);
    await visitor.touch('.skip');
    await visitor.page.locator('.refused h1', { hasText: words['kiosk.refused.title'] }).waitFor();
    await visitor.page.waitForTimeout(2500);
    assert.equal(posts, 1);
    await visitor.close();
});

test('a tablet that starts before its collector says so, and starts when it can', async () => {
    const visitor = await visit(browser, address);
    await visitor.page.route('**/form*', (route) => route.abort());
    await visitor.page.reload();
    await visitor.page.locator('[lang=ar]', { hasText: 'لا يوجد اتصال' }).waitFor();
    await visitor.page.unroute('**/form*');
    await visitor.start();
    await visitor.close();
});
