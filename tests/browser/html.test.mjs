/* html.test.mjs: the HTML standard, by html-validate: every page of an edition in French and
 * Arabic, the list of editions and the network's page, the plain page empty, with a problem
 * and thanked, the page of an error, and the tablet's page, all as they are served. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { build, root, startCollector } from '../helpers.mjs';
import { fileOf, files, makeNetwork, makeStore } from '../analysis.mjs';

/* All that html-validate recommends, but for what is a matter of taste. */
const rules = new HtmlValidate({ extends: ['html-validate:recommended'], rules: {
    'doctype-style': 'off', // the standard takes either case
    'long-title': 'off', // a form's title and a centre's name are as long as they are
    'valid-id': ['error', { relaxed: true }], // the standard takes dots: q.overall is the name of its question
    'form-dup-name': ['error', { shared: ['radio', 'checkbox'] }], // several reasons are sent under one name
} });

const LAST = '2026-W40';
const simulate = (...words) => execFileSync(join(build, 'simulate'), words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 });
let store, edition, collector;

before(async () => {
    const centre = simulate('centre', '--centre', 'forms/centres/la-villette.json', '--last', LAST);
    const form = (name) => ['--form', `forms/${name}.json`];
    const lines = (...forms) => simulate('responses', '--centre', fileOf(centre), '--last', LAST, ...forms.flatMap(form))
        .trim().split('\n').map((line) => JSON.parse(line));
    store = makeStore({ centre: JSON.parse(centre), forms: ['exit', 'workshop', 'club', 'interview'], given: [
        { documents: lines('exit', 'workshop', 'club') },
        { form: 'interview', mode: 'handed', documents: lines('interview') }] });
    edition = store.report(LAST, '--lang', 'fr', '--lang', 'ar');
    collector = await startCollector({ points: { hall: { form: 'exit' }, staff: { form: 'interview', mode: 'handed' } },
        change: (each) => { each.settings.questions = { 'exit/say': 'on', 'interview/theme_say': 'on' }; } });
    await collector.end();
    await collector.serve('--reports', edition.out);
});

after(async () => {
    await collector?.stop();
    store?.remove();
});

async function finds(html, name) {
    assert.match(html, /^<!doctype html>/i, name);
    const { results } = await rules.validateString(html);
    return results.flatMap(({ messages }) => messages).map(({ ruleId, message, line }) =>
        `${name}:${line}: ${ruleId}: ${message}: ${html.split('\n')[line - 1].slice(0, 160)}`);
}

async function served(url, status = 200, options = {}) {
    const reply = await fetch(url, options);
    assert.equal(reply.status, status, url);
    assert.match(reply.headers.get('content-type'), /^text\/html/, url);
    return reply.text();
}

test('every page of an edition, in French and Arabic', async () => {
    const pages = files(edition.folder).filter((path) => path.endsWith('.html'));
    assert.ok(pages.length > 40, `${pages.length} pages`);
    const found = [];
    for (const path of pages)
        found.push(...await finds(await served(`${collector.url}/reports/${LAST}/${path}`), path));
    found.push(...await finds(await served(`${collector.url}/reports/`), 'the list of editions'));
    assert.deepEqual(found.slice(0, 20), []);
});

test('the network\'s page', async () => {
    for (const language of ['fr', 'ar']) {
        const path = makeNetwork(edition.out, '--lang', language);
        assert.deepEqual(await finds(await served(`${collector.url}/reports/${path}`), path), []);
    }
});

/* What the plain page would post, with what a visitor filled in. */
async function posted(point, language, answers) {
    const page = await served(`${collector.address(point)}/plain?lang=${language}`);
    const hidden = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name, value]) => [name, value]);
    return { method: 'POST', body: new URLSearchParams([...hidden, ...Object.entries(answers)]) };
}

for (const language of ['fr', 'ar'])
    test(`the plain page in ${language}: empty, with a problem, and thanked`, async () => {
        for (const [point, more] of [['hall', { 'q.place': 'none' }], ['staff', { 'q.came_for': 'job' }]]) {
            const address = `${collector.address(point)}/responses?lang=${language}`;
            const empty = await served(`${collector.address(point)}/plain?lang=${language}`);
            const problem = await served(address, 422, await posted(point, language, { 'q.overall': '2', 'q.say': '<"&' }));
            assert.match(problem, /role="alert"/);
            const thanks = await served(address, 200, await posted(point, language,
                { 'q.overall': '4', 'q.forward': 'yes', ...more }));
            assert.match(thanks, /<main class="message">/);
            const found = [...await finds(empty, `${point} empty`), ...await finds(problem, `${point} problem`),
                ...await finds(thanks, `${point} thanks`)];
            assert.deepEqual(found, []);
        }
    });

test('the page of an error', async () => {
    for (const language of ['fr', 'ar']) {
        const page = await served(`${collector.url}/p/${'0'.repeat(32)}/plain?lang=${language}`, 404);
        assert.deepEqual(await finds(page, 'error'), []);
    }
});

test('the tablet\'s page', async () => {
    assert.deepEqual(await finds(await served(collector.address('hall')), 'kiosk'), []);
});

test('a fault is found', async () => {
    const found = await finds('<!doctype html>\n<html lang="fr"><head><title>x</title></head><body><p id="a"><p id="a"></body></html>', 'fault');
    assert.ok(found.some((each) => each.includes('no-dup-id')), found.join('\n'));
});
