/* backup.test.mjs: a copy of the store, made beside a running collector - whole, private,
 * without anything that waits, and a store in its turn. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ask, program, run, startCollector } from '../helpers.mjs';
import { dayFrom, newKey, pause, versionOf } from './given.mjs';

const SETTLED = ['centre', 'form', 'point', 'token', 'change', 'response', 'tally', 'remark', 'seen', 'closing', 'revision'];
let collector, version, copies = 0;

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' } } });
    version = await versionOf(collector);
});
after(() => collector?.stop());

const response = (changes) => ({ key: newKey(), form: 'exit', version, day: dayFrom(0), lang: 'fr', complete: true, ...changes });
const newName = () => `${collector.store}.copy${copies++}`;
const backup = (out) => spawnSync(program, ['backup', '--store', collector.store, '--out', out], { encoding: 'utf8' });

/* On a connection of its own: commands between take longer than the collector keeps one open. */
async function post(document, status = 201) {
    const reply = await fetch(`${collector.address('hall')}/responses`, {
        method: 'POST', headers: { 'Content-Type': 'application/json', Connection: 'close' }, body: JSON.stringify(document),
    });
    assert.equal(reply.status, status, await reply.text());
}

test('a backup holds every settled row, in the same order, for its owner only, and is sound', async () => {
    for (let n = 0; n < 40; n++)
        await post(response({ answers: { overall: String(1 + n % 5), place: 'desk-job', forward: 'yes' } }));
    const contact = () => ask(collector.store, 'SELECT contact FROM point').trim();
    for (let tries = 0; tries < 200 && !contact(); tries++)      /* written after the replies */
        await pause(50);
    assert.notEqual(contact(), '');
    const out = newName(), { status, stdout } = backup(out);
    assert.equal(status, 0);
    assert.match(stdout, /40 settled .*\n.* 0 responses still wait and are not in it\n$/);
    assert.equal(statSync(out).mode & 0o777, 0o600);
    assert.equal(ask(out, 'PRAGMA integrity_check').trim(), 'ok');
    assert.equal(ask(out, 'SELECT count(*) FROM response').trim(), '40');
    for (const table of SETTLED)
        assert.equal(ask(out, `SELECT * FROM "${table}"`), ask(collector.store, `SELECT * FROM "${table}"`), table);
    assert.equal(existsSync(`${out}.part`), false);
});

test('what still waits is not in it: no key, no language, no order of arrival', async () => {
    const key = 'c0ffee00'.repeat(4);
    await post(response({ key, day: dayFrom(-30), lang: 'eu', answers: { overall: '2', place: 'club-over45', forward: 'no' } }));
    const out = newName(), { status, stdout } = backup(out);
    assert.equal(status, 0);
    assert.match(stdout, / 1 responses still wait and are not in it\n$/);
    assert.equal(collector.inbox().length, 1, 'it waits in the store');
    assert.equal(ask(out, 'SELECT count(*) FROM inbox').trim(), '0');
    const bytes = readFileSync(out);
    assert.ok(readFileSync(collector.store).includes(Buffer.from(key, 'hex')) || readFileSync(`${collector.store}-wal`).includes(Buffer.from(key, 'hex')),
        'this test could not fail');
    for (const trace of [Buffer.from(key, 'hex'), Buffer.from(key), Buffer.from('"lang":"eu"')])
        assert.equal(bytes.includes(trace), false, String(trace));
});

test('two backups do not tell the language and the hour of who came between, nor one the lines of a file of paper slips', async () => {
    const dump = (out) => ask(out, 'SELECT * FROM spoken UNION ALL SELECT * FROM part');
    const first = newName(), second = newName(), slips = `${collector.store}.csv`;
    assert.equal(backup(first).status, 0);
    await post(response({ lang: 'eu', part: 'evening', answers: { overall: '1', place: 'desk-job', forward: 'no' } }));
    writeFileSync(slips, `day,place,overall,forward,lang\n${dayFrom(0)},desk-job,4,yes,ar\n${dayFrom(-40)},desk-job,5,yes,fr\n`);
    run('import', '--store', collector.store, '--form', 'exit', slips);
    run('settle', '--store', collector.store);
    assert.equal(backup(second).status, 0);
    assert.match(dump(collector.store), /eu\|1\n/);
    assert.equal(dump(first), '');
    assert.match(dump(second), /^\d{4}-W\d\d\|fr\|1\n$/, 'a closed week has its languages');
    assert.notEqual(ask(second, 'SELECT digest FROM import'), ask(collector.store, 'SELECT digest FROM import'));
    assert.equal(readFileSync(second).includes(ask(collector.store, 'SELECT digest FROM import').trim()), false);
});

test('a backup that is put back is a store: it is served, knows its keys, and takes responses', async () => {
    const known = response({ answers: { overall: '4', place: 'none', forward: 'yes' } });
    await post(known);
    const out = newName();
    assert.equal(backup(out).status, 0);
    const rows = ask(out, 'SELECT count(*) FROM response').trim();
    await collector.end();
    for (const ending of ['-wal', '-shm'])
        rmSync(collector.store + ending, { force: true });
    copyFileSync(out, collector.store);
    await collector.serve();
    await post(known, 200);
    await post(response({ answers: { overall: '5', place: 'none', forward: 'yes' } }));
    run('settle', '--store', collector.store);
    assert.equal(ask(collector.store, 'SELECT count(*) FROM response').trim(), String(Number(rows) + 1));
});

test('nothing is written over: a file that is there, a backup under way', () => {
    const out = newName();
    writeFileSync(out, 'mine');
    const { status, stderr } = backup(out);
    assert.equal(status, 65);
    assert.match(stderr, /exists already: give the backup another name/);
    assert.equal(readFileSync(out, 'utf8'), 'mine');
    const other = newName();
    writeFileSync(`${other}.part`, 'mine');
    const second = backup(other);
    assert.equal(second.status, 65);
    assert.match(second.stderr, /another backup is being made, or one was interrupted: then remove it/);
    assert.equal(readFileSync(`${other}.part`, 'utf8'), 'mine');
});

test('where it cannot be written it says so, and leaves nothing', () => {
    const { status, stderr } = backup('/dev/null/backup.db');
    assert.equal(status, 74);
    assert.match(stderr, /cannot write the backup '\/dev\/null\/backup.db.part'/);
});

test('a backup that is killed leaves no file of its name, and the store whole', async () => {
    for (let n = 0; n < 20; n++) {
        const out = newName();
        const child = spawn(program, ['backup', '--store', collector.store, '--out', out], { stdio: 'ignore' });
        const gone = new Promise((done) => { child.once('exit', (code, signal) => done(signal)); });
        setTimeout(() => child.kill('SIGKILL'), 2 + n * 3);
        if (await gone === 'SIGKILL' && existsSync(out))
            assert.equal(ask(out, 'PRAGMA integrity_check').trim(), 'ok', 'it was killed after it was whole');
        await post(response({ answers: { overall: '3', place: 'none', forward: 'yes' } }));
    }
    assert.equal(ask(collector.store, 'PRAGMA integrity_check').trim(), 'ok');
});
