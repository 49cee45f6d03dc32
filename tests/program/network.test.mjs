/* network.test.mjs: three simulated centres in three zones hand over their closed quarters,
 * and are put side by side. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, build, root } from '../helpers.mjs';
import { analysis, bytes, checkPage, fileOf, files, makeStore, mondayOf, isoWeek, readJson, times } from '../analysis.mjs';

const CENTRES = ['porto', 'la-villette', 'guadeloupe'];
const LAST = '2026-W40';
const FORMS = ['exit', 'workshop', 'club'];
const simulate = (...words) => execFileSync(join(build, 'simulate'), words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 });

let stores, bundles, out;
before(() => {
    stores = CENTRES.map((id) => {
        const centre = simulate('centre', '--centre', `forms/centres/${id}.json`, '--last', LAST);
        const lines = simulate('responses', '--centre', fileOf(centre), '--last', LAST,
            ...FORMS.flatMap((form) => ['--form', `forms/${form}.json`]));
        const documents = lines.trim().split('\n').map((line) => JSON.parse(line));
        return makeStore({ centre: JSON.parse(centre), forms: FORMS, given: [{ documents }] });
    });
    bundles = stores.map((store, i) => {
        const path = join(store.folder, `${CENTRES[i]}.json`);
        const { status, stderr } = analysis('bundle', '--store', store.path, '--out', path);
        assert.equal(status, 0, stderr);
        return path;
    });
    out = join(stores[0].folder, 'network');
});
after(() => stores.forEach((store) => store.remove()));

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

/* The quarter of a week, by its Thursday. */
function quarterOf(week) {
    const thursday = new Date(`${mondayOf(week)}T00:00:00Z`);
    thursday.setUTCDate(thursday.getUTCDate() + 3);
    return `${thursday.getUTCFullYear()}-Q${Math.floor(thursday.getUTCMonth() / 3) + 1}`;
}

/* The rows of a bundle, made here from the tallies. */
function expectedRows(store, centre) {
    const kinds = Object.fromEntries(centre.places.map(({ id, kind }) => [id, kind]));
    const good = { overall: ['4', '5'], forward: ['yes'] }, sums = new Map();
    const tallies = ask(store.path, '.separator " "',
        'SELECT week, place, question, option, mode, n FROM tally '
        + "WHERE option <> '' AND question IN ('overall', 'forward') AND class IN ('plain', 'flagged', 'again')");
    for (const [week, place, asked, option, mode, n] of tallies.trim().split('\n').map((line) => line.split(' '))) {
        if (!kinds[place])
            continue;
        const key = [quarterOf(week), kinds[place], `${asked}.v1`, mode].join(' ');
        const sum = sums.get(key) ?? { n: 0, positive: 0 };
        sum.n += Number(n);
        sum.positive += good[asked].includes(option) ? Number(n) : 0;
        sums.set(key, sum);
    }
    return [...sums].filter(([, { n, positive }]) => n >= 10 && positive > 1)
        .map(([key, { n, positive }]) => `${key} ${n} ${positive}`).sort();
}

test('a bundle sums closed quarters by kind of place, core question and mode', () => {
    stores.forEach((store, i) => {
        const { sortie, centre, zone, rows } = read(bundles[i]);
        assert.deepEqual([sortie, centre, zone], ['bundle/1', CENTRES[i], readJson(`forms/centres/${CENTRES[i]}.json`).zone]);
        const closed = ask(store.path, 'SELECT last FROM closing').trim();
        const all = new Map(expectedRows(store, readJson(`forms/centres/${CENTRES[i]}.json`))
            .filter((row) => quarterOf(isoWeek(nextMonday(closed))) > row.slice(0, 7))
            .map((row) => row.split(' ')).map((row) => [row.slice(0, 4).join(' '), row.slice(4).map(Number)]));
        let whole = 0;
        for (const { quarter, kind, core, mode, n, positive } of rows) {
            const [most, mostPositive] = all.get([quarter, kind, core, mode].join(' '));
            assert.ok(n <= most && positive <= mostPositive && n - positive <= most - mostPositive);
            assert.ok(n >= most / 2, `${quarter} ${kind}: ${n} of ${most}`);
            whole += n === most;
        }
        assert.ok(rows.length > 4 && whole > 0);
    });
});

/* The quarter that a period of weeks lies in, or none. */
function quarterOfWeeks(period) {
    const [first, last] = period.split('/');
    return /-W/.test(first) && quarterOf(first) === quarterOf(last ?? first) ? quarterOf(first) : null;
}

/* Who has the report, too, takes its weeks away from the quarter: nothing may be left, or two
 * hidden periods and more that are not few together. */
test('a bundle less the report tells no hidden week', () => {
    let less = 0, nothing = 0;
    stores.forEach((store, i) => {
        const reports = join(store.folder, 'reports');
        assert.equal(analysis('report', '--store', store.path, '--out', reports, '--lang', 'en').status, 0);
        const { places } = read(join(reports, 'latest/report.json'));
        const first = places[0].questions[0].series[0].period;
        for (const row of read(bundles[i]).rows) {
            if (!['desk', 'space'].includes(row.kind) || row.quarter <= quarterOf(first))
                continue;
            const series = places.filter(({ kind }) => kind === row.kind).flatMap(({ questions }) => questions)
                .filter(({ core, mode }) => core === row.core && mode === row.mode).flatMap((question) => question.series);
            const inside = series.filter(({ period }) => quarterOfWeeks(period) === row.quarter);
            const left = inside.reduce((n, period) => n - (period.share === undefined ? 0 : period.n), row.n);
            const hidden = series.filter(({ period, shown, share, why }) => (shown ? share === undefined : why === 'withheld')
                && period.split('/').some((week) => quarterOf(week) === row.quarter)).length;
            assert.ok(left === 0 || (left >= 5 && hidden > 1), `${row.quarter} ${row.kind} ${row.core}: ${left} answers of ${hidden} hidden periods`);
            less += left > 0;
            nothing += left === 0 && hidden > 0;
        }
    });
    assert.ok(nothing > 0, `${less} with something left, ${nothing} with nothing`);
});

function nextMonday(week) {
    const monday = new Date(`${mondayOf(week)}T00:00:00Z`);
    monday.setUTCDate(monday.getUTCDate() + 7);
    return monday.toISOString().slice(0, 10);
}

test('a bundle has no base under ten, no week, no place and no session', () => {
    bundles.forEach((path, i) => {
        const text = readFileSync(path, 'utf8');
        for (const { n, positive } of read(path).rows)
            assert.ok(n >= 10 && positive > 1);
        assert.doesNotMatch(text, /-W\d\d/);
        for (const { id } of readJson(`forms/centres/${CENTRES[i]}.json`).places)
            assert.ok(!text.includes(`"${id}"`));
    });
});

test('nine answers of a quarter do not leave the centre, ten do', (t) => {
    for (const [n, rows] of [[5, 0], [9, 0], [10, 2], [12, 2]]) {
        const few = makeStore({ centre: { ...readJson('forms/centres/porto.json'), sessions: [] },
            given: [{ documents: times(n, '2026-02-03', { overall: '5', place: 'desk-job', forward: 'yes' }) }] });
        t.after(() => few.remove());
        const { status, stdout, stderr } = analysis('bundle', '--store', few.path, '--out', '-');
        assert.equal(status, 0, stderr);
        assert.deepEqual(JSON.parse(stdout).rows.map((row) => row.n), Array(rows).fill(n));
    }
});

test('a bundle to standard output is the same', () => {
    const { stdout } = analysis('bundle', '--store', stores[0].path, '--out', '-');
    assert.equal(stdout, readFileSync(bundles[0], 'utf8'));
});

test('the page names the centres in the order given, whatever their figures', () => {
    for (const order of [bundles, [...bundles].reverse()]) {
        const { status, stderr } = analysis('network', '--out', out, '--quarter', '2026-Q2', ...order);
        assert.equal(status, 0, stderr);
        const html = readFileSync(join(out, 'latest/index.html'), 'utf8');
        const names = order.map((path) => read(path).name.en);
        const tables = html.split('<table').slice(1);
        assert.ok(tables.length >= 4);
        for (const table of tables)
            assert.deepEqual([...table.matchAll(/<th scope="row">([^<]*)</g)].map(([, name]) => name.replaceAll('&#39;', "'")), names);
    }
});

test('the page stands in every language, and says that its data are simulated', () => {
    for (const language of ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar']) {
        const words = readJson(`forms/words/${language}.json`);
        assert.equal(analysis('network', '--out', out, '--lang', language, ...bundles).status, 0);
        const html = readFileSync(join(out, 'latest/index.html'), 'utf8');
        checkPage(html, language);
        assert.ok(html.includes(`<html lang="${language}" dir="${words.direction}">`));
        assert.ok(html.includes(words['report.simulated'].replaceAll("'", '&#39;')));
    }
});

test('a page of two modes never pools them', () => {
    const given = { sortie: 'bundle/1', centre: 'a', name: { en: 'A' }, country: 'FR', zone: 'Europe/Paris', simulated: false, base: 10,
        rows: ['door', 'paper'].map((mode) => ({ quarter: '2026-Q2', kind: 'desk', core: 'overall.v1', mode, n: 40, positive: 30 })) };
    assert.equal(analysis('network', '--out', out, fileOf(JSON.stringify(given))).status, 0);
    const html = readFileSync(join(out, '2026-Q2/index.html'), 'utf8');
    assert.equal(html.split('30 of 40 answers positive').length, 3);
    assert.doesNotMatch(html, /80 answers|of 80/);
});

/* Four centres of one quarter; the third has too little to tell, the last a name that would act. */
const HOSTILE = '"; system("touch acted"); "';
const side = [['Un', 40, 32], ['Deux', 114, 60], ['Trois'], [HOSTILE, 262, 217]].map(([name, n, positive], i) => fileOf(JSON.stringify({
    sortie: 'bundle/1', centre: `c${i}`, name: { en: name }, country: 'FR', zone: 'Europe/Paris', simulated: false, base: 10,
    rows: n ? [{ quarter: '2026-Q2', kind: 'desk', core: 'overall.v1', mode: 'door', n, positive }] : [] })));

test('each funnel has its figures and the script that draws it, and the page leads to them', () => {
    assert.equal(analysis('network', '--out', out, ...side).status, 0);
    const folder = join(out, '2026-Q2'), html = readFileSync(join(folder, 'index.html'), 'utf8'), name = 'charts/desk.overall.v1.door';
    assert.deepEqual(files(folder).filter((path) => path.startsWith('charts/')), [`${name}.gp`, `${name}.tsv`]);
    for (const ending of ['tsv', 'gp'])
        assert.ok(html.includes(`href="${name}.${ending}"`), ending);
    const [head, ...rows] = readFileSync(join(folder, `${name}.tsv`), 'utf8').split('\n').slice(0, -1).map((line) => line.split('\t'));
    const table = rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i]])));
    assert.ok(rows.every((row) => row.length === head.length && row.at(-1) !== ''));
    /* 32 of 40, 60 of 114, 217 of 262: Wilson's formula worked out apart from the program. */
    assert.deepEqual(table.filter(({ row }) => row === 'unit').map(({ number, n, positive, share, low, high, outside }) =>
        [number, n, positive, share, low, high, outside].join(' ')), ['1 40 32 0.8000 0.6524 0.8950 ', '2 114 60 0.5263 0.4353 0.6156 1', '4 262 217 0.8282 0.7779 0.8691 1']);
    assert.equal(table.find(({ row }) => row === 'mean').share, ((32 + 60 + 217) / (40 + 114 + 262)).toFixed(4));
});

test('gnuplot draws a funnel again: a dot a centre, another shape outside, and names that are texts', () => {
    const folder = join(out, '2026-Q2/charts');
    const { status, stderr } = spawnSync('gnuplot', ['desk.overall.v1.door.gp'], { cwd: folder, encoding: 'utf8' });
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(files(folder), ['desk.overall.v1.door.gp', 'desk.overall.v1.door.svg', 'desk.overall.v1.door.tsv']);
    const svg = readFileSync(join(folder, 'desk.overall.v1.door.svg'), 'utf8');
    const texts = [...svg.matchAll(/<text[^>]*>(?:<tspan[^>]*>)?([^<]*)/g)].map(([, text]) => text.trim());
    for (const text of ['Counselling desks', '0%', '100%', 'average 74%', '1  Un', '2  Deux', `4  ${HOSTILE.replaceAll('"', '\u201D')}`])
        assert.ok(texts.includes(text), `${text}: ${texts}`);
    assert.ok(!texts.some((text) => text.includes('Trois')));
    const uses = (shape) => svg.split(`xlink:href='#${shape}' transform`).length - 1;
    assert.deepEqual([uses('gpPt6'), uses('gpPt12')], [1, 2]);
});

test('the same bundles give the same bytes', () => {
    analysis('network', '--out', out, ...bundles);
    const first = bytes(join(out, 'latest/'));
    analysis('network', '--out', out, ...bundles);
    assert.deepEqual(bytes(join(out, 'latest/')), first);
    assert.deepEqual(Object.keys(first).filter((path) => !path.startsWith('charts/')), ['index.html', 'report.css']);
    assert.equal(readlinkSync(join(out, 'latest')), '2026-Q3');
    assert.deepEqual(files(out).filter((path) => path.startsWith('.')), []);
});

const refused = (bundle, sentence) => {
    const { status, stderr } = analysis('network', '--out', out, fileOf(JSON.stringify(bundle)), bundles[0]);
    assert.equal(status, 65, stderr);
    assert.match(stderr, sentence);
};

test('what is no bundle is refused', () => {
    const good = read(bundles[1]);
    refused({ ...good, sortie: 'bundle/2' }, /is not a bundle/);
    refused({ ...good, rows: [{ ...good.rows[0], positive: 1 }] }, /row 1/);
    refused({ ...good, rows: [{ ...good.rows[0], positive: undefined }] }, /row 1/);
    refused({ ...good, rows: [{ ...good.rows[0], n: Number.MAX_SAFE_INTEGER }] }, /row 1/);
    refused({ ...good, rows: [{ ...good.rows[0], n: 9, positive: 9 }] }, /row 1/);
    refused({ ...good, rows: [good.rows.at(-1), { ...good.rows.at(-1), n: 900 }] }, /has two rows in/);
    refused({ ...good, rows: Array.from({ length: 300 }, (_, i) => ({ ...good.rows.at(-1), core: `c${i}.v1` })) }, /more than 255 things/);
    refused({ ...good, rows: [{ ...good.rows[0], positive: good.rows[0].n + 1 }] }, /row 1/);
    refused({ ...good, rows: [{ ...good.rows[0], quarter: '../../etc' }] }, /row 1/);
    for (const quarter of ['2026-Q5', '-------', 'Q026-Q3', '2026-13', '2026-Q3x'])
        refused({ ...good, rows: [{ ...good.rows[0], quarter }] }, /row 1/);
    for (const name of [{}, { en: '' }, { en: 1 }, { en: 'A\nB' }, { fr: 'A', en: '\u001b[2J' }, { en: 'a\u202eb' }])
        refused({ ...good, name }, /name must be one line of plain text/);
    refused({ ...good, rows: [{ ...good.rows[0], core: 'overall\u0007' }] }, /row 1/);
    for (const core of ['../overall', 'Overall', '', 'a/b', 'x'.repeat(65)])
        refused({ ...good, rows: [{ ...good.rows[0], core }] }, /row 1/);
    refused({ ...good, centre: 'porto' }, /two bundles of centre 'porto'/);
});
