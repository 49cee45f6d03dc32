/* secure.test.mjs: a tablet's round by https: its service worker, a start without the
 * collector, a renewed certificate, and a stranger in the collector's place. The browser
 * trusts two keys, as a tablet does whose owner installed their certificates, and no other. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startCollector } from '../helpers.mjs';
import { certify, serveSecurely } from '../secure.mjs';
import { hand, openBrowser, visit } from './visitor.mjs';

let collector, browser, visitor, address, certificates;

/* What Chromium knows a key by. */
const hashOf = ([certificate]) => createHash('sha256').update(execFileSync('sh', ['-c',
    'openssl x509 -pubkey -noout -in "$1" | openssl pkey -pubin -outform der', 'sh', certificate])).digest('base64');

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' } } });
    await collector.end();
    certificates = Object.fromEntries(['first', 'renewed', 'stranger'].map((name) => [name, certify(collector.folder, name)]));
    browser = await openBrowser(`--ignore-certificate-errors-spki-list=${['first', 'renewed'].map((name) => hashOf(certificates[name])).join()}`);
    address = `https://127.0.0.1:${collector.port}/p/${collector.tokens.hall}`;
    await serveSecurely(collector, certificates.first);
    visitor = await visit(browser, address);
});
after(async () => {
    await browser?.close();
    await collector?.stop();
});

/* A page of the same tablet, opened anew. */
async function open() {
    const page = await visitor.context.newPage();
    await page.goto(address);
    await page.locator('.start .faces').waitFor();
    return hand(page);
}

const isKept = (count) => assert.equal(new Set(collector.inbox().map(({ key }) => key)).size, count);

test('by https a response arrives, and the tablet makes ready to start by itself', async () => {
    await visitor.page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
    await visitor.prepared();
    await visitor.whole(4);
    await visitor.sent();
    isKept(1);
    assert.deepEqual(visitor.errors, []);
    await visitor.page.close();
});

test('without the collector it starts, thanks, and keeps the response; a renewed certificate takes it', async () => {
    await collector.end();
    const tablet = await open();
    assert.ok(await tablet.page.evaluate(() => navigator.serviceWorker.controller !== null));
    await tablet.whole(2);
    assert.equal((await tablet.box('outbox')).length, 1);
    await serveSecurely(collector, certificates.renewed);
    await tablet.sent();
    isKept(2);
    await tablet.page.close();
});

test('a stranger with another certificate gets no response, and it arrives once the collector is back', async () => {
    const tablet = await open();
    await tablet.answer(5);
    await collector.end();
    await serveSecurely(collector, certificates.stranger);
    await tablet.touch('.skip');
    await tablet.thanks();
    await new Promise((done) => { setTimeout(done, 1500); });
    assert.equal((await tablet.box('outbox')).length, 1);
    isKept(2);
    await collector.end();
    await serveSecurely(collector, certificates.renewed);
    await tablet.sent();
    isKept(3);
});
