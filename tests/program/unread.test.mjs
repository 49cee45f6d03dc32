/* unread.test.mjs: strangers who ask for much and read nothing of it: what waits for them in
 * memory has an end, and visitors are served meanwhile. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { body, pause, postBy, send, startSmall, statuses, versionOf } from './given.mjs';

const MANY = 160, LARGE = 1000000, HELD = 64 * 1024 * 1024;

test(`of ${MANY} replies of 1 MB that nobody reads, no more than 64 MB are held`, async (t) => {
    const collector = await startSmall({ t }), full = await versionOf(collector), sound = '/audio/fr/every.overall.mp3';
    const recordings = join(collector.folder, 'recordings');
    mkdirSync(join(recordings, 'fr'), { recursive: true });
    writeFileSync(join(recordings, 'fr/every.overall.mp3'), Buffer.alloc(LARGE, 1));
    await collector.end();
    await collector.serve('--audio', recordings);
    const strangers = Array.from({ length: MANY }, () => {
        const stranger = { heard: '', socket: net.connect(collector.port, '127.0.0.1') };
        stranger.socket.pause().on('error', () => {});
        stranger.socket.write(`GET ${sound} HTTP/1.1\r\nHost: x\r\n\r\n`);
        return stranger;
    });
    t.after(() => strangers.forEach(({ socket }) => socket.destroy()));
    /* Each of ours has a connection of its own: one that is open is closed to make room. */
    const get = (path) => send(collector.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`).then(({ text }) => text);
    await pause(2000);
    assert.equal((await postBy(new http.Agent(), collector.address('hall'), body(full))).status, 201);
    assert.deepEqual(statuses(await get(`/p/${collector.tokens.hall}`)), [200], 'a page is small');
    let refused = await get(sound);
    for (const by = Date.now() + 30000; Date.now() < by && statuses(refused)[0] !== 503;) {
        await pause(100);
        refused = await get(sound);
    }
    for (const line of [/^HTTP\/1.1 503 /, /^cache-control: no-store\r$/im, /^retry-after: 60\r$/im, /out of memory: try again in a minute/])
        assert.match(refused, line);
    strangers.forEach((stranger) => stranger.socket.on('data', (some) => { stranger.heard ||= some.toString('latin1', 0, 20); }).resume());
    for (const by = Date.now() + 30000; Date.now() < by && strangers.some(({ heard }) => !heard);)
        await pause(50);
    const given = strangers.filter(({ heard }) => statuses(heard)[0] === 200).length;
    assert.ok(given > 10 && given * LARGE <= HELD, String(given));
    assert.equal(strangers.filter(({ heard }) => statuses(heard)[0] === 503).length, MANY - given);
    strangers.forEach(({ socket }) => socket.destroy());
    for (const by = Date.now() + 30000; Date.now() < by && statuses(await get(sound))[0] !== 200;)
        await pause(200);
    assert.deepEqual(statuses(await get(sound)), [200], 'again, once they are gone');
});
