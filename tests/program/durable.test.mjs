/* durable.test.mjs: promise 1 - what was acknowledged is on disk, once, however the
 * collector ends. */
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { execFileSync, spawn } from 'node:child_process';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { program } from '../helpers.mjs';
import { attempt, body, pause, postBy, startSmall, versionOf } from './given.mjs';

let collector, full;
before(async () => {
    collector = await startSmall();
    full = await versionOf(collector);
    /* Last week is closed now: nothing is left for a collector to settle by itself when it
     * starts, so that all responses are found in the inbox. */
    assert.equal(attempt('settle', '--store', collector.store).status, 0);
});
after(() => collector.stop());
const loads = [];
beforeEach(async () => {
    if (collector.process.exitCode !== null || collector.process.signalCode !== null)
        await collector.serve();
});
afterEach(() => loads.forEach((state) => { state.stopped = true; }));

const send = (agent, document) => postBy(agent, collector.address('hall'), document);

/* Tablets that send and send again until told to stop: every key that was tried, and
 * those that were acknowledged. */
const load = (tablets, keepAlive) => {
    const agent = new http.Agent({ keepAlive, maxSockets: tablets });
    const state = { acknowledged: new Set(), tried: new Set(), others: [], stopped: false };
    loads.push(state);
    state.done = Promise.all(Array.from({ length: tablets }, async () => {
        while (!state.stopped) {
            const document = body(full);
            state.tried.add(document.key);
            const { status, text } = await send(agent, document);
            if (status === 200 || status === 201) {
                assert.deepEqual(JSON.parse(text), { kept: document.key });
                state.acknowledged.add(document.key);
            } else if (status) {
                state.others.push(status);
            } else {
                await pause(5);
            }
        }
    })).then(() => agent.destroy());
    return state;
};

/* The load is under way for so many ms. */
const working = async (state, ms) => {
    for (let tries = 0; tries < 1500 && state.acknowledged.size === 0; tries++)
        await pause(20);
    await pause(ms);
};

const kept = () => collector.rows("SELECT document ->> '$.key' FROM inbox");
const exitOf = (child) => new Promise((done) => { child.once('exit', (code, signal) => done({ code, signal })); });

/* Everything acknowledged is there, nothing is there twice, nothing is there that nobody
 * sent. */
const assertKept = (acknowledged, tried) => {
    const keys = kept(), known = new Set(keys);
    assert.equal(keys.length, known.size, 'a response is there twice');
    assert.deepEqual([...acknowledged].filter((key) => !known.has(key)), []);
    assert.deepEqual(keys.filter((key) => !tried.has(key)), []);
};

const all = { acknowledged: new Set(), tried: new Set() };
const remember = ({ acknowledged, tried }) => {
    acknowledged.forEach((key) => all.acknowledged.add(key));
    tried.forEach((key) => all.tried.add(key));
};

test('kill -9 under load, five times', async () => {
    for (let round = 0; round < 5; round++) {
        const state = load(32, round % 2 === 0);
        await working(state, 250 + 70 * round);
        await collector.end('SIGKILL');
        state.stopped = true;
        await state.done;
        remember(state);
        assert.ok(state.acknowledged.size > 0);
        await collector.serve();
        assertKept(all.acknowledged, all.tried);
    }
    assert.deepEqual(collector.rows('PRAGMA integrity_check'), ['ok']);
});

for (const keepAlive of [true, false])
    test(`SIGTERM under load answers what was taken and exits 0 (keep-alive ${keepAlive})`, async () => {
        for (let round = 0; round < 3; round++) {
            const state = load(32, keepAlive), child = collector.process, exit = exitOf(child);
            await working(state, 200 + 50 * round);
            const since = Date.now();
            child.kill('SIGTERM');
            const { code, signal } = await exit;
            state.stopped = true;
            await state.done;
            assert.deepEqual({ code, signal }, { code: 0, signal: null }, collector.errors);
            assert.ok(Date.now() - since < 7000);
            assert.deepEqual(state.others.filter((status) => status !== 503), []);
            remember(state);
            await collector.serve();
            assertKept(all.acknowledged, all.tried);
        }
    });

test('a response that is half here at SIGTERM is still taken', async () => {
    const document = body(full), bytes = JSON.stringify(document), child = collector.process, exit = exitOf(child);
    const socket = net.connect(collector.port, '127.0.0.1');
    let reply = '';
    socket.on('data', (piece) => { reply += piece; });
    socket.on('error', () => {});
    socket.write(`POST /p/${collector.tokens.hall}/responses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`
        + `Content-Length: ${bytes.length}\r\n\r\n${bytes.slice(0, 40)}`);
    await pause(200);
    child.kill('SIGTERM');
    await pause(400);
    socket.write(bytes.slice(40));
    assert.deepEqual(await exit, { code: 0, signal: null });
    socket.destroy();
    assert.match(reply, /^HTTP\/1\.1 201 /);
    all.tried.add(document.key);
    all.acknowledged.add(document.key);
    await collector.serve();
    assertKept(all.acknowledged, all.tried);
});

test('after a kill, a retry is known', async () => {
    const agent = new http.Agent();
    const document = body(full);
    assert.equal((await send(agent, document)).status, 201);
    all.tried.add(document.key);
    await collector.end('SIGKILL');
    await collector.serve();
    assert.equal((await send(agent, document)).status, 200);
    assert.equal((await send(agent, { ...document, answers: { overall: '1' } })).status, 409);
});

/* Killed while it settles: each response is either still in the inbox or laid, and the
 * counts are what they would have been. */
test('kill -9 while settling', async () => {
    await collector.end();
    const before_ = kept().length;
    for (const wait of [5, 15, 30, 60]) {
        const child = spawn(program, ['settle', '--store', collector.store], { stdio: 'ignore' });
        const exit = exitOf(child);
        await pause(wait);
        child.kill('SIGKILL');
        await exit;
        const [inbox, laid, counted] = ['SELECT count(*) FROM inbox', 'SELECT count(*) FROM response',
            "SELECT coalesce(sum(n), 0) FROM tally WHERE question = ''"].map((query) => Number(collector.rows(query)[0]));
        assert.equal(inbox + laid, before_);
        assert.equal(counted, laid);
    }
    assert.equal(attempt('settle', '--store', collector.store).status, 0);
    assert.deepEqual(collector.rows("SELECT sum(n) FROM tally WHERE question = ''"), [String(before_)]);
    assert.deepEqual(collector.rows('SELECT count(*) FROM seen'), [String(before_)]);
    await collector.serve();
});

/* The system calls of one response: what is written to the log reaches the disk (fdatasync)
 * before the reply is sent. Not of the first: an empty log's head is flushed by itself. */
test('the reply comes after the disk', { skip: !hasStrace() && 'strace is not here' }, async (t) => {
    const agent = new http.Agent();
    assert.equal((await send(agent, body(full))).status, 201);
    const trace = spawn('strace', ['-f', '-e', 'trace=pwrite64,fdatasync,fsync,sendto,sendmsg,send,writev,write', '-s', '200', '-p',
        String(collector.process.pid)], { stdio: ['ignore', 'ignore', 'pipe'] });
    let seen = '';
    trace.stderr.on('data', (piece) => { seen += piece; });
    for (let tries = 0; tries < 100 && !seen.includes('attached'); tries++)
        await pause(20);
    if (!seen.includes('attached')) {
        trace.kill('SIGKILL');
        t.skip('this machine lets no process be traced');
        return;
    }
    assert.equal((await send(agent, body(full))).status, 201);
    await pause(200);
    trace.kill('SIGINT');
    await exitOf(trace);
    const reply = seen.indexOf('201 Created'), before_ = seen.slice(0, reply);
    const written = before_.lastIndexOf('pwrite64('), synced = before_.lastIndexOf('fdatasync(');
    assert.ok(reply > 0 && written >= 0 && synced > written, seen);
});

function hasStrace() {
    try {
        execFileSync('strace', ['-e', 'trace=none', 'true'], { stdio: 'ignore' });
        return true;
    } catch {
        return false;
    }
}
