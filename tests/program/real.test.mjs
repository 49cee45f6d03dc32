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

/* ---- how many weeks are put together: the rule of sortie/periodicity.h, told anew ---- */

const range = (first, last) => first > last ? [] : [first, ...range(laterWeek(first, 1), last)];

/* Weeks in groups of a size, within years; the last group of a year has its week 53, too. */
function grouped(weeks, size) {
    const group = (week) => `${week.slice(0, 4)} ${Math.min(Math.floor((Number(week.slice(6)) - 1) / size), 52 / size - 1)}`;
    return weeks.reduce((groups, week) => {
        if (groups.length > 0 && group(groups.at(-1)[0]) === group(week))
            groups.at(-1).push(week);
        else
            groups.push([week]);
        return groups;
    }, []);
}

const isShown = (n) => n >= 5;

function chooseSize(place, weeks) {
    const beyond = (week, size, other) => grouped([week, other].sort(), size).length === 2;
    const whole = (group, size) => beyond(group[0], size, laterWeek(group[0], -1)) && beyond(group.at(-1), size, laterWeek(group.at(-1), 1));
    const n = (week) => answers(of(place, week)), exact = weeks.filter((week) => isShown(n(week)) && good(of(place, week)) > 1);
    const sum = (list, of_week) => list.reduce((total, week) => total + of_week(week), 0);
    const share = exact.length > 0 ? sum(exact, (week) => good(of(place, week))) / sum(exact, n) : 0.85;
    const sizes = [1, 2, 4].map((size) => {
        const sums = grouped(weeks, size).filter((group) => whole(group, size))
            .map((group) => sum(group, (week) => isShown(n(week)) ? n(week) : Math.min(n(week), 1) * 2)).sort((a, b) => a - b);
        const median = (sums[Math.floor((sums.length - 1) / 2)] + sums[Math.floor(sums.length / 2)]) / 2;
        return { size, shown: sums.filter(isShown).length >= sums.length * 0.75, runs: median * Math.min(share, 1 - share) >= 1 };
    }).filter(({ shown }) => shown);
    return (sizes.find(({ runs }) => runs) ?? sizes[0])?.size ?? 13;
}

/* The periods of a place that are over, from its first answers on. */
function periodsUntil(place, last) {
    const first = Object.values(counts).flatMap(Object.keys).sort()[0], start = Object.keys(counts[place]).sort()[0];
    const all = range(first, last), chosen = laterWeek(start, 26);
    let size = 1, since = 0;
    const stretches = [];
    all.forEach((week, i) => {
        if (week !== chosen && !(week > chosen && week.endsWith('-W01')))
            return;
        stretches.push(grouped(all.slice(since, i), size).map((weeks) => Object.assign(weeks, { size })));
        const from = [start, laterWeek(week, -52)].sort().at(-1);
        [size, since] = [chooseSize(place, range(from, laterWeek(week, -1))), i];
    });
    stretches.push(grouped(all.slice(since), size).map((weeks) => Object.assign(weeks, { size })));
    const periods = stretches.flat(), over = grouped([periods.at(-1)[0], laterWeek(last, 1)], size).length === 2;
    const kept = over ? periods : periods.slice(0, -1), reach = laterWeek(last, kept.at(-1).size === 1 ? -51 : -103);
    return kept.filter((weeks) => weeks.at(-1) >= reach && weeks.at(-1) >= start);
}

/* What an edition may show of a period, by the rules of promise 4. */
function expectedPeriod(place, weeks) {
    const period = weeks.length > 1 ? `${weeks[0]}/${weeks.at(-1)}` : weeks[0];
    const all = weeks.map((week) => of(place, week)).reduce(added, zero()), n = answers(all), positive = good(all);
    if (n < 5)
        return { period, shown: false, why: n === 0 ? 'empty' : 'withheld' };
    const rounded = (x) => Math.round(x * 1e4) / 1e4;
    if (positive <= 1)
        return { period, shown: true, n, at_most: 1, low: 0, high: rounded(wilson(1, n)[1]) };
    const [low, high] = wilson(positive, n);
    return { period, shown: true, n, positive, share: rounded(positive / n), low: rounded(low), high: rounded(high) };
}

/* Of a row what the file tells; what rules make of it is theirs. */
const figures = ({ period, shown, why, n, positive, at_most: most, share, low, high }) => Object.fromEntries(Object.entries(
    { period, shown, why, n, positive, at_most: most, share, low, high }).filter(([, value]) => value !== undefined));

for (const edition of EDITIONS) {
    test(`the edition of ${edition} says of each period what the file says`, { skip }, () => {
        const { json } = store.report(edition);
        for (const place of Object.values(PLACES)) {
            const entry = question(json, place, 'score');
            assert.equal(entry.mode, 'paper');
            assert.deepEqual(entry.series.map(figures), periodsUntil(place, edition).map((weeks) => expectedPeriod(place, weeks)), place);
        }
    });

    test(`the distributions of ${edition} sum what is shown, and hide 1 to 4`, { skip }, () => {
        const { json } = store.report(edition);
        for (const place of Object.values(PLACES))
            for (const { from, to, n, options } of question(json, place, 'score').options) {
                let sum = zero();
                const periods = periodsUntil(place, edition), long = periods.at(-1).size === 13; /* a window has periods of its own kind */
                for (const weeks of periods.filter((each) => each[0] >= from && each.at(-1) <= to && (each.size === 13) === long)) {
                    const all = weeks.map((week) => of(place, week)).reduce(added, zero());
                    if (answers(all) >= 5 && good(all) > 1)
                        sum = added(sum, all);
                }
                assert.equal(n, answers(sum));
                for (const { code, n: cell } of options.filter((each) => 'n' in each)) {
                    assert.equal(cell, sum[code], `${place} ${from} ${code}`);
                    assert.ok(cell === 0 || cell > 4);
                }
            }
    });
}

/* Thirteen weeks from week 40 on are not put together with weeks 37 to 40: as one they were a figure too few. */
test('what is said of a desk grows from edition to edition', { skip }, () => {
    const said = (week, place) => readFileSync(join(store.report(week).folder, `${place}.html`), 'utf8').match(/<p class="headline">(.*?)<\/p>/)[1];
    assert.equal(said('2022-W26', 'telephone-111'), 'Too early to tell (figures so far: 9 of 13).');
    assert.equal(said('2022-W39', 'telephone-111'), 'Too early to tell (figures so far: 12 of 13).');
    assert.equal(said('2022-W43', 'telephone-111'), 'Nothing unusual.');
    assert.equal(said('2022-W52', 'telephone-111'), 'Nothing unusual.');
    const late = readFileSync(join(store.report('2022-W52').folder, 'telephone-111.html'), 'utf8');
    assert.match(late, /<strong>85%<\/strong>.*?<span class="of">Weeks 37 to 40 of 2022: the latest figure that can be shown<\/span>/);
});

test('counts.csv says what report.json says', { skip }, () => {
    const { json, folder } = store.report('2022-W39');
    const lines = readCsv(readFileSync(join(folder, 'counts.csv'), 'utf8'));
    for (const { place, period: name, option, n, note } of lines) {
        const entry = question(json, place, 'score'), row = period(entry, name);
        if (option === '(answers)')
            assert.equal(n + note, row.shown ? String(row.n) : row.why);
        else if (option === '(positive)')
            assert.equal(n, String(row.positive ?? row.at_most));
        else {
            const cells = entry.options.find(({ from, to }) => `${from}/${to}` === name);
            assert.equal(n, String(cells.options.find(({ code }) => code === option).n ?? ''));
        }
    }
    assert.equal(lines.filter((each) => each.option === '(answers)').length,
        Object.values(PLACES).flatMap((place) => periodsUntil(place, '2022-W39')).length);
    assert.deepEqual([...new Set(lines.map(({ by }) => by))].sort(), ['block', 'thirteen', 'week']);
});

test('its pages stand, and hold no comment of anybody', { skip }, () => {
    const { folder } = store.report('2022-W39');
    const pages = files(folder).filter((path) => path.endsWith('.html'));
    assert.deepEqual(pages, ['ambulance-trust.html', 'index.html', 'patient-transport.html',
        'see-and-convey.html', 'telephone-111.html']); // no poster: no question that the whole centre is asked
    const words = readJson('forms/words/en.json'), whole = readFileSync(join(folder, 'ambulance-trust.html'), 'utf8').replaceAll('&#39;', "'");
    assert.ok(whole.includes(words['report.none.centre'].replace('{n}', '5')) && !whole.includes(words['report.none'].replace('{n}', '5')), whole);
    /* One service is too new for a verdict, one has a figure in thirteen weeks. */
    const none = 'Nothing unusual in the charts that can be judged: 1 of 3.';
    assert.ok(readFileSync(join(folder, 'index.html'), 'utf8').includes(`<p>${none}</p>`));
    assert.ok(readFileSync(join(folder, 'digest.en.txt'), 'utf8').replace(/\s+/g, ' ').includes(none));
    const comments = rows.map((each) => each.comment).filter((text) => text.length > 40);
    for (const page of pages) {
        const html = readFileSync(join(folder, page), 'utf8');
        checkPage(html, page);
        assert.ok(!comments.some((text) => html.includes(text.slice(0, 40))));
    }
});
