/* sheets.test.mjs: what docs/centre.md promises of paper: every page of an edition, in nine
 * languages and of a centre that changed something, prints on one A4 sheet; what a chart marks
 * there is said there; a note stands under what it speaks of. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { build, root, run } from '../helpers.mjs';
import { fileOf, makeStore } from '../analysis.mjs';
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

const open = (path) => page.goto(pathToFileURL(join(folder, path)).href);
const pagesOf = (language) => readdirSync(join(folder, language === 'fr' ? '' : language)).filter((name) => name.endsWith('.html'))
    .map((name) => (language === 'fr' ? name : `${language}/${name}`));

async function heightOf(path) {
    await open(path);
    return MM * await page.evaluate(() => document.body.getBoundingClientRect().height);
}

async function sheetsOf(path) {
    const file = join(store.folder, 'sheets.pdf');
    await open(path);
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
    return Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))[1]);
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
