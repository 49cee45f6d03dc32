/* sheets.test.mjs: what docs/centre.md promises of paper: every page of an edition, in nine
 * languages and of a centre that changed something, prints on one A4 sheet, the poster with the
 * longest texts that may be told of a change, too; what a chart marks there is said there; a note
 * stands under what it speaks of. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { build, root, run } from '../helpers.mjs';
import { fileOf, makeStore, times } from '../analysis.mjs';
import { openBrowser } from './visitor.mjs';

const LAST = '2026-W47';
const LANGUAGES = ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar'];
const MM = 25.4 / 96, WIDTH = 210 - 2 * 13, HEIGHT = 297 - 2 * 8; // report.css, @page
const CHANGES = [['2026-03-02', 'desk-change', 'Un bureau plus calme'], ['2026-06-15', 'desk-change', 'Des rendez-vous de trente minutes'],
    ['2026-09-28', 'desk-change', 'Un dépliant en neuf langues'], ['2026-05-04', 'desk-job', 'Un accueil de plus le matin'],
    ['2025-12-08', 'desk-business', 'Un'], ['2026-02-02', 'desk-business', 'Deux'], ['2026-05-04', 'desk-business', 'Trois'], ['2026-08-31', 'desk-business', 'Quatre'],
    ['2026-06-01', 'la-villette', 'Ouverture le jeudi soir'], ['2026-10-05', 'la-villette', 'Des affiches plus lisibles'],
    ['2026-05-18', 'workshop-confidence', 'Des groupes de huit personnes'], ['2026-09-21', 'workshop-confidence', 'Une salle plus grande'],
    ['2026-05-04', 'club-women', 'Une rencontre en soirée']];
const simulate = (...words) => execFileSync(join(build, 'simulate'), words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 });

let store, folder, browser, page;

before(async () => {
    const centre = simulate('centre', '--centre', 'forms/centres/la-villette.json', '--last', LAST);
    const lines = (...forms) => simulate('responses', '--centre', fileOf(centre), '--last', LAST, ...forms.flatMap((form) => ['--form', `forms/${form}.json`]))
        .trim().split('\n').map((line) => JSON.parse(line));
    store = makeStore({ centre: JSON.parse(centre), forms: ['exit', 'workshop', 'club', 'interview'], given: [
        { documents: lines('exit', 'workshop', 'club') }, { form: 'interview', mode: 'handed', documents: lines('interview') }] });
    for (const [day, place, did] of CHANGES)
        run('change', 'add', '--store', store.path, '--day', day, '--place', place, '--said', 'Nous attendons trop, et il y a trop de bruit', '--did', did);
    ({ folder } = store.report(LAST, ...LANGUAGES.flatMap((language) => ['--lang', language])));
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: Math.round(WIDTH / MM), height: 900 } });
    await page.emulateMedia({ media: 'print' });
});

after(async () => {
    await browser?.close();
    store?.remove();
});

const open = (path) => page.goto(pathToFileURL(resolve(folder, path)).href);
const pagesOf = (language) => readdirSync(join(folder, language === 'fr' ? '' : language)).filter((name) => name.endsWith('.html'))
    .map((name) => (language === 'fr' ? name : `${language}/${name}`));

async function heightOf(path) {
    await open(path);
    return MM * await page.evaluate(() => document.body.getBoundingClientRect().height);
}

async function printed(path) {
    const file = join(store.folder, 'sheets.pdf');
    await open(path);
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
    return file;
}

const sheetsIn = (file) => Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))[1]);
const sheetsOf = async (path) => sheetsIn(await printed(path));

/* Words that are printed over others, by the middle half of their height. */
function covered(file) {
    const words = [...execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8' })
        .matchAll(/<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">([^\u200e\u200f]+?)<\/word>/g)].map(([, ...box]) => {
        const [left, top, right, bottom] = box.map(Number), quarter = (bottom - top) / 4;
        return { left: left + 1, right: right - 1, top: top + quarter, bottom: bottom - quarter, word: box[4] };
    });
    assert.ok(words.length > 60, `${words.length} words`);
    return words.filter((a, i) => words.slice(i + 1).some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom))
        .map(({ word }) => word);
}

/* All are measured; of each kind and language the longest one is printed. */
for (const language of LANGUAGES)
    test(`every page in ${language} is one sheet`, async () => {
        const paths = pagesOf(language), longest = new Map();
        assert.ok(paths.length > 25, `${paths.length} pages`);
        for (const path of paths) {
            const height = await heightOf(path), [kind] = path.split('/').at(-1).split('-');
            assert.ok(height <= HEIGHT, `${path}: ${height} mm`);
            if (height > (longest.get(kind)?.height ?? 0))
                longest.set(kind, { path, height });
        }
        for (const { path } of longest.values())
            assert.equal(await sheetsOf(path), 1, path);
    });

test('each change that a chart marks is said on the sheet, whole and by its number', async () => {
    for (const language of ['fr', 'eu', 'ar'])
        for (const place of new Set(CHANGES.map((change) => change[1]))) {
            await open(`${language === 'fr' ? '' : `${language}/`}${place}.html`);
            const { marks, told } = await page.evaluate(() => ({
                marks: [...document.querySelectorAll('section.line:not(.screen) .chart text.c')].map((each) => each.textContent),
                told: [...document.querySelectorAll('.changes > ul > li')].filter((each) => each.querySelector('p').getClientRects().length > 0)
                    .map((each) => each.querySelector('b').textContent) }));
            const all = CHANGES.filter((change) => change[1] === place).length;
            assert.deepEqual(told, [3, 2, 1].map((back) => all - 3 + back).filter((number) => number > 0).map(String), place);
            if (place.startsWith('desk'))
                assert.deepEqual([...new Set(marks)].sort(), [...told].sort(), place);
        }
});

/* Of a club: the term that is not shown is said under the rows, the dot under the table that has it. */
test('a note stands under what it speaks of', async () => {
    for (const language of ['fr', 'es', 'ar']) {
        await open(`${language === 'fr' ? '' : `${language}/`}club-women.html`);
        const places = await page.evaluate(() => [...document.querySelectorAll('.terms:not(.screen)')].map((section) => {
            const box = (each) => each?.getBoundingClientRect();
            return { notes: [...section.querySelectorAll('.small')].map((each) => ({ dot: each.textContent.startsWith('·'), box: box(each) })),
                rows: box(section.querySelector('.ledger')), cells: box(section.querySelector('.cells')) };
        }));
        assert.ok(places.length > 1 && places.every(({ notes }) => notes.some(({ dot }) => dot) && notes.some(({ dot }) => !dot)), language);
        for (const { notes, rows, cells } of places)
            for (const { dot, box } of notes) {
                const above = dot ? cells : rows;
                assert.ok(box.top >= above.bottom - 1 && box.top < above.bottom + 12, `${language}: ${box.top}, ${above.bottom}`);
                assert.ok(box.left < above.right && box.right > above.left, language);
            }
        }
});

/* Of 120 characters each, the most that `change add` takes: of words as they are, of long ones, of a
 * single one. */
const LONG = {
    fr: 'Le matin, nous attendons trop longtemps debout, et dans la salle il y a trop de bruit pour parler à un conseiller, ici.',
    de: 'Berufsorientierungsveranstaltungen und Terminvereinbarungsmöglichkeiten werden viel zu unübersichtlich bekanntgegeben!!!',
    eu: 'Lanbide-orientazioaren zerbitzuarentzako itxaronaldiak gehiegizkoak dira, eta hizkuntza-laguntzarenganako irisgarritasun',
    ar: 'ننتظر وقتا طويلا جدا في الصباح، وفي القاعة ضجيج كثير يمنعنا من التحدث بهدوء مع المستشارين، ولا نجد أماكن كافية للجلوس هناك',
    en: 'Donaudampfschifffahrt'.repeat(6),
};
const fitted = (text) => Array.from(text.padEnd(120, '.')).slice(0, 120).join('');

test('the poster is one sheet with three changes of the longest texts, and nothing covers anything', async (t) => {
    const all = (text) => Object.fromEntries(LANGUAGES.map((language) => [language, text]));
    const places = ['Créer, reprendre ou développer une entreprise', 'Faire reconnaître et valider son expérience', 'Trouver un emploi avec Internet'];
    const weeks = Array.from({ length: 26 }, (_, i) => new Date(Date.UTC(2026, 4, 19 + 7 * i)).toISOString().slice(0, 10));
    const documents = weeks.flatMap((day, i) => ['yes', 'no'].flatMap((forward, k) =>
        times(i % 5 === 4 ? 3 : [14, 9][k], day, { overall: ['5', '2'][k], place: `desk-${i % 3}`, forward })));
    const own = makeStore({ given: [{ documents: documents.slice(5) }], centre: {
        sortie: 'centre/1', id: 'essai', name: all('Cité des métiers de Paris La Villette'), country: 'FR', zone: 'Europe/Paris', languages: LANGUAGES,
        simulated: true, calendar: { week: { tue: ['10:00-18:00'] } }, places: places.map((name, i) => ({ id: `desk-${i}`, kind: 'desk', name: all(name) })) } });
    t.after(() => own.remove());
    own.give({ documents: documents.slice(0, 5) }); // of weeks that are closed: the sheet says so
    own.settle();
    for (const i of places.keys())
        run('change', 'add', '--store', own.path, '--day', '2026-11-09', '--place', `desk-${i}`, ...['said', 'did'].flatMap((option) =>
            LANGUAGES.flatMap((language) => [`--${option}`, `${language}=${fitted(LONG[language] ?? LONG.fr)}`])));
    const edition = own.report('2026-W46', ...LANGUAGES.flatMap((language) => ['--lang', language])).folder;
    for (const language of LANGUAGES) {
        const path = join(edition, language === 'fr' ? '' : language, 'poster.html'), file = await printed(path);
        assert.equal(await page.locator('header .notice').count(), 2, language);
        assert.equal(await page.locator('.changes li p').count(), 6, language);
        assert.equal(sheetsIn(file), 1, language);
        assert.deepEqual(covered(file), [], language);
        const chart = MM * await page.evaluate(() => document.querySelector('.chart').getBoundingClientRect().height);
        assert.ok(chart > 35, `${language}: a chart of ${chart} mm`);
    }
});
