/* trace.test.mjs: journey 15 - after each visitor the tablet is as it was before them: its
 * document, its storage, its history, the browser's memory of pages. 200 visitors of all
 * sorts, one after the other on one tablet, and what each said arrives once, as they said it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inTwo, readJson, startCollector } from '../helpers.mjs';
import { hand, insecure, openBrowser, openTablet, still, tablets, visit } from './visitor.mjs';

const VISITORS = 200;
const languages = ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar'];
let collector, two, browser;

before(async () => {
    collector = await startCollector({
        points: { hall: { form: 'exit' } },
        change: (centre) => { centre.settings.questions = { 'exit/say': 'on' }; },
    });
    two = await startCollector({ points: { hall: { form: 'exit' } }, change: inTwo });
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
    await two?.stop();
});

/* The same visitors in every run: mulberry32, from a fixed seed. */
function dice(seed) {
    let state = seed;
    const number = () => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    return {
        chance: (part) => number() < part,
        one: (list) => list[Math.floor(number() * list.length)],
        of: (least, most) => least + Math.floor(number() * (most - least + 1)),
    };
}

/* All that a later visitor, or who takes the tablet in their hands, could find. */
const traces = (page) => page.evaluate(async () => {
    const boxes = await globalThis.sortie.boxes();
    return {
        document: document.documentElement.outerHTML,
        values: [...document.querySelectorAll('input, textarea')].map(({ value }) => value),
        stored: [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).map(({ name }) => name)],
        history: [history.length, history.state, location.href, globalThis.name, globalThis.navigation?.currentEntry.getState()],
        waits: [await boxes.outbox.keys(), await boxes.parked.keys(), await boxes.settings.keys()],
        requests: performance.getEntriesByType('resource').map(({ name }) => name),
        caches: globalThis.caches ? (await Promise.all((await caches.keys()).map(async (name) =>
            (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat().sort() : null,
        focus: document.activeElement === document.body || document.activeElement.matches('h1'),
    };
});

/* One visitor after the other on one tablet, with the answers that each is known to have
 * given: {visitors: what they did, said: what has to arrive}. */
function crowd(visitor, { chance, one, of }) {
    const { page } = visitor, said = [];
    let reading = 1500, now = 0, taps = [], ended = -Infinity;

    async function pass(ms) {
        await page.clock.runFor(ms);
        now += ms;
    }

    async function middle(selector) {
        for (let tries = 0; tries < 300; tries++) {
            const at = await page.evaluate((wanted) => {
                const found = document.querySelector(`.screen${wanted}`);
                const box = found && !found.closest('.settling') && found.getBoundingClientRect();
                return box && [box.x + box.width / 2, box.y + box.height / 2];
            }, selector);
            if (at)
                return at;
            await pass(50);
            if (tries > 20)     /* the disk is not driven by the page's clock */
                await new Promise((done) => { setTimeout(done, 20); });
        }
        throw new Error(`${selector} does not come: ${await page.evaluate(() => document.getElementById('screen').className)}`);
    }

    /* On a busy machine a touch lasts so long that it is none: then they touch again. */
    async function tap(selector) {
        await pass(reading);
        for (let tries = 0; tries < 5; tries++) {
            await page.evaluate(() => {
                globalThis.clicked = false;
                addEventListener('click', () => { globalThis.clicked = true; }, { capture: true, once: true });
            });
            await page.touchscreen.tap(...await middle(selector));
            for (let looks = 0; looks < 100; looks++) {
                if (await page.evaluate(() => globalThis.clicked))
                    return;
                await new Promise((done) => { setTimeout(done, 20); });
            }
        }
        throw new Error(`no touch of ${selector} is a click`);
    }

    async function answer(selector) {
        await tap(selector);
        taps.push(now);
    }

    /* Less than a second a tap; less than 5 s after the visitor before. */
    function flags({ again }) {
        const [began] = taps, last = taps.at(-1);
        const found = [taps.length > 1 && last - began < 1000 * (taps.length - 1) && 'fast', !again && began - ended < 5000 && 'repeat'];
        ended = last;
        return found.filter(Boolean);
    }

    const codes = (screen) => page.evaluate((name) => [...document.querySelectorAll(`.${name} [data-code]`)]
        .map((cell) => cell.dataset.code), screen);

    async function speak(from) {
        const language = one(languages);
        if (from === 'start') {
            await tap(`.start .tongues [lang=${language}]`);
        } else {
            await tap(' .tongue');
            await tap(`.languages .grid [lang=${language}]`);
        }
        await page.waitForFunction((code) => document.documentElement.lang === code, language);
        return language;
    }

    /* In large text the first screen may have doors to groups only. */
    async function place({ large }) {
        await middle('.pick .cell');
        while ((await codes('pick')).length === 0)
            await tap('.pick .door');
        return one([...large ? [] : ['none'], ...await codes('pick')]);
    }

    /* What stands in the answers when they walk away at this screen, or at none. */
    async function answers(way) {
        const given = { overall: String(of(1, 5)) };
        await answer(`.scale [data-code="${given.overall}"]`);
        if (way.leaves === 'pick')
            return given;
        if (way.turns) {
            given.overall = String(of(1, 5));
            await tap('.pick .back');
            await answer(`.scale [data-code="${given.overall}"]`);
        }
        if (way.speaks)
            way.language = await speak('pick');
        given.place = await place(way);
        await answer(given.place === 'none' && !way.large ? '.pick .none' : `.pick [data-code="${given.place}"]`);
        if (way.leaves === 'choice')
            return given;
        given.forward = one(['yes', 'little', 'no']);
        await answer(`.choice [data-code=${given.forward}]`);
        await middle('.choices .cell');
        const reasons = (await codes('choices')).filter(() => chance(0.3)).slice(0, 2);
        for (const reason of reasons)
            await answer(`.choices [data-code=${reason}]`);
        if (reasons.length > 0)
            given[['4', '5'].includes(given.overall) ? 'why_good' : 'why_bad'] = reasons;
        if (way.leaves === 'choices')
            return given;
        await answer(reasons.length > 0 ? '.choices .next' : '.choices .skip');
        await middle('.text textarea');
        if (way.says)
            await page.locator('textarea').fill(way.says);
        if (way.leaves === 'text')
            return given;
        await answer(way.says ? '.text .next' : '.text .skip');
        return way.says ? { ...given, say: way.says } : given;
    }

    async function response(way) {
        taps = [];
        const given = await answers(way);
        if (way.leaves)
            await pass(67000);
        else
            await middle('.thanks h1');
        const flagged = flags(way);
        /* Of who leaves before the last required answer, the first one is kept and counts. */
        const complete = !['pick', 'choice'].includes(way.leaves);
        said.push({ answers: complete ? given : { overall: given.overall }, lang: way.language, complete,
                    ...(way.again ? { again: true } : {}), ...(flagged.length > 0 ? { flags: flagged } : {}) });
    }

    const leaves = () => chance(0.2) ? one(['pick', 'choice', 'choices', 'text']) : null;

    async function comes(n) {
        const way = { language: 'fr', leaves: leaves(), turns: chance(0.15), large: false };
        reading = chance(0.15) ? 350 : 1500;
        if (n % 3 === 0)
            await pass(20000);
        if (reading === 1500 && chance(0.3))
            way.language = await speak('start');
        if (reading === 1500 && chance(0.15)) {
            way.large = true;
            await tap(' .size');
        }
        way.speaks = reading === 1500 && chance(0.1);
        way.says = chance(0.3) ? `<b>visitor ${n}</b> & "said" it, ${way.language}` : null;
        await response(way);
        return way;
    }

    async function again(way) {
        await tap('.thanks .again');
        const second = { ...way, again: true, turns: false, says: null, speaks: false, leaves: leaves() };
        await response(second);
        return second;
    }

    /* Thanks goes at a touch anywhere, at its key, or by itself. */
    async function goes(way) {
        if (way.leaves)
            return;
        const end = one(['.thanks .restart', '.thanks h1', null]);
        await (end ? tap(end) : pass(6500));
    }

    return { said, comes, again, goes, pass };
}

test(`journey 15: ${VISITORS} visitors on one tablet: nothing of one is left for the next, and all arrive once as they were said`, async (t) => {
    const began = performance.now();
    const noon = new Date(new Date().setHours(12, 0, 0, 0)); /* 200 visitors take hours, all of one day */
    const visitor = await visit(browser, collector.address('hall'), { clock: noon }), { page } = visitor;
    await visitor.prepared(); /* what is on its way when time stands still is given up */
    await still(visitor);
    const chances = dice(2026);
    const { said, comes, again, goes, pass } = crowd(visitor, chances);
    const thanked = new Map();
    await visitor.ready();
    const fresh = await traces(page);
    assert.deepEqual(fresh.waits.slice(0, 2), [[], []]);

    /* Thanks looks the same for all who read it in the same words. */
    async function look(way) {
        const name = `${way.language} ${way.large}`, shoot = () => page.screenshot({ animations: 'disabled' });
        const alike = (picture) => !thanked.has(name) || thanked.get(name).equals(picture);
        let picture = await shoot();
        for (let tries = 0; tries < 5 && !alike(picture); tries++) {    /* a busy machine paints late */
            await new Promise((done) => { setTimeout(done, 200); });
            picture = await shoot();
        }
        assert.ok(alike(picture), `thanks tells what was answered (${name})`);
        thanked.set(name, picture);
    }

    for (let n = 1; n <= VISITORS; n++) {
        let way = await comes(n);
        if (!way.leaves && chances.chance(0.1))
            way = await again(way);
        if (!way.leaves && n % 5 === 0)
            await look(way);
        await goes(way);
        await visitor.start();
        await visitor.sent();
        await pass(400);
        assert.deepEqual(await traces(page), fresh, `after visitor ${n}: ${JSON.stringify(way)}`);
    }
    assert.ok(thanked.size >= 3);
    assert.deepEqual(await visitor.context.cookies(), []);
    assert.deepEqual(visitor.errors, []);
    const inbox = collector.inbox();
    assert.equal(new Set(inbox.map(({ key }) => key)).size, said.length);
    assert.deepEqual(inbox.map(({ answers, lang, complete, again: second, flags }) =>
        ({ answers, lang, complete, ...(second ? { again: second } : {}), ...(flags ? { flags } : {}) })), said);
    t.diagnostic(`${said.length} responses of ${VISITORS} visitors in ${Math.round((performance.now() - began) / 1000)} s`);
    await visitor.close();
});

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/* No recording comes until the test says so. */
function dumb() {
    const ask = globalThis.fetch;
    globalThis.dumb = true;
    globalThis.fetch = (url, options) => globalThis.dumb && String(url).includes('.mp3') && options.cache !== 'only-if-cached'
        ? Promise.reject(new TypeError('not yet')) : ask(url, options);
}

/* What a browser has of recordings would tell the language and the answer of who had them read.
 * By http that is its own cache, by https the worker's, too; before all of them are there, and
 * after. */
for (const secure of [true, false])
    for (const whole of [true, false])
        test(`journey 15: who has a screen read aloud leaves nothing: ${secure ? 'https' : 'http'}, ${whole ? 'all' : 'some'} recordings are there`, async () => {
            const address = two.address('hall'), context = await browser.newContext({ hasTouch: true, viewport: tablets.wide });
            if (!whole)
                await context.addInitScript(dumb);
            const visitor = await visit(context, secure ? address : insecure(address)), { page } = visitor;
            await visitor.prepared(2);
            if (secure) {
                await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
                await page.reload();
                await visitor.prepared(2);
            }
            await (whole ? visitor.voiced() : pause(1500));
            await page.evaluate(() => { globalThis.dumb = false; });
            const state = async () => {
                const { requests, caches } = await traces(page), paths = await visitor.recordings();
                const kept = await page.evaluate((all) => Promise.all(all.map(async (path) =>
                    (await fetch(path, { cache: 'only-if-cached', mode: 'same-origin' }).catch(() => ({ ok: false }))).ok && path)), paths);
                return { requests, caches, kept: kept.filter(Boolean) };
            };
            const before = await state();
            assert.equal(before.kept.length > 0, whole);
            await visitor.speak('ar');
            await visitor.answer(2);
            await page.locator('.listen:visible').waitFor();
            const heard = page.waitForResponse((reply) => reply.url().includes('/audio/ar/exit.why_bad.'));
            await visitor.touch('.listen');
            assert.ok((await heard).ok());
            await pause(500);
            await visitor.touch('.skip');
            await visitor.thanks();
            await visitor.next();
            await visitor.sent();
            assert.deepEqual(await state(), before);
            await context.close();
        });

test('journey 15: who chooses a language before the tablet has fetched it leaves nothing', async () => {
    const kept = (page) => page.evaluate(async () => (await (await globalThis.sortie.boxes()).catalogue.entries()).filter(({ form }) => form));
    const nobody = await visit(browser, collector.address('hall')), somebody = await visit(browser, collector.address('hall'));
    await somebody.speak('eu');
    await somebody.page.reload();
    await somebody.prepared();
    await nobody.prepared();
    assert.deepEqual(await kept(somebody.page), await kept(nobody.page));
    await somebody.close();
    await nobody.close();
});

const text = readJson('forms/words/fr.json')['plain.send'];

/* The browser's own memory: Back and Forward after, and in the middle of, a visit. */
for (const [name, comesBack] of [['from its memory of pages', true], ['by loading it anew', false]])
    test(`journey 15: Back and Forward bring the start screen and nothing of the visitor: ${name}`, async (t) => {
        const { page } = await openTablet(t);
        const visitor = hand(page, page.mouse), known = collector.inbox().length;
        await page.goto(collector.address('hall'));
        if (!comesBack)
            await page.evaluate(() => addEventListener('unload', () => {}));
        await visitor.prepared();
        await visitor.answer(2);
        await visitor.touch(page.locator('.choices .cell').first());
        await visitor.touch('.next');
        await page.locator('textarea').fill('Mon nom est Personne');
        await page.evaluate(() => { globalThis.before = true; });
        await page.goto(`${collector.address('hall')}/plain?lang=fr`);
        await page.getByRole('button', { name: text }).waitFor();
        await page.evaluate(() => { setTimeout(() => history.back()); });
        await visitor.start();
        assert.equal(await page.evaluate(() => globalThis.before === true), comesBack, 'this is not the page that the test means');
        await visitor.sent();
        const left = await traces(page);
        assert.deepEqual([left.values, left.waits.slice(0, 2)], [[], [[], []]]);
        assert.ok(!left.document.includes('Personne') && !left.document.includes('aria-checked="true"'), left.document);
        const [response, ...more] = collector.inbox().slice(known);
        assert.deepEqual(more, []);
        assert.deepEqual([response.answers, response.complete],
            [{ overall: '2', place: 'none', forward: 'yes', why_bad: ['wait'] }, true], 'what was said counts, what was typed and left does not');
        await page.evaluate(() => { setTimeout(() => history.forward()); });
        await page.getByRole('button', { name: text }).waitFor();
        assert.equal(await page.locator(':checked').count(), 0);
    });
