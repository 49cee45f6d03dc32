/* outage.test.mjs: journeys 18 to 29 - thanks is said for what is safe, what is safe
 * arrives exactly once, and nothing else happens; on a plain http:// name, as tablets have
 * it, and where it says so on a secure page. Real kills: of the collector, of the browser,
 * of the wire between them. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { after, before, beforeEach, test } from 'node:test';
import { inTwo, readJson, run, startCollector } from '../helpers.mjs';
import { hand, insecure, openBrowser, openTablet, still, tablets, visit } from './visitor.mjs';
import { openWire } from './wire.mjs';

const words = readJson('forms/words/fr.json');
let collector, browser, address, known;

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' }, phone: { form: 'exit', mode: 'poster' } } });
    browser = await openBrowser();
    address = insecure(collector.address('hall'));
});

after(async () => {
    await browser?.close();
    await collector?.stop();
});

beforeEach(async () => {
    if (collector.process.exitCode !== null || collector.process.signalCode !== null)
        await collector.serve();
    known = new Set(collector.inbox().map(({ key }) => key));
});

const DAY = 86400000;

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/* Ten seconds at most. */
async function until(done) {
    for (let tries = 0; tries < 200 && !await done(); tries++)
        await pause(50);
}

/* What came in since the test began. */
const arrived = () => collector.inbox().filter(({ key }) => !known.has(key));

async function arrivedBecome(count) {
    await until(() => arrived().length >= count);
    assert.equal(arrived().length, count);
    assert.equal(new Set(arrived().map(({ key }) => key)).size, count);
    return arrived();
}

/* Seconds of the page's clock, a little of ours between them for the network, until `done`. */
async function passes(page, seconds, done) {
    for (let second = 0; second < seconds && !await done(); second++) {
        await page.clock.runFor(1000);
        await pause(10);
    }
}

/* The page looks for a new form twenty minutes after its start, some twelve of which are over;
 * what it asks for then has the time to come. */
async function looks(page) {
    await page.clock.runFor(400000);
    await passes(page, 120, () => false);
}

const headline = (visitor, name, key = name) =>
    visitor.page.locator(`.${name} h1`, { hasText: words[`kiosk.${key}.title`] }).waitFor();

test('the tablet\'s address is no secure context, and everything below works there', async () => {
    const visitor = await visit(browser, address);
    assert.deepEqual(await visitor.page.evaluate(() => [isSecureContext, 'serviceWorker' in navigator, 'randomUUID' in crypto]), [false, false, false]);
    await visitor.close();
});

test('journey 18: the collector killed before it answers: thanks at once, and the response arrives once, later', async () => {
    const visitor = await visit(browser, address);
    await visitor.answer(4);
    await collector.end('SIGKILL');
    await visitor.touch('.skip');
    await visitor.thanks();
    assert.equal((await visitor.box('outbox')).length, 1);
    await visitor.next();
    await visitor.whole(1);
    await collector.serve();
    await visitor.sent();
    assert.deepEqual((await arrivedBecome(2)).map(({ answers }) => answers.overall).sort(), ['1', '4']);
    await visitor.close();
});

test('journey 18: thanks comes when the disk itself has the response, which a power cut leaves', async () => {
    const visitor = await visit(browser, address), { page } = visitor;
    await page.evaluate(() => {
        const { transaction } = IDBDatabase.prototype;
        globalThis.writings = [];
        IDBDatabase.prototype.transaction = function (...given) {
            const one = transaction.apply(this, given);
            if (given[0] === 'outbox' && one.mode === 'readwrite')
                globalThis.writings.push(one.durability);
            return one;
        };
    });
    await visitor.whole(4);
    assert.equal(await page.evaluate(() => globalThis.writings[0]), 'strict');
    await visitor.sent();
    await arrivedBecome(1);
    await visitor.close();
});

test('journey 19: the collector killed between its commit and its reply: one response, whatever the browser repeats', async (t) => {
    const wire = await openWire(t, collector.port);
    const visitor = await visit(browser, address.replace(collector.port, wire.port));
    wire.replies = 'hold';
    const held = wire.held();
    await visitor.whole(3);
    await held;
    assert.equal(arrived().length, 1, 'it is committed');
    await collector.end('SIGKILL');
    wire.cut();
    await pause(300);
    assert.equal((await visitor.box('outbox')).length, 1, 'the tablet does not know');
    await collector.serve();
    await visitor.sent();
    await arrivedBecome(1);
    assert.ok(wire.posts >= 2);
    await visitor.close();
});

/* Chromium repeats a POST by itself on a connection that it uses again: nothing else may
 * hold one, so there are no recordings here. */
test('journey 19: the wire cut between commit and reply: the browser\'s own repeat of the POST is met', async (t) => {
    const wire = await openWire(t, collector.port);
    wire.change = (path, text) => path.startsWith('/audio/') ? '{"version": "none", "names": []}' : text;
    const visitor = await visit(browser, address.replace(collector.port, wire.port));
    await visitor.prepared();
    const asked = [];
    visitor.page.on('request', (request) => { if (request.method() === 'POST') asked.push(request); });
    wire.replies = 'hold';
    const held = wire.held();
    await visitor.whole(2);
    await held;
    wire.cut();
    await visitor.sent();
    await arrivedBecome(1);
    assert.ok(wire.posts > asked.length, `${wire.posts} POSTs on the wire for ${asked.length} of the page's own`);
    await visitor.close();
});

for (const [name, headers, most] of [['without a hint', {}, 20], ['with Retry-After', { 'Retry-After': '60' }, 6]])
    test(`journey 20: five minutes of 503 ${name}: few requests, then the response`, async () => {
        const visitor = await visit(browser, address, { clock: true }), { page } = visitor;
        let storms = 0;
        await page.route('**/responses', (route) => { storms++; return route.fulfill({ status: 503, headers, json: { error: 'busy' } }); });
        await visitor.whole(2);
        for (let second = 0; second < 300; second += 2) {
            await page.clock.runFor(2000);
            await page.evaluate(() => null);
        }
        assert.ok(storms >= 3 && storms <= most, `${storms} requests in five minutes`);
        assert.equal(arrived().length, 0);
        await page.unroute('**/responses');
        await passes(page, 400, () => arrived().length > 0);
        await arrivedBecome(1);
        await visitor.close();
    });

test('journey 21: the browser killed with a queue and started again while the collector is dead: the page starts, takes another, and all arrive', async (t) => {
    const tablet = await openTablet(t);
    let visitor = hand(tablet.page, tablet.page.mouse);
    await tablet.page.goto(address);
    await visitor.prepared();
    await collector.end('SIGKILL');
    for (const face of [1, 2, 3]) {
        await visitor.whole(face);
        await visitor.next();
    }
    await tablet.restart();
    visitor = hand(tablet.page, tablet.page.mouse);
    await tablet.page.goto(address);
    await visitor.start();
    assert.equal((await visitor.box('outbox')).length, 3);
    await visitor.speak('ar');
    await visitor.whole(5);
    await tablet.restart();
    await collector.serve();
    visitor = hand(tablet.page, tablet.page.mouse);
    await tablet.page.goto(address);
    await visitor.sent();
    const responses = await arrivedBecome(4);
    assert.deepEqual(responses.map(({ answers, lang }) => answers.overall + lang).sort(), ['1fr', '2fr', '3fr', '5ar']);
});

test('journey 22: offline, whatever the browser says of it', async () => {
    const visitor = await visit(browser, address);
    await visitor.prepared();
    await visitor.context.setOffline(true);
    await visitor.whole(4);
    await visitor.next();
    await visitor.speak('eu');
    await visitor.whole(5);
    assert.equal((await visitor.box('outbox')).length, 2);
    await visitor.context.setOffline(false);
    await visitor.sent();
    await arrivedBecome(2);
    await visitor.close();
});

/* No time passes here, so that no pause of the page's own ends. */
test('journey 22: what waits is sent as soon as the browser says that it is online', async () => {
    const visitor = await visit(browser, address, { clock: true }), { page } = visitor;
    await visitor.prepared();
    await still(visitor);
    await visitor.answer(4);
    await visitor.context.setOffline(true);
    const failed = page.waitForEvent('requestfailed', (request) => request.method() === 'POST');
    await visitor.touch('.skip');
    await visitor.thanks();
    await failed;
    await pause(300);
    assert.equal(arrived().length, 0);
    await visitor.context.setOffline(false);
    await arrivedBecome(1);
    await visitor.close();
});

for (const year of [1970, 2040])
    test(`journey 23: a tablet whose clock says ${year}: the day is the centre's, and no clock time leaves it`, async () => {
        const visitor = await visit(browser, address, { clock: new Date(year, 2, 1, 10, 0) });
        await visitor.whole(4);
        await visitor.sent();
        const [response] = await arrivedBecome(1);
        assert.equal(response.day, new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date()));
        assert.ok(!('part' in response), 'a wrong clock tells no part of the day');
        assert.deepEqual(Object.keys(response).filter((name) => !['answers', 'complete', 'day', 'form', 'key', 'lang', 'version', 'flags'].includes(name)), []);
        await visitor.close();
    });

test('journey 23: a clock that is lost while the page is open is not followed', async () => {
    const visitor = await visit(browser, address, { clock: true });
    await visitor.page.clock.setSystemTime(new Date(1970, 0, 1));
    await visitor.whole(4);
    await visitor.sent();
    const [response] = await arrivedBecome(1);
    assert.equal(response.day, new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date()));
    await visitor.close();
});

for (const [name, clock] of [['1970', new Date(1970, 0, 1, 10, 0)], ['2040', new Date(2040, 0, 1, 10, 0)],
    ['a year ago', new Date(Date.now() - 400 * DAY)], ['two weeks ago', new Date(Date.now() - 14 * DAY)]])
    test(`journey 23: a browser started again without the collector, by a clock of ${name}: no day is made up, and no part of it`, async (t) => {
        const tablet = await openTablet(t);
        let visitor = hand(tablet.page, tablet.page.mouse);
        await tablet.page.goto(address);
        await visitor.prepared();
        await collector.end('SIGKILL');
        await tablet.restart();
        visitor = hand(tablet.page, tablet.page.mouse);
        await tablet.page.clock.install({ time: clock });
        await tablet.page.goto(address);
        await passes(tablet.page, 5, async () => await tablet.page.locator('.start .faces').count() > 0);
        await visitor.whole(4);
        const [{ body }] = await visitor.box('outbox');
        assert.deepEqual([body.day, 'part' in body], ['1970-01-01', false]);
        await collector.serve();
        await passes(tablet.page, 400, async () => (await visitor.box('outbox')).length === 0);
        await arrivedBecome(1);
        assert.deepEqual(await visitor.box('parked'), []);
    });

test('journey 23: a right clock tells the part of the day; one that was wrong when the form came does not, though it is right by now', async () => {
    for (const [clock, tells] of [[true, true], [new Date(1970, 0, 1, 10, 0), false]]) {
        const visitor = await visit(browser, address, { clock, timezoneId: 'Europe/Paris' });
        await visitor.prepared();
        await visitor.page.clock.setSystemTime(Date.now());
        await visitor.whole(4);
        await visitor.sent();
        await visitor.close();
        assert.deepEqual('part' in arrived().at(-1), tells);
    }
});

const blocked = () => {
    IDBFactory.prototype.open = function () { throw new DOMException('blocked', 'SecurityError'); };
};

/* A disk without room: every write fails, what is there can be read. */
const full = () => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
        const request = put.apply(this, given);
        if (this.name === 'outbox')
            this.transaction.abort();
        return request;
    };
};

for (const [name, fault] of [['blocked', blocked], ['full', full]])
    test(`journey 24: IndexedDB ${name}: thanks when the collector has it, the paper slip when nobody has`, async () => {
        const context = await browser.newContext({ hasTouch: true, viewport: tablets.wide });
        await context.addInitScript(fault);
        const visitor = await visit(context, address);
        await visitor.whole(5);
        await arrivedBecome(1);
        await visitor.next();
        await visitor.answer(2);
        await collector.end('SIGKILL');
        await visitor.touch('.skip');
        await headline(visitor, 'lost');
        assert.equal(await visitor.page.locator('.thanks').count(), 0);
        assert.match(await visitor.page.locator('.lost').innerText(), new RegExp(words['kiosk.lost.sentence'].slice(0, 30)));
        await visitor.touch('h1');
        await visitor.start();
        await collector.serve();
        await visitor.whole(3);
        assert.deepEqual((await arrivedBecome(2)).map(({ answers }) => answers.overall), ['5', '3'], 'what the slip holds is not sent, too');
        await context.close();
    });

for (const [name, reply] of [['lost', (route) => route.abort()],
    ['refused', (route) => route.fulfill({ status: 422, headers: { 'Sortie-Refused': '1' }, json: { error: 'this breaks the form' } })]])
    test(`journey 24: nothing can be kept and the response is ${name}: the screen that says so goes by itself after 20 s`, async () => {
        const context = await browser.newContext({ hasTouch: true, viewport: tablets.wide });
        await context.addInitScript(blocked);
        const visitor = await visit(context, address, { clock: true }), { page } = visitor;
        await page.route('**/responses', reply);
        await visitor.answer(2);
        await visitor.touch('.skip');
        await headline(visitor, name);
        await page.clock.runFor(12000);
        assert.equal(await page.locator(`.${name}`).count(), 1);
        await page.clock.runFor(9000);
        await visitor.start();
        await context.close();
    });

test('journey 24: nothing can be kept and the reply is lost: the visitor waits a moment, and is thanked for what the collector has', async () => {
    const context = await browser.newContext({ hasTouch: true, viewport: tablets.wide });
    await context.addInitScript(blocked);
    const visitor = await visit(context, address), { page } = visitor;
    let posts = 0;
    await page.route('**/responses', async (route) => {
        if (posts++ > 0)
            return route.continue();
        await fetch(`${collector.address('hall')}/responses`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: route.request().postData() });
        return route.abort();
    });
    await visitor.whole(4);
    await arrivedBecome(1);
    assert.equal(posts, 2);
    await context.close();
});

/* A disk that writes, and says so too late. */
const late = () => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
        const { transaction } = this;
        if (this.name === 'outbox')
            queueMicrotask(() => { transaction.oncomplete = null; });
        return put.apply(this, given);
    };
};

test('journey 24: a response that was kept too late, when its visitor has a slip already, is not sent, too', async () => {
    const context = await browser.newContext({ hasTouch: true, viewport: tablets.wide });
    await context.addInitScript(late);
    const visitor = await visit(context, address), { page } = visitor;
    await visitor.prepared();
    await collector.end('SIGKILL');
    await visitor.answer(2);
    await visitor.touch('.skip');
    await headline(visitor, 'lost');
    await visitor.touch('h1');
    await visitor.start();
    assert.deepEqual(await visitor.box('outbox'), []);
    await collector.serve();
    await page.reload();
    await visitor.whole(3);
    assert.deepEqual((await arrivedBecome(1)).map(({ answers }) => answers.overall), ['3']);
    await context.close();
});

test('journey 24: nothing can be kept: "still there" does not say that the answers count', async () => {
    const context = await browser.newContext({ hasTouch: true, viewport: tablets.wide });
    await context.addInitScript(blocked);
    const visitor = await visit(context, address, { clock: true }), { page } = visitor;
    await visitor.touch(visitor.face(2));
    await page.locator('.pick').waitFor();
    await page.clock.runFor(46000);
    await page.locator('.still').waitFor();
    assert.equal(await page.getByText(words['kiosk.still.kept']).count(), 0);
    await context.close();
});

for (const name of ['small', 'upright'])
    test(`journey 24: IndexedDB blocked and the collector dead at a start: the screen says so, and points to the paper slip: ${name}`, async () => {
        const context = await browser.newContext({ hasTouch: true, viewport: tablets[name] });
        await context.addInitScript(blocked);
        const visitor = await visit(context, address);
        await visitor.start();
        await collector.end('SIGKILL');
        await visitor.page.close();
        const page = await context.newPage();
        await page.goto(address);
        await page.locator('[lang=ar]', { hasText: 'لا يوجد اتصال' }).waitFor();
        for (const code of await page.locator('#screen [lang]').evaluateAll((all) => all.map(({ lang }) => lang))) {
            const slip = readJson(`forms/words/${code}.json`)['kiosk.lost.sentence'].split('. ').pop();
            assert.ok((await page.locator(`#screen [lang=${code}]`).innerText()).endsWith(` ${slip}`), code);
        }
        assert.equal(await page.locator('#screen [lang]').count(), 9);
        assert.ok(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), 'it scrolls');
        await context.close();
    });

/* The browser looks at its quota at the first write, and then not for a while. */
test('journey 24: no room left, as the browser itself says it', async () => {
    const context = await browser.newContext({ hasTouch: true, viewport: tablets.wide });
    const session = await context.newCDPSession(await context.newPage());
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(address).origin, quotaSize: 1 });
    const visitor = await visit(context, address), { page } = visitor;
    await visitor.answer(2);
    await collector.end('SIGKILL');
    await visitor.touch('.skip');
    await headline(visitor, 'lost');
    assert.equal(await page.locator('.thanks').count(), 0, 'no thanks for what is not kept');
    assert.deepEqual(await visitor.box('outbox'), []);
    await context.close();
});

/* A disk that is slow to open the database for the first time, or never does. */
const slowly = (delay) => {
    const open = IDBFactory.prototype.open;
    globalThis.openings = 0;
    IDBFactory.prototype.open = function (...given) {
        const real = open.apply(this, given), late = {};
        if (globalThis.openings++ > 0)
            return real;
        real.onupgradeneeded = () => { late.result = real.result; late.onupgradeneeded(); };
        real.onsuccess = () => delay && setTimeout(() => { late.result = real.result; late.onsuccess({ target: late }); }, delay);
        return late;
    };
};

for (const [name, delay] of [['slow', 6000], ['stuck', 0]])
    test(`journey 24: IndexedDB ${name} at the start: what waits is sent, and what comes in an outage is kept`, async () => {
        const context = await browser.newContext({ hasTouch: true, viewport: tablets.wide });
        await context.addInitScript('const navigation = performance.getEntriesByType("navigation")[0]; if (navigation.type === "reload") '
            + `(${slowly})(${delay});`);
        const visitor = await visit(context, address, { clock: true }), { page } = visitor;
        await visitor.prepared();
        await page.route('**/responses', (route) => route.abort());
        await visitor.whole(4);
        await visitor.next();
        await page.reload();
        await visitor.start();
        await page.unroute('**/responses');
        await passes(page, 30, () => arrived().length > 0);
        await arrivedBecome(1);
        await collector.end('SIGKILL');
        await visitor.whole(2);
        assert.equal((await visitor.box('outbox')).length, 1);
        assert.ok(await page.evaluate(() => globalThis.openings) > 0, 'the fault is met');
        await context.close();
    });

for (const [name, close] of [
    ['for another page', ({ page }) => page.evaluate(() => new Promise((done) => { indexedDB.deleteDatabase('sortie').onsuccess = () => done(null); }))],
    ['by the browser', async ({ page, context }) => {
        const session = await context.newCDPSession(page);
        await session.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'indexeddb' });
    }],
])
    test(`journey 24: IndexedDB closed ${name}: it is opened again, and what comes in an outage is kept and sent`, async () => {
        const visitor = await visit(browser, address);
        await visitor.prepared();
        await close(visitor);
        await collector.end('SIGKILL');
        await visitor.whole(2);
        assert.equal((await visitor.box('outbox')).length, 1);
        await collector.serve();
        await visitor.sent();
        await arrivedBecome(1);
        await visitor.close();
    });

for (const [name, version, stores] of [['of a later version', 7, ['outbox', 'parked', 'catalogue', 'settings', 'more']],
    ['of a later version, without two boxes', 7, ['outbox', 'settings']], ['without boxes', 1, []]])
    test(`journey 24: a database ${name}: what lies in it is sent, and what comes in an outage is kept`, async () => {
        const visitor = await visit(browser, address), { page } = visitor;
        await page.route('**/responses', (route) => route.abort());
        await visitor.whole(4);
        const url = page.url();
        await page.goto(`${new URL(url).origin}/healthz`);
        await page.evaluate(async ({ version, stores }) => {
            const result = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = failed; });
            const old = await result(indexedDB.open('sortie'));
            const entries = old.transaction('outbox').objectStore('outbox'), keys = await result(entries.getAllKeys()), values = await result(entries.getAll());
            old.close();
            await result(indexedDB.deleteDatabase('sortie'));
            const request = indexedDB.open('sortie', version);
            request.onupgradeneeded = () => stores.forEach((store) => request.result.createObjectStore(store));
            const other = await result(request);
            if (stores.includes('outbox'))
                await Promise.all(keys.map((key, n) => result(other.transaction('outbox', 'readwrite').objectStore('outbox').put(values[n], key))));
            other.close();
        }, { version, stores });
        await page.unroute('**/responses');
        await page.goto(url);
        await visitor.start();
        await visitor.sent();
        await arrivedBecome(stores.includes('outbox') ? 1 : 0);
        await visitor.prepared();
        await collector.end('SIGKILL');
        await visitor.whole(2);
        assert.equal((await visitor.box('outbox')).length, 1);
        await visitor.close();
    });

test('a connection that fails is not used again', async () => {
    const visitor = await visit(browser, address);
    await visitor.prepared();
    assert.deepEqual(await visitor.page.evaluate(async () => {
        const { transaction } = IDBDatabase.prototype, used = new Set();
        IDBDatabase.prototype.transaction = function (...given) { used.add(this); return transaction.apply(this, given); };
        const boxes = globalThis.sortie.boxes();
        await boxes.settings.put('k', 1);
        used.forEach((database) => database.close());       /* which tells nobody */
        const failed = await boxes.settings.get('k').then(() => false, () => true), open = boxes.open();
        return [failed, open, await boxes.settings.get('k'), boxes.open()];
    }), [true, false, 1, true]);
    await visitor.close();
});

for (const [name, rubbish] of [['no form', {}], ['a form without questions', { form: {}, words: {}, languages: [], settings: {} }]])
    test(`journey 24: what was kept for an outage is ${name}: it says so, and starts when the collector is back`, async () => {
        const visitor = await visit(browser, address, { clock: true }), { page } = visitor;
        await visitor.prepared();
        await page.evaluate(async (entry) => {
            const { catalogue } = globalThis.sortie.boxes();
            for (const key of await catalogue.keys())
                await catalogue.put(key, { ...entry, address: location.pathname, language: 'fr' });
            await catalogue.put('nothing', null);
        }, rubbish);
        await collector.end('SIGKILL');
        await page.goto('about:blank');
        await page.goto(address);
        const says = page.locator('h1', { hasText: 'Pas de connexion' });
        await passes(page, 10, () => says.isVisible());
        assert.ok(await says.isVisible());
        await collector.serve();
        await passes(page, 100, async () => await page.locator('.start .faces').count() > 0);
        await visitor.whole(4);
        await visitor.sent();
        await arrivedBecome(1);
        await visitor.close();
    });

test('journey 24: what was kept for an outage is no form, and a response waits: the collector\'s form serves, and all arrives', async () => {
    const visitor = await visit(browser, address), { page } = visitor;
    await visitor.prepared();
    await collector.end('SIGKILL');
    await visitor.whole(4);
    await page.evaluate(async (entry) => {
        const { catalogue } = globalThis.sortie.boxes();
        for (const key of await catalogue.keys())
            await catalogue.put(key, { ...entry, address: location.pathname, language: 'fr' });
    }, { form: {}, words: {}, languages: [], settings: {} });
    await collector.serve();
    await page.reload();
    await visitor.start();
    await visitor.sent();
    await visitor.whole(5);
    await visitor.sent();
    await arrivedBecome(2);
    await visitor.close();
});

/* Gives the centre a new version of its form; what it asks first. */
function newForm() {
    const form = readJson('forms/exit.json'), file = join(tmpdir(), `exit-${process.pid}.json`);
    form.questions[0].text.fr = `${form.questions[0].text.fr} ${randomBytes(3).toString('hex')}`;
    writeFileSync(file, JSON.stringify(form));
    run('form', 'add', '--store', collector.store, file);
    return form.questions[0].text.fr;
}

test('journey 25: a new version of the form while responses to the old one wait: both arrive', async () => {
    const visitor = await visit(browser, address);
    await visitor.prepared();
    await collector.end('SIGKILL');
    await visitor.whole(4);
    newForm();
    await collector.serve();
    await visitor.sent();
    await visitor.page.reload();
    await visitor.start();
    await visitor.whole(5);
    await visitor.sent();
    const responses = await arrivedBecome(2);
    assert.equal(new Set(responses.map(({ version }) => version)).size, 2);
    await visitor.close();
});

test('journey 25: a page that runs takes a new form at the idle start only, with nothing waiting, and without a reload', async () => {
    const visitor = await visit(browser, address, { clock: true }), { page } = visitor;
    const asked = () => page.locator('h1').innerText();
    await visitor.prepared();
    const old = await asked();
    await page.evaluate(() => { globalThis.sameDocument = true; });
    await collector.end();
    const fresh = newForm();
    await collector.serve();
    await page.route('**/responses', (route) => route.abort());
    await visitor.touch(visitor.face(4));
    for (let n = 0; n < 12; n++) {
        await page.locator('.pick').waitFor();
        await page.clock.runFor(60000);
        await visitor.touch('.yes');
    }
    await visitor.touch('.back');
    await page.locator('.scale').waitFor();
    assert.equal(await asked(), old, 'not in a visit');
    await visitor.touch('.next');
    await page.locator('.pick').waitFor();
    await visitor.placed();
    await visitor.touch('.skip');
    await visitor.thanks();
    await page.clock.runFor(7000);
    await visitor.start();
    await looks(page);
    assert.equal(await asked(), old, 'not while a response waits');
    await page.unroute('**/responses');
    await passes(page, 400, async () => (await visitor.box('outbox')).length === 0);
    await passes(page, 700, async () => await asked() === fresh);
    assert.equal(await asked(), fresh);
    assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
    await visitor.whole(5);
    await visitor.sent();
    assert.equal(new Set((await arrivedBecome(2)).map(({ version }) => version)).size, 2);
    await visitor.close();
});

test('journey 25: a page that starts while a response waits goes back to the form it had, and takes the new one when that has gone', async () => {
    const visitor = await visit(browser, address), { page } = visitor;
    const asks = (name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    await visitor.prepared();
    const old = await page.locator('h1').innerText();
    await collector.end('SIGKILL');
    await visitor.whole(4);
    const fresh = newForm();
    await collector.serve();
    const held = [];       /* the page before the reload may send, too */
    await page.route('**/responses', (route) => { held.push(route); });
    await page.reload();
    await asks(old);
    await until(() => held.length > 0);
    assert.equal(await page.locator('h1').innerText(), old, 'a response waits');
    await page.unroute('**/responses');
    await Promise.all(held.map((route) => route.continue().catch(() => null)));
    await asks(fresh);
    await arrivedBecome(1);
    await visitor.close();
});

test('a look at a form that has not changed draws nothing anew: a finger on its way meets its face', async () => {
    const visitor = await visit(browser, address, { clock: true }), { page } = visitor;
    await visitor.prepared();
    await visitor.ready();
    let came = 0;
    page.on('response', (reply) => { came += reply.url().includes('/form'); });
    await page.evaluate(() => { globalThis.drawn = document.querySelector('.faces'); });
    await passes(page, 1000, async () => came === 9);
    assert.equal(came, 9, 'it was looked at in nine languages');
    assert.equal(await page.evaluate(() => globalThis.drawn.isConnected), true);
    await visitor.whole(4);
    await visitor.sent();
    await arrivedBecome(1);
    await visitor.close();
});

test('journey 26: the same key with other content: one kept, one parked for staff', async () => {
    const visitor = await visit(browser, address);
    await visitor.page.route('**/responses', (route) => route.abort());
    await visitor.whole(4);
    const [{ body }] = await visitor.box('outbox');
    const other = await fetch(`${collector.address('hall')}/responses`, { method: 'POST',
        headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...body, answers: { ...body.answers, overall: '1' } }) });
    assert.equal(other.status, 201);
    await visitor.page.unroute('**/responses');
    await visitor.sent();
    const [parked, ...more] = await visitor.box('parked');
    assert.deepEqual(more, []);
    assert.deepEqual([parked.status, parked.body.answers.overall], [409, '4']);
    assert.match(parked.error, /another response/);
    assert.deepEqual((await arrivedBecome(1)).map(({ answers }) => answers.overall), ['1']);
    await visitor.close();
});

test('journey 27: two tabs drain one queue: each response once', async () => {
    const visitor = await visit(browser, address);
    await collector.end('SIGKILL');
    for (const face of [1, 2, 3, 4, 5]) {
        await visitor.whole(face);
        await visitor.next();
    }
    await collector.serve();
    const second = hand(await visitor.context.newPage());
    await Promise.all([second.page.goto(address), visitor.page.reload()]);
    await Promise.all([visitor.sent(), second.sent()]);
    assert.deepEqual((await arrivedBecome(5)).map(({ answers }) => answers.overall).sort(), ['1', '2', '3', '4', '5']);
    assert.deepEqual(await visitor.box('parked'), []);
    await visitor.close();
});

test('journey 27: what another tab has left is sent by one that rests, which takes a new form then', async () => {
    const visitor = await visit(browser, address, { clock: true }), { page } = visitor;
    await visitor.prepared();
    const other = hand(await visitor.context.newPage());
    await other.page.route('**/responses', (route) => route.abort());
    await other.page.goto(address);
    await other.whole(4);
    await other.page.close();
    await collector.end();
    const fresh = newForm();
    await collector.serve();
    await page.clock.fastForward(600000);
    await visitor.asks(fresh);
    await arrivedBecome(1);
    await visitor.close();
});

test('on a secure page the browser is asked not to evict what is kept, and the screen to stay awake; on a plain one nothing is missed', async () => {
    for (const [url, asked] of [[collector.address('hall'), ['persist', 'screen']], [address, []]]) {
        const context = await browser.newContext({ hasTouch: true, viewport: tablets.wide });
        await context.addInitScript(() => {
            globalThis.comforts = [];
            if (isSecureContext) {
                StorageManager.prototype.persist = async () => { globalThis.comforts.push('persist'); return false; };
                WakeLock.prototype.request = async (kind) => { globalThis.comforts.push(kind); throw new DOMException('low battery', 'NotAllowedError'); };
            }
        });
        const visitor = await visit(context, url);
        await visitor.prepared();
        await visitor.page.waitForFunction((count) => globalThis.comforts.length >= count, asked.length);
        assert.deepEqual(await visitor.page.evaluate(() => globalThis.comforts), asked);
        /* The browser takes the lock away when another page lies before this one. */
        for (const [state, more] of [['hidden', []], ['visible', asked.slice(1)]])
            assert.deepEqual(await visitor.page.evaluate((now) => {
                globalThis.comforts = [];
                Object.defineProperty(document, 'visibilityState', { value: now, configurable: true });
                document.dispatchEvent(new Event('visibilitychange'));
                return globalThis.comforts;
            }, state), more, state);
        assert.deepEqual(visitor.errors, []);
        await context.close();
    }
});

/* There are no recordings here: while the old worker brings them, the browser holds the new one back. */
const voiceless = (path, text) => path.startsWith('/audio/') ? '{"version": "none", "names": []}' : text;

/* Does a new service worker wait for its turn? One that is told to takes a moment for it. */
async function workerWaits(page, wanted) {
    const waits = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).waiting !== null);
    await until(async () => await waits() === wanted);
    assert.equal(await waits(), wanted, 'a new worker waits');
}

for (const [name, make] of [['a plain one', insecure], ['a secure one, with its service worker', (url) => url]])
    test(`journey 28: a new page is taken at the idle start only, with nothing waiting: ${name}`, async (t) => {
        const wire = await openWire(t, collector.port);
        wire.change = voiceless;
        const visitor = await visit(browser, make(collector.address('hall')).replace(collector.port, wire.port), { clock: true }), { page } = visitor;
        const serial = () => page.evaluate(() => document.body.dataset.page);
        const old = await serial(), fresh = 'feedfacefeedface';
        await visitor.prepared();
        const secure = await page.evaluate(() => isSecureContext);
        if (secure) {
            await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
            await page.reload();
            await visitor.start();
            assert.equal(await page.evaluate(() => navigator.serviceWorker.controller !== null), true, 'the worker serves the page');
        }
        wire.change = (path, text) => path === '/worker.js' ? `${text}\n` : voiceless(path, text).replaceAll(old, fresh);
        if (secure) {
            await page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration()).update(); });
            await workerWaits(page, true);
        }
        await visitor.touch(visitor.face(4));
        for (let n = 0; n < 12; n++) {
            await page.clock.runFor(60000);
            await visitor.touch('.yes');
            await page.locator('.pick').waitFor();
        }
        assert.equal(await serial(), old, 'not in a visit');
        wire.replies = 'hold';
        await visitor.touch('.none');
        await visitor.touch(page.locator('.cell').first());
        await visitor.touch('.skip');
        await visitor.thanks();
        await page.clock.runFor(7000);
        await visitor.start();
        await looks(page);
        assert.equal(await serial(), old, 'not while a response waits');
        if (secure)
            await workerWaits(page, true);
        wire.cut();
        await passes(page, 400, async () => (await visitor.box('outbox')).length === 0);
        await arrivedBecome(1);
        await passes(page, 700, async () => await serial().catch(() => null) === fresh);
        assert.equal(await serial(), fresh);
        await page.clock.runFor(1000);
        await visitor.start();
        if (secure)
            await workerWaits(page, false);
        await wire.close();
        const url = page.url();
        await page.close();
        const next = await visitor.context.newPage();
        await next.goto(url);
        await next.locator('.start .faces').waitFor();
        assert.equal(await next.evaluate(() => document.body.dataset.page), fresh, 'and it starts without the collector');
        await visitor.close();
    });

test('journey 28: a visitor who comes while the new page is on its way stays in their visit', async (t) => {
    const wire = await openWire(t, collector.port);
    const visitor = await visit(browser, address.replace(collector.port, wire.port), { clock: true }), { page } = visitor;
    await visitor.prepared();
    const old = await page.evaluate(() => document.body.dataset.page);
    let came = 0, held;
    await page.route(page.url(), (route) => held ? route.continue() : void (held = route));
    page.on('response', (reply) => { came += reply.url() === page.url(); });
    wire.change = (path, text) => text.replaceAll(old, 'feedfacefeedface');
    await until(() => visitor.requests.some(({ url }) => url.includes('.mp3')));    /* its rest has begun */
    await page.clock.fastForward(600000);
    await until(() => held);
    await visitor.touch(visitor.face(4));
    await page.locator('.pick').waitFor();
    await held.continue();
    await until(() => came === 2);
    await pause(500);
    assert.equal(came, 2, 'it was fetched for the cache, and not shown');
    assert.equal(await page.evaluate(() => document.body.dataset.page), old);
    assert.equal(await page.locator('.pick').count(), 1);
    await visitor.close();
});

test('nothing expires: responses of 34 and of 40 days ago still arrive', async () => {
    const visitor = await visit(browser, address), { page } = visitor;
    const { version } = await (await fetch(`${collector.address('hall')}/form`)).json();
    const days = [40, 34].map((ago) => new Date(Date.now() - ago * 86400000).toISOString().slice(0, 10));
    await collector.end('SIGKILL');
    await page.evaluate(async ({ all, version }) => {
        const { outbox } = await globalThis.sortie.boxes();
        for (const { key, day } of all)
            await outbox.put(key, { address: location.pathname, place: null, mode: 'door', body: JSON.stringify({
                key, form: 'exit', version, day, lang: 'fr', complete: true,
                answers: { overall: '3', place: 'none', forward: 'yes' } }) });
    }, { all: days.map((day) => ({ key: randomBytes(16).toString('hex'), day })), version });
    await collector.serve();
    await page.reload();
    await visitor.sent();
    assert.deepEqual((await arrivedBecome(2)).map(({ day }) => day).sort(), days);
    assert.deepEqual(await visitor.box('parked'), []);
    await visitor.close();
});

/* How long it takes is told beside its aim and not asserted: a busy machine takes longer. The
 * bound, by what 300 bare posts take in the same minute, meets a drain that pauses between two
 * responses: without that it was 1.6 to 2.8 times as long. */
test('journey 29: 300 responses of an outage drain once each, in no order of arrival', async (t) => {
    const visitor = await visit(browser, address), { page } = visitor;
    const { version } = await (await fetch(`${collector.address('hall')}/form`)).json();
    const day = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date());
    const newKeys = () => Array.from({ length: 300 }, () => randomBytes(16).toString('hex'));
    const entriesOf = (keys) => keys.map((key, n) => ({ key, address: new URL(address).pathname, place: null, body: JSON.stringify({
        key, form: 'exit', version, day, lang: 'fr', complete: true,
        answers: { overall: String(n % 5 + 1), place: 'none', forward: 'yes' } }) }));
    const seconds = async (work) => {
        const began = performance.now();
        await work();
        return (performance.now() - began) / 1000;
    };
    const bare = await seconds(() => page.evaluate(async (entries) => {
        for (const { body } of entries)
            await (await fetch(`${location.pathname}/responses`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).json();
    }, entriesOf(newKeys())));
    await arrivedBecome(300);
    known = new Set(collector.inbox().map(({ key }) => key));
    const keys = newKeys();
    await collector.end('SIGKILL');
    await page.evaluate(async (entries) => {
        const { outbox } = await globalThis.sortie.boxes();
        for (const { key, ...entry } of entries)
            await outbox.put(key, entry);
    }, entriesOf(keys));
    await collector.serve();
    const drained = await seconds(async () => { await page.reload(); await visitor.sent(); });
    t.diagnostic(`300 responses drained in ${drained.toFixed(1)} s, posted bare in ${bare.toFixed(1)} s; the aim is 10`);
    assert.ok(drained < 5 * bare, `${drained.toFixed(1)} s for what posts bare take ${bare.toFixed(1)} s for`);
    const order = (await arrivedBecome(300)).map(({ key }) => keys.indexOf(key));
    assert.deepEqual([...order].sort((a, b) => a - b), [...keys.keys()]);
    let inversions = 0;
    for (let i = 0; i < 300; i++)
        for (let j = i + 1; j < 300; j++)
            inversions += order[i] > order[j];
    /* A random order of n has n(n-1)/4 inversions, give or take sqrt(n(n-1)(2n+5)/72):
     * Kendall 1938; here 22425 and 867. */
    assert.ok(Math.abs(inversions - 22425) < 4 * 867, `${inversions} inversions`);
    await visitor.close();
});

for (const [name, reply] of Object.entries({
    'a captive portal': { status: 200, contentType: 'text/html', body: '<h1>Welcome to our Wi-Fi</h1>' },
    'a reply about another key': { status: 201, contentType: 'application/json', body: '{"kept":"00000000000000000000000000000000"}' },
    'a gateway\'s JSON of 404': { status: 404, json: { error: 'Not Found' } },
    'a gateway\'s JSON of 400': { status: 400, json: { error: 'Bad Request' } },
    'a proxy without a page': { status: 404, contentType: 'text/html', body: 'not found' },
}))
    test(`${name} is not success: the response stays on the shelf until it is`, async () => {
        const visitor = await visit(browser, address);
        let wrong = 0;
        await visitor.page.route('**/responses', (route) => wrong++ < 2 ? route.fulfill(reply) : route.continue());
        await visitor.whole(2);
        await pause(100);
        assert.equal((await visitor.box('outbox')).length, 1);
        await visitor.sent();
        await arrivedBecome(1);
        await visitor.close();
    });

test('a collector that takes a response and says nothing is given up after 8 s, and asked again', async () => {
    const visitor = await visit(browser, address, { clock: true }), { page } = visitor;
    let silent = 0;
    await page.route('**/responses', (route) => silent++ < 1 ? null : route.continue());
    await visitor.whole(2);
    await page.clock.runFor(7000);
    assert.equal(silent, 1);
    await passes(page, 20, () => arrived().length > 0);
    await arrivedBecome(1);
    await visitor.close();
});

test('a tablet that never saw its collector\'s form says so in every language, and starts when it can', async () => {
    const context = await browser.newContext({ hasTouch: true, viewport: tablets.wide });
    const page = await context.newPage(), visitor = hand(page);
    await page.route('**/form*', (route) => route.abort());
    await page.goto(address);
    await page.locator('[lang=ar]', { hasText: 'لا يوجد اتصال' }).waitFor();
    await page.unroute('**/form*');
    await visitor.start();
    await context.close();
});

test('a slow link: a tablet without a form waits for it longer each time, one that has one starts after 3 s', async () => {
    const context = await browser.newContext({ hasTouch: true, viewport: tablets.wide });
    const page = await context.newPage(), visitor = hand(page), held = [];
    const waitsFor = async (count) => {
        for (let tries = 0; tries < 200 && held.length < count; tries++)
            await pause(25);
        assert.equal(held.length, count);
    };
    await page.clock.install();
    await page.route('**/form', (route) => held.push(route));
    await page.goto(address);
    await waitsFor(1);
    await page.clock.pauseAt(await page.evaluate(() => Date.now()) + 1000);
    for (const [n, patience] of [8000, 16000, 30000, 30000].entries()) {
        await waitsFor(n + 1);
        await page.clock.runFor(patience - 4000);
        await page.locator('[lang=en]', { hasText: 'No connection' }).waitFor();
        assert.equal(held[n].request().failure(), null, `given up long before ${patience} ms`);
        if (n === 3)
            break;
        await page.clock.runFor(4000 + 1000 * 2 ** n);
    }
    await page.clock.resume();
    await held[3].continue();
    await visitor.start();
    await visitor.prepared();
    await page.reload();
    await waitsFor(5);
    await page.clock.runFor(3100);
    await visitor.start();
    await context.close();
});

test('without the collector a tablet starts in its own language at once', async () => {
    const visitor = await visit(browser, address), { page } = visitor;
    await visitor.prepared();
    await page.evaluate(async () => { await (await globalThis.sortie.boxes()).settings.put(location.pathname, { language: 'es' }); });
    await page.route('**/form*', () => {});
    await page.reload();
    await visitor.start();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'es');
    await visitor.close();
});

test('a phone keeps nothing: it waits for its 201, says so when that does not come, and thanks when it does', async () => {
    const visitor = await visit(browser, insecure(collector.address('phone')), { size: { width: 390, height: 800 } }), { page } = visitor;
    await visitor.answer(4);
    await collector.end('SIGKILL');
    await visitor.touch('.skip');
    await headline(visitor, 'waiting');
    await page.getByText(words['kiosk.waiting.stay']).waitFor();
    assert.equal(await page.locator('.thanks').count(), 0);
    await collector.serve();
    await visitor.thanks();
    await arrivedBecome(1);
    assert.deepEqual(await page.evaluate(async () => [(await indexedDB.databases()).length, localStorage.length, sessionStorage.length, document.cookie]), [0, 0, 0, '']);
    await visitor.close();
});

test('a phone that goes away while it waits comes back waiting, and thanks', async (t) => {
    const tablet = await openTablet(t);
    const { page } = tablet, visitor = hand(page, page.mouse);
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(collector.address('phone'));
    await visitor.start();
    await page.evaluate(() => { globalThis.kept = true; });
    await visitor.answer(4);
    await collector.end('SIGKILL');
    await visitor.touch('.skip');
    await page.locator('.waiting').waitFor();
    await page.goto('about:blank');
    await page.evaluate(() => { setTimeout(() => history.back()); });
    await page.locator('.waiting').waitFor();
    assert.equal(await page.evaluate(() => globalThis.kept), true, 'the browser keeps no page in memory: this test could not fail');
    await collector.serve();
    await visitor.thanks();
    await arrivedBecome(1);
});

test('a phone whose response is refused for good says so', async () => {
    const visitor = await visit(browser, insecure(collector.address('phone')), { size: { width: 390, height: 800 } });
    let posts = 0;
    await visitor.page.route('**/responses', (route) => { posts++; return route.fulfill({ status: 422, headers: { 'Sortie-Refused': '1' }, json: { error: 'this breaks the form' } }); });
    await visitor.answer(2);
    await visitor.touch('.skip');
    await headline(visitor, 'refused');
    await pause(1500);
    assert.equal(posts, 1);
    await visitor.close();
});

/* How many texts are read of the start screen; a player of the test's own is done at once. */
async function heard(visitor) {
    await visitor.page.evaluate(() => {
        globalThis.heard = 0;
        globalThis.Audio = function () {
            const voice = { pause: () => {}, play: async () => { globalThis.heard++; setTimeout(() => voice.onended()); } };
            return voice;
        };
    });
    await visitor.touch('.listen:visible');
    await visitor.page.waitForFunction(() => globalThis.heard === 6);
}

test('journey 17: without the collector it reads aloud in every language, also after the browser started anew', async (t) => {
    const two = await startCollector({ points: { hall: { form: 'exit' } }, change: inTwo });
    t.after(() => two.stop());
    const tablet = await openTablet(t);
    await tablet.page.goto(insecure(two.address('hall')));
    const visitor = hand(tablet.page, tablet.page.mouse);
    await visitor.prepared(2);
    await visitor.voiced();
    await two.end('SIGKILL');
    await visitor.speak('ar');
    await heard(visitor);
    await pause(5000);      /* the browser's cache writes its index late */
    await tablet.restart();
    await tablet.page.goto(insecure(two.address('hall')));
    const later = hand(tablet.page, tablet.page.mouse);
    await later.start();
    await heard(later);
    await later.speak('ar');
    await heard(later);
});

test('what the collector refuses for good is parked, with what it said, and the rest goes on', async () => {
    const visitor = await visit(browser, address), { page } = visitor;
    const { version } = await (await fetch(`${collector.address('hall')}/form`)).json();
    const day = new Date().toISOString().slice(0, 10), old = new Date(Date.now() - 70 * DAY).toISOString().slice(0, 10);
    run('point', 'add', '--store', collector.store, '--id', 'gone', '--mode', 'door', '--form', 'exit');
    const gone = run('point', 'link', '--store', collector.store, '--id', 'gone', '--url', 'http://x').trim().split('/p/')[1];
    run('point', 'revoke', '--store', collector.store, '--id', 'gone');
    while ((await fetch(collector.address('hall').replace(/[^/]+$/, gone))).status !== 410)
        await pause(100);
    const document = (changes) => ({ key: randomBytes(16).toString('hex'), form: 'exit', version, day, lang: 'fr', complete: true,
        answers: { overall: '3', place: 'none', forward: 'yes' }, ...changes });
    const first = document();
    await fetch(`${collector.address('hall')}/responses`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(first) });
    const entries = [
        [404, '/p/nowhere', document()], [409, null, { ...first, answers: { ...first.answers, overall: '1' } }], [410, null, document({ day: old })],
        [410, `/p/${gone}`, document()], [422, null, document({ answers: {} })],
        [413, null, document({ pad: 'x'.repeat(20000) })], [201, null, document()],
    ];
    await page.evaluate(async (all) => {
        const { outbox } = globalThis.sortie.boxes();
        for (const [, to, said] of all)
            await outbox.put(said.key, { address: to || location.pathname, place: null, mode: 'door', body: JSON.stringify(said) });
        await outbox.put('twice', { address: location.pathname, body: '{"key": "1", "key": "2"}' });
    }, entries);
    await page.reload();
    await visitor.sent();
    const parked = await page.evaluate(() => globalThis.sortie.boxes().parked.entries());
    assert.deepEqual(parked.map(({ status }) => status).sort(), [400, 404, 409, 410, 410, 413, 422]);
    assert.ok(parked.every(({ error }) => /^[a-z]/.test(error)));
    await arrivedBecome(2);
    await visitor.close();
});
