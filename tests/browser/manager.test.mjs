/* manager.test.mjs: the journeys of a manager and of those who trust them, 30 to 36: a report
 * that can be read without pictures, pinned up on one sheet and photocopied; that tells
 * nothing of a small group or of today; and pages that talk to nobody else and remember
 * nothing. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { run, startCollector } from '../helpers.mjs';
import { analysis, bytes, files, laterWeek, makeStore, mondayOf, question, readJson, times } from '../analysis.mjs';
import { chosen, openBrowser, visit } from './visitor.mjs';

const LANGUAGES = ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar'];
const words = Object.fromEntries(LANGUAGES.map((language) => [language, readJson(`forms/words/${language}.json`)]));
const exit = readJson('forms/exit.json');
const asked = (name) => exit.questions.find((each) => each.name === name);
const reasons = asked('why_good').options.map(({ code }) => code);
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/* ---- a year of a centre with everything that a page can show ---- */

const LAST = '2026-W40', CLOSED = '2026-W20', EMPTY = '2026-W22', WITHHELD = '2026-W24', SMALL = '2026-W26';
const tuesday = (week) => new Date(Date.parse(mondayOf(week)) + 86400000).toISOString().slice(0, 10);

/* More desks than a sheet has room for, with a few weeks each. */
const MORE = ['desk-six', 'desk-seven', 'desk-eight', 'desk-nine', 'desk-ten'], FEW = 6;
const LATE = ['desk-orientation', 'desk-pathway', ...MORE];

function theCentre() {
    const centre = readJson('forms/centres/la-villette.json');
    centre.simulated = true;
    centre.sessions = [];
    centre.calendar.closed = [{ from: mondayOf(CLOSED), to: laterMonday(CLOSED), why: centre.name }];
    centre.places = centre.places.filter(({ kind }) => kind === 'desk');
    const { name } = centre.places.find(({ id }) => id === 'desk-pathway'); // a long one
    centre.places.push(...MORE.map((id) => ({ id, kind: 'desk', name })));
    return centre;
}
const laterMonday = (week) => mondayOf(laterWeek(week, 1));

/* n answers of a week, a third of them bad, with two reasons each, in turns. */
const week = (name, n, place) => Array.from({ length: n }, (_, i) => {
    const two = [reasons[i % 9], reasons[(i + 4) % 9]];
    const good = i % 3 !== 0;
    return { day: tuesday(name), lang: 'fr', complete: true, answers: {
        overall: good ? '45'[i % 2] : '123'[(i / 3 | 0) % 3], place, forward: ['yes', 'little', 'no', 'yes'][i % 4],
        [good ? 'why_good' : 'why_bad']: two } };
});

const sizes = { [EMPTY]: 0, [CLOSED]: 0, [WITHHELD]: 4, [SMALL]: 7 };
const year = (place, size) => Array.from({ length: 52 }, (_, back) => laterWeek(LAST, -back))
    .flatMap((name) => week(name, sizes[name] ?? size, place));

const flagged = times(6, tuesday(LAST), { overall: '5', place: 'desk-job', forward: 'yes' }, { flags: ['repeat'] });
const few = (place) => Array.from({ length: FEW }, (_, back) => week(laterWeek(LAST, -back), 11, place)).flat();
const everything = { documents: [...year('desk-job', 60), ...year('desk-change', 25), ...year('desk-business', 12), ...flagged,
    ...LATE.flatMap(few)] };
const byHand = { mode: 'handed', documents: year('desk-job', 8) };

/* Beside it, four visitors of one desk in the last week; what they say is theirs. */
const planted = (n, answers) => times(n, tuesday(LAST), { place: 'desk-orientation', ...answers });
const others = Array.from({ length: 6 }, (_, back) => week(laterWeek(LAST, -1 - back), 15, 'desk-orientation')).flat();
const groups = [
    planted(4, { overall: '5', forward: 'yes', why_good: ['listened', 'clear'] }),
    planted(4, { overall: '1', forward: 'no', why_bad: ['wait'] }),
    [...planted(1, { overall: '5', forward: 'yes' }), ...planted(3, { overall: '2', forward: 'little' })],
    planted(1, { overall: '3', forward: 'little' }),
];

let full, edition, browser, collector;

before(async () => {
    full = makeStore({ centre: theCentre(), given: [everything, byHand] });
    full.give({ documents: week(laterWeek(LAST, -3), 5, 'desk-job') }); // so that it is revised
    full.settle();
    const long = 'Voilà une phrase aussi longue que permise '.repeat(4).slice(0, 120);
    run('change', 'add', '--store', full.path, '--day', tuesday(laterWeek(LAST, -9)), '--place', 'desk-job', '--said', long, '--did', long);
    run('change', 'add', '--store', full.path, '--day', tuesday(laterWeek(LAST, -9)), '--said', long, '--did', long);
    edition = full.report(LAST, ...LANGUAGES.flatMap((language) => ['--lang', language]));
    assert.equal(edition.status, 0, edition.stderr);
    collector = await startCollector({ points: { hall: { form: 'exit' } } });
    await collector.end();
    await collector.serve('--reports', edition.out);
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
    full?.remove();
});

const fileOf = (folder, path) => pathToFileURL(join(folder, path)).href;
const pathIn = (language, page) => (language === 'fr' ? '' : `${language}/`) + page;
const pagesOf = (...languages) => files(edition.folder).filter((path) =>
    path.endsWith('.html') && languages.includes(path.includes('/') ? path.slice(0, 2) : 'fr'));

/* ---- 30 ---- */

/* What is left of a page without its style sheet and without its drawings. */
async function bare(path) {
    const page = await browser.newPage();
    await page.route('**/*.css', (route) => route.abort());
    await page.goto(fileOf(edition.folder, path));
    return page;
}

/* Each drawing, and the rows of the table in its section. */
const drawings = (page) => page.evaluate(() => [...document.querySelectorAll('svg.chart.wide')].map((chart) => ({
    label: chart.getAttribute('aria-label'),
    heads: [...chart.closest('section').querySelectorAll('table.figures thead th')].map((each) => each.textContent),
    rows: [...chart.closest('section').querySelectorAll('table.figures tbody tr')].map((row) =>
        [...row.children].map((cell) => cell.textContent)),
})));

test('journey 30: the report page can be read with images and CSS off: every chart has a table', async () => {
    let charts = 0;
    for (const path of pagesOf('fr', 'ar')) {
        const page = await bare(path), language = path.includes('/') ? 'ar' : 'fr';
        for (const { label, heads, rows } of await drawings(page)) {
            const latest = rows.find(([period, figure]) => label.includes(period) && label.includes(figure));
            assert.ok(latest, `${path}: ${label}`);
            assert.equal(heads.length, 4, path);
            const late = LATE.some((place) => path.endsWith(`${place}.html`));
            assert.equal(rows.length, late ? FEW : 52, path);
            assert.equal(rows.filter(([, figure]) => figure === words[language]['report.closed']).length, late ? 0 : 1, path);
            charts++;
        }
        assert.equal(await page.locator('svg.chart.wide').count(), await page.locator('table.figures').count(), path);
        assert.equal(await page.locator('.bar:not(:has(+ .number))').count(), 0, path);
        await page.close();
    }
    assert.ok(charts >= 2 * 2 * 4, `${charts} charts`);
});

test('journey 30: what is read aloud or as text comes in order: name, figures, question, table', async () => {
    const page = await bare('desk-job.html');
    await page.evaluate(() => {
        document.querySelectorAll('details').forEach((each) => { each.open = true; });
        document.querySelectorAll('svg').forEach((each) => each.remove());
    });
    const text = await page.evaluate(() => document.body.innerText);
    const order = ['Trouver un emploi', '%', asked('overall').text.fr, words.fr['report.table'], asked('why_good').text.fr, words.fr['report.reading']];
    order.reduce((from, piece) => {
        const at = text.indexOf(piece, from);
        assert.ok(at >= from, `${piece} after ${text.slice(0, from).slice(-80)}`);
        return at;
    }, 0);
    assert.ok(!text.includes(words.fr['report.screen']));
    await page.close();
});

test('journey 30: a small chart of the first page says its figure, and leads to a table that has it', async () => {
    const page = await bare('index.html');
    const cards = await page.evaluate(() => [...document.querySelectorAll('li:has(svg.small)')].map((card) =>
        ({ href: card.querySelector('a').getAttribute('href'), of: card.querySelector('.figure').textContent })));
    assert.ok(cards.length >= 3);
    for (const { href, of } of cards) {
        await page.goto(fileOf(edition.folder, href));
        const periods = await page.locator('table.figures').first().locator('tbody tr:not(:has(.none)) th').allTextContents();
        assert.ok(of.includes(periods[0]), `${href}: ${of}`);
    }
    await page.close();
});

/* ---- 31 ---- */

/* With each blank as a space: a line may end at it, or not. */
const plain = (text) => text.replace(/\s+/g, ' ');

async function pdfOf(folder, path) {
    const page = await browser.newPage();
    await page.goto(fileOf(folder, path));
    const file = join(full.folder, 'page.pdf');
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
    await page.close();
    const told = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
    return { pages: Number(/^Pages: +(\d+)/m.exec(told)[1]), size: /^Page size: .*\((.*)\)/m.exec(told)?.[1],
        text: plain(execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' })) };
}

for (const language of LANGUAGES)
    test(`journey 31: each desk is one A4 page, and so is the hall\'s poster (${language})`, async () => {
        const wide = ['fr', 'de', 'ar'].includes(language);
        for (const desk of wide ? ['desk-job', 'desk-change', 'desk-business', 'desk-pathway', 'desk-ten', 'poster'] : ['desk-job', 'desk-pathway', 'poster']) {
            const { pages, size } = await pdfOf(edition.folder, pathIn(language, `${desk}.html`));
            assert.deepEqual([pages, size], [1, 'A4'], desk);
        }
    });

for (const language of ['fr', 'de'])
    test(`journey 31: the sheet says what matters, and what is on the screen only (${language})`, async () => {
        const { text } = await pdfOf(edition.folder, pathIn(language, 'desk-job.html'));
        const { name } = theCentre().places.find(({ id }) => id === 'desk-job');
        const known = [name[language], words[language]['report.simulated'], words[language]['report.revised'], words[language]['report.reading'],
            ...['overall', 'forward', 'why_good', 'why_bad'].map((each) => asked(each).text[language]),
            ...asked('overall').options.map((option) => option.text[language]), words[language]['report.screen'], words[language]['report.visitors.unknown']];
        for (const piece of known)
            assert.ok(text.includes(plain(piece)), `${piece}\n${text}`);
        assert.match(text, /\d\d ?%/);
        assert.ok(!text.includes(words[language]['report.table']));
    });

test('journey 31: beside a desk stand the others of the catalogue, in its order, with their figures: eight at most', async () => {
    const page = await bare('desk-change.html'), { places } = theCentre();
    const cards = await page.evaluate(() => [...document.querySelectorAll('.others li')].map((card) => ({
        href: card.querySelector('a').getAttribute('href'), name: card.querySelector('h3').textContent,
        figure: card.querySelector('.figure').textContent, charts: card.querySelectorAll('svg.small').length })));
    const latest = (id) => question(edition.json, id, 'overall', { mode: 'door' }).series.filter(({ shown }) => shown).at(-1);
    const percent = (share) => filled(words.fr['report.percent'], { n: Math.round(share * 100) });
    assert.deepEqual(cards, places.filter(({ id }) => id !== 'desk-change').slice(0, 8).map(({ id, name }) => ({
        href: `${id}.html`, name: name.fr, charts: 1,
        figure: `${percent(latest(id).share)} ${filled(words.fr['report.answers'], latest(id))}` })));
    assert.equal(await page.locator('.others a[href="index.html"]').count(), 1, 'the others are on the first page');
    const { text } = await pdfOf(edition.folder, 'desk-change.html');
    for (const { name, figure } of cards)
        assert.ok(text.includes(plain(figure)) && text.includes(name), `${name}: ${figure}`);
    await page.close();
});

/* The width of an A4 page between its margins. */
const onPaper = async (folder, path, scale = 1) => {
    const page = await browser.newPage({ viewport: { width: Math.round(184 / 25.4 * 96), height: 1000 }, deviceScaleFactor: scale });
    await page.emulateMedia({ media: 'print' });
    await page.goto(fileOf(folder, path));
    return page;
};

for (const language of LANGUAGES)
    test(`journey 31: on paper no label runs into another, and nothing is wider than the page (${language})`, async () => {
        const page = await onPaper(edition.folder, pathIn(language, 'desk-job.html'));
        const faults = await page.evaluate(() => {
            const found = document.documentElement.scrollWidth > innerWidth ? ['too wide'] : [];
            for (const chart of document.querySelectorAll('svg.chart')) {
                const boxes = [...chart.querySelectorAll('text')].filter((each) => each.textContent && each.checkVisibility())
                    .map((each) => ({ text: each.textContent, box: each.getBoundingClientRect() }));
                for (const [i, { text, box }] of boxes.entries())
                    for (const other of boxes.slice(i + 1))
                        if (box.left < other.box.right - 0.5 && other.box.left < box.right - 0.5
                            && Math.abs(box.bottom - other.box.bottom) < 2)
                            found.push(`${text} / ${other.text}`);
            }
            return found;
        });
        assert.deepEqual(faults, []);
        await page.close();
    });

/* ---- 32 ---- */

/* The relative luminance of every pixel of a picture, as a photocopy has it. */
async function lightness(png) {
    const page = await browser.newPage();
    const values = await page.evaluate(async (data) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height), context = canvas.getContext('2d');
        context.drawImage(bitmap, 0, 0);
        const { data: pixels } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        const linear = (value) => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
        return Array.from({ length: pixels.length / 4 }, (_, i) =>
            0.2126 * linear(pixels[4 * i]) + 0.7152 * linear(pixels[4 * i + 1]) + 0.0722 * linear(pixels[4 * i + 2]));
    }, png.toString('base64'));
    await page.close();
    return values;
}

const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
const PAPER = 1, SEEN = 1.2, MARK = 3;

/* Which part of two pictures of one size can be told apart. */
const apart = (a, b) => a.filter((value, i) => contrast(value, b[i]) >= SEEN).length / a.length;

/* Each in the same corner: a sign that lies otherwise between the pixels has other edges. */
async function signsOnPaper(page) {
    const signs = page.locator('.legend').first().locator('li');
    const all = [];
    for (const sign of await signs.all()) {
        const drawing = sign.locator('svg'), lie = (where) => drawing.evaluate((svg, css) => { svg.style.cssText = css; }, where);
        await lie('position: fixed; top: 0; left: 0; z-index: 1; background: #fff');
        all.push({ name: (await sign.textContent()).trim(), isArea: await sign.locator('rect').count() > 0,
            values: await lightness(await drawing.screenshot()) });
        await lie('');
    }
    return all;
}

/* Every two signs differ in shape or lightness, and all from the paper: how many there are. */
async function tellSignsApart(page, sight, mark = MARK) {
    const signs = await signsOnPaper(page);
    for (const [i, { name, isArea, values }] of signs.entries()) {
        const most = Math.max(...values.map((value) => contrast(value, PAPER)));
        assert.ok(most >= (isArea ? SEEN : mark), `${sight}: ${name}: ${most}`);
        for (const other of signs.slice(i + 1))
            assert.ok(apart(values, other.values) > 0.02, `${sight}: ${name} / ${other.name}`);
    }
    return signs.length;
}

test('journey 32: printed in grey, every two signs differ in shape or lightness, and all from the paper', async () => {
    const page = await onPaper(edition.folder, 'desk-job.html', 4);
    await page.addStyleTag({ content: 'html { filter: grayscale(1); }' });
    assert.equal(await tellSignsApart(page, 'grey'), 8);
    await page.close();
});

/* Thirty weeks of twenty good answers among thirty, but for one of five and one of all. */
function withTwoStates() {
    const good = (back) => (back === 4 ? 5 : back === 8 ? 30 : 20);
    const weeks = Array.from({ length: 30 }, (_, back) => Array.from({ length: 30 }, (_, i) => ({ day: tuesday(laterWeek(LAST, -back)),
        lang: 'fr', complete: true, answers: { overall: i < good(back) ? '5' : '1', place: 'desk-job', forward: 'yes' } })));
    return makeStore({ centre: theCentre(), given: [{ documents: weeks.flat() }] });
}

/* Orange stands off paper 3.0 to 1; to a deuteranope, who sees it lighter, 2.6. */
test('journey 32: to an eye that tells fewer colours, better and worse weeks and all other signs stay apart', async () => {
    const store = withTwoStates(), page = await onPaper(store.report(LAST).folder, 'desk-job.html', 4);
    const state = (name) => page.locator('.legend').first().locator('li', { hasText: words.fr[`report.legend.${name}`] }).locator('path');
    const inks = await Promise.all(['below', 'above'].map((name) => state(name).evaluate((path) => getComputedStyle(path).fill)));
    const marks = await page.locator('svg.wide').first().locator('path').evaluateAll((all) => all.map((each) => getComputedStyle(each).fill));
    assert.deepEqual(inks.filter((ink) => !marks.includes(ink)), [], 'the chart has both');
    const session = await page.context().newCDPSession(page);
    for (const type of ['deuteranopia', 'protanopia', 'tritanopia', 'achromatopsia']) {
        await session.send('Emulation.setEmulatedVisionDeficiency', { type });
        await tellSignsApart(page, type, 2.5);
    }
    await page.close();
    store.remove();
});

test('journey 32: the chart uses the signs of its legend, large enough to be told apart', async () => {
    const page = await onPaper(edition.folder, 'desk-job.html');
    const [chart, legend] = await page.evaluate(() => {
        const inks = (root) => [...root.querySelectorAll('circle, polygon, rect')].map((each) => {
            const { fill, stroke } = getComputedStyle(each);
            return { shape: each.tagName, fill, stroke, size: each.getBoundingClientRect().width };
        });
        return [inks(document.querySelector('svg.wide')), inks(document.querySelector('.legend'))];
    });
    for (const { shape, fill, stroke } of legend) {
        const kind = shape === 'circle' ? 'circle' : 'polygon';
        const hollow = shape === 'circle' && (fill === 'none' || fill === 'rgb(255, 255, 255)');
        const same = chart.filter((each) => each.shape === kind && (hollow ? each.fill === 'none' && each.stroke === stroke : each.fill === fill));
        assert.ok(same.length > 0, `${shape} ${fill} ${stroke}`);
        if (shape === 'circle')
            assert.ok(same[0].size >= 2, `${fill} ${stroke}: ${same[0].size} px`);
    }
    await page.close();
});

test('journey 32: printed in grey, a bar stands out, and a chart has at least four tones', async () => {
    const page = await onPaper(edition.folder, 'desk-job.html', 2);
    await page.addStyleTag({ content: 'html { filter: grayscale(1); }' });
    const bar = await lightness(await page.locator('.bar rect').first().screenshot());
    assert.ok(contrast(Math.min(...bar), PAPER) >= MARK);
    const tones = (await lightness(await page.locator('svg.wide').first().screenshot()))
        .reduce((known, value) => known.set(Math.round(value * 100), (known.get(Math.round(value * 100)) ?? 0) + 1), new Map());
    const large = [...tones].filter(([, count]) => count > 60).map(([tone]) => tone / 100).sort((a, b) => a - b);
    const steps = large.reduce((kept, tone) => (contrast(kept.at(-1), tone) >= SEEN ? [...kept, tone] : kept), [large[0]]);
    assert.ok(steps.length >= 4, `${steps}`);
    await page.close();
});

/* ---- 33 ---- */

test('journey 33: a group of 4 is "not shown", and its numbers are nowhere: page, CSV, SVG, PDF and e-mail alike', async () => {
    const options = ['fr', 'de', 'ar'].flatMap((language) => ['--lang', language]);
    const made = [], sheets = [];
    for (const group of groups) {
        const store = makeStore({ centre: theCentre(), given: [{ documents: [...others, ...week(LAST, 20, 'desk-job'), ...group] }] });
        const { folder, stderr } = store.report(LAST, ...options);
        assert.ok(folder, stderr);
        made.push(bytes(folder));
        sheets.push((await pdfOf(folder, 'desk-orientation.html')).text);
        store.remove();
    }
    /* Whatever the four said, and were there four or one, not a byte differs. */
    for (const [i, other] of made.entries()) {
        assert.deepEqual(Object.keys(other).filter((path) => other[path] !== made[0][path]), [], `group ${i}`);
        assert.equal(sheets[i], sheets[0]);
    }
    const [edition] = made, read = (path) => Buffer.from(edition[path], 'latin1').toString('utf8');
    const withheld = filled(words.fr['report.withheld'], { n: 5 }), name = filled(words.fr['report.period.week'], { number: 40, year: 2026 });
    const page = read('desk-orientation.html');
    assert.ok(page.includes(`<th scope="row">${name}</th><td colspan="3" class="none">${withheld}</td>`));
    assert.ok(sheets[0].includes(plain(withheld)));
    assert.match(read('counts.csv'), /^desk-orientation,desk,overall,.*,2026-W40,\(answers\),,withheld$/m);
    assert.ok(read('digest.fr.txt').includes(filled(words.fr['report.digest.withheld'], { n: 2 }))); // the desk, and so the centre
    assert.ok(!read('digest.fr.txt').includes('Choisir son orientation'));
    for (const [label] of page.matchAll(/<svg class="chart wide[^>]*>/g))
        assert.ok(!label.includes(name), label);
    for (const path of Object.keys(edition).filter((each) => /html|txt$/.test(each)))
        for (const n of [1, 3, 4])
            for (let positive = 0; positive <= n; positive++)
                for (const language of ['fr', 'de', 'ar'])
                    assert.ok(!new RegExp(`(?<!\\d)${filled(words[language]['report.of'], { positive, n })}(?!\\d)`).test(read(path)), path);
});

test('journey 33: one more, and the group is shown everywhere (so the test above can fail)', async () => {
    const store = makeStore({ centre: theCentre(), given: [{ documents: [...others, ...week(LAST, 20, 'desk-job'),
        ...planted(5, { overall: '5', forward: 'yes' })] }] });
    const { folder } = store.report(LAST);
    const figure = filled(words.fr['report.of'], { positive: 5, n: 5 });
    for (const [path, said] of [['desk-orientation.html', figure], ['digest.fr.txt', '5/5']])
        assert.ok(readFileSync(join(folder, path), 'utf8').includes(said), path);
    assert.ok((await pdfOf(folder, 'desk-orientation.html')).text.includes(figure));
    assert.match(readFileSync(join(folder, 'counts.csv'), 'utf8'), /^desk-orientation,desk,overall,.*,2026-W40,\(answers\),5,$/m);
    store.remove();
});

/* ---- 34 ---- */

/* Every published file, as it lies on the disk and as it is served. */
async function published(from, out) {
    const served = {};
    for (const path of files(out).filter((each) => !each.startsWith('latest'))) {
        const reply = await fetch(`${from.url}/reports/${path}`);
        assert.equal(reply.status, 200, path);
        served[path] = Buffer.from(await reply.arrayBuffer()).toString('latin1');
    }
    return { disk: bytes(out), served };
}

async function answerNow(from) {
    const { version } = await (await fetch(`${from.address('hall')}/form?lang=fr`)).json();
    const day = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date());
    const reply = await fetch(`${from.address('hall')}/responses`, { method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key: randomBytes(16).toString('hex'), form: 'exit', version, day, lang: 'fr', complete: true,
            answers: { overall: '1', place: 'desk-job', forward: 'no', why_bad: ['wait'] } }) });
    assert.equal(reply.status, 201);
}

const typeIn = (store, documents, name) => {
    const file = join(full.folder, name);
    writeFileSync(file, documents.map((each) => JSON.stringify(each)).join('\n') + '\n');
    run('import', '--store', store, '--form', 'exit', '--mode', 'door', file);
    run('settle', '--store', store);
};

test('journey 34: an answer given now changes no byte of any published page until the week closes', async () => {
    const own = await startCollector({ points: { hall: { form: 'exit' } } });
    const out = join(full.folder, 'own');
    const publish = () => assert.equal(analysis('report', '--store', own.store, '--out', out, '--lang', 'fr', '--lang', 'ar').status, 0);
    typeIn(own.store, week(laterWeek(LAST, -1), 20, 'desk-job'), 'before.jsonl');
    publish();
    await own.end();
    await own.serve('--reports', out);
    const first = await published(own, out);
    assert.deepEqual(first.served, Object.fromEntries(Object.entries(first.disk).filter(([path]) => !path.startsWith('latest'))));
    for (let n = 0; n < 12; n++)
        await answerNow(own);
    assert.deepEqual(await published(own, out), first, 'after answers');
    publish();
    assert.deepEqual(await published(own, out), first, 'after another report');
    run('settle', '--store', own.store);
    assert.equal(own.inbox().length, 0);
    publish();
    assert.deepEqual(await published(own, out), first, 'after settling');
    typeIn(own.store, week(laterWeek(LAST, -1), 12, 'desk-job'), 'late.jsonl'); // into a closed week: that is another matter
    publish();
    assert.notDeepEqual(await published(own, out), first);
    await own.stop();
});

/* ---- 35 and 36 ---- */

/* A browser context that tells whom it asked and what its pages' policy blocked. */
async function watched(context) {
    const requests = [], blocked = [];
    context.on('request', (request) => requests.push(request.url()));
    await context.exposeFunction('tellBlocked', (what) => { blocked.push(what); });
    await context.addInitScript(() => document.addEventListener('securitypolicyviolation',
        (event) => globalThis.tellBlocked(`${event.violatedDirective} ${event.blockedURI}`)));
    return { requests, blocked };
}

const foreign = (requests) => requests.filter((url) => !url.startsWith(`${collector.url}/`) && !/^(data|blob|about):/.test(url));

/* From the first face to thanks, whatever is asked on the way. */
async function wholeVisit(visitor) {
    const { page } = visitor;
    await visitor.touch(visitor.face(5));
    for (let n = 0; n < 12 && await page.locator('.thanks').count() === 0; n++) {
        await visitor.ready();
        const last = page.locator('.none, .skip, .cell[role]').last();
        await visitor.touch(await page.locator('.none').count() ? '.none' : await page.locator('.skip').count() ? '.skip' : last);
        await page.waitForTimeout(300);
    }
    await visitor.thanks();
}

async function plainVisit(page) {
    await page.goto(`${collector.address('hall')}/plain?lang=fr`);
    for (const [name, code] of [['overall', '4'], ['place', 'none'], ['forward', 'yes']])
        await page.locator(chosen(name, code)).check();
    await page.getByRole('button', { name: words.fr['plain.send'] }).click();
    await page.getByRole('heading', { name: words.fr['plain.thanks'] }).waitFor();
}

test('journey 35: the report asks no other host for anything, and its policy has nothing to block', async () => {
    const context = await browser.newContext(), { requests, blocked } = await watched(context);
    const page = await context.newPage();
    for (const path of pagesOf('fr', 'ar'))
        await page.goto(`${collector.url}/reports/${LAST}/${path}`);
    assert.ok(requests.length >= pagesOf('fr', 'ar').length);
    assert.deepEqual(foreign(requests), []);
    assert.deepEqual(blocked, []);
    await page.evaluate(() => { new Image().src = 'http://127.0.0.2:9/pixel.png'; }); // the watch does see
    await page.waitForTimeout(200);
    assert.deepEqual(blocked, ['img-src http://127.0.0.2:9/pixel.png']);
    await context.close();
});

/* The tablet and the plain page, each from its first question to thanks, watched. */
async function watchedVisit() {
    let watch;
    const watching = { newContext: async (options) => {
        const context = await browser.newContext(options);
        watch = await watched(context);
        return context;
    } };
    const visitor = await visit(watching, collector.address('hall'));
    await wholeVisit(visitor);
    return { visitor, ...watch };
}

test('journey 35: the tablet and the plain page ask no other host for anything, from the first face to thanks', async () => {
    const { visitor, requests, blocked } = await watchedVisit();
    await plainVisit(visitor.page);
    assert.ok(requests.length > 5);
    assert.deepEqual(foreign(requests), []);
    assert.deepEqual(blocked, []);
    await visitor.close();
});

/* What a page leaves behind in the browser. (The tablet's queue is IndexedDB, and is
 * emptied; the tests of outages look into it.) */
const leftBehind = async ({ page, context }) => ({ cookies: await context.cookies(),
    ...await page.evaluate(() => ({ cookie: document.cookie, local: { ...localStorage }, session: { ...sessionStorage } })) });

const NOTHING = { cookies: [], cookie: '', local: {}, session: {} };

test('journey 36: a whole visit leaves no cookie and nothing in localStorage or sessionStorage', async () => {
    const { visitor } = await watchedVisit();
    assert.deepEqual(await leftBehind(visitor), NOTHING);
    await plainVisit(visitor.page);
    assert.deepEqual(await leftBehind(visitor), NOTHING);
    await visitor.page.goto(`${collector.address('hall')}/plain?lang=ar`);
    assert.deepEqual(await leftBehind(visitor), NOTHING);
    for (const path of ['', '/plain?lang=fr', '/form?lang=fr'])
        assert.equal((await fetch(collector.address('hall') + path)).headers.get('set-cookie'), null, path);
    await visitor.page.evaluate(() => { localStorage.setItem('a', '1'); document.cookie = 'b=2'; }); // the look does see
    assert.notDeepEqual(await leftBehind(visitor), NOTHING);
    await visitor.close();
});
