/* untranslated.test.mjs: a form in English and French, of a centre that speaks French, on pages
 * in Arabic: what is said in another language than its page is marked as such, and only that. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bytes, checkPage, fileOf, files, makeNetwork, makeStore, readJson, run, times } from '../analysis.mjs';

/* What a document says, in these languages and this order. */
function saidIn(languages, value) {
    if (Array.isArray(value))
        return value.map((each) => saidIn(languages, each));
    if (typeof value !== 'object' || value === null)
        return value;
    if (typeof value.fr === 'string')
        return Object.fromEntries(languages.map((language) => [language, value[language]]));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, saidIn(languages, each)]));
}

const exit = readJson('forms/exit.json');
const form = { ...saidIn(['en', 'fr'], exit), languages: ['en', 'fr'] };
const centre = {
    sortie: 'centre/1', id: 'essai', name: { fr: 'Cité d\'essai' }, country: 'FR', zone: 'Europe/Paris', languages: ['fr'],
    simulated: true, calendar: { week: { tue: ['10:00-18:00'] } }, tracks: [{ id: 'net', name: { fr: 'Numérique' } }],
    places: [...['job', 'other'].map((id) => ({ id: `desk-${id}`, kind: 'desk', name: { fr: `Guichet ${id} ?` } })),
        ...['one', 'two'].map((id) => ({ id: `workshop-${id}`, kind: 'workshop', track: 'net', name: { fr: `Atelier ${id}` } }))],
};
const html = (text) => text.replaceAll('&', '&amp;').replaceAll('\'', '&#39;');
const inEnglish = (name) => html(form.questions.find((each) => each.name === name).text.en);

let store, edition;
before(() => {
    const places = centre.places.map(({ id }) => id), days = ['2026-03-03', '2026-03-10', '2026-03-17'];
    store = makeStore({ centre, forms: [fileOf(JSON.stringify(form))], given: [{ documents: days.flatMap((day) => places.flatMap((place) =>
        times(20, day, { overall: '5', place, forward: 'yes' }))) }] });
    run('change', 'add', '--store', store.path, '--day', '2026-03-04', '--place', 'desk-job', '--said', 'On attend', '--did', 'Café ?');
    edition = store.report('2026-W12', '--lang', 'ar', '--lang', 'en', '--lang', 'fr');
    assert.equal(edition.status, 0, edition.stderr);
});
after(() => store?.remove());

const page = (name) => readFileSync(join(edition.folder, name), 'utf8');
const has = (name, ...markup) => markup.forEach((each) => assert.ok(page(name).includes(each), `${name}: ${each}`));
const bdi = (language, text) => `<bdi lang="${language}">${text}</bdi>`;

test('on a page in Arabic a question in English is marked as English, a name in French as French', () => {
    const asked = bdi('en', inEnglish('overall')), centreName = bdi('fr', 'Cité d&#39;essai'), desk = bdi('fr', 'Guichet job ?');
    has('index.html', `<h1>${centreName}</h1>`, `.html">${desk}</a>`, `<strong>${asked}</strong>`);
    has('desk-job.html', `<a href="index.html">${centreName}</a>`, `<h1>${desk}</h1>`, `<h2>${asked}</h2>`, `<span class="what">${asked}</span>`,
        bdi('en', html(form.title.en)), bdi('fr', 'On attend'), bdi('fr', 'Café ?'), `.html">${bdi('fr', 'Guichet other ?')}</a>`);
    has('workshop-one.html', ` · ${bdi('fr', 'Numérique')}</p>`);
    has('poster.html', centreName, `<h2>${asked}</h2>`, `<h3>${desk}</h3>`, bdi('fr', 'Café ?'));
    assert.ok(readFileSync(join(edition.out, 'index.html'), 'utf8').includes('<p class="kind">Cité d&#39;essai</p>'), 'the list is in French');
    for (const option of form.questions.find((each) => each.name === 'overall').options.filter(({ score }) => score >= 75))
        has('desk-job.html', `<th scope="row">${bdi('en', html(option.text.en))}</th>`);
    assert.match(page('desk-job.html'), /<p class="caption">[^\n]*<bdi lang="en">[^\n<]*<\/bdi> · <bdi lang="en">/);
});

test('what the page itself says, and what is in its language, is not', () => {
    assert.doesNotMatch(page('en/desk-job.html'), /<bdi lang="en">/);
    assert.match(page('en/desk-job.html'), /<h1><bdi lang="fr">/);
    for (const path of files(edition.folder).filter((name) => name.startsWith('fr/')))
        assert.doesNotMatch(page(path), /<bdi/, path);
    assert.doesNotMatch(page('desk-job.html'), /<bdi lang="ar">/);
});

test('attributes, titles and data have the text alone', () => {
    for (const [path, content] of Object.entries(bytes(edition.folder))) {
        if (!path.endsWith('.html')) {
            assert.ok(!content.includes('<bdi'), path);
            continue;
        }
        checkPage(page(path), path);
        assert.doesNotMatch(content, /&lt;bdi|="[^"]*<bdi|<title>[^\n]*<bdi|<text[^>]*>[^<]*<bdi/, path);
    }
    assert.ok(page('desk-job.html').includes('<title>Guichet job ?'));
});

test('centres of a network have their names in whichever language they gave them', () => {
    const arabic = readFileSync(join(edition.out, makeNetwork(edition.out, '--lang', 'ar')), 'utf8');
    assert.ok(arabic.includes(`<th scope="row">${bdi('en', 'Cidade das Profissões do Porto')}</th>`));
    assert.match(arabic, /<p class="notice">[^\n]* <bdi lang="en">Cité des métiers de Guadeloupe<\/bdi> · <bdi lang="en">/);
    const english = readFileSync(join(edition.out, makeNetwork(edition.out, '--lang', 'en')), 'utf8');
    assert.doesNotMatch(english, /<bdi/);
});
