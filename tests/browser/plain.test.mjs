/* plain.test.mjs: journey 2 - the same questions without JavaScript. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readJson, startCollector } from '../helpers.mjs';
import { chosen, openBrowser, visit } from './visitor.mjs';

const words = (language) => readJson(`forms/words/${language}.json`);
let collector, browser;

before(async () => {
    collector = await startCollector({
        points: { hall: { form: 'exit' }, desk: { form: 'exit', place: 'desk-job' }, staff: { form: 'interview', mode: 'handed' } },
        change: (centre) => {
            const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date());
            centre.settings.questions = { 'exit/say': 'on' };
            centre.sessions = [{ id: 'cv-today', place: 'workshop-cv', day: today }];
        },
    });
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
});

const arrive = (point = 'hall', tail = '') =>
    visit(browser, collector.address(point) + tail, { javaScriptEnabled: false, hasTouch: false });

const send = (page, language = 'fr') => page.getByRole('button', { name: words(language)['plain.send'], exact: true }).click();

for (const [language, place] of [['fr', 'Trouver un emploi'], ['ar', 'العثور على عمل']])
    test(`journey 2: without JavaScript the tablet's address leads to the plain page, and that to thanks (${language})`, async () => {
        const visitor = await arrive(), { page } = visitor;
        await page.waitForURL('**/plain');
        if (language !== 'fr')
            await page.getByRole('link', { name: words(language).name }).click();
        assert.deepEqual([await page.locator('html').getAttribute('lang'), await page.locator('html').getAttribute('dir')],
            [language, words(language).direction]);
        await page.locator(chosen('overall', '5')).check();
        await page.getByRole('radio', { name: place, exact: true }).check();
        await page.locator(chosen('forward', 'little')).check();
        await page.locator(chosen('why_good', 'listened')).check();
        assert.equal(await page.locator('[name="q.say"]').evaluate((area) => area.form.autocomplete), 'off', 'the browser keeps what is typed');
        await page.locator('[name="q.say"]').fill('Bon accueil.\nMerci !');
        await send(page, language);
        await page.getByRole('heading', { name: words(language)['plain.thanks'] }).waitFor();
        const response = collector.inbox().pop();
        assert.deepEqual([response.lang, response.complete], [language, true]);
        assert.deepEqual(response.answers, {
            overall: '5', place: 'desk-job', forward: 'little', why_good: ['listened'], say: 'Bon accueil.\nMerci !',
        });
        await page.getByRole('link', { name: words(language)['plain.start'] }).click();
        assert.equal(await page.locator(':checked').count(), 0);
        assert.equal(await page.locator('html').getAttribute('lang'), language);
        assert.deepEqual(await visitor.context.cookies(), []);
        assert.deepEqual(visitor.errors, []);
        assert.deepEqual(visitor.requests.filter(({ url }) => !url.startsWith(collector.url)), []);
        await visitor.close();
    });

test('a missing answer is named in one sentence, and what was answered stands', async () => {
    const visitor = await arrive('hall', '/plain?lang=fr'), { page } = visitor;
    const known = collector.inbox().length;
    await page.locator(chosen('overall', '2')).check();
    await page.locator(chosen('place', 'none')).check();
    await page.locator(chosen('why_bad', 'wait')).check();
    await page.locator('[name="q.say"]').fill('<b>"Trop" d\'attente & bruit</b>');
    const key = await page.locator('[name=key]').getAttribute('value');
    await send(page);
    const problem = page.getByRole('alert');
    assert.match(await problem.innerText(), /Repartez-vous avec une idée plus claire/);
    assert.equal(collector.inbox().length, known);
    assert.equal(await page.locator(chosen('overall', '2')).isChecked(), true);
    assert.equal(await page.locator(chosen('place', 'none')).isChecked(), true);
    assert.equal(await page.locator(chosen('why_bad', 'wait')).isChecked(), true);
    assert.equal(await page.locator('[name="q.say"]').inputValue(), '<b>"Trop" d\'attente & bruit</b>');
    assert.equal(await page.locator('[name=key]').getAttribute('value'), key);
    await problem.getByRole('link').click();
    assert.match(page.url(), /#q\.forward$/);
    await page.locator(chosen('forward', 'no')).check();
    await send(page);
    await page.getByRole('heading', { name: words('fr')['plain.thanks'] }).waitFor();
    assert.equal(collector.inbox().length, known + 1);
    assert.deepEqual(collector.inbox().pop().answers, {
        overall: '2', place: 'none', forward: 'no', why_bad: ['wait'], say: '<b>"Trop" d\'attente & bruit</b>',
    });
    await visitor.close();
});

test('each place has the pictogram that the centre gave it, others that of their kind', async () => {
    const visitor = await arrive('hall', '/plain?lang=fr');
    const drawn = async (code) => (await visitor.page.locator(`.option:has(${chosen('place', code)}) use`).getAttribute('href')).replace(/.*#/, '');
    const places = ['cv-today', 'desk-job', 'desk-change', 'space-documentation', 'workshop-cv', 'workshop-networks'];
    assert.deepEqual(await Promise.all(places.map(drawn)), ['documents', 'job', 'change', 'space', 'documents', 'workshop']);
    await visitor.close();
});

test('too many reasons are named, and nothing is kept', async () => {
    const visitor = await arrive('hall', '/plain?lang=en'), { page } = visitor;
    const known = collector.inbox().length;
    await page.locator(chosen('overall', '5')).check();
    await page.locator(chosen('place', 'none')).check();
    await page.locator(chosen('forward', 'yes')).check();
    for (const code of ['wait', 'clear', 'quiet'])
        await page.locator(chosen('why_good', code)).check();
    await send(page, 'en');
    assert.match(await page.getByRole('alert').innerText(), /up to 2/i);
    assert.equal(collector.inbox().length, known);
    await visitor.close();
});

test('sent twice is counted once, and the page says so', async () => {
    const visitor = await arrive('hall', '/plain?lang=fr'), { page } = visitor;
    const known = collector.inbox().length;
    await page.locator(chosen('overall', '4')).check();
    await page.locator(chosen('place', 'none')).check();
    await page.locator(chosen('forward', 'yes')).check();
    const hidden = Object.fromEntries(await Promise.all(['key', 'form', 'version', 'day', 'lang'].map(async (name) =>
        [name, await page.locator(`[name=${name}]`).getAttribute('value')])));
    await send(page);
    await page.getByRole('heading', { name: words('fr')['plain.thanks'] }).waitFor();
    assert.equal(collector.inbox().length, known + 1);
    const again = (answers) => fetch(`${collector.address('hall')}/responses`, {
        method: 'POST', body: new URLSearchParams({ ...hidden, 'q.overall': '4', 'q.place': 'none', 'q.forward': 'yes', ...answers }),
    }).then((reply) => reply.text());
    assert.ok((await again({})).includes(words('fr')['plain.counted']));
    assert.ok((await again({ 'q.overall': '1' })).includes(words('fr')['plain.counted']));
    assert.equal(collector.inbox().length, known + 1);
    await visitor.close();
});

test('two quick presses of Send are one response', async () => {
    const visitor = await arrive('hall', '/plain?lang=fr'), { page } = visitor;
    const known = collector.inbox().length;
    await page.locator(chosen('overall', '4')).check();
    await page.locator(chosen('place', 'none')).check();
    await page.locator(chosen('forward', 'yes')).check();
    await page.getByRole('button', { name: words('fr')['plain.send'] }).dblclick({ noWaitAfter: true }).catch(() => null);
    await page.locator('main.message h1').waitFor();
    assert.equal(collector.inbox().length, known + 1);
    await visitor.close();
});

test('at a point with a place the place is not asked; the interview can be given, too', async () => {
    const desk = await arrive('desk', '/plain?lang=fr');
    assert.equal(await desk.page.locator('[name="q.place"]').count(), 0);
    await desk.close();
    const staff = await arrive('staff', '/plain?lang=fr'), { page } = staff;
    await page.locator(chosen('overall', '3')).check();
    await page.locator(chosen('forward', 'yes')).check();
    await page.locator(chosen('came_for', 'job')).check();
    await send(page);
    await page.getByRole('heading', { name: words('fr')['plain.thanks'] }).waitFor();
    assert.equal(collector.inbox().pop().answers.came_for, 'job');
    await staff.close();
});

test('an unknown address says so in a sentence', async () => {
    const visitor = await visit(browser, `${collector.url}/p/00000000000000000000000000000000/plain?lang=fr`, { javaScriptEnabled: false });
    assert.equal(await visitor.page.locator('main p').innerText(), words('fr')['plain.error.point']);
    await visitor.close();
});
