/* digest.test.mjs: a week in 25 lines of plain text, in nine languages. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { makeStore, readJson, times } from '../analysis.mjs';

const LANGUAGES = ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar'];
const words = Object.fromEntries(LANGUAGES.map((language) => [language, readJson(`forms/words/${language}.json`)]));
const all = (text) => Object.fromEntries(LANGUAGES.map((language) => [language, text]));
const LONG = 'Un nom '.repeat(30).trim();
const DAY = '2026-03-03', WEEK = '2026-W10';

/* Desks a to z; the first three have names that are no names. */
const desks = 'abcdefghijklmnopqrstuvwxyz'.split('').map((letter) => `desk-${letter}`);
const names = { 'desk-a': '~!touch gone', 'desk-b': '.', 'desk-c': LONG };
const centre = (count, name = '~x') => ({
    sortie: 'centre/1', id: 'essai', name: all(name), country: 'FR', zone: 'Europe/Paris', languages: LANGUAGES,
    simulated: true, settings: { terms: ['01-01', '05-01', '09-01'] }, calendar: { week: { tue: ['10:00-18:00'] } },
    tracks: [{ id: 'numerique', name: all('Numérique') }],
    places: [...desks.slice(0, count).map((id) => ({ id, kind: 'desk', name: all(names[id] ?? `Bureau ${id.at(-1)}`) })),
        { id: 'workshop-net', kind: 'workshop', track: 'numerique', name: all(LONG) }],
    sessions: [{ id: 'net-1', place: 'workshop-net', day: DAY, at: '14:00' }],
});

const said = (overall, place) => ({ overall, place, forward: 'yes' });
const most = (place, n) => [...times(n - 1, DAY, said('5', place)), ...times(1, DAY, said('2', place))];

function digests(count, documents, name) {
    const store = makeStore({ centre: centre(count, name), forms: ['exit', 'workshop'], given: [{ documents },
        { form: 'workshop', mode: 'handed', documents: most('net-1', 8) }] });
    const { folder, stderr } = store.report(WEEK, ...LANGUAGES.flatMap((language) => ['--lang', language]));
    assert.ok(folder, stderr);
    const made = Object.fromEntries(LANGUAGES.map((language) =>
        [language, readFileSync(join(folder, `digest.${language}.txt`), 'utf8')]));
    store.remove();
    return made;
}

/* A visible figure of each of few desks; more than 25 lines of many; desk-d withheld. */
let few, many;
before(() => {
    few = digests(5, [...most('desk-a', 12), ...most('desk-b', 5), ...most('desk-c', 123), ...most('desk-d', 4), ...most('desk-e', 9)]);
    many = digests(26, desks.flatMap((id) => most(id, id === 'desk-d' ? 3 : 7)), LONG);
});

const figure = (positive, n) => new RegExp(`[: ]${positive}/${n}$`, 'm');
const lines = (digest) => digest.trimEnd().split('\n');

for (const language of LANGUAGES)
    test(`the digest in ${language} has at most 25 lines of at most 72 columns`, () => {
        for (const digest of [few[language], many[language]]) {
            assert.ok(digest.endsWith('\n'));
            assert.ok(lines(digest).length <= 25, digest);
            for (const line of lines(digest))
                assert.ok([...line].length <= 72, line);
            assert.doesNotMatch(digest, /report\.|\{|\r|%/);
        }
    });

for (const language of LANGUAGES)
    test(`the digest in ${language} says what is shown, how much is not, and that it is simulated`, () => {
        const digest = few[language];
        for (const [positive, n] of [[11, 12], [4, 5], [122, 123], [8, 9]])
            assert.match(digest, figure(positive, n));
        assert.doesNotMatch(digest, figure(3, 4));
        assert.ok(digest.includes(words[language]['report.digest.read']), digest);
        assert.ok(!digest.includes('Bureau d'), digest);
        assert.ok(digest.includes(words[language]['report.digest.withheld'].replace('{n}', '1')), digest);
        assert.ok(digest.replaceAll('\n', ' ').includes(words[language]['report.simulated']), digest);
    });

test('figures stand in the order of the catalogue, whatever they are', () => {
    const order = lines(few.fr).filter((line) => line.startsWith('  ')).map((line) => line.trim().replaceAll('\u00A0', ' ').slice(0, 6));
    assert.deepEqual(order, ['~x : 7', '~!touc', '. : 4/', 'Un nom', 'Bureau', 'Un nom']);
});

test('a name is a text: no second line, no command of mail, no lone dot', () => {
    for (const digest of Object.values(few))
        for (const line of lines(digest))
            assert.doesNotMatch(line, /^[~.]/);
    assert.equal(lines(few.fr)[0], ' ~x');
});

test('a session says its day, and its month waits until it is over', () => {
    assert.match(few.fr, /^ {2}Un nom.*… · 3 mars\s: 7\/8$/m);
});

test('what finds no room is counted, and is the end of the catalogue', () => {
    const shown = lines(many.fr).filter((line) => line.startsWith('  '));
    const left = Number(/^Autres chiffres, sur les pages\s: (\d+)$/m.exec(many.fr)[1]);
    assert.equal(shown.length + left, 27); // the centre, 25 desks, a session
    assert.ok(shown.at(-1).startsWith(`  Bureau ${'abcefghijklmnopqrstuvwxyz'[shown.length - 2]}\u00A0: `));
});

/* Of 72 columns " · 2026(e)ko martxoaren 3(a)" takes 27, ": 7/8" five and the margin two: 38 are left. */
test('a name has the room that its figure leaves, also where a day is long', () => {
    assert.match(few.eu, /^ {2}Un nom( Un nom){4} U… · 2026\(e\)ko martxoaren 3\(a\): 7\/8$/m);
});

/* Ten of twelve every week; from the twentieth on six of them leave without an idea what comes next. */
const WEEKS = 30;
const dayOf = (week) => new Date(Date.UTC(2026, 0, 6 + 7 * week)).toISOString().slice(0, 10);
const falling = (place) => Array.from({ length: WEEKS }, (_, week) => Array.from({ length: 12 }, (__, i) =>
    ({ day: dayOf(week), lang: 'fr', complete: true, answers: { overall: i < 10 ? '5' : '2', place, forward: i < (week < 20 ? 10 : 4) + week % 2 ? 'yes' : 'no' } }))).flat();
const asked = Object.fromEntries(readJson('forms/exit.json').questions.map(({ name, text }) => [name, text]));
const flat = (digest) => digest.replace(/\s*\n\s*/g, ' ');

test('what stands out stands under its question, and what finds no room there hides no figure', () => {
    const places = ['desk-a', 'desk-e', 'desk-f', 'desk-g', 'desk-h', 'desk-i'];
    const store = makeStore({ centre: { ...centre(26), places: centre(26).places.filter(({ id }) => places.includes(id)), sessions: [] },
        given: [{ documents: places.flatMap(falling) }] });
    const { folder, stderr } = store.report('2026-W31', ...LANGUAGES.flatMap((language) => ['--lang', language]));
    assert.ok(folder, stderr);
    for (const language of LANGUAGES) {
        const digest = readFileSync(join(folder, `digest.${language}.txt`), 'utf8');
        const [news, figures] = digest.split(words[language]['report.digest.read']).map(flat);
        const lower = words[language]['report.verdict.lower'].replace('{n}', '10');
        assert.ok(news.split(asked.forward[language]).length === 2 && news.includes(lower), digest);
        assert.ok(news.indexOf(asked.forward[language]) < news.indexOf(lower) && !news.includes(asked.overall[language]), digest);
        assert.match(figures, /Bureau f[: \u00A0]+10\/12/u, digest);
        assert.ok(lines(digest).length <= 25 && lines(digest).every((line) => [...line].length <= 72), digest);
    }
    store.remove();
});

test('a week without a new figure says so', () => {
    const store = makeStore({ centre: centre(3), given: [{ documents: most('desk-a', 9) }] });
    const { folder } = store.report('2026-W11');
    assert.ok(readFileSync(join(folder, 'digest.fr.txt'), 'utf8').includes(words.fr['report.digest.none']));
    store.remove();
});
