/* modes.test.mjs: a second service of the same visitor, the interview that staff hand out,
 * a visitor's own phone, and what the centre tells of its changes. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readJson, run, startCollector } from '../helpers.mjs';
import { openBrowser, visit } from './visitor.mjs';

const words = readJson('forms/words/fr.json');
let collector, browser;

before(async () => {
    collector = await startCollector({
        points: { hall: { form: 'exit' }, staff: { form: 'interview', mode: 'handed' }, wall: { form: 'exit', mode: 'poster' } },
        change: (centre) => { centre.settings.changes_shown = 2; },
    });
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
});

async function arrived(known, count) {
    const fresh = () => collector.inbox().filter(({ key }) => !known.has(key));
    for (let tries = 0; tries < 100 && fresh().length < count; tries++)
        await new Promise((done) => { setTimeout(done, 50); });
    assert.equal(fresh().length, count);
    return fresh();
}
const now = () => new Set(collector.inbox().map(({ key }) => key));

test('"I also used another service" is a second response with a key of its own, marked, in the same language', async () => {
    const known = now(), visitor = await visit(browser, collector.address('hall'));
    await visitor.speak('es');
    await visitor.whole(4);
    await visitor.touch('.again');
    await visitor.page.locator('.scale').waitFor();
    assert.equal(await visitor.page.locator('[aria-checked=true]').count(), 0);
    assert.equal(await visitor.page.locator('progress').count(), 0, 'at the door nobody counts');
    await visitor.whole(2);
    const both = await arrived(known, 2);
    assert.deepEqual(both.map(({ again, lang, answers }) => [again ?? false, lang, answers.overall]).sort(),
        [[false, 'es', '4'], [true, 'es', '2']]);
    assert.notEqual(both[0].key, both[1].key);
    assert.ok(!('flags' in both.find(({ again }) => again)) || !both.find(({ again }) => again).flags.includes('repeat'));
    await visitor.close();
});

/* The colour of the ink, and of a picture near its left edge: [red, green, blue]. */
const inks = (page) => page.evaluate(() => getComputedStyle(document.body).color.match(/\d+/g).map(Number));
const colour = (page, png) => page.evaluate(async (bytes) => {
    const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
    const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
    pen.drawImage(image, 0, 0);
    return [...pen.getImageData(8, image.height / 2, 1, 1).data].slice(0, 3);
}, [...png]);

test('the interview shows how far it is, branches, and is counted as handed', async () => {
    const known = now(), visitor = await visit(browser, collector.address('staff')), { page } = visitor;
    const bar = () => page.locator('progress').evaluate(({ value, max }) => [value, max]);
    assert.deepEqual((await bar())[0], 1);
    const drawn = await page.locator('progress').screenshot({ animations: 'disabled' });
    assert.deepEqual(await colour(page, drawn), await inks(page), 'the bar is of the browser\'s colour');
    const [, all] = await bar();
    await visitor.touch(visitor.face(4));
    await page.locator('.choice').waitFor();
    assert.deepEqual(await bar(), [2, all]);
    for (let n = 0; n < 20 && await page.locator('.thanks').count() === 0; n++) {
        await visitor.ready();
        const several = await page.locator('[role=checkbox]').count() > 0;
        if (await page.locator('textarea').count() > 0) {
            await page.locator('textarea').fill('La menuiserie');
            await visitor.touch('.next');
        } else {
            const join = page.locator('[data-code=join], [data-code=other]').first();
            await visitor.touch(await join.count() > 0 ? join : page.locator('[data-code]').first());
        }
        if (several)
            await visitor.touch('.next');
        await page.waitForTimeout(50);
    }
    await visitor.thanks();
    const [response] = await arrived(known, 1);
    assert.equal(response.answers.club_join, 'join');
    assert.deepEqual(response.answers.club_theme, ['other']);
    assert.equal(await page.locator('.again').count(), 0, 'a form without a place has no second service');
    assert.deepEqual(collector.rows(`SELECT mode FROM inbox WHERE hex(key) = upper('${response.key}')`), ['handed']);
    await visitor.close();
});

test('on a phone nobody is hurried, nothing is kept, and thanks stays', async () => {
    const known = now(), visitor = await visit(browser, collector.address('wall'), { size: { width: 390, height: 800 }, clock: true });
    const { page } = visitor;
    await visitor.touch(visitor.face(5));
    await page.locator('.pick').waitFor();
    await page.clock.runFor(70000);
    assert.equal(await page.locator('.pick').count(), 1);
    await visitor.placed();
    await visitor.touch('.skip');
    await visitor.thanks();
    await page.clock.runFor(70000);
    await visitor.thanks();
    assert.equal(await page.locator('.restart').count(), 0);
    const [response] = await arrived(known, 1);
    assert.ok(!('flags' in response));
    assert.deepEqual(await traces(visitor), [0, 0, 0, '']);
    assert.equal(await page.evaluate(async () => isSecureContext && (await navigator.serviceWorker.getRegistrations()).length), 0);
    assert.deepEqual(visitor.requests.filter(({ url }) => /lang=|\.mp3/.test(url)), [], 'it makes ready for no other visitor');
    await visitor.close();
});

/* What a phone's browser holds of us. */
const traces = ({ page }) => page.evaluate(async () =>
    [(await indexedDB.databases()).length, localStorage.length, sessionStorage.length, document.cookie]);

test('a phone whose first request fails keeps nothing either', async () => {
    const known = now(), context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 800 } });
    let asked = 0;
    await context.route('**/form', (route) => asked++ === 0 ? route.abort() : route.continue());
    const visitor = await visit(context, collector.address('wall'));
    await visitor.start();
    assert.ok(asked >= 2);
    assert.deepEqual(await traces(visitor), [0, 0, 0, '']);
    await visitor.whole(4);
    await arrived(known, 1);
    assert.deepEqual(await traces(visitor), [0, 0, 0, '']);
    await context.close();
});

test('a phone that forbids storage waits for the collector, and sends when it can', async () => {
    const known = now(), context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 800 } });
    await context.addInitScript(() => { IDBFactory.prototype.open = () => { throw new DOMException('blocked', 'SecurityError'); }; });
    let asked = 0, posts = 0;
    await context.route('**/form', (route) => asked++ === 0 ? route.abort() : route.continue());
    await context.route('**/responses', (route) => posts++ < 4 ? route.abort() : route.continue());
    const visitor = await visit(context, collector.address('wall'), { clock: true }), { page } = visitor;
    while (await page.locator('.start').count() === 0)
        await page.clock.runFor(1000);
    await visitor.answer(4);
    await visitor.touch('.skip');
    await page.clock.runFor(4000);
    await page.locator('.waiting').waitFor();
    while (await page.locator('.thanks').count() === 0) {
        await page.clock.runFor(1000);
        await page.waitForTimeout(20);
    }
    await arrived(known, 1);
    await context.close();
});

test('the start screen tells what the centre did, the newest first, as text and nothing else', async () => {
    const add = (day, ...more) => run('change', 'add', '--store', collector.store, '--day', day, ...more);
    add('2026-01-05', '--did', 'Un vieux changement');
    add('2026-02-02', '--said', 'On attend <b>trop</b>', '--did', 'Un accueil de plus & mieux', '--did', 'es=Una persona más');
    add('2026-03-02', '--did', 'Ouvert le jeudi soir', '--did', 'es=Abierto los jueves');
    const visitor = await visit(browser, collector.address('hall')), { page } = visitor;
    await page.waitForTimeout(1500);
    await page.reload();
    await page.locator('.changes').waitFor();
    const lines = await page.locator('.changes li').allInnerTexts();
    assert.equal(lines.length, 2);
    assert.match(lines[0], new RegExp(`${words['kiosk.did']}\\s+Ouvert le jeudi soir`));
    assert.match(lines[1], new RegExp(`On attend <b>trop</b>\\s+${words['kiosk.did']}.*Un accueil de plus & mieux`, 's'));
    assert.equal(await page.locator('.changes li b', { hasText: 'trop' }).count(), 0);
    await visitor.speak('es');
    assert.match((await page.locator('.changes li').allInnerTexts())[0], /Abierto los jueves/);
    await visitor.speak('ar');
    const spans = await page.locator('.changes [lang]').evaluateAll((all) => all.map(({ lang, dir, textContent }) => [lang, dir, textContent]));
    assert.deepEqual(spans, [['fr', 'ltr', 'Ouvert le jeudi soir'], ['fr', 'ltr', 'On attend <b>trop</b>'], ['fr', 'ltr', 'Un accueil de plus & mieux']]);
    await visitor.touch(visitor.face(4));
    await page.locator('.pick').waitFor();
    assert.equal(await page.locator('.changes').count(), 0);
    await visitor.close();
});

test('on a phone every screen begins at its top, however far down the last tap was', async () => {
    for (const large of [false, true]) {
        const visitor = await visit(browser, collector.address('wall'), { size: { width: 360, height: 640 } }), { page } = visitor;
        const begins = async (selector) => {
            await page.locator(selector).waitFor();
            await visitor.ready();
            assert.equal(await page.evaluate(() => scrollY), 0, selector);
        };
        await visitor.start();
        await visitor.touch('.tongues [lang=ar]');
        await begins('[lang=ar] .start');
        if (large)
            await visitor.touch('.size');
        await begins('.start');
        await visitor.touch(visitor.face(5));
        await begins('.pick');
        await visitor.touch('.none, [data-code=none]');
        await begins('.choice');
        await visitor.touch(page.locator('.cell').last());
        await begins('.choices');
        await visitor.touch(page.locator('.cell').last());
        await visitor.touch('.next');
        await begins('.thanks');
        await visitor.close();
    }
});

test('on a phone the languages are within reach above the question', async () => {
    for (const large of [false, true]) {
        const visitor = await visit(browser, collector.address('wall'), { size: { width: 360, height: 640 } }), { page } = visitor;
        await visitor.start();
        if (large)
            await visitor.touch('.size');
        await visitor.ready();
        const { y, height } = await page.locator('.start .tongue').boundingBox();
        assert.ok(y >= 0 && y + height <= 320, `${y} + ${height}`);
        await visitor.touch('.start .tongue');
        await page.locator('.languages').waitFor();
        await visitor.touch('.languages [lang=ar]');
        await page.locator('[lang=ar] .start').waitFor();
        await visitor.close();
    }
});

for (const size of [{ width: 360, height: 640 }, { width: 390, height: 664 }])
    for (const language of ['fr', 'de', 'ar'])
        test(`a phone of ${size.width} x ${size.height} shows all five faces before anybody scrolls, in ${language}, in normal and large text`, async () => {
            run('change', 'add', '--store', collector.store, '--day', '2026-10-05', '--said', 'On attend trop longtemps', '--did', 'Une personne de plus à l’accueil');
            const visitor = await visit(browser, collector.address('wall'), { size }), { page } = visitor;
            if (language !== 'fr') {
                await visitor.touch('.head .tongue');
                await visitor.touch(`.languages [lang=${language}]`);
                await page.locator(`html[lang=${language}] .start`).waitFor();
            }
            for (const large of [false, true]) {
                if (large)
                    await visitor.touch('.size');
                await visitor.ready();
                await page.evaluate(() => scrollTo(0, 0));
                const below = await page.locator('.faces .cell').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().bottom - innerHeight));
                assert.equal(below.length, 5);
                assert.ok(Math.max(...below) <= 0, `${below}`);
            }
            await visitor.close();
        });
