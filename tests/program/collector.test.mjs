/* collector.test.mjs: every row of the HTTP interface (DESIGN section 4), with the real
 * program on loopback. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { sqlite } from '../helpers.mjs';
import { attempt, body, dayFrom, fill, newKey, pause, post, root, send, startSmall, statuses, submissions,
    versionOf } from './given.mjs';

let collector, full;
before(async () => {
    collector = await startSmall();
    full = await versionOf(collector);
});
after(() => collector.stop());

const page = (path, options) => fetch(collector.url + path, { redirect: 'manual', ...options });
const pages = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    + "media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const isError = async (reply, status) => {
    assert.equal(reply.status, status);
    assert.equal(reply.headers.get('content-type'), 'application/json');
    assert.equal(reply.headers.get('sortie-refused'), status < 500 && ![408, 429].includes(status) ? '1' : null);
    const { error } = await reply.json();
    assert.match(error, /^[a-z].*[^.]$/s);
    return error;
};

describe('a response', () => {
    test('is kept, known again, and not replaced', async () => {
        const document = body(full);
        const first = await post(collector.address('hall'), document);
        assert.equal(first.status, 201);
        assert.deepEqual(await first.json(), { kept: document.key });
        const again = await post(collector.address('hall'), { ...document, pad: 'x'.repeat(99) });
        assert.equal(again.status, 200);
        assert.deepEqual(await again.json(), { kept: document.key });
        await isError(await post(collector.address('hall'), { ...document, answers: { overall: '1' } }), 409);
        assert.deepEqual(collector.rows(`SELECT document ->> '$.answers.overall' FROM inbox
            WHERE document ->> '$.key' = '${document.key}'`), ['4']);
    });

    test('sent by many at once is kept once', async () => {
        const document = body(full);
        const replies = await Promise.all(Array.from({ length: 40 }, () => post(collector.address('hall'), document)));
        assert.deepEqual(replies.map(({ status }) => status).sort(), [...Array(39).fill(200), 201]);
        assert.deepEqual(collector.rows(`SELECT count(*) FROM inbox WHERE hex(key) = upper('${document.key}')`), ['1']);
    });

    test('of another type is 415', async () => {
        for (const type of ['text/plain', 'multipart/form-data', 'application/jsonx', ''])
            await isError(await post(collector.address('hall'), body(full), { 'Content-Type': type }), 415);
    });

    test('over 16 KiB is 413, just under is not', async () => {
        const document = body(full);
        const short = JSON.stringify({ ...document, pad: '' }).length;
        assert.equal((await post(collector.address('hall'), { ...document, pad: 'x'.repeat(16384 - short) })).status, 201);
        await isError(await post(collector.address('hall'), { ...document, pad: 'x'.repeat(16385 - short) }), 413);
    });

    test('over 16 KiB in chunks is 413', async () => {
        const piece = '1000\r\n' + 'x'.repeat(4096) + '\r\n';
        const reply = await send(collector.port, `POST /p/${collector.tokens.hall}/responses HTTP/1.1\r\nHost: x\r\n`
            + 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n' + piece.repeat(5) + '0\r\n\r\n');
        assert.deepEqual(statuses(reply.text), [413]);
    });

    test('in chunks is kept', async () => {
        const text = JSON.stringify(body(full));
        const half = [text.slice(0, 50), text.slice(50)].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`);
        const reply = await send(collector.port, `POST /p/${collector.tokens.hall}/responses HTTP/1.1\r\nHost: x\r\n`
            + `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${half.join('')}0\r\n\r\n`);
        assert.deepEqual(statuses(reply.text), [201]);
    });

    test('at no point is 404', async () => {
        await isError(await post(`${collector.url}/p/${newKey()}`, body(full)), 404);
        await isError(await post(`${collector.url}/p/short`, body(full)), 404);
    });

    test('of more than 8 weeks is 410', async () => {
        await isError(await post(collector.address('hall'), body(full, { day: dayFrom(-57) })), 410);
        assert.equal((await post(collector.address('hall'), body(full, { day: dayFrom(-56) }))).status, 201);
    });

    test('whose place ended, or whose tablet has no battery, is kept', async () => {
        assert.equal((await post(collector.address('hall'),
            body(full, { day: '1970-01-01', answers: { overall: '4', place: 'desk-old' } }))).status, 201);
    });
});

/* The same folders as the unit tests, through the whole program; what is accepted is then
 * settled, and laid exactly as settled.json says. */
describe('submissions', () => {
    let own, ownFull;
    before(async () => {
        own = await startSmall();
        ownFull = await versionOf(own);
    });
    after(() => own.stop());

    test('accepted ones are laid as they should be', async (t) => {
        const expected = [], remarks = [];
        for (const { name, folder, body: text, point } of submissions('accepted', ownFull)) {
            await t.test(name, async () => {
                const reply = await post(own.address(point), text);
                assert.equal(reply.status, 201, await reply.text());
            });
            const { remark, ...settled } = JSON.parse(fill(readFileSync(join(folder, 'settled.json'), 'utf8'), ownFull));
            expected.push(JSON.stringify(settled));
            if (remark !== undefined)
                remarks.push(`${settled.place}|${remark}`);
        }
        /* What waits holds nothing that will not count. */
        const counting = new Map(submissions('accepted', ownFull).map(({ folder, body: text }) => [JSON.parse(text).key.toLowerCase(),
            JSON.parse(fill(readFileSync(join(folder, 'settled.json'), 'utf8'), ownFull))]));
        for (const { key, answers } of own.inbox()) {
            const { answers: counted, remark } = counting.get(key.toLowerCase());
            const names = [...Object.keys(counted), ...(remark === undefined ? [] : ['say'])];
            assert.deepEqual(Object.keys(answers).filter((name) => name !== 'place').sort(), names.sort(), key);
        }
        /* A week that the collector has closed meanwhile would make some of them late. */
        await own.end();
        sqlite(own.store, "UPDATE closing SET last = ''");
        assert.equal(attempt('settle', '--store', own.store).status, 0);
        await own.serve();
        const laid = own.rows(`SELECT json_object('place', place, 'session', session, 'mode', mode, 'class', class,
            'answers', json(answers)) FROM response`);
        const sorted = (list) => list.map((row) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(row))
            .map(([key, value]) => [key, key === 'answers' ? Object.entries(value).sort() : value])))).sort();
        assert.deepEqual(sorted(laid), sorted(expected));
        assert.deepEqual(own.rows('SELECT place, text FROM remark').sort(), remarks.sort());
    });

    test('sixteen kilobytes of what is hidden, switched off or unknown leave nothing behind', async () => {
        const before = own.inbox().length, long = 'x'.repeat(15000);
        for (const answers of [{ reasons: long }, { off: [long] }, { back: null, reasons: { [long]: 1 } }])
            assert.equal((await post(own.address('hall'), body(ownFull, { answers: { overall: '4', ...answers } }))).status, 201);
        assert.equal((await post(own.address('health'), body(ownFull, { answers: { overall: '4', say: 'a secret' } }))).status, 201);
        const kept = own.inbox().slice(before);
        assert.deepEqual(kept.map(({ answers }) => answers), Array(4).fill({ overall: '4' }));
        for (const flags of [Array(1000).fill('fast'), [long]])
            assert.equal((await post(own.address('hall'), body(ownFull, { flags }))).status, 422);
    });

    test('refused ones are told why', async (t) => {
        for (const { name, folder, body: text, point } of submissions('refused', ownFull))
            await t.test(name, async () => {
                const reply = await post(own.address(point), text);
                assert.equal(reply.status, 422);
                const { error, problems } = await reply.json();
                assert.equal(error, 'the response breaks its form: see problems');
                assert.equal(problems.map(({ at, why }) => `${at}: ${why}\n`).join(''),
                    readFileSync(join(folder, 'why'), 'utf8'));
            });
    });

    test('unreadable ones are told where', async (t) => {
        for (const { name, folder, body: bytes, point } of submissions('unreadable', ownFull))
            await t.test(name, async () => {
                assert.equal(`${await isError(await post(own.address(point), bytes), 400)}\n`,
                    readFileSync(join(folder, 'why'), 'utf8'));
            });
    });
});

describe('the tablet', () => {
    test('gets the same page at every point, to keep', async () => {
        const hall = await page(`/p/${collector.tokens.hall}`), desk = await page(`/p/${collector.tokens.desk}`);
        const text = await hall.text();
        assert.equal(hall.status, 200);
        assert.equal(text, await desk.text());
        assert.ok(!text.includes(collector.tokens.hall));
        assert.ok(!text.includes(dayFrom(0)));
        assert.match(hall.headers.get('cache-control'), /max-age=\d+/);
        assert.equal(hall.headers.get('content-security-policy'), pages);
        assert.equal(hall.headers.get('x-content-type-options'), 'nosniff');
        assert.equal(hall.headers.get('referrer-policy'), 'no-referrer');
        assert.equal(hall.headers.get('cross-origin-opener-policy'), null, 'by http it is an error in the browser\'s console');
        assert.equal(hall.headers.get('set-cookie'), null);
        assert.doesNotMatch(text, /<style|style="|<script(?! [^>]*src=)|\son\w+=/);
    });

    test('is told with the first byte what the page asks for next', async () => {
        const reply = await page(`/p/${collector.tokens.hall}`), text = await reply.text();
        const files = text.match(/\/static\/[^"]+/g), links = reply.headers.get('link').split(', ');
        assert.deepEqual(files.map((url) => url.replace(/\?.*/, '')), ['/static/kiosk.css', '/static/tablet.js']);
        assert.deepEqual(links, [
            `<${files[0]}>; rel=preload; as=style`, `<${files[1]}>; rel=preload; as=script`,
            `</p/${collector.tokens.hall}/form>; rel=preload; as=fetch; crossorigin`]);
    });

    test('gets the form in its language, with an ETag', async () => {
        const reply = await page(`/p/${collector.tokens.hall}/form?lang=en`);
        const form = await reply.json();
        assert.equal(reply.status, 200);
        assert.deepEqual(form.form.languages, ['en']);
        assert.equal(form.day, dayFrom(0));
        assert.equal(form.default, 'fr');
        assert.deepEqual(form.languages.map(({ code }) => code), ['fr', 'en']);
        const etag = reply.headers.get('etag');
        const same = await page(`/p/${collector.tokens.hall}/form?lang=en`, { headers: { 'If-None-Match': etag } });
        assert.equal(same.status, 304);
        assert.equal(await same.text(), '');
        const other = await page(`/p/${collector.tokens.hall}/form?lang=fr`, { headers: { 'If-None-Match': etag } });
        assert.equal(other.status, 200);
        assert.notEqual(other.headers.get('etag'), etag);
    });

    test('is offered what is open, never what is sensitive', async () => {
        const { places, sessions, settings, form } = await (await page(`/p/${collector.tokens.hall}/form?lang=fr`)).json();
        assert.deepEqual(places.map(({ id }) => id), ['desk-job', 'space-docs', 'workshop-cv']);
        assert.deepEqual(sessions.map(({ id }) => id), ['cv-today']);
        assert.deepEqual([settings.mode, settings.place, settings.centre], ['door', null, 'Ici']);
        assert.deepEqual(form.questions.map(({ name }) => name),
            ['overall', 'place', 'forward', 'reasons', 'back', 'friend', 'stars', 'thanks', 'on', 'say']);
    });

    test('is offered the sessions of the coming 35 days, too, for an outage', async (t) => {
        const own = await startSmall({ t, change: (document) => {
            document.sessions = [-1, 0, 1, 35, 36].map((ahead) => ({ id: `cv-${ahead}`, place: 'workshop-cv', day: dayFrom(ahead) }));
        } });
        const { sessions } = await (await fetch(`${own.address('hall')}/form?lang=fr`)).json();
        assert.deepEqual(sessions.map(({ id, day }) => [id, day]), [0, 1, 35].map((ahead) => [`cv-${ahead}`, dayFrom(ahead)]));
    });

    test('at a place is not asked for one; at a sensitive one, for no remark', async () => {
        const names = async (id) => (await (await page(`/p/${collector.tokens[id]}/form?lang=fr`)).json())
            .form.questions.map(({ name }) => name);
        assert.ok(!(await names('desk')).includes('place'));
        assert.ok((await names('desk')).includes('say'));
        assert.ok(!(await names('health')).includes('say'));
    });

    test('at no point gets a page that says so, and JSON for the form', async () => {
        const reply = await page(`/p/${newKey()}`);
        assert.equal(reply.status, 404);
        assert.match(reply.headers.get('content-type'), /text\/html/);
        await isError(await page(`/p/${newKey()}/form?lang=fr`), 404);
    });
});

describe('the plain page', () => {
    const fields = async (id, changes) => {
        const text = await (await page(`/p/${collector.tokens[id]}/plain?lang=fr`)).text();
        const hidden = Object.fromEntries([...text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)]
            .map(([, name, value]) => [name, value]));
        return { ...hidden, ...changes };
    };
    const submit = (id, pairs) => post(collector.address(id), new URLSearchParams(pairs).toString(),
        { 'Content-Type': 'application/x-www-form-urlencoded' });

    test('is never kept, and has a key of its own', async () => {
        const reply = await page(`/p/${collector.tokens.hall}/plain?lang=fr`);
        assert.equal(reply.headers.get('cache-control'), 'no-store');
        assert.equal(reply.headers.get('content-security-policy'), pages);
        assert.notEqual((await fields('hall')).key, (await fields('hall')).key);
    });

    /* How many reasons there are, what is left out and how long a text is shows all the same. */
    test('T21: all answers to a question make a body of one length, and the blanks that do so are dropped', async () => {
        const text = await (await page(`/p/${collector.tokens.hall}/plain?lang=fr`)).text(), offered = new Map();
        for (const [, name, value] of text.matchAll(/<input type="(?:radio|checkbox)" name="([^"]+)" value="([^"]+)"/g))
            offered.set(name, [...offered.get(name) ?? [], value]);
        assert.ok(offered.size > 4, [...offered.keys()].join());
        for (const [name, values] of offered)
            assert.equal(new Set(values.map((value) => new URLSearchParams([[name, value]]).toString().length)).size, 1, `${name}: ${values.join('|')}`);
        assert.ok([...offered.values()].some((values) => values.some((value) => value.endsWith('  '))), 'this test could not fail');
        const answers = [...offered].map(([name, values]) => [name, values.at(-1)]).filter(([name]) => !/place/.test(name));
        const own = await fields('hall');
        assert.equal((await submit('hall', [...Object.entries(own), ...answers])).status, 303);
        const [kept] = collector.rows(`SELECT document FROM inbox WHERE hex(key) = '${own.key.toUpperCase()}'`).map((line) => JSON.parse(line));
        assert.equal(JSON.stringify(kept).includes(' "'), false);
        assert.equal(kept.answers.overall, '5');
    });

    test('leads to thanks, and to "counted" when sent again', async () => {
        const answers = [...Object.entries(await fields('hall', { 'q.overall': '2', 'q.place': 'desk-job' })),
            ['q.reasons', 'wait'], ['q.reasons', 'far'], ['q.say', 'Très bruyant']];
        const first = await submit('hall', answers);
        assert.equal(first.status, 303);
        assert.match(first.headers.get('location'), /\/plain\/thanks\?lang=fr$/);
        assert.equal((await page(first.headers.get('location'))).status, 200);
        const again = await submit('hall', answers);
        assert.match(again.headers.get('location'), /\/plain\/counted\?lang=fr$/);
        assert.equal((await page(again.headers.get('location'))).status, 200);
        const key = answers.find(([name]) => name === 'key')[1];
        const [kept] = collector.inbox().filter((document) => document.key === key);
        assert.deepEqual(kept.answers, { overall: '2', place: 'desk-job', reasons: ['wait', 'far'], say: 'Très bruyant' });
    });

    test('comes back with its answers when one is missing', async () => {
        const reply = await submit('hall', await fields('hall', { 'q.forward': 'little', 'q.say': '<b>"hello"</b>' }));
        const text = await reply.text();
        assert.equal(reply.status, 422);
        assert.match(text, /value="little *" checked/);
        assert.ok(text.includes('&lt;b&gt;&quot;hello&quot;&lt;/b&gt;'));
        assert.ok(!text.includes('<b>"hello"'));
    });

    test('with a body that no page sends is answered, not kept', async () => {
        const all = await fields('hall', { 'q.overall': '4' });
        const raw = new URLSearchParams(all).toString();
        for (const [text, status] of [[`${raw}&answers=x&q.back=yes`, 303], ['=&=&%', 400], ['%00=1', 400], ['a', 400],
            ['q.overall=%FF', 400], ['x=1&'.repeat(400), 400], [`${raw}&email=a`, 422], ['', 422]]) {
            const reply = await post(collector.address('hall'), text, { 'Content-Type': 'application/x-www-form-urlencoded' });
            assert.equal(reply.status, status, text.slice(0, 60));
        }
    });
});

describe('addresses', () => {
    test('methods that are not taken are 405', async () => {
        for (const [method, path] of [['PUT', `/p/${collector.tokens.hall}/responses`], ['DELETE', '/healthz'],
            ['GET', `/p/${collector.tokens.hall}/responses`], ['POST', '/healthz'], ['POST', `/p/${collector.tokens.hall}`]])
            await isError(await page(path, { method }), 405);
    });

    test('what is not there is 404', async () => {
        for (const path of ['/', '/p', '/p/', '/admin', '/static/', '/static/nothing.js', '/healthz/', '/p/a/b/c',
            '/static/tablet.js/', '/reportsx', `/p/${'a'.repeat(65)}`])
            assert.equal((await page(path)).status, 404, path);
    });

    test('paths do not lead out of the table', async () => {
        for (const path of ['/static/../../../etc/passwd', '/static/%2e%2e%2fpages%2fkiosk.html', '/static/..%2ftablet.js',
            '//static/tablet.js', '/static//kiosk.js', '/./static/tablet.js', '/static/tablet.js%00.png']) {
            const { text } = await send(collector.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
            assert.deepEqual(statuses(text), [404], path);
        }
    });

    test('HEAD is GET without a body', async () => {
        const reply = await page('/static/tablet.js', { method: 'HEAD' });
        assert.equal(reply.status, 200);
        assert.equal(await reply.text(), '');
    });

    test('static files are kept for good, compressed for who takes it', async () => {
        const text = await (await page(`/p/${collector.tokens.hall}`)).text();
        const address = /\/static\/tablet\.js\?v=[0-9a-f]+/.exec(text)[0];
        const read = async (encoding) => {
            const { text: raw } = await send(collector.port, `GET ${address} HTTP/1.1\r\nHost: x\r\n`
                + `Accept-Encoding: ${encoding}\r\nConnection: close\r\n\r\n`);
            const at = raw.indexOf('\r\n\r\n');
            return [raw.slice(0, at), Buffer.from(raw.slice(at + 4), 'latin1')];
        };
        const [plainHead, plain] = await read('identity'), [zippedHead, zipped] = await read('br, gzip');
        assert.match(plainHead, /Cache-Control: public, max-age=31536000, immutable/);
        assert.match(plainHead, /Content-Type: text\/javascript/);
        assert.doesNotMatch(plainHead, /Content-Encoding/);
        assert.match(zippedHead, /Content-Encoding: gzip/);
        assert.match(zippedHead, /Vary: Accept-Encoding/);
        assert.deepEqual(gunzipSync(zipped), plain);
        const code = (bytes) => String(bytes).replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ').trim();
        assert.ok(code(plain).endsWith(code(readFileSync(join(root, 'collector/static/kiosk.js')))), 'the scripts end to end, without their comments');
    });

    test('the service worker is asked for anew, and may serve the pages of points', async () => {
        const reply = await page('/worker.js');
        assert.deepEqual([reply.status, reply.headers.get('content-type'), reply.headers.get('cache-control')],
            [200, 'text/javascript; charset=utf-8', 'no-cache']);
    });

    test('pages and forms are compressed for who takes it, and kept apart from those that are not', async () => {
        const hall = `/p/${collector.tokens.hall}`;
        const read = async (path, encoding, more = '') => {
            const { text: raw } = await send(collector.port, `GET ${path} HTTP/1.1\r\nHost: x\r\n`
                + `Accept-Encoding: ${encoding}\r\n${more}Connection: close\r\n\r\n`);
            const at = raw.indexOf('\r\n\r\n');
            return [raw.slice(0, at), Buffer.from(raw.slice(at + 4), 'latin1')];
        };
        for (const path of [hall, `${hall}/form?lang=fr`]) {
            const [plainHead, plain] = await read(path, 'identity, gzip;q=0'), [zippedHead, zipped] = await read(path, 'gzip, br');
            assert.doesNotMatch(plainHead, /Content-Encoding/);
            assert.match(zippedHead, /Content-Encoding: gzip/);
            assert.match(zippedHead, new RegExp(`Content-Length: ${zipped.length}\\b`));
            for (const head of [plainHead, zippedHead])
                assert.match(head, /Vary: Accept-Encoding/);
            assert.deepEqual(gunzipSync(zipped), plain);
            assert.ok(zipped.length < plain.length / 2);
        }
        const [head] = await read(`${hall}/form?lang=fr`, 'gzip'), [, etag] = /ETag: (W\/"[0-9a-f]+")/.exec(head);
        for (const encoding of ['gzip', 'identity']) {
            const [same, nothing] = await read(`${hall}/form?lang=fr`, encoding, `If-None-Match: ${etag}\r\n`);
            assert.match(same, /^HTTP\/1.1 304 [^]*Vary: Accept-Encoding/);
            assert.doesNotMatch(same, /Content-Encoding/);
            assert.equal(nothing.length, 0);
        }
    });

    test('what is small, and what is an error, is not compressed', async () => {
        for (const path of ['/healthz', '/nowhere']) {
            const reply = await send(collector.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n`);
            assert.doesNotMatch(reply.text, /Content-Encoding|Vary/);
        }
    });

    test('a foreign origin is given no permission', async () => {
        const reply = await page(`/p/${collector.tokens.hall}/form?lang=fr`, { headers: { Origin: 'https://evil.example' } });
        assert.equal(reply.headers.get('access-control-allow-origin'), null);
    });
});

test('metrics are rounded down to whole groups, and hourly', async (t) => {
    const own = await startSmall({ t });
    const ownFull = await versionOf(own);
    const kept = async () => /outcome="kept"\} (\d+)/.exec(await (await fetch(`${own.url}/metrics`)).text())[1];
    for (let i = 0; i < 7; i++)
        assert.equal((await post(own.address('hall'), body(ownFull))).status, 201);
    assert.equal(await kept(), '5');
    for (let i = 0; i < 7; i++)
        await post(own.address('hall'), body(ownFull));
    assert.equal(await kept(), '5');
});

test('reports are served from their folder only', async (t) => {
    const own = await startSmall({ t });
    assert.equal((await fetch(`${own.url}/reports/latest/index.html`)).status, 404);
    const folder = join(dirname(own.store), 'reports');
    mkdirSync(join(folder, '2026-W47'), { recursive: true });
    symlinkSync('2026-W47', join(folder, 'latest'));
    writeFileSync(join(folder, '2026-W47', 'index.html'), '<p>hello');
    writeFileSync(join(folder, '2026-W47', 'notes.db'), 'secret');
    writeFileSync(join(folder, '..', 'secret.html'), 'secret');
    await own.end();
    await own.serve('--reports', folder);
    const first = await fetch(`${own.url}/reports`, { redirect: 'manual' });
    assert.equal(first.status, 302);
    assert.equal(first.headers.get('location'), '/reports/latest/index.html');
    writeFileSync(join(folder, 'index.html'), '<p>list');
    assert.equal(await (await fetch(`${own.url}/reports/`)).text(), '<p>list');
    for (const path of ['/reports/latest', '/reports/latest/']) {
        const { status, headers } = await fetch(`${own.url}${path}`, { redirect: 'manual' });
        assert.deepEqual([status, headers.get('location')], [302, '/reports/latest/index.html']);
    }
    const reply = await fetch(`${own.url}/reports/latest/index.html`);
    assert.equal(await reply.text(), '<p>hello');
    assert.equal(reply.headers.get('content-security-policy'), pages);
    for (const path of ['/reports/../secret.html', '/reports/latest/../../secret.html',
        '/reports/%2e%2e/', '/reports/2026-W47/notes.db', '/reports//2026-W47/index.html', '/reports/.hidden.html',
        '/reports/%2e%2e/secret.html', '/reports/latest/nothing.html', '/reports/latest/index.html/']) {
        const { text } = await send(own.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
        assert.deepEqual(statuses(text), [404], path);
        assert.ok(!text.includes('secret\n'));
    }
});

test('a point has a budget, an address has none', async (t) => {
    const own = await startSmall({ t, change: (document) => {
        document.settings.bucket = { size: 3, per_minute: 1 };
    } });
    const ownFull = await versionOf(own);
    for (let i = 0; i < 3; i++)
        assert.equal((await post(own.address('hall'), body(ownFull))).status, 201);
    const refused = await post(own.address('hall'), body(ownFull));
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    await isError(refused, 429);
    assert.equal((await post(own.address('desk'), body(ownFull))).status, 201);
});

test('what is known already, or contradicts what is, costs a point nothing', async (t) => {
    const own = await startSmall({ t, change: (document) => {
        document.settings.bucket = { size: 3, per_minute: 1 };
    } });
    const document = body(await versionOf(own)), said = [];
    for (const one of [document, document, { ...document, answers: { overall: '1' } }, document, body(document.version), body(document.version)])
        said.push((await post(own.address('hall'), one)).status);
    assert.deepEqual(said, [201, 200, 409, 200, 201, 201]);
});

test('while another command writes, responses wait; after 2 s they are told to come again', async (t) => {
    const own = await startSmall({ t });
    const ownFull = await versionOf(own);
    const holder = spawn('flock', [`${own.store}-lock`, 'sh', '-c', 'echo held; exec sleep 60'], { detached: true });
    const release = () => {
        if (holder.exitCode === null && holder.signalCode === null)
            process.kill(-holder.pid);
    };
    t.after(release);
    await new Promise((done) => { holder.stdout.once('data', done); });
    const document = body(ownFull), since = Date.now();
    const reply = await post(own.address('hall'), document);
    assert.ok(Number(reply.headers.get('retry-after')) > 0);
    await isError(reply, 503);
    assert.ok(Date.now() - since >= 1900);
    assert.equal((await fetch(`${own.url}/p/${own.tokens.hall}/form?lang=fr`)).status, 200);
    const waits = post(own.address('hall'), document);
    await pause(300);
    release();
    assert.equal((await waits).status, 201);
});

test('a new form, a revoked point and a new centre take effect without a restart', async (t) => {
    const own = await startSmall({ t });
    const old = await versionOf(own);
    const form = JSON.parse(readFileSync(join(root, 'tests/submissions/every.json'), 'utf8'));
    form.title.fr = 'Neuf';
    const file = join(dirname(own.store), 'new.json');
    writeFileSync(file, JSON.stringify(form));
    assert.equal(attempt('form', 'add', '--store', own.store, file).status, 0);
    assert.equal(attempt('point', 'revoke', '--store', own.store, '--id', 'desk').status, 0);
    const centre = JSON.parse(own.rows('SELECT document FROM centre')[0]);
    centre.places = centre.places.filter(({ id }) => id !== 'space-docs');
    writeFileSync(file, JSON.stringify(centre));
    assert.equal(attempt('centre', 'load', '--store', own.store, file).status, 0);
    await pause(2200);
    const now = await (await fetch(`${own.address('hall')}/form?lang=fr`)).json();
    assert.notEqual(now.version, old);
    assert.equal(now.form.title.fr, 'Neuf');
    assert.equal(now.places.find(({ id }) => id === 'space-docs').to, dayFrom(0));
    assert.equal((await post(own.address('hall'), body(now.version))).status, 201);
    assert.equal((await post(own.address('hall'), body(old))).status, 201);
    await isError(await post(own.address('desk'), body(now.version)), 410);
    assert.equal((await fetch(own.address('desk'))).status, 410);
});

test('a drip of bytes is ended after 10 s, and hinders nobody meanwhile', async (t) => {
    const ends = [], since = Date.now();
    const drips = [`GET /p/${collector.tokens.hall} HTTP/1.1\r\nHost: x\r\nX: `,
        `POST /p/${collector.tokens.hall}/responses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n`]
        .flatMap((head) => Array.from({ length: 10 }, () => {
            const socket = net.connect(collector.port, '127.0.0.1', () => socket.write(head));
            const timer = setInterval(() => socket.write('x'), 500);
            socket.on('error', () => {});
            ends.push(new Promise((done) => {
                socket.on('close', () => { clearInterval(timer); done(Date.now() - since); });
            }));
            return socket;
        }));
    t.after(() => drips.forEach((socket) => socket.destroy()));
    let slowest = 0;
    while (Date.now() - since < 9000) {
        const start = Date.now();
        assert.equal((await post(collector.address('hall'), body(full))).status, 201);
        slowest = Math.max(slowest, Date.now() - start);
        await pause(100);
    }
    assert.ok(slowest < 2000, `a response took ${slowest} ms`);
    const guard = pause(9000).then(() => 'still open');
    for (const end of ends) {
        const took = await Promise.race([end, guard]);
        assert.ok(took > 9000 && took < 14000, `ended after ${took} ms`);
    }
});
