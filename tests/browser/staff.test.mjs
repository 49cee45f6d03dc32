/* staff.test.mjs: the staff corner of a tablet - who gets in, what it tells and what it does
 * not, the file that it writes and what becomes of it, the tablet's own settings. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { readJson, run, startCollector } from '../helpers.mjs';
import { openBrowser, visit } from './visitor.mjs';

const PIN = '2468', corner = { x: 40, y: 40 };
const words = readJson('forms/words/fr.json');
const word = (key, values = {}) => words[`kiosk.staff.${key}`].replace(/\{(\w+)\}/g, (all, name) => values[name]);
const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date());

let collector, browser, known, folder;

before(async () => {
    collector = await startCollector({ points: {
        hall: { form: 'exit', pin: PIN }, open: { form: 'exit' }, desk: { form: 'exit', place: 'desk-job', pin: PIN },
        invite: { form: 'exit', mode: 'handed', pin: PIN },
    } });
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'sortie-export-'));
});

after(async () => {
    await browser?.close();
    await collector?.stop();
    rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
    if (collector.process.exitCode !== null || collector.process.signalCode !== null)
        await collector.serve();
    known = new Set(collector.inbox().map(({ key }) => key));
});

const arrived = () => collector.inbox().filter(({ key }) => !known.has(key));

/* A tablet with a finger that stays down: hold(at, ms of the page's clock). */
async function arrive(point = 'hall') {
    const visitor = await visit(browser, collector.address(point), { clock: true, acceptDownloads: true });
    const { page } = visitor, session = await visitor.context.newCDPSession(page);
    await visitor.prepared();
    return Object.assign(visitor, {
        hold: async (at, ms) => {
            await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
            await page.clock.runFor(ms);
            await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
        },
        digits: async (digits) => {
            for (const digit of digits)
                await visitor.touch(page.getByRole('button', { name: digit, exact: true }));
        },
        enter: async () => {
            await visitor.ready();
            await visitor.hold(corner, 3100);
            await page.locator('.staff.pin').waitFor();
            await visitor.digits(PIN);
            await page.locator('.staff.panel').waitFor();
        },
        key: (name) => visitor.touch(page.getByRole('button', { name, exact: true })),
        tells: async (name) => (await page.locator('dt', { hasText: word(name) }).locator('xpath=following-sibling::dd[1]').innerText()).trim(),
        asksForPin: () => page.locator('.staff.pin').count().then((count) => count === 1),
    });
}

/* Responses that no collector takes, so that they wait. */
async function waiting(visitor, faces) {
    await visitor.page.route('**/responses', (route) => route.abort());
    for (const face of faces) {
        await visitor.touch(visitor.face(face));
        await visitor.page.locator('.pick, .choice').first().waitFor();
        if (await visitor.page.locator('.pick').count() > 0)
            await visitor.touch('.none');
        await visitor.touch('.choice .cell');
        await visitor.touch('.choices .skip');
        await visitor.thanks();
        await visitor.next();
    }
    assert.equal((await visitor.box('outbox')).length, faces.length);
}

/* The file that the corner writes, with what it says before. */
async function exported(visitor, name) {
    const path = join(folder, name);
    await visitor.key(word('export'));
    await visitor.page.getByText(word('warning')).waitFor();
    const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.key(word('write'))]);
    assert.equal(download.suggestedFilename(), `sortie-${today}.jsonl`);
    await download.saveAs(path);
    await visitor.page.locator('.staff.panel').waitFor();
    return { path, responses: readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line)) };
}

test('the corner: a long press and the PIN; a visitor\'s taps and presses beside it do nothing', async () => {
    const visitor = await arrive(), { page } = visitor;
    await visitor.ready();
    for (let n = 0; n < 12; n++)
        await page.touchscreen.tap(corner.x + n, corner.y);
    await page.clock.runFor(4000);
    assert.equal(await visitor.asksForPin(), false, 'taps');
    await visitor.hold(corner, 2500);
    await page.clock.runFor(2000);
    assert.equal(await visitor.asksForPin(), false, 'a short press');
    await visitor.hold({ x: 640, y: 300 }, 5000);
    assert.equal(await visitor.asksForPin(), false, 'a press elsewhere');
    await visitor.hold(corner, 3100);
    assert.equal(await visitor.asksForPin(), true);
    await visitor.key(words['kiosk.back']);
    await visitor.start();
    await visitor.touch(visitor.face(4));
    await page.locator('.pick').waitFor();
    await visitor.ready();
    await visitor.hold(corner, 5000);
    assert.equal(await visitor.asksForPin(), false, 'in a visit');
    await page.clock.runFor(67000);
    await visitor.start();
    await visitor.enter();
    await visitor.key(word('close'));
    await visitor.start();
    await page.keyboard.press('Alt+Shift+S');
    assert.equal(await visitor.asksForPin(), true, 'by the keyboard');
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
});

test('a point without a PIN has no corner', async () => {
    const visitor = await arrive('open');
    await visitor.ready();
    await visitor.hold(corner, 5000);
    await visitor.page.keyboard.press('Alt+Shift+S');
    assert.equal(await visitor.asksForPin(), false);
    await visitor.start();
    await visitor.close();
});

test('a wrong PIN is wrong; after five of them the right one has to wait a minute, too', async () => {
    const visitor = await arrive(), { page } = visitor;
    const says = async (key) => {
        await page.locator('.problem', { hasText: word(key) }).waitFor();
        assert.equal(await page.locator('.panel').count(), 0);
    };
    await visitor.ready();
    await visitor.hold(corner, 3100);
    for (let n = 0; n < 5; n++) {
        await visitor.digits('1357');
        await says('wrong');
    }
    await visitor.digits(PIN);
    await says('later');
    await visitor.key(words['kiosk.back']);
    await visitor.start();
    await visitor.ready();
    await visitor.hold(corner, 3100);
    await visitor.digits(PIN);
    await says('later');
    await page.clock.runFor(40000);
    await visitor.digits(PIN);
    await says('later');
    await page.clock.runFor(21000);
    await visitor.digits(PIN);
    await page.locator('.staff.panel').waitFor();
    await visitor.close();
});

test('how much waits: none, some, many and since which day; never a count', async () => {
    const visitor = await arrive(), { page } = visitor;
    await visitor.enter();
    assert.equal(await visitor.tells('queue'), word('none'));
    assert.equal(await visitor.tells('parked'), word('none'));
    assert.equal(await visitor.tells('contact'), today);
    await visitor.key(word('close'));
    await visitor.start();
    await waiting(visitor, [4, 2]);
    await visitor.enter();
    assert.equal(await visitor.tells('queue'), `${word('some')} · ${word('since', { day: today })}`);
    assert.deepEqual(await page.locator('dd bdi[dir=ltr]').allInnerTexts(), [today], 'the day alone runs from left to right');
    const two = await page.locator('#screen').innerHTML();
    const copy = (count) => page.evaluate(async (many) => {
        const { outbox } = await globalThis.sortie.boxes();
        const [entry] = await outbox.entries(), document = JSON.parse(entry.body);
        for (let n = 0; n < many; n++) {
            const key = `${n}`.padStart(32, 'a');
            await outbox.put(key, { ...entry, body: JSON.stringify({ ...document, key, day: { 3: '2026-11-02', 4: '1970-01-01' }[n] || document.day }) });
        }
    }, count);
    await copy(1);
    await visitor.key(word('close'));
    await visitor.enter();
    assert.equal(await page.locator('#screen').innerHTML(), two, 'three look as two do');
    await copy(8);
    await visitor.key(word('close'));
    await visitor.enter();
    assert.equal(await visitor.tells('queue'), `${word('many')} · ${word('since', { day: '2026-11-02' })}`);
    assert.doesNotMatch((await page.locator('dl').innerText()).replace(/\d{4}-\d\d-\d\d/g, ''), /\d/);
    await visitor.close();
});

test('what was refused is there with the collector\'s sentence, goes into the file, and may be forgotten only then', async () => {
    const visitor = await arrive(), { page } = visitor;
    const sentence = 'this <b>breaks</b> the form & more';
    await page.route('**/responses', (route) => route.fulfill({ status: 422, headers: { 'Sortie-Refused': '1' }, json: { error: sentence } }));
    await visitor.whole(4);
    await visitor.sent();
    await visitor.next();
    await visitor.enter();
    assert.equal(await visitor.tells('queue'), word('none'));
    assert.equal(await visitor.tells('parked'), `${word('some')} · ${word('since', { day: today })}`);
    assert.deepEqual(await page.locator('.refusals li').allInnerTexts(), [`422 ${sentence}`]);
    assert.equal(await page.getByRole('button', { name: word('forget') }).count(), 0);
    const { responses } = await exported(visitor, 'parked.jsonl');
    assert.deepEqual(responses.map(({ answers }) => answers), [{ overall: '4', place: 'none', forward: 'yes' }]);
    await visitor.key(word('forget'));
    await page.locator('.staff.panel dd', { hasText: word('none') }).nth(1).waitFor();
    assert.deepEqual(await visitor.box('parked'), []);
    await visitor.close();
});

test('what is unreadable in the boxes hides nothing: it counts, is left out of the file, and may be forgotten with what is in it', async () => {
    const visitor = await arrive(), { page } = visitor;
    await waiting(visitor, [4]);
    await page.evaluate(async () => {
        const { outbox, parked } = globalThis.sortie.boxes();
        for (const [key, rubbish] of Object.entries({ a: { address: '/p/x' }, b: null, c: { body: '{"key"' }, d: { body: 'null' }, e: { body: '5' } }))
            await Promise.all([outbox, parked].map((box) => box.put(key, rubbish)));
    });
    await visitor.enter();
    assert.equal(await visitor.tells('queue'), `${word('some')} · ${word('since', { day: today })}`);
    assert.equal(await visitor.tells('parked'), word('some'));
    assert.equal(await page.locator('.refusals li').count(), 0);
    const { responses } = await exported(visitor, 'rubbish.jsonl');
    assert.deepEqual(responses.map(({ answers }) => answers.overall), ['4']);
    await visitor.key(word('forget'));
    await page.locator('.staff.panel dd', { hasText: word('none') }).waitFor();
    assert.deepEqual(await page.evaluate(() => globalThis.sortie.boxes().parked.keys()), []);
    await visitor.close();
});

test('what is refused after the file was written is not forgotten with what is in the file', async () => {
    const visitor = await arrive(), { page } = visitor;
    await page.route('**/responses', (route) => route.fulfill({ status: 422, headers: { 'Sortie-Refused': '1' }, json: { error: 'no' } }));
    await visitor.whole(4);
    await visitor.sent();
    await visitor.next();
    await visitor.enter();
    await exported(visitor, 'first.jsonl');
    await page.evaluate(async () => {
        const { parked } = await globalThis.sortie.boxes();
        const [entry] = await parked.entries(), key = 'b'.repeat(32);
        await parked.put(key, { ...entry, body: JSON.stringify({ ...JSON.parse(entry.body), key }) });
    });
    await visitor.key(word('size', { n: '10,1' }));
    await page.getByRole('button', { name: word('size', { n: '10,5' }), exact: true }).waitFor();
    await visitor.key(word('forget'));
    await page.getByRole('button', { name: word('forget'), exact: true }).waitFor({ state: 'detached' });
    assert.deepEqual((await visitor.box('parked')).map(({ body }) => body.key), ['b'.repeat(32)]);
    await visitor.close();
});

test('the last contact is the day on which the collector took something, though no new form came', async () => {
    const visitor = await arrive(), { page } = visitor;
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 60000));
    await page.route('**/form*', (route) => route.abort());
    await page.clock.runFor(26 * 3600 * 1000);
    const tomorrow = await page.evaluate(() => globalThis.sortie.civil(new Date()));
    assert.notEqual(tomorrow, today);
    await page.clock.resume();
    await page.route('**/responses', (route) => route.fulfill({ status: 201, json: { kept: JSON.parse(route.request().postData()).key } }));
    await visitor.whole(4);
    await visitor.sent();
    await visitor.next();
    await visitor.enter();
    assert.equal(await visitor.tells('contact'), tomorrow);
    await visitor.close();
});

test('the file holds all that waits and all that was refused, in no order of arrival, and says so before', async () => {
    const visitor = await arrive(), { page } = visitor;
    const day = today, keys = Array.from({ length: 60 }, (none, n) => n.toString(16).padStart(32, '0'));
    await page.route('**/responses', (route) => route.abort());
    await page.evaluate(async ({ all, day }) => {
        const boxes = await globalThis.sortie.boxes();
        for (const [n, key] of all.entries())
            await boxes[n < 10 ? 'parked' : 'outbox'].put(key, { address: location.pathname, place: null,
                body: JSON.stringify({ key, day, form: 'exit', answers: { overall: '5' } }) });
    }, { all: keys, day });
    await visitor.enter();
    const { responses } = await exported(visitor, 'all.jsonl');
    const order = responses.map(({ key }) => keys.indexOf(key));
    assert.deepEqual([...order].sort((a, b) => a - b), [...keys.keys()]);
    let inversions = 0;
    for (let i = 0; i < 60; i++)
        for (let j = i + 1; j < 60; j++)
            inversions += order[i] > order[j];
    /* 885 and 78, see outage.test.mjs, journey 29 */
    assert.ok(Math.abs(inversions - 885) < 4.5 * 78, `${inversions} inversions`);
    await visitor.close();
});

for (const [point, form, mode] of [['hall', 'exit', 'door'], ['desk', 'exit', 'door'], ['invite', 'exit', 'handed']])
    for (const [first, night] of [['import', false], ['import', true], ['delivery', false], ['delivery', true]])
        test(`the file of the ${point}'s tablet is read by import, and nothing counts twice: ${first} first${night ? ', a night between' : ''}`, async () => {
            const visitor = await arrive(point), { page } = visitor;
            await waiting(visitor, [5, 1]);
            await visitor.enter();
            const { path, responses } = await exported(visitor, `${point}-${first}-${night}.jsonl`);
            assert.deepEqual(responses.map(({ place }) => place), point === 'desk' ? ['desk-job', 'desk-job'] : [undefined, undefined]);
            assert.deepEqual(responses.map((one) => one.mode), [mode, mode]);
            await visitor.key(word('close'));
            const take = () => run('import', '--store', collector.store, '--form', form, path);
            const deliver = async () => {
                await page.unroute('**/responses');
                await visitor.page.reload();
                await visitor.sent();
            };
            const kept = () => {
                run('settle', '--store', collector.store);
                return collector.rows("SELECT place, mode, class, answers FROM response");
            };
            const had = kept();
            await (first === 'import' ? take() : deliver());
            if (night)
                run('settle', '--store', collector.store);
            await (first === 'import' ? deliver() : take());
            const place = point === 'desk' ? 'desk-job' : 'la-villette';
            const here = (rows) => rows.filter((row) => row.startsWith(`${place}|${mode}|`)).length;
            const now = kept();
            assert.deepEqual([now.length - had.length, here(now) - here(had)], [2, 2], now.join('\n'));
            assert.deepEqual(await visitor.box('parked'), [], 'the later delivery is the same response');
            await visitor.close();
        });

test('boxes that fail are told of, at the door and inside, and the corner can be closed', async () => {
    const visitor = await arrive(), { page } = visitor;
    const fails = async () => {
        await page.locator('.staff.broken .problem', { hasText: word('broken') }).waitFor();
        await visitor.key(word('close'));
        await visitor.start();
    };
    await visitor.enter();
    await page.evaluate(() => {
        globalThis.transaction = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = () => { throw new DOMException('gone', 'InvalidStateError'); };
    });
    await page.locator('.settings .key').nth(2).click();
    await fails();
    await visitor.ready();
    await visitor.hold(corner, 3100);
    await visitor.digits(PIN);
    await fails();
    await page.evaluate(() => { IDBDatabase.prototype.transaction = globalThis.transaction; });
    await visitor.enter();
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
});

test('the tablet\'s own language and large text are kept over a restart, and come back with each reset', async () => {
    const visitor = await arrive(), { page } = visitor;
    const looks = () => page.evaluate(() => [document.documentElement.lang, document.documentElement.classList.contains('large')]);
    await visitor.enter();
    await visitor.key('Langue\u00a0: Français');    /* with a no-break space, as French has it */
    await visitor.touch('.staff.languages [lang=ca]');
    await page.locator('.staff.panel').waitFor();
    await visitor.touch(page.locator('.settings .key').nth(2));
    const catalan = readJson('forms/words/ca.json');
    await page.getByRole('button', { name: `${catalan['kiosk.staff.large']}: ${catalan['kiosk.staff.on']}` }).waitFor();
    await visitor.touch('.foot .next');
    await visitor.start();
    assert.deepEqual(await looks(), ['ca', true]);
    await page.reload();
    await visitor.start();
    await page.waitForFunction(() => document.documentElement.classList.contains('large'));
    assert.deepEqual(await looks(), ['ca', true]);
    await visitor.touch('.size');
    await visitor.ready();
    await visitor.speak('ar');
    assert.deepEqual(await looks(), ['ar', false]);
    await page.clock.runFor(67000);
    await visitor.start();
    assert.deepEqual(await looks(), ['ca', true]);
    assert.deepEqual(arrived(), []);
    await visitor.close();
});

test('the language that is marked is the tablet\'s own, whatever the screen speaks', async () => {
    const visitor = await arrive(), { page } = visitor;
    await visitor.speak('es');
    await visitor.enter();
    await visitor.touch(page.locator('.settings .key').nth(1));
    await page.locator('.staff.languages').waitFor();
    assert.deepEqual(await page.locator('[aria-current]').evaluateAll((all) => all.map(({ lang }) => lang)), ['fr']);
    await visitor.close();
});

test('only an arrow is mirrored: a tick is a tick in every direction', async () => {
    const visitor = await arrive(), { page } = visitor;
    const mirrored = () => page.locator('.foot .sign').evaluateAll((signs) => signs
        .filter((sign) => getComputedStyle(sign).transform.startsWith('matrix(-1')).map((sign) => sign.firstChild.getAttribute('href')));
    await visitor.enter();
    assert.deepEqual(await mirrored(), []);
    await visitor.key(word('export'));
    await page.getByText(word('warning')).waitFor();
    assert.deepEqual(await mirrored(), []);
    await visitor.touch('.back');
    await page.locator('.staff.panel').waitFor();
    await visitor.key(word('close'));
    await visitor.start();
    for (const [language, turned] of [['fr', '.next'], ['ar', '.back']]) {
        await visitor.speak(language);
        await visitor.touch(visitor.face(4));
        await page.locator('.pick').waitFor();
        await visitor.touch('.none');
        await page.locator('.choice').waitFor();
        await visitor.touch('.back');
        await page.locator('.pick .next').waitFor();
        const arrow = (key) => page.locator(`${key} .sign`).evaluate((sign) => getComputedStyle(sign).transform !== 'none');
        assert.deepEqual([await arrow('.next'), await arrow('.back')], [turned === '.next', turned === '.back']);
        await page.clock.runFor(67000);
        await visitor.start();
    }
    await visitor.close();
});

test('an abandoned corner goes back to the start, and nothing of it is left', async () => {
    const visitor = await arrive(), { page } = visitor;
    await waiting(visitor, [3]);
    await visitor.ready();
    const fresh = await page.locator('#screen').evaluate((screen) => screen.outerHTML);
    for (const open of [() => visitor.hold(corner, 3100), visitor.enter, async () => { await visitor.enter(); await visitor.key(word('export')); }]) {
        await open();
        await page.locator('.staff').waitFor();
        await page.clock.runFor(46000);
        await page.locator('.still').waitFor();
        await page.clock.runFor(21000);
        await visitor.start();
        await page.clock.runFor(400);
        assert.equal(await page.locator('#screen').evaluate((screen) => screen.outerHTML), fresh);
    }
    await visitor.hold(corner, 3100);
    assert.equal(await visitor.asksForPin(), true, 'and asks for its PIN again');
    assert.equal(await page.locator('.dots').innerText(), '');
    await visitor.close();
});

test('what comes late in the corner does not open it again to a visitor', async () => {
    const visitor = await arrive(), { page } = visitor;
    await visitor.enter();
    const late = [];
    await page.evaluate(async () => {
        const { catalogue } = await globalThis.sortie.boxes();
        await Promise.all((await catalogue.keys()).filter((key) => key.endsWith(' eu')).map(catalogue.remove));
    });
    await page.route('**/form?lang=eu', (route) => late.push(route));
    await page.reload();
    await visitor.start();
    await visitor.enter();
    await visitor.key('Langue\u00a0: Français');    /* with a no-break space, as French has it */
    await visitor.touch('.staff.languages [lang=eu]');
    await visitor.touch('.back');
    await page.locator('.staff.panel').waitFor();
    await visitor.key(word('close'));
    await visitor.start();
    assert.ok(late.length > 0);
    await Promise.all([page.waitForResponse('**/form?lang=eu'), ...late.map((route) => route.continue())]);
    await page.waitForTimeout(500);
    assert.equal(await page.locator('.staff').count(), 0);
    await visitor.close();
});
