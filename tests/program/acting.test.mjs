/* acting.test.mjs: nothing of a form, a name or a file acts: not on a terminal, not in a log,
 * not on a page. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { attempt, dayFrom, fill, post, readJson, root, send, startSmall, versionOf } from './given.mjs';

const acts = /[\x00-\x09\x0b-\x1f\x7f\x80-\x9f\u2028-\u202e\u2066-\u2069]/;
const hostile = ['a\u001b]0;title\u0007', 'a\u001b[2J', 'a\rsortie: fine', 'a\nsortie: fine', 'a\u009b31m', 'a\u202ebc', 'a\u2066b', 'a\u0000b'];

let collector;
const markup = '<script>alert(1)</script>"\'&{{name}}`@{0}';
before(async () => {
    collector = await startSmall({ change: (document) => {
        document.name.fr = markup;
        document.places.find(({ id }) => id === 'desk-job').name.fr = markup;
    } });
});
after(() => collector.stop());

test('a name that would act on a terminal is no name', () => {
    const file = join(collector.folder, 'named.json');
    for (const name of hostile) {
        for (const rename of [(centre) => { centre.name.fr = name; }, (centre) => { centre.places[0].name.fr = name; },
            (centre) => { centre.tracks[0].name.fr = name; }]) {
            const centre = JSON.parse(fill(JSON.stringify(readJson('tests/submissions/centre.json')), ''));
            rename(centre);
            writeFileSync(file, JSON.stringify(centre));
            const { status, stderr, stdout } = attempt('centre', 'check', file);
            assert.equal(status, 65, `${JSON.stringify(name)}: ${stdout}`);
            assert.doesNotMatch(stderr + stdout, acts);
        }
    }
});

test('a rejected line is quoted, and does nothing to the terminal', () => {
    const file = join(collector.folder, 'slips.csv');
    for (const name of hostile.filter((one) => !one.includes('\0'))) {
        writeFileSync(file, `day,place,overall\n${dayFrom(0)},"${name}",4\n${dayFrom(0)},desk-job,"${name}"\n`);
        const { status, stderr } = attempt('import', '--store', collector.store, '--form', 'every', file);
        assert.equal(status, 65, stderr);
        assert.match(stderr, /line \d+: .*\?/);
        assert.doesNotMatch(stderr, acts);
        assert.doesNotMatch(stderr, /^sortie: fine/m);
        writeFileSync(file, `${name},place,overall\n${dayFrom(0)},desk-job,4\n`);
        assert.doesNotMatch(attempt('import', '--store', collector.store, '--form', 'every', file).stderr, acts);
    }
    writeFileSync(file, `${JSON.stringify({ [hostile[0]]: 1 })}\n{"day": \u001b[2J}\n`);
    assert.doesNotMatch(attempt('import', '--store', collector.store, '--form', 'every', file).stderr, acts);
});

test('what a stranger sends is in no log line', async () => {
    collector.errors = '';
    const full = await versionOf(collector);
    await post(collector.address('hall'), { key: hostile[0], form: 'every', version: full, answers: { [hostile[1]]: hostile[2] } });
    await send(collector.port, `GET /${hostile[0]} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    assert.equal(collector.errors, '');
});

test('a name is text on every page of a visitor', async () => {
    for (const path of ['', '/plain?lang=fr', '/plain/thanks?lang=fr', '/plain/counted?lang=fr', '/form?lang=fr', '/plain?lang=%22%3E%3Cscript%3E'])
        for (const point of ['hall', 'desk']) {
            const reply = await fetch(collector.address(point) + path), text = await reply.text();
            if (reply.headers.get('content-type').startsWith('text/html'))
                assert.ok(!text.includes('<script>alert') && !text.includes('"><script>'), path);
            else
                assert.match(reply.headers.get('content-type'), /^application\/json/);
        }
});

const pages = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    + "media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

test('every page forbids what it does not need, every reply is what it says it is', async () => {
    const token = collector.tokens.hall;
    for (const path of ['/', `/p/${token}`, `/p/${token}?plain`, `/p/${token}/plain`, `/p/${token}/plain/thanks`, `/p/${token}/plain/counted`,
        `/p/${token}/form`, `/p/${token}/responses`, `/p/${'0'.repeat(32)}`, `/p/${'0'.repeat(32)}/form`, '/static/tablet.js', '/static/nothing',
        '/worker.js', '/audio/fr/nothing.mp3', '/reports', '/reports/latest/index.html', '/healthz', '/metrics']) {
        const { headers, status } = await fetch(collector.url + path, { redirect: 'manual' });
        assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
        assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
        assert.ok(headers.get('content-type'), path);
        const policy = headers.get('content-security-policy') ?? '';
        assert.match(policy, /default-src 'none'.*frame-ancestors 'none'/, `${path} ${status}`);
        assert.doesNotMatch(policy, /unsafe/);
        if (/^text\/html/.test(headers.get('content-type')))
            assert.equal(policy, pages, path);
        assert.equal(headers.get('server'), null);
        assert.equal(headers.get('set-cookie'), null);
    }
});
