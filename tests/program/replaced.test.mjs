/* replaced.test.mjs: promise 1 against whoever moves the store's files while they are in use.
 * What was acknowledged is where it was acknowledged; what came in its place is as it was;
 * nobody is told "kept" or "done" of what went elsewhere. */
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ask, freePort, program, root, run, sqlite } from '../helpers.mjs';
import { attempt, begin, body, dayFrom, pause, post, startSmall, versionOf } from './given.mjs';

const REPLACED = /removed or replaced/, FOREIGN = /was put in the place of another file, whose log would spoil it/;

/* A served store with answers in it and in its log, and a backup of its first ones. */
async function startWithBackup(t) {
    const own = await startSmall({ t }), version = await versionOf(own), backup = join(own.folder, 'backup.db');
    own.say = async () => (await post(own.address('hall'), body(version), { Connection: 'close' })).status;
    own.health = async () => {
        const reply = await fetch(`${own.url}/healthz`);
        return `${reply.status} ${await reply.text()}`;
    };
    own.backup = backup;
    assert.equal(await own.say(), 201);
    run('backup', '--store', own.store, '--out', backup);
    for (let n = 0; n < 5; n++)
        assert.equal(await own.say(), 201);
    return own;
}

const files = (own, ...endings) => endings.map((ending) => readFileSync(own.store + ending));
const removeLog = (own) => ['-wal', '-shm'].forEach((ending) => rmSync(own.store + ending));
const kept = (store) => Number(ask(store, 'SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM response)'));

async function assertRefuses(own) {
    assert.equal(await own.say(), 503);
    const health = await own.health();
    assert.match(health, /^503 /);
    assert.match(health, REPLACED);
    assert.match(own.errors, REPLACED);
}

/* A collector that does not start: its status, and what it says. */
async function refusedStart(own) {
    const child = spawn(program, ['serve', '--store', own.store, '--port', String(own.port)]);
    let said = '';
    child.stderr.on('data', (some) => { said += some; });
    return { status: await new Promise((done) => { child.once('exit', done); }), said };
}

test('a new store is not made beside the log of one that is gone', async (t) => {
    const own = await startWithBackup(t);
    await own.end('SIGKILL');
    const aside = join(own.folder, 'aside.db'), log = files(own, '-wal', '-lock');
    renameSync(own.store, aside);
    const made = attempt('init', '--store', own.store, '--centre', join(own.folder, 'centre.json'), '--form', join(root, 'forms/exit.json'));
    assert.deepEqual([made.status, existsSync(own.store)], [65, false]);
    assert.match(made.stderr, /has answers of the store that was there/);
    assert.deepEqual(files(own, '-wal', '-lock'), log);
    renameSync(aside, own.store);
    assert.equal(kept(own.store), 6);
    removeLog(own);
    rmSync(own.store);
    assert.equal(attempt('init', '--store', own.store, '--centre', join(own.folder, 'centre.json'), '--form', join(root, 'forms/exit.json')).status, 0);
    await own.serve();
});

test('a backup that is moved over a served store is not touched, nor served with the log of the other', async (t) => {
    const own = await startWithBackup(t), whole = readFileSync(own.backup);
    renameSync(own.backup, own.store);
    const log = files(own, '-wal');
    const slips = join(own.folder, 'slips.csv'), out = join(own.folder, 'second.db');
    writeFileSync(slips, `day,place,overall\n${dayFrom(0)},desk-job,4\n`);
    for (const words of [['point', 'list'], ['settle'], ['backup', '--out', out], ['import', '--form', 'every', slips],
        ['change', 'add', '--day', dayFrom(0), '--did', 'Plus de chaises']]) {
        const { status, stderr } = attempt(...words, '--store', own.store);
        assert.equal(status, 65, words.join(' '));
        assert.match(stderr, FOREIGN);
    }
    const { status } = attempt('serve', '--store', own.store, '--port', String(await freePort()));
    assert.equal(status, 65);
    assert.deepEqual(files(own, '', '-wal'), [whole, ...log]);
    await assertRefuses(own);
    await own.end('SIGKILL');
    assert.match((await refusedStart(own)).said, FOREIGN);
    assert.deepEqual(files(own, ''), [whole]);
    removeLog(own);
    await own.serve();
    assert.equal(await own.say(), 201);
    assert.equal(kept(own.store), 2);
    assert.equal(ask(own.store, 'PRAGMA integrity_check'), 'ok\n');
});

test('a served store that is put aside and put back has all that was acknowledged', async (t) => {
    const own = await startWithBackup(t), aside = join(own.folder, 'aside.db');
    renameSync(own.store, aside);
    copyFileSync(own.backup, own.store);
    assert.equal(attempt('point', 'list', '--store', own.store).status, 65);
    await assertRefuses(own);
    renameSync(aside, own.store);
    assert.equal(await own.say(), 201);
    assert.match(await own.health(), /^200 /);
    await own.end('SIGKILL');
    await own.serve();
    assert.equal(kept(own.store), 7);
    assert.equal(ask(own.store, 'PRAGMA integrity_check'), 'ok\n');
});

test('where another program took the log meanwhile, a store that is put back is not gone on with', async (t) => {
    const own = await startWithBackup(t), aside = join(own.folder, 'aside.db');
    renameSync(own.store, aside);
    copyFileSync(own.backup, own.store);
    sqlite(own.store, 'SELECT count(*) FROM sqlite_schema');
    renameSync(aside, own.store);
    await assertRefuses(own);
    await own.end();
    await own.serve();
    assert.equal(await own.say(), 201);
});

test('a log that is removed takes no answer with it', async (t) => {
    const own = await startWithBackup(t);
    removeLog(own);
    await assertRefuses(own);
    await own.end('SIGKILL');
    await own.serve();
    assert.equal(kept(own.store), 6);
    assert.equal(await own.say(), 201);
    removeLog(own);
    await own.end(); /* before any other visitor came */
    await own.serve();
    assert.equal(kept(own.store), 7);
    assert.equal(ask(own.store, 'PRAGMA integrity_check'), 'ok\n');
});

test('a second collector, begun because its lock was removed, ends the first', async (t) => {
    const own = await startWithBackup(t), first = own.process, port = own.port;
    rmSync(`${own.store}-serve`);
    own.port = await freePort();
    await own.serve();
    t.after(() => first.kill());
    assert.equal(await own.say(), 201);
    const second = own.port;
    own.port = port;
    await assertRefuses(own);
    own.port = second;
    assert.equal(await own.say(), 201);
    assert.equal(kept(own.store), 8);
});

test('an import whose store is replaced says so, and the store in its place is whole', async (t) => {
    const own = await startSmall({ t }), other = await startSmall({ t }), slips = join(own.folder, 'slips.csv');
    await own.end();
    await other.end();
    sqlite(other.store, 'PRAGMA wal_checkpoint(TRUNCATE)');
    const whole = readFileSync(other.store);
    writeFileSync(slips, `day,place,overall\n${`${dayFrom(0)},desk-job,4\n`.repeat(60000)}`);
    const child = begin('import', '--store', own.store, '--form', 'every', slips);
    let said = '';
    for (const stream of [child.stdout, child.stderr])
        stream.on('data', (some) => { said += some; });
    const ended = new Promise((done) => { child.once('exit', done); });
    for (let tries = 0; tries < 500 && statSync(`${own.store}-wal`).size < 100000; tries++)
        await pause(5);
    renameSync(other.store, own.store);
    assert.equal(await ended, 65);
    assert.match(said, REPLACED);
    assert.doesNotMatch(said, /kept/);
    assert.match(attempt('point', 'list', '--store', own.store).stderr, FOREIGN);
    assert.deepEqual(files(own, ''), [whole]);
    removeLog(own);
    assert.equal(attempt('point', 'list', '--store', own.store).status, 0);
    assert.equal(ask(own.store, 'PRAGMA integrity_check'), 'ok\n');
});

test('a folder that is copied as it is, with its log, is a store', async (t) => {
    const own = await startWithBackup(t), folder = mkdtempSync(join(tmpdir(), 'sortie-'));
    t.after(() => rmSync(folder, { recursive: true }));
    await own.end('SIGKILL');
    cpSync(own.folder, folder, { recursive: true });
    const copy = join(folder, 'store.db');
    assert.equal(kept(copy), 6);
    assert.equal(attempt('settle', '--store', copy).status, 0);
    assert.equal(kept(copy), 6);
    await own.serve();
});
