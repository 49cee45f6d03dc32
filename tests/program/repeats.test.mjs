/* repeats.test.mjs: a figure with and without what looks like repeats, from flagged responses to
 * what a manager reads. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bytes, checkPage, makeStore, period, question, readJson, times, wilson } from '../analysis.mjs';

const LANGUAGES = ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar'];
const words = Object.fromEntries(LANGUAGES.map((language) => [language, readJson(`forms/words/${language}.json`)]));
const all = (text) => Object.fromEntries(LANGUAGES.map((language) => [language, text]));
const centre = {
    sortie: 'centre/1', id: 'here', name: all('Here'), country: 'FR', zone: 'Europe/Paris', languages: LANGUAGES,
    settings: { terms: ['01-01', '05-01', '09-01'] }, tracks: [{ id: 'all', name: all('All') }],
    places: [
        { id: 'desk', kind: 'desk', name: all('Desk') }, { id: 'other', kind: 'desk', name: all('Other') },
        { id: 'workshop', kind: 'workshop', track: 'all', name: all('Workshop') },
        { id: 'quiet', kind: 'club', sensitive: true, name: all('Quiet') },
    ],
    sessions: [{ id: 's1', place: 'workshop', day: '2026-02-03', at: '14:00' }, { id: 's2', place: 'workshop', day: '2026-02-10', at: '14:00' }],
};
const WEEKS = { 5: '2026-01-27', 6: '2026-02-03', 7: '2026-02-10', 8: '2026-02-17', 9: '2026-02-24', 10: '2026-03-03' };
const TAPPED = { flags: ['repeat'] };

/* `good` and `bad` answers of a place and week, and as many that look like repeats. */
const answers = (day, place, good, bad, tappedGood = 0, tappedBad = 0, more = {}) =>
    [[good, '5', more], [bad, '1', more], [tappedGood, '4', TAPPED], [tappedBad, '2', TAPPED]].flatMap(([n, overall, each]) =>
        times(n, day, { overall, place, forward: 'yes' }, each));

const given = [
    ...answers(WEEKS[5], 'desk', 15, 5, 3, 7), // nothing else: the centre's 30, too
    ...answers(WEEKS[6], 'desk', 15, 5, 3, 7), // 18 of 30, without ten 15 of 20
    ...answers(WEEKS[7], 'desk', 12, 2, 0, 8), // 12 of 22, without eight bad ones 11 of 14 or 12
    ...answers(WEEKS[8], 'desk', 15, 5, 1, 3), // four: too few to be told
    ...answers(WEEKS[9], 'desk', 15, 5, 12, 4), // 27 of 36, and 15 of 20 without: the same share
    ...answers(WEEKS[10], 'desk', 4, 0, 3, 3), ...answers(WEEKS[10], 'desk', 3, 1, 0, 0, { again: true }), // 10 of 14, without six 7 of 8
    ...answers(WEEKS[6], 'other', 3, 1, 8, 0), // of the rest there are only four
    ...answers(WEEKS[7], 'other', 2, 2, 0, 0), // withheld
];
/* At its own point: six of ten that are needed. */
const quiet = answers(WEEKS[6], 'quiet', 20, 4, 2, 4).map(({ answers: { place, ...said }, ...more }) => ({ ...more, place, answers: said }));
const sessions = [...answers(WEEKS[6], 's1', 10, 2, 2, 4), ...answers(WEEKS[7], 's2', 9, 3, 1, 5)];

let store, edition;
before(() => {
    store = makeStore({ centre, forms: ['exit', 'workshop', 'club'], given: [
        { documents: [...given, ...quiet] }, { form: 'workshop', documents: sessions }] });
    edition = store.report('2026-W10', ...LANGUAGES.flatMap((language) => ['--lang', language]));
    assert.equal(edition.status, 0, edition.stderr);
});
after(() => store.remove());

const row = (week, place = 'desk', by = 'week', { json } = edition) => period(question(json, place, 'overall', { by }), week);
const rounded = (share) => Math.round(share * 1e4) / 1e4;
const told = (n, positive) => {
    const [low, high] = wilson(positive, n).map(rounded);
    return { n, positive, share: rounded(positive / n), low, high };
};

test('a figure is told without its repeats, too, where they move the share', () => {
    assert.deepEqual([row('2026-W06').n, row('2026-W06').positive], [30, 18]);
    assert.deepEqual(row('2026-W06').without_flagged, told(20, 15));
});

test('of repeats that are all bad the rest is told as a bound', () => {
    const [low] = wilson(11, 14), [, high] = wilson(12, 14);
    assert.deepEqual([row('2026-W07').n, row('2026-W07').positive], [22, 12]);
    assert.deepEqual(row('2026-W07').without_flagged, { n: 14, at_least: 11, low: rounded(low), high: rounded(high) });
});

test('a second service is no repeat', () => {
    assert.deepEqual([row('2026-W10').n, row('2026-W10').positive], [14, 10]);
    assert.deepEqual(row('2026-W10').without_flagged, told(8, 7));
});

test('nothing is told of few repeats, of few others, of a share that does not move', () => {
    for (const [week, place, n] of [['2026-W08', 'desk', 24], ['2026-W09', 'desk', 36], ['2026-W06', 'other', 12]]) {
        assert.equal(row(week, place).n, n);
        assert.ok(!('without_flagged' in row(week, place)), `${place} ${week}`);
    }
});

test('of a month, not of its sessions; not of the centre as a whole, nor of few at a sensitive place', () => {
    assert.deepEqual(row('2026-02', 'workshop', 'month').without_flagged, told(24, 19)); // 22 of 36 less 3 of 12
    assert.deepEqual(question(edition.json, 'workshop', 'overall', { by: 'session' }).series.map(({ n }) => n), [18, 18]);
    const later = store.report('2026-W20', '--lang', 'en');
    assert.equal(row('2026-W05', 'here').n, 30);
    assert.equal(row('2026-T1', 'quiet', 'term', later).n, 30);
    const text = JSON.stringify([question(edition.json, 'workshop', 'overall', { by: 'session' }),
        later.json.places.filter(({ id }) => ['here', 'quiet'].includes(id))]);
    assert.ok(!text.includes('flagged'), text);
});

test('no sum over places is told of what looks like repeats', () => {
    assert.ok(!('flagged' in edition.json));
});

test('counts.csv has the same numbers, and says what they are', () => {
    const lines = readFileSync(join(edition.folder, 'counts.csv'), 'utf8').split('\n');
    const unflagged = lines.filter((line) => line.startsWith('desk,') && line.includes(',overall,') && line.includes('unflagged'))
        .map((line) => line.split(',').slice(7));
    assert.deepEqual(unflagged.slice(2), [
        ['2026-W06', '(answers unflagged)', '20', ''], ['2026-W06', '(positive unflagged)', '15', ''],
        ['2026-W07', '(answers unflagged)', '14', ''], ['2026-W07', '(positive unflagged)', '11', 'at least'],
        ['2026-W10', '(answers unflagged)', '8', ''], ['2026-W10', '(positive unflagged)', '7', '']]);
    assert.match(readFileSync(join(edition.folder, 'dictionary.csv'), 'utf8'), /unflagged/);
});

/* The sentences about repeats of a page. */
function sentences({ folder }, path) {
    const html = readFileSync(join(folder, path), 'utf8');
    checkPage(html, path);
    return [...html.matchAll(/<p class="rest">([^<]*)<\/p>/g)].map(([, text]) => text);
}
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const percent = (language, share) => filled(words[language]['report.percent'], { n: Math.round(share * 100) });
const between = (language, [low, high]) => filled(words[language]['report.interval'], { low: percent(language, low), high: percent(language, high) });

test('the page says it of the latest figure, in each language, once a chart', () => {
    for (const language of LANGUAGES) {
        const folder = language === 'fr' ? '' : language, figure = filled(words[language]['report.of'], { positive: 7, n: 8 });
        assert.deepEqual(sentences(edition, join(folder, 'desk.html')), [
            filled(words[language]['report.without'], { n: 6, figure, interval: between(language, wilson(7, 8)) })], language);
        assert.deepEqual(sentences(edition, join(folder, 'other.html')), [], language);
    }
});

test('from ten answers on with a percentage, and a bound as a bound', () => {
    const of = (week) => sentences(store.report(week, '--lang', 'en'), 'desk.html');
    assert.deepEqual(of('2026-W06'), ['Without the answers that look like repeats (10): 75% (15 of 20 answers positive); 95% interval: 53% to 89%.']);
    assert.deepEqual(of('2026-W07'), ['Without the answers that look like repeats (8): at least 11 of 14 answers positive; 95% interval: 52% to 96%.']);
});

test('a later edition tells a week as its own did, and none is made otherwise again', () => {
    const figures = ({ n, positive, without_flagged: without }) => ({ n, positive, without });
    const of = (week) => store.report(week, '--lang', 'fr');
    const first = of('2026-W06'), made = bytes(first.folder);
    for (const week of ['2026-W07', '2026-W10'])
        assert.deepEqual(figures(row('2026-W06', 'desk', 'week', of(week))), figures(row('2026-W06', 'desk', 'week', first)));
    assert.deepEqual(bytes(of('2026-W06').folder), made);
});
