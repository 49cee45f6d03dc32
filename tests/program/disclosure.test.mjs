/* disclosure.test.mjs: what an edition hides beside what it shows, and the list of why. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { analysis, bytes, files, makeStore, period, question, times } from '../analysis.mjs';

const en = (text) => ({ en: text });
const centre = {
    sortie: 'centre/1', id: 'here', name: en('Here'), country: 'FR', zone: 'Europe/Paris', languages: ['en'],
    settings: { terms: ['01-01', '05-01', '09-01'] }, tracks: [{ id: 'all', name: en('All') }],
    places: [
        ...['a', 'b', 'c'].map((id) => ({ id: `desk-${id}`, kind: 'desk', name: en(`Desk ${id}`) })),
        { id: 'workshop', kind: 'workshop', track: 'all', name: en('Workshop') },
        { id: 'club', kind: 'club', name: en('Club') },
    ],
    sessions: [{ id: 's1', place: 'workshop', day: '2026-02-03', at: '14:00' }],
};
const answers = (n, day, place, overall = '5', more = {}) => times(n, day, { overall, place, forward: 'yes', ...more });
const TUESDAYS = { 6: '2026-02-03', 7: '2026-02-10', 8: '2026-02-17' };
const door = [
    ...answers(12, TUESDAYS[6], 'desk-a'), ...answers(4, TUESDAYS[6], 'desk-b'), ...answers(3, TUESDAYS[6], 'desk-c'),
    ...answers(9, TUESDAYS[7], 'desk-a'), ...answers(4, TUESDAYS[7], 'desk-b'), ...answers(1, TUESDAYS[7], 'desk-c'),
    ...answers(9, TUESDAYS[8], 'desk-a', '5', { why_good: ['clear'] }), ...answers(4, TUESDAYS[8], 'desk-b'), ...answers(4, TUESDAYS[8], 'desk-c'),
];
const paces = [...answers(3, TUESDAYS[6], 's1', '5', { pace: 'right' }), ...answers(6, TUESDAYS[6], 's1', '5', { pace: 'fast' })];

let store, edition, rows, decisions, list;
const csv = (text) => {
    const [head, ...lines] = text.trimEnd().split('\n').map((line) => line.split(','));
    return lines.map((line) => Object.fromEntries(head.map((name, i) => [name, line[i]])));
};
before(() => {
    store = makeStore({ centre, forms: ['exit', 'workshop'], given: [
        { documents: door }, { form: 'workshop', mode: 'handed', documents: paces }] });
    list = join(store.folder, 'why.csv');
    edition = store.report('2026-W10', '--lang', 'en', '--decisions', list);
    assert.equal(edition.status, 0, edition.stderr);
    rows = csv(readFileSync(join(edition.folder, 'counts.csv'), 'utf8'));
    decisions = csv(readFileSync(list, 'utf8'));
});
after(() => store.remove());

const whole = (week) => period(question(edition.json, 'here', 'overall', { mode: 'door' }), week);

test('a total stands beside two withheld places that hide each other', () => {
    assert.equal(whole('2026-W06').n, 19); // 12 shown, 4 and 3 not
});

test('not beside two of which one visitor could tell the other, or that are as large as withheld ones can be', () => {
    assert.equal(whole('2026-W07').why, 'withheld'); // 4 + 1
    assert.equal(whole('2026-W08').why, 'withheld'); // 4 + 4
});

test('a single positive option is a cell like any other where no share is shown', () => {
    const [{ options }] = question(edition.json, 'workshop', 'pace').options;
    assert.deepEqual(options, [{ code: 'slow' }, { code: 'right' }, { code: 'fast' }]); // 0, 3 and 6: 9 less 6 would tell
});

test('a reason that everybody gave is not shown', () => {
    assert.deepEqual(question(edition.json, 'desk-a', 'why_good').options, []);
});

/* Weeks 9 to 12 of desks of which all but "open" have nothing of "why_good" to show, each for another
 * reason; "bare" was given none. Of "bad" at most one of six was pleased, and said why if so. */
function withheldReasons(pleased) {
    const clear = { why_good: ['clear'] }, day = '2026-03-03';
    const all = ['open', 'base', 'beside', 'everybody', 'bare', 'bad'];
    return makeStore({ centre: { ...centre, places: all.map((id) => ({ id, kind: 'desk', name: en(id) })), sessions: [], tracks: [] },
        given: [{ documents: [
            ...['open', 'beside', 'bare'].flatMap((place) => answers(9, TUESDAYS[6], place, '5', clear)),
            ...answers(8, day, 'open', '5', clear), ...answers(8, day, 'open', '5', { why_good: ['listened'] }),
            ...answers(9, day, 'base'), ...answers(3, day, 'base', '5', clear),
            ...answers(3, day, 'beside', '5', clear), ...answers(9, day, 'everybody', '5', clear), ...answers(9, day, 'bare'),
            ...answers(6 - pleased, day, 'bad', '1', { why_bad: ['wait'] }), ...answers(pleased, day, 'bad', '5', clear)] }] });
}

test('where no reason is shown one sentence says so, the same whatever hides them', (t) => {
    const other = withheldReasons(0), made = other.report('2026-W14', '--lang', 'en');
    t.after(() => other.remove());
    assert.equal(made.status, 0, made.stderr);
    const reasons = (place) => /<h2>What went well\?<\/h2>\n(.*?)<\/section>/s
        .exec(readFileSync(join(made.folder, `${place}.html`), 'utf8'))?.[1];
    const sentence = '<p class="small">23 February to 22 March 2026: not shown, so that nobody is recognised.</p>\n';
    assert.match(reasons('open'), /^<table/);
    assert.deepEqual(['base', 'beside', 'everybody'].map(reasons), Array(3).fill(sentence));
    assert.deepEqual(['bare', 'bad'].map(reasons), [undefined, undefined]);
});

test('a list of reasons of the pleased does not tell that there was one', (t) => {
    const [none, one] = [0, 1].map(withheldReasons);
    t.after(() => [none, one].forEach((each) => each.remove()));
    const told = [none, one].map((each) => each.report('2026-W14', '--lang', 'en')).map(({ folder, json }) =>
        [readFileSync(join(folder, 'bad.html'), 'utf8'), json.places.find(({ id }) => id === 'bad')]);
    assert.equal(question({ places: [told[0][1]] }, 'bad', 'overall').series.find(({ shown }) => shown).at_most, 1);
    assert.deepEqual(told[1], told[0]);
});

const key = ({ place, question: name, mode, by, period: when, option }) => [place, name, mode, by, when, option].join(' ');

test('every hidden number has its reason in the list', () => {
    const listed = new Set(decisions.map(key)), hidden = rows.filter((row) => row.note === 'withheld');
    assert.ok(hidden.length > 5);
    for (const row of hidden)
        assert.ok(listed.has(key(row)), key(row));
    for (const row of decisions)
        assert.ok(row.why && row.meaning, key(row));
});

test('the reasons are those of the rules', () => {
    const why = Object.fromEntries(decisions.map((row) => [key(row), row.why]));
    assert.equal(why['desk-b overall door week 2026-W06 (answers)'], 'few');
    assert.equal(why['here overall door week 2026-W07 (answers)'], 'alone');
    assert.equal(why['here overall door week 2026-W08 (answers)'], 'narrow');
    assert.equal(why['workshop pace handed month 2026-02 right'], 'cell');
    assert.equal(why['workshop pace handed month 2026-02 fast'], 'beside');
    assert.equal(why['desk-a why_good door block 2026-W05/2026-W08 (options)'], 'unanimous');
});

test('the list holds no number, is its owner\'s only, and leaves nothing in the edition', () => {
    assert.equal(statSync(list).mode & 0o777, 0o600);
    assert.ok(decisions.every((row) => !('n' in row)));
    const withList = bytes(edition.folder);
    assert.deepEqual(bytes(store.report('2026-W10', '--lang', 'en').folder), withList);
    assert.ok(files(edition.folder).every((path) => !readFileSync(join(edition.folder, path), 'utf8').includes('unanimous')));
});

test('the list is never written among the editions, nor over another file', () => {
    const report = (path) => analysis('report', '--store', store.path, '--out', edition.out, '--decisions', path);
    for (const path of [join(edition.out, 'why.csv'), join(edition.folder, 'why.csv'), join(edition.out, 'latest', 'why.csv')]) {
        const { status, stderr } = report(path);
        assert.equal(status, 64);
        assert.match(stderr, /among the editions/);
        assert.ok(!existsSync(path));
    }
    const mine = join(store.folder, 'mine.txt');
    writeFileSync(mine, 'a letter\n');
    const { status, stderr } = report(mine);
    assert.equal(status, 65);
    assert.match(stderr, /no list of decisions/);
    assert.equal(readFileSync(mine, 'utf8'), 'a letter\n');
    assert.equal(report(list).status, 0); // anew over itself
});
