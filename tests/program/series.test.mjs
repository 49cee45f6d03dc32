/* series.test.mjs: sortie's statistics for anyone's counts, CSV in, JSON out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { analysis, fileOf, readJson, wilson } from '../analysis.mjs';

const near = (found, expected, tolerance = 1e-12) =>
    assert.ok(Math.abs(found - expected) <= tolerance, `${found}, expected ${expected}`);

function figures(command, csv, ...options) {
    const { status, stdout, stderr } = analysis(command, ...options, fileOf(csv));
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout);
}

const fails = (command, csv, sentence) => {
    const { status, stderr } = analysis(command, fileOf(csv));
    assert.equal(status, 65, stderr);
    assert.match(stderr, sentence);
};

test('a series has share and interval of each period, and the line of all', () => {
    const { sortie, line, rows } = figures('series', 'period,n,positive\n2026-W01,12,10\n2026-W02,8,8\n');
    assert.equal(sortie, 'series/1');
    near(line, 18 / 20);
    assert.deepEqual(rows.map(({ period, n, positive }) => [period, n, positive]), [['2026-W01', 12, 10], ['2026-W02', 8, 8]]);
    for (const { n, positive, share, low, high } of rows) {
        near(share, positive / n);
        near(low, wilson(positive, n)[0]);
        near(high, wilson(positive, n)[1]);
    }
    assert.equal(rows[1].high, 1);
});

/* R 4.2: prop.test(81, 263, correct = FALSE)$conf.int */
test('the interval is that of R', () => {
    const [row] = figures('series', 'period,n,positive\na,263,81\n').rows;
    near(row.low, 0.255288519878);
    near(row.high, 0.366209576983);
});

test('a period without answers has no share', () => {
    const { rows } = figures('series', 'period,n,positive\na,0,0\nb,4,4\n');
    assert.deepEqual([rows[0].share, rows[0].low, rows[0].high], [null, null, null]);
});

test('no answers at all have no line', () => {
    assert.equal(figures('series', 'period,n,positive\na,0,0\n').line, null);
});

const table = (lines) => `period,n,positive\n${lines.map(([n, positive], i) => `w${i},${n},${positive}`).join('\n')}\n`;
const weeks = (count, each) => Array.from({ length: count }, (_, i) => each(i));
const steady = (i) => [40, [34, 36, 33, 35, 32, 36, 34, 31, 35, 33, 36][i % 11]];

/* Every member that is printed is in the schema, and what the schema says holds. */
const ajv = new Ajv2020({ strict: true, allErrors: true, strictTypes: false });
const schemas = Object.fromEntries(['series', 'compare'].map((name) => [name, ajv.compile(readJson(`docs/${name}.schema.json`))]));
const fits = (name, document) => assert.ok(schemas[name](document), ajv.errorsText(schemas[name].errors, { separator: '\n' }));

test('what is printed is what its schema says', () => {
    for (const csv of [table([]), table([[0, 0]]), table([[9, 8]]), table(weeks(13, () => [30, 30])), table(weeks(10, steady)),
                       table(weeks(30, steady)), 'period,n,positive,rebase\na,9,8,\nb,0,0,1\n'])
        for (const rules of ['default', 'mdc'])
            fits('series', figures('series', csv, '--rules', rules));
    fits('compare', figures('compare', 'unit,n,positive\na,100,90\nb,3,3\nc,0,0\n'));
    fits('compare', figures('compare', 'unit,n,positive\n'));
});

test('twelve periods are too few, thirteen have limits and runs', () => {
    const few = figures('series', table(weeks(12, steady)));
    assert.deepEqual([few.state, few.runs.can_tell, few.false_alarms], ['too few', false, null]);
    assert.ok(few.rows.every(({ trial, limit_low: low }) => trial && low > 0));
    const enough = figures('series', table(weeks(13, steady)));
    assert.deepEqual([enough.state, enough.runs.can_tell], ['steady', true]);
    assert.ok(enough.rows.every(({ trial }) => !trial));
    assert.equal(figures('series', table(weeks(7, steady))).rows[0].limit_low, null);
});

/* R 4.2: 40 answers at the pooled 0.8375 (26 weeks, the last at 20 of 40); qbinom(.00135, 40,
 * 0.8375) is 26 and 0.8375 - 3 sqrt(0.8375 0.1625 / 40) is 0.6625. */
test('a week outside both limits is unusual', () => {
    const { state, line, rows } = figures('series', table(weeks(26, (i) => (i === 25 ? [40, 20] : steady(i)))));
    assert.equal(state, 'unusual');
    assert.deepEqual(rows.flatMap(({ signals }, i) => (signals.includes('point') ? [i] : [])), [25]);
    near(rows[25].limit_low, Math.min(26 / 40, line - 3 * Math.sqrt(line * (1 - line) / 40)));
});

/* qicharts2 of the fixture 09: for 28 useful points at most 8 in a run, 9 crossings at least. */
test('a lasting fall is a shift: Anhoej\'s figures, and those of a headline', () => {
    const { state, runs, rows } = figures('series', table(weeks(28, (i) => (i < 14 ? steady(i) : [40, steady(i)[1] - 6]))));
    assert.equal(state, 'shift');
    assert.deepEqual([runs.useful, runs.longest, runs.crossings], [28, 14, 1]);
    assert.deepEqual([runs.longest_max, runs.crossings_min, runs.signal], [8, 9, true]);
    assert.deepEqual(runs.headline, { longest_max: 10, crossings_min: 7, signal: true });
    assert.ok(rows.every(({ signals }) => signals.includes('run')));
});

test('limits start anew where the file says so', () => {
    const fall = weeks(52, (i) => (i < 26 ? steady(i) : [40, steady(i)[1] - 12]));
    assert.equal(figures('series', table(fall)).state, 'shift');
    const rebased = `period,n,positive,rebase\n${fall.map(([n, positive], i) => `w${i},${n},${positive},${i === 26 ? 1 : ''}`).join('\n')}\n`;
    const { state, line, rows } = figures('series', rebased);
    assert.equal(state, 'steady');
    assert.deepEqual(line, rows[51].line);
    assert.ok(rows[25].line > rows[26].line + 0.2);
    assert.deepEqual(rows.filter((row) => row.rebase).map(({ period }) => period), ['w26']);
});

test('a fall is worth a look before it is a signal, and marks itself alone', () => {
    const all = weeks(31, (i) => (i < 26 ? steady(i) : [40, steady(i)[1] - 5]));
    const looked = [27, 28, 29, 30, 31].map((size) => figures('series', table(all.slice(0, size))));
    assert.ok(looked.some(({ cusum }) => cusum.look));
    for (const { state, cusum, rows } of looked) {
        assert.equal(state, 'steady');
        assert.equal(cusum.look, rows.at(-1).signals.includes('cusum'));
        assert.equal(cusum.look, rows.at(-1).cusum >= cusum.limit);
    }
});

/* Fixture 34: with 12 answers a week at 80 % a quarter of steady charts of 26 weeks is marked by
 * the NHS's rules, and one in forty by ours. */
test('the rules of the NHS say how often they cry wolf', () => {
    const csv = table(weeks(26, (i) => [12, i % 5 ? 10 : 8]));
    const nhs = figures('series', csv, '--rules', 'mdc').false_alarms, ours = figures('series', csv).false_alarms;
    assert.deepEqual([nhs.series, nhs.periods], [1000, 26]);
    assert.ok(nhs.share > 0.2 && nhs.share < 0.35, String(nhs.share));
    assert.ok(ours.share < 0.05, String(ours.share));
});

test('by the rules of the NHS seven weeks on one side are a shift', () => {
    const { rules, state, sigma_z: sigma, runs, cusum, rows } = figures('series',
        table(weeks(26, (i) => (i < 19 ? steady(i) : [40, 31]))), '--rules', 'mdc');
    assert.deepEqual([rules, state, sigma, runs, cusum], ['mdc', 'shift', null, null, null]);
    assert.deepEqual(rows.slice(19).map(({ signals }) => signals), weeks(7, () => ['one side']));
});

test('other rules there are not', () => {
    const { status, stderr } = analysis('series', '--rules', 'weco', fileOf(table([[9, 8]])));
    assert.equal(status, 64);
    assert.match(stderr, /--rules is default or mdc/);
});

test('the largest counts are answered at once', () => {
    const { rows } = figures('series', table(weeks(500, (i) => [999999999999, 850000000000 + i])));
    assert.ok(rows[0].limit_low > 0.8499 && rows[0].limit_high < 0.8501);
});

test('columns come in any order, with others between them', () => {
    const { rows } = figures('series', 'positive;note;n;period\n10;"a;b";12;2026-W01\n');
    assert.deepEqual([rows[0].period, rows[0].n, rows[0].positive], ['2026-W01', 12, 10]);
});

/* Score limits by hand: 0.8 +- 1.959963984540054 x sqrt(0.8 x 0.2 / 100). */
test('a funnel has score limits where many of both kinds are expected', () => {
    const { sortie, line, phi, tau2, rows } = figures('compare', 'unit,n,positive\na,100,90\nb,100,70\n');
    assert.deepEqual([sortie, line], ['compare/1', 0.8]);
    /* z = 2.5 and -2.5, s = 0.04, pulled in to 2 and -2: 8 / 2, and (8 - 1) x 0.04^2. */
    near(phi, 4);
    near(tau2, 0.0112);
    near(rows[0].limits['95'][0], 0.7216014406183978);
    near(rows[0].limits['95'][1], 0.8783985593816022);
    assert.deepEqual(rows.map(({ unit, method, outside }) => [unit, method, outside]), [['a', 'score', '95'], ['b', 'score', '95']]);
});

test('units that differ by chance alone have no variance of their own, one unit or none no number', () => {
    const { phi, tau2 } = figures('compare', 'unit,n,positive\na,100,81\nb,100,79\n');
    assert.deepEqual([phi > 0 && phi < 1, tau2], [true, 0]);
    for (const rows of ['', 'a,100,81\n', 'a,9,9\nb,9,9\n']) {
        const alone = figures('compare', `unit,n,positive\n${rows}`);
        assert.deepEqual([alone.phi, alone.tau2], [null, null], rows);
    }
});

/* All or none of n: its other bound is the n-th root of 0.025, or 1 less that. R 4.2:
 * binom.test(10, 12)$conf.int: 0.515862279, 0.979137368. */
test('the exact interval stands beside Wilson\'s', () => {
    for (const [command, name] of [['series', 'period'], ['compare', 'unit']]) {
        const { rows } = figures(command, `${name},n,positive\na,12,12\nb,12,0\nc,12,10\nd,0,0\n`);
        const expected = [[0.025 ** (1 / 12), 1], [0, 1 - 0.025 ** (1 / 12)]];
        rows.slice(0, 2).forEach((row, i) => [row.exact_low, row.exact_high].forEach((bound, side) => near(bound, expected[i][side], 1e-9)));
        near(rows[2].exact_low, 0.515862279, 1e-6);
        near(rows[2].exact_high, 0.979137368, 1e-6);
        assert.deepEqual([rows[3].exact_low, rows[3].exact_high], [null, null]);
    }
});

/* Spiegelhalter's interpolation, with rational numbers (Python: fractions, math.comb), for
 * a line of 0.9 and n = 10. */
test('a funnel has exact limits where few of one kind are expected', () => {
    const { line, rows } = figures('compare', 'unit,n,positive\na,10,4\nb,990,896\n');
    assert.equal(line, 0.9);
    assert.equal(rows[0].method, 'exact');
    near(rows[0].limits['95'][0], 0.621264340203752);
    near(rows[0].limits['99.8'][0], 0.457330473722792);
    assert.equal(rows[0].limits['99.8'][1], 1);
    assert.equal(rows[0].outside, '99.8');
    assert.equal(rows[1].outside, null);
});

/* 0.8625^10 = 0.23: ten of ten is nothing unusual. */
test('who has all of a few is not outside', () => {
    const { rows } = figures('compare', 'unit,n,positive\nsmall,10,10\nrest,470,404\n');
    assert.deepEqual(rows.map(({ outside }) => outside), [null, null]);
});

test('units keep the order of the file: nothing is ranked', () => {
    const { rows } = figures('compare', 'unit,n,positive\nz,10,5\na,10,9\nm,0,0\n');
    assert.deepEqual(rows.map((row) => row.unit), ['z', 'a', 'm']);
    assert.deepEqual([rows[2].limits, rows[2].outside], [null, null]);
});

test('numbers have 17 digits', () => {
    const { stdout } = analysis('series', fileOf('period,n,positive\na,3,1\n'));
    assert.match(stdout, /0\.33333333333333331/);
});

test('a table is read from standard input, too', async () => {
    const { spawnSync } = await import('node:child_process');
    const { build } = await import('../helpers.mjs');
    const done = spawnSync(`${build}/sortie-analysis`, ['series', '-'], { input: 'period,n,positive\na,3,1\n', encoding: 'utf8' });
    assert.equal(done.status, 0);
    assert.equal(JSON.parse(done.stdout).rows[0].n, 3);
});

test('what is wrong with a table is told with its line', () => {
    fails('series', 'week,n,positive\n', /columns period, n and positive/);
    fails('series', '', /empty/);
    fails('series', 'period,n,positive\na,5,6\n', /line 2: more positive answers than answers/);
    fails('series', 'period,n,positive\na,5,4\nb,4.5,4\n', /line 3: n and positive are whole numbers/);
    fails('series', 'period,n,positive\na,-1,0\n', /line 2/);
    fails('series', 'period,n,positive\na,1\n', /line 2 has too few columns/);
    fails('series', 'period,n,positive,rebase\na,5,4,x\n', /line 2: rebase is 1 where limits start anew, or empty/);
    fails('compare', 'unit,n,positive\n"a,5,4\n', /./);
});

test('a file that is not there is bad input, no file wrong use', () => {
    assert.equal(analysis('series', '/nowhere.csv').status, 65);
    assert.equal(analysis('series').status, 64);
});

test('every command has its help', () => {
    for (const command of ['report', 'series', 'compare', 'bundle', 'network']) {
        const { status, stdout } = analysis(command, '--help');
        assert.equal(status, 0);
        assert.match(stdout, new RegExp(`sortie-analysis ${command}`));
    }
});
