/* verdict.test.mjs: what the rules say of a centre's weeks, as a manager reads it: on the
 * first page, on a place's page, in report.json; and the same as `series` says of the same
 * counts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { analysis, checkPage, fileOf, makeStore, question, readJson, run, times } from '../analysis.mjs';

const LANGUAGES = ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar'];
const all = (text) => Object.fromEntries(LANGUAGES.map((language) => [language, text]));
const WEEKS = 34, SIZE = 20;

/* The Tuesday (or another day) of a week from 2026-W02 on, and that week's name. */
const dayOf = (week, weekday = 1) => new Date(Date.UTC(2026, 0, 5 + weekday + 7 * week)).toISOString().slice(0, 10);
const nameOf = (week) => `2026-W${String(2 + week).padStart(2, '0')}`;

const centre = {
    sortie: 'centre/1', id: 'essai', name: all('Cité d\'essai'), country: 'FR', zone: 'Europe/Paris', languages: LANGUAGES,
    calendar: { week: { tue: ['10:00-18:00'] } },
    places: ['steady', 'fallen', 'jumpy', 'anew', 'few'].map((id) => ({ id, kind: 'desk', name: all(id) })),
};

/* Positive answers of 20 in each week. */
const steady = (week) => 16 + [0, 1, -1, 0, -1, 1, 0, -1, 1][week % 9];
const lines = {
    steady,
    fallen: (week) => (week < 20 ? steady(week) : steady(week) - 6),
    jumpy: (week) => (week === WEEKS - 1 ? 5 : steady(week)),
    anew: (week) => (week < 20 ? steady(week) : steady(week) - 6),
};
const documents = Array.from({ length: WEEKS }, (nothing, week) => [
    ...Object.entries(lines).flatMap(([place, positive]) => [
        ...times(positive(week), dayOf(week), { overall: '5', place, forward: 'yes' }),
        ...times(SIZE - positive(week), dayOf(week), { overall: '2', place, forward: 'yes' })]),
    ...times(6, dayOf(week), { overall: '5', place: 'few', forward: 'yes' }),
]).flat();

let store, edition;
before(() => {
    store = makeStore({ centre, given: [{ documents }] });
    run('change', 'add', '--store', store.path, '--place', 'anew', '--day', dayOf(20, 0), '--did', 'fr=Autrement', '--rebase');
    run('change', 'add', '--store', store.path, '--place', 'steady', '--day', dayOf(10), '--did', 'fr=Plus de calme');
    edition = store.report(nameOf(WEEKS - 1), ...LANGUAGES.flatMap((language) => ['--lang', language]));
    assert.equal(edition.status, 0, edition.stderr);
});
after(() => store?.remove());

const overall = (place, { json } = edition) => question(json, place, 'overall');
const page = (name, { folder } = edition) => readFileSync(join(folder, name), 'utf8');
const section = (html, name) => html.match(new RegExp(`<section class="${name}">.*?</section>`, 's'))?.[0];

test('the state of each place', () => {
    assert.deepEqual(Object.keys(lines).map((place) => overall(place).state), ['steady', 'shift', 'unusual', 'too few']);
    assert.equal(overall('few').state, 'too few');
});

test('a fall that may be beginning is named with its figure, and with no verdict, not an empty one', () => {
    const html = page('en/index.html', store.report(nameOf(22), '--lang', 'fr', '--lang', 'en')), look = section(html, 'look');
    checkPage(html, 'index');
    assert.deepEqual([...look.matchAll(/<a href="([a-z]+)\.html"/g)].map(([, place]) => place), ['fallen']);
    assert.match(look, /<span class="of">\d+ of 20 answers positive · Week 24 of 2026<\/span>/);
    assert.doesNotMatch(look, /<strong>/);
    /* Once in 230 weeks a line (cusum.h), of two questions in five places; the sixth has not the answers it needs. */
    assert.match(look, /a line would still come here about once in 23 weeks\./);
});

test('the first page says first what has changed, then what is unusual, and nothing of all else', () => {
    const news = section(page('en/index.html'), 'news');
    assert.deepEqual([...news.matchAll(/href="([a-z]+)\.html"/g)].map(([, place]) => place), ['essai', 'fallen', 'jumpy'], 'the centre fell with its places');
    assert.match(news, /Lower than it was, 14 figures in a row: something has changed\./);
    assert.match(news, /Below its usual range\./);
    assert.ok(page('en/index.html').indexOf('class="news"') < page('en/index.html').indexOf('class="cards'));
});

test('a place says it above its figures and at its chart', () => {
    const html = page('en/jumpy.html');
    assert.match(html, /<p class="headline news">.*Below its usual range\.<\/p>/);
    assert.match(html, /<p class="verdict news">Below its usual range\.<\/p>/);
    assert.match(html, /<p class="verdict">Nothing has changed: 100% all the time\. <span class="detail">With 20 a week/, 'forward, where everybody is pleased');
    assert.match(page('en/steady.html'), /<p class="headline">Nothing unusual\.<\/p>/);
});

test('the table says which figure it is', () => {
    const rows = page('en/jumpy.html').match(/<tr><th scope="row">.*<\/tr>/g).filter((row) => row.includes('below usual'));
    assert.equal(rows.length, 1);
    assert.match(rows[0], new RegExp(`Week ${1 + WEEKS} of 2026`));
});

test('every language has its sentences, and the pages are sound', () => {
    for (const [i, language] of LANGUAGES.entries()) {
        const words = readJson(`forms/words/${language}.json`), folder = i ? `${language}/` : '';
        assert.ok(page(`${folder}jumpy.html`).includes(words['report.verdict.below']), language);
        assert.ok(page(`${folder}index.html`).includes(words['report.news']), language);
        checkPage(page(`${folder}fallen.html`));
        checkPage(page(`${folder}index.html`));
    }
});

test('the digest says what stands out before any figure, or that nothing does', () => {
    const digest = page('digest.en.txt').replaceAll('\n', ' ');
    const [fallen, jumpy, first] = ['fallen: Lower than it was, 14 figures in a row', 'jumpy: Below its usual range.', 'positive answers / answers']
        .map((text) => digest.indexOf(text));
    assert.ok(fallen > 0 && fallen < jumpy && jumpy < first, digest);
    assert.ok(!digest.includes('steady: Nothing'));
    const quiet = store.report(nameOf(15), '--lang', 'en');
    assert.match(page('digest.en.txt', quiet), /\n\nNothing unusual\.\n\n/);
    const early = store.report(nameOf(5), '--lang', 'en');
    assert.match(page('digest.en.txt', early), /\n\nToo early to tell\.\n\n/, 'nothing is called usual that could not be judged');
    assert.match(page('index.html', early), /<section class="news">\n<h2>[^<]*<\/h2>\n<p>Too early to tell\.<\/p>/);
});

test('report.json says what `series` says of the same counts', () => {
    for (const place of Object.keys(lines)) {
        const csv = ['period,n,positive,rebase', ...Array.from({ length: WEEKS }, (nothing, week) =>
            `${nameOf(week)},${SIZE},${lines[place](week)},${place === 'anew' && week === 20 ? 1 : ''}`)].join('\n');
        const { stdout } = analysis('series', fileOf(`${csv}\n`));
        const told = JSON.parse(stdout), entry = overall(place);
        assert.deepEqual([entry.state, entry.rules], [told.state, 'default']);
        for (const member of ['useful', 'longest', 'crossings', 'longest_max', 'crossings_min', 'signal', 'can_tell'])
            assert.equal(entry.runs[member], told.runs[member], member);
        assert.ok(Math.abs(entry.line - told.line) <= 5e-5 && Math.abs(entry.sigma_z - told.sigma_z) <= 5e-4);
        assert.equal(entry.series.length, WEEKS);
        for (const [week, row] of entry.series.entries()) {
            assert.deepEqual([row.signals, row.trial, row.rebase], [told.rows[week].signals, told.rows[week].trial, told.rows[week].rebase]);
            for (const limit of ['limit_low', 'limit_high'])
                assert.ok(Math.abs(row[limit] - told.rows[week][limit]) <= 5e-5, `${row[limit]} ${told.rows[week][limit]}`);
        }
    }
});

test('a change is marked on the charts of its place, between two weeks', () => {
    const drawn = (name) => [...page(name).matchAll(/<text class="c">(\d+)<\/text>/g)].map(([, number]) => number);
    assert.deepEqual(drawn('en/steady.html'), ['1', '1'], 'overall and forward');
    assert.deepEqual(drawn('en/jumpy.html'), []);
    assert.match(page('en/steady.html'), /a change \(see below\)/);
});

test('the NHS\'s rules, when asked for, with how often they cry wolf', () => {
    const mdc = store.report(nameOf(WEEKS - 1), '--lang', 'en', '--rules', 'mdc');
    assert.equal(overall('jumpy', mdc).rules, 'mdc');
    assert.match(page('steady.html', mdc), /With these rules, \d+% of lines like this one get a mark although nothing changed\./);
    const wrong = analysis('report', '--store', store.path, '--out', join(store.folder, 'x'), '--rules', 'nhs');
    assert.equal(wrong.status, 64);
    assert.match(wrong.stderr, /--rules is default or mdc, not 'nhs'/);
});
