/* real.test.mjs: 2,959 real answers about three services, imported, settled and reported;
 * every count of it is compared with one that is made here from the file. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask } from '../helpers.mjs';
import { checkPage, files, isoWeek, laterWeek, makeStore, period, question, readJson, root, run, shared, wilson }
    from '../analysis.mjs';

const source = join(shared, 'data/exit-feedback-real.csv');
const skip = existsSync(source) ? false : 'the real answers are not here';
const PLACES = { 'See and Convey': 'see-and-convey', 'PTS - Patient Transport': 'patient-transport', 111: 'telephone-111' };
const EDITIONS = ['2021-W30', '2021-W43', '2022-W01', '2022-W26', '2022-W39', '2022-W52'];

/* Rows of a CSV file, read by a machine of three states. */
function readCsv(text) {
    const rows = [];
    let row = [], field = '', quoted = false;
    for (let i = 0; i < text.length; i++) {
        const c = text[i];
        if (quoted && c === '"' && text[i + 1] === '"') { field += '"'; i++; }
        else if (c === '"') quoted = !quoted;
        else if (!quoted && c === ',') { row.push(field); field = ''; }
        else if (!quoted && c === '\n') { rows.push([...row, field]); row = []; field = ''; }
        else if (quoted || c !== '\r') field += c;
    }
    const [head, ...rest] = rows;
    return rest.map((each) => Object.fromEntries(head.map((name, i) => [name, each[i]])));
}

const zero = () => ({ 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0 });
const answers = (counts) => counts[1] + counts[2] + counts[3] + counts[4] + counts[5];
const good = (counts) => counts[1] + counts[2];
const added = (a, b) => Object.fromEntries(Object.keys(a).map((code) => [code, a[code] + b[code]]));

let rows, counts, store, told;

/* place -> week -> score -> how many */
function countRows() {
    counts = Object.fromEntries(Object.values(PLACES).map((place) => [place, {}]));
    for (const { day, service, score } of rows.filter((each) => each.day !== '')) {
        const weeks = counts[PLACES[service]], week = isoWeek(day);
        weeks[week] ??= zero();
        weeks[week][score]++;
    }
}

const of = (place, week) => counts[place][week] ?? zero();

before(() => {
    if (skip)
        return;
    rows = readCsv(readFileSync(source, 'utf8'));
    countRows();
    store = makeStore({ centre: readJson('tests/program/fixtures/ambulance.json'),
        forms: [join(root, 'tests/program/fixtures/fft.json')] });
    told = run('import', '--store', store.path, '--form', 'fft', '--rename', 'service=place', source);
    store.settle();
});
after(() => store?.remove());

test('the file has what its description says', { skip }, () => {
    assert.equal(rows.length, 2959);
    assert.equal(rows.filter((each) => each.day === '').length, 141);
    assert.equal(rows.filter((each) => '67'.includes(each.score)).length, 44);
});

test('blank days are rejected, all others are kept', { skip }, () => {
    assert.match(told, /^2818 kept, 141 rejected/);
});

test('the same file adds nothing again', { skip }, () => {
    run('import', '--store', store.path, '--form', 'fft', '--rename', 'service=place', source);
    store.settle();
    const all = ask(store.path, "SELECT sum(n) FROM tally WHERE question = ''");
    assert.equal(Number(all), 2818);
});

test('every tally is the count of the file', { skip }, () => {
    const tallied = ask(store.path, '.separator " "',
        "SELECT place, week, option, sum(n) FROM tally WHERE question = 'score' AND option <> '' "
        + 'GROUP BY place, week, option').trim().split('\n');
    const expected = Object.entries(counts).flatMap(([place, weeks]) => Object.entries(weeks)
        .flatMap(([week, scores]) => Object.entries(scores).filter(([, n]) => n > 0)
            .map(([score, n]) => `${place} ${week} ${score} ${n}`)));
    assert.deepEqual(tallied.sort(), expected.sort());
});

/* What an edition may show of a week, by the rules of promise 4. */
function expectedWeek(place, week) {
    const n = answers(of(place, week)), positive = good(of(place, week));
    if (n < 5)
        return { period: week, shown: false, why: n === 0 ? 'empty' : 'withheld' };
    const rounded = (x) => Math.round(x * 1e4) / 1e4;
    if (positive <= 1)
        return { period: week, shown: true, n, at_most: 1, low: 0, high: rounded(wilson(1, n)[1]) };
    const [low, high] = wilson(positive, n);
    return { period: week, shown: true, n, positive, share: rounded(positive / n), low: rounded(low), high: rounded(high) };
}

/* Of a row what the file tells; what rules make of it is theirs. */
const figures = ({ period, shown, why, n, positive, at_most: most, share, low, high }) => Object.fromEntries(Object.entries(
    { period, shown, why, n, positive, at_most: most, share, low, high }).filter(([, value]) => value !== undefined));

/* 52 weeks, or from the first answers of the centre on. */
function weeksUntil(last) {
    const first = Object.values(counts).flatMap(Object.keys).sort()[0];
    const weeks = Array.from({ length: 52 }, (_, i) => laterWeek(last, i - 51));
    return weeks.filter((week) => week >= first);
}

for (const edition of EDITIONS) {
    test(`the edition of ${edition} says of each week what the file says`, { skip }, () => {
        const { json } = store.report(edition);
        for (const place of Object.values(PLACES)) {
            const entry = question(json, place, 'score');
            assert.equal(entry.mode, 'paper');
            assert.deepEqual(entry.series.map(figures), weeksUntil(edition).map((week) => expectedWeek(place, week)), place);
        }
    });

    test(`the distributions of ${edition} sum what is shown, and hide 1 to 4`, { skip }, () => {
        const { json } = store.report(edition);
        for (const place of Object.values(PLACES))
            for (const { from, to, n, options } of question(json, place, 'score').options) {
                let sum = zero();
                for (let week = from; week <= to; week = laterWeek(week, 1))
                    if (answers(of(place, week)) >= 5 && good(of(place, week)) > 1)
                        sum = added(sum, of(place, week));
                assert.equal(n, answers(sum));
                for (const { code, n: cell } of options.filter((each) => 'n' in each)) {
                    assert.equal(cell, sum[code], `${place} ${from} ${code}`);
                    assert.ok(cell === 0 || cell > 4);
                }
            }
    });
}

test('counts.csv says what report.json says', { skip }, () => {
    const { json, folder } = store.report('2022-W39');
    const lines = readCsv(readFileSync(join(folder, 'counts.csv'), 'utf8'));
    for (const { place, by, period: name, option, n, note } of lines) {
        const entry = question(json, place, 'score');
        const week = by === 'week' && period(entry, name);
        if (option === '(answers)')
            assert.equal(n + note, week.shown ? String(week.n) : week.why);
        else if (option === '(positive)')
            assert.equal(n, String(week.positive ?? week.at_most));
        else {
            const cells = entry.options.find(({ from, to }) => `${from}/${to}` === name);
            assert.equal(n, String(cells.options.find(({ code }) => code === option).n ?? ''));
        }
    }
    assert.equal(lines.filter((each) => each.option === '(answers)').length, 3 * 52);
});

test('its pages stand, and hold no comment of anybody', { skip }, () => {
    const { folder } = store.report('2022-W39');
    const pages = files(folder).filter((path) => path.endsWith('.html'));
    assert.deepEqual(pages, ['ambulance-trust.html', 'index.html', 'patient-transport.html', 'poster.html',
        'see-and-convey.html', 'telephone-111.html']);
    const comments = rows.map((each) => each.comment).filter((text) => text.length > 40);
    for (const page of pages) {
        const html = readFileSync(join(folder, page), 'utf8');
        checkPage(html, page);
        assert.ok(!comments.some((text) => html.includes(text.slice(0, 40))));
    }
});
