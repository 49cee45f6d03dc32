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

/* What libmicrohttpd 0.9.75 puts right before it calls us, so that nothing is left to refuse.
 * Each is answered as the plain request that it becomes, nothing of it is kept, and whoever
 * sends it can do no more by it than by that request. (What is hidden behind the last one
 * would reach us as somebody else's by way of a proxy that passes folded lines on and lets
 * visitors share a connection: nginx does neither.) */
const mended = {
    'bare LF headers': 'line ends are not shown',
    'header empty name': 'it drops the header',
    'NUL in header value': 'the value arrives cut',
    'obs-fold': 'the continuation is joined to the header before we see it',
    'fold-made Authorization': 'the continuation makes a name of which nothing here is read',
    'fold-made Content-Length': 'the continuation makes a good name, so that a second request follows',
};

/* This one is no line yet: it waits for one, until our deadline. */
const slow = ['TLS hello to http'];

let collector;
before(async () => { collector = await startSmall(); });
after(() => collector.stop());

if (cases.length === 0)
    test('framing cases', { skip: `${file} is not here` }, () => {});

for (const { name, request_b64: request, sortie_should: should } of cases)
    test(mended[name] ? `${name}: answered as it is read, and nothing kept (${mended[name]})` : name, async () => {
        const { text, closed } = await send(collector.port, Buffer.from(request, 'base64'), slow.includes(name) ? 30000 : 300);
        const all = statuses(text);
        if (mended[name]) {
            assert.deepEqual(all, name === 'fold-made Content-Length' ? [404, 404] : [404], text);
            assert.deepEqual(collector.rows('SELECT count(*) FROM inbox'), ['0']);
        } else if (should === 'reject-and-close') {
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

/* Each hides a whole response in what another reader might take for the body before it. */
test('what follows a body of chunks, or a POST without a length, on the same connection is never read', async () => {
    const hidden = JSON.stringify(body(await versionOf(collector)));
    const target = `/p/${collector.tokens.hall}/responses`;
    const second = `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`;
    const first = (head, rest) => `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${head}\r\n${rest}${second}`;
    for (const [bytes, status] of [[first('Transfer-Encoding: chunked\r\n', '2\n{}\n0\n\n'), 422], [first('Transfer-Encoding: chunked\r\n', '0\r\nContent-Length: 5\r\n\r\n'), 400],
        [first('Transfer-Encoding: chunked\r\n', '2\r\n{}\r\n0\r\n\r\n'), 422], [first('', ''), 400]]) {
        const { text, closed } = await send(collector.port, bytes, 2000);
        assert.deepEqual([statuses(text), closed], [[status], true], text);
    }
    assert.deepEqual(collector.rows('SELECT count(*) FROM inbox'), ['0']);
    const { text } = await send(collector.port, second, 1000);
    assert.deepEqual(statuses(text), [201], 'this test could not fail');
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
