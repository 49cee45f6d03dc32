/* tablet.test.mjs: journeys 1 and 3 to 8 - three taps at the door, and all that a visitor
 * may do on the way. (2: plain; 9 to 13: accessibility; 14: silence; 15: trace; 16: bursts;
 * 17: aloud; 18 to 29: outage.) */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readJson, startCollector } from '../helpers.mjs';
import { openBrowser, still, tablets, visit } from './visitor.mjs';

const exit = readJson('forms/exit.json'), interview = readJson('forms/interview.json');
const asked = (name, language) => exit.questions.find((question) => question.name === name).text[language];
const spaced = (text) => text.replaceAll('\u00a0', ' ');
const option = (name, code, language) => exit.questions.find((question) => question.name === name)
    .options.find((one) => one.code === code).text[language];
const word = (key, language) => readJson(`forms/words/${language}.json`)[`kiosk.${key}`];

let collector, browser, address;

const parisDay = (shift = 0) => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' })
    .format(new Date(Date.now() + shift * 86400000));

before(async () => {
    collector = await startCollector({
        points: { hall: { form: 'exit' }, 'back-door': { form: 'exit' }, staff: { form: 'interview', mode: 'handed' } },
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

/* What came into the inbox while a visitor did something. */
async function kept(visitor, doing) {
    const known = new Set(collector.inbox().map((response) => response.key));
    await doing();
    await visitor.sent();
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
    test(`journey 1: three taps in ${language} are a response, stored once, thanked for once it is kept`, async () => {
        const visitor = await visit(browser, address);
        const [response, ...more] = await kept(visitor, async () => {
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

test('journey 6: Arabic runs from right to left: worst face first, and the same code is stored', async () => {
    const visitor = await visit(browser, address);
    const across = () => visitor.page.locator('.faces .cell').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().x));
    const left = await across();
    assert.deepEqual(left, [...left].sort((a, b) => a - b));
    const [response] = await kept(visitor, async () => {
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

for (const language of ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar'])
    test(`journey 5: each face by a real touch in ${language}: its word beside it, its code kept`, async () => {
        const visitor = await still(await visit(browser, address, { clock: true }));
        const responses = await kept(visitor, async () => {
            for (let n = 1; n <= 5; n++) {
                if (language !== 'fr')
                    await visitor.speak(language);
                assert.equal((await visitor.face(n).innerText()).trim(), option('overall', String(n), language));
                await visitor.touch(visitor.face(n));
                await visitor.asks(asked('place', language));
                await visitor.page.clock.runFor(67000);
                await visitor.start();
                await visitor.sent();
            }
        });
        assert.deepEqual(responses.map(({ answers, lang }) => [answers.overall, lang]), [1, 2, 3, 4, 5].map((n) => [String(n), language]));
        assert.deepEqual(visitor.errors, []);
        await visitor.close();
    });

test('journey 4: the face alone counts as far as it goes; no other question that must be answered can be skipped', async () => {
    const visitor = await visit(browser, address, { clock: true }), { page } = visitor;
    const [response, ...more] = await kept(visitor, async () => {
        await visitor.touch(visitor.face(3));
        await visitor.asks(asked('place', 'fr'));
        assert.equal(await page.locator('.skip, .next').count(), 0);
        await page.clock.runFor(46000);
        await page.locator('.still').waitFor();
        await page.clock.runFor(21000);
        await visitor.start();
    });
    assert.deepEqual(more, []);
    assert.deepEqual([response.answers, response.complete], [{ overall: '3' }, false]);
    await visitor.close();
});

test('journey 4: everything that may be skipped is skipped with one key, and the response is complete', async () => {
    const visitor = await still(await visit(browser, collector.address('staff'), { clock: true }));
    const [response, ...more] = await kept(visitor, async () => {
        await visitor.touch(visitor.face(4));
        await visitor.touch(visitor.choice('Oui'));
        for (const question of interview.questions.slice(2).filter((one) => !one.show_if)) {
            await visitor.asks(question.text.fr);
            await visitor.touch('.skip');
        }
        await visitor.thanks();
    });
    assert.deepEqual(more, []);
    assert.deepEqual([response.answers, response.complete], [{ overall: '4', forward: 'yes' }, true]);
    await visitor.close();
});

test('journey 3: with Back the last tap wins, and answers to questions no longer asked are dropped', async () => {
    const visitor = await visit(browser, address);
    const [response, ...more] = await kept(visitor, async () => {
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
    const [response] = await kept(visitor, async () => {
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

test('a pick offers today\'s session first, nothing outside its dates, nothing sensitive', async () => {
    const visitor = await visit(browser, address);
    const offered = () => visitor.page.locator('.cell').allInnerTexts();
    const [response] = await kept(visitor, async () => {
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

test('each desk and each session of today has the pictogram that the centre gave it, others that of their kind', async () => {
    const visitor = await visit(browser, address), { page } = visitor;
    await visitor.touch(visitor.face(4));
    await visitor.asks(asked('place', 'fr'));
    const drawn = (code) => page.locator(`.cell[data-code=${code}] .icon use`).getAttribute('href');
    assert.deepEqual(await Promise.all(['cv-today', 'desk-job', 'desk-change', 'desk-business', 'space-documentation'].map(drawn)),
        ['#documents', '#job', '#change', '#business', '#space']);
    await visitor.touch(page.getByRole('button', { name: word('kind.workshop', 'fr'), exact: true }));
    await page.locator('.cell[data-code=workshop-networks]').waitFor();
    assert.deepEqual(await Promise.all(['workshop-interview', 'workshop-networks'].map(drawn)), ['#meet', '#workshop']);
    await visitor.close();
});

for (const [name, size] of Object.entries(tablets))
    test(`the pictograms of desks are large enough to tell them apart, ${name} screen`, async () => {
        const visitor = await visit(browser, address, { size }), { page } = visitor;
        await visitor.touch(visitor.face(4));
        await visitor.asks(asked('place', 'fr'));
        for (const code of ['desk-job', 'desk-change', 'desk-business']) {
            const { width, height } = await page.locator(`.cell[data-code=${code}] .icon`).boundingBox();
            assert.ok(Math.min(width, height) >= 44, `${code}: ${width} x ${height}`);
        }
        await visitor.close();
    });

test('journey 7: the keyboard alone is enough, and shows where it is', async () => {
    const visitor = await visit(browser, address);
    const { keyboard } = visitor.page;
    const focused = () => visitor.page.evaluate(() => document.activeElement.textContent.trim());
    const ringed = async () => assert.ok(await visitor.page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return outlineStyle === 'solid' && parseFloat(outlineWidth) >= 3;
    }), `nothing shows that '${await focused()}' has the focus`);
    const [response] = await kept(visitor, async () => {
        await keyboard.press('Tab');
        for (let n = 0; n < 3; n++)
            await keyboard.press('ArrowRight');
        assert.equal(await focused(), option('overall', '4', 'fr'));
        await ringed();
        await keyboard.press('Enter');
        await visitor.asks(asked('place', 'fr'));
        while (await focused() !== word('pick.none', 'fr')) {
            await keyboard.press('Tab');
            await ringed();
        }
        await keyboard.press('Enter');
        await visitor.asks(asked('forward', 'fr'));
        await keyboard.press('Tab');
        await keyboard.press('ArrowRight');
        await keyboard.press(' ');
        await visitor.asks(asked('why_good', 'fr'));
        while (await focused() !== word('skip', 'fr')) {
            await keyboard.press('Tab');
            await ringed();
        }
        await keyboard.press('Enter');
        await visitor.thanks();
    });
    assert.deepEqual(response.answers, { overall: '4', place: 'none', forward: 'little' });
    await visitor.close();
});

test('journey 7: in Arabic the arrows lead where they point, from right to left', async () => {
    const visitor = await visit(browser, address);
    const { keyboard } = visitor.page;
    const focused = () => visitor.page.evaluate(() => document.activeElement.dataset.code);
    await visitor.speak('ar');
    while (await focused() !== '1')
        await keyboard.press('Tab');
    const met = [];
    for (const arrow of ['ArrowLeft', 'ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown']) {
        await keyboard.press(arrow);
        met.push(await focused());
    }
    assert.deepEqual(met, ['2', '3', '2', '1', '5', '1']);
    await visitor.close();
});

/* What an eye meets on a screen, in its reading order: each answer's words, the symbols of the
 * pictures that can be seen in it, and whether a tick can. */
const lookedAt = (page, selector = '.cell') => page.locator(selector).evaluateAll((all) => {
    const seen = (svg) => {
        const { width, height } = svg.getBoundingClientRect();
        const symbol = document.querySelector(svg.firstChild.getAttribute('href'));
        return symbol instanceof SVGSymbolElement && symbol.childElementCount > 0 && Math.min(width, height) >= 24
            && svg.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    };
    const way = document.dir === 'rtl' ? -1 : 1;
    const place = (element) => element.getBoundingClientRect();
    return all.sort((one, two) => place(one).y - place(two).y || way * (place(one).x - place(two).x)).map((cell) => {
        const symbols = [...cell.querySelectorAll('svg')].filter(seen).map((svg) => svg.firstChild.getAttribute('href').slice(1));
        return { words: cell.innerText.trim(), symbols: symbols.filter((symbol) => symbol !== 'tick'), ticked: symbols.includes('tick') };
    });
});

for (const language of ['fr', 'ar'])
    test(`each answer has its own picture beside its words, what stands is ticked, and stays so with Back (${language})`, async () => {
        const visitor = await visit(browser, address), { page } = visitor;
        const look = async (question) => {
            await visitor.asks(asked(question, language));
            await visitor.ready();
            return lookedAt(page);
        };
        const expected = (question, pictures, ...ticked) => Object.entries(pictures)
            .map(([code, symbol]) => ({ words: spaced(option(question, code, language)), symbols: [symbol], ticked: ticked.includes(code) }));
        const faces = { 1: 'face-1', 2: 'face-2', 3: 'face-3', 4: 'face-4', 5: 'face-5' };
        const ways = { yes: 'yes', little: 'little', no: 'no' };
        const reasons = {
            wait: 'wait', welcome: 'welcome', listened: 'listened', clear: 'clear', found: 'found', documents: 'documents',
            quiet: 'quiet', comeback: 'comeback', language: 'language',
        };
        if (language !== 'fr')
            await visitor.speak(language);
        assert.equal(spaced(await page.locator('.start #hint').innerText()), spaced(word('promise', language)));
        assert.deepEqual(await page.locator('.start .language').evaluateAll((all) => all.map(({ lang, dir }) => [lang, dir])),
            exit.languages.map((code) => [code, code === 'ar' ? 'rtl' : 'ltr']));
        assert.deepEqual(await look('overall'), expected('overall', faces));
        await visitor.touch(visitor.face(2));

        const { places } = readJson('forms/centres/la-villette.json');
        const kinds = ['desk', 'workshop', 'club', 'space'];
        const pictureOf = (words) => {
            const door = kinds.find((kind) => words === spaced(word(`kind.${kind}`, language)));
            const { kind, icon } = places.find(({ name }) => words.endsWith(spaced(name[language]))) || {};
            return door ? ['more', door] : [icon || kind];
        };
        const offered = await look('place');
        assert.ok(offered.length > 6, JSON.stringify(offered));
        for (const { words, symbols } of offered)
            assert.deepEqual(symbols, pictureOf(words), words);
        assert.deepEqual((await lookedAt(page, '.none'))[0].symbols, ['none']);
        await visitor.touch(page.locator('[data-code=desk-job]'));

        assert.deepEqual(await look('forward'), expected('forward', ways));
        await visitor.touch(visitor.choice(option('forward', 'yes', language)));
        assert.deepEqual(await look('why_bad'), expected('why_bad', reasons));
        for (const code of ['clear', 'quiet'])
            await visitor.touch(page.locator(`[data-code=${code}]`));
        assert.deepEqual(await look('why_bad'), expected('why_bad', reasons, 'clear', 'quiet'));
        await visitor.touch('.back');
        assert.deepEqual(await look('forward'), expected('forward', ways, 'yes'));
        await visitor.touch('.next');
        assert.deepEqual(await look('why_bad'), expected('why_bad', reasons, 'clear', 'quiet'));
        await visitor.touch('.back');
        await visitor.touch('.back');
        assert.deepEqual((await look('place')).filter(({ ticked }) => ticked).map(({ words }) => words),
            [spaced(places.find(({ id }) => id === 'desk-job').name[language])]);
        await visitor.touch('.back');
        assert.deepEqual(await look('overall'), expected('overall', faces, '2'));

        await visitor.touch(visitor.face(5));
        await visitor.touch('.next');
        await visitor.asks(asked('forward', language));
        await visitor.touch('.next');
        assert.deepEqual(await look('why_good'), expected('why_good', { ...reasons, comeback: 'once' }));
        await visitor.close();
    });

/* What a screen reader meets, in its order: the question, the group that it names, and each
 * answer by its words alone - the pictures say nothing. */
for (const language of ['fr', 'ar'])
    test(`journey 8: a screen reader hears the question as the group, and each answer by its words (${language})`, async () => {
        const visitor = await visit(browser, address), { page } = visitor;
        const heading = (name) => spaced(asked(name, language));
        const begins = async (name) => {
            await visitor.asks(asked(name, language));
            assert.equal(await page.evaluate(() => document.activeElement.matches('h1') && document.activeElement.innerText), asked(name, language));
        };
        const heard = () => page.locator('#screen').ariaSnapshot();
        const radios = (name) => exit.questions.find((one) => one.name === name).options.map(({ text }) => `    - radio "${spaced(text[language])}"`);
        if (language !== 'fr')
            await visitor.speak(language);
        const start = await heard();
        assert.ok(start.includes([`  - radiogroup "${heading('overall')}":`, ...radios('overall')].join('\n')), start);
        assert.ok(start.includes(`- heading "${heading('overall')}" [level=1]`), start);
        assert.equal(/- img/.test(start), false, 'a picture is heard');
        await visitor.touch(visitor.face(4));
        await begins('place');
        await visitor.touch('.none');
        await begins('forward');
        assert.ok((await heard()).includes([`  - radiogroup "${heading('forward')}":`, ...radios('forward')].join('\n')), await heard());
        await visitor.touch(visitor.choice(option('forward', 'yes', language)));
        await begins('why_good');
        const reason = option('why_good', 'clear', language);
        assert.match(await heard(), new RegExp(`- group "${heading('why_good').replace('?', '.')}"`));
        await visitor.touch(page.getByRole('checkbox', { name: reason, exact: true }));
        assert.ok((await heard()).includes(`- checkbox "${reason}" [checked]`), await heard());
        for (const name of ['forward', 'place', 'overall']) {
            await visitor.touch('.back');
            await visitor.asks(asked(name, language));
        }
        assert.ok((await heard()).includes(`- radio "${option('overall', '4', language)}" [checked]`), await heard());
        await visitor.close();
    });

test('journey 1: at most three requests a visitor, and the page is the same for every point', async () => {
    const pages = await Promise.all([address, collector.address('back-door')].map((url) => fetch(url).then((reply) => reply.text())));
    assert.equal(pages[0], pages[1]);
    const context = await browser.newContext({ hasTouch: true });
    await context.route('**/audio/**', (route) => route.abort());
    const visitor = await visit(context, address);
    await visitor.prepared();
    const before = visitor.requests.length;
    await visitor.touch(visitor.face(4));
    await visitor.touch('.none');
    await visitor.touch(visitor.choice('Oui'));
    await visitor.touch('.skip');
    await visitor.thanks();
    await visitor.sent();
    assert.ok(visitor.requests.length - before <= 3, JSON.stringify(visitor.requests.slice(before)));
    await visitor.close();
});
