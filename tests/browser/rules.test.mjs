/* rules.test.mjs: what is asked next, how the outbox and the voice deal with their collector,
 * and which responses look like repeats - without a browser. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import vm from 'node:vm';
import { readJson } from '../helpers.mjs';
import '../../collector/static/rules.js';
import '../../collector/static/personal.js';
import '../../collector/static/repeats.js';
import '../../collector/static/request.js';
import '../../collector/static/shelf.js';
import '../../collector/static/outbox.js';
import '../../collector/static/aloud.js';
import '../../collector/static/catalogue.js';
import '../../collector/static/renewal.js';

const { sortie } = globalThis;

const form = {
    questions: [
        { name: 'overall', type: 'scale', required: true, options: ['1', '2', '3', '4', '5'].map((code) => ({ code })) },
        { name: 'place', type: 'pick', required: true, kinds: ['desk', 'workshop'] },
        { name: 'why', type: 'choices', options: [{ code: 'a' }, { code: 'b' }, { code: 'c' }, { code: 'none', exclusive: true }], max: 2 },
        { name: 'say', type: 'text' },
    ],
};
const around = { mode: 'door', lang: 'fr', kind: (answers) => answers.place ? 'desk' : 'centre' };
const holds = (rule, answers) => sortie.holds(rule, form, answers, around);
const leaf = (q, op, value) => ({ q, op, value });

/* answer, operator, value, does it hold? - the same table as lib/rule.c keeps. */
const cases = [
    ['3', 'eq', '3', true], ['3', 'eq', '4', false], ['3', 'ne', '4', true], ['3', 'ne', '3', false],
    ['2', 'lt', '3', true], ['3', 'lt', '3', false], ['3', 'le', '3', true], ['4', 'le', '3', false],
    ['4', 'gt', '3', true], ['3', 'gt', '3', false], ['3', 'ge', '3', true], ['2', 'ge', '3', false],
    ['2', 'in', ['1', '2'], true], ['3', 'in', ['1', '2'], false],
    ['3', 'not_in', ['1', '2'], true], ['2', 'not_in', ['1', '2'], false],
    ['2', 'has', '2', true], ['2', 'answered', undefined, true], ['9', 'lt', '3', false],
];
for (const [answer, op, value, expected] of cases)
    test(`${answer} ${op} ${JSON.stringify(value)} is ${expected}`, () =>
        assert.equal(holds(leaf('overall', op, value), { overall: answer }), expected));

test('a leaf about what was not answered is false, whatever its operator', () => {
    for (const [, op, value] of cases)
        assert.equal(holds(leaf('overall', op, value), {}), false, op);
    assert.equal(holds({ not: leaf('overall', 'answered') }, {}), true);
    assert.equal(holds(leaf('why', 'not_in', ['a']), { why: [] }), false);
});

test('of several codes in and has want one, ne and not_in want none', () => {
    const answers = { why: ['a', 'b'] };
    assert.equal(holds(leaf('why', 'has', 'b'), answers), true);
    assert.equal(holds(leaf('why', 'has', 'c'), answers), false);
    assert.equal(holds(leaf('why', 'in', ['b', 'c']), answers), true);
    assert.equal(holds(leaf('why', 'not_in', ['b', 'c']), answers), false);
    assert.equal(holds(leaf('why', 'not_in', ['c']), answers), true);
    assert.equal(holds(leaf('why', 'ne', 'a'), answers), false);
    assert.equal(holds(leaf('why', 'ne', 'c'), answers), true);
});

test('all, any and not, three deep; mode, language and kind of place', () => {
    const answers = { overall: '2', place: 'desk-job' };
    assert.equal(holds({ all: [leaf('mode', 'eq', 'door'), leaf('lang', 'in', ['fr', 'ar'])] }, answers), true);
    assert.equal(holds({ any: [leaf('mode', 'eq', 'paper'), { not: leaf('lang', 'eq', 'en') }] }, answers), true);
    assert.equal(holds({ all: [{ any: [leaf('overall', 'gt', '3'), leaf('place.kind', 'eq', 'desk')] }] }, answers), true);
    assert.equal(holds(leaf('place.kind', 'eq', 'desk'), { overall: '2' }), false);
    assert.equal(holds(leaf('place.kind', 'eq', 'centre'), { overall: '2' }), true);
});

test('an answer that the rules hide is dropped, and hides what hangs on it', () => {
    const chain = { questions: [
        { name: 'one' }, { name: 'two', show_if: leaf('one', 'eq', 'yes') }, { name: 'three', show_if: leaf('two', 'answered') },
    ] };
    const walked = (answers) => {
        const { shown, kept } = sortie.walk(chain, answers, around);
        return [shown.map((question) => question.name), kept];
    };
    assert.deepEqual(walked({ one: 'yes', two: 'a', three: 'b' }), [['one', 'two', 'three'], { one: 'yes', two: 'a', three: 'b' }]);
    assert.deepEqual(walked({ one: 'no', two: 'a', three: 'b' }), [['one'], { one: 'no' }]);
    assert.deepEqual(walked({}), [['one'], {}]);
});

test('complete is what has seen every question but reasons and remarks', () => {
    assert.equal(sortie.complete(form.questions, new Set(['overall'])), false);
    assert.equal(sortie.complete(form.questions, new Set(['overall', 'place'])), true);
});

test('a tap chooses, a second takes back; too many drop the oldest; an exclusive one stands alone', () => {
    const why = form.questions[2];
    assert.deepEqual(sortie.toggle(why, [], 'a'), ['a']);
    assert.deepEqual(sortie.toggle(why, ['a'], 'a'), []);
    assert.deepEqual(sortie.toggle(why, ['a', 'b'], 'c'), ['b', 'c']);
    assert.deepEqual(sortie.toggle(why, ['a', 'b'], 'none'), ['none']);
    assert.deepEqual(sortie.toggle(why, ['none'], 'b'), ['b']);
    assert.deepEqual(sortie.toggle({ ...why, max: undefined }, ['a', 'b'], 'c'), ['a', 'b', 'c']);
});

/* ---- the catalogue ---- */

const place = (id, kind, more) => ({ id, kind, name: id, ...more });
const catalogue = {
    places: [
        place('w1', 'workshop'), place('d1', 'desk'), place('w2', 'workshop', { from: '2026-12-01' }), place('d2', 'desk'),
        place('old', 'desk', { to: '2026-11-21' }), place('c1', 'club'),
    ],
    sessions: [
        { id: 'late', place: 'w1', day: '2026-11-22', at: '18:00' }, { id: 'early', place: 'w1', day: '2026-11-22', at: '09:30' },
        { id: 'other-day', place: 'w1', day: '2026-11-23', at: '09:30' }, { id: 'club', place: 'c1', day: '2026-11-22', at: '10:00' },
    ],
};
const pick = form.questions[1];
const codes = (entries) => entries.map((entry) => entry.code || `(${entry.group})`);

test('a pick offers sessions of today, then places of its kinds in catalogue order, within their dates', () => {
    assert.deepEqual(codes(sortie.offers(pick, catalogue, '2026-11-22', 10)), ['early', 'late', 'd1', 'd2', 'w1']);
    assert.deepEqual(codes(sortie.offers(pick, catalogue, '2026-12-01', 10)), ['d1', 'd2', 'w1', 'w2']);
    assert.deepEqual(codes(sortie.offers(pick, catalogue, '2026-11-21', 10)), ['d1', 'd2', 'old', 'w1']);
});

test('where there is no room workshops go behind one key, then today, then desks', () => {
    assert.deepEqual(codes(sortie.offers(pick, catalogue, '2026-12-01', 3)), ['d1', 'd2', '(workshop)']);
    assert.deepEqual(codes(sortie.offersOf(pick, catalogue, '2026-12-01', 'workshop')), ['w1', 'w2']);
    assert.deepEqual(codes(sortie.offers(pick, catalogue, '2026-11-22', 4)), ['(today)', 'd1', 'd2', 'w1']);
    assert.deepEqual(codes(sortie.offers(pick, catalogue, '2026-11-22', 3)), ['(today)', '(desk)', 'w1']);
});

test('every day of a year at La Villette fits on two screens of ten, the desks always on the first', () => {
    const centre = readJson('forms/centres/la-villette.json');
    const all = { places: centre.places.filter((one) => !one.sensitive).map((one) => ({ ...one, name: one.name.fr })), sessions: centre.sessions };
    const asked = readJson('forms/exit.json').questions.find((question) => question.type === 'pick');
    for (const day of new Set(centre.sessions.map((session) => session.day))) {
        const offers = sortie.offers(asked, all, day, 10);
        assert.ok(offers.length <= 10, `${day}: ${offers.length}`);
        assert.equal(offers.filter((offer) => offer.kind === 'desk').length, 5, day);
        for (const { group } of offers.filter((offer) => offer.group))
            assert.ok(sortie.offersOf(asked, all, day, group).length <= 10, `${day} ${group}`);
    }
});

test('an answer to a pick tells the kind of its place, of a session too', () => {
    assert.equal(sortie.kindOf(catalogue, 'd1'), 'desk');
    assert.equal(sortie.kindOf(catalogue, 'late'), 'workshop');
    assert.equal(sortie.kindOf(catalogue, 'none'), undefined);
});

test('the day is the server\'s, moved on by the tablet\'s own calendar, in 1970 and 2040 alike', () => {
    for (const year of [1970, 2026, 2040]) {
        const came = new Date(year, 2, 28, 23, 50);
        assert.equal(sortie.dayAfter('2026-12-31', came, new Date(year, 2, 28, 23, 59)), '2026-12-31');
        assert.equal(sortie.dayAfter('2026-12-31', came, new Date(year, 2, 29, 0, 1)), '2027-01-01');
        assert.equal(sortie.dayAfter('2026-12-31', came, new Date(year, 3, 4, 12, 0)), '2027-01-07');
    }
    assert.equal(sortie.civil(new Date(1970, 0, 1)), '1970-01-01');
    assert.equal(sortie.civil(new Date(2026, 10, 22, 23, 59)), '2026-11-22');
});

test('a calendar that leaps is not followed: the page\'s own clock tells the day', () => {
    const hour = 3600000, day = (then, now, elapsed) => sortie.dayAfter('2026-11-24', then, now, elapsed);
    const lost = new Date(1970, 0, 1, 0, 5), right = new Date(2026, 10, 24, 9, 0), far = new Date(2040, 5, 1);
    assert.equal(day(lost, right, 2 * hour), '2026-11-24', 'the clock was set');
    assert.equal(day(right, lost, 2 * hour), '2026-11-24', 'the clock was lost');
    assert.equal(day(right, far, 50 * hour), '2026-11-26');
    assert.equal(day(right, new Date(2026, 10, 25, 9, 0), 0), '2026-11-25', 'asleep overnight: the page\'s clock stood still');
});

test('a calendar that leaps while no page is there to count tells no day, however likely it looks', () => {
    const day = (now) => sortie.dayAfter('2026-11-24', new Date(2026, 10, 24, 12, 0), now, null);
    for (const wrong of [new Date(1970, 0, 1), new Date(2025, 0, 1), new Date(2026, 10, 10, 9, 0), new Date(2026, 10, 23, 23, 59),
        new Date(2026, 11, 30), new Date(2040, 5, 1)])
        assert.equal(day(wrong), null, String(wrong));
    assert.equal(day(new Date(2026, 10, 24)), '2026-11-24');
    assert.equal(day(new Date(2026, 11, 29, 23, 59)), '2026-12-29', 'what the collector believes, too');
});

test('morning, afternoon, evening', () =>
    assert.deepEqual([0, 11, 12, 17, 18, 23].map(sortie.partOf),
        ['morning', 'morning', 'afternoon', 'afternoon', 'evening', 'evening']));

/* ---- the outbox ---- */

/* An outbox whose sender answers what it is told, and whose timers fire when asked. */
function outbox(answers, random = () => 0.5) {
    const seen = { sent: [], told: [], timers: [], flying: 0, most: 0, shelf: sortie.memory(), parked: sortie.memory() };
    seen.outbox = sortie.outbox({
        random, shelf: seen.shelf, parked: seen.parked, told: (key, fate) => seen.told.push([key, fate]),
        later: (then, ms) => { seen.timers.push({ then, ms }); return seen.timers.length; }, never: () => {},
        send: async (key, body) => {
            seen.most = Math.max(seen.most, ++seen.flying);
            await null;
            seen.flying--;
            seen.sent.push(body);
            return { rest: 0, ...answers(key, seen.sent.length) };
        },
    });
    return seen;
}
const settled = () => new Promise((done) => { setTimeout(done, 5); });

test('only a 201 or 200 that names the key means kept', () => {
    const key = 'a'.repeat(32), fate = (status, said) => sortie.fate(Response.json(said, { status }), said, key);
    assert.equal(fate(201, { kept: key }), 'kept');
    assert.equal(fate(200, { kept: key }), 'kept');
    for (const [status, said] of [[200, null], [201, {}], [200, { kept: 'b' }], [202, { kept: key }], [200, 'ok'],
        [401, null], [404, null], [429, { error: 'x' }], [500, { error: 'x' }], [503, { error: 'x' }], [302, null]])
        assert.equal(fate(status, said), 'again', `${status} ${JSON.stringify(said)}`);
});

test('only the collector\'s own refusal parks a response: a gateway\'s, in the same words, does not', () => {
    const fate = (status, headers) => sortie.fate(Response.json({ error: 'Not Found' }, { status, headers }), { error: 'Not Found' }, 'k');
    for (const status of [400, 404, 409, 410, 413, 415, 422])
        assert.deepEqual([fate(status), fate(status, { 'Sortie-Refused': '1' })], ['again', 'refused'], String(status));
    for (const status of [401, 403, 405, 429, 500, 503])
        assert.equal(fate(status, { 'Sortie-Refused': '1' }), 'again', String(status));
});

test('pauses grow from 1 s to 300 s with full jitter, and start anew with a new document', async () => {
    const seen = outbox(() => ({ fate: 'again' }), () => 0.999);
    await seen.outbox.put('k', 'body');
    await settled();
    for (let n = 0; n < 11; n++) {
        seen.timers.at(-1).then();
        await settled();
    }
    const seconds = seen.timers.map(({ ms }) => Math.round(ms / 1000));
    assert.deepEqual(seconds, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    assert.deepEqual(new Set(seen.sent), new Set(['body']));
    await seen.outbox.put('l', 'other');
    await settled();
    assert.equal(Math.round(seen.timers.at(-1).ms / 1000), 1);
    assert.equal(outbox(() => ({ fate: 'again' }), () => 0).timers.length, 0);
});

test('pauses start anew with a response that the collector has taken', async () => {
    const seen = outbox((key, nth) => ({ fate: nth === 4 ? 'kept' : 'again' }), () => 0.999);
    await seen.shelf.put('k', 'one');
    await seen.shelf.put('l', 'two');
    await seen.outbox.drain();
    for (let n = 0; n < 3; n++) {
        seen.timers.at(-1).then();
        await settled();
    }
    assert.deepEqual(seen.timers.map(({ ms }) => Math.round(ms / 1000)), [1, 2, 4, 1]);
});

test('Retry-After is respected, even when the next visitor comes', async () => {
    const seen = outbox((key, nth) => nth === 1 ? { fate: 'again', rest: 30 } : { fate: 'kept' });
    await seen.outbox.put('k', 'one');
    await settled();
    assert.equal(seen.timers.at(-1).ms, 30000);
    await seen.outbox.put('l', 'two');
    await settled();
    assert.deepEqual(seen.sent, ['one']);
    seen.timers.at(-1).then();
    await settled();
    assert.equal(seen.sent.length, 3);
    assert.ok(await seen.outbox.empty());
});

test('Retry-After is a number of seconds or a date, and an hour at most; anything else is none', () => {
    const date = 'Tue, 24 Nov 2026 10:00:00 GMT', at = (time) => `Tue, 24 Nov 2026 ${time} GMT`;
    for (const [after, seconds] of [['0', 0], ['120', 120], ['3600', 3600], ['3601', 3600], ['2592000', 3600], ['9'.repeat(400), 3600],
        [at('10:02:00'), 120], [at('23:00:00'), 3600], [at('09:59:00'), 0],
        [null, 0], ['', 0], ['soon', 0], ['Infinity', 0], ['1e9', 0]])
        assert.equal(sortie.restOf(after, date), seconds, String(after).slice(0, 40));
    assert.equal(sortie.restOf(at('10:02:00'), null) >= 0, true, 'without the collector\'s clock by the tablet\'s');
});

test('a reply\'s Retry-After reaches the outbox', async (t) => {
    collector(t, () => Response.json({ error: 'busy' }, { status: 503, headers: { 'Retry-After': '2592000' } }));
    assert.deepEqual(await sortie.send('k', { address: '', body: '' }), { fate: 'again', status: 503, error: 'busy', rest: 3600 });
});

test('a response goes with no cookie and through no cache', async (t) => {
    let given = null;
    collector(t, (path, signal, options) => { given = options; return Response.json({ kept: 'k' }); });
    await sortie.send('k', { address: '/p/hall', body: '{}' });
    assert.deepEqual([given.method, given.credentials, given.cache], ['POST', 'omit', 'no-store']);
});

test('what redirects a response to another address does not get it there', async (t) => {
    const bodies = [];
    const listen = async (answer) => {
        const server = createServer(async (request, reply) => {
            bodies.push((await request.toArray()).join(''));
            answer(reply);
        });
        t.after(() => { server.close(); server.closeAllConnections(); });
        await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
        return `http://127.0.0.1:${server.address().port}`;
    };
    const stranger = await listen((reply) => reply.end('{"kept": "k"}'));
    const gateway = await listen((reply) => reply.writeHead(307, { Location: `${stranger}/` }).end());
    assert.equal((await sortie.send('k', { address: gateway, body: 'answers' })).fate, 'again');
    assert.deepEqual(bodies, ['answers'], 'the gateway alone was asked');
});

/* The collector's replies to one entry that no shelf holds, one after the other; gives what
 * its visitor is told, and how many were asked for. */
async function insisted(t, ...replies) {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const asked = collector(t, () => replies.shift()());
    let fate = null;
    sortie.insist('k', { address: '', body: '' }).then((said) => { fate = said; });
    for (let n = 0; n < 100 && fate === null; n++) {
        await new Promise(setImmediate);
        t.mock.timers.tick(100);
    }
    return [fate, asked.length];
}
const lose = () => { throw new TypeError('the connection broke'); };
const says = (status, said, headers) => () => Response.json(said, { status, headers });

test('where nothing is kept a lost reply is asked for again, up to three times', async (t) => {
    assert.deepEqual(await insisted(t, lose, says(200, { kept: 'k' })), ['kept', 2]);
});
test('where nothing is kept three lost replies are enough', async (t) => {
    assert.deepEqual(await insisted(t, lose, lose, lose), ['again', 3]);
});
test('where nothing is kept what is refused is not asked for again', async (t) => {
    assert.deepEqual(await insisted(t, says(422, { error: 'no' }, { 'Sortie-Refused': '1' })), ['refused', 1]);
});
test('where nothing is kept a short Retry-After is waited for, a long one is not', async (t) => {
    assert.deepEqual(await insisted(t, says(503, { error: 'busy' }, { 'Retry-After': '2' }), says(201, { kept: 'k' })), ['kept', 2]);
    t.mock.timers.reset();
    assert.deepEqual(await insisted(t, says(503, { error: 'busy' }, { 'Retry-After': '60' })), ['again', 1]);
});

test('one document travels at a time; a hundred leave once each, in no order of arrival', async () => {
    let open = false;
    const seen = outbox(() => ({ fate: open ? 'kept' : 'again' }), Math.random);
    for (let n = 0; n < 100; n++)
        await seen.outbox.put(`k${n}`, String(n));
    await settled();
    open = true;
    seen.sent.length = 0;
    await Promise.all([seen.outbox.drain(), seen.outbox.drain(), seen.outbox.drain()]);
    await settled();
    assert.equal(seen.most, 1);
    assert.equal(seen.sent.length, 100);
    assert.equal(new Set(seen.sent).size, 100);
    assert.notDeepEqual(seen.sent, [...seen.sent].sort((a, b) => a - b));
});

test('what is refused for good is parked with what the collector said, and the rest goes on', async () => {
    const seen = outbox((key) => key === 'bad' ? { fate: 'refused', status: 409, error: 'another' } : { fate: 'kept' });
    await seen.outbox.put('bad', { body: '{}' });
    await seen.outbox.put('good', { body: '{}' });
    await settled();
    assert.deepEqual(seen.told.sort(), [['bad', 'refused'], ['good', 'kept']]);
    assert.ok(await seen.outbox.empty());
    assert.deepEqual(await seen.parked.get('bad'), { body: '{}', status: 409, error: 'another' });
});

test('what a disk has broken is parked, too, and asks for nothing', async (t) => {
    const asked = collector(t, () => Response.json({ error: 'no' }, { status: 500 })), shelf = sortie.memory(), parked = sortie.memory();
    const broken = { nothing: null, empty: {}, other: 5, half: { address: '/p/hall', body: { key: 'half' } } };
    await Promise.all(Object.entries(broken).map(([key, entry]) => shelf.put(key, entry)));
    await sortie.outbox({ shelf, parked, later: () => null }).drain();
    assert.deepEqual(await shelf.keys(), []);
    assert.deepEqual((await parked.keys()).sort(), Object.keys(broken).sort());
    assert.deepEqual(asked, []);
});

test('a document is parked before it leaves the shelf, and stays there when it cannot be parked', async () => {
    const seen = outbox(() => ({ fate: 'refused', status: 422 }));
    seen.parked.put = () => Promise.reject(new Error('full'));
    await seen.outbox.put('k', { body: '{}' });
    await settled();
    assert.deepEqual(await seen.shelf.keys(), ['k']);
    assert.deepEqual(seen.told, []);
    assert.equal(seen.timers.length, 1);
});

test('what the other page took away meanwhile is skipped', async () => {
    const seen = outbox(() => ({ fate: 'kept' }));
    const get = seen.shelf.get;
    seen.shelf.get = async (key) => { await seen.shelf.remove(key); return get(key); };
    await seen.outbox.put('k', 'body');
    await settled();
    assert.deepEqual(seen.sent, []);
    assert.ok(await seen.outbox.empty());
});

test('a shelf that does not take a document says so, and nothing is sent', async () => {
    const seen = outbox(() => ({ fate: 'kept' }));
    seen.shelf.put = () => Promise.reject(new Error('full'));
    await assert.rejects(seen.outbox.put('k', 'body'), /full/);
    assert.deepEqual(seen.sent, []);
});

/* ---- requests ---- */

/* A collector that answers `said(path, signal, options)`: a Response, or a promise of one; gives what
 * it was asked for. */
function collector(t, said) {
    const asked = [];
    t.mock.method(globalThis, 'fetch', async (path, options) => {
        asked.push(path);
        return said(path, options.signal, options);
    });
    return asked;
}

test('a collector that is silent is given up after 8 s, also in the middle of its reply', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const silence = (signal) => new Promise((done, failed) => { signal.onabort = () => failed(signal.reason); });
    collector(t, (path, signal) => path === '/silent' ? silence(signal) : { text: () => silence(signal) });
    for (const path of ['/silent', '/stuck']) {
        let over = null;
        sortie.request(path, {}, (reply) => reply.text()).catch((failure) => { over = failure.name; });
        await null;
        t.mock.timers.tick(7999);
        await new Promise(setImmediate);
        assert.equal(over, null);
        t.mock.timers.tick(1);
        await new Promise(setImmediate);
        assert.equal(over, 'AbortError', path);
    }
});

test('a collector that is busy is asked again for its recordings; one that has none is not', async (t) => {
    const states = { fr: [503, 200], en: [404, 200] };
    collector(t, (path) => {
        const status = states[path.split('/')[2]].shift();
        return Response.json({ version: 'v', names: ['exit.overall'] }, { status });
    });
    const aloud = sortie.aloud();
    for (const language of ['fr', 'en', 'fr', 'en'])
        await aloud.knows(language);
    assert.equal(aloud.has('fr', 'exit.overall'), true);
    assert.equal(aloud.has('en', 'exit.overall'), false);
    assert.deepEqual(states, { fr: [], en: [200] });
});

const sound = (status = 200) => new Response('', { status, headers: { 'Content-Type': 'audio/mpeg' } });

test('a recording that is gone is passed over, and the others are fetched; a busy collector is asked again later', async (t) => {
    const names = ['a', 'gone', 'b', 'c'];
    let busy = true;
    const asked = collector(t, (path) => path === '/audio/fr' ? Response.json({ version: 'v', names })
        : sound(path.includes('gone') ? 404 : busy && path.includes('/c.') ? 503 : 200));
    const aloud = sortie.aloud(), files = (...all) => all.map((name) => `/audio/fr/${name}.mp3?v=v`);
    await aloud.learn(['fr']);
    await aloud.prefetch(['fr'], () => true);
    assert.deepEqual(asked.splice(0), ['/audio/fr', ...files(...names)]);
    busy = false;
    await aloud.prefetch(['fr'], () => true);
    await aloud.prefetch(['fr'], () => true);
    assert.deepEqual(asked, files('c'));
});

test('a visitor who comes ends the fetching of recordings, which goes on where it was', async (t) => {
    const asked = collector(t, (path) => path.includes('.mp3') ? sound() : Response.json({ version: 'v', names: ['a', 'b'] }));
    const aloud = sortie.aloud();
    await aloud.learn(['fr', 'ar']);
    asked.length = 0;
    await aloud.prefetch(['fr', 'ar'], () => asked.length < 3);
    assert.deepEqual(asked, ['/audio/fr/a.mp3?v=v', '/audio/fr/b.mp3?v=v', '/audio/ar/a.mp3?v=v']);
    await aloud.prefetch(['fr', 'ar'], () => true);
    assert.deepEqual(asked.slice(3), ['/audio/ar/b.mp3?v=v']);
});

test('a page in a recording\'s place is asked for again, past what the browser has', async (t) => {
    let portal = true;
    const asked = collector(t, (path, signal, { cache }) => {
        if (!path.includes('.mp3'))
            return Response.json({ version: 'v', names: ['a'] });
        asked[asked.length - 1] += ` ${cache}`;
        return portal || cache === 'default' ? new Response('<h1>Welcome</h1>', { headers: { 'Content-Type': 'text/html' } }) : sound();
    });
    const aloud = sortie.aloud(), both = ['/audio/fr/a.mp3?v=v default', '/audio/fr/a.mp3?v=v reload'];
    await aloud.learn(['fr']);
    asked.length = 0;
    await aloud.prefetch(['fr'], () => true);
    assert.deepEqual(asked.splice(0), both);
    portal = false;
    await aloud.prefetch(['fr'], () => true);
    await aloud.prefetch(['fr'], () => true);
    assert.deepEqual(asked, both, 'and once only');
});

test('the lists of recordings are kept for an outage; a captive portal\'s page is none', async (t) => {
    const box = sortie.memory();
    let reply = () => Response.json({ version: 'v', names: ['a'] });
    const asked = collector(t, () => reply());
    await sortie.aloud(box).learn(['fr', 'ar']);
    for (const other of [() => Promise.reject(new TypeError('no connection')), () => new Response('<h1>Welcome</h1>'), () => Response.json({})]) {
        reply = other;
        asked.length = 0;
        const aloud = sortie.aloud(box);
        await aloud.learn(['fr', 'ar']);
        assert.deepEqual(asked, ['/audio/fr'], 'a dead collector is asked once');
        assert.deepEqual([aloud.has('fr', 'a'), aloud.has('ar', 'a')], [true, true]);
    }
    reply = () => Response.json({ version: 'w', names: ['b'] });
    const aloud = sortie.aloud(box);
    await aloud.knows('ar');
    assert.equal(aloud.has('ar', 'a'), true);
    await aloud.learn(['ar']);
    assert.deepEqual([aloud.has('ar', 'a'), aloud.has('ar', 'b')], [false, true]);
});

/* ---- the catalogue ---- */

const entry = (language, version, more) => ({
    version, form: { languages: [language], questions: [] }, words: {}, languages: [], settings: {}, default: 'fr', ...more });

test('only a language in the version that is in force is taken from the collector', async (t) => {
    collector(t, (path) => Response.json(entry(path.slice(-2), path.endsWith('en') ? 'new' : 'old')));
    const catalogue = sortie.catalogue('/p/hall', sortie.memory());
    catalogue.adopt(await catalogue.ask('fr'));
    assert.equal((await catalogue.speak('es')).language, 'es');
    assert.equal(await catalogue.speak('en'), null);
    assert.equal(catalogue.get('en'), undefined);
});

test('what was kept for another point is not shown, nor what is no form', async () => {
    const box = sortie.memory(), catalogue = sortie.catalogue('/p/hall', box);
    for (const [key, kept] of Object.entries({ other: entry('fr', 'v', { address: '/p/desk', language: 'fr' }), none: null,
        empty: { address: '/p/hall', language: 'fr' }, wordless: { ...entry('fr', 'v', { address: '/p/hall', language: 'fr' }), words: undefined } }))
        await box.put(key, kept);
    assert.equal(await catalogue.kept('fr'), null);
    await box.put('own', entry('es', 'v', { address: '/p/hall', language: 'es' }));
    assert.equal((await catalogue.kept('fr')).language, 'es');
});

/* ---- a new page ---- */

const PAGE = '<script src="/static/tablet.js?v=2"></script><body data-page="new">';

/* A tablet that runs the page 'old' and looks for 'new'; gives where it went, and what of its
 * page the browser was told to keep. */
async function renewed(t, replies) {
    const went = [];
    globalThis.document = { body: { dataset: { page: 'old' } } };
    globalThis.navigator ??= {};
    globalThis.location = { replace: (address) => went.push(address) };
    const asked = collector(t, (path, signal, { cache }) => {
        const [status, type, body] = { '/p/1': [200, 'text/html; charset=utf-8', PAGE], '/static/tablet.js?v=2': [200, 'text/javascript', ''], ...replies }[path];
        asked[asked.length - 1] += ` ${cache}`;
        return new Response(body, { status, headers: { 'Content-Type': type } });
    });
    await sortie.renew('/p/1', 'new', async () => true);
    return { went, kept: asked.includes('/p/1 reload') };
}

test('a new page starts once it and its files are there, and only then replaces the old one', async (t) =>
    assert.deepEqual(await renewed(t, {}), { went: ['/p/1'], kept: true }));

for (const [name, reply] of Object.entries({
    'a busy collector': [503, 'text/javascript', ''], 'a file that is gone': [404, 'text/javascript', ''],
    'a captive portal': [200, 'text/html', '<h1>Welcome</h1>'],
}))
    test(`${name} brings no new page: the old one serves on, and stays in the browser's cache`, async (t) => {
        assert.deepEqual(await renewed(t, { '/static/tablet.js?v=2': reply }), { went: [], kept: false });
        assert.deepEqual(await renewed(t, { '/p/1': [reply[0] === 200 ? 500 : reply[0], 'text/html', PAGE] }), { went: [], kept: false });
        assert.deepEqual(await renewed(t, { '/p/1': [200, 'text/plain', PAGE] }), { went: [], kept: false });
    });

/* ---- the service worker ---- */

/* The worker with a cache of the test's own, and the collector's reply to a page that it
 * asks for. */
async function served(cache, request = {}, type = 'text/html; charset=utf-8') {
    const listeners = {};
    const self = { addEventListener: (kind, listener) => { listeners[kind] = listener; } };
    const reply = { ok: true, clone: () => reply, headers: new Headers({ 'Content-Type': type }), text: 'from the collector' };
    vm.runInNewContext(readFileSync(new URL('../../collector/static/worker.js', import.meta.url), 'utf8'),
        { self, URL, caches: { open: cache.open || (async () => cache) }, fetch: async () => reply });
    return new Promise((done) => {
        listeners.fetch({ respondWith: done, request: { url: 'https://sortie/p/12ab', mode: 'navigate', method: 'GET', cache: 'default', ...request } });
        done(null);
    });
}
const full = async () => { throw new Error('QuotaExceededError'); };

test('the worker gives what it has, else what the collector says, and keeps that', async () => {
    const kept = new Map();
    const cache = { match: async (key) => kept.get(key), put: async (key, value) => kept.set(key, value) };
    assert.equal((await served(cache)).text, 'from the collector');
    assert.deepEqual([...kept.keys()], ['/p/12ab']);
    kept.get('/p/12ab').text = 'kept';
    assert.equal((await served(cache)).text, 'kept');
});

const RECORDING = { url: 'https://sortie/audio/ar/a.mp3?v=1', mode: 'same-origin' };

test('the worker keeps nothing that is asked for a visitor', async () => {
    const kept = new Map();
    const cache = { match: async (key) => kept.get(key), put: async (key, value) => kept.set(key, value) };
    assert.equal(await served(cache, { ...RECORDING, cache: 'no-store' }, 'audio/mpeg'), null, 'it goes past the worker');
    assert.equal((await served(cache, { ...RECORDING, cache: 'only-if-cached' }, 'audio/mpeg')).text, 'from the collector');
    assert.deepEqual([...kept.keys()], []);
    await served(cache, RECORDING, 'audio/mpeg');
    assert.deepEqual([...kept.keys()], [RECORDING.url]);
});

test('a captive portal\'s page stays in no file\'s place in the worker\'s cache, nor its file in a page\'s', async () => {
    const kept = new Map();
    const cache = { match: async (key) => kept.get(key), put: async (key, value) => kept.set(key, value) };
    await served(cache, RECORDING, 'text/html');
    await served(cache, {}, 'text/plain');
    assert.deepEqual([...kept.keys()], []);
    kept.set(RECORDING.url, { headers: new Headers({ 'Content-Type': 'text/html' }), text: 'Welcome' });
    assert.equal((await served(cache, RECORDING, 'audio/mpeg')).text, 'from the collector');
    assert.equal(kept.get(RECORDING.url).text, 'from the collector');
});

for (const [name, cache] of Object.entries({
    'cannot be opened': { open: full }, 'cannot be read': { match: full, put: async () => {} },
    'is full': { match: async () => undefined, put: full },
}))
    test(`the worker gives the collector's reply when its cache ${name}`, async () =>
        assert.equal((await served(cache)).text, 'from the collector'));

/* ---- repeats: the rules of exit terminals (5 s lock; four alike in a row under 15 s) ---- */

const second = 1000;

/* Visits one after the other: [pause before it in s, its length in s, taps, answers]. */
function flagged(...visits) {
    const repeats = sortie.repeats();
    let now = 0;
    return visits.map(([pause, length, taps, answers, again = false]) => {
        const began = now + pause * second, ended = began + length * second;
        now = ended;
        return repeats.flags({ began, ended, taps, answers: { overall: answers }, again }).join(' ');
    });
}

test('who reads is not flagged; under a second a tap is fast', () => {
    assert.deepEqual(flagged([20, 12, 4, '5'], [20, 3, 4, '4'], [20, 2.9, 4, '3'], [20, 0, 1, '2']), ['', '', 'fast', '']);
});

test('a visit that begins under 5 s after the one before is a repeat; a second service is not', () => {
    assert.deepEqual(flagged([20, 5, 3, '5'], [4.9, 5, 3, '4'], [5, 5, 3, '3'], [1, 5, 3, '5', true]), ['', 'repeat', '', '']);
});

test('the fourth of the same answers in a row is a repeat, and so are those that follow', () => {
    const same = [10, 5, 3, '1'];
    assert.deepEqual(flagged(same, same, same, same, same), ['', '', '', 'repeat', 'repeat']);
    assert.deepEqual(flagged(same, same, [10, 5, 3, '2'], same, same), ['', '', '', '', '']);
    assert.deepEqual(flagged(same, same, [15, 5, 3, '1'], same, same), ['', '', '', '', '']);
});

test('nor do second services make a row, nor reasons in another order', () => {
    const same = [10, 5, 3, '1', true];
    assert.deepEqual(flagged([10, 5, 3, '1'], same, same, same, same), ['', '', '', 'repeat', 'repeat']);
    const two = ['wait', 'welcome'], other = ['welcome', 'wait'];
    assert.deepEqual(flagged([10, 5, 3, two], [10, 5, 3, other], [10, 5, 3, two], [10, 5, 3, other]), ['', '', '', 'repeat']);
});

test('nine people who leave a workshop together are not repeats', () =>
    assert.deepEqual(new Set(flagged(...[...'545354455'].map((face) => [6, 6, 4, face]))), new Set([''])));

test('all bodies have one length, whatever was said and in whichever letters', () => {
    const length = (document) => Buffer.byteLength(sortie.padded(document));
    const key = '0'.repeat(32), said = { overall: '1', why: ['a', 'b', 'c'], place: 'desk-job', say: 'é"\n\u0001' };
    assert.equal(length({ key }), 1536);
    for (const say of ['', 'a', 'مركز'.repeat(30), '😀'.repeat(140)])
        assert.equal(length({ key, answers: { ...said, say }, flags: ['fast'], again: true }), 1536, say);
    assert.equal(length({ key, say: 'a'.repeat(1536) }), 3072);
    const { pad, ...rest } = JSON.parse(sortie.padded({ key, answers: said }));
    assert.match(pad, /^ +$/);
    assert.deepEqual(rest, { key, answers: said });
});

test('T14: what leads to somebody is seen while it is typed, in any script and grouping; what visitors usually say is not', () => {
    for (const text of ['écrivez à jeanne@exemple.fr', 'a@b', 'https://exemple.fr', 'Voir www.exemple.fr', '06 12 34 56 78', '0612345678',
        '+33 (0)6-12-34-56-78', '06.12.34.56.78', '06 / 12 / 34 / 56', '06\u201112\u201134\u201156', '٠٦١٢٣٤٥٦٧٨', '０６１２３４５６', 'né le 12/11/1980'])
        assert.equal(sortie.personal(text), true, text);
    for (const text of ['', 'Bon accueil', '@', 'rendez-vous @ 10 h', 'appelez le 3949', 'salle 12, 2e étage', 'de 9:30 à 12:15, puis de 14:00 à 17:45',
        '1 200 euros en 2026', 'de 12 500 000 €', 'rentrée 2025-2026', 'du 12/11/2026 au 14/11/2026', '2026-11-12', '10.30-12.30 Uhr, 10.00-18.00', 'wwwoui', '1234567', 'J’ai 45 ans'])
        assert.equal(sortie.personal(text), false, text);
});
