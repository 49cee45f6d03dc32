/* series.test.mjs: sortie's statistics for anyone's counts, CSV in, JSON out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysis, fileOf, wilson } from '../analysis.mjs';

const near = (found, expected, tolerance = 1e-12) =>
    assert.ok(Math.abs(found - expected) <= tolerance, `${found}, expected ${expected}`);

function figures(command, csv) {
    const { status, stdout, stderr } = analysis(command, fileOf(csv));
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

test('what a control chart would say is null', () => {
    const { sigma_z: sigma, runs, state, rows } = figures('series', 'period,n,positive\na,9,8\n');
    assert.deepEqual([sigma, runs, state], [null, null, 'too few']);
    assert.deepEqual([rows[0].limit_low, rows[0].limit_high, rows[0].signals], [null, null, null]);
    const long = Array.from({ length: 13 }, (_, i) => `${i},9,8`).join('\n');
    assert.equal(figures('series', `period,n,positive\n${long}\n`).state, null);
});

test('columns come in any order, with others between them', () => {
    const { rows } = figures('series', 'positive;note;n;period\n10;"a;b";12;2026-W01\n');
    assert.deepEqual([rows[0].period, rows[0].n, rows[0].positive], ['2026-W01', 12, 10]);
});

/* Score limits by hand: 0.8 +- 1.959963984540054 x sqrt(0.8 x 0.2 / 100). */
test('a funnel has score limits where many of both kinds are expected', () => {
    const { sortie, line, phi, tau2, rows } = figures('compare', 'unit,n,positive\na,100,90\nb,100,70\n');
    assert.deepEqual([sortie, line, phi, tau2], ['compare/1', 0.8, null, null]);
    near(rows[0].limits['95'][0], 0.7216014406183978);
    near(rows[0].limits['95'][1], 0.8783985593816022);
    assert.deepEqual(rows.map(({ unit, method, outside }) => [unit, method, outside]), [['a', 'score', '95'], ['b', 'score', '95']]);
});

/* Spiegelhalter's interpolation, with rational numbers (Python: fractions, math.comb), for
 * a line of 0.9 and n = 10. */
test('a funnel has exact limits where few of one kind are expected', () => {
    const { line, rows } = figures('compare', 'unit,n,positive\na,10,4\nb,990,896\n');
    assert.equal(line, 0.9);
    assert.equal(rows[0].method, 'exact');
    near(rows[0].limits['95'][0], 0.621264340203752);
    near(rows[0].limits['99.8'][0], 0.457330473722792);
    near(rows[0].limits['99.8'][1], 0.999713202800921);
    assert.equal(rows[0].outside, '99.8');
    assert.equal(rows[1].outside, null);
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
