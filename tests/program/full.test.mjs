/* full.test.mjs: a disk that is really full, a small tmpfs: visitors get a sentence, nothing
 * acknowledged is lost, and service goes on once there is room. Who may not mount one tries
 * in a namespace of their own; without that, too, these tests are skipped. */
import assert from 'node:assert/strict';
import http from 'node:http';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { attempt, body, postBy, startSmall, versionOf } from './given.mjs';

const KILOBYTES = 2048;
const succeeds = (...words) => spawnSync(words[0], words.slice(1), { stdio: 'ignore' }).status === 0;
const disk = mkdtempSync(join(tmpdir(), 'sortie-full-'));
const mounted = succeeds('mount', '-t', 'tmpfs', '-o', `size=${KILOBYTES}k`, 'tmpfs', disk);
const within = process.env.SORTIE_WITHIN;
const apart = !mounted && !within && succeeds('unshare', '-rm', 'mount', '-t', 'tmpfs', 'tmpfs', disk);
const check = apart ? () => {} : (name, does) => test(name, { skip: !mounted && 'no small disk can be mounted here' }, does);

let collector, full;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const send = (document) => postBy(agent, collector.address('hall'), document);
const ballast = join(disk, 'ballast');

before(async () => {
    if (!mounted)
        return;
    process.env.TMPDIR = disk;
    collector = await startSmall();
    full = await versionOf(collector);
});
after(async () => {
    agent.destroy();
    if (mounted) {
        rmSync(ballast, { force: true });
        await collector?.stop();
        assert.ok(succeeds('umount', disk));
    }
    rmdirSync(disk);
});

/* Takes all the room that is left but so many bytes. */
function fillUp(kilobytes = 0) {
    const file = openSync(ballast, 'w');
    try {
        for (;;)
            writeSync(file, Buffer.alloc(4096));
    } catch (failure) {
        assert.equal(failure.code, 'ENOSPC');
    }
    closeSync(file);
    if (kilobytes)
        assert.ok(succeeds('truncate', '-s', `-${kilobytes}K`, ballast));
}

const acknowledged = new Set();
const keys = () => collector.rows("SELECT document ->> '$.key' FROM inbox").sort();

/* Is it kept? If not, a sentence says why. */
async function offer(document) {
    const { status, text } = await send(document);
    if (status === 201 || status === 200)
        acknowledged.add(document.key);
    else
        assert.deepEqual([status, JSON.parse(text)], [503, { error: 'the server cannot write now: try again in a few seconds' }]);
    return status;
}

async function assertServed(refused) {
    rmSync(ballast);
    for (const document of refused)
        assert.equal(await offer(document), 201);
    assert.equal((await fetch(`${collector.url}/healthz`)).status, 200);
    assert.deepEqual(keys(), [...acknowledged].sort());
}

if (apart)
    test('the same on a disk in a namespace of its own', () => {
        const { status, stdout } = spawnSync('unshare', ['-rm', process.execPath, '--test', '--test-reporter=tap', fileURLToPath(import.meta.url)],
            { encoding: 'utf8', env: { ...process.env, SORTIE_WITHIN: '1', NODE_TEST_CONTEXT: undefined } });
        assert.equal(status, 0, stdout);
        assert.match(stdout, /^# skipped 0$/m);
    });

check('a disk that visitors fill up: 503 with a sentence, and service once there is room', async () => {
    const refused = [];
    fillUp(300);
    for (let tries = 0; refused.length < 20; tries++) {
        const document = body(full);
        if (await offer(document) === 503)
            refused.push(document);
        assert.ok(tries < 5000);
    }
    assert.ok(acknowledged.size > 10);
    assert.deepEqual(keys(), [...acknowledged].sort());
    const health = await fetch(`${collector.url}/healthz`);
    assert.equal(health.status, 503);
    assert.match((await health.json()).error, /disk is full/);
    assert.equal((await fetch(collector.address('hall'))).status, 200);
    await assertServed(refused);
});

check('a collector killed on a full disk has all that it acknowledged', async () => {
    const refused = [];
    fillUp(60);
    for (let tries = 0; refused.length < 5; tries++) {
        const document = body(full);
        if (await offer(document) === 503)
            refused.push(document);
        assert.ok(tries < 5000);
    }
    await collector.end('SIGKILL');
    rmSync(ballast);
    await collector.serve();
    fillUp();
    assert.deepEqual(keys(), [...acknowledged].sort());
    await assertServed(refused);
});

check('a command on a full disk says so, and changes nothing', async () => {
    fillUp();
    for (const words of [['settle'], ['backup', '--out', join(collector.folder, 'copy.db')], ['change', 'add', '--day', '2026-03-03', '--did', 'x'.repeat(100)]]) {
        const { status, stderr } = attempt(...words, '--store', collector.store);
        assert.equal(status, 74, `${words[0]}: ${stderr}`);
        assert.match(stderr, /full/);
    }
    await assertServed([body(full)]);
    assert.equal(attempt('settle', '--store', collector.store).status, 0);
    assert.deepEqual(collector.rows("SELECT sum(n) FROM tally WHERE question = ''"), [String(acknowledged.size)]);
    assert.deepEqual(collector.rows('PRAGMA integrity_check'), ['ok']);
});
