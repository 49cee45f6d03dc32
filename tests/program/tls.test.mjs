/* tls.test.mjs: https by the collector itself: which versions it speaks, what it says of a
 * certificate that is wrong, and a renewal under load. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { Worker } from 'node:worker_threads';
import { program } from '../helpers.mjs';
import * as secure from '../secure.mjs';
import { body, pause, send, startSmall, versionOf } from './given.mjs';

let collector, full;
const pair = (name) => secure.pair(collector.folder, name);
const serveSecurely = (name) => secure.serveSecurely(collector, pair(name));
const ask = (...words) => secure.ask(collector, ...words);

const openssl = (...words) => execFileSync('openssl', words, { cwd: collector.folder, stdio: 'pipe' });

/* A certificate whose key is there, and it ran out long ago. */
function expire(name) {
    const [certificate, key] = pair(name);
    writeFileSync(join(collector.folder, 'ca.cnf'), '[ca]\ndefault_ca=d\n[d]\ndatabase=index\nnew_certs_dir=.\nrand_serial=yes\n'
        + 'default_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n');
    writeFileSync(join(collector.folder, 'index'), '');
    openssl('req', '-new', '-key', key, '-subj', `/CN=${name}`, '-out', 'request');
    openssl('ca', '-batch', '-selfsign', '-notext', '-config', 'ca.cnf', '-keyfile', key, '-in', 'request', '-out', certificate,
        '-startdate', '20200101000000Z', '-enddate', '20200201000000Z');
}

/* A start that must fail, or is ended at once. */
const tryServe = (...options) => spawnSync(program, ['serve', '--store', collector.store, '--port', String(collector.port), ...options],
    { encoding: 'utf8', timeout: 10000 });

const version = (only) => new Promise((done, failed) => {
    const socket = tls.connect({ host: '127.0.0.1', port: collector.port, ca: collector.authority, servername: 'localhost', minVersion: only,
        maxVersion: only, ciphers: 'DEFAULT@SECLEVEL=0' }, () => {
        done(socket.getProtocol());
        socket.destroy();
    });
    socket.on('error', failed);
});

before(async () => {
    collector = await startSmall();
    full = await versionOf(collector);
    await collector.end();
    secure.certify(collector.folder, 'first');
    secure.certify(collector.folder, 'second', ['-newkey', 'rsa:2048']);
    await serveSecurely('first');
});
after(() => collector.stop());

test('TLS 1.2 and 1.3 are spoken, older ones are not, nor is http', async () => {
    assert.equal(await version('TLSv1.3'), 'TLSv1.3');
    assert.equal(await version('TLSv1.2'), 'TLSv1.2');
    await assert.rejects(version('TLSv1.1'), /disconnected|alert/);
    await assert.rejects(version('TLSv1'), /disconnected|alert/);
    assert.equal((await send(collector.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).text.includes('HTTP/1'), false);
});

test('a response goes in by https, chunked or not, and a page does not bind the browser to https', async () => {
    const path = `/p/${collector.tokens.hall}`;
    assert.equal((await ask(`${path}/responses`, body(full))).status, 201);
    assert.equal((await ask(`${path}/responses`, body(full), { headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' } })).status, 201);
    const long = await ask(`${path}/form?lang=fr`);
    assert.equal(JSON.parse(long.text).version, full);
    const page = await ask(path);
    assert.equal(page.headers['strict-transport-security'], undefined);
    assert.match(page.headers['content-security-policy'], /default-src 'none'/);
    assert.equal(page.headers['cross-origin-opener-policy'], 'same-origin');
});

test('a renewed certificate is taken by a restart that loses no request', async () => {
    const acknowledged = [];
    let over = false;
    const tablet = async () => {
        while (!over) {
            const document = body(full);
            for (let status = 0; status !== 201 && status !== 200;)
                ({ status } = await ask(`/p/${collector.tokens.hall}/responses`, document).catch(() => pause(20).then(() => ({}))));
            acknowledged.push(document.key);
        }
    };
    const tablets = Array.from({ length: 4 }, tablet);
    await pause(300);
    const before_ = acknowledged.length;
    assert.ok(before_ > 0);
    await collector.end();
    assert.equal(collector.process.exitCode, 0);
    await serveSecurely('second');
    await pause(500);
    over = true;
    await Promise.all(tablets);
    assert.ok(acknowledged.length > before_);
    const kept = collector.inbox().map(({ key }) => key);
    for (const key of acknowledged)
        assert.equal(kept.filter((one) => one === key).length, 1);
});

const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${collector.process.pid}/status`, 'utf8'))[1]);

/* Who has shaken hands, who has begun to, and who sends half a request. */
const strangers = {
    'that say nothing by TLS': { first: '', authority: () => collector.authority },
    'that never shake hands': { count: 2000, first: Buffer.from('1603014000', 'hex') },
    'that send half a request by TLS': { first: `POST /p/x/responses HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n${' '.repeat(5000)}`, authority: () => collector.authority },
};
for (const [name, { first, authority, count = 600 }] of Object.entries(strangers))
    test(`tablets are served by https among ${count} connections ${name}`, async (t) => {
        const before_ = resident();
        const worker = new Worker(new URL('siege.mjs', import.meta.url), { workerData: { port: collector.port, count, first, authority: authority?.() } });
        t.after(() => worker.terminate());
        await new Promise((done) => { worker.on('message', (message) => message === 'ready' && done()); });
        const each = (resident() - before_) / count, took = [];
        for (const by = Date.now() + 2000; Date.now() < by;) {
            const since = Date.now();
            assert.equal((await ask(`/p/${collector.tokens.hall}/responses`, body(full))).status, 201);
            took.push(Date.now() - since);
        }
        took.sort((a, b) => a - b);
        t.diagnostic(`${took.length} responses, each by a handshake of its own: median ${took[took.length >> 1]} ms, slowest ${took.at(-1)} ms; ${each.toFixed(1)} kB a connection`);
        assert.ok(took[Math.floor(took.length * 0.95)] <= 1000 && took.at(-1) <= 5000, `${took} ms`); /* the slowest, on a busy machine */
        if (!process.env.SORTIE_BUILD?.includes('sanitized'))
            assert.ok(each < 100, `${each} kB a connection`);
    });

test('it stops in order while a handshake is begun and not ended', async () => {
    const idle = connect(collector.port, '127.0.0.1');
    idle.on('error', () => {});
    idle.write(Buffer.from('1603014000', 'hex'));
    await pause(500);
    await collector.end();
    assert.equal(collector.process.exitCode, 0, collector.errors);
    idle.destroy();
});

test('what is wrong with certificate or key is said at the start', async () => {
    const [certificate, key] = pair('first'), [other, otherKey] = pair('second'), nothing = join(collector.folder, 'nothing');
    writeFileSync(nothing, 'hello\n');
    const cases = [
        [['--tls-cert', certificate], 64, /go together: --tls-key is missing/],
        [['--tls-key', key], 64, /go together: --tls-cert is missing/],
        [['--tls-cert', `${certificate}x`, '--tls-key', key], 65, /cannot open '.*crtx'/],
        [['--tls-cert', nothing, '--tls-key', key], 65, /holds no certificate in PEM/],
        [['--tls-cert', certificate, '--tls-key', nothing], 65, /holds no private key in PEM/],
        [['--tls-cert', certificate, '--tls-key', otherKey], 65, /do not belong together/],
        [['--tls-cert', other, '--tls-key', key], 65, /do not belong together/],
    ];
    for (const [options, status, sentence] of cases) {
        const { status: is, stderr } = tryServe(...options);
        assert.equal(is, status, stderr);
        assert.match(stderr, sentence);
    }
});

test('one that has run out, and a key for everybody to read, are warned of and served', async () => {
    const old = pair('first');
    expire('first');
    chmodSync(old[1], 0o644);
    collector.errors = '';
    collector.authority = readFileSync(old[0]);
    collector.serve('--tls-cert', old[0], '--tls-key', old[1]).catch(() => {});
    for (const by = Date.now() + 20000; !/serving https/.test(collector.errors) && Date.now() < by;)
        await pause(25);
    assert.match(collector.errors, /ran out on 2020-02-01/);
    assert.match(collector.errors, /can read the key/);
    assert.equal((await ask('/healthz', undefined, { rejectUnauthorized: false })).status, 200);
});
