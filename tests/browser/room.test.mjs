/* room.test.mjs: what a screen does when it has little room - names as centres really write
 * them, large text on small tablets: nothing is pushed off it, cut, or hidden behind a door
 * that should stand beside the other answers. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readJson, run, startCollector } from '../helpers.mjs';
import { capitals, measureFinds } from './measure.mjs';
import { everything, points, tour } from './screens.mjs';
import { openBrowser, tablets } from './visitor.mjs';

const LANGUAGES = ['fr', 'en', 'de', 'es', 'it', 'pt', 'ca', 'eu', 'ar'];
const FEW = 5;                          /* answers that are never divided */
const CAPITAL_OF_FEW = 7;               /* mm; four long answers on a low screen: measured */
const several = { concurrency: 3 };
const sizes = Object.entries(tablets);

/* One of Paris; one of 80 characters; in German words that no column of large text holds. */
const PARIS = 'Organiser son parcours professionnel et de formation';
const LONG = 'Accompagnement personnalisé à la reconversion professionnelle et à la formation ';
const WIDE = 'Rechtsschutzversicherungsgesellschaftenberatungsveranstaltung zur Berufsfindung ';

/* As much as a form may say: a question of 12 words, a note and a hint of 500 characters; and
 * more answers to its first question than any screen has room for. */
const SAID = 'Nous aimerions savoir ce qui vous a aidé et ce qui vous a manqué dans nos espaces. '.repeat(6).slice(0, 499).trim() + '.';
const QUESTION = Array(12).fill('professionnalisation').join(' ');
const inAll = (text) => Object.fromEntries(LANGUAGES.map((language) => [language, text]));
const wordy = {
    sortie: 'form/1', id: 'wordy', languages: LANGUAGES, title: inAll('Wordy'), questions: [
        { name: 'first', type: 'choice', text: inAll('Par quoi êtes-vous passé ?'),
          options: Array.from({ length: 20 }, (none, n) => ({ code: `o${n}`, text: inAll(`Réponse ${n}`) })) },
        { name: 'long', type: 'yesno', text: inAll(QUESTION) },
        { name: 'hinted', type: 'yesno', text: inAll('Et cela ?'), hint: inAll(SAID) },
        { name: 'told', type: 'note', text: inAll(SAID) }],
};

let collector, long, browser;

const desks = (centre) => centre.places.filter((place) => place.kind === 'desk');

before(async () => {
    collector = await startCollector({ forms: ['exit', 'interview', wordy], points: { ...points, wordy: { form: 'wordy', mode: 'handed' } }, change: (centre) => {
        everything(centre);
        desks(centre)[1].name.fr = PARIS;
    } });
    long = await startCollector({ points, change: (centre) => {
        everything(centre);
        desks(centre).forEach((desk, n) => { desk.name = { ...desk.name, fr: LONG.slice(0, 79) + n, de: WIDE.slice(0, 79) + n }; });
    } });
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
    await long?.stop();
});

/* To the places, in a visit. */
async function places(where, options) {
    const visitor = await tour(browser, where.address('hall'), options);
    await visitor.touch(visitor.face(3));
    await visitor.page.locator('.pick').waitFor();
    await visitor.ready();
    return visitor;
}

const offered = (page) => page.locator('.cell').evaluateAll((all) => all.map((cell) => cell.dataset.code || cell.innerText));

/* Turns all pages, as far as the first or the last one; what `find` finds on them, and the codes. */
async function leaf({ page, touch, ready }, more, find) {
    const first = String(await offered(page)), found = [], codes = [];
    do {
        found.push(...await find(page));
        codes.push(...await page.locator('.cell[data-code]').evaluateAll((all) => all.map((cell) => cell.dataset.code)));
        if (await page.getByRole('button', { name: more, exact: true }).count() === 0)
            break;
        await touch(page.locator('.cell').last());
        await ready();
    } while (String(await offered(page)) !== first);
    return { found, codes };
}

const words = (language) => readJson(`forms/words/${language}.json`);

describe('names that are long', several, () => {
    for (const [size, box] of sizes)
        test(`a long name of Paris leaves Back and "none of these" on a ${size} screen, and every desk one tap away`, async () => {
            const visitor = await places(collector, { size: box });
            assert.deepEqual(await measureFinds(visitor.page), []);
            assert.equal(await visitor.page.locator('.back:visible').count(), 1);
            assert.equal(await visitor.page.locator('.none:visible').count(), 1);
            assert.equal(await visitor.page.locator('[data-code^=desk]').count(), 5);
            await visitor.close();
        });

    for (const [size, box] of sizes)
        for (const language of ['fr', 'de'])
            for (const large of [false, true])
                test(`desks of 80 characters, in ${language}, ${large ? 'large' : 'normal'} text, ${size} screen: whole, and all there`, async () => {
                    const visitor = await places(long, { size: box, language, large });
                    const more = words(language)['kiosk.pick.more'], door = words(language)['kiosk.kind.desk'];
                    const { page } = visitor;
                    let { found, codes } = await leaf(visitor, more, measureFinds);
                    if (!codes.includes('desk-job')) {
                        for (let n = 0; n < 9 && await page.getByRole('button', { name: door, exact: true }).count() === 0; n++) {
                            await visitor.touch(page.locator('.cell').last());
                            await visitor.ready();
                        }
                        await visitor.touch(page.getByRole('button', { name: door, exact: true }));
                        await visitor.ready();
                        const inside = await leaf(visitor, more, measureFinds);
                        found = [...found, ...inside.found];
                        codes = inside.codes;
                    }
                    assert.deepEqual(found, []);
                    assert.equal(codes.filter((code) => code.startsWith('desk')).length, 5);
                    await visitor.close();
                });
});

describe('few answers', several, () => {
    const few = (form) => readJson(`forms/${form}.json`).questions.filter(({ options }) => options && options.length <= FEW);

    for (const language of LANGUAGES)
        for (const [size, box] of sizes)
            test(`"no" stands beside "yes" in large text in ${language} on a ${size} screen`, async () => {
                const visitor = await tour(browser, collector.address('staff'), { size: box, language, large: true });
                const { page } = visitor, seen = [], found = [];
                const asked = () => page.locator('h1').innerText();
                while (await page.locator('.thanks').count() === 0) {
                    await visitor.ready();
                    const now = await asked(), question = few('interview').find(({ text }) => text[language] === now);
                    if (question) {
                        seen.push(question.name);
                        const codes = await page.locator('.cell').evaluateAll((all) => all.map((cell) => cell.dataset.code));
                        found.push(...await measureFinds(page), ...(await capitals(page, 10.1))
                            .filter(({ what, mm }) => what === 'answer' && mm < CAPITAL_OF_FEW).map(({ text, mm }) => `${text}: ${mm} mm`));
                        assert.deepEqual(codes, question.options.map(({ code }) => code), question.name);
                    }
                    const single = await page.locator('[role=radio]').count() > 0;
                    await visitor.touch(single ? page.locator('[role=radio]').nth(question ? 1 : 0) : '.skip');
                    await page.waitForFunction((old) => document.querySelector('h1').innerText !== old, now);
                }
                assert.deepEqual(found, []);
                assert.ok(seen.length >= 8, String(seen));
                await visitor.close();
            });
});

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
    await visitor.touch('.none');
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

describe('large text', several, () => {
    const hidden = (page, selector) => page.locator(selector).evaluateAll((all) => all
        .filter((element) => element.getBoundingClientRect().width <= 1).map((element) => element.parentElement.innerText));

    for (const [size, box] of sizes.filter(([name]) => ['small', 'upright'].includes(name)))
        for (const language of LANGUAGES)
            test(`every answer has its pictogram, every key its word, "none of these" is one tap away: ${language}, ${size} screen`, async () => {
                const visitor = await places(collector, { size: box, language, large: true });
                const { page } = visitor, found = [];
                const look = async () => {
                    found.push(...await hidden(page, '.grid .icon'), ...await measureFinds(page));
                    assert.ok(await page.locator('.grid .icon').count() > 1);
                };
                await look();
                assert.ok(await page.locator('.none').count() === 1 || await page.locator('.cell[data-code=none]').count() === 1);
                if (await page.locator('.signs').count() === 0)
                    found.push(...await hidden(page, '.key .word'));
                await visitor.touch('.none, .cell[data-code=none]');
                await page.locator('.choice').waitFor();
                await visitor.ready();
                await look();
                found.push(...await hidden(page, '.key .word'));
                await visitor.touch('.cell');
                await page.locator('.choices').waitFor();
                await visitor.ready();
                await look();
                found.push(...await hidden(page, '.key .word'));
                assert.deepEqual(found, []);
                await visitor.close();
            });
});

/* Three changes, as long as `change add` lets them be. */
test('what the centre changed never pushes its name, itself or the question off a screen: then it tells less', async () => {
    const told = await startCollector({ points, change: (centre) => { centre.settings.changes_shown = 3; } });
    const text = (words) => `${words} `.repeat(9).slice(0, 119);
    for (const day of ['01', '02', '03'])
        run('change', 'add', '--store', told.store, '--day', `2026-10-${day}`,
            '--said', text('on attend trop longtemps'), '--said', `ar=${text('الانتظار طويل')}`, '--did', text('une personne de plus'), '--did', `ar=${text('شخص إضافي')}`);
    while ((await (await fetch(`${told.address('hall')}/form`)).json()).changes?.length !== 3)
        await new Promise((done) => { setTimeout(done, 100); });
    for (const [size, box] of sizes)
        for (const language of ['fr', 'ar']) {
            const visitor = await tour(browser, told.address('hall'), { size: box, language });
            const above = await visitor.page.locator('.head > *').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
            assert.ok(Math.min(...above) >= 0, `${size}, ${language}: ${above}`);
            assert.ok(await visitor.page.locator('.changes li').count() >= 1);
            assert.deepEqual(await measureFinds(visitor.page), [], `${size}, ${language}`);
            await visitor.close();
        }
    await told.stop();
});

test('long names are not broken where other ways are left', async () => {
    const names = ['Weiterbildungsberatung', 'Berufsorientierungsgespräch', 'Existenzgründungsbegleitung', 'Stellenvermittlung', 'Berufsanerkennung'];
    const german = await startCollector({ points, change: (centre) => {
        everything(centre);
        desks(centre).forEach((desk, n) => { desk.name.de = names[n]; });
    } });
    for (const [size, box] of sizes) {
        const visitor = await places(german, { size: box, language: 'de' });
        assert.equal(await visitor.page.locator('.screen.whole').count(), 1, size);
        assert.deepEqual(await measureFinds(visitor.page), [], size);
        await visitor.close();
    }
    await german.stop();
});

describe('as much as a form may say', several, () => {
    for (const [size, box] of sizes)
        for (const large of [false, true])
            test(`a question of long words, a hint and a note of 500 characters are whole, ${large ? 'large' : 'normal'} text, ${size} screen`, async () => {
                const visitor = await tour(browser, collector.address('wordy'), { size: box, large, voice: false });
                const { page } = visitor, found = [];
                const first = await offered(page);
                await visitor.touch(page.locator('.cell').last());
                await visitor.ready();
                found.push(...await measureFinds(page));
                await visitor.touch('.back');
                await visitor.ready();
                assert.deepEqual(await offered(page), first, 'Back on the second page of the first question');
                await page.locator('.start').waitFor();
                await visitor.touch('.cell');
                for (const words of [QUESTION, 'Et cela ?', SAID]) {
                    await visitor.asks(words);
                    await visitor.ready();
                    found.push(...await measureFinds(page));
                    const room = await page.locator('.head').evaluate((head) => head.getBoundingClientRect().top - Math.min(...[...head.children].map((child) => child.getBoundingClientRect().top)));
                    assert.ok(room <= 0, `${words} begins ${room} px above the screen`);
                    await visitor.touch('.next, .skip');
                }
                await page.locator('.thanks').waitFor();
                assert.deepEqual(found, []);
                await visitor.close();
            });
});
