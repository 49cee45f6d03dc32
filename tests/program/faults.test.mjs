/* faults.test.mjs: a collector whose disk fills up or breaks, whose memory or descriptors run
 * out: a sentence for whoever sends, nothing acknowledged that is not on disk, and service
 * again when the cause is gone. Each call that can fail is made to fail once (tests/faults). */
import assert from 'node:assert/strict';
import http from 'node:http';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { bytes as filesIn, makeStore, readJson, times } from '../analysis.mjs';
import { ask as query, build, program, root } from '../helpers.mjs';
import { ALLOCATE, EIO, EMFILE, ENOSPC, EROFS, FLUSH, OPEN, READ, SHORT, TRUNCATE, WRITE, startDisk } from '../faults/disk.mjs';
import { body, dayFrom, pause, postBy, startSmall, versionOf } from './given.mjs';

const passphrase = 'un café sans sucre', report = '/reports/latest/index.html';
let collector, disk, full;
const sent = new Set();
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

before(async () => {
    collector = await startSmall();
    full = await versionOf(collector);
    await collector.end();
    disk = startDisk(collector.folder);
    collector.env = disk.env;
    const reports = join(collector.folder, 'reports');
    mkdirSync(join(reports, 'latest'), { recursive: true });
    writeFileSync(join(reports, 'latest', 'index.html'), '<p>A report of some length.</p>\n'.repeat(5000));
    await collector.serve('--reports', reports);
});
after(async () => {
    agent.destroy();
    disk?.mend();
    await collector?.stop();
    disk?.end();
});

const send = (document) => postBy(agent, collector.address('hall'), document);
const keys = () => collector.rows("SELECT document ->> '$.key' FROM inbox");
const isAlive = () => assert.equal(collector.process.exitCode ?? collector.process.signalCode, null, collector.errors);

/* What a tablet may be told of a response while something fails: kept, which is then true,
 * or a sentence; a connection may break when there is no memory for either. */
function assertHonest(document, { status, text }) {
    isAlive();
    if (status === 201 || status === 200)
        assert.ok(keys().includes(document.key), 'acknowledged and not on disk');
    else if (status !== 0)
        assert.ok([500, 503].includes(status) && JSON.parse(text).error.length > 20, `${status} ${text}`);
}

/* Once all is well, the same response is kept, and once. */
async function assertServed(document, by = send) {
    disk.mend();
    const { status, text } = await by(document);
    assert.ok(by === send ? status === 201 || status === 200 : status === 303, `${status} ${text}`);
    sent.add(document.key);
    assert.deepEqual(keys().sort(), [...sent].sort());
}

/* The same, as the plain page sends it; {status, text} and, of a page that says thanks, where it is. */
const sendPlain = (document) => new Promise((done) => {
    const { answers, ...members } = document;
    const fields = { ...members, ...Object.fromEntries(Object.entries(answers).map(([name, code]) => [`q.${name}`, code])) };
    const request = http.request(`${collector.address('hall')}/responses`,
        { method: 'POST', agent, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, (reply) => {
            let text = '';
            reply.on('data', (piece) => { text += piece; });
            reply.on('end', () => done({ status: reply.statusCode, text, location: reply.headers.location }));
            reply.on('error', () => done({ status: 0 }));
        });
    request.on('error', () => done({ status: 0 }));
    request.end(new URLSearchParams(fields).toString());
});

/* What a person may be shown meanwhile: thanks, which are then true; the page again, which
 * says why; or that sentence alone. */
function assertPlainHonest(document, { status, text, location }) {
    isAlive();
    if (status === 303) {
        assert.match(location, /\/plain\/(thanks|counted)/);
        assert.ok(keys().includes(document.key), 'thanked for and not on disk');
    } else if (status !== 0) {
        assert.equal(status, 503, text);
        assert.match(text, /<p class="problem" role="alert"><a href="#q\.overall">.{20,}<\/a>|^\{"error": ?".{20,}"\}/);
    }
}

/* A response during which the first call fails, then another one with the second, and so
 * on, until there is no such call any more. How many there were. */
async function failEach(fault, { by = send, honest = assertHonest } = {}) {
    for (let first = 1; ; first++) {
        const document = body(full);
        disk.fail({ ...fault, first, times: fault.times ?? 1 });
        const answer = await by(document), struck = disk.failed() > 0;
        honest(document, answer);
        await assertServed(document, by);
        if (!struck)
            return first - 1;
    }
}

const faults = [
    ['a write fails', { calls: WRITE, error: EIO }],
    ['the disk is full', { calls: WRITE, error: ENOSPC, times: -1 }],
    ['the disk has become read-only', { calls: WRITE | FLUSH | TRUNCATE, error: EROFS, times: -1 }],
    ['a write is short', { calls: WRITE, error: SHORT }],
    ['every write is short', { calls: WRITE, error: SHORT, times: -1 }],
    ['a flush fails', { calls: FLUSH, error: EIO }],
];
for (const [what, fault] of faults)
    test(`${what}, at each call of a response`, async () => {
        assert.ok(await failEach(fault) > 0, 'nothing was made to fail');
    });

test('memory runs out, at each allocation of a response', async () => {
    assert.ok(await failEach({ calls: ALLOCATE }) > 10);
});

/* jansson keeps the text of a token in room that doubles, loses the byte for which there is
 * none, and goes on: so the last byte of a token is the one that finds no room. And a body
 * that is nothing but what takes most memory for its length. */
const doubling = [14, 30, 62, 126, 254, 510, 1022];
const bodies = {
    'strings that fill their room': `{${doubling.map((length) => `"${length}":"${'a'.repeat(length)}"`).join()}}`,
    'names that fill their room': `{${doubling.map((length) => `"${'a'.repeat(length)}":1`).join()}}`,
    'numbers that fill their room': `{${doubling.map((length) => `"${length}":0.${'1'.repeat(length - 1)}`).join()}}`,
    'ends of escapes that find no room': `{"a":"${'b'.repeat(13)}\\n","b":"${'b'.repeat(29)}\\u00e9"}`,
};
for (const [what, text] of Object.entries(bodies))
    test(`memory runs out, at each allocation of a body with ${what}`, async () => {
        JSON.parse(text);
        let first = 1;
        for (let struck = true; struck; first++) {
            disk.fail({ calls: ALLOCATE, first, times: 1 });
            const { status, text: said } = await send(text);
            struck = disk.failed() > 0;
            disk.mend();
            isAlive();
            assert.ok([422, 500, 503, 0].includes(status), `allocation ${first}: ${status} ${said}`);
        }
        assert.equal((await send(text)).status, 422);
        assert.ok(first > 30, String(first));
    });

for (const [what, piece] of [['objects', '{},'], ['strings', '"",'], ['numbers', '1,'], ['lists', '[],']])
    test(`memory runs out at the first allocation of 16 kB of ${what}, and stays away`, async () => {
        const text = `{"a":[${piece.repeat(Math.floor(16000 / piece.length))}1]}`;
        for (let first = 1; first < 60; first += 3) {
            disk.fail({ calls: ALLOCATE, first, times: -1 });
            const { status, text: said } = await send(text);
            disk.mend();
            isAlive();
            assert.ok([422, 500, 503, 0].includes(status), `allocation ${first}: ${status} ${said}`);
        }
        assert.equal((await send(text)).status, 422);
    });

test('memory runs out, at each allocation of the plain page', async () => {
    assert.ok(await failEach({ calls: ALLOCATE }, { by: sendPlain, honest: assertPlainHonest }) > 10);
});

test('memory runs out and does not come back for a while', async () => {
    for (let round = 0; round < 20; round++) {
        const document = body(full);
        disk.fail({ calls: ALLOCATE, first: 1 + round * 3 });
        assertHonest(document, await send(document));
        await assertServed(document);
    }
});

test('a full disk is told of at /healthz, until there is room, and once in the log', async () => {
    const document = body(full), said = collector.errors.length;
    disk.fail({ calls: WRITE, error: ENOSPC });
    const { status, text } = await send(document);
    assert.equal(status, 503);
    assert.deepEqual(JSON.parse(text), { error: 'the server cannot write now: try again in a few seconds' });
    const health = await fetch(`${collector.url}/healthz`);
    assert.equal(health.status, 503, collector.errors);
    assert.match((await health.json()).error, /disk is full/);
    assert.equal((await send({ ...body(full), lang: 'xx' })).status, 422); /* that nothing is to be kept proves nothing */
    for (let i = 0; i < 5; i++) /* when each visitor answered is not the log's to tell */
        assert.equal((await send(body(full))).status, 503);
    assert.equal(collector.errors.slice(said).match(/^sortie: /gm).length, 1, collector.errors.slice(said));
    const failed = disk.failed();
    for (let i = 0; i < 20; i++) /* nobody makes the disk busy by asking */
        assert.equal((await fetch(`${collector.url}/healthz`)).status, 503);
    assert.equal(disk.failed(), failed);
    await assertServed(document);
    assert.equal((await fetch(`${collector.url}/healthz`)).status, 200);
});

/* New connections wait in the kernel; those that are there are served. */
test('without descriptors, tablets that are connected are served, others once there are some', async () => {
    const { pid } = collector.process;
    const limit = (most) => execFileSync('prlimit', ['--pid', String(pid), `--nofile=${most}`]);
    const document = body(full), other = body(full), usual = 4096;
    assert.equal((await send(document)).status, 201);
    sent.add(document.key);
    limit(`${readdirSync(`/proc/${pid}/fd`).length}:${usual}`);
    const next = body(full);
    assertHonest(next, await send(next));
    const fresh = new http.Agent();
    const waiting = postBy(fresh, collector.address('hall'), other);
    limit(`${usual}:${usual}`);
    assert.equal((await waiting).status, 201);
    sent.add(other.key);
    fresh.destroy();
    await assertServed(next);
});

/* ---- what is asked for: all of it, or none ---- */

const ask = (url, { by = agent, fields } = {}) => new Promise((done) => {
    const headers = { 'Accept-Encoding': 'gzip', ...(fields && { 'Content-Type': 'application/x-www-form-urlencoded' }) };
    const request = http.request(new URL(url, collector.url), { method: fields ? 'POST' : 'GET', agent: by, headers }, (reply) => {
        const pieces = [];
        reply.on('data', (piece) => pieces.push(piece));
        reply.on('end', () => {
            const bytes = Buffer.concat(pieces);
            const text = String(reply.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes);
            done({ status: reply.statusCode, text, headers: reply.headers });
        });
        reply.on('error', () => done({ status: 0 }));
    });
    request.on('error', () => done({ status: 0 }));
    request.end(fields && new URLSearchParams(fields).toString());
});

/* A page without the key that it was given. */
const lasting = (text) => text.replace(/name="key" value="[0-9a-f]{32}"/, 'name="key"');

/* A reply while memory ran out: the same as ever, or a sentence that no cache keeps. */
function assertWhole({ status, text, headers }, whole, what) {
    isAlive();
    if (status === 503) {
        assert.match(text, /^\{"error": ?".{20,}"\}\n$/, what);
        assert.equal(headers['cache-control'], 'no-store', what);
    } else if (status !== 0) {
        assert.equal(status, whole.status, what);
        assert.equal(lasting(text), lasting(whole.text), what);
    }
}

const point = () => `/p/${collector.tokens.hall}`;
const pages = [
    ["a tablet's page", () => point()],
    ['the plain page that is asked for', () => `${point()}/plain?lang=en`],
    ['the plain page of a desk', () => `/p/${collector.tokens.desk}/plain?lang=fr`],
    ['the thanks', () => `${point()}/plain/thanks?lang=fr`],
    ['a point that is none', () => `/p/${'0'.repeat(32)}/plain`],
    ['a script', () => '/static/tablet.js'],
    ['the list of sounds', () => '/audio/fr'],
    ['the metrics', () => '/metrics'],
    ['the health', () => '/healthz'],
    ['a report', () => report],
];
async function failEachAllocation(path) {
    const whole = await ask(path);
    assert.ok(whole.status > 0 && whole.text.length > 0);
    for (let first = 1; ; first++) {
        disk.fail({ calls: ALLOCATE, first, times: 1 });
        const reply = await ask(path), struck = disk.failed() > 0;
        disk.mend();
        assertWhole(reply, whole, `${path}, allocation ${first}`);
        if (!struck)
            return first - 1;
    }
}
for (const [what, path] of pages)
    test(`memory runs out, at each allocation of ${what}`, async () => {
        assert.ok(await failEachAllocation(path()) > 3);
    });

/* What is ready is forgotten when the day turns: so it turns each time, in a collector of
 * its own, and each time by another connection, as those that are there are a day late. */
test("memory runs out, at each allocation of a tablet's form", async (t) => {
    const own = await startSmall({ t }), shaken = startDisk(own.folder), fresh = new http.Agent(), whole = [];
    t.after(() => shaken.end());
    await own.end();
    own.env = shaken.env;
    await own.serve();
    const form = () => ask(`${own.address('hall')}/form?lang=fr`, { by: fresh });
    for (const ahead of [0, 1440]) {
        shaken.ahead(ahead);
        whole.push(await form());
    }
    let first = 1;
    for (let struck = true; struck; first += 3) {
        shaken.ahead(first % 2 * 1440);
        shaken.fail({ calls: ALLOCATE, first, times: 1 });
        const reply = await form();
        struck = shaken.failed() > 0;
        shaken.mend();
        assert.equal(own.process.exitCode ?? own.process.signalCode, null, own.errors);
        assertWhole(reply, whole[first % 2], `allocation ${first}`);
    }
    assert.ok(first > 500, String(first));
});

test('memory runs out, at each allocation of signing in: the right passphrase is never wrong', async () => {
    spawnSync(program, ['passphrase', '--store', collector.store], { input: `${passphrase}\n` });
    while ((await ask('/sign-in')).status !== 200)
        ;
    assert.ok(await failEachAllocation('/sign-in') > 3);
    for (let first = 1, struck = true; struck; first += 2) {
        disk.fail({ calls: ALLOCATE, first, times: 1 });
        const { status, text } = await ask('/sign-in', { fields: { passphrase } });
        struck = disk.failed() > 0;
        disk.mend();
        isAlive();
        assert.ok([303, 503, 0].includes(status), `allocation ${first}: ${status} ${text}`);
    }
    assert.equal((await ask('/sign-in', { fields: { passphrase: 'une autre phrase' } })).status, 403);
});

/* A batch grows while it is read: what comes in then, and is no response, is no part of it. */
test('who signs in while a batch is lost is told one thing', async () => {
    spawnSync(program, ['passphrase', '--store', collector.store], { input: `${passphrase}\n` });
    while ((await ask('/sign-in')).status !== 200)
        ;
    const posts = new http.Agent({ maxSockets: 300 }), doors = new http.Agent({ keepAlive: true }), documents = Array.from({ length: 300 }, () => body(full));
    await Promise.all(Array.from({ length: 20 }, () => ask('/sign-in', { by: doors })));
    const held = spawn('flock', [`${collector.store}-lock`, 'sleep', '0.5']);
    await pause(200);
    const answers = documents.map((document) => postBy(posts, collector.address('hall'), document));
    await pause(200);
    disk.fail({ calls: FLUSH, times: 1, error: EIO });
    const signing = [];
    for (const by = Date.now() + 200; Date.now() < by && signing.length < 20; await pause(10))
        signing.push(ask('/sign-in', { by: doors, fields: { passphrase } }));
    for (const { status, text } of await Promise.all(signing))
        assert.ok(status === 303 ? text === '' : !text.startsWith('{'), `${status} ${text}`);
    const told = await Promise.all(answers);
    assert.ok(disk.failed() > 0 && told.some(({ status }) => status === 503), 'no batch was lost: this test could not fail');
    for (const [i, { status }] of told.entries())
        if (status === 201)
            sent.add(documents[i].key);
    assert.equal(held.exitCode, 0);
    posts.destroy();
    doors.destroy();
    await assertServed(body(full));
});

/* ---- commands: the collector is not running ---- */

const command = (...words) => spawnSync(program, [...words, '--store', collector.store], { encoding: 'utf8', env: disk.env });
const all = () => Number(collector.rows("SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM response)")[0]);

/* A command during which one call fails: it is done, or says what went wrong. */
function assertFailsWell({ status, signal, stderr }, what) {
    assert.equal(signal, null, `${what}: ${stderr}`);
    assert.ok(status === 0 || ([65, 74, 75].includes(status) && /^.*: ?.+\n/.test(stderr)), `${what}: ${status} ${stderr}`);
}

test('settle: each call fails once, and no response is lost or counted twice', async () => {
    await collector.end();
    const there = all();
    let struck = 0;
    const settleWith = (fault) => {
        disk.fail({ ...fault, times: 1 });
        const ended = command('settle');
        assertFailsWell(ended, JSON.stringify(fault));
        struck += disk.failed() > 0;
        const reached = disk.failed() > 0;
        disk.mend();
        assert.equal(all(), there);
        return reached;
    };
    for (const [calls, error] of [[FLUSH, EIO], [WRITE, ENOSPC], [READ, EIO], [OPEN, EMFILE], [TRUNCATE, EIO]])
        for (let first = 1; settleWith({ calls, error, first }); first += calls === READ || calls === WRITE ? 3 : 1)
            ;
    /* Too many allocations to try each: some, anywhere. */
    disk.watch(ALLOCATE);
    assert.equal(command('settle').status, 0);
    for (let tries = 0, most = disk.seen(); tries < 60; tries++)
        settleWith({ calls: ALLOCATE, first: 1 + Math.floor(Math.random() * most) });
    assert.ok(struck > 60, String(struck));
    assert.equal(command('settle').status, 0);
    assert.deepEqual(collector.rows("SELECT sum(n) FROM tally WHERE question = ''"), [String(there)]);
    assert.deepEqual(collector.rows('PRAGMA integrity_check'), ['ok']);
});

/* The first allocations of a command, the last ones, and some between. */
function allocations(most, some = 25) {
    const step = Math.max(1, Math.floor(most / some));
    return Array.from({ length: most }, (_, at) => at + 1).filter((at) => at % step === 0 || at > most - 10);
}

/* What could not be flushed may be there all the same: then with a token, and the command says how to get one. */
test('point add: no point is without a token, and whoever is told that it failed can give the command again', async () => {
    await collector.end();
    const tokens = (id) => collector.rows(`SELECT count(t.point) FROM point p LEFT JOIN token t ON t.point = p.id WHERE p.id = '${id}' GROUP BY p.id`).join();
    let number = 0, struck = 0;
    const addWith = (fault) => {
        const id = `new-${number++}`, what = JSON.stringify(fault), words = ['point', 'add', '--id', id, '--mode', 'door', '--form', 'every'];
        disk.fail({ ...fault, times: 1 });
        const told = command(...words), reached = disk.failed() > 0;
        disk.mend();
        assertFailsWell(told, what);
        struck += reached;
        if (told.status !== 0 && !(fault.calls === FLUSH && tokens(id) === '1')) {
            assert.equal(tokens(id), '', what);
            assert.match(command(...words).stdout, /^[0-9a-f]{32}\n$/, what);
        }
        assert.equal(tokens(id), '1', what);
        return reached;
    };
    for (const [calls, error] of [[WRITE, ENOSPC], [FLUSH, EIO]])
        for (let first = 1; addWith({ calls, error, first }); first++)
            ;
    disk.watch(ALLOCATE);
    assert.equal(command('point', 'add', '--id', 'new', '--mode', 'door', '--form', 'every').status, 0);
    for (const first of allocations(disk.seen()))
        addWith({ calls: ALLOCATE, first });
    assert.ok(struck > 30, String(struck));
});

/* Nobody is told to mend a file that is right. */
test('centre check, centre load, init: memory that runs out is said to be that', async () => {
    await collector.end();
    const centre = join(collector.folder, 'centre.json'), store = join(collector.folder, 'made.db');
    const commands = [['centre', 'check', centre], ['centre', 'load', '--store', collector.store, centre],
        ['init', '--store', store, '--centre', centre, '--form', join(root, 'tests/submissions/every.json')]];
    for (const words of commands) {
        const give = () => {
            rmSync(store, { force: true });
            return spawnSync(program, words, { encoding: 'utf8', env: disk.env });
        };
        disk.watch(ALLOCATE);
        assert.equal(give().status, 0);
        let struck = 0;
        for (const first of allocations(disk.seen())) {
            disk.fail({ calls: ALLOCATE, first, times: 1 });
            const { status, signal, stderr } = give();
            struck += disk.failed() > 0;
            disk.mend();
            assert.equal(signal, null, stderr);
            assert.ok(status === 0 || (status === 74 && /memory/.test(stderr)), `${words[1]}, allocation ${first}: ${status} ${stderr}`);
        }
        assert.ok(struck > 20, String(struck));
    }
});

/* 40 lines with every kind of answer. */
const slips = Array.from({ length: 40 }, (_, at) => ({ day: dayFrom(-1 - at % 9), place: at % 2 ? 'desk-job' : 'space-docs',
    lang: at % 3 ? 'fr' : 'en', overall: String(1 + at % 5), forward: ['yes', 'little', 'no'][at % 3],
    reasons: at % 4 ? 'wait;far' : 'noise', say: `Merci, ligne ${at}` }));
const columns = Object.keys(slips[0]);
const csv = [columns.join(), ...slips.map((slip) => columns.map((name) => `"${slip[name]}"`).join())].join('\n');

const lines = () => slips.map(({ day, lang, overall, say }) => JSON.stringify({ form: 'every', version: full, day, lang, answers: { overall, say } })).join('\n');
const TRIES = 20;

/* So many allocations fail, one at a time, spread over all: all is in and the status 0, or it is 74 and
 * the same command does what is left. No line is blamed, none is half in. */
const imports = [['csv', () => csv], ['jsonl', lines]];
for (const [kind, text] of imports) test(`import: no line of ${kind} is lost or cut when memory runs out`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'sortie-'));
    const store = join(folder, 'store.db'), file = join(folder, `slips.${kind}`);
    writeFileSync(file, text());
    const lay = () => {
        for (const left of readdirSync(folder).filter((entry) => entry.startsWith('store.db')))
            rmSync(join(folder, left));
        copyFileSync(collector.store, store);
    };
    const take = () => spawnSync(program, ['import', '--store', store, '--form', 'every', file],
        { encoding: 'utf8', env: disk.env });
    const held = () => query(store, 'SELECT document FROM imported ORDER BY seq');
    lay();
    disk.watch(ALLOCATE);
    const well = take(), most = disk.seen(), whole = held();
    assert.match(well.stdout, /^40 kept, 0 rejected\n/, well.stderr);
    let struck = 0;
    for (let tries = 0; tries < TRIES; tries++) {
        const first = 1 + Math.floor(most * tries / TRIES);
        lay();
        disk.fail({ calls: ALLOCATE, first, times: 1 });
        const { status, stderr, stdout } = take();
        struck += disk.failed() > 0;
        disk.mend();
        assert.ok(status === 0 || status === 74, `allocation ${first}: ${status} ${stdout} ${stderr}`);
        assert.ok(status === 74 || held() === whole, `allocation ${first}`);
        if (status === 74)
            assert.equal(take().status, 0);
        assert.equal(held(), whole, `allocation ${first}`);
    }
    assert.ok(struck > TRIES / 2, String(struck));
    rmSync(folder, { recursive: true });
});

/* The first and last allocations, and some sixty between. */
for (const [name, column] of [['series', 'period'], ['compare', 'unit']])
    test(`${name}: the whole result or a sentence, when memory runs out`, () => {
        const folder = mkdtempSync(join(tmpdir(), 'sortie-')), file = join(folder, 'counts.csv'), shaken = startDisk(folder);
        writeFileSync(file, `${column},n,positive\n${Array.from({ length: 20 }, (_, i) => `w${i},${20 + i},${15 + i % 4}\n`).join('')}`);
        const tell = () => spawnSync(join(build, 'sortie-analysis'), [name, file], { encoding: 'utf8', env: { ...shaken.env, LC_ALL: 'C' } });
        shaken.watch(ALLOCATE);
        const well = tell(), most = shaken.seen();
        assert.equal(well.status, 0, well.stderr);
        let struck = 0;
        for (let first = 1; first <= most; first += first < 20 || first > most - 20 ? 1 : Math.max(1, Math.floor(most / 60))) {
            shaken.fail({ calls: ALLOCATE, first, times: 1 });
            const { status, signal, stdout, stderr } = tell();
            struck += shaken.failed() > 0;
            shaken.mend();
            assert.equal(signal, null, `allocation ${first}: ${stderr}`);
            if (status === 0)
                assert.equal(stdout, well.stdout, `allocation ${first}`);
            else
                assert.ok(status === 74 && stdout === '' && /^sortie: .*cannot .+: (out of|Cannot allocate) memory( or over its limit)?\n$/.test(stderr), `allocation ${first}: ${status} ${stderr} ${stdout}`);
        }
        assert.ok(struck > 50, String(struck));
        shaken.end();
        rmSync(folder, { recursive: true });
    });

/* It may be published before the list of editions fails: then it is whole, too. */
test('report: an edition is whole, or there is none, when memory runs out', () => {
    const documents = Array.from({ length: 30 }, (_, week) => ['desk-job', 'desk-orientation'].flatMap((place) =>
        times(12, dayFrom(-21 - 7 * week), { overall: '5', place, forward: 'yes' }))).flat();
    const store = makeStore({ centre: readJson('forms/centres/la-villette.json'), given: [{ documents }] });
    const out = join(store.folder, 'reports'), shaken = startDisk(store.folder);
    const report = () => spawnSync(join(build, 'sortie-analysis'), ['report', '--store', store.path, '--out', out],
        { encoding: 'utf8', env: { ...shaken.env, LC_ALL: 'C' } });
    shaken.watch(ALLOCATE);
    const well = report(), most = shaken.seen();
    assert.equal(well.status, 0, well.stderr);
    const whole = filesIn(join(out, 'latest'));
    let struck = 0;
    for (let tries = 0; tries < 12; tries++) {
        rmSync(out, { recursive: true, force: true });
        /* The last third: the store is open by then, and the pages are made. */
        const first = 1 + Math.floor(most * (2 + tries / 12) / 3);
        shaken.fail({ calls: ALLOCATE, first, times: 1 });
        const ended = report();
        struck += shaken.failed() > 0;
        shaken.mend();
        assertFailsWell(ended, `allocation ${first}`);
        const there = existsSync(join(out, 'latest'));
        assert.ok(ended.status !== 0 || there, `allocation ${first}`);
        if (there)
            assert.deepEqual(filesIn(join(out, 'latest')), whole, `allocation ${first}`);
    }
    assert.ok(struck > 6, String(struck));
    shaken.end();
    store.remove();
});
