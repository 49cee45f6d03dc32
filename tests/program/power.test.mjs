/* power.test.mjs: promise 1 against power cuts. The processes run on a disk that forgets what
 * was not flushed, sector by sector and name by name, as the dice fall (tests/faults). What was
 * acknowledged is there after each cut, once; so is what a command said was done.
 *
 *     make soak       200 cuts (SORTIE_CUTS) */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, program, startCollector } from '../helpers.mjs';
import { FLUSH, startDisk } from '../faults/disk.mjs';
import { body, pause, postBy, startSmall, versionOf } from './given.mjs';
import { assertAsRemembered, between, exitOf, startSenders } from './senders.mjs';

const CUTS = Number(process.env.SORTIE_CUTS || 12);
let collector, disk, version;

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' } } });
    version = await versionOf(collector);
    await collector.end();
    disk = startDisk(collector.folder, { power: true });
    collector.env = disk.env;
    await collector.serve();
});
after(async () => {
    await collector?.stop();
    disk?.end();
});

/* Beside the collector: `settle`, or a backup, in turns, or nothing. */
const backups = [];
function beside(number) {
    const words = ['settle', '--store', collector.store];
    if (number % 3 === 0)
        return null;
    if (number % 3 === 2) {
        backups.push({ path: join(collector.folder, `backup-${number}.db`), done: false });
        words.splice(0, 1, 'backup', '--out', backups.at(-1).path);
    }
    const child = spawn(program, words, { stdio: 'ignore', env: disk.env });
    return { child, ended: exitOf(child), backup: number % 3 === 2 ? backups.at(-1) : null };
}

/* Every process dies; then the dice fall. */
async function cut(command) {
    command?.child.kill('SIGKILL');
    const status = await command?.ended;
    if (command?.backup)
        command.backup.done = status === 0;
    await collector.end('SIGKILL');
    disk.cut();
    return status;
}

/* A backup that was said to be made is there; one that bears its name is whole. */
function assertBackups() {
    for (const { path, done } of backups) {
        assert.ok(existsSync(path) || !done, `${path} was made and is gone`);
        if (existsSync(path))
            assert.equal(ask(path, 'PRAGMA integrity_check',
                "SELECT (SELECT count(*) FROM response) - (SELECT sum(n) FROM tally WHERE question = '')"), 'ok\n0\n');
    }
}

test(`what was acknowledged outlives ${CUTS} power cuts, once, and is counted as it was given`, async (t) => {
    const senders = startSenders(t, collector, version);
    let interrupted = 0;
    for (let number = 0; number < CUTS && !senders.failure; number++) {
        await pause(between(20, 350));
        const command = beside(number);
        await pause(between(1, command?.backup ? 500 : 150));
        interrupted += await cut(command) === 'SIGKILL';
        const acknowledged = senders.log.length;
        assert.deepEqual(collector.rows('PRAGMA integrity_check'), ['ok']);
        const there = collector.rows('SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM response)')[0];
        assert.ok(there >= acknowledged, `cut ${number} left ${there} of ${acknowledged}`);
        await collector.serve();
    }
    await senders.stop();
    console.log(`${CUTS} cuts, ${interrupted} of them in a settling or a backup, ${senders.log.length} responses`);
    assertAsRemembered(collector, senders.log);
    assertBackups();
});

/* What a killed collector wrote and did not flush is read by the next one, which knows the
 * keys in it: a retry is acknowledged by what is on disk by then, and not only in memory. */
test('a retry after a kill before the flush is acknowledged once it is on disk', async (t) => {
    const own = await startSmall({ t }), full = await versionOf(own);
    await own.end();
    const platter = startDisk(own.folder, { power: true });
    t.after(() => platter.end());
    own.env = platter.env;
    const say = (document) => postBy(new http.Agent(), own.address('hall'), document);
    let known = 0;
    for (let number = 0; number < CUTS; number++) {
        const document = body(full);
        await own.serve();
        assert.equal((await say(body(full))).status, 201); /* a log that is begun is flushed once more */
        platter.kill({ calls: FLUSH, first: 1 });
        assert.equal((await say(document)).status, 0);
        await own.end('SIGKILL');
        platter.mend();
        await own.serve();
        const { status, text } = await say(document);
        assert.ok(status === 200 || status === 201, text);
        known += status === 200;
        await own.end('SIGKILL');
        platter.cut();
        assert.ok(own.inbox().some(({ key }) => key === document.key), `cut ${number} took a response that was kept with ${status}`);
    }
    assert.ok(known > 0, 'this test could not fail');
    await own.serve();
});
