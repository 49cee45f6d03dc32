/* quiet.test.mjs: nobody keeps a week from being closed by an answer now and then. The
 * collector's clock is put forward (tests/faults); its centre is open from 9 to 18. */
import assert from 'node:assert/strict';
import http from 'node:http';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { program } from '../helpers.mjs';
import { startDisk } from '../faults/disk.mjs';
import { attempt, body, pause, post, postBy, startSmall, versionOf } from './given.mjs';

const MINUTE = 60000;
/* "Mon 20:00" and "2026-11-30" by the centre's own clock, some minutes from now. */
const at = (ahead, style) => new Date(Date.now() + ahead * MINUTE).toLocaleString(style, { timeZone: 'Europe/Paris',
    ...(style === 'sv-SE' ? { dateStyle: 'short' } : { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) });
/* The minutes until such a moment, from others on. */
const until = (moment, from = 0) => {
    let ahead = from;
    while (at(ahead, 'en-GB').replace(',', '') !== moment)
        ahead++;
    return ahead;
};

let collector, disk, full;
before(async () => {
    const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['09:00-18:00']]));
    collector = await startSmall({ change: (centre) => { centre.calendar = { week }; } });
    full = await versionOf(collector);
    await collector.end();
    disk = startDisk(collector.folder);
    collector.env = disk.env;
});
after(async () => {
    await collector?.stop();
    disk?.end();
});

const waiting = () => Number(collector.rows('SELECT count(*) FROM inbox')[0]);
const closed = () => collector.rows('SELECT last FROM closing')[0];

test('one answer every nine minutes puts off the closing of a week by a day, and no longer', async () => {
    const sunday = until('Sun 20:00');
    disk.ahead(sunday);
    assert.equal(spawnSync(program, ['settle', '--store', collector.store], { env: disk.env }).status, 0);
    const before = closed(), first = until('Mon 18:00', sunday), last = until('Tue 05:00', first);
    disk.ahead(first);
    await collector.serve();
    const agent = new http.Agent(); /* a connection of its own for each: those that are open are late at once */
    let sent = 0;
    const tell = async (ahead) => {
        disk.ahead(ahead);
        const { status, text } = await postBy(agent, collector.address('hall'), body(full, { day: at(ahead, 'sv-SE') }));
        assert.equal(status, 201, text);
        sent++;
    };
    /* The centre is closed now, and the week might be. */
    for (let ahead = first; ahead < last; ahead += 9)
        await tell(ahead);
    assert.equal(waiting(), sent);
    assert.equal(closed(), before);
    await tell(last);
    for (let tries = 0; tries < 100 && closed() === before; tries++)
        await pause(100);
    assert.notEqual(closed(), before, collector.errors);
    const [counted] = collector.rows("SELECT sum(n) FROM tally WHERE question = ''").map(Number);
    assert.ok(counted >= sent - 1, `${counted} of ${sent}`); /* the last one may have come just after */
    assert.equal(counted + waiting(), sent);
});

/* 400 days: more than responses (13 weeks), remarks and keys (8) are kept. */
test('a clock that is 400 days ahead closes and deletes nothing, by whichever way, until somebody says that it is right', async (t) => {
    const own = await startSmall({ t });
    for (let n = 0; n < 6; n++)
        assert.equal((await post(own.address('hall'), body(full, {}), { Connection: 'close' })).status, 201);
    assert.equal(attempt('settle', '--store', own.store).status, 0);
    assert.equal((await post(own.address('hall'), body(full, {}), { Connection: 'close' })).status, 201);
    await own.end();
    const wrong = startDisk(own.folder), backup = join(own.folder, 'copy.db');
    t.after(() => wrong.end());
    own.env = wrong.env;
    const kept = () => own.rows('SELECT (SELECT count(*) FROM response), (SELECT count(*) FROM inbox), (SELECT count(*) FROM seen), (SELECT last FROM closing)')[0];
    const before = kept(), command = (...words) => spawnSync(program, [...words, '--store', own.store], { env: wrong.env, encoding: 'utf8' });
    assert.match(before, /^6\|1\|6\|/);
    wrong.ahead(400 * 1440);
    for (const words of [['settle'], ['backup', '--out', backup], ['purge']]) {
        const { status, stderr } = command(...words);
        assert.equal(status, 74, words[0]);
        assert.match(stderr, /cannot go by this machine's clock: it says 20\d\d-\d\d-\d\d, and nothing was settled since 20\d\d-W\d\d: set it right, or, if it is, say so once by sortie-collector settle --clock-is-right\n$/);
        assert.equal(kept(), before, words[0]);
    }
    assert.equal(existsSync(backup), false);
    wrong.ahead(0);
    await own.serve();
    wrong.ahead(400 * 1440);
    for (let tries = 0; tries < 100 && !/sortie: cannot go by this machine's clock: it says/.test(own.errors); tries++)
        await pause(100);
    assert.match(own.errors, /sortie: cannot go by this machine's clock: it says/);
    assert.equal(kept(), before);
    assert.equal((await fetch(new URL('/healthz', own.address('hall')))).status, 200, 'it serves all the same');
    await own.end();
    wrong.ahead(0);
    assert.equal(command('settle').status, 0, 'set right, it goes on');
    wrong.ahead(400 * 1440);
    assert.equal(command('settle', '--clock-is-right').status, 0);
    assert.match(kept(), /^0\|/, 'this test could not fail');
    assert.equal(command('backup', '--out', backup).status, 0);
});

/* The child that settles finds the store by its name. */
test('a store that was put in the place of the served one is not settled', async (t) => {
    const own = await startSmall({ t });
    const other = await startSmall({ t });
    await own.end();
    const late = startDisk(own.folder);
    t.after(() => late.end());
    own.env = late.env;
    await own.serve();
    assert.equal((await post(own.address('hall'), body(full, {}), { Connection: 'close' })).status, 201);
    await other.end();
    renameSync(own.store, `${own.store}.old`);
    copyFileSync(other.store, own.store);
    const put = readFileSync(own.store);
    late.ahead(8 * 1440);
    const said = /cannot settle: the store's file 'store.db' was removed or replaced/;
    for (let tries = 0; tries < 300 && !said.test(own.errors); tries++)
        await pause(100);
    assert.match(own.errors, said);
    assert.deepEqual(readFileSync(own.store), put);
});
