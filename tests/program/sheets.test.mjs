/* sheets.test.mjs: the pages of places that are not read week by week: a workshop's begins
 * with its sessions and has the others of its track beside it, a club's has its terms as rows. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkPage, makeStore, readJson, times } from '../analysis.mjs';

const LANGUAGES = ['fr', 'en', 'ar'];
const all = (text) => Object.fromEntries(['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar'].map((language) => [language, text]));
const DAYS = ['2025-10-07', '2025-11-04', '2025-12-02', '2026-01-06', '2026-02-03', '2026-03-03'];
const workshop = (id, track) => ({ id, kind: 'workshop', track, name: all(`Atelier ${id}`) });
const centre = {
    sortie: 'centre/1', id: 'essai', name: all('Essai'), country: 'FR', zone: 'Europe/Paris', languages: Object.keys(all('')),
    settings: { terms: ['01-01', '05-01', '09-01'] }, calendar: { week: { tue: ['10:00-18:00'] } },
    tracks: [{ id: 'net', name: all('Numérique') }, { id: 'job', name: all('Emploi') }],
    places: [workshop('w-one', 'net'), workshop('w-two', 'job'), workshop('w-three', 'net'), workshop('w-four', 'net'),
        { id: 'club', kind: 'club', name: all('Club') }, { id: 'club-other', kind: 'club', name: all('Autre club') }],
    sessions: ['w-one', 'w-two', 'w-three', 'w-four'].flatMap((place) => DAYS.map((day, i) => ({ id: `${place}-${i}`, place, day, at: '14:00' }))),
};

/* Of each session of w-one: how many answered, how many of them pleased. */
const ONE = [[6, 6], [4, 4], [12, 9], [0, 0], [7, 5], [10, 8]];
const said = (place, day, n, positive) => [...times(positive, day, { overall: '5', place, forward: 'yes' }),
    ...times(n - positive, day, { overall: '2', place, forward: 'no' })];
const sessions = [...ONE.flatMap(([n, positive], i) => said(`w-one-${i}`, DAYS[i], n, positive)),
    ...said('w-two-5', DAYS[5], 10, 6), ...said('w-three-5', DAYS[5], 10, 7), ...said('w-four-4', DAYS[4], 8, 6)];

/* Three terms of one club: 20 of 25 pleased, then too few, then 5 of 8. */
const clubs = [...said('club', DAYS[0], 25, 20), ...said('club', DAYS[4], 3, 3), ...said('club', '2026-05-05', 8, 5), ...said('club-other', '2026-05-05', 10, 9)];

let store, edition;
before(() => {
    store = makeStore({ centre, forms: ['workshop', 'club'], given: [
        { form: 'workshop', mode: 'handed', documents: sessions }, { form: 'club', mode: 'poster', documents: clubs }] });
    edition = store.report('2026-W36', ...LANGUAGES.flatMap((language) => ['--lang', language]));
    assert.equal(edition.status, 0, edition.stderr);
});
after(() => store?.remove());

const page = (name) => readFileSync(join(edition.folder, `${name}.html`), 'utf8');
const plain = (html) => html.replace(/<svg.*?<\/svg>/gs, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();
const section = (html, name) => html.match(new RegExp(`<section class="${name}">.*?</section>`, 's'))?.[0];
const rows = (html) => [...html.matchAll(/<tr><th scope="row">.*?<\/tr>/gs)].map(([row]) => plain(row));

test('a workshop\'s page begins with its sessions, the latest first: dates, shares, and how many answered', () => {
    const html = page('en/w-one'), first = section(html, 'sessions');
    assert.ok(html.indexOf(first) < html.indexOf('<section class="line'));
    assert.deepEqual(rows(first), [
        '3 March 2026 80% 10 answers 80% 10 answers', '3 February 2026 5/7 5/7',
        '2 December 2025 75% 12 answers 75% 12 answers', '7 October 2025 6/6 6/6']);
    assert.ok(html.indexOf('by session') < html.indexOf('by month'), 'then its months');
});

test('a session that is not shown is said once, and tells no number', () => {
    const first = plain(section(page('en/w-one'), 'sessions'));
    assert.ok(first.includes('4 November: fewer than 5 answers: not shown.'), first);
    assert.ok(first.includes('6 January: no answers.'), first);
    assert.equal(first.split('not shown').length, 2);
    assert.doesNotMatch(first, /4\/4/);
});

/* Wilson 95 % by R 4.2, prop.test(8, 10, correct = FALSE): 0.4902, 0.9433; its mark stands
 * at 80 of what the mark's own width, 2.4, and its edges leave of 100: 0.8 + 0.8 * 96. */
test('a row draws its share and the interval about it on a scale from 0 to 100', () => {
    const [row] = section(page('w-one'), 'sessions').match(/<tr><th scope="row">.*?<\/tr>/s);
    const [, x, width, mark] = /<rect x="([\d.]+)" y="2" width="([\d.]+)".*?<rect x="([\d.]+)"/.exec(row).map(Number);
    assert.deepEqual([x, width, mark], [49.02, 45.32, 77.6]);
    const [whole] = section(page('w-one'), 'sessions').match(/<tr><th scope="row">7 octobre.*?<\/tr>/s); // 6 of 6
    const edge = /<rect x="([\d.]+)" y="0.5" width="([\d.]+)" height="9" fill="#FFFFFF"/.exec(whole).slice(1).map(Number);
    assert.ok(edge[0] + edge[1] <= 99.2, `its edge is drawn: ${edge}`);
});

test('beside a workshop stand the others of its track, in the catalogue\'s order, and no other', () => {
    const beside = (name) => [...(section(page(name), 'others') ?? '').matchAll(/<h3><a href="([a-z-]+)\.html"/g)].map(([, place]) => place);
    assert.deepEqual(beside('w-one'), ['w-three', 'w-four']);
    assert.deepEqual(beside('w-three'), ['w-one', 'w-four']);
    assert.deepEqual(beside('w-two'), []);
    assert.deepEqual(beside('club'), ['club-other']);
    const others = plain(section(page('en/w-one'), 'others'));
    assert.match(others, /^Numérique: the other workshops .* Atelier w-three 70% 10 answers · 3 March 2026 Atelier w-four 6\/8 3 February 2026$/);
});

test('a club\'s page has its terms as rows, no chart, and why it has no verdict', () => {
    const html = page('en/club'), terms = section(html, 'terms');
    assert.deepEqual(rows(terms.slice(0, terms.indexOf('</table>'))), [
        'Term 2 of 2026 4 May to 30 August 2026 5/8 8 31% to 86%',
        'Term 3 of 2025 1 September to 28 December 2025 80% 25 61% to 91%']);
    assert.ok(plain(terms).includes('Term 1 of 2026: not shown, so that nobody is recognised.'), plain(terms));
    assert.doesNotMatch(html, /class="(chart wide|verdict)/);
    assert.ok(html.includes('<p class="headline">One figure a term is too little for a verdict (answers: less than one a week).</p>')); // 33 in 34 weeks
    assert.ok(!plain(terms).includes('3/3'));
});

test('its terms can be drawn again all the same', () => {
    assert.match(page('club'), /href="charts\/club\.overall\.poster\.term\.tsv"/);
    assert.equal(readFileSync(join(edition.folder, 'charts/club.overall.poster.term.tsv'), 'utf8').split('\nterm\t').length, 1 + 3);
});

test('the pages stand in every language', () => {
    for (const [i, language] of LANGUAGES.entries())
        for (const name of ['w-one', 'w-two', 'club', 'club-other']) {
            const html = page(`${i ? `${language}/` : ''}${name}`), words = readJson(`forms/words/${language}.json`);
            checkPage(html, name);
            assert.ok(html.includes(words[name.startsWith('w-') ? 'report.sessions' : 'report.by.term']), name);
        }
});
