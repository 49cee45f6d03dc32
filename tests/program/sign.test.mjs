/* sign.test.mjs: the passphrase, signing in and out, and who may read the reports. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, readSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { program } from '../helpers.mjs';
import { attempt, body, pause, post, readJson, send, startSmall, versionOf } from './given.mjs';

const passphrase = 'un café sans sucre', report = '/reports/latest/index.html';
const words = readJson('forms/words/fr.json');
let collector;

/* The tests follow each other: the fourth sets the passphrase that the later ones sign in with. */
before(async () => {
    collector = await startSmall();
    const folder = join(collector.folder, 'reports');
    mkdirSync(join(folder, '2026-W46'), { recursive: true });
    writeFileSync(join(folder, '2026-W46', 'index.html'), '<!doctype html><title>Lundi</title>');
    writeFileSync(join(folder, '2026-W46', 'chart.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    symlinkSync('2026-W46', join(folder, 'latest'));
    collector.reports = folder;
    await again();
});
after(() => collector.stop());

const again = async () => {
    await collector.end();
    await collector.serve('--reports', collector.reports);
};
const set = (line, ...options) => spawnSync(program, ['passphrase', '--store', collector.store, ...options],
    { input: line, encoding: 'utf8' });

/* A request of its own, with any Host: {status, headers, text}. */
const ask = (path, { method = 'GET', headers = {}, form } = {}) => new Promise((done, failed) => {
    const sent = form && new URLSearchParams(form).toString();
    const request = http.request({ host: '127.0.0.1', port: collector.port, path, method: form ? 'POST' : method, agent: false,
        headers: { ...(form ? { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': sent.length } : {}), ...headers } },
    (reply) => {
        let text = '';
        reply.setEncoding('utf8').on('data', (some) => { text += some; })
            .on('end', () => done({ status: reply.statusCode, headers: reply.headers, text }));
    });
    request.on('error', failed);
    request.end(sent);
});
const read = (options) => ask(report, options);
const signIn = (what = passphrase, more = {}) => ask('/sign-in', { form: { passphrase: what }, ...more });
const cookieOf = (reply) => reply.headers['set-cookie'][0].split(';')[0];

/* A passphrase takes effect within a turn of the loop, without a restart. */
const until = async (done) => {
    for (const by = Date.now() + 60000; Date.now() < by; await pause(50))
        if (await done())
            return;
    assert.fail('it does not take effect');
};
const opened = () => until(async () => (await read()).status === 200);
const closed = () => until(async () => (await read()).status === 303);

test('a passphrase is refused with a sentence, or set from a line, and its hash only is kept', async () => {
    for (const [line, why] of [['', /at least 12 characters/], ['short\n', /at least 12 characters/], ['a'.repeat(40), /easy to guess/],
        ['a'.repeat(201), /easy|shorter/], ['un\tcafé sans sucre\n', /cannot be typed/], [Buffer.from('un caf\xe9 sans sucre', 'latin1'), /UTF-8/],
        ['un café\0 sans sucre\n', /zero byte/]]) {
        const { status, stdout, stderr } = set(line);
        assert.deepEqual([status, stdout], [65, ''], stderr);
        assert.match(stderr, why);
    }
    assert.deepEqual(collector.rows('SELECT count(*) FROM manager'), ['0']);
    assert.equal(set(`${passphrase}\r\nmore`).status, 0);
    assert.match(collector.rows('SELECT passphrase FROM manager')[0], /^\$argon2id\$v=19\$m=65536,/);
    for (const file of [collector.store, `${collector.store}-wal`])
        assert.ok(!readFileSync(file).includes('sucre'), file);
    await closed();
    assert.equal((await signIn()).status, 303);
    assert.equal(attempt('passphrase', '--store', '/nowhere.db', '--remove').status, 65);
    assert.equal(set('', '--remove').status, 0);
    assert.deepEqual(collector.rows('SELECT count(*) FROM manager'), ['0']);
    await opened();
});

/* On a terminal: what script(1) shows is all that anybody would see. */
const type = (...lines) => new Promise((done) => {
    const child = spawn('script', ['-q', '-e', '-c', `trap : INT; ${program} passphrase --store ${collector.store}; stty -a`, '/dev/null'],
        { stdio: ['pipe', 'pipe', 'inherit'] });
    let seen = '';
    child.stdout.setEncoding('utf8').on('data', (some) => {
        seen += some;
        if (/(not shown\): |Once more: )$/.test(seen) && lines.length)
            child.stdin.write(lines.shift());
    });
    child.on('exit', () => done(seen));
});

test('on a terminal it is asked for twice and never shown', async () => {
    const refused = await type('un café sans sucre\n', 'un café avec sucre\n');
    assert.match(refused, /not the same/);
    assert.deepEqual(collector.rows('SELECT count(*) FROM manager'), ['0']);
    assert.match(await type('\x03'), /[^-]echo /);
    const taken = await type(`${passphrase}\n`, `${passphrase}\n`);
    assert.match(taken, /set: reports open/);
    assert.doesNotMatch(refused + taken, /sucre/);
    assert.match(taken, /[^-]echo /, 'the terminal shows again what is typed');
    await closed();
    assert.equal((await signIn()).status, 303);
    set('', '--remove');
    await opened();
});

test('without a passphrase reports and metrics are this machine\'s, by a local name only', async () => {
    for (const Host of ['localhost', `localhost:${collector.port}`, '127.0.0.1', '127.9.9.9:80', '[::1]:8080']) {
        assert.equal((await read({ headers: { Host } })).status, 200, Host);
        assert.equal((await ask('/metrics', { headers: { Host } })).status, 200, Host);
    }
    for (const Host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', `sortie:${collector.port}`]) {
        for (const path of [report, '/metrics', '/sign-in'])
            assert.equal((await ask(path, { headers: { Host } })).status, 403, `${Host} ${path}`);
        assert.equal((await signIn(passphrase, { headers: { Host } })).status, 403);
        assert.equal((await ask(`/p/${collector.tokens.hall}/form?lang=fr`, { headers: { Host } })).status, 200, 'a tablet may call it anything');
    }
    const { text } = await send(collector.port, `GET ${report} HTTP/1.0\r\nConnection: close\r\n\r\n`);
    assert.match(text, / 403 /, 'no Host at all');
    const none = await ask('/sign-in');
    assert.equal(none.status, 404);
    assert.ok(none.text.includes(words['sign.none'].split('\'')[0]), none.text);
    assert.equal((await signIn()).status, 404);
});

test('with a passphrase reports are for who signed in', async () => {
    set(passphrase);
    await closed();
    const refused = await read();
    assert.equal(refused.headers.location, '/sign-in');
    assert.equal((await ask('/reports/latest/chart.svg')).status, 403);
    assert.equal((await ask('/reports')).status, 303);
    const page = await ask('/sign-in?lang=en');
    assert.match(page.text, /<html lang="en" dir="ltr">/);
    assert.equal((page.text.match(/<input/g) || []).length, 1);
    assert.match(page.text, /type="password" autocomplete="current-password"/);
    assert.equal(page.headers['cache-control'], 'no-store');
    for (const wrong of ['', 'un café sans sucr', `${passphrase} `, 'x'.repeat(16000)]) {
        const reply = await signIn(wrong);
        assert.equal(reply.status, 403);
        assert.match(reply.text, /role="alert"/);
        assert.equal(reply.headers['set-cookie'], undefined);
        assert.doesNotMatch(reply.text, /un café/);
    }
    for (const form of [{ other: passphrase }, { other: '1', passphrase }])
        assert.equal((await ask('/sign-in', { form })).status, 403);
    const reply = await signIn();
    assert.deepEqual([reply.status, reply.headers.location], [303, '/reports/']);
    assert.match(reply.headers['set-cookie'][0], /^sortie=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/);
    const Cookie = cookieOf(reply);
    const shown = await read({ headers: { Cookie } });
    assert.match(shown.text, /Lundi/);
    assert.equal(shown.headers['cache-control'], 'no-store');
    for (const other of [Cookie.slice(0, -1), `${Cookie}0`, 'sortie=', `__Host-${Cookie}`])
        assert.equal((await read({ headers: { Cookie: other } })).status, 303, other);
    assert.match((await ask('/sign-in', { headers: { Cookie } })).text, /action="\/sign-out/);
});

/* What a process could be found to hold: its own memory, without what a sanitizer reserves. */
function memoryOf(pid) {
    const file = openSync(`/proc/${pid}/mem`), pieces = [];
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
        const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw.p/.exec(line) ?? [];
        const start = parseInt(from, 16), size = parseInt(to, 16) - start;
        if (!(size > 0 && size < 128 << 20))
            continue;
        const piece = Buffer.alloc(size);
        try {
            readSync(file, piece, 0, size, start);
        } catch { /* a guard page */ }
        pieces.push(piece);
    }
    closeSync(file);
    return pieces;
}

test('no passphrase is left in memory, right or wrong', { skip: process.getuid() !== 0 && 'only root reads it' }, async () => {
    const holds = (what) => memoryOf(collector.process.pid).some((piece) => piece.includes(what));
    assert.equal((await signIn()).status, 303);
    assert.equal((await signIn('du café sans crème')).status, 403);
    await pause(100); /* the requests are over on our side; now on the collector's, too */
    assert.ok(holds('$argon2id$v=19$'), 'nothing is found at all');
    for (const what of ['sans+sucre', 'sans sucre', 'sans+cr', 'sans cr'])
        assert.ok(!holds(what), what);
});

test('signing out, another passphrase and a restart end a session', async () => {
    const enter = async (what) => ({ headers: { Cookie: cookieOf(await signIn(what)) } });
    const one = await enter(), two = await enter();
    const out = await ask('/sign-out', { method: 'POST', ...one });
    assert.deepEqual([out.status, out.headers.location], [303, '/sign-in?lang=fr']);
    assert.match(out.headers['set-cookie'][0], /^sortie=; .*Max-Age=0$/);
    assert.deepEqual([(await read(one)).status, (await read(two)).status], [303, 200]);
    const anew = await ask('/sign-in', { form: { passphrase }, ...two });
    assert.deepEqual([(await read(two)).status, (await read({ headers: { Cookie: cookieOf(anew) } })).status], [303, 200],
        'who signs in again gets another id, and the one before ends');
    const three = await enter();
    set('quatre mots au hasard');
    await until(async () => (await read(three)).status === 303);
    assert.equal((await signIn()).status, 403);
    const four = await enter('quatre mots au hasard');
    assert.equal((await read(four)).status, 200);
    assert.ok(!readFileSync(collector.store).includes(four.headers.Cookie.slice(7)));
    await again();
    assert.equal((await read(four)).status, 303);
    set(passphrase);
    await until(async () => (await signIn()).status === 303);
});

test('no page of another site signs anybody in or out', async () => {
    const Cookie = cookieOf(await signIn());
    const own = `http://127.0.0.1:${collector.port}`;
    for (const Origin of ['http://evil.example', 'null', own.replace('http:', 'https:'), `${own}0`]) {
        assert.equal((await signIn(passphrase, { headers: { Origin } })).status, 403, Origin);
        assert.equal((await ask('/sign-out', { method: 'POST', headers: { Origin, Cookie } })).status, 403, Origin);
    }
    assert.equal((await ask('/sign-out', { headers: { Cookie } })).status, 405, 'a link signs nobody out');
    assert.equal((await read({ headers: { Cookie } })).status, 200);
    assert.equal((await signIn(passphrase, { headers: { Origin: own } })).status, 303);
});

const children = () => readFileSync(`/proc/${collector.process.pid}/task/${collector.process.pid}/children`, 'utf8')
    .trim().split(' ').filter(Boolean).map(Number);

/* A child at work, stopped in the middle of it. */
async function stopped() {
    for (const by = Date.now() + 60000; Date.now() < by; await pause(1)) {
        const [child] = children();
        try {
            process.kill(child, 'SIGSTOP');
            await pause(20);
            if (/\) T/.test(readFileSync(`/proc/${child}/stat`, 'utf8')))
                return child;
        } catch { /* none yet, or gone already: the next one */ }
    }
    return assert.fail('nothing is checked in a child');
}

test('visitors are served while passphrases are checked, one at a time', async () => {
    await again();
    const full = await versionOf(collector), known = collector.inbox().length;
    let done = 0;
    const tries = Promise.all(Array.from({ length: 4 }, () => signIn('something else entirely').finally(() => { done++; })));
    const child = await stopped(), before = done;
    for (let i = 0; i < 20; i++)
        assert.equal((await post(collector.address('hall'), body(full))).status, 201);
    assert.deepEqual([children(), done], [[child], before], 'the check was going on all the while, and no other');
    process.kill(child, 'SIGCONT');
    assert.deepEqual((await tries).map(({ status }) => status), [403, 403, 403, 403]);
    assert.equal(collector.inbox().length, known + 20);
});

test('after wrong ones the right one is let in all the same', async () => {
    assert.equal((await signIn()).status, 303);
});

test('the queue of those who wait for a check has an end, and a stop answers them', async () => {
    let refused = 0;
    const tries = Array.from({ length: 16 }, () => signIn('something else entirely').then((reply) => {
        refused += reply.status === 503 && reply.headers['retry-after'] === '60';
        return reply.status;
    }));
    await until(() => Promise.resolve(refused >= 4));
    await collector.end();
    assert.equal(collector.process.exitCode, 0, collector.errors);
    for (const status of await Promise.all(tries))
        assert.ok(status === 403 || status === 503, String(status));
    await again();
});

/* Tests listen on loopback only: what comes from the network is told by the name it calls. */
test('off loopback nobody signs in without TLS, and no session counts', async () => {
    const Cookie = cookieOf(await signIn()), Host = `sortie:${collector.port}`;
    for (const reply of [await ask('/sign-in', { headers: { Host } }), await signIn(passphrase, { headers: { Host } })]) {
        assert.equal(reply.status, 403);
        assert.ok(reply.text.includes(words['sign.network']), reply.text);
        assert.equal(reply.headers['set-cookie'], undefined);
    }
    assert.equal((await read({ headers: { Host, Cookie } })).status, 403);
    assert.equal((await read({ headers: { Cookie } })).status, 200);
});

test('while another command writes, managers sign in and out all the same', async () => {
    const lock = spawn('flock', [`${collector.store}-lock`, '-c', 'echo held; cat >/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((held) => { lock.stdout.once('data', held); });
    const reply = await signIn();
    assert.equal(reply.status, 303);
    assert.equal((await ask('/sign-out', { method: 'POST', headers: { Cookie: cookieOf(reply) } })).status, 303);
    lock.stdin.end();
});
