/* unread.test.mjs: strangers who ask for much and read nothing of it: what waits for them in
 * memory has an end, and visitors are served meanwhile. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { body, pause, post, startSmall, statuses, versionOf } from './given.mjs';

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
    await pause(2000);
    assert.equal((await post(collector.address('hall'), body(full))).status, 201);
    assert.equal((await fetch(collector.address('hall'))).status, 200, 'a page is small');
    let refused = await fetch(collector.url + sound);
    for (const by = Date.now() + 30000; Date.now() < by && refused.status !== 503;) {
        await refused.arrayBuffer();
        await pause(100);
        refused = await fetch(collector.url + sound);
    }
    assert.deepEqual([refused.status, refused.headers.get('cache-control'), refused.headers.get('retry-after')], [503, 'no-store', '60']);
    assert.match((await refused.json()).error, /out of memory: try again in a minute/);
    strangers.forEach((stranger) => stranger.socket.on('data', (some) => { stranger.heard ||= some.toString('latin1', 0, 20); }).resume());
    for (const by = Date.now() + 30000; Date.now() < by && strangers.some(({ heard }) => !heard);)
        await pause(50);
    const given = strangers.filter(({ heard }) => statuses(heard)[0] === 200).length;
    assert.ok(given > 10 && given * LARGE <= HELD, String(given));
    assert.equal(strangers.filter(({ heard }) => statuses(heard)[0] === 503).length, MANY - given);
    strangers.forEach(({ socket }) => socket.destroy());
    for (const by = Date.now() + 30000; Date.now() < by && (await fetch(collector.url + sound)).status !== 200;)
        await pause(200);
    assert.equal((await fetch(collector.url + sound)).status, 200, 'again, once they are gone');
});
