/* footfall.test.mjs: visitors that were counted - what a file of counts may hold, and what
 * the report says of the share of them who answered. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkPage, laterWeek, makeStore as makeAnswered, mondayOf, period, question, times } from '../analysis.mjs';
import { attempt, dayFrom, readJson, root } from './given.mjs';
import { ask } from '../helpers.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sortie-footfall-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
const write = (text) => {
    const file = join(folder, `${++made}.csv`);
    writeFileSync(file, text);
    return file;
};

/* A fresh store of la-villette, with two sessions of the past. */
const makeStore = () => {
    const store = join(folder, `${++made}.db`), centre = readJson('forms/centres/la-villette.json');
    const place = centre.places.find((one) => one.kind === 'workshop').id;
    centre.sessions = [{ id: 'cv-1', place, day: '2026-03-04', at: '14:00' }, { id: 'cv-2', place, day: '2026-03-11', at: '14:00' },
        { id: 'cv-9', place, day: dayFrom(9), at: '14:00' }];
    const { status, stderr } = attempt('init', '--store', store, '--centre', write(JSON.stringify(centre)), '--form', join(root, 'forms/exit.json'));
    assert.equal(status, 0, stderr);
    return { store, place, rows: () => ask(store, "SELECT date(day * 86400, 'unixepoch'), place, session, n FROM visitors").trim(),
        take: (text, ...more) => attempt('import', '--store', store, '--footfall', ...more, write(text)) };
};

test('a file of counts is summed by day and place; a later one takes its place where it speaks', () => {
    const { take, rows } = makeStore();
    const first = 'day,place,visitors\n2026-03-02,,410\n2026-03-02,desk-job,30\n2026-03-02,Trouver un emploi,12\n2026-03-03,none,5\n2026-03-05,,0\n';
    assert.deepEqual(take(first), { status: 0, stdout: '5 kept, 0 rejected\n', stderr: '' });
    const counted = '2026-03-02|desk-job||42\n2026-03-02|la-villette||410\n2026-03-03|la-villette||5\n2026-03-05|la-villette||0';
    assert.equal(rows(), counted);
    assert.deepEqual(take(first), { status: 0, stdout: '0 kept: this file was imported before\n', stderr: '' });
    assert.equal(rows(), counted);
    assert.equal(take('day;visitors\n2026-03-03;388\n2026-03-04;7\n').stdout, '2 kept, 0 rejected\n');
    assert.equal(rows(), '2026-03-02|desk-job||42\n2026-03-02|la-villette||410\n2026-03-03|la-villette||388\n2026-03-04|la-villette||7\n2026-03-05|la-villette||0');
});

test('a session says its day and its place', () => {
    const { take, rows, place } = makeStore();
    assert.equal(take('session,visitors\ncv-1,14\n').stdout, '1 kept, 0 rejected\n');
    assert.equal(take(`day,place,session,visitors\n2026-03-11,${place},cv-2,9\n`).stdout, '1 kept, 0 rejected\n');
    assert.equal(rows(), `2026-03-04|${place}|cv-1|14\n2026-03-11|${place}|cv-2|9`);
    assert.equal(take('day,place,visitors\n,cv-1,15\n').stdout, '1 kept, 0 rejected\n', 'as a place, too');
    assert.match(rows(), /cv-1\|15\n/);
});

test('bad lines are listed with number and reason, the rest is kept; the mended file takes its place', () => {
    const { take, rows } = makeStore();
    const lines = [['2026-03-02,,,12', null], ['2026-02-30,,,5', 'day: must be a day such as 2026-10-05'], ['02/03/2026,,,5', 'day: must be a day such as 2026-10-05'],
        [',,,5', 'day: a day is needed, or a session'], [`${dayFrom(1)},,,5`, 'day: is yet to come'], [',,cv-9,5', 'day: is yet to come'],
        ['2026-03-05,,cv-1,5', 'day: the session is on another day'], ['2026-03-02,nowhere,,5', 'place: no place and no session of the centre has this id or name'],
        ['2026-03-04,desk-job,cv-1,5', 'place: the session is not of this place'], ['2026-03-02,,cv-7,5', "session: no session of the centre's file has this id"],
        ...['', '-1', '+1', '1.5', '1e3', '0x10', ' 7', '1 234', '=1+1', '@SUM(A1)', '1000001', '99999999999999999999', '18446744073709551617', 'NaN', 'inf', '٣']
            .map((number) => [`2026-03-02,,,${number}`, 'visitors: must be a whole number, at most 1000000']),
        ['2026-03-02,,,5,6', 'the line has another number of columns than the header'], ['2026-03-02', 'the line has another number of columns than the header'],
        ['2026-03-09,,,1000000', null]];
    const text = (some) => `day,place,session,visitors\n${some.map(([line]) => line).join('\n')}\n`;
    const { status, stdout, stderr } = take(text(lines));
    assert.deepEqual([status, stdout], [0, `2 kept, ${lines.length - 2} rejected\n`]);
    assert.equal(stderr, lines.map(([, why], i) => (why ? `line ${i + 2}: ${why}\n` : '')).join('')
        + 'The lines that are right are in. Mend the others and import the file again: it takes the place of what it said before.\n');
    assert.equal(rows(), '2026-03-02|la-villette||12\n2026-03-09|la-villette||1000000');
    const mended = take(text([...lines.filter(([, why]) => !why), ['2026-03-10,,,8']]));
    assert.deepEqual(mended, { status: 0, stdout: '3 kept, 0 rejected\n', stderr: '' });
    assert.equal(rows(), '2026-03-02|la-villette||12\n2026-03-09|la-villette||1000000\n2026-03-10|la-villette||8');
});

test('columns may have other names', () => {
    const { take, rows } = makeStore();
    assert.equal(take('Date,Entrées\n2026-03-02,31\n', '--rename', 'Date=day', '--rename', 'Entrées=visitors').stdout, '1 kept, 0 rejected\n');
    assert.equal(rows(), '2026-03-02|la-villette||31');
    assert.equal(take('day,visitors\n2026-03-02,31\n', '--rename', 'Date=day').status, 64);
});

test('a header that says too little, twice or something else is refused, with one sentence', () => {
    const { take, rows } = makeStore();
    for (const [text, why] of [['', /the file is empty/], ['day\n2026-03-02\n', /must name the columns/], ['place,visitors\ndesk-job,3\n', /must name the columns/],
        ['day,day,visitors\n', /says what another column says/], ['day,visitors,weather\n', /'weather' is neither day, place, session nor visitors/],
        [`${'day,'.repeat(3000)}visitors\n`, /says what another column says/]]) {
        const { status, stdout, stderr } = take(text);
        assert.deepEqual([status, stdout], [65, ''], text);
        assert.match(stderr, why);
        assert.match(stderr, /^sortie: .*\n$/);
    }
    assert.equal(rows(), '');
});

test('a file that cannot be read to its end adds nothing', () => {
    const { take, rows } = makeStore();
    const good = 'day,visitors\n2026-03-02,3\n';
    for (const [text, why] of [[`${good}2026-03-03,4\0\n`, /line 3: not UTF-8/], [`${good}"2026-03-03,4\n`, /line 3: a quote opens here and never ends/],
        [Buffer.from(`${good}2026-03-03,\xff\n`, 'latin1'), /line 3: not UTF-8/], [Buffer.concat([Buffer.from(good), Buffer.alloc(1e8, '9'), Buffer.from('\n')]), /line 3: a row is over 64 KiB/],
        [Buffer.concat([Buffer.from(good), Buffer.from('"'), Buffer.alloc(1e8, '\n')]), /line 3: a row is over 64 KiB/]]) {
        const { status, stdout, stderr } = take(text);
        assert.deepEqual([status, stdout], [65, ''], stderr);
        assert.match(stderr, why);
    }
    assert.equal(rows(), '');
});

test('many lines of one day are summed, and no overflow', () => {
    const { take, rows } = makeStore();
    assert.equal(take(`day,visitors\n${'2026-03-02,1000000\n'.repeat(200000)}`).stdout, '200000 kept, 0 rejected\n');
    assert.equal(rows(), '2026-03-02|la-villette||200000000000');
});

test('a closed week that changes is said, once', () => {
    const { take, store } = makeStore();
    assert.equal(attempt('settle', '--store', store).status, 0);
    assert.equal(take(`day,visitors\n2026-03-02,3\n2026-03-03,3\n${dayFrom(0)},3\n`).stdout,
        '3 kept, 0 rejected\n2026-W10 is closed: its next edition says another share of visitors\n');
});

test('import wants to know what a file holds', () => {
    const { store } = makeStore(), file = write('day,visitors\n2026-03-02,3\n');
    for (const [words, why] of [[[], /say what the file holds: --form ID, or --footfall/], [['--footfall', '--form', 'exit'], /leave --form and --mode out/],
        [['--footfall', '--mode', 'door'], /leave --form and --mode out/]]) {
        const { status, stdout, stderr } = attempt('import', '--store', store, ...words, file);
        assert.deepEqual([status, stdout], [64, '']);
        assert.match(stderr, why);
    }
});

/* ---- the report ---- */

const LANGUAGES = ['en', 'fr'];
const all = (text) => Object.fromEntries(LANGUAGES.map((language) => [language, text]));
const WORKSHOP_DAY = '2026-03-03';

/* The third of the large figures of a page, as a text. */
const third = (html) => /<div class="glance">(?:\n<p>.*<\/p>)*\n<p class="visitors">(.*)<\/p>\n<\/div>/.exec(html)[1].replace(/<[^>]*>/g, '');
const small = () => ({
    sortie: 'centre/1', id: 'essai', name: all('Essai'), country: 'FR', zone: 'Europe/Paris', languages: LANGUAGES,
    settings: { terms: ['01-01', '05-01', '09-01'] }, tracks: [{ id: 'digital', name: all('Digital') }],
    places: [{ id: 'desk', kind: 'desk', name: all('Desk') }, { id: 'other', kind: 'desk', name: all('Other') },
        { id: 'net', kind: 'workshop', track: 'digital', name: all('Net') }, { id: 'club', kind: 'club', name: all('Club') }],
    sessions: [{ id: 'net-1', place: 'net', day: WORKSHOP_DAY, at: '14:00' }, { id: 'net-2', place: 'net', day: '2026-03-10', at: '14:00' }],
});
const answers = (n, day, place) => times(n, day, { overall: '5', place, forward: 'yes' });

/* Weeks 2026-W02 to W10. The desk: 20 answers a week, 4 in W08, 12 in W10; of 100 visitors a
 * week, 60 in W10. The other desk: 9 of 100. The workshop: 8 of 10, then 7, uncounted. */
const edition = (t, counts, last = 12) => {
    const weeks = Array.from({ length: 9 }, (_, i) => mondayOf(laterWeek('2026-W02', i)));
    const store = makeAnswered({ centre: small(), forms: ['exit', 'workshop'], given: [
        { documents: weeks.flatMap((day, i) => [...answers(i === 6 ? 4 : i === 8 ? last : 20, day, 'desk'), ...answers(9, day, 'other')]) },
        { form: 'workshop', mode: 'handed', documents: [...times(8, WORKSHOP_DAY, { overall: '5', place: 'net-1', forward: 'yes' })] }] });
    t.after(() => store.remove());
    const file = write(counts(weeks));
    assert.equal(attempt('import', '--store', store.path, '--footfall', file).status, 0);
    const report = store.report('2026-W10', '--lang', 'en', '--lang', 'fr');
    assert.equal(report.status, 0, report.stderr);
    const page = (place, language = '') => {
        const html = readFileSync(join(report.folder, language, `${place}.html`), 'utf8');
        checkPage(html, place);
        return third(html);
    };
    return { ...report, page, row: (place, week, more = {}) => period(question(report.json, place, 'overall', more), week) };
};
const counted = (weeks) => `day,place,visitors\n${weeks.map((day, i) => `${day},desk,${i === 8 ? 60 : 100}\n${day},other,100\n`).join('')}`
    + `,net-1,10\n${weeks.map((day) => `${day},,70\n${day},,50\n`).join('')}`;

test('the page says the share of visitors who answered, and warns of a low one and of one that moved', (t) => {
    const { page } = edition(t, counted);
    assert.equal(page('desk'), '12 Answers Week 10 of 2026 Share of visitors who answered: 20% (12 of 60, at the exit, unaided).');
    assert.equal(page('other'), '9 Answers Week 10 of 2026 Share of visitors who answered: 9% (9 of 100, at the exit, unaided). So few answered that the others may think differently.');
    assert.equal(page('net'), '8 Answers 3 March 2026 Share of visitors who answered: 80% (8 of 10, when a member of staff asked).');
    assert.equal(page('essai'), '21 Answers Week 10 of 2026 Share of visitors who answered: 18% (21 of 120, at the exit, unaided).');
    assert.match(page('desk', 'fr'), /^12 Réponses Semaine 10 de 2026 Part des visiteurs qui ont répondu\u00A0: 20\u00A0% \(12 sur 60, à la sortie, sans aide\)\.$/);
    const moved = edition(t, (weeks) => `day,place,visitors\n${weeks.map((day, i) => `${day},desk,${i === 8 ? 12 : 100}\n`).join('')}`);
    assert.equal(moved.page('desk'), '12 Answers Week 10 of 2026 Share of visitors who answered: 100% (12 of 12, at the exit, unaided). This share has changed a lot: compare with care.');
});

test('T20: a week of over three times the usual answers is warned of, whether visitors were counted or not', (t) => {
    const warning = 'More than three times as many answers as usual: find out why before you trust them.';
    const alone = edition(t, (weeks) => `day,visitors\n${weeks[0]},100\n`, 61);
    const unknown = (n) => `${n} Answers at the exit, unaided Week 10 of 2026 Share of visitors who answered: unknown.`;
    assert.equal(alone.page('desk'), `${unknown(61)} ${warning}`);
    assert.equal(alone.page('other'), unknown(9));
    assert.equal(edition(t, (weeks) => `day,visitors\n${weeks[0]},100\n`, 60).page('desk'), unknown(60));
});

test('where nobody counted, the share is unknown', (t) => {
    const { page, json } = edition(t, (weeks) => `day,place,visitors\n${weeks[8]},other,8\n${weeks[7]},desk,100\n`);
    assert.equal(page('desk'), '12 Answers at the exit, unaided Week 10 of 2026 Share of visitors who answered: unknown.');
    assert.equal(page('essai'), '21 Answers at the exit, unaided Week 10 of 2026 Share of visitors who answered: unknown.');
    assert.equal(page('net'), '8 Answers when a member of staff asked 3 March 2026 Share of visitors who answered: unknown.');
    assert.equal(page('other'), '9 Answers at the exit, unaided Week 10 of 2026 More answers than visitors counted: check the counts.');
    assert.deepEqual(json.places.map((place) => place.changes), json.places.map(() => undefined));
});

test('report.json has visitors and the share, and a withheld n is not given away by it', (t) => {
    const { row, json } = edition(t, counted);
    assert.deepEqual([row('desk', '2026-W10').visitors, row('desk', '2026-W10').answered], [60, 0.2]);
    assert.deepEqual(row('desk', '2026-W08'), { period: '2026-W08', shown: false, why: 'withheld', visitors: 100 });
    assert.deepEqual([row('net', WORKSHOP_DAY, { by: 'session' }).visitors, row('net', WORKSHOP_DAY, { by: 'session' }).answered], [10, 0.8]);
    assert.equal(json.places.flatMap((place) => place.questions).filter((each) => each.name !== 'overall' && each.series.some((one) => 'visitors' in one)).length, 0);
});

/* The first term of 2026 is W01 to W18; 12 answers in one of its weeks, 10 visitors in each: 12 of 180. */
test('a term is known when each of its weeks was counted', (t) => {
    const store = makeAnswered({ centre: small(), forms: ['exit', 'club'], given: [{ form: 'club', mode: 'poster', documents: answers(12, '2026-02-03', 'club') }] });
    t.after(() => store.remove());
    const share = (weeks) => {
        const file = write(`day,place,visitors\n${weeks.map((i) => `${mondayOf(laterWeek('2026-W01', i))},club,10\n`).join('')}`);
        assert.equal(attempt('import', '--store', store.path, '--footfall', file).status, 0);
        const { folder: out, status, stderr } = store.report('2026-W19', '--lang', 'en');
        assert.equal(status, 0, stderr);
        return third(readFileSync(join(out, 'club.html'), 'utf8'));
    };
    const weeks = Array.from({ length: 18 }, (_, i) => i);
    assert.equal(share(weeks.filter((i) => i !== 11)), '12 Answers on the visitor’s own phone Term 1 of 2026 Share of visitors who answered: unknown.');
    assert.equal(share([11, 18]), '12 Answers Term 1 of 2026 Share of visitors who answered: 7% (12 of 180, on the visitor’s own phone). So few answered that the others may think differently.');
});
