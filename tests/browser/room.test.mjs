/* room.test.mjs: what a screen does when it has little room - names as centres really write
 * them, large text on small tablets: nothing is pushed off it, cut, or hidden behind a door
 * that should stand beside the other answers. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readJson, startCollector } from '../helpers.mjs';
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

let collector, long, browser;

const desks = (centre) => centre.places.filter((place) => place.kind === 'desk');

before(async () => {
    collector = await startCollector({ points, change: (centre) => {
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
    const visitor = await tour(browser, where.address('hall'), { voice: false, ...options });
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
                const visitor = await tour(browser, collector.address('staff'), { size: box, language, large: true, voice: false });
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
