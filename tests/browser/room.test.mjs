/* room.test.mjs: what a screen does when it has little room - names as centres really write
 * them, large text on small tablets: nothing is pushed off it, cut, or hidden behind a door
 * that should stand beside the other answers. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startCollector } from '../helpers.mjs';
import { everything, points, tour } from './screens.mjs';
import { openBrowser, tablets } from './visitor.mjs';

let collector, browser;

before(async () => {
    collector = await startCollector({ points, change: everything });
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
});

/* To the places, in a visit. */
async function places(where, options) {
    const visitor = await tour(browser, where.address('hall'), { voice: false, ...options });
    await visitor.touch(visitor.face(3));
    await visitor.page.locator('.pick').waitFor();
    await visitor.ready();
    return visitor;
}

const offered = (page) => page.locator('.cell').evaluateAll((all) => all.map((cell) => cell.dataset.code || cell.innerText));

test('Back from a later page leads to the page before, then out of the group, then to the faces', async () => {
    const visitor = await places(collector, { size: tablets.small, large: true });
    const { page } = visitor, trail = [];
    const on = async (what) => {
        trail.push(String(await offered(page)));
        await visitor.touch(what);
        await visitor.ready();
    };
    await on(page.locator('.cell').last());
    await on(page.locator('.cell.door').first());
    await on(page.locator('.cell').last());
    while (trail.length > 0) {
        await visitor.touch('.back');
        await visitor.ready();
        assert.equal(String(await offered(page)), trail.pop());
    }
    await visitor.touch('.back');
    await page.locator('.scale').waitFor();
    await visitor.close();
});

test('Back on a later page of reasons leads to the page before, also when one is chosen', async () => {
    const visitor = await places(collector, { size: tablets.small, large: true });
    const { page } = visitor;
    while (await page.locator('.cell[data-code=none]').count() === 0) {
        await visitor.touch(page.locator('.cell').last());
        await visitor.ready();
    }
    await visitor.touch('[data-code=none]');
    await page.locator('.choice').waitFor();
    await visitor.touch('.cell');
    await page.locator('.choices').waitFor();
    await visitor.ready();
    const first = await offered(page);
    await visitor.touch(page.locator('.cell').last());
    await visitor.ready();
    await visitor.touch('.cell');
    await visitor.touch('.back');
    await visitor.ready();
    assert.deepEqual(await offered(page), first);
    await visitor.close();
});
