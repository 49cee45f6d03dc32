/* silence.test.mjs: journey 14 - what the tablet does when nobody taps any more. The clock is
 * moved by the test. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readJson, startCollector } from '../helpers.mjs';
import { openBrowser, still, visit } from './visitor.mjs';

const words = readJson('forms/words/fr.json');
let collector, browser;

before(async () => {
    collector = await startCollector({
        points: { hall: { form: 'exit' } },
        change: (centre) => { centre.settings.questions = { 'exit/say': 'on' }; },
    });
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
});

const arrive = () => visit(browser, collector.address('hall'), { clock: true });

async function inboxGrowsTo(count) {
    for (let tries = 0; tries < 100 && collector.inbox().length < count; tries++)
        await new Promise((done) => { setTimeout(done, 50); });
    assert.equal(collector.inbox().length, count);
    return collector.inbox().pop();
}

test('journey 14: after 45 s the tablet asks, counts 20 s down, keeps what was said as partial, and starts anew', async () => {
    const visitor = await still(await arrive()), { page } = visitor;
    const known = collector.inbox().length;
    await visitor.touch(visitor.face(2));
    await page.locator('.pick').waitFor();
    await page.clock.runFor(44900);
    assert.equal(await page.locator('.still').count(), 0);
    await page.clock.runFor(100);
    await page.locator('.still h1', { hasText: words['kiosk.still.title'] }).waitFor();
    assert.equal(await page.getByText(words['kiosk.still.kept']).count(), 1);
    const { width, height } = await page.locator('.yes').boundingBox();
    assert.ok(width >= 340 && height >= 96, `the key is ${width} x ${height} px`);
    await page.clock.runFor(10000);
    assert.equal(await page.locator('.number').innerText(), '10');
    await page.clock.runFor(9900);
    assert.equal(await page.locator('.still').count(), 1);
    assert.equal(collector.inbox().length, known);
    await page.clock.runFor(100);
    await visitor.start();
    const response = await inboxGrowsTo(known + 1);
    assert.equal(response.complete, false);
    assert.deepEqual(response.answers, { overall: '2' });
    assert.equal(await page.locator('[aria-checked=true]').count(), 0);
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
});

test('journey 14: who does not see is told what asks them, and that the tablet goes back', async () => {
    const visitor = await arrive(), { page } = visitor;
    await visitor.touch(visitor.face(2));
    await visitor.asks(/.*/);
    await page.clock.runFor(46000);
    const dialog = page.getByRole('alertdialog', { name: words['kiosk.still.title'] });
    await dialog.waitFor();
    assert.equal(await dialog.locator(':focus').innerText(), words['kiosk.still.yes']);
    const described = await dialog.evaluate((element) => document.getElementById(element.getAttribute('aria-describedby')).textContent);
    assert.match(described, new RegExp(words['kiosk.still.sentence'].replace('{n}', '\\d+')));
    await visitor.close();
});

test('journey 14: "still there" can be answered time and again, and the visit goes on where it was', async () => {
    const visitor = await arrive(), { page } = visitor;
    await visitor.touch(visitor.face(4));
    await visitor.touch('.none');
    for (let n = 0; n < 12; n++) {
        await page.clock.runFor(60000);
        await page.locator('.still').waitFor();
        await visitor.touch('.yes');
        await visitor.choice('Oui').waitFor();
    }
    await visitor.touch('.back');
    await page.locator('.none').waitFor();
    await visitor.close();
});

test('journey 14: who leaves at the reasons has given a complete response', async () => {
    const visitor = await arrive(), { page } = visitor;
    const known = collector.inbox().length;
    await visitor.touch(visitor.face(5));
    await visitor.touch('.none');
    await visitor.touch(visitor.choice('Oui'));
    await page.locator('.choices').waitFor();
    await page.clock.runFor(66000);
    await visitor.start();
    const response = await inboxGrowsTo(known + 1);
    assert.deepEqual([response.complete, response.answers], [true, { overall: '5', place: 'none', forward: 'yes' }]);
    await visitor.close();
});

test('a text outlives the question, and is forgotten when its writer has gone', async () => {
    const visitor = await arrive(), { page } = visitor;
    const known = collector.inbox().length;
    await visitor.touch(visitor.face(5));
    await visitor.touch('.none');
    await visitor.touch(visitor.choice('Oui'));
    await visitor.touch('.skip');
    assert.equal(await page.locator('textarea').getAttribute('autocomplete'), 'off', 'it is offered to the next visitor');
    await page.locator('textarea').fill('Merci à tous');
    await page.clock.runFor(50000);
    await page.locator('.still').waitFor();
    await visitor.touch('.yes');
    assert.equal(await page.locator('textarea').inputValue(), 'Merci à tous');
    await visitor.touch('.next');
    await visitor.thanks();
    const response = await inboxGrowsTo(known + 1);
    assert.equal(response.answers.say, 'Merci à tous');
    await visitor.touch('.restart');
    await visitor.start();
    assert.ok(!(await page.content()).includes('Merci à tous'));
    await visitor.touch(visitor.face(5));
    await visitor.touch('.none');
    await visitor.touch(visitor.choice('Oui'));
    await visitor.touch('.skip');
    await page.locator('textarea').fill('Je pars');
    await page.clock.runFor(66000);
    await visitor.start();
    assert.ok(!('say' in (await inboxGrowsTo(known + 2)).answers));
    await visitor.close();
});

test('a chosen language goes back by itself, and nothing is sent for it', async () => {
    const visitor = await arrive(), { page } = visitor;
    const known = collector.inbox().length;
    await visitor.speak('ar');
    await page.clock.runFor(46000);
    await page.locator('.still').waitFor();
    assert.equal(await page.getByText(readJson('forms/words/ar.json')['kiosk.still.kept']).count(), 0, 'nothing was answered');
    await page.clock.runFor(20000);
    await page.waitForFunction(() => document.documentElement.lang === 'fr');
    assert.equal(collector.inbox().length, known);
    await page.clock.runFor(3600000);
    assert.equal(await page.locator('.start .faces').count(), 1);
    await visitor.close();
});

test('who asks for a second service in large text has it in large text; unanswered, nothing of it is kept', async () => {
    const visitor = await arrive(), { page } = visitor;
    const known = collector.inbox().length;
    await visitor.touch('.size');
    await visitor.touch(visitor.face(5));
    await visitor.touch('.none, .cell[data-code=none]');
    await visitor.choice('Oui').waitFor();
    await visitor.touch(visitor.choice('Oui'));
    await page.locator('.choices').waitFor();
    await visitor.touch('.skip');
    await page.locator('.text').waitFor();
    await visitor.touch('.skip');
    await visitor.thanks();
    await visitor.touch('.again');
    await page.locator('html.large .scale').waitFor();
    await page.clock.runFor(46000);
    await page.locator('.still').waitFor();
    assert.equal(await page.getByText(words['kiosk.still.kept']).count(), 0);
    await page.clock.runFor(21000);
    await visitor.start();
    await visitor.sent();
    assert.equal(collector.inbox().length, known + 1);
    await visitor.close();
});

test('journey 15: thanks goes by itself after 6 s', async () => {
    const visitor = await still(await arrive()), { page } = visitor;
    await visitor.touch(visitor.face(5));
    await visitor.touch('.none');
    await visitor.touch(visitor.choice('Oui'));
    await visitor.touch('.skip');
    await visitor.touch('.skip');
    await visitor.thanks();
    await page.clock.runFor(5900);
    assert.equal(await page.locator('.thanks').count(), 1);
    await page.clock.runFor(100);
    await visitor.start();
    await visitor.close();
});
