/* bursts.test.mjs: journey 16 - double taps, ten fingers, long presses, pinches: one response
 * or none, flagged where it looks like the same hand again, and no time in what is sent. The
 * clock stands still but for what the test lets pass. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startCollector } from '../helpers.mjs';
import { openBrowser, still, visit } from './visitor.mjs';

let collector, browser;

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' }, phone: { form: 'exit', mode: 'poster' } } });
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
});

/* A tablet whose fingers are driven one by one: {press(points), lift()}, and what arrived. */
async function arrive(point = 'hall', more = {}) {
    const visitor = await still(await visit(browser, collector.address(point), { clock: true, ...more }));
    const session = await visitor.context.newCDPSession(visitor.page);
    const known = new Set(collector.inbox().map(({ key }) => key));
    const event = (type, points) => session.send('Input.dispatchTouchEvent',
        { type, touchPoints: points.map((point, id) => ({ ...point, id })) });
    return Object.assign(visitor, {
        press: (...points) => event('touchStart', points),
        move: (...points) => event('touchMove', points),
        lift: () => event('touchEnd', []),
        arrived: async () => {
            await visitor.sent();
            return collector.inbox().filter(({ key }) => !known.has(key));
        },
    });
}

const middle = async (what) => {
    const { x, y, width, height } = await what.boundingBox();
    return { x: x + width / 2, y: y + height / 2 };
};

/* Taps that follow one another with nothing between them. */
async function hammer(visitor, { x, y }, times) {
    for (let n = 0; n < times; n++)
        await visitor.page.touchscreen.tap(x + n, y + n);
}

test('journey 16: a double tap and a burst of ten in one place are one tap', async () => {
    const visitor = await arrive(), { page } = visitor;
    await visitor.ready();
    await hammer(visitor, await middle(visitor.face(3)), 10);
    await page.locator('.pick').waitFor();
    assert.equal(await page.locator('[aria-checked=true]').count(), 0);
    await visitor.touch('.none');
    await page.locator('.choice').waitFor();
    await visitor.ready();
    await hammer(visitor, await middle(page.locator('.choice .cell').first()), 2);
    await page.locator('.choices').waitFor();
    assert.equal(await page.locator('[aria-checked=true]').count(), 0);
    await visitor.ready();
    await hammer(visitor, await middle(page.locator('.choices .cell').first()), 2);
    assert.equal(await page.locator('[aria-checked=true]').count(), 1, 'a reason tapped twice stands');
    await visitor.ready();
    await hammer(visitor, await middle(page.locator('.next')), 5);
    await visitor.thanks();
    const [response, ...more] = await visitor.arrived();
    assert.deepEqual(more, []);
    assert.deepEqual(response.answers, { overall: '3', place: 'none', forward: 'yes', why_bad: ['wait'] });
    await visitor.close();
});

test('journey 16: the second tap of a double tap, 90 ms later, answers nothing of the next question', async () => {
    const visitor = await arrive(), { page } = visitor;
    await visitor.touch(visitor.face(3));
    await visitor.touch('.none');
    await page.locator('.choice').waitFor();
    await visitor.ready();
    const { x, y } = await middle(page.locator('.choice .cell').first());
    const checked = () => page.locator('.choices [aria-checked=true]').count();
    await page.touchscreen.tap(x, y);
    await page.locator('.choices').waitFor();
    await page.clock.runFor(90);
    await page.touchscreen.tap(x, y);
    assert.equal(await checked(), 0);
    await page.clock.runFor(300);
    await page.touchscreen.tap(x, y);
    assert.equal(await checked(), 1, 'no answer lies where the first one was: this test could not fail');
    await visitor.close();
});

test('journey 16: ten fingers at once answer nothing, and the next single finger does', async () => {
    const visitor = await arrive(), { page } = visitor;
    await visitor.ready();
    const { x, y } = await middle(visitor.face(2));
    const fingers = Array.from({ length: 10 }, (none, n) => ({ x: x + 20 * n, y: y + 5 * n }));
    for (let round = 0; round < 3; round++) {
        for (let n = 1; n <= 10; n++)
            await visitor.press(...fingers.slice(0, n));
        await visitor.lift();
        await page.clock.runFor(400);
    }
    assert.equal(await page.locator('.start .faces').count(), 1);
    await visitor.touch(visitor.face(2));
    await page.locator('.pick').waitFor();
    await page.clock.runFor(66000);
    await visitor.start();
    const responses = await visitor.arrived();
    assert.deepEqual(responses.map(({ answers }) => answers), [{ overall: '2' }]);
    await visitor.close();
});

/* Chromium makes no click of a finger beside another, other browsers do: here the page is told
 * of one, as they would. */
test('journey 16: a click of one of two fingers answers nothing, and the click of a single one does', async () => {
    const visitor = await arrive(), { page } = visitor;
    const click = (fingers) => visitor.face(2).evaluate((cell, count) => {
        const touches = Array.from({ length: count }, (none, identifier) => new Touch({ identifier, target: cell }));
        cell.dispatchEvent(new TouchEvent('touchstart', { touches, bubbles: true }));
        cell.dispatchEvent(new PointerEvent('click', { detail: 1, pointerType: 'touch', bubbles: true, cancelable: true }));
        return document.getElementById('screen').className.split(' ').includes('start');
    }, fingers);
    await visitor.ready();
    assert.equal(await click(2), true, 'two fingers answer');
    assert.equal(await click(1), false, 'one finger does not answer');
    await visitor.close();
});

test('journey 16: after two fingers at once a key and a mouse answer at once', async () => {
    const visitor = await arrive(), { page } = visitor;
    const both = async () => {
        await visitor.ready();
        await visitor.press({ x: 600, y: 100 }, { x: 700, y: 100 });
        await visitor.lift();
    };
    await both();
    await page.locator('.faces .cell').nth(1).press('Enter');
    await page.locator('.pick').waitFor();
    await both();
    await page.locator('.none').click();
    await page.locator('.choice').waitFor();
    await visitor.close();
});

/* A disk that takes as long as the page's clock is told: `slow` ms for each writing. */
const slowDisk = () => {
    const { set } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'oncomplete');
    Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {
        set(done) { set.call(this, (event) => globalThis.slow ? setTimeout(done, globalThis.slow, event) : done(event)); },
    });
};

test('journey 16: keys pressed while the last answer is still being kept are no second response', async () => {
    const visitor = await arrive(), { page } = visitor;
    await visitor.answer(3);
    await visitor.ready();
    await page.evaluate(slowDisk);
    await page.evaluate(() => { globalThis.slow = 400; });
    await page.locator('.skip').focus();
    for (let n = 0; n < 3; n++)
        await page.keyboard.press('Enter');
    await page.evaluate(() => document.querySelector('.cell').click());
    for (let n = 0; n < 20 && await page.locator('.thanks').count() === 0; n++)
        await page.clock.runFor(200);
    await page.evaluate(() => { globalThis.slow = 0; });
    await visitor.touch('.again');
    await visitor.whole(5);
    const responses = await visitor.arrived();
    assert.deepEqual(responses.map(({ answers, complete, again = false }) => [answers.overall, complete, again]),
        [['3', true, false], ['5', true, true]]);
    await visitor.close();
});

test('journey 16: a double tap right after another answer is one tap, too', async () => {
    const visitor = await arrive(), { page } = visitor;
    await visitor.answer(3);
    await visitor.ready();
    const [first, second] = [await middle(page.locator('.cell').nth(0)), await middle(page.locator('.cell').nth(1))];
    await page.touchscreen.tap(first.x, first.y);
    await page.clock.runFor(240);
    await page.touchscreen.tap(second.x, second.y);
    await page.clock.runFor(90);
    await page.touchscreen.tap(second.x, second.y);
    assert.deepEqual(await page.locator('.cell').evaluateAll((all) => all.slice(0, 2).map((cell) => cell.getAttribute('aria-checked'))),
        ['true', 'true']);
    await visitor.close();
});

test('journey 16: a long press answers once or not at all, and opens no menu', async () => {
    const visitor = await arrive(), { page } = visitor;
    await page.evaluate(() => {
        globalThis.menus = [];
        addEventListener('contextmenu', (event) => globalThis.menus.push(event.defaultPrevented));
    });
    await visitor.ready();
    await visitor.press(await middle(visitor.face(4)));
    await new Promise((done) => { setTimeout(done, 1200); });
    await visitor.lift();
    await page.mouse.click(500, 300, { button: 'right' });
    assert.deepEqual([...new Set(await page.evaluate(() => globalThis.menus))], [true], 'a menu opens');
    assert.equal(await page.evaluate(() => String(getSelection())), '');
    await page.clock.runFor(67000);
    await visitor.start();
    assert.ok((await visitor.arrived()).length <= 1);
    await visitor.close();
});

for (const [point, size, stays] of [['hall', { width: 1280, height: 800 }, true], ['hall', { width: 744, height: 1133 }, true], ['phone', { width: 390, height: 800 }, false]])
    test(`journey 16: two fingers ${stays ? `enlarge nothing on a tablet of ${size.width} px` : 'enlarge the page on a phone, which is its owner\'s'}`, async () => {
        const visitor = await arrive(point, { size, isMobile: true }), { page } = visitor;
        const before = collector.inbox().length;
        await visitor.ready();
        const [x, y] = [size.width / 2, size.height / 2];
        await visitor.press({ x: x - 30, y }, { x: x + 30, y });
        for (let apart = 40; apart <= 150; apart += 10)
            await visitor.move({ x: x - apart, y }, { x: x + apart, y });
        await visitor.lift();
        await page.touchscreen.tap(x, 20);
        await page.touchscreen.tap(x, 20);
        await new Promise((done) => { setTimeout(done, 500); });
        const scale = await page.evaluate(() => visualViewport.scale);
        assert.equal(scale === 1, stays, `scale ${scale}`);
        assert.equal(collector.inbox().length, before);
        await visitor.close();
    });

test('journey 16: a finger that hammers through a whole visit gives one response, flagged as fast', async () => {
    const visitor = await arrive(), { page } = visitor;
    visitor.reading = 350;
    await visitor.whole(5);
    const [response, ...more] = await visitor.arrived();
    assert.deepEqual(more, []);
    assert.deepEqual(response.flags, ['fast']);
    await page.clock.runFor(60000);
    visitor.reading = 1500;
    await visitor.whole(5);
    assert.ok(!('flags' in (await visitor.arrived())[1]), 'who reads is not fast');
    await visitor.close();
});

test('journey 16: a visit begun within 5 s of the one before is flagged as a repeat, never dropped', async () => {
    const visitor = await arrive(), { page } = visitor;
    const flags = async () => (await visitor.arrived()).pop().flags;
    await visitor.whole(5);
    assert.equal(await flags(), undefined);
    await visitor.next();
    await visitor.whole(1);
    assert.deepEqual(await flags(), ['repeat']);
    await visitor.next();
    await page.clock.runFor(5000);
    await visitor.whole(2);
    assert.equal(await flags(), undefined);
    assert.equal((await visitor.arrived()).length, 3);
    await visitor.close();
});

test('journey 16: the fourth alike in a row is flagged, and those after it, until another comes or the row is broken', async () => {
    const visitor = await arrive(), { page } = visitor;
    const flags = [];
    const follow = async (seconds, face) => {
        await page.clock.runFor(1000 * seconds);
        await visitor.whole(face);
        flags.push((await visitor.arrived()).pop().flags);
        await visitor.next();
    };
    for (const [seconds, face] of [[10, 5], [8, 5], [8, 5], [8, 5], [8, 5], [8, 4], [8, 5], [20, 5]])
        await follow(seconds, face);
    assert.deepEqual(flags, [undefined, undefined, undefined, ['repeat'], ['repeat'], undefined, undefined, undefined]);
    await visitor.close();
});

test('journey 16: no time is in what is sent: a day, a part of the day, and nothing else that a clock says', async () => {
    const visitor = await arrive(), { page } = visitor;
    let sent = '';
    page.on('request', (request) => { if (request.method() === 'POST') sent = request.postData(); });
    await visitor.whole(3);
    await visitor.sent();
    const members = ['answers', 'complete', 'day', 'flags', 'form', 'key', 'lang', 'pad', 'part', 'version'];
    assert.deepEqual(Object.keys(JSON.parse(sent)).filter((name) => !members.includes(name)), []);
    assert.match(JSON.parse(sent).day, /^\d{4}-\d\d-\d\d$/);
    assert.doesNotMatch(sent.replace(/"(key|version)":"[0-9a-f]+"/g, ''), /\d\d:\d\d|\d{6,}|\d\.\d/);
    await visitor.close();
});
