/* metrics.test.mjs: /healthz knows of a broken disk before a visitor does; /metrics is what
 * Prometheus reads, and moves with nobody's answer. */
import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { ENOSPC, WRITE, startDisk } from '../faults/disk.mjs';
import { begin, body, dayFrom, pause, post, startSmall, versionOf } from './given.mjs';

const metrics = async (collector) => (await fetch(`${collector.url}/metrics`)).text();

/* The text format 0.0.4, as strict as promtool: a family's help and type once and before its
 * samples, its samples together, no sample twice, names and numbers well formed, a counter
 * ends in _total, buckets rise up to +Inf, which is the count. */
function parse(text) {
    const families = {};
    let family, helped;
    assert.ok(text.endsWith('\n'));
    for (const line of text.slice(0, -1).split('\n')) {
        const [, what, name, rest] = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line) ?? [];
        if (what === 'HELP') {
            assert.ok(!families[name], `twice: ${line}`);
            family = null;
            helped = name;
        } else if (what === 'TYPE') {
            assert.equal(name, helped);
            assert.match(rest, /^(counter|gauge|histogram)$/);
            assert.equal(rest === 'counter', name.endsWith('_total'), name);
            families[name] = family = { name, type: rest, samples: new Map() };
        } else {
            const [, sample, labels = '', value] =
                /^([a-zA-Z_:][\w:]*)(\{[a-zA-Z_]\w*="[^"\\\n]*"\})? (\d+(?:\.\d+)?)$/.exec(line) ?? [];
            assert.ok(sample, `not a sample: ${line}`);
            assert.ok(family, `before its type: ${line}`);
            assert.ok(sample === family.name
                || (family.type === 'histogram' && [`${family.name}_bucket`, `${family.name}_count`].includes(sample)), line);
            assert.ok(!family.samples.has(sample + labels), `twice: ${line}`);
            family.samples.set(sample + labels, Number(value));
        }
    }
    for (const { name, type, samples } of Object.values(families)) {
        assert.ok(samples.size > 0, `${name} has no sample`);
        if (type !== 'histogram')
            continue;
        const buckets = [...samples].filter(([sample]) => sample.includes('_bucket'))
            .map(([sample, value]) => [Number(/le="(.*)"/.exec(sample)[1].replace('+Inf', 'Infinity')), value]);
        buckets.slice(1).forEach(([end, value], i) => assert.ok(end > buckets[i][0] && value >= buckets[i][1], name));
        assert.deepEqual(buckets.at(-1), [Infinity, samples.get(`${name}_count`)]);
    }
    return families;
}

test('metrics are what Prometheus reads, by whole groups', async (t) => {
    const collector = await startSmall({ t });
    const full = await versionOf(collector);
    for (let i = 0; i < 7; i++)
        assert.equal((await post(collector.address('hall'), body(full))).status, 201);
    const first = await metrics(collector);
    const families = parse(first);
    assert.deepEqual(Object.keys(families), ['sortie_responses_total', 'sortie_batch_responses', 'sortie_commit_seconds',
        'sortie_last_kept_age_seconds', 'sortie_free_bytes', 'sortie_able']);
    for (const { name, type, samples } of Object.values(families))
        if (type !== 'gauge')
            for (const value of samples.values())
                assert.equal(value % 5, 0, name);
    assert.equal(families.sortie_batch_responses.samples.get('sortie_batch_responses_bucket{le="1"}'), 5);
    assert.equal(families.sortie_commit_seconds.samples.get('sortie_commit_seconds_count'), 5);
    assert.match(String(families.sortie_free_bytes.samples.get('sortie_free_bytes')), /^(0|10{7,11})$/);
    for (let i = 0; i < 12; i++)
        await post(collector.address('hall'), body(full));
    assert.equal((await metrics(collector)).replace(/(free_bytes) \d+/, '$1'), first.replace(/(free_bytes) \d+/, '$1'));
});

test('nothing is acknowledged into a file that was put aside, and it is told of', async (t) => {
    const collector = await startSmall({ t }), version = await versionOf(collector);
    const say = async () => (await post(collector.address('hall'), body(version))).status;
    assert.equal(await say(), 201);
    renameSync(collector.store, `${collector.store}.aside`);
    assert.equal(await say(), 503);
    const health = await fetch(`${collector.url}/healthz`);
    assert.equal(health.status, 503);
    assert.match((await health.json()).error, /removed or replaced/);
    renameSync(`${collector.store}.aside`, collector.store);
    assert.equal(await say(), 201);
    assert.equal(collector.inbox().length, 2);
});

test('a command that stopped while it has the store is told of', async (t) => {
    const collector = await startSmall({ t }), version = await versionOf(collector), slips = join(collector.folder, 'slips.csv');
    const say = async () => (await post(collector.address('hall'), body(version), { Connection: 'close' })).status;
    const health = async () => (await fetch(`${collector.url}/healthz`)).status;
    const becomes = async (wanted) => {
        for (let tries = 0; tries < 100 && await health() !== wanted; tries++)
            await pause(250);
        return health();
    };
    writeFileSync(slips, `day,place,overall\n${`${dayFrom(0)},desk-job,4\n`.repeat(100000)}`);
    const child = begin('import', '--store', collector.store, '--form', 'every', slips);
    t.after(() => child.kill('SIGKILL'));
    let status = 201;
    while (status === 201 && child.exitCode === null) { /* it may just not have had it */
        child.kill('SIGCONT');
        await pause(100);
        child.kill('SIGSTOP');
        status = await say();
    }
    assert.equal(status, 503);
    assert.equal(await health(), 200, 'not before it lasts');
    assert.equal(await becomes(503), 503);
    assert.equal(parse(await metrics(collector)).sortie_able.samples.get('sortie_able'), 0);
    assert.equal(await say(), 503);
    assert.equal(collector.errors.match(/cannot write: a command that does not go on has the store/g).length, 1);
    child.kill('SIGCONT');
    assert.equal(await becomes(200), 200);
    assert.equal(await say(), 201);
    assert.equal(parse(await metrics(collector)).sortie_able.samples.get('sortie_able'), 1);
});

test('a disk that cannot be written is told of before an answer is refused', async (t) => {
    const collector = await startSmall({ t });
    const disk = startDisk(collector.folder);
    t.after(() => disk.end());
    await collector.end();
    collector.env = disk.env;
    await collector.serve();
    const status = async () => (await fetch(`${collector.url}/healthz`)).status;
    const becomes = async (wanted) => {
        for (let tries = 0; tries < 240 && await status() !== wanted; tries++)
            await pause(250);
        return status();
    };
    assert.equal(await status(), 200);
    disk.fail({ calls: WRITE, error: ENOSPC });
    assert.equal(await becomes(503), 503);
    const { error } = await (await fetch(`${collector.url}/healthz`)).json();
    assert.match(error, /^cannot .*(full|disk)/);
    disk.mend();
    assert.equal(await becomes(200), 200);
    assert.equal(parse(await metrics(collector)).sortie_able.samples.get('sortie_able'), 1);
});

/* Its own try would be a transaction within the batch's. What breaks its form proves no
 * write, and takes long to read. */
test('asked while a batch is read, /healthz lets it be', async (t) => {
    const collector = await startSmall({ t }), full = await versionOf(collector);
    const connect = () => new Promise((done) => {
        const socket = net.connect(collector.port, '127.0.0.1', () => done(socket));
    });
    const status = (socket, head, document = '') => new Promise((done, failed) => {
        socket.once('error', failed).once('data', (bytes) => { done(Number(/ (\d+)/.exec(String(bytes))[1])); socket.destroy(); });
        socket.write(`${head} HTTP/1.1\r\nHost: x\r\n${document && `Content-Type: application/json\r\nContent-Length: ${document.length}\r\n`}\r\n${document}`);
    });
    const long = JSON.stringify({ ...body(full), answers: Array.from({ length: 2700 }, (_, i) => [i % 10]) });
    await pause(10500); /* the last write proves nothing any more */
    const sockets = await Promise.all(Array.from({ length: 300 }, connect));
    const posts = sockets.slice(0, 200).map((socket) => status(socket, `POST /p/${collector.tokens.hall}/responses`, long));
    const asked = [];
    for (const socket of sockets.slice(200)) {
        await pause(1);
        asked.push(status(socket, 'GET /healthz'));
    }
    assert.deepEqual(new Set(await Promise.all(posts)), new Set([422]));
    assert.deepEqual(new Set(await Promise.all(asked)), new Set([200]));
    assert.equal((await post(collector.address('hall'), body(full))).status, 201);
    assert.equal(collector.inbox().length, 1);
    assert.doesNotMatch(collector.errors, /cannot|written/);
});
