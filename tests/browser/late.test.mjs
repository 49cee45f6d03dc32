/* late.test.mjs: what is left in the middle, and what comes after its visitor has gone: a
 * branch of the interview, a second service, a phone put away, a language that was asked for. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { readJson, run, startCollector } from '../helpers.mjs';
import { openBrowser, still, visit } from './visitor.mjs';

const interview = readJson('forms/interview.json');
let collector, browser, known;

before(async () => {
    collector = await startCollector({
        points: {
            hall: { form: 'exit' }, staff: { form: 'interview', mode: 'handed' },
            wall: { form: 'exit', mode: 'poster' }, club: { form: 'exit', place: 'club-women' },
        },
        change: (centre) => { centre.settings.questions = { 'interview/theme_say': 'on' }; },
    });
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
});

beforeEach(() => { known = collector.inbox().length; });

async function arrived(count) {
    for (let tries = 0; tries < 100 && collector.inbox().length < known + count; tries++)
        await new Promise((done) => { setTimeout(done, 50); });
    assert.equal(collector.inbox().length, known + count);
    return collector.inbox().slice(known);
}

test('a second service that is left before its first answer is nothing; after it, it counts as far as it goes', async () => {
    const visitor = await still(await visit(browser, collector.address('hall'), { clock: true })), { page } = visitor;
    for (const answers of [false, true]) {
        await visitor.whole(3);
        await visitor.touch('.again');
        await page.locator('.scale').waitFor();
        await page.clock.runFor(7000);
        assert.equal(await page.locator('.scale').count(), 1, 'the end of the thanks does not end the second visit');
        if (answers)
            await visitor.touch(visitor.face(4));
        await page.clock.runFor(46000);
        await page.locator('.still').waitFor();
        assert.equal(await page.getByText(readJson('forms/words/fr.json')['kiosk.still.kept']).count(), answers ? 1 : 0);
        await page.clock.runFor(21000);
        await visitor.start();
    }
    const [, , partial] = await arrived(3);
    assert.deepEqual([partial.again, partial.complete, partial.answers], [true, false, { overall: '4' }]);
    await visitor.close();
});

test('where the place is known there is no second service', async () => {
    const visitor = await visit(browser, collector.address('club')), { page } = visitor;
    await visitor.touch(visitor.face(4));
    await visitor.touch('.choice .cell');
    await visitor.touch('.choices .skip');
    await page.locator('.thanks .restart').waitFor();
    assert.equal(await page.locator('.again').count(), 0);
    await arrived(1); /* or it would come in the middle of the next test */
    await visitor.close();
});

test('a branch of the interview that is left again takes its answers along, and "nothing" stands alone', async () => {
    const visitor = await visit(browser, collector.address('staff')), { page } = visitor;
    const asks = (name) => visitor.asks(interview.questions.find((one) => one.name === name).text.fr);
    const length = () => page.locator('progress').evaluate(({ max }) => max);
    await visitor.touch(visitor.face(2));
    await visitor.touch('.choice .cell');
    for (const name of ['came_for', 'found', 'next']) {
        await asks(name);
        await visitor.touch('.skip');
    }
    await asks('lacked');
    const all = await length();
    await visitor.touch('[data-code=time]');
    await visitor.touch('[data-code=nothing]');
    assert.deepEqual(await page.locator('[aria-checked=true]').evaluateAll((cells) => cells.map((cell) => cell.dataset.code)), ['nothing']);
    await visitor.touch('.next');
    await visitor.touch('[data-code=join]');
    await asks('club_theme');
    assert.equal(await length(), all + 1);
    await visitor.touch('[data-code=other]');
    await visitor.touch('.next');
    await asks('theme_say');
    assert.equal(await length(), all + 2);
    await page.locator('textarea').fill('Personne ne lira cela');
    await visitor.touch('.next');
    await asks('open');
    for (const name of ['theme_say', 'club_theme', 'club_join']) {
        await visitor.touch('.back');
        await asks(name);
    }
    await visitor.touch('[data-code=no]');
    for (const name of ['open', 'easy', 'sectors', 'partners', 'ways']) {
        await asks(name);
        await visitor.touch('.skip');
    }
    await visitor.thanks();
    const [response] = await arrived(1);
    assert.deepEqual(response.answers, { overall: '2', forward: 'yes', lacked: ['nothing'], club_join: 'no' });
    await visitor.close();
});

test('a phone that is put away in the middle sends nothing', async () => {
    const visitor = await visit(browser, collector.address('wall'), { size: { width: 390, height: 800 } });
    await visitor.touch(visitor.face(1));
    await visitor.page.locator('.pick').waitFor();
    await visitor.page.goto('about:blank');
    await visitor.page.waitForTimeout(500);
    assert.equal(collector.inbox().length, known);
    await visitor.close();
});

test('what was changed for a sensitive place is told at its own tablet only, and what looks like a page is text', async () => {
    run('change', 'add', '--store', collector.store, '--day', '2026-11-02', '--did', 'Des chaises <img src=x onerror=alert(1)>');
    run('change', 'add', '--store', collector.store, '--day', '2026-11-03', '--place', 'club-women', '--did', 'Une salle à part');
    for (let tries = 0; tries < 300 && !(await (await fetch(`${collector.address('club')}/form`)).text()).includes('Une salle'); tries++)
        await new Promise((done) => { setTimeout(done, 100); });
    for (const [point, first] of [['hall', 'Des chaises <img src=x onerror=alert(1)>'], ['club', 'Une salle à part']]) {
        const visitor = await visit(browser, collector.address(point)), { page } = visitor;
        page.on('dialog', (dialog) => { visitor.errors.push(dialog.message()); return dialog.dismiss(); });
        assert.ok((await page.locator('.changes li').allTextContents())[0].endsWith(first));
        assert.equal(await page.locator('.changes img').count(), 0);
        assert.deepEqual(visitor.errors, []);
        await visitor.close();
    }
});

for (const until of ['thanks', 'start'])
    test(`a language that comes after its visitor has gone changes nothing: the ${until} stays as it is`, async () => {
        const context = await browser.newContext({ hasTouch: true });
        let release = null;
        const asked = new Promise((done) => { release = done; });
        await context.route('**/form?lang=*', (route) => route.request().url().endsWith('=ar') ? release(route) : route.abort());
        const visitor = await visit(context, collector.address('hall')), { page } = visitor;
        await visitor.touch('.tongues [lang=ar]');
        const route = await asked;
        await visitor.whole(4);
        if (until === 'start')
            await visitor.next();
        await Promise.all([page.waitForResponse('**/form?lang=ar'), route.continue()]);
        await page.waitForTimeout(300);
        assert.equal(await page.locator(`.${until}`).count(), 1);
        assert.equal(await page.evaluate(() => document.documentElement.lang), 'fr');
        await context.close();
    });

test('a language, large text and a page of languages that somebody chose while the tablet starts stay', async () => {
    const lateBoxes = () => {
        const { open } = IDBFactory.prototype, { set } = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'onsuccess');
        IDBFactory.prototype.open = function (...which) {
            const opening = open.apply(this, which);
            Object.defineProperty(opening, 'onsuccess', {
                set(done) { set.call(opening, async (event) => { await globalThis.released; done(event); }); },
            });
            return opening;
        };
        globalThis.released = new Promise((done) => { globalThis.release = done; });
    };
    for (const choose of [
        (visitor) => visitor.touch('.size'),
        (visitor) => visitor.speak('ar'),
        async (visitor) => { await visitor.touch('.size'); await visitor.touch('.tongue'); },
    ]) {
        const context = await browser.newContext({ hasTouch: true });
        await context.addInitScript(lateBoxes);
        const visitor = await visit(context, collector.address('hall')), { page } = visitor;
        await visitor.start();
        await choose(visitor);
        await visitor.ready();
        const looks = () => page.evaluate(() => [document.documentElement.lang, document.documentElement.className,
            document.getElementById('screen').className.replace(' settling', '')]);
        const chosen = await looks();
        await page.evaluate(() => globalThis.release());
        await page.waitForLoadState('networkidle', { timeout: 60000 });
        assert.deepEqual(await looks(), chosen);
        await context.close();
    }
});

test('T14: a number or an address is warned of while it is typed, read out, and found again with Back; nothing is held up', async (t) => {
    const own = await startCollector({ points: { hall: { form: 'exit' } }, change: (centre) => { centre.settings.questions = { 'exit/say': 'on' }; } });
    t.after(() => own.stop());
    const visitor = await visit(browser, own.address('hall')), { page } = visitor;
    const hint = page.locator('#hint'), warning = readJson('forms/words/fr.json')['kiosk.text.warning'];
    await visitor.answer(4);
    await visitor.touch('.skip');
    const area = page.locator('textarea');
    await area.waitFor();
    const usual = await hint.textContent();
    assert.deepEqual(await area.evaluate((one) => ['autocomplete', 'autocorrect', 'spellcheck'].map((name) => one.getAttribute(name))),
        ['off', 'off', 'false'], 'the browser keeps what is typed, or hands it on');
    assert.equal(await hint.getAttribute('role'), 'status');
    await area.pressSequentially('Rappelez-moi au 06 12 34 5');
    assert.equal(await hint.textContent(), usual);
    await area.pressSequentially('6');
    assert.equal(await hint.textContent(), warning);
    assert.equal(await hint.evaluate((line) => line.className), 'hint warning');
    assert.equal(await area.evaluate((one) => one === document.activeElement), true, 'the pen stays where it was');
    await visitor.touch('.back');
    await visitor.touch('.skip');
    await area.waitFor();
    assert.equal(await hint.textContent(), warning, 'found again');
    await area.fill('Rappelez-moi');
    assert.equal(await hint.textContent(), usual);
    assert.equal(await hint.evaluate((line) => line.className), 'hint');
    await area.fill('moi@exemple.fr');
    assert.equal(await hint.textContent(), warning);
    await visitor.touch('.next');
    await visitor.thanks();
    await visitor.close();
});

test('the language can be changed on "still there?" and on the thanks, which then goes on; the next visitor has the tablet\'s own', async () => {
    const visitor = await visit(browser, collector.address('hall'), { clock: true }), { page } = visitor;
    const says = (key, language) => page.locator('h1', { hasText: readJson(`forms/words/${language}.json`)[`kiosk.${key}`] }).waitFor();
    const speak = async (language) => {
        await visitor.touch('.message .tongue');
        await visitor.touch(`.languages .grid [lang=${language}]`);
    };
    await visitor.prepared();
    await still(visitor);
    await visitor.touch(visitor.face(3));
    await page.locator('.pick').waitFor();
    await page.clock.runFor(46000);
    await says('still.title', 'fr');
    await speak('de');
    await page.locator('html[lang=de] .pick').waitFor();
    await visitor.touch('.tongue');
    await page.locator('.languages').waitFor();
    await page.clock.runFor(46000);
    await says('still.title', 'de');
    assert.equal(await page.locator('.message .tongue').count(), 0, 'the choice of languages is what it goes back to');
    await visitor.touch('.yes');
    await visitor.touch('.languages .back');
    await page.locator('.pick').waitFor();
    await visitor.placed();
    await visitor.touch('.skip');
    await says('thanks.title', 'de');
    await speak('ar');
    await says('thanks.title', 'ar');
    await page.clock.runFor(5000);
    await says('thanks.title', 'ar');
    await page.clock.runFor(1500);
    await page.locator('html[lang=fr] .start').waitFor();
    await arrived(1);
    await visitor.close();
});
