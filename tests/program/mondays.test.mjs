/* mondays.test.mjs: promise 6, by simulation: at most 1 steady series in 20 ever gets a
 * headline that says "changed" on 26 Mondays, and a real fall is found about as often as it
 * should be. `make bench` draws more series and prints the same tables. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../helpers.mjs';

const done = spawnSync(join(root, 'build', 'mondays'), ['300'], { encoding: 'utf8' });
const rows = (done.stdout ?? '').split('\n').map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
const steady = rows.filter(([share]) => /^\d+ %$/.test(share ?? ''));
const falls = rows.filter(([first]) => /answers a week$/.test(first ?? '') && /^\d/.test(first));
const mean = (numbers) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

test('at most 1 steady series in 20 gets a headline within half a year', () => {
    assert.equal(done.status, 0, `${done.error ?? done.stderr}\n${done.stdout}`);
    assert.equal(steady.length, 28);
    const headlines = steady.map((cells) => parseFloat(cells[2]));
    assert.ok(mean(headlines) <= 5, done.stdout);
    assert.ok(Math.max(...headlines) <= 5 + 3 * Math.sqrt(5 * 95 / 300), done.stdout);
});

test('rules made for one look, or for a hospital, cry wolf', () => {
    assert.ok(mean(steady.map((cells) => parseFloat(cells[3]))) > 8, done.stdout);
    assert.ok(mean(steady.map((cells) => parseFloat(cells[4]))) > 25, done.stdout);
});

test('a real fall is found: rarely with 9 answers a week, nearly always with 60', () => {
    const power = falls.map((cells) => Number(cells[1]));
    assert.equal(power.length, 3);
    assert.ok(power[0] > 0.12 && power[1] > 0.5 && power[2] > 0.9, done.stdout);
});

test('longer periods after a year of weeks can tell again, and cry wolf no more often', () => {
    const longer = rows.filter(([first]) => /^\d weeks$/.test(first ?? ''));
    assert.equal(longer.length, 9);
    const [told, headlines, , oneByOne] = [3, 4, 5, 6].map((column) => longer.map((cells) => parseFloat(cells[column])));
    assert.ok(Math.max(...headlines) <= 5 && mean(headlines) <= 3, done.stdout);
    assert.ok(Math.min(...told) > 40 && mean(told) > 75, done.stdout);
    assert.ok(mean(oneByOne) < 35, done.stdout);
});

test('the 95 % interval of Wilson holds 93 to 97 % of the true shares', () => {
    const [, least, most] = /between ([\d.]+) and ([\d.]+) %/.exec(done.stdout);
    assert.ok(Number(least) >= 93 && Number(most) <= 97, `${least} ${most}`);
});
