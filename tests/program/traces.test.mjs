/* traces.test.mjs: what someone finds who has all files of a centre - the store and its log,
 * what the collector said, a backup, the reports - and knows how a database lays its pages.
 *
 * The threats, and what proves that each is met:
 *   T1  address, browser, referrer            here; of a proxy before it: docs/centre.md says what it must not log
 *   T2  exact time                            here
 *   T3  arrival order in ids                  here
 *   T4  arrival order in pages, log, backup   here; test_store.c
 *   T5  deleted data that stays               here; test_store.c
 *   T6  answer joined to the tablet's key     here; browser/outage.test.mjs (the shelf is empty once acknowledged)
 *   T7  a rare language                       here; backup.test.mjs
 *   T8  a combination of traits               no question asks for one: forms.test.mjs; languages and parts of the day are counted apart: here
 *   T9  small groups                          test_disclosure.c, test_shown.c, browser/manager.test.mjs
 *   T10 differences of published figures      test_shown.c, report.test.mjs
 *   T11 a live counter                        collector.test.mjs (metrics by whole groups), report.test.mjs, browser/staff.test.mjs
 *   T12 watching                              browser/trace.test.mjs
 *   T13 Back, autofill                        browser/trace.test.mjs
 *   T14 names in free text                    kept for some weeks only: here; off unless switched on: forms.test.mjs; struck out, released by
 *                                             staff: remarks.test.mjs; warned of while it is typed: browser/late.test.mjs, browser/rules.test.mjs
 *   T15 third parties                         browser/modes.test.mjs, browser/wire.mjs
 *   T16 a centre recognised in the network    network.test.mjs
 *   T17 core dumps, temporary files, swap     here; packaging.test.mjs
 *   T18 retention                             here; test_store.c
 *   T19 backups with what was purged          here; packaging.test.mjs (those that the service keeps)
 *   T20 answers of one hand                   browser/rules.test.mjs, browser/bursts.test.mjs (repeats are flagged), test_tally.c, repeats.test.mjs (a figure
 *                                             without them); footfall.test.mjs (over three times the usual: by the week, since no day is kept)
 *   T21 someone who listens on the network    tls.test.mjs; browser/rules.test.mjs (bodies of one length), collector.test.mjs (of the plain page, without
 *                                             a script: all answers to a question are of one length; how many reasons, and how long a text, shows) */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { analysis } from '../analysis.mjs';
import { build, freePort, program, sqlite } from '../helpers.mjs';
import { disorder, rowsAsWritten } from '../pages.mjs';
import { attempt, body, dayFrom, newKey, pause, post, postBy, startSmall, versionOf } from './given.mjs';

const MANY = 110, REMARKS = 94, GROUP = 5, FIRST_KEY = '5ec2e7c0ffee';
const analysisProgram = join(build, 'sortie-analysis');
const WRITTEN = 'Planté ici';
const AGENT = 'Curieux/7.3 (trace)', FROM = 'http://portail.example/lettre';
const ADDRESS = '127.83.19.201', OCTETS = Buffer.from(ADDRESS.split('.').map(Number)); /* a loopback address that is nothing else */
const visitor = { 'User-Agent': AGENT, Referer: FROM, 'X-Forwarded-For': '198.51.100.23', Forwarded: 'for=198.51.100.23', Cookie: 'visitor=4711', 'Accept-Language': 'eu' };
const folder = mkdtempSync(join(os.tmpdir(), 'sortie-traces-'));
const backup = join(folder, 'copy.db'), reports = join(folder, 'reports');
let collector, full;
const seenIn = new Map(), keys = [];
let early;

const sql = (file, query) => sqlite(file, query).trim();
const settle = () => attempt('settle', '--store', collector.store);

/* The n-th visitor's answers tell n, to this test. (The form takes no text in English.) */
const answers = (n) => ({ overall: String(1 + n % 5), friend: String(Math.floor(n / 5) % 11), back: n < 55 ? 'yes' : 'no', say: `${WRITTEN} ${n}` });
const visitorOf = ({ overall, friend, back }) => Number(overall) - 1 + 5 * Number(friend) + (back === 'yes' ? 0 : 55);

/* After each fifth visitor all is settled: the worst that a hasty hand can do. */
before(async () => {
    collector = await startSmall();
    full = await versionOf(collector);
    const agent = new http.Agent({ localAddress: ADDRESS });
    for (let n = 0; n < MANY; n++) {
        keys.push(FIRST_KEY + newKey().slice(FIRST_KEY.length));
        const { status, text } = await postBy(agent, collector.address('desk'),
            body(full, { key: keys[n], answers: answers(n), part: n % 3 ? 'evening' : 'morning', lang: n % 7 ? 'fr' : 'en' }), visitor);
        assert.equal(status, 201, text);
        if (n % GROUP === GROUP - 1) {
            assert.equal(settle().status, 0);
            for (const key of sql(collector.store, 'SELECT hex(key) FROM seen').split('\n'))
                if (!seenIn.has(key))
                    seenIn.set(key, n);
            if (n === 49)
                copyFileSync(collector.store, early = join(folder, 'early.db'));
        }
    }
    assert.equal(attempt('backup', '--store', collector.store, '--out', backup).status, 0);
    writeFileSync(join(folder, 'slips.csv'), `day,overall\n${`${dayFrom(-9)},4\n`.repeat(6)}`);
    assert.equal(attempt('import', '--store', collector.store, '--form', 'every', join(folder, 'slips.csv')).status, 0);
    assert.equal(settle().status, 0);
    assert.equal(analysis('report', '--store', collector.store, '--out', reports, '--lang', 'fr').status, 0);
});
after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await collector?.stop();
});

/* All that lies there: [name, bytes]. */
function everything() {
    const files = ['', '-wal', '-shm', '-lock', '-serve'].map((ending) => collector.store + ending).filter(existsSync);
    const written = readdirSync(reports, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    files.push(backup, ...written.map((entry) => join(entry.path ?? entry.parentPath, entry.name)));
    return [['what the collector said', Buffer.from(collector.errors)], ...files.map((file) => [file, readFileSync(file)])];
}
function absent(traces) {
    for (const [name, bytes] of everything())
        for (const trace of traces)
            assert.equal(bytes.includes(trace), false, `${trace} lies in ${name}`);
}
const columns = (table) => sql(collector.store, `SELECT name FROM pragma_table_info('${table}')`).split('\n');

test('T1: no address, browser, referrer or cookie is in the store, its log, what the collector said, a backup or the reports', () => {
    assert.ok(everything().length > 8, 'there is something to search');
    absent([AGENT, 'Curieux', FROM, 'portail.example', '198.51.100.23', 'visitor=4711', ADDRESS, OCTETS.toString('hex'), OCTETS, Buffer.from(OCTETS).reverse()]);
    assert.match(collector.errors, /^sortie: serving on [^\n]*\n$/, 'one line in all: none a visitor');
});

test('T2: no clock time and no day of a response is there once it is settled', () => {
    for (const table of ['response', 'tally', 'spoken', 'part', 'remark', 'seen'])
        assert.deepEqual(columns(table).filter((name) => /day|time|hour|date|arrived|at$/.test(name)), [], table);
    const now = Math.floor(Date.now() / 1000), day = Buffer.from(`"day":"${dayFrom(0)}","form"`);
    for (const [name, bytes] of everything())
        if (!name.startsWith(reports))
            assert.equal(bytes.includes(day), false, name);
    const rows = ['* FROM response', '* FROM tally', '* FROM spoken', '* FROM part', 'week, n, place, lang, pleased, text, state FROM remark'] // its number is drawn at random
        .map((what) => sql(collector.store, `SELECT ${what}`)).join('\n');
    for (const [number] of rows.matchAll(/\d{10,}/g))
        assert.ok(Math.abs(Number(number.slice(0, 10)) - now) > 86400 * 400, number);
});

test('T3: nothing counts responses in the order they came', () => {
    assert.equal(sql(collector.store, "SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%'"), '0');
    assert.deepEqual(columns('response'), ['week', 'n', 'place', 'session', 'form', 'mode', 'class', 'answers']);
    const byNumber = sql(collector.store, "SELECT answers FROM response WHERE place = 'desk-job' ORDER BY n").split('\n').map((line) => visitorOf(JSON.parse(line)));
    assert.equal(byNumber.length, MANY);
    assert.ok(disorder(byNumber) < 5, byNumber.join(' '));
});

/* A kept order is over 9 standard deviations from chance, one kept between the settlings
 * only, too; chance alone passes 5 once in two million runs. */
describe('T4: the pages tell no order of arrival, though a settling followed every fifth visitor', () => {
    for (const [name, file] of [['the store', () => collector.store], ['a backup', () => backup]]) {
        test(`responses in ${name}`, () => {
            const order = rowsAsWritten(file(), 'response').filter((row) => row[2] === 'desk-job').map((row) => visitorOf(JSON.parse(row[7])));
            assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: MANY }, (_, n) => n), 'all are read');
            assert.ok(disorder(order) < 5, order.join(' '));
        });
        test(`remarks in ${name}`, () => {
            const order = rowsAsWritten(file(), 'remark').map((row) => Number(/(\d+)$/.exec(row[5])[1]));
            assert.equal(order.length, REMARKS);
            assert.ok(disorder(order) < 5, order.join(' '));
        });
        test(`keys in ${name}`, () => {
            const order = rowsAsWritten(file(), 'seen').map((row) => seenIn.get(row[0].toString('hex').toUpperCase()));
            assert.equal(order.length, MANY);
            assert.ok(disorder(order) < 5, order.join(' '));
        });
        test(`tallies, languages and parts of the day in ${name} lie, week by week, in the order of their names`, () => {
            for (const table of ['tally', 'spoken', 'part']) {
                const rows = rowsAsWritten(file(), table).map((row) => row.slice(0, -1).join('\t'));
                for (const week of new Set(rows.map((row) => row.slice(0, 8)))) {
                    const ofWeek = rows.filter((row) => row.startsWith(week));
                    assert.deepEqual(ofWeek, [...ofWeek].sort(), table);
                }
            }
        });
    }
    test('keys that all lie in one page, which was never divided', () => {
        const order = rowsAsWritten(early, 'seen').map((row) => seenIn.get(row[0].toString('hex').toUpperCase()));
        assert.equal(order.length, 50);
        assert.ok(disorder(order) < 5, order.join(' '));
    });
    test('the log is empty after a settling', () => assert.equal(readFileSync(`${collector.store}-wal`).length, 0));
});

test('T4: while a reader holds the log, settling says so, visitors are served, and the next one empties it', async (t) => {
    const reader = spawn('sqlite3', ['-readonly', collector.store], { stdio: ['pipe', 'pipe', 'inherit'] });
    t.after(() => reader.kill());
    const reads = new Promise((done) => { reader.stdout.once('data', done); });
    assert.equal((await post(collector.address('hall'), body(full, { key: FIRST_KEY + newKey().slice(12) }))).status, 201);
    reader.stdin.write('BEGIN; SELECT count(*) FROM inbox;\n');
    await reads;
    const hindered = spawn(program, ['settle', '--store', collector.store], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '', ended = null;
    hindered.stderr.on('data', (some) => { said += some; });
    hindered.once('exit', (code) => { ended = code; });
    let served = 0;
    for (; ended === null; await pause(100)) {
        const reply = await post(collector.address('hall'), body(full, { key: FIRST_KEY + newKey().slice(12) }), { Connection: 'close' });
        assert.equal(reply.status, 201, await reply.text());
        served++;
    }
    assert.equal(ended, 75);
    assert.match(said, /cannot empty the log while another program reads the store: try again when it is done/);
    assert.ok(served > 2, 'visitors came meanwhile');
    assert.ok(readFileSync(`${collector.store}-wal`).includes(FIRST_KEY), 'this test could not fail');
    const gone = new Promise((done) => { reader.once('exit', done); });
    reader.stdin.end('COMMIT;\n');
    await gone;
    assert.equal(settle().status, 0);
    assert.equal(readFileSync(`${collector.store}-wal`).length, 0);
    absent([FIRST_KEY]);
});

test('T6: no key, in digits or as bytes, is in any file', () => {
    absent([FIRST_KEY, Buffer.from(FIRST_KEY, 'hex'), ...keys.slice(0, 10).map((key) => Buffer.from(key, 'hex'))]);
});

test('T7, T8: languages and parts of the day are counted by week, beside no place, form or answer', () => {
    assert.deepEqual([columns('spoken'), columns('part')], [['week', 'lang', 'n'], ['week', 'part', 'n']]);
    absent(['"lang":', '"part":']);
    for (const table of ['response', 'tally'])
        assert.deepEqual(columns(table).filter((name) => /^lang|^part/.test(name)), [], table);
});

/* A command is ended by its own failure, as it were, a second after its start. */
async function abort(place, file, ...words) {
    const child = spawn('sh', ['-c', 'ulimit -c unlimited; "$@" & pid=$!; sleep 1; kill -ABRT $pid; wait $pid', 'sh', file, ...words],
        { cwd: place, stdio: 'ignore', env: { ...process.env, TMPDIR: place, SQLITE_TMPDIR: place, ASAN_OPTIONS: 'disable_coredump=0' } });
    assert.equal(await new Promise((done) => { child.once('exit', done); }), 128 + os.constants.signals.SIGABRT, words[0]);
}

test('T17: no command that holds responses leaves a core dump or a temporary file', async (t) => {
    const { pid } = collector.process, limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
    assert.match(limits, /^Max core file size +0 +0 /m);
    const place = mkdtempSync(join(os.tmpdir(), 'sortie-core-'));
    t.after(() => rmSync(place, { recursive: true, force: true }));
    copyFileSync(backup, join(place, 's.db'));
    await abort(place, program, 'serve', '--store', 's.db', '--port', String(await freePort()), '--listen', '127.0.0.1');
    /* The others wait for whoever has the store for himself, and would be done too soon. */
    const holder = spawn('sqlite3', [join(place, 's.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
    t.after(() => holder.kill());
    const holds = new Promise((done) => { holder.stdout.once('data', done); });
    holder.stdin.write('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;\n');
    await holds;
    await abort(place, program, 'settle', '--store', 's.db');
    await abort(place, analysisProgram, 'recount', '--store', 's.db');
    await abort(place, analysisProgram, 'report', '--store', 's.db', '--out', 'reports');
    assert.deepEqual(readdirSync(place).filter((name) => !/^s\.db/.test(name)), []);
});

/* The limit alone would not keep a core from a kernel that pipes it to a program. */
test('T17: no process may be dumped, where the kernel pipes cores, either', (t) => {
    for (const file of [program, analysisProgram]) {
        const { error, stderr } = spawnSync('strace', ['-f', '-e', 'trace=prctl', file, '--help'],
            { encoding: 'utf8', env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' } });
        if (error || /^strace: /m.test(stderr))
            t.skip('nothing can be traced here');
        else
            assert.match(stderr, /prctl\(PR_SET_DUMPABLE, (SUID_DUMP_DISABLE|0)\)/, file);
    }
});

/* Weeks go by for the rows, since the clock of a machine is not a test's to set. */
const PAST = '2020-W';
const age = (file, table) => sql(file, `PRAGMA secure_delete = ON; UPDATE ${table} SET week = '${PAST}' || substr(week, 7); PRAGMA wal_checkpoint(TRUNCATE)`);

describe('T5, T18, T19: what is kept long enough goes', () => {
    test('purge --check says what is overdue, with 65, and changes nothing', () => {
        assert.equal(attempt('purge', '--store', collector.store, '--check').status, 0);
        const kept = sql(collector.store, "SELECT count(*) FROM response");
        for (const table of ['response', 'remark', 'seen'])
            age(collector.store, table);
        copyFileSync(collector.store, join(folder, 'old.db'));
        const { status, stdout, stderr } = attempt('purge', '--store', collector.store, '--check');
        assert.equal(status, 65);
        assert.match(stdout, new RegExp(`^${kept} responses, ${REMARKS} remarks and \\d+ keys are overdue\n$`));
        assert.match(stderr, /keeps more than its centre's file says: run sortie-collector purge --store on it\n$/);
        assert.equal(sql(collector.store, "SELECT count(*) FROM response"), kept);
    });

    test('purge deletes it, and writes over it in every file', () => {
        assert.ok(readFileSync(collector.store).includes(WRITTEN) || readFileSync(`${collector.store}-wal`).includes(WRITTEN), 'this test could not fail');
        const tallies = sql(collector.store, 'SELECT * FROM tally');
        const { status, stdout } = attempt('purge', '--store', collector.store);
        assert.equal(status, 0);
        assert.match(stdout, /^\d+ responses, 94 remarks and \d+ keys deleted; what they counted for stays counted\n$/);
        rmSync(backup);
        assert.equal(attempt('backup', '--store', collector.store, '--out', backup).status, 0);
        absent([WRITTEN, '"friend":"', PAST]);
        assert.equal(sql(collector.store, 'SELECT * FROM tally'), tallies);
        assert.equal(attempt('purge', '--store', collector.store, '--check').status, 0);
        assert.equal(analysis('recount', '--store', collector.store).status, 0);
    });

    test('an old backup is a store that purge works on, too', () => {
        const old = join(folder, 'old.db');
        assert.equal(attempt('purge', '--store', old, '--check').status, 65);
        assert.equal(attempt('purge', '--store', old).status, 0);
        assert.equal(sql(old, 'SELECT (SELECT count(*) FROM response) + (SELECT count(*) FROM remark)'), '0');
        for (const ending of ['', '-wal'].filter((one) => existsSync(old + one)))
            assert.equal(readFileSync(old + ending).includes(WRITTEN), false);
    });
});

test('T18: a centre that keeps 0 weeks has counts only, from the first settling on', async (t) => {
    const own = await startSmall({ t, change: (centre) => { centre.settings.responses_kept = 0; } });
    for (let n = 0; n < 6; n++) {
        const reply = await post(own.address('desk'), body(await versionOf(own), { answers: answers(n) }), { Connection: 'close' });
        assert.equal(reply.status, 201, await reply.text());
        if (n % 3 === 2)
            assert.equal(attempt('settle', '--store', own.store).status, 0);
    }
    assert.deepEqual(own.rows('SELECT count(*) FROM response'), ['0']);
    assert.deepEqual(own.rows('SELECT count(*) FROM inbox'), ['0']);
    assert.deepEqual(own.rows("SELECT n FROM tally WHERE question = ''"), ['6']);
    assert.equal(readFileSync(own.store).includes('"friend":"'), false);
    assert.equal(attempt('purge', '--store', own.store, '--check').status, 0);
});
