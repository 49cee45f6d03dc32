/* editions.test.mjs: editions as files: what lies beside the pages to draw a chart again, the
 * list of editions, and an edition made again. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { analysis, bytes, checkPage, files, isoWeek, makeStore, readJson, root, times } from '../analysis.mjs';
import { build } from '../helpers.mjs';
import { dayFrom } from './given.mjs';

const all = (text) => ({ fr: text, en: text, ar: text });
const centre = (more = {}) => ({
    sortie: 'centre/1', id: 'essai', name: { fr: 'Cité d\'essai', en: 'A trial', ar: 'تجربة' }, country: 'FR', zone: 'Europe/Paris',
    languages: ['fr', 'en', 'ar'], settings: { terms: ['01-01', '05-01', '09-01'] },
    calendar: { week: { tue: ['10:00-18:00'] }, closed: [{ from: '2026-03-09', to: '2026-03-15', why: all('Travaux') }] },
    places: [{ id: 'desk-job', kind: 'desk', name: { fr: 'Emploi', en: 'Jobs', ar: 'العمل' } }, { id: 'desk-other', kind: 'desk', name: all('Autre') },
        { id: 'club-open', kind: 'club', name: all('Club') }], ...more,
});
const answers = (n, day, overall, place = 'desk-job') => times(n, day, { overall, place, forward: 'yes' });
/* The third is withheld, the fourth at most one, the fifth not open, the sixth empty. */
const DAYS = ['2026-02-10', '2026-02-17', '2026-02-24', '2026-03-03', '2026-03-10', '2026-03-17', '2026-03-24'];
const given = [...answers(10, DAYS[0], '5'), ...answers(2, DAYS[0], '1'), ...answers(7, DAYS[1], '4'), ...answers(3, DAYS[2], '5'),
    ...answers(6, DAYS[3], '1'), ...answers(14, DAYS[6], '5'), ...answers(6, DAYS[6], '2'), ...answers(9, DAYS[6], '5', 'desk-other')];
const WEEK = '2026-W13';

let store, edition;
before(() => {
    store = makeStore({ centre: centre(), given: [{ documents: given }] });
    edition = store.report(WEEK, '--lang', 'fr', '--lang', 'ar');
    assert.equal(edition.status, 0, edition.stderr);
});
after(() => store.remove());

/* ---- charts ---- */

const tableOf = (name, of = edition) => {
    const [head, ...rows] = readFileSync(join(of.folder, `charts/${name}.tsv`), 'utf8').split('\n').slice(0, -1).map((line) => line.split('\t'));
    assert.ok(rows.every((row) => row.length === head.length && row.at(-1) !== ''), name);
    return rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i]])));
};
const periods = (name, of) => tableOf(name, of).filter(({ x }) => x !== '');
const textOf = (name, row, of) => tableOf(name, of).find((each) => each.row === row)?.text;
const drawn = () => edition.json.places.flatMap(({ id, questions }) => questions
    .filter(({ series }) => series?.some(({ shown }) => shown)).map((each) => ({ ...each, file: `${id}.${each.name}.${each.mode}.${each.by}` })));

test('each chart has its figures and the script that draws it, and no other has', () => {
    const names = drawn().flatMap(({ file }) => [`charts/${file}.gp`, `charts/${file}.tsv`]);
    assert.ok(names.includes('charts/desk-job.overall.door.week.tsv'), `${names}`);
    assert.deepEqual(files(edition.folder).filter((path) => path.startsWith('charts/')), names.sort());
});

test('the figures are those of report.json, and nothing where it has nothing', () => {
    for (const { file, series } of drawn()) {
        const rows = periods(file);
        assert.deepEqual(rows.map(({ x }) => Number(x)), series.map((_, i) => i + 1), file);
        rows.forEach((row, i) => {
            const { period, shown, why, n, positive, at_most: most, at_least: least, share, low, high } = series[i];
            const cell = (value) => value === undefined || value === null ? '' : String(value);
            const decimals = (value) => value === undefined || value === null ? '' : value.toFixed(4);
            assert.deepEqual([row.period, row.state, row.n, row.positive, row.bound, row.share, row.low, row.high],
                [period, shown ? 'shown' : why, cell(n), cell(positive ?? most ?? least), most !== undefined ? 'at most' : least !== undefined ? 'at least' : '',
                    decimals(share), decimals(low), decimals(high)], `${file} ${period}`);
        });
    }
});

test('a row names the days of its period, and marks few answers', () => {
    assert.deepEqual(periods('desk-job.overall.door.week').map(({ from, to, state, few }) => [from, to, state, few]), [
        ['2026-02-09', '2026-02-15', 'shown', ''], ['2026-02-16', '2026-02-22', 'shown', '1'], ['2026-02-23', '2026-03-01', 'withheld', ''],
        ['2026-03-02', '2026-03-08', 'shown', '1'], ['2026-03-09', '2026-03-15', 'closed', ''], ['2026-03-16', '2026-03-22', 'empty', ''],
        ['2026-03-23', '2026-03-29', 'shown', '']]);
});

test('texts are those of the edition\'s first language, and say that it is simulated when it is', () => {
    const asked = readJson('forms/exit.json').questions.find(({ name }) => name === 'overall').text, name = 'desk-job.overall.door.week';
    assert.deepEqual([textOf(name, 'place'), textOf(name, 'question'), textOf(name, 'notice')], ['Emploi', asked.fr, undefined]);
    const other = makeStore({ centre: centre({ simulated: true }), given: [{ documents: given }] });
    const arabic = other.report(WEEK, '--lang', 'ar', '--lang', 'fr');
    assert.deepEqual([textOf(name, 'place', arabic), textOf(name, 'question', arabic), textOf(name, 'notice', arabic)],
        ['العمل', asked.ar, readJson('forms/words/ar.json')['report.simulated']]);
    other.remove();
});

test('a place\'s page leads to its charts\' figures', () => {
    for (const folder of ['', 'ar/'])
        assert.ok(readFileSync(join(edition.folder, `${folder}desk-job.html`), 'utf8')
            .includes(`href="${folder && '../'}charts/desk-job.overall.door.week.tsv"`));
});

/* Drawn by gnuplot alone, in a copy that holds nothing else. */
function redraw(name, ...options) {
    const folder = join(store.folder, 'copy');
    mkdirSync(folder, { recursive: true });
    for (const ending of ['tsv', 'gp'])
        cpSync(join(edition.folder, `charts/${name}.${ending}`), join(folder, `${name}.${ending}`));
    const { status, stderr } = spawnSync('gnuplot', [...options, `${name}.gp`], { cwd: folder, encoding: 'utf8' });
    assert.deepEqual([status, stderr], [0, '']);
    return (ending) => readFileSync(join(folder, `${name}.${ending}`));
}

test('gnuplot draws the chart again: its texts, a dot a share, and no line across a gap', () => {
    const svg = redraw('desk-job.overall.door.week')('svg').toString();
    const texts = [...svg.matchAll(/<text>(?:<tspan[^>]*>)?([^<]*)/g)].map(([, text]) => text.trim().replaceAll('\u00A0', ' '));
    for (const text of ['Emploi', '0 %', '50 %', '100 %', '70 %', '2026'])
        assert.ok(texts.includes(text), `${text}: ${texts}`);
    assert.deepEqual([...new Set(svg.match(/font-family="[^"]*"/g))], ['font-family="DejaVu Sans,sans-serif"']);
    /* #gpPt6 is full: a withheld week, two of ten answers or more, the white below one of
     * fewer. #gpPt5 is a ring: an empty week, one of few answers, one about the last. */
    const uses = (shape) => svg.split(`xlink:href='#${shape}' transform`).length - 1;
    assert.deepEqual([uses('gpPt6'), uses('gpPt5')], [1 + 2 + 1, 1 + 1 + 1]);
    const [line] = svg.split('\n').filter((row) => /stroke='rgb\( 18,  67, 109\)'.*d='M/.test(row));
    assert.equal(line.split('L').length - 1, 1, line); // from the first week to the second; the others have no neighbour
});

/* #gpPt12 is a diamond: one below its range of few answers, and the white upon it. */
test('a mark of few answers is drawn hollow, as its dot is', () => {
    const name = 'desk-job.overall.door.week', path = join(store.folder, 'copy', 'marked.tsv');
    redraw(name);
    const [head, ...rows] = readFileSync(join(store.folder, 'copy', `${name}.tsv`), 'utf8').split('\n').map((line) => line.split('\t'));
    for (const [few, diamonds] of [['', 1], ['1', 2]]) {
        const marked = rows.find((row) => row[head.indexOf('few')] === few && row[head.indexOf('share')] && row[head.indexOf('n')]);
        const table = rows.map((row) => row === marked ? row.with(head.indexOf('signal'), 'below') : row);
        writeFileSync(path, [head, ...table].map((row) => row.join('\t')).join('\n'));
        cpSync(join(store.folder, 'copy', `${name}.gp`), path.replace('.tsv', '.gp'));
        const { status, stderr } = spawnSync('gnuplot', ['marked.gp'], { cwd: join(store.folder, 'copy'), encoding: 'utf8' });
        assert.deepEqual([status, stderr], [0, '']);
        assert.equal(readFileSync(path.replace('.tsv', '.svg'), 'utf8').split("xlink:href='#gpPt12' transform").length - 1, diamonds);
    }
});

test('the same figures give the same drawing', () => {
    const once = redraw('desk-job.overall.door.week')('svg');
    assert.deepEqual(redraw('desk-job.overall.door.week')('svg'), once);
});

test('as PDF and PNG, when somebody asks', () => {
    const asked = store.report(WEEK, '--lang', 'fr', '--charts', 'pdf', '--charts', 'png');
    assert.equal(asked.status, 0, asked.stderr);
    const charts = join(asked.folder, 'charts'), names = files(charts);
    for (const { file } of drawn())
        for (const ending of ['gp', 'pdf', 'png', 'tsv'])
            assert.ok(names.includes(`${file}.${ending}`), `${file}.${ending}`);
    assert.equal(names.length, 4 * drawn().length);
    const pdf = execFileSync('pdftotext', [join(charts, 'desk-job.overall.door.week.pdf'), '-'], { encoding: 'utf8' });
    assert.match(pdf, /Emploi/);
    assert.match(pdf, /70\s%/);
    assert.equal(readFileSync(join(charts, 'desk-job.overall.door.week.png')).subarray(1, 4).toString(), 'PNG');
    assert.equal(analysis('report', '--store', store.path, '--out', asked.out, '--charts', 'gif').status, 64);
});

/* What a line of shell says at each start of gnuplot, while an edition is made. */
const saidBy = (line) => {
    const bin = join(store.folder, 'bin'), said = join(store.folder, 'said');
    mkdirSync(bin, { recursive: true });
    writeFileSync(said, '');
    writeFileSync(join(bin, 'gnuplot'), `#!/bin/sh\n${line} >>'${said}'\nexec gnuplot "$@"\n`, { mode: 0o755 });
    const path = process.env.PATH;
    process.env.PATH = `${bin}:${path}`;
    assert.equal(store.report(WEEK, '--lang', 'fr', '--lang', 'ar').status, 0);
    process.env.PATH = path;
    return readFileSync(said, 'utf8');
};

test('one process draws every chart of an edition', () => {
    assert.ok(drawn().length > 3);
    assert.equal(saidBy('echo x'), 'x\n');
});

/* "0|0|0": nobody hindered it, and nothing is left in the log. */
test('while it is drawn, the store may be written and its log emptied', () => {
    const write = 'INSERT INTO revision VALUES ("1999-W01", 1) ON CONFLICT DO UPDATE SET n = n + 1';
    assert.equal(saidBy(`sqlite3 '${store.path}' '${write}' 'PRAGMA wal_checkpoint(TRUNCATE)'`), '0|0|0\n');
});

test('without gnuplot: 69, what is missing, and the edition that was there', () => {
    const path = process.env.PATH, before = bytes(edition.folder);
    process.env.PATH = join(store.folder, 'nothing');
    const made = store.report(WEEK, '--lang', 'fr', '--lang', 'ar');
    process.env.PATH = path;
    assert.deepEqual([made.status, made.stderr], [69, 'sortie: cannot start gnuplot: No such file or directory (is it installed?)\n']);
    assert.deepEqual(bytes(edition.folder), before);
});

/* ---- editions ---- */

test('a week is made again as it was, whatever came after it', () => {
    const options = ['--lang', 'fr', '--lang', 'ar'];
    const first = bytes(store.report(WEEK, ...options).folder);
    store.give({ documents: [...answers(12, '2026-03-31', '2'), ...answers(7, '2026-05-05', '5', 'club-open'), ...answers(12, dayFrom(0), '1')] });
    store.settle();
    for (const week of ['2026-W14', '2026-W19', undefined])
        assert.equal(store.report(week, ...options).status, 0);
    assert.deepEqual(bytes(store.report(WEEK, ...options).folder), first);
    assert.ok(Object.keys(first).length > 15);
});

const list = (at = edition.out) => readFileSync(join(at, 'index.html'), 'utf8');
const entries = (html) => [...html.matchAll(/<li><a href="([^"]*)">([^<]*)<\/a> <span class="when">([^<]*)<\/span>/g)].map((each) => each.slice(1));

test('the list has every edition, the newest first, in the centre\'s language', () => {
    const out = join(store.folder, 'listed');
    for (const week of ['2026-W12', '2026-W14', '2026-W10', '2026-W12'])
        assert.equal(analysis('report', '--store', store.path, '--out', out, '--week', week, '--lang', 'ar').status, 0);
    mkdirSync(join(out, '2026-W11')); // no edition
    mkdirSync(join(out, 'others'));
    analysis('report', '--store', store.path, '--out', out, '--week', '2025-W52', '--lang', 'ar');
    const html = list(out);
    checkPage(html, 'list');
    assert.match(html, /<html lang="fr" dir="ltr">/);
    assert.deepEqual(entries(html), [
        ['2026-W14/index.html', 'Semaine 14 de 2026', 'du 30 mars au 5 avril 2026'], ['2026-W12/index.html', 'Semaine 12 de 2026', 'du 16 mars au 22 mars 2026'],
        ['2026-W10/index.html', 'Semaine 10 de 2026', 'du 2 mars au 8 mars 2026'], ['2025-W52/index.html', 'Semaine 52 de 2025', 'du 22 décembre au 28 décembre 2025']]);
    assert.deepEqual([...html.matchAll(/<h2>(\d+)<\/h2>/g)].map(([, year]) => year), ['2026', '2025']);
    for (const [, target] of html.matchAll(/href="([^"]*)"/g))
        assert.ok(existsSync(join(out, target)), target);
    assert.deepEqual(files(out).filter((path) => path.startsWith('.')), []);
});

test('an edition leads to the list, from each language', () => {
    for (const folder of ['', 'ar'])
        assert.ok(readFileSync(join(edition.folder, folder, 'index.html'), 'utf8').includes(`href="${folder && '../'}../index.html"`), folder);
});

/* ---- progress ---- */

test('who waits at a terminal sees how far it is; a file and a pipe get no word of it', () => {
    const words = ['report', '--store', store.path, '--out', edition.out, '--week', WEEK];
    assert.equal(analysis(...words).stderr, '');
    const quote = (word) => `'${word}'`;
    const told = execFileSync('script', ['-qec', [join(build, 'sortie-analysis'), ...words].map(quote).join(' '), '/dev/null'], { encoding: 'utf8' });
    assert.match(told, /drawing \d+ charts/);
    assert.ok(told.trimEnd().endsWith(`${WEEK}/index.html`), told);
});
