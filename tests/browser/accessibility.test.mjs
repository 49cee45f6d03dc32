/* accessibility.test.mjs: journeys 9 to 13 - every screen of the tablet's page, in French,
 * Arabic and the languages of the longest words, in normal and large text, on four tablets
 * and a phone; the plain page, too. What is measured is in measure.mjs, the way through the
 * screens in screens.mjs. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readJson, startCollector } from '../helpers.mjs';
import { axeFinds, capitals, measureFinds } from './measure.mjs';
import { everything, points, tellChange, tour, tours } from './screens.mjs';
import { chosen, openBrowser, tablets, visit } from './visitor.mjs';

const PHONE = { width: 360, height: 740 };
const INCHES = 10.1, CAPITAL = 7.3;     /* the tablet's default size; mm, 0.7 degrees at 60 cm */
const CAPITAL_OF_FACE = 3.6;            /* the longest name of a face in its column: measured, see below */
const CAPITAL_OF_SIGN = 3.6;            /* the words below the signs of Back, language and voice */
const several = { concurrency: 3 };     /* visitors at a time: they wait more than they compute */

let changed, plain, browser;

before(async () => {
    changed = await startCollector({ points, change: everything });
    tellChange(changed);
    plain = await startCollector({ points, change: everything });
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await changed?.stop();
    await plain?.stop();
});

/* Goes through a tour; what `find` finds on each screen, with the screen's name. */
async function finds(collector, name, point, find, options) {
    const visitor = await tour(browser, collector.address(point), { shelf: name !== 'failures', phone: name === 'phone', ...options });
    const found = [], seen = [];
    await tours[name](visitor, async (screen) => {
        seen.push(screen);
        found.push(...(await find(visitor.page)).map((one) => `${name}, ${screen}: ${one}`));
    });
    const failures = visitor.errors.filter((error) => !/ERR_FAILED|status of 4(04|22)/.test(error));
    await visitor.close();
    assert.ok(seen.length > 2, `only ${seen}`);
    return [...found, ...failures];
}

const manners = (language, large, size) => `in ${language}, ${large ? 'large' : 'normal'} text${size ? `, ${size} tablet` : ''}`;

const eachWay = (languages, sizes) => languages.flatMap((language) =>
    sizes.flatMap((size) => [false, true].map((large) => ({ language, size, large }))));

const tourings = [['exit', 'hall'], ['failures', 'hall'], ['corner', 'hall'], ['interview', 'staff']];

/* Capitals that are too low. The names of faces are as large as their columns let them be. */
const least = { face: CAPITAL_OF_FACE, sign: CAPITAL_OF_SIGN };
const low = async (page) => (await capitals(page, INCHES))
    .filter(({ what, mm }) => mm < (least[what] || CAPITAL))
    .map(({ what, text, mm }) => `a capital of ${mm} mm: ${what}: ${text}`);

/* What is touched and read; of the staff's screens the letters may be of any height. */
const look = (large) => async (page) => [
    ...await measureFinds(page),
    ...(large && await page.locator('.screen.staff').count() === 0 ? await low(page) : []),
];

describe('journey 9', several, () => {
    for (const { language, size, large } of eachWay(['fr', 'ar'], ['wide', 'upright']))
        for (const [name, point] of tourings)
            test(`journeys 9 and 10: no axe violation, and what is touched and read, on ${name} ${manners(language, large, size)}`, async () => {
                const find = async (page) => [...await axeFinds(page), ...await look(large)(page)];
                assert.deepEqual(await finds(changed, name, point, find, { language, large, size: tablets[size] }), []);
            });

    for (const { language, large } of eachWay(['fr', 'ar'], [null]))
        test(`journey 9: no axe violation on a phone, nothing wider than it, ${manners(language, large)}`, async () => {
            const both = async (page) => [...await axeFinds(page), ...await measureFinds(page, { phone: true })];
            assert.deepEqual(await finds(plain, 'phone', 'phone', both, { language, large, size: PHONE }), []);
        });

    test('journey 9: no axe violation where nothing was changed, nor while there is no form', async () => {
        const visitor = await tour(browser, plain.address('hall'), { size: tablets.wide });
        assert.equal(await visitor.page.locator('.changes').count(), 0);
        assert.deepEqual(await axeFinds(visitor.page), []);
        await visitor.close();
        const context = await browser.newContext({ viewport: tablets.wide, reducedMotion: 'reduce' });
        const page = await context.newPage();
        await page.route('**/form?*', (route) => route.abort());
        await page.route('**/form', (route) => route.abort());
        await page.goto(plain.address('hall'));
        await page.locator('#screen p').first().waitFor();
        assert.deepEqual(await axeFinds(page), []);
        await context.close();
    });
});

describe('journeys 10 and 11', several, () => {
    for (const { language, size, large } of [...eachWay(['fr', 'ar'], ['small', 'square']), ...eachWay(['de', 'eu', 'pt', 'ca'], ['small', 'upright'])])
        test(`${large ? 'journeys 10 and 11' : 'journey 10'}: what is touched and read ${manners(language, large, size)}`, async () => {
            assert.deepEqual(await finds(changed, 'exit', 'hall', look(large), { language, large, size: tablets[size] }), []);
        });

    for (const size of ['small', 'upright'])
        test(`journey 10: without a voice, on a ${size} tablet`, async () => {
            for (const [language, large] of [['fr', false], ['ar', true]])
                assert.deepEqual(await finds(plain, 'exit', 'hall', measureFinds, { language, large, voice: false, size: tablets[size] }), []);
        });

    for (const { language, size, large } of [...eachWay(['de'], ['small', 'upright']), ...eachWay(['ar'], ['small'])])
        test(`journey 10: failures, the staff corner and the interview ${manners(language, large, size)}`, async () => {
            for (const [name, point] of tourings.slice(1))
                assert.deepEqual(await finds(changed, name, point, measureFinds, { language, large, size: tablets[size] }), [], name);
        });

    test('journey 11: a larger screen has smaller letters in pixels, and as high ones', async () => {
        const visitor = await tour(browser, plain.address('hall'), { size: tablets.wide });
        await visitor.page.evaluate(async () => {
            const { settings } = await globalThis.sortie.boxes();
            await settings.put(location.pathname, { inches: 15.6 });
        });
        await visitor.page.reload();
        await visitor.page.waitForLoadState('networkidle', { timeout: 60000 });
        await visitor.touch('.size');
        await visitor.ready();
        const [{ what, mm }] = await capitals(visitor.page, 15.6);
        assert.equal(what, 'question');
        assert.ok(mm >= CAPITAL && mm < CAPITAL + 0.5, `${mm} mm`);
        await visitor.close();
    });
});

/* The codes of all places that can be chosen, on all pages of all groups. */
async function reachable(options) {
    const visitor = await tour(browser, plain.address('hall'), { size: tablets.upright, voice: false, ...options });
    const { page } = visitor, found = new Set(), others = readJson('forms/words/fr.json')['kiosk.pick.more'];
    const cells = () => page.locator('.cell').evaluateAll((all) => all.map((cell) => ({ code: cell.dataset.code, name: cell.innerText })));
    const settled = () => page.clock.runFor(350);
    /* Turns the pages until the first comes round; `at` may stop at a door. */
    const turn = async (stop = () => false) => {
        const first = JSON.stringify(await cells());
        do {
            const here = await cells();
            here.filter(({ code }) => code).forEach(({ code }) => found.add(code));
            const doors = here.filter(({ code }) => !code), more = doors.find(({ name }) => name === others);
            if (doors.some(({ name }) => stop(name)) || !more)
                return doors.map(({ name }) => name);
            await visitor.touch(page.locator('.cell').last());
            await settled();
        } while (JSON.stringify(await cells()) !== first);
        return [];
    };
    await visitor.touch(visitor.face(4));
    await page.locator('.pick').waitFor();
    await settled();
    const doors = [];
    await turn((name) => { if (name !== others && !doors.includes(name)) doors.push(name); return false; });
    for (const door of doors) {
        await turn((name) => name === door);
        await visitor.touch(page.getByRole('button', { name: door, exact: true }));
        await page.locator('.pick #hint', { hasText: door }).waitFor();
        await settled();
        await turn();
        await visitor.touch('.back');
        await page.locator('.pick #hint:empty').waitFor({ state: 'attached' });
        await settled();
    }
    await visitor.close();
    found.delete('none');
    return [...found].sort();
}

test('journey 10: in large text every place is still within reach', async () => {
    const all = await reachable({});
    assert.ok(all.length > 15, all.join(' '));
    assert.deepEqual(await reachable({ large: true }), all);
    assert.deepEqual(await reachable({ large: true, size: tablets.small }), all);
});

/* Names of animations and transitions that any element would run. */
const motions = (page) => page.evaluate(() => [...document.querySelectorAll('*')].flatMap((element) => {
    const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
    return [animationName !== 'none' && animationName, transitionDuration !== '0s' && transitionDuration,
        scrollBehavior === 'smooth' && scrollBehavior].filter(Boolean);
}));

test('journey 12: with reduced motion nothing moves on any screen', async () => {
    const moving = async (page) => [...await motions(page), ...await page.evaluate(() => document.getAnimations().map(String))];
    assert.deepEqual(await finds(changed, 'exit', 'hall', moving, { size: tablets.wide }), []);
    assert.deepEqual(await finds(changed, 'corner', 'hall', moving, { size: tablets.wide }), []);
    const visitor = await tour(browser, changed.address('hall'), { size: tablets.wide, reducedMotion: 'no-preference' });
    assert.deepEqual([...new Set(await motions(visitor.page))], ['come'], 'this test could not fail');
    await visitor.close();
});

/* What an eye sees of an element: how bright it is on the whole, and how far its brightest
 * and darkest parts are apart (0 to 255). */
async function seen(paper, element) {
    const picture = (await element.screenshot({ animations: 'disabled' })).toString('base64');
    return paper.evaluate(async (base64) => {
        const image = new Image();
        image.src = `data:image/png;base64,${base64}`;
        await image.decode();
        const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
        pen.drawImage(image, 0, 0);
        const { data } = pen.getImageData(0, 0, image.width, image.height);
        const light = Array.from({ length: data.length / 4 }, (none, n) => 0.21 * data[4 * n] + 0.72 * data[4 * n + 1] + 0.07 * data[4 * n + 2]);
        const sorted = [...light].sort((a, b) => a - b), part = (share) => sorted[Math.floor(share * (sorted.length - 1))];
        return { bright: light.reduce((sum, one) => sum + one, 0) / light.length, apart: part(0.995) - part(0.005) };
    }, picture);
}

for (const [name, options] of [
    ['journey 13: with forced colours, dark ones too,', [{ forcedColors: 'active' }, { forcedColors: 'active', colorScheme: 'dark' }]],
    ['journey 13: with more contrast', [{ contrast: 'more' }]],
])
    test(`${name} what is chosen can be told and read`, async () => {
        for (const option of options) {
            const visitor = await tour(browser, plain.address('hall'), { size: tablets.wide, ...option });
            const { page } = visitor;
            const paper = await visitor.context.newPage();
            const told = async (chosen, other, what) => {
                const [one, two] = [await seen(paper, chosen), await seen(paper, other)];
                assert.ok(Math.abs(one.bright - two.bright) > 12, `${what}: ${one.bright} and ${two.bright}`);
                assert.ok(one.apart > 100 && two.apart > 100, `${what}: ${one.apart} and ${two.apart}`);
            };
            const key = (code) => page.locator(`.languages [lang=${code}]`);
            if (option.forcedColors)
                await told(page.locator('.tongues [lang=fr]'), page.locator('.tongues [lang=es]'), 'the first language');
            await visitor.touch(visitor.face(4));
            await page.locator('.pick').waitFor();
            await visitor.touch('.none');
            await page.locator('.choice').waitFor();
            await visitor.touch('.back');
            await page.locator('.pick').waitFor();
            await visitor.ready();
            const [none, back] = [page.locator('.none'), page.locator('.back')];
            assert.equal(await none.getAttribute('aria-pressed'), 'true');
            await told(none, back, 'none of these');
            await visitor.touch('.tongue');
            await key('fr').waitFor();
            await visitor.ready();
            await told(key('fr'), key('en'), 'the language');
            await visitor.touch(key('fr'));
            await page.locator('.pick').waitFor();
            await visitor.touch('.back');
            await page.locator('.scale').waitFor();
            await visitor.ready();
            await told(visitor.face(4), visitor.face(3), 'a face');
            await visitor.touch('.next');
            await page.locator('.pick').waitFor();
            await visitor.touch('.next');
            await page.locator('.choice').waitFor();
            await visitor.touch(page.locator('.cell').first());
            await page.locator('.choices').waitFor();
            await visitor.touch(page.locator('.cell').nth(1));
            await page.locator('.next').waitFor();
            await told(page.locator('.cell').nth(1), page.locator('.cell').nth(2), 'a reason');
            /* axe reads the page's own colours (-webkit-text-fill-color), which are not painted
             * where colours are forced; what is painted was measured above. */
            assert.deepEqual((await axeFinds(page)).filter((find) => !option.forcedColors || !find.startsWith('color-contrast')), []);
            await visitor.close();
        }
    });

test('journey 13: with more contrast all is black on white, and each key has an edge', async () => {
    const inks = (page) => page.locator('body, h1, .hint, button, .face').evaluateAll((all) => all.map((one) => getComputedStyle(one).color));
    const grounds = (page) => page.locator('body, button, .face').evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
    const edges = (page) => page.locator('button, .face').evaluateAll((all) => all.map((one) => {
        const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(one);
        return `${parseFloat(borderTopWidth) >= 3} ${borderTopStyle} ${borderTopColor}`;
    }));
    for (const contrast of ['more', 'no-preference']) {
        const visitor = await visit(browser, plain.address('hall'), { contrast, reducedMotion: 'reduce' }), { page } = visitor;
        for (const screen of ['start', 'pick']) {
            await page.locator(`.${screen}`).waitFor();
            for (const [list, fine] of [
                [await inks(page), /^rgb\(0, 0, 0\)$/], [await grounds(page), /^rgb\(255, 255, 255\)$|^rgba\(.*, 0\)$/],
                [await edges(page), /^true solid rgb\(0, 0, 0\)$/],
            ])
                assert.equal(list.every((one) => fine.test(one)), contrast === 'more', `${contrast}, ${screen}: ${[...new Set(list)]}`);
            if (screen === 'start')
                await visitor.touch(visitor.face(4));
        }
        await visitor.close();
    }
});

for (const language of ['fr', 'ar'])
    test(`the plain page in ${language} passes axe, empty, with a problem, and thanked`, async () => {
        const visitor = await visit(browser, `${plain.address('hall')}/plain?lang=${language}`);
        const { page } = visitor;
        assert.deepEqual(await axeFinds(page), []);
        await page.getByRole('button').click();
        await page.getByRole('alert').waitFor();
        assert.deepEqual(await axeFinds(page), []);
        for (const [name, code] of [['overall', '4'], ['place', 'none'], ['forward', 'yes']])
            await page.locator(chosen(name, code)).check();
        await page.getByRole('button').click();
        await page.locator('main.message').waitFor();
        assert.deepEqual(await axeFinds(page), []);
        await visitor.close();
    });

test('on a phone the plain page is no wider than the screen', async () => {
    const visitor = await visit(browser, `${plain.address('hall')}/plain?lang=de`, { size: PHONE });
    assert.ok(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await visitor.close();
});
