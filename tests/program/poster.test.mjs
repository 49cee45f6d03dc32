/* poster.test.mjs: the sheet for the hall - for the public, who may see less than a manager. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkPage, makeStore, question, readJson, run, times } from '../analysis.mjs';

const LANGUAGES = ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar'];
const all = (text) => Object.fromEntries(LANGUAGES.map((language) => [language, text]));
const WEEKS = { 'W10': ['2026-03-03', 14, 12], 'W11': ['2026-03-10', 11, 9], 'W12': ['2026-03-17', 8, 6] };

const centre = {
    sortie: 'centre/1', id: 'essai', name: all('Cité d\'essai'), country: 'FR', zone: 'Europe/Paris', languages: LANGUAGES,
    simulated: true, calendar: { week: { tue: ['10:00-18:00'] } },
    places: [{ id: 'desk-job', kind: 'desk', name: all('Emploi') }, { id: 'club-quiet', kind: 'club', sensitive: true, name: all('Club discret') }],
};

let store, edition;
before(() => {
    store = makeStore({ centre, given: [{ documents: Object.values(WEEKS).flatMap(([day, n, positive]) => [
        ...times(positive, day, { overall: '5', place: 'desk-job', forward: 'yes' }),
        ...times(n - positive, day, { overall: '2', place: 'desk-job', forward: 'no' })]) }] });
    for (const [day, place, did] of [['2026-03-02', '', 'Plus de chaises'], ['2026-03-03', 'desk-job', 'Un conseiller de plus'],
        ['2026-03-04', 'club-quiet', 'Une salle calme'], ['2026-03-05', '', 'Ouvert à midi'], ['2026-03-06', 'desk-job', 'Café <b>chaud</b>']])
        run('change', 'add', '--store', store.path, '--day', day, ...(place ? ['--place', place] : []), '--said', 'fr=Dit', '--did', `fr=${did}`);
    edition = store.report('2026-W12', ...LANGUAGES.flatMap((language) => ['--lang', language]));
    assert.equal(edition.status, 0, edition.stderr);
});
after(() => store?.remove());

const page = (name) => readFileSync(join(edition.folder, name), 'utf8');

/* Week 12 has 8 answers: a manager sees them, the hall sees week 11. */
test('nothing of fewer than ten answers is on it', () => {
    assert.equal(question(edition.json, 'essai', 'overall').series.at(-1).n, 8, 'the manager');
    const poster = page('en/poster.html');
    assert.match(poster, /<strong>82%<\/strong>.*9 of 11 answers positive · Week 11 of 2026/);
    assert.equal(poster.match(/answers positive · Week/g).length, 2, 'overall and forward');
    assert.doesNotMatch(poster.split('<body>')[1], /of 8 answers|6\/8|75%/);
    assert.match(poster, /Week 12 of 2026<\/th><td colspan="3" class="none">/);
    assert.match(poster, /Nothing is shown for fewer than 10 answers\./);
});

test('nor is a figure of more than thirteen weeks ago', () => {
    const figures = (week) => readFileSync(join(store.report(week, '--lang', 'en').folder, 'poster.html'), 'utf8').split('<div class="glance">')[1].split('</div>')[0];
    assert.match(figures('2026-W24'), /82%.*Week 11 of 2026/);
    assert.equal(figures('2026-W25').trim(), '');
});

test('the three latest changes are on it, none of a sensitive place, and none acts', () => {
    const poster = page('poster.html');
    assert.deepEqual(['Café &lt;b&gt;chaud&lt;/b&gt;', 'Ouvert à midi', 'Un conseiller de plus'].map((did) => poster.includes(did)), [true, true, true]);
    assert.deepEqual(['Une salle calme', 'Plus de chaises', '<b>chaud'].map((did) => poster.includes(did)), [false, false, false]);
    assert.ok(poster.indexOf('Café') < poster.indexOf('Ouvert à midi'));
});

test('its chart says what it draws, by signs and in words, and a change where it was made', () => {
    for (const [i, language] of LANGUAGES.entries()) {
        const words = readJson(`forms/words/${language}.json`), poster = page(`${i ? `${language}/` : ''}poster.html`);
        const told = poster.split('<div class="glance">')[1].replaceAll('&#39;', '\'');
        const [caption, legend] = [/<p class="caption">(.*?)<\/p>/, /<ul class="legend">(.*?)<\/ul>/s].map((part) => part.exec(told)[1]);
        assert.ok(caption.startsWith(words['report.by.week']), language);
        const signs = [...legend.matchAll(/<\/svg> (.*?)<\/li>/g)].map((sign) => sign[1]);
        assert.deepEqual(signs, ['legend.large', 'legend.interval', 'protected'].map((key) => words[`report.${key}`]), language);
    }
    const changes = page('poster.html').split('<section class="changes">')[1].split('</section>')[0];
    assert.deepEqual([...changes.matchAll(/<h3>(.*?)<\/h3>|fait\s:<\/span> (.*?)<\/p>/g)].map(([, place, did]) => place ?? did),
        ['Emploi', 'Café &lt;b&gt;chaud&lt;/b&gt;', 'Ouvert à midi', 'Emploi', 'Un conseiller de plus']);
});

test('the first page leads to it, in each language, and it says that it is simulated', () => {
    for (const [i, language] of LANGUAGES.entries()) {
        const words = readJson(`forms/words/${language}.json`), folder = i ? `${language}/` : '';
        assert.match(page(`${folder}index.html`), /href="poster\.html"/);
        assert.ok(page(`${folder}poster.html`).includes(words['report.simulated'].replaceAll('\'', '&#39;')), language);
        checkPage(page(`${folder}poster.html`));
    }
});

/* Where there is no core question, as few answers, or nothing yet. */
test('there is no poster, and no link to one, until it has something to show', () => {
    const own = makeStore({ centre, given: [{ documents: times(9, '2026-03-03', { overall: '5', place: 'desk-job', forward: 'yes' }) }] });
    const made = () => {
        const { folder } = own.report('2026-W12');
        return [existsSync(join(folder, 'poster.html')), readFileSync(join(folder, 'index.html'), 'utf8').includes('poster.html')];
    };
    assert.deepEqual(made(), [false, false], 'nine answers in a week');
    run('change', 'add', '--store', own.path, '--day', '2026-03-04', '--place', 'club-quiet', '--did', 'fr=Une salle calme');
    assert.deepEqual(made(), [false, false], 'a change of a sensitive place');
    run('change', 'add', '--store', own.path, '--day', '2026-03-04', '--did', 'fr=Plus de chaises');
    assert.deepEqual(made(), [true, true], 'a change');
    own.remove();
});

test('a centre that lets nothing of fewer than twelve out shows nothing of fewer in its hall', () => {
    const own = makeStore({
        centre: { ...centre, settings: { smallest_outside: 12 } },
        given: [{ documents: [...times(14, '2026-03-03', { overall: '5', place: 'desk-job', forward: 'yes' }),
            ...times(11, '2026-03-10', { overall: '5', place: 'desk-job', forward: 'no' })] }],
    });
    const poster = readFileSync(join(own.report('2026-W12', '--lang', 'en').folder, 'poster.html'), 'utf8');
    assert.match(poster, /14 of 14 answers positive · Week 10 of 2026/);
    assert.doesNotMatch(poster, /of 11 answers/);
    assert.match(poster, /Nothing is shown for fewer than 12 answers\./);
    own.remove();
});

test('ten answers in a week are enough for one', () => {
    const own = makeStore({ centre, given: [{ documents: times(10, '2026-03-03', { overall: '5', place: 'desk-job', forward: 'yes' }) }] });
    const { folder } = own.report('2026-W12');
    assert.match(readFileSync(join(folder, 'poster.html'), 'utf8'), /<strong>100/);
    assert.match(readFileSync(join(folder, 'index.html'), 'utf8'), /href="poster\.html"/);
    own.remove();
});
