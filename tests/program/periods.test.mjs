/* periods.test.mjs: which weeks of a place are put together is decided once: whatever is imported
 * into weeks that are closed, what was published is never cut anew. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { analysis, bytes, fileOf, isoWeek, makeStore, question, readJson, run, times } from '../analysis.mjs';
import { ask, program, sqlite } from '../helpers.mjs';

const all = (text) => ({ fr: text });
const centre = {
    sortie: 'centre/1', id: 'essai', name: all('Cité d\'essai'), country: 'FR', zone: 'Europe/Paris', languages: ['fr'],
    places: ['few', 'early', 'new', 'two', 'rare', 'late'].map((id) => ({ id, kind: 'desk', name: all(id) })),
};
/* The Tuesday of a week of 2026. */
const dayOf = (week) => new Date(Date.UTC(2025, 11, 30 + 7 * (week - 1))).toISOString().slice(0, 10);
const weekly = (place, from, to, n) => Array.from({ length: to - from + 1 }, (_, i) =>
    times(n, dayOf(from + i), { overall: i % 2 ? '5' : '4', place, forward: 'yes' })).flat();

/* One answer a week from W02 on: 26 weeks later, in W28, blocks of four are chosen. Ten a week
 * would be enough to stay with weeks. */
const EDITION = '2026-W36', BLOCKS = ['2026-W28/2026-W28', '2026-W29/2026-W32', '2026-W33/2026-W36'];
const few = weekly('few', 2, 36, 1), many = weekly('few', 2, 36, 9);
/* From W20 to W36: nothing is chosen until W46, and then too little is left for any but the longest. */
const early = weekly('early', 20, 36, 1);
/* Five a week, of which three are displeased in every other fortnight: a week expects 0.75 of them,
 * and fortnights are chosen in W28. */
const two = Array.from({ length: 35 }, (_, i) => i + 2).flatMap((week) => {
    const displeased = Math.ceil(week / 2) % 2 ? 1 + week % 2 : 0;
    return [...times(displeased, dayOf(week), { overall: '2', place: 'two', forward: 'no' }),
        ...times(5 - displeased, dayOf(week), { overall: '5', place: 'two', forward: 'yes' })];
});
/* One in every other week: thirteen weeks are chosen in W28, and W28 to W39 have five. */
const rare = Array.from({ length: 18 }, (_, i) => times(1, dayOf(2 + 2 * i), { overall: '5', place: 'rare', forward: 'yes' })).flat();

let store, first;
const shown = (place, { json }) => question(json, place, 'overall').series.map(({ period }) => period);
const blocks = (names) => names.filter((name) => name.includes('/'));
const rows = (path = store.path) => ask(path, '.separator " "', 'SELECT * FROM period').trim().split('\n');
const edition = (path = store.path, out = join(store.folder, 'reports')) => {
    const done = analysis('report', '--store', path, '--out', out, '--week', EDITION, '--lang', 'fr');
    assert.equal(done.status, 0, done.stderr);
    return bytes(join(out, EDITION));
};

before(() => {
    store = makeStore({ centre, given: [{ documents: [...few, ...early, ...two, ...rare, ...weekly('late', 20, 36, 6)] }] });
    first = edition();
});
after(() => store?.remove());

test('what is chosen is written down as weeks are closed, from the first answers on', () => {
    assert.equal(isoWeek(dayOf(20)), '2026-W20');
    assert.deepEqual(rows().filter((row) => row.includes(' 2026-') && /^(early|few)/.test(row)), ['early door 2026-W20 1', 'early door 2026-W46 13', 'few door 2026-W02 1', 'few door 2026-W28 4']);
    assert.deepEqual(blocks(shown('few', store.report(EDITION))), BLOCKS);
});

test('a store of an older version works it out as it was, and the next settling writes it down', () => {
    const written = rows();
    sqlite(store.path, 'DELETE FROM period', "UPDATE closing SET chosen = ''");
    assert.deepEqual(edition(), first);
    store.settle();
    assert.deepEqual(rows(), written);
    assert.deepEqual(edition(), first);
});

/* W02 is one, W03 to W26 are twelve, W27 and the W28 that was left of its fortnight one more, and
 * four follow; 7 and 10 of 10 in turns: each is on another side of the median than the one before. */
test('where periods became longer, runs see the earlier weeks put together', () => {
    const { state, runs } = question(store.report(EDITION).json, 'two', 'overall');
    assert.equal(state, 'steady');
    assert.deepEqual([runs.can_tell, runs.useful, runs.crossings], [true, 18, 17]);
});

test('a page by thirteen weeks says why it has no verdict, and shows its figure with how many answered', () => {
    const html = readFileSync(join(store.report().folder, 'rare.html'), 'utf8'), words = readJson('forms/words/fr.json');
    assert.ok(html.includes(`<p class="headline">${words['report.verdict.thirteen'].replace('{rate}', words['report.rate.least'])}</p>`.replaceAll("'", '&#39;')), html);
    assert.match(html, /<strong>5\/5<\/strong>.*5 réponses positives sur 5<\/span> <span class="of">Semaines 28 à 39 de 2026/);
});

/* The middles of what is drawn in the small chart of a place on the first page. */
const middles = (html, place) => [...new Set([...html.split(`<h3><a href="${place}.html">`)[1].split('</svg>')[0]
    .matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x)))].sort((a, b) => a - b);

test('a chart begins with its place, and its weeks lie where those of the others do', () => {
    const { json, folder } = store.report('2026-W27'), index = readFileSync(join(folder, 'index.html'), 'utf8');
    const names = shown('late', { json });
    assert.deepEqual([names.length, names[0], names.at(-1)], [8, '2026-W20', '2026-W27']);
    const [two, late] = ['two', 'late'].map((place) => middles(index, place));
    assert.deepEqual([two.length, late.length], [26, 8]);
    assert.deepEqual(late, two.slice(-8));
    const table = readFileSync(join(folder, 'charts/late.overall.door.week.tsv'), 'utf8').split('\n').filter((row) => row.startsWith('week\t'));
    assert.deepEqual([table.length, table[0].split('\t')[1]], [8, '1']);
});

/* #gpPt6 is full: ten answers or more, a withheld week, or the white below a ring; the rings
 * (#gpPt5) are few answers, an empty week, one about the last. Weeks before fortnights are half as
 * wide, the first of them in the middle of 0.5 to 1. */
test('where periods became longer gnuplot draws each of them again, with its year', () => {
    const folder = join(store.folder, 'charts'), name = 'two.overall.door.fortnight';
    cpSync(join(store.report(EDITION).folder, 'charts'), folder, { recursive: true });
    const [head, ...table] = readFileSync(join(folder, `${name}.tsv`), 'utf8').split('\n').slice(0, -1).map((line) => line.split('\t'));
    const drawn = table.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i]]))).filter(({ period }) => period);
    assert.deepEqual([drawn[0].row, drawn[0].x, drawn[0].year, drawn.at(-1).row], ['week', '0.75', '2026', 'fortnight']);
    assert.ok(drawn.every(({ x }) => Number(x) > 0.5), drawn.map(({ x }) => x).join(' '));
    const { status, stderr } = spawnSync('gnuplot', [`${name}.gp`], { cwd: folder, encoding: 'utf8' });
    assert.deepEqual([status, stderr], [0, '']);
    const svg = readFileSync(join(folder, `${name}.svg`), 'utf8'), few = drawn.filter((row) => row.few === '1').length;
    const uses = (shape) => svg.split(`xlink:href='#${shape}' transform`).length - 1;
    assert.ok(drawn.every(({ state }) => state === 'shown'));
    assert.deepEqual([uses('gpPt6'), uses('gpPt5')], [drawn.length, few + 1]);
    assert.match(svg, />\s*2026\s*</);
});

test('a copy has it', () => {
    const copy = join(store.folder, 'copy.db');
    run('backup', '--store', store.path, '--out', copy);
    assert.deepEqual(rows(copy), rows());
    assert.deepEqual(edition(copy, join(store.folder, 'copied')), first);
});

test('an import into old weeks cuts nothing anew, were it the first command of a new version', () => {
    const latest = shown('few', store.report()), written = rows();
    sqlite(store.path, 'DELETE FROM period', "UPDATE closing SET chosen = ''");
    store.give({ documents: many });
    store.settle();
    const again = store.report(EDITION), { period, n } = question(again.json, 'few', 'overall').series.at(-1);
    assert.deepEqual(blocks(shown('few', again)), BLOCKS);
    assert.deepEqual([period, n], [BLOCKS.at(-1), 40]);
    assert.deepEqual(shown('few', store.report()), latest);
    assert.deepEqual(rows(), written);
});

test('older answers bring no choice forward', () => {
    store.give({ documents: weekly('early', 2, 19, 1) });
    store.settle();
    assert.deepEqual(blocks(shown('early', store.report(EDITION))), []);
    assert.equal(rows().filter((row) => /^early door .* 1$/.test(row))[0], 'early door 2026-W20 1');
});

test('a place of which nothing was published is chosen for as if it had been', () => {
    store.give({ documents: weekly('new', 2, 36, 1) });
    store.settle();
    assert.deepEqual(blocks(shown('new', store.report(EDITION))), BLOCKS);
    store.give({ documents: weekly('new', 2, 36, 8) });
    store.settle();
    assert.deepEqual(blocks(shown('new', store.report(EDITION))), BLOCKS);
});

test('terms that published periods are cut by cannot change, but before a week is closed', () => {
    const withTerms = (...terms) => fileOf(JSON.stringify({ ...centre, settings: { terms } }));
    const load = (path, file) => spawnSync(program, ['centre', 'load', '--store', path, file], { encoding: 'utf8' });
    const others = withTerms('02-01', '09-01'), fresh = join(store.folder, 'fresh.db');
    const refused = load(store.path, others);
    assert.equal(refused.status, 65);
    assert.match(refused.stderr, /\/settings\/terms: the terms of a store cannot change once a week is closed: what was published is put together by them/);
    assert.equal(load(store.path, withTerms('01-01', '05-01', '09-01')).status, 0);
    run('init', '--store', fresh, '--centre', withTerms('09-01'), '--form', 'forms/exit.json');
    assert.equal(load(fresh, others).status, 0);
});
