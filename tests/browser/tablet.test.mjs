/* tablet.test.mjs: three taps at the door, and all that a visitor may do on the way. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readJson, startCollector } from '../helpers.mjs';
import { openBrowser, visit } from './visitor.mjs';

const exit = readJson('forms/exit.json');
const asked = (name, language) => exit.questions.find((question) => question.name === name).text[language];
const option = (name, code, language) => exit.questions.find((question) => question.name === name)
    .options.find((one) => one.code === code).text[language];
const word = (key, language) => readJson(`forms/words/${language}.json`)[`kiosk.${key}`];

let collector, browser, address;

const parisDay = (shift = 0) => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' })
    .format(new Date(Date.now() + shift * 86400000));

before(async () => {
    collector = await startCollector({
        points: { hall: { form: 'exit' }, 'back-door': { form: 'exit' } },
        change: (centre) => {
            centre.sessions = [
                { id: 'cv-today', place: 'workshop-cv', day: parisDay(), at: '14:00' },
                { id: 'cv-later', place: 'workshop-cv', day: parisDay(7), at: '14:00' },
                { id: 'trans-today', place: 'club-trans', day: parisDay(), at: '18:30' },
            ];
            const [first, second] = centre.places.filter((place) => place.kind === 'desk');
            Object.assign(first, { from: '2020-01-01', to: parisDay(-1) });
            Object.assign(second, { from: parisDay(1) });
        },
    });
    browser = await openBrowser();
    address = collector.address('hall');
});

after(async () => {
    await browser?.close();
    await collector?.stop();
});

/* What came into the inbox while something was done. */
async function kept(doing) {
    const known = new Set(collector.inbox().map((response) => response.key));
    await doing();
    return collector.inbox().filter((response) => !known.has(response.key));
}

/* Nothing went wrong, nothing left this house, nothing was put on the tablet. */
async function clean(visitor) {
    assert.deepEqual(visitor.errors, []);
    assert.deepEqual(visitor.requests.filter(({ url }) => !url.startsWith(collector.url)), []);
    assert.deepEqual(await visitor.context.cookies(), []);
    assert.deepEqual(await visitor.page.evaluate(() => [localStorage.length, sessionStorage.length, history.length]), [0, 0, 2]);
}

for (const [language, place] of [['fr', 'Trouver un emploi'], ['ar', 'العثور على عمل']])
    test(`three taps in ${language} are a response, thanked for once it is kept`, async () => {
        const visitor = await visit(browser, address);
        const [response, ...more] = await kept(async () => {
            if (language !== 'fr')
                await visitor.speak(language);
            await visitor.touch(visitor.face(4));
            await visitor.asks(asked('place', language));
            await visitor.touch(visitor.choice(place));
            await visitor.asks(asked('forward', language));
            await visitor.touch(visitor.choice(option('forward', 'yes', language)));
            await visitor.asks(asked('why_good', language));
            await visitor.touch('.skip');
            await visitor.thanks();
        });
        assert.deepEqual(more, []);
        assert.match(response.key, /^[0-9a-f]{32}$/);
        assert.match(response.day, /^\d{4}-\d\d-\d\d$/);
        assert.deepEqual([response.form, response.lang, response.complete], ['exit', language, true]);
        assert.deepEqual(response.answers, { overall: '4', place: 'desk-job', forward: 'yes' });
        assert.ok(!('part' in response) || ['morning', 'afternoon', 'evening'].includes(response.part));
        assert.equal(visitor.requests.filter(({ method }) => method === 'POST').length, 1);
        await clean(visitor);
        await visitor.close();
    });

test('Arabic runs from right to left: worst face first, and the same code is stored', async () => {
    const visitor = await visit(browser, address);
    const across = () => visitor.page.locator('.faces .cell').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().x));
    const left = await across();
    assert.deepEqual(left, [...left].sort((a, b) => a - b));
    const [response] = await kept(async () => {
        await visitor.speak('ar');
        const right = await across();
        assert.deepEqual(right, [...right].sort((a, b) => b - a));
        assert.equal(await visitor.page.evaluate(() => document.documentElement.dir), 'rtl');
        await visitor.touch(visitor.face(1));
        await visitor.touch('.none');
        await visitor.touch(visitor.choice(option('forward', 'no', 'ar')));
        await visitor.touch('.skip');
        await visitor.thanks();
    });
    assert.deepEqual(response.answers, { overall: '1', place: 'none', forward: 'no' });
    await visitor.close();
});

for (let n = 1; n <= 5; n++)
    test(`face ${n} is stored as ${n}, in any language`, async () => {
        const language = ['en', 'es', 'it', 'pt', 'de'][n - 1];
        const visitor = await visit(browser, address);
        const [response] = await kept(async () => {
            await visitor.speak(language);
            assert.equal((await visitor.face(n).innerText()).trim(), option('overall', String(n), language));
            await visitor.touch(visitor.face(n));
            await visitor.touch('.none');
            await visitor.touch(visitor.choice(option('forward', 'little', language)));
            await visitor.touch('.skip');
            await visitor.thanks();
        });
        assert.deepEqual([response.answers.overall, response.lang], [String(n), language]);
        await visitor.close();
    });

test('with Back the last tap wins, and answers to questions no longer asked are dropped', async () => {
    const visitor = await visit(browser, address);
    const [response, ...more] = await kept(async () => {
        await visitor.touch(visitor.face(5));
        await visitor.touch('.none');
        await visitor.touch(visitor.choice('Oui'));
        await visitor.touch(visitor.page.getByRole('checkbox', { name: option('why_good', 'welcome', 'fr') }));
        for (const name of ['forward', 'place', 'overall']) {
            await visitor.touch('.back');
            await visitor.asks(asked(name, 'fr'));
            if (name === 'place')
                assert.equal(await visitor.page.locator('.none').getAttribute('aria-pressed'), 'true');
        }
        assert.equal(await visitor.face(5).getAttribute('aria-checked'), 'true');
        assert.equal(await visitor.page.locator('.back').count(), 0);
        await visitor.touch(visitor.face(2));
        await visitor.touch('.next');
        await visitor.touch(visitor.choice('Non'));
        await visitor.asks(asked('why_bad', 'fr'));
        await visitor.touch(visitor.page.getByRole('checkbox', { name: option('why_bad', 'wait', 'fr') }));
        await visitor.touch('.next');
        await visitor.thanks();
    });
    assert.deepEqual(more, []);
    assert.deepEqual(response.answers, { overall: '2', place: 'none', forward: 'no', why_bad: ['wait'] });
    await visitor.close();
});

test('the oldest reason gives way when there are too many, and a second tap takes one back', async () => {
    const visitor = await visit(browser, address);
    const reason = (code) => visitor.page.getByRole('checkbox', { name: option('why_good', code, 'fr') });
    const [response] = await kept(async () => {
        await visitor.touch(visitor.face(5));
        await visitor.touch('.none');
        await visitor.touch(visitor.choice('Oui'));
        for (const code of ['wait', 'clear', 'listened', 'quiet'])
            await visitor.touch(reason(code));
        await visitor.page.waitForTimeout(350);
        await visitor.touch(reason('quiet'));
        await visitor.touch('.next');
        await visitor.thanks();
    });
    assert.deepEqual(response.answers.why_good, ['listened']);
    await visitor.close();
});

test('the language can be changed on any screen, and goes back with the visitor', async () => {
    const visitor = await visit(browser, address);
    await visitor.touch(visitor.face(3));
    await visitor.asks(asked('place', 'fr'));
    await visitor.touch('.tongue');
    await visitor.touch('.languages [lang=ar]');
    await visitor.asks(asked('place', 'ar'));
    await visitor.touch('.none');
    await visitor.touch('.tongue');
    await visitor.touch('.languages [lang=eu]');
    await visitor.asks(asked('forward', 'eu'));
    await visitor.touch(visitor.choice(option('forward', 'yes', 'eu')));
    await visitor.touch('.skip');
    await visitor.thanks();
    assert.equal(await visitor.page.locator('h1').innerText(), word('thanks.title', 'eu'));
    await visitor.touch('.restart');
    await visitor.start();
    assert.deepEqual(await visitor.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['fr', 'ltr']);
    await visitor.close();
});

test('nothing of a visitor is left for the next one, and thanks looks the same for all', async () => {
    const visitor = await visit(browser, address);
    await visitor.ready();
    const fresh = await visitor.page.locator('#screen').evaluate((screen) => screen.outerHTML);
    const thanked = [];
    for (const [n, forward] of [[1, 'Non'], [5, 'Oui']]) {
        await visitor.touch(visitor.face(n));
        await visitor.touch('.none');
        await visitor.touch(visitor.choice(forward));
        await visitor.touch('.skip');
        await visitor.thanks();
        await visitor.ready();
        await visitor.page.waitForTimeout(300);
        thanked.push(await visitor.page.screenshot());
        await visitor.touch('h1');
        await visitor.start();
        await visitor.ready();
        assert.equal(await visitor.page.locator('#screen').evaluate((screen) => screen.outerHTML), fresh);
    }
    assert.ok(thanked[0].equals(thanked[1]), 'thanks tells what was answered');
    await clean(visitor);
    await visitor.close();
});

test('a double tap, many taps and two fingers are one response or none', async () => {
    const visitor = await visit(browser, address);
    const { page } = visitor;
    const known = collector.inbox().length;
    const box = await visitor.face(3).boundingBox();
    await visitor.ready();
    for (let n = 0; n < 10; n++)
        await page.touchscreen.tap(box.x + 70, box.y + 70 + n);
    await visitor.asks(asked('place', 'fr'));
    assert.equal(await page.locator('[aria-checked=true]').count(), 0);
    const session = await visitor.context.newCDPSession(page);
    await visitor.ready();
    const [one, two] = await page.locator('.cell').evaluateAll((cells) => cells.slice(3, 5).map((cell) => {
        const { x, y, width, height } = cell.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
    }));
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ ...one, id: 1 }] });
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ ...one, id: 1 }, { ...two, id: 2 }] });
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await page.waitForTimeout(200);
    await visitor.asks(asked('place', 'fr'));
    await visitor.touch('.none');
    await visitor.asks(asked('forward', 'fr'));
    const yes = await visitor.choice('Oui').boundingBox();
    await visitor.ready();
    for (let n = 0; n < 6; n++)
        await page.touchscreen.tap(yes.x + 60, yes.y + 60);
    await visitor.ready();
    await visitor.touch('.skip');
    await visitor.thanks();
    assert.equal(collector.inbox().length, known + 1);
    assert.deepEqual(collector.inbox().pop().answers, { overall: '3', place: 'none', forward: 'yes' });
    await visitor.close();
});

test('a pick offers today\'s session first, nothing outside its dates, nothing sensitive', async () => {
    const visitor = await visit(browser, address);
    const offered = () => visitor.page.locator('.cell').allInnerTexts();
    const [response] = await kept(async () => {
        await visitor.touch(visitor.face(4));
        await visitor.asks(asked('place', 'fr'));
        const first = await offered();
        assert.equal(first[0].replace(/\s+/g, ' ').trim(), '14:00 Refaire son CV');
        assert.ok(first.includes('Trouver un emploi'));
        assert.ok(!first.includes('Choisir son orientation') && !first.includes('Organiser son parcours et sa formation'));
        assert.equal(first.filter((name) => /^\d\d:\d\d/.test(name)).length, 1);
        for (const group of await visitor.page.locator('.cell:not([role])').allInnerTexts()) {
            await visitor.touch(visitor.page.getByRole('button', { name: group, exact: true }));
            await visitor.page.locator('#hint', { hasText: group }).waitFor();
            assert.ok(!(await offered()).some((name) => /Trans|El Taller|chroniques|féminin|ailleurs/.test(name)));
            await visitor.touch('.back');
            await visitor.page.locator('.cell:not([role])').first().waitFor();
        }
        await visitor.touch(visitor.page.locator('.cell').first());
        await visitor.touch(visitor.choice('Oui'));
        await visitor.touch('.skip');
        await visitor.thanks();
    });
    assert.equal(response.answers.place, 'cv-today');
    await visitor.close();
});

test('the keyboard alone is enough, and shows where it is', async () => {
    const visitor = await visit(browser, address);
    const { keyboard } = visitor.page;
    const focused = () => visitor.page.evaluate(() => document.activeElement.textContent.trim());
    const [response] = await kept(async () => {
        await keyboard.press('Tab');
        for (let n = 0; n < 3; n++)
            await keyboard.press('ArrowRight');
        assert.equal(await focused(), option('overall', '4', 'fr'));
        assert.notEqual(await visitor.page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
        await keyboard.press('Enter');
        await visitor.asks(asked('place', 'fr'));
        while (await focused() !== word('pick.none', 'fr'))
            await keyboard.press('Tab');
        await keyboard.press('Enter');
        await visitor.asks(asked('forward', 'fr'));
        await keyboard.press('Tab');
        await keyboard.press('ArrowRight');
        await keyboard.press(' ');
        await visitor.asks(asked('why_good', 'fr'));
        while (await focused() !== word('skip', 'fr'))
            await keyboard.press('Tab');
        await keyboard.press('Enter');
        await visitor.thanks();
    });
    assert.deepEqual(response.answers, { overall: '4', place: 'none', forward: 'little' });
    await visitor.close();
});

test('a screen reader hears the question as the group and each answer by its words', async () => {
    const visitor = await visit(browser, address);
    const group = visitor.page.getByRole('radiogroup', { name: asked('overall', 'fr') });
    assert.deepEqual(await group.getByRole('radio').evaluateAll((faces) => faces.map((face) => face.textContent)),
        exit.questions[0].options.map((face) => face.text.fr));
    await visitor.close();
});

test('at most three requests a visitor, and the page is the same for every point', async () => {
    const pages = await Promise.all([address, collector.address('back-door')].map((url) => fetch(url).then((reply) => reply.text())));
    assert.equal(pages[0], pages[1]);
    const visitor = await visit(browser, address);
    await visitor.page.waitForLoadState('networkidle');
    const before = visitor.requests.length;
    await visitor.touch(visitor.face(4));
    await visitor.touch('.none');
    await visitor.touch(visitor.choice('Oui'));
    await visitor.touch('.skip');
    await visitor.thanks();
    assert.ok(visitor.requests.length - before <= 3, JSON.stringify(visitor.requests.slice(before)));
    await visitor.close();
});
