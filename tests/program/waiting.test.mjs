/* waiting.test.mjs: a visitor never waits for the centre's own work: while a long file is
 * imported or settled - by a command, and by the collector itself - and while reports are made, each
 * response is kept. A collector that has waited 2 s for the store says 503: none does. How long it took
 * is printed, for a person to judge: a busy machine takes as long as it likes.
 *
 *     make soak       a million rows (SORTIE_ROWS) */
import assert from 'node:assert/strict';
import http from 'node:http';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startDisk } from '../faults/disk.mjs';
import { build, program, run, startCollector } from '../helpers.mjs';
import { dayFrom, pause, postBy, versionOf } from './given.mjs';
import { exitOf, given } from './senders.mjs';

const ROWS = Number(process.env.SORTIE_ROWS || 30000);
let collector, version;

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' } } });
    version = await versionOf(collector);
});
after(() => collector?.stop());

/* Visitors, ten a second, until the work is done: how long the slowest waited. */
async function answeredDuring(work, note = () => {}) {
    const agent = new http.Agent({ keepAlive: true });
    let working = true, slowest = 0, answered = 0;
    const ended = work.then((status) => { working = false; return status; });
    while (working) {
        const since = Date.now();
        const { status, text } = await postBy(agent, collector.address('hall'), given(version));
        assert.equal(status, 201, text);
        slowest = Math.max(slowest, Date.now() - since);
        answered++;
        note();
        await pause(100);
    }
    agent.destroy();
    assert.equal(await ended, 0);
    return { slowest, answered };
}

function slips(place) {
    const path = join(collector.folder, `${place}.csv`), file = openSync(path, 'w');
    const days = Array.from({ length: 300 }, (_, back) => dayFrom(-back));
    writeSync(file, 'day,place,overall,forward\n');
    for (let row = 0; row < ROWS; row += 1000)
        writeSync(file, Array.from({ length: 1000 }, (_, i) => `${days[i % 300]},${place},${1 + i % 5},yes\n`).join(''));
    closeSync(file);
    return path;
}

const begun = (...words) => exitOf(spawn(words[0], words.slice(1), { stdio: 'ignore' }));

test(`no visitor waits 2 s while ${ROWS} rows are imported or settled, or a report is made`, async () => {
    const imported = await answeredDuring(begun(program, 'import', '--store', collector.store, '--form', 'exit', slips('desk-job')));
    const settled = await answeredDuring(begun(program, 'settle', '--store', collector.store));
    const reported = await answeredDuring(begun(join(build, 'sortie-analysis'), 'report', '--store', collector.store,
        '--out', join(collector.folder, 'reports'), '--lang', 'fr'));
    console.log(`import: ${imported.answered} answered, slowest ${imported.slowest} ms; settle: ${settled.answered}, ${settled.slowest} ms; report: ${reported.answered}, ${reported.slowest} ms`);
});

/* The first byte of FILE-lock: while it is locked commands do not begin to write (test_store.c). */
test('a visitor who waits for the store says so to commands, until the response is kept', async (t) => {
    const lock = `${collector.store}-lock`;
    const waits = () => new RegExp(`OFDLCK.* WRITE .*:${statSync(lock).ino} 0 0$`, 'm').test(readFileSync('/proc/locks', 'utf8'));
    const writer = spawn('flock', [lock, '-c', 'echo held; cat >/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
    t.after(() => writer.stdin.end());
    await new Promise((done) => { writer.stdout.once('data', done); });
    assert.equal(waits(), false);
    const agent = new http.Agent(), reply = postBy(agent, collector.address('hall'), given(version));
    let answered = false;
    reply.then(() => { answered = true; });
    while (!waits()) {
        assert.equal(answered, false, 'answered without a word to commands');
        await pause(5);
    }
    writer.stdin.end();
    assert.equal((await reply).status, 201);
    while (waits())
        await pause(5);
    agent.destroy();
});

/* A week is over, and nobody came for ten minutes. Visitors who come as it settles do not wait for its
 * end: they are answered while rows still wait. */
test(`nor while the collector settles ${ROWS} rows by itself`, async (t) => {
    const rows = () => Number(collector.rows('SELECT count(*) FROM imported')[0]);
    await collector.end();
    const disk = startDisk(collector.folder);
    t.after(() => disk.end());
    run('import', '--store', collector.store, '--form', 'exit', slips('desk-change'));
    collector.env = disk.env;
    await collector.serve();
    disk.ahead(8 * 24 * 60);
    while (rows() === ROWS)
        await pause(20);
    let seen = 0, between = 0;
    const ended = (async () => {
        for (; rows() > 0; await pause(50))
            between = seen;
        return 0;
    })();
    const settled = await answeredDuring(ended, () => { seen++; });
    console.log(`the collector's own settling: ${settled.answered} answered, slowest ${settled.slowest} ms`);
    assert.ok(between > 0, 'nobody was answered before it had ended');
});
