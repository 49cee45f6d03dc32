/* report.test.mjs: an edition as the collector serves it, in a real browser: no
 * axe violation, nothing that its Content-Security-Policy blocks, nothing that scrolls
 * sideways on a telephone; charts run from left to right in Arabic, too. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build, root, startCollector } from '../helpers.mjs';
import { analysis, fileOf, laterWeek, makeNetwork, makeStore } from '../analysis.mjs';
import { openBrowser } from './visitor.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LAST = '2026-W40';
const LANGUAGES = ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar'];
const PAGES = ['../index', 'index', 'poster', 'la-villette', 'desk-job', 'workshop-cv', 'club-over45', 'ar/index', 'ar/desk-job'];
const simulate = (...words) => execFileSync(join(build, 'simulate'), words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 });

let store, out, collector, browser, url;

before(async () => {
    const centre = simulate('centre', '--centre', 'forms/centres/la-villette.json', '--last', LAST);
    const lines = simulate('responses', '--centre', fileOf(centre), '--last', LAST,
        '--form', 'forms/exit.json', '--form', 'forms/workshop.json', '--form', 'forms/club.json');
    store = makeStore({ centre: JSON.parse(centre), forms: ['exit', 'workshop', 'club'],
        given: [{ documents: lines.trim().split('\n').map((line) => JSON.parse(line)) }] });
    ({ out } = store.report(LAST, '--lang', 'fr', '--lang', 'ar'));
    collector = await startCollector();
    await collector.end();
    await collector.serve('--reports', out);
    url = `${collector.url}/reports/${LAST}`;
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
    store?.remove();
});

async function open(path, width = 1000) {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    const blocked = [];
    page.on('console', (message) => blocked.push(message.text()));
    page.on('requestfailed', (request) => blocked.push(request.url()));
    const reply = await page.goto(`${url}/${path}`);
    assert.equal(reply.status(), 200, path);
    assert.match(reply.headers()['content-security-policy'], /style-src 'self'/);
    assert.deepEqual(blocked, [], path);
    return page;
}

async function axeFinds(page) {
    await page.evaluate(() => document.querySelectorAll('details').forEach((each) => { each.open = true; }));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 300)}`);
}

/* Nothing scrolls sideways but a chart in its frame. */
async function fitsTelephone(page, name) {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.evaluate(() => document.querySelectorAll('details').forEach((each) => { each.open = false; }));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390, name);
}

for (const name of PAGES)
    test(`${name}.html: nothing blocked, no axe violation, fits a telephone`, async () => {
        const page = await open(`${name}.html`);
        assert.deepEqual(await axeFinds(page), []);
        await fitsTelephone(page, name);
        await page.close();
    });

async function sheetsOf(path) {
    const page = await open(path), file = join(store.folder, 'sheets.pdf');
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
    await page.close();
    const told = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
    return [Number(/Pages:\s+(\d+)/.exec(told)[1]), /Page size:.*\((\w+)\)/.exec(told)[1]];
}

test('all places of a centre stand on one A4 page, and so do five years of editions', async () => {
    for (const path of ['index.html', 'ar/index.html', '../index.html'])
        assert.deepEqual(await sheetsOf(path), [1, 'A4'], path);
    for (let back = 1; back <= 5 * 52; back++) {
        const folder = join(out, laterWeek(LAST, -back));
        mkdirSync(folder);
        writeFileSync(join(folder, 'index.html'), '');
    }
    store.report(LAST, '--lang', 'fr', '--lang', 'ar');
    const page = await open('../index.html');
    assert.equal(await page.locator('.editions li').count(), 261);
    await page.close();
    assert.deepEqual(await sheetsOf('../index.html'), [1, 'A4']);
});

test('the network\'s page, in each language: nothing blocked, no axe violation, fits a telephone', async () => {
    for (const language of LANGUAGES) {
        const page = await open(`../${makeNetwork(out, '--lang', language)}`);
        assert.equal(await page.locator('table.figures tbody tr').count(), 6, language);
        if (['fr', 'ar'].includes(language))
            assert.deepEqual(await axeFinds(page), [], language);
        await fitsTelephone(page, language);
        await page.close();
    }
});

test('a chart of an Arabic page runs from left to right', async () => {
    const page = await open('ar/desk-job.html');
    const [first, last] = await page.evaluate(() => {
        const labels = [...document.querySelector('svg.wide').querySelectorAll('text.x')];
        return [labels[0], labels.at(-1)].map((label) => label.getBoundingClientRect().left);
    });
    assert.ok(first < last);
    const [value, edge] = await page.evaluate(() => {
        const chart = document.querySelector('svg.wide');
        return [chart.querySelector('text.last').getBoundingClientRect().right, chart.getBoundingClientRect().right];
    });
    assert.ok(value <= edge);
    await page.close();
});

test('a telephone shows the latest of each chart first, and scrolls to the oldest', async () => {
    for (const path of ['desk-job.html', 'ar/desk-job.html', 'poster.html']) {
        const page = await open(path, 390);
        for (const [i, picture] of (await page.locator('.picture:visible').all()).entries()) {
            const [last, first, scrolled] = await picture.evaluate((box) => {
                const labels = [...box.querySelectorAll('text.x')], frame = box.getBoundingClientRect();
                const seen = (each) => { const { left, right } = each.getBoundingClientRect(); return left >= frame.left && right <= frame.right; };
                const before = [seen(labels.at(-1)), seen(labels[0])];
                box.scrollLeft = -box.scrollWidth;
                return [before[0], before[1], seen(labels[0])];
            });
            assert.deepEqual([last, first, scrolled], [true, false, true], `${path} ${i}`);
        }
        await page.close();
    }
});

test('no label of a chart is cut off, in any of nine languages', async () => {
    const { stderr, status } = analysis('report', '--store', store.path, '--out', join(store.folder, 'reports'),
        '--week', LAST, ...LANGUAGES.flatMap((language) => ['--lang', language]));
    assert.equal(status, 0, stderr);
    for (const language of LANGUAGES) {
        const page = await open(`${language === 'fr' ? '' : `${language}/`}desk-job.html`);
        const cut = await page.evaluate(() => [...document.querySelectorAll('svg.chart')].flatMap((chart) => {
            const frame = chart.getBoundingClientRect();
            return [...chart.querySelectorAll('text')].filter((label) => {
                const box = label.getBoundingClientRect();
                return box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 2;
            }).map((label) => label.textContent);
        }));
        assert.deepEqual(cut, [], language);
        await page.close();
    }
});
