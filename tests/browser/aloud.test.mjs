/* aloud.test.mjs: journey 17 - the Listen key reads the screen, in its order and language, from
 * this collector's files and no other voice; any tap stops it. What is played is written down
 * by a player of the test's own, which ends a text when the test says so. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJson, startCollector } from '../helpers.mjs';
import { openBrowser, tablets, visit } from './visitor.mjs';

const exit = readJson('forms/exit.json');
const word = (key, language = 'fr') => readJson(`forms/words/${language}.json`)[`kiosk.${key}`];
let collector, mute, browser, empty;

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' }, phone: { form: 'exit', mode: 'poster' } } });
    mute = await startCollector({ points: { hall: { form: 'exit' } }, change: (centre) => { centre.name.fr = 'Sans voix'; } });
    empty = mkdtempSync(join(tmpdir(), 'sortie-mute-'));
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
    await mute?.stop();
    rmSync(empty, { recursive: true, force: true });
});

/* A player that plays nothing: it notes what, how loud and when it stops, and ends a text
 * at globalThis.endText(). The browser's own voice must not be asked at all. */
function player() {
    globalThis.played = [];
    globalThis.voices = 0;
    const names = new Map(), ask = globalThis.fetch;
    globalThis.fetch = async (...given) => {
        const reply = await ask(...given), blob = reply.blob.bind(reply);
        reply.blob = async () => {
            const piece = await blob();
            names.set(piece, { url: String(given[0]), type: piece.type, size: piece.size });
            return piece;
        };
        return reply;
    };
    const make = URL.createObjectURL, addresses = new Map();
    URL.createObjectURL = (piece) => {
        const address = make.call(URL, piece);
        addresses.set(address, names.get(piece));
        return address;
    };
    globalThis.Audio = function (address) {
        const voice = { volume: 0.5, muted: false };
        const { url, type, size } = addresses.get(address);
        const note = { name: url.replace(/^\/audio\/(.*)\.mp3\?v=[0-9a-f]+$/, '$1'), type, size, volume: null, stopped: false };
        voice.play = async () => {
            note.volume = voice.volume;
            globalThis.played.push(note);
            globalThis.endText = () => voice.onended();
        };
        voice.pause = () => { note.stopped = true; };
        return voice;
    };
    for (const name of ['speak', 'cancel', 'getVoices'])
        SpeechSynthesis.prototype[name] = () => { globalThis.voices++; return []; };
}

async function arrive({ at = collector, point = 'hall', size = tablets.wide, clock = false, context = null } = {}) {
    context ??= await browser.newContext({ hasTouch: true, viewport: size });
    await context.addInitScript(player);
    const visitor = await visit(context, at.address(point), { clock }), { page } = visitor;
    const played = () => page.evaluate(() => globalThis.played);
    return Object.assign(visitor, {
        played,
        end: () => page.evaluate(() => globalThis.endText()),
        plays: async (count) => {
            await page.waitForFunction((least) => globalThis.played.length >= least, count);
            return (await played())[count - 1];
        },
        pointed: () => page.locator('.read').evaluateAll((cells) => cells.map((cell) => cell.textContent.trim())),
        voices: () => page.evaluate(() => globalThis.voices),
        close: () => context.close(),
    });
}

/* Reads the whole screen: the texts in their order, and what was pointed at with each. */
async function listen(visitor, count) {
    const from = (await visitor.played()).length, heard = [];
    await visitor.touch('.listen');
    for (let n = 1; n <= count; n++) {
        const { name, volume, type, size } = await visitor.plays(from + n);
        assert.deepEqual([volume, type], [1, 'audio/mpeg']);
        assert.ok(size > 500, `${name} holds ${size} bytes`);
        heard.push([name, (await visitor.pointed()).join(' + ')]);
        await visitor.end();
    }
    await visitor.page.waitForFunction(() => !document.querySelector('.read'));
    assert.equal((await visitor.played()).length, from + count, 'more is read than is on the screen');
    return heard;
}

const faces = (language) => [[`${language}/exit.overall`, ''],
    ...exit.questions[0].options.map(({ code, text }) => [`${language}/exit.overall.${code}`, text[language]])];

for (const language of ['fr', 'ar'])
    test(`journey 17: Listen reads the question and each face in ${language}, in their order, and points at what it reads`, async () => {
        const visitor = await arrive(), { page } = visitor;
        await page.locator('.listen').waitFor();
        if (language !== 'fr') {
            await visitor.speak(language);
            await page.locator('.listen').waitFor();
        }
        assert.equal(await page.locator('.listen').innerText(), word('listen', language));
        assert.deepEqual(await listen(visitor, 6), faces(language));
        assert.deepEqual(await listen(visitor, 6), faces(language), 'a second time it is the same, at the same volume');
        assert.equal(await visitor.voices(), 0);
        assert.deepEqual(visitor.requests.filter(({ url }) => !url.startsWith(collector.url) && !url.startsWith('blob:')), []);
        assert.deepEqual(visitor.errors, []);
        await visitor.close();
    });

test('journey 17: every screen is read in the order in which it is seen', async () => {
    const visitor = await arrive(), { page } = visitor;
    const seen = () => page.locator('.cell .label').evaluateAll((labels) => labels.map((label) => label.textContent.trim()));
    await page.locator('.listen').waitFor();
    await visitor.touch(visitor.face(4));
    await page.locator('.pick').waitFor();
    const places = await seen();
    const heard = await listen(visitor, places.length + 2);
    assert.equal(heard[0][0], 'fr/exit.place');
    assert.deepEqual(heard.slice(1).map(([, pointed]) => pointed), [...places, word('pick.none')]);
    assert.deepEqual(heard.at(-1)[0], 'fr/kiosk.pick.none');
    assert.ok(heard.some(([name, pointed]) => name === 'fr/place.desk-job' && pointed === 'Trouver un emploi'));
    await visitor.touch('.none');
    await page.locator('.choice').waitFor();
    assert.deepEqual((await listen(visitor, 4)).map(([name]) => name),
        ['fr/exit.forward', 'fr/exit.forward.yes', 'fr/exit.forward.little', 'fr/exit.forward.no']);
    await visitor.touch('.cell');
    await page.locator('.choices').waitFor();
    const reasons = exit.questions.find(({ name }) => name === 'why_good').options.map(({ code }) => code);
    assert.deepEqual((await listen(visitor, reasons.length + 3)).map(([name]) => name),
        ['fr/exit.why_good', 'fr/kiosk.counted', 'fr/kiosk.max.2', ...reasons.map((code) => `fr/exit.why_good.${code}`)]);
    await visitor.close();
});

test('journey 17: any tap stops the voice; on Listen it does nothing else, on an answer it answers', async () => {
    const visitor = await arrive(), { page } = visitor;
    const quiet = async (count) => {
        await page.waitForTimeout(400);
        const played = await visitor.played();
        assert.equal(played.length, count);
        assert.equal(played[count - 1].stopped, true);
        assert.deepEqual(await visitor.pointed(), []);
    };
    await page.locator('.listen').waitFor();
    await visitor.touch('.listen');
    await visitor.plays(1);
    await visitor.end();
    await visitor.plays(2);
    await visitor.touch('.listen');
    await quiet(2);
    await visitor.touch('.listen');
    assert.equal((await visitor.plays(3)).name, 'fr/exit.overall', 'it begins at the beginning');
    await visitor.touch('h1');
    await quiet(3);
    await visitor.start();
    await visitor.touch('.listen');
    await visitor.plays(4);
    await page.keyboard.press('Tab');
    await quiet(4);
    await visitor.touch('.listen');
    await visitor.plays(5);
    await visitor.touch(visitor.face(2));
    await page.locator('.pick').waitFor();
    await quiet(5);
    await visitor.touch('.listen');
    await visitor.plays(6);
    await visitor.touch('.back');
    await page.locator('.scale').waitFor();
    await quiet(6);
    assert.equal(await visitor.face(2).getAttribute('aria-checked'), 'true');
    await visitor.close();
});

for (const answers of [true, false])
    test(`journey 17: who listens ${answers ? 'in a visit' : 'at the start'} and walks away is asked aloud, and leaves no voice behind`, async () => {
        const visitor = await arrive({ clock: true }), { page } = visitor;
        const answer = async (face) => {
            await visitor.touch(visitor.face(face));
            await page.locator('.pick').waitFor();
        };
        const goesQuiet = async () => {
            await page.clock.runFor(46000);
            await page.locator('.still').waitFor();
        };
        if (answers)
            await answer(2);
        await page.locator('.listen').waitFor();
        await visitor.touch('.listen');
        await visitor.plays(1);
        await goesQuiet();
        assert.equal((await visitor.plays(2)).name, 'fr/kiosk.still.title');
        assert.equal((await visitor.played())[0].stopped, true);
        await page.clock.runFor(21000);
        await visitor.start();
        assert.equal((await visitor.played())[1].stopped, true);
        await page.clock.runFor(1000);
        await answer(3);
        await goesQuiet();
        assert.equal((await visitor.played()).length, 2, 'the next visitor did not ask for a voice');
        await visitor.close();
    });

test('journey 17: who listens is not taken for somebody who has gone', async () => {
    const visitor = await arrive({ clock: true }), { page } = visitor;
    await visitor.touch(visitor.face(2));
    await page.locator('.pick').waitFor();
    await page.locator('.listen').waitFor();
    await visitor.touch('.listen');
    for (let n = 1; n <= 4; n++) {
        await visitor.plays(n);
        await page.clock.runFor(30000);
        assert.equal(await page.locator('.still').count(), 0, `while text ${n} is read`);
        await visitor.end();
    }
    await visitor.plays(5);
    await page.clock.runFor(46000);
    await page.locator('.still').waitFor();
    await visitor.close();
});

test('journey 17: no file, no key: and never the browser\'s own voice', async () => {
    await mute.end();
    await mute.serve('--audio', empty);
    const list = await (await fetch(`${mute.url}/audio/fr`)).json();
    const visitor = await arrive({ at: mute }), { page } = visitor;
    await page.route('**/audio/fr', (route) => route.fulfill({ json: { version: 'none', names: [] } }));
    assert.ok(Array.isArray(list.names));
    await page.reload();
    await visitor.start();
    await page.waitForLoadState('networkidle', { timeout: 60000 });
    for (const go of [async () => {}, () => visitor.touch(visitor.face(3)), () => visitor.touch('.none')]) {
        await go();
        await visitor.ready();
        assert.equal(await page.locator('.listen:visible').count(), 0);
    }
    assert.equal(await visitor.voices(), 0);
    await visitor.close();
});

test('journey 17: a file that the collector has lost is passed over, and the rest is read', async () => {
    const visitor = await arrive(), { page } = visitor;
    await page.locator('.listen').waitFor();
    await page.route('**/audio/en/exit.overall.2.mp3*', (route) => route.fulfill({ status: 404, json: { error: 'gone' } }));
    await visitor.speak('en');
    await page.locator('.listen').waitFor();
    assert.deepEqual((await listen(visitor, 5)).map(([name]) => name), faces('en').filter(([name]) => name !== 'en/exit.overall.2').map(([name]) => name));
    await visitor.close();
});

test('journey 17: a phone reads aloud as a tablet does', async () => {
    const visitor = await arrive({ point: 'phone', size: { width: 390, height: 800 } }), { page } = visitor;
    await page.locator('.listen').waitFor();
    assert.deepEqual(await listen(visitor, 6), faces('fr'));
    assert.equal(await visitor.voices(), 0);
    await visitor.close();
});

/* What Listen reads on a message, which stays where it is meanwhile. */
async function hears(visitor, screen, keys) {
    await visitor.page.locator(screen).waitFor();
    assert.deepEqual((await listen(visitor, keys.length)).map(([name]) => name), keys.map((key) => `fr/kiosk.${key}`));
    assert.equal(await visitor.page.locator(screen).count(), 1, `${screen} has gone`);
}

test('journey 17: who cannot read hears what became of their answer, the loss of it, and the choice of languages', async () => {
    const visitor = await arrive(), { page } = visitor;
    await page.locator('.listen').waitFor();
    await visitor.touch(visitor.face(4));
    await page.locator('.pick').waitFor();
    await visitor.touch('.tongue');
    await hears(visitor, '.languages', ['languages']);
    await visitor.touch('.back');
    await page.locator('.pick').waitFor();
    await visitor.placed();
    await visitor.touch('.skip');
    await hears(visitor, '.thanks', ['thanks.title', 'thanks.sentence']);
    await visitor.close();
    for (const [fate, keys] of [['refused', ['refused.title', 'refused.sentence']], ['lost', ['sending', 'lost.title', 'lost.sentence']]]) {
        const context = await browser.newContext({ hasTouch: true, viewport: tablets.wide });
        await context.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }));
        const next = await arrive({ context }), held = [];
        let lost = false;
        await next.page.route('**/responses', (route) => fate === 'refused' ? route.fulfill({ status: 422, headers: { 'Sortie-Refused': '1' }, json: { error: 'no' } })
            : lost ? route.abort() : held.push(route));
        await next.page.locator('.listen').waitFor();
        await next.answer(2);
        await next.touch('.skip');
        if (fate === 'lost') {
            await hears(next, '.sending', [keys.shift()]);
            lost = true;
            await held[0].abort();
        }
        await hears(next, `.${fate}`, keys);
        await next.close();
    }
});

test('journey 17: a phone that waits says so aloud', async () => {
    const visitor = await arrive({ point: 'phone', size: { width: 390, height: 800 } }), { page } = visitor;
    await page.route('**/responses', (route) => route.abort());
    await page.locator('.listen').waitFor();
    await visitor.answer(2);
    await visitor.touch('.skip');
    await hears(visitor, '.waiting', ['waiting.title', 'waiting.sentence', 'waiting.stay']);
    await visitor.close();
});

test('journey 17: a screen that ends by itself stays for who listens: "still there?" counts anew, thanks is read to its end', async () => {
    const visitor = await arrive({ clock: true }), { page } = visitor;
    await page.locator('.listen').waitFor();
    await visitor.touch(visitor.face(2));
    await page.locator('.pick').waitFor();
    await page.clock.runFor(46000);
    await page.locator('.still').waitFor();
    await page.clock.runFor(15000);
    await hears(visitor, '.still', ['still.title', 'still.kept', 'still.yes']);
    await page.clock.runFor(15000);
    assert.equal(await page.locator('.still').count(), 1);
    await visitor.touch('.yes');
    await page.locator('.pick').waitFor();
    await visitor.placed();
    await visitor.touch('.skip');
    await visitor.thanks();
    await page.clock.runFor(4000);
    await hears(visitor, '.thanks', ['thanks.title', 'thanks.sentence']);
    await page.clock.runFor(10000);
    assert.equal(await page.locator('.thanks').count(), 1);
    await page.clock.runFor(11000);
    await visitor.start();
    await visitor.close();
});
