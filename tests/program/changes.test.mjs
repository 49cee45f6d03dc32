/* changes.test.mjs: "you said - we did" in the report: which changes a page lists, and
 * what it says of the figures before and after. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkPage, laterWeek, makeStore, mondayOf, run, times } from '../analysis.mjs';

const LANGUAGES = ['en', 'fr'];
const all = (text) => Object.fromEntries(LANGUAGES.map((language) => [language, text]));
const centre = {
    sortie: 'centre/1', id: 'essai', name: all('Essai'), country: 'FR', zone: 'Europe/Paris', languages: LANGUAGES,
    settings: { terms: ['01-01', '05-01', '09-01'] },
    places: [{ id: 'desk', kind: 'desk', name: all('Desk') }, { id: 'rights', kind: 'desk', name: all('Rights') },
        { id: 'lone', kind: 'desk', name: all('Lone') }],
};
const week = (i) => mondayOf(laterWeek('2026-W02', i));
const answers = (n, positive, i, place) => [...times(positive, week(i), { overall: '5', place, forward: 'yes' }),
    ...times(n - positive, week(i), { overall: '1', place, forward: 'no' })];

/* research/statistics.md 3.4, F33 (desk-rights): 52 of 82 before, 44 of 51 after, in two weeks
 * each; in the first of all weeks, and in the one between, there is something else. */
const rights = [[30, 3, 0], [42, 26, 1], [40, 26, 2], [26, 22, 3], [25, 22, 4]];
/* The desk: 6 of 8 a week, but 3 answers, which are not shown, in the first. */
const desk = [[3, 2, 0], [8, 6, 1], [8, 6, 2], [8, 6, 3], [8, 6, 4]];
/* 31 of 40 before, 37 of 40 after: by Newcombe's method 10 (worked out in Python from his formula)
 * between -0.0102 and 0.3079. */
const lone = [[20, 15, 1], [20, 16, 2], [20, 18, 3], [20, 19, 4]];

let store, report, pages;
before(() => {
    store = makeStore({ centre, given: [{ documents: [...rights.flatMap((each) => answers(...each, 'rights')), ...desk.flatMap((each) => answers(...each, 'desk')),
        ...lone.flatMap((each) => answers(...each, 'lone'))] }] });
    const add = (...words) => run('change', 'add', '--store', store.path, ...words);
    add('--day', week(1), '--place', 'rights', '--did', 'Old', '--rebase');
    add('--day', week(3), '--place', 'rights', '--said', 'Too <b>slow</b>', '--said', 'fr=Trop lent', '--did', 'One more person', '--did', 'fr=Un accueil de plus');
    add('--day', week(3), '--place', 'desk', '--did', 'Chairs');
    add('--day', week(1), '--place', 'desk', '--did', 'Tables');
    add('--day', week(3), '--place', 'lone', '--did', 'Lamps');
    add('--day', week(3), '--did', 'Open on Mondays');
    add('--day', '2026-02-07', '--place', 'rights', '--did', 'Map');
    add('--day', week(5), '--place', 'desk', '--did', 'Yet to come for this edition');
    report = store.report('2026-W06', '--lang', 'en', '--lang', 'fr');
    assert.equal(report.status, 0, report.stderr);
    pages = (place, language = '') => {
        const html = readFileSync(join(report.folder, language, `${place}.html`), 'utf8');
        checkPage(html, place);
        return html.split(/<section class="changes(?: screen)?">/)[1]?.split('</section>')[0] ?? '';
    };
});
after(() => store.remove());

const text = (html) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();
const items = (html) => [...html.matchAll(/<li>\n<b>\d+<\/b>\n(<p>[^]*?<\/ul>)/g)].map(([, item]) => text(item));
const numbers = (html) => [...html.matchAll(/<b>(\d+)<\/b>/g)].map(([, number]) => number);

test('the page says before and after in one sentence, with Newcombe\'s interval', () => {
    const [early, latest, first, ...none] = items(pages('rights'));
    assert.match(early, /^We did: Map since 7 February 2026 Too early to tell\. With 33 answers a week, 26 weeks before and after can show a change of about \d+ points\.$/);
    assert.match(latest, /^You said: Too &lt;b&gt;slow&lt;\/b&gt; We did: One more person since 26 January 2026 /);
    assert.match(latest, /Before 52 of 82, after 44 of 51: between (7|8) and 36 points more\./);
    assert.match(first, /^We did: Old since 12 January 2026 .*/);
    assert.equal(none.length, 0);
    assert.deepEqual(numbers(pages('rights')), ['3', '2', '1'], 'as the charts number them');
    assert.match(text(pages('rights', 'fr')), /Vous avez dit : Trop lent Nous avons fait : Un accueil de plus .*Avant 52 sur 82, après 44 sur 51 : entre (7|8) et 36 points de plus\./);
});

test('what may be chance is said to, and too few answers tell nothing', () => {
    const [latest, first, ...none] = items(pages('desk'));
    assert.match(latest, /^We did: Chairs since .* Before 12 of 16, after 12 of 16: between \d+ points fewer and \d+ more; this may be chance\./);
    assert.match(first, /^We did: Tables since .* Before 0 answers, after 8: too few to tell\. With 8 answers a week, 26 weeks before and after can show a change of about \d+ points\./);
    assert.equal(first.split('can show').length, 2, 'said once a change');
    assert.equal(none.length, 0, 'not what was changed after the edition');
});

test('one point is one point', () => {
    assert.match(items(pages('lone'))[0], /Before 31 of 40, after 37 of 40: between 1 point fewer and 31 more; this may be chance\./);
    assert.match(text(pages('lone', 'fr')), /Avant 31 sur 40, après 37 sur 40 : entre 1 point de moins et 31 de plus ; cela peut être le hasard\./);
});

test('the centre\'s page lists the centre\'s own', () => {
    assert.deepEqual(items(pages('essai')).length, 1);
    assert.match(items(pages('essai'))[0], /^We did: Open on Mondays /);
});

test('report.json has them, with the counts of each question', () => {
    const changes = report.json.places.find((place) => place.id === 'rights').changes;
    assert.deepEqual(changes.map((each) => [each.day, each.rebase]), [['2026-02-07', false], [week(3), false], [week(1), true]]);
    assert.deepEqual(changes[1].did, { en: 'One more person', fr: 'Un accueil de plus' });
    assert.deepEqual(changes[1].questions[0], { name: 'overall', mode: 'door', weeks: 2, before: { n: 82, positive: 52 },
        after: { n: 51, positive: 44 }, difference: 0.2286, low: changes[1].questions[0].low, high: changes[1].questions[0].high });
    assert.ok(Math.abs(changes[1].questions[0].low - 0.075) < 0.0006 && Math.abs(changes[1].questions[0].high - 0.357) < 0.0006);
    assert.deepEqual(changes[1].questions.map((each) => each.name), ['overall', 'forward']);
    const { questions: [few] } = report.json.places.find((place) => place.id === 'desk').changes[1];
    assert.deepEqual([few.before, few.after, few.difference, 'low' in few], [{ n: 0, positive: 0 }, { n: 8, positive: 6 }, null, false]);
});
