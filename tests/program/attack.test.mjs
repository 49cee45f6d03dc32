/* attack.test.mjs: strangers who send slowly, not at all, too much or half of it, and the
 * visitors who are served meanwhile. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { body, pause, post, send, startSmall, statuses, versionOf } from './given.mjs';

const many = 4400; /* more than the collector has places for */
const soon = 1000, patience = 5000; /* ms: for all but one in twenty, for the slowest on a busy machine; without room made it is 10 s */

let collector, full;
before(async () => {
    collector = await startSmall({ change: (document) => { document.settings.bucket = { size: 100000, per_minute: 60 }; } });
    full = await versionOf(collector);
});
after(() => collector.stop());

const head = (rest) => `POST /p/${collector.tokens.hall}/responses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${rest}`;
const slow = {
    'that say nothing': { first: '' },
    'whose head drips': { first: 'GET /healthz HTTP/1.1\r\nHost: x\r\n', drip: 'X: y\r\n' },
    'whose body drips': { first: () => head('Content-Length: 9000\r\n\r\n'), drip: ' ' },
    'whose reply is never read': { first: () => `GET /p/${collector.tokens.hall}/form HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(4), deaf: true },
    'whose chunk has no end': { first: () => `${head('Transfer-Encoding: chunked\r\n\r\n')}5;${'a'.repeat(5000)}` },
};

/* Connections of a kind that come back as often as they are ended, as an attacker's do. */
async function besiege(t, count, { first, drip, deaf }) {
    const worker = new Worker(new URL('siege.mjs', import.meta.url), { workerData: { port: collector.port, count, drip, deaf,
        first: typeof first === 'function' ? first() : first } });
    const siege = { again: 0 };
    t.after(() => worker.terminate());
    await new Promise((done) => {
        worker.on('message', (message) => (message === 'ready' ? done() : siege.again++));
    });
    return siege;
}

/* One response on a connection of its own: how long it took. */
async function serve() {
    const since = Date.now(), document = JSON.stringify(body(full));
    const { text } = await send(collector.port, `${head('Connection: close\r\n')}Content-Length: ${document.length}\r\n\r\n${document}`);
    assert.deepEqual(statuses(text), [201], text);
    return Date.now() - since;
}

for (const [name, kind] of Object.entries(slow))
    test(`visitors are served among ${many} connections ${name}`, async (t) => {
        const siege = await besiege(t, many, kind);
        const took = [];
        for (const by = Date.now() + 2000; Date.now() < by;)
            took.push(await serve());
        took.sort((a, b) => a - b);
        t.diagnostic(`${took.length} responses one after the other: median ${took[took.length >> 1]} ms, slowest ${took.at(-1)} ms`);
        assert.ok(took[Math.floor(took.length * 0.95)] <= soon && took.at(-1) <= patience, `${took} ms`);
    });

/* The files and connections that the collector has open: the tool's own count is skipped on a busy machine. */
const held = () => readdirSync(`/proc/${collector.process.pid}/fd`).length;

/* The tool of those who test servers against it: three ways of being slow, up to a thousand connections each. */
const slowly = {
    heads: ['-H', '-i', '1'],
    bodies: ['-B', '-i', '1', '-s', '9000', '-f', 'application/json', '-t', 'POST'],
    readers: ['-X', '-w', '1', '-y', '10', '-n', '5', '-z', '5', '-k', '3'],
};
const missing = spawnSync('sh', ['-c', 'command -v slowhttptest']).status === 0 ? false : 'slowhttptest is not installed';
for (const [name, options] of Object.entries(slowly))
    test(`visitors are served while slowhttptest sends slow ${name}`, { skip: missing }, async (t) => {
        const address = `${collector.address('hall')}${name === 'bodies' ? '/responses' : '/form?lang=fr'}`;
        while (held() > 100) /* those of the test before */
            await pause(50);
        const attacker = spawn('slowhttptest', ['-c', '1000', '-r', '500', '-l', '60', '-p', '5', '-x', '10', ...options,
            '-u', address], { stdio: 'ignore' });
        const gone = new Promise((done) => { attacker.on('exit', done); }), took = [];
        while (held() < 200 && attacker.exitCode === null)
            await pause(50);
        const attacked = held();
        for (const by = Date.now() + 2500; Date.now() < by;)
            took.push(await serve());
        attacker.kill();
        await gone;
        took.sort((a, b) => a - b);
        t.diagnostic(`${took.length} responses one after the other: median ${took[took.length >> 1]} ms, slowest ${took.at(-1)} ms`);
        assert.ok(attacked >= 200, `${attacked} files and connections open: it did not attack`);
        assert.ok(took[Math.floor(took.length * 0.95)] <= soon && took.at(-1) <= patience, `${took} ms`);
    });

const seconds = () => {
    const [, ...fields] = readFileSync(`/proc/${collector.process.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[10]) + Number(fields[11])) / 100;
};

test('a chunk that never ends does not keep the processor busy, and is ended before its deadline', async () => {
    for (const line of [`5;${'a'.repeat(30000)}`, '0'.repeat(30000), `5;${'a'.repeat(6000)}`, `0\r\nX: ${'a'.repeat(30000)}`]) {
        const socket = net.connect(collector.port, '127.0.0.1').on('error', () => {}), since = seconds();
        socket.write(`${head('Transfer-Encoding: chunked\r\n\r\n')}${line}`);
        await pause(1000);
        assert.ok(seconds() - since < 0.5, `${line.slice(0, 9)}: ${seconds() - since} s of 1 s`);
        socket.destroy();
    }
    const started = Date.now(), { closed } = await send(collector.port, `${head('Transfer-Encoding: chunked\r\n\r\n')}5;${'a'.repeat(30000)}`, 9000);
    assert.ok(closed && Date.now() - started < patience, `${Date.now() - started} ms`);
});

test('a body whose chunks come bit by bit is read to its end', async () => {
    const document = JSON.stringify(body(full)), pieces = document.match(/.{1,60}/g);
    const socket = net.connect(collector.port, '127.0.0.1'), said = [];
    socket.on('data', (some) => said.push(some));
    socket.write(head('Transfer-Encoding: chunked\r\n\r\n'));
    for (const [i, piece] of pieces.entries())
        for (const part of [`${piece.length.toString(16)};${'x'.repeat(i === 0 ? 2000 : 5)}`, '\r\n', piece.slice(0, 7), `${piece.slice(7)}\r`, '\n']) {
            socket.write(part);
            await pause(150);
        }
    socket.write('0\r\n\r\n');
    await pause(500);
    assert.deepEqual(statuses(Buffer.concat(said).toString()), [201]);
    socket.destroy();
});

test('six tablets behind one address are served among its 2,000 idle connections', async (t) => {
    const siege = await besiege(t, 2000, slow['that say nothing']);
    const sent = await Promise.all(Array.from({ length: 60 }, () => post(collector.address('hall'), body(full))));
    assert.ok(sent.every(({ status }) => status === 201));
    assert.equal(siege.again, 0, 'none was ended to make room');
});

test('10,000 requests broken off in the middle, and honest ones after them', async () => {
    const document = JSON.stringify(body(full)), whole = `${head(`Content-Length: ${document.length}\r\n\r\n`)}${document}`;
    const stop = (at) => new Promise((done) => {
        const socket = net.connect(collector.port, '127.0.0.1', () => {
            socket.write(whole.slice(0, at), () => (at % 2 ? socket.resetAndDestroy() : socket.destroy()));
        });
        socket.on('error', () => {}).on('close', done);
    });
    let at = 0;
    await Promise.all(Array.from({ length: 50 }, async () => {
        while (at < 10000)
            await stop(at++ % whole.length);
    }));
    for (let i = 0; i < 20; i++)
        assert.ok(await serve() < patience);
    assert.ok(collector.inbox().every(({ key }) => key !== JSON.parse(document).key));
});

test('who breaks off while the store is busy is forgotten, the others around them are kept', async () => {
    const holder = spawn('flock', [`${collector.store}-lock`, '-c', 'echo held; cat >/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((done) => { holder.stdout.once('data', done); });
    const documents = Array.from({ length: 40 }, () => body(full));
    const sockets = await Promise.all(documents.map((document, n) => new Promise((done) => {
        const text = JSON.stringify(document), socket = net.connect(collector.port, '127.0.0.1', () =>
            socket.write(`${head(n % 2 ? '' : 'Connection: close\r\n')}Content-Length: ${text.length}\r\n\r\n${text}`, () => done(socket)));
        socket.on('error', () => {});
        socket.said = '';
        socket.setEncoding('utf8').on('data', (said) => { socket.said += said; });
    })));
    await pause(300);
    for (let n = 1; n < 40; n += 2)
        sockets[n].resetAndDestroy();
    await pause(100);
    holder.stdin.end();
    await Promise.all(sockets.filter((_, n) => n % 2 === 0).map((socket) => new Promise((done) => { socket.on('close', done); })));
    assert.deepEqual(sockets.map(({ said }) => statuses(said).join()), sockets.map((_, n) => (n % 2 ? '' : '201')));
    const kept = new Set(collector.inbox().map(({ key }) => key));
    assert.deepEqual(documents.map(({ key }) => kept.has(key)), documents.map((_, n) => n % 2 === 0));
});

test('what is shown on this machine only is shown under its own names only', async () => {
    const asked = async (host) => statuses((await send(collector.port,
        `GET /metrics HTTP/1.1\r\n${host === null ? '' : `Host: ${host}\r\n`}Connection: close\r\n\r\n`)).text)[0];
    for (const host of ['localhost', 'LOCALHOST:8080', '127.0.0.1', '127.9.9.9:1', '[::1]', '[::1]:8080'])
        assert.equal(await asked(host), 200, host);
    for (const host of ['evil.example', 'evil.example:8080', 'localhost.evil.example', '127.0.0.1.evil.example', '127.0.0.1:80:80',
        '127.1', '[::1', '[::1].evil.example', '[::2]', '10.0.0.1', '', 'localhost:x', '::1'])
        assert.equal(await asked(host), 403, host);
    const { text } = await send(collector.port, 'GET /reports HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    assert.deepEqual(statuses(text), [403]);
});

/* Bodies that are hard on a reader: what became of them (tests/submissions has each fault that a person makes). */
test('a document that is deep, doubled or cut is refused by its status', async () => {
    const said = JSON.stringify(body(full));
    for (const [document, status] of [
        [`${'['.repeat(8000)}${']'.repeat(8000)}`, 400], [`${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`, 400],
        [said.replace('{', '{"form":"every",'), 400], [said.replace('"fr"', '"f\\u0000r"'), 400], [said.replace('"fr"', '"\\ud800"'), 400],
        [Buffer.from(said.replace('fr', '\xff'), 'latin1'), 400], [`${said}${said}`, 400], [said.slice(0, -1), 400], ['', 400], [' '.repeat(16384), 400],
        [`{${Array.from({ length: 1300 }, (_, i) => `"k${i}":1`).join()}}`, 422], [`${said}${' '.repeat(16385 - said.length)}`, 413],
        [said.replace('"4"', '1e999'), 400], [said.replace('"4"', '9'.repeat(5000)), 400],
    ]) {
        const reply = await post(collector.address('hall'), document);
        assert.equal(reply.status, status, String(document).slice(0, 60));
        assert.equal(typeof (await reply.json()).error, 'string');
    }
});

/* What jansson's table makes of a key of five characters: lookup3 by Bob Jenkins, begun with a seed. */
function hashed(key, seed) {
    const rotated = (word, bits) => (word << bits) | (word >>> (32 - bits)), first = (0xdeadbeef + 5 + seed) | 0;
    let a = (first + (key[0] | key[1] << 8 | key[2] << 16 | key[3] << 24)) | 0, b = (first + key[4]) | 0, c = first;
    c = ((c ^ b) - rotated(b, 14)) | 0;
    a = ((a ^ c) - rotated(c, 11)) | 0;
    b = ((b ^ a) - rotated(a, 25)) | 0;
    c = ((c ^ b) - rotated(b, 16)) | 0;
    a = ((a ^ c) - rotated(c, 4)) | 0;
    b = ((b ^ a) - rotated(a, 14)) | 0;
    return ((c ^ b) - rotated(b, 24)) >>> 0;
}

/* 1,600 keys, of any kind or of one bucket (of 2,048) in a table with a seed that is known. */
function keysOf(seed) {
    const keys = [];
    for (let number = 36 ** 4; keys.length < 1600; number++) {
        const key = number.toString(36);
        if (seed === undefined || hashed(Buffer.from(key), seed) % 2048 === 0)
            keys.push(key);
    }
    return keys;
}

/* The collector seeds the table at its start (main.c): with json_object_seed(1) there, such a body costs six times as much (twice under sanitizers). */
test('keys that would collide in a table of a known seed cost no more than any others', async (t) => {
    assert.equal(hashed(Buffer.from('abcde'), 1), 0x88a42a42, 'as hashlittle has it, in C');
    const cost = async (keys) => {
        const document = `{${keys.map((key) => `"${key}":1`).join()}}`, since = seconds();
        for (let sent = 0; sent < 50; sent++)
            assert.equal((await post(collector.address('hall'), document)).status, 422);
        return seconds() - since;
    };
    await cost(keysOf());
    /* Other work beside us makes one ratio larger, not all. */
    const ratios = [];
    for (let turn = 0; turn < 4; turn++)
        ratios.push(await cost(keysOf(1)) / await cost(keysOf()));
    t.diagnostic(`50 bodies of 1,600 keys that collide cost, beside those of any other ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')} times`);
    assert.ok(Math.min(...ratios) < 1.5, String(ratios));
});

test('one stolen token is contained; six tablets, a drain of 300 and the other points go on', async (t) => {
    const own = await startSmall({ t, change: (document) => { delete document.settings.bucket; } });
    const send300 = (at, count) => Promise.all(Array.from({ length: count }, async () => (await post(own.address(at), body(full))).status));
    assert.ok((await send300('hall', 60)).every((status) => status === 201), '60 from one address');
    assert.ok((await send300('hall', 300)).every((status) => status === 201), 'a drain');
    const stolen = await send300('desk', 1100);
    const kept = stolen.filter((status) => status === 201).length;
    assert.ok(kept >= 1000 && kept < 1100 && stolen.every((status) => status === 201 || status === 429), `${kept}`);
    assert.equal((await post(own.address('hall'), body(full))).status, 201);
    assert.equal((await post(own.address('cv'), body(full))).status, 201);
});
