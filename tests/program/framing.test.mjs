/* framing.test.mjs: raw requests whose end is ambiguous must be refused and the connection
 * closed, lest a second request hide in the first. The cases come from ../shared. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { body, root, send, startSmall, statuses, versionOf } from './given.mjs';

const file = join(process.env.SORTIE_SHARED || resolve(root, '../shared'), 'fixtures/http/http_cases.jsonl');
const cases = existsSync(file)
    ? readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];

/* What libmicrohttpd 0.9.75 has already put right, or wrong, when it calls us. */
const hidden = {
    'TE: chunked + trailing tab': 'its value arrives without the tab',
    'chunk bare LF': 'chunks are decoded before we see them',
    'chunk trailers smuggle': 'trailers are read before we see them',
    'bare LF headers': 'line ends are not shown',
    'bare CR header': 'a bare CR ends a line for it, so that we see two good headers',
    'header empty name': 'it drops the header',
    'NUL in header value': 'the value arrives cut',
    'TLS hello to http': 'it is no line yet: it waits for one, till our deadline of 10 s',
    'obs-fold': 'the continuation is joined to the header before we see it',
    'fold-made Content-Length': 'the continuation makes a good name',
    'fold-made Authorization': 'the continuation makes a good name',
};

let collector;
before(async () => { collector = await startSmall(); });
after(() => collector.stop());

if (cases.length === 0)
    test('framing cases', { skip: `${file} is not here` }, () => {});

for (const { name, request_b64: request, sortie_should: should } of cases)
    test(name, { skip: hidden[name] && `libmicrohttpd hides it: ${hidden[name]}` }, async () => {
        const { text, closed } = await send(collector.port, Buffer.from(request, 'base64'), 300);
        const all = statuses(text);
        if (should === 'reject-and-close') {
            assert.ok(closed, `not closed: ${text}`);
            assert.ok(all.every((status) => status >= 400), text);
        } else if (should === 'continue') {
            assert.match(text, /^HTTP\/1\.1 100 /);
        } else if (should === 'accept') {
            assert.ok(all.length > 0 && all.every((status) => status === 404 || status === 405), text);
        } else {
            assert.ok(all.length > 0 && all.every((status) => status >= 400), text);
        }
        assert.equal((await fetch(`${collector.url}/healthz`)).status, 200);
    });

test('twenty in one piece are answered in order, each kept', async () => {
    const full = await versionOf(collector);
    const documents = Array.from({ length: 20 }, () => body(full));
    const { text } = await send(collector.port, documents.map((document) => {
        const bytes = JSON.stringify(document);
        return `POST /p/${collector.tokens.hall}/responses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`
            + `Content-Length: ${bytes.length}\r\n\r\n${bytes}`;
    }).join(''), 1500);
    assert.deepEqual([...text.matchAll(/"kept": "(\w+)"/g)].map(([, key]) => key), documents.map(({ key }) => key));
});

test('a stranger\'s bytes end nothing', async () => {
    for (const bytes of ['\r\n'.repeat(2000), 'A'.repeat(100000), '\0'.repeat(4000), 'GET', `GET /${'%'.repeat(3000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
        `POST /p/${collector.tokens.hall}/responses HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n`
        + `Content-Length: 16384\r\n\r\n${'&='.repeat(8192)}`])
        await send(collector.port, bytes, 200);
    assert.equal((await fetch(`${collector.url}/healthz`)).status, 200);
    assert.equal(collector.process.exitCode, null);
});
