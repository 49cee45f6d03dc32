/* paper.test.mjs: what is printed, as it looks: QR codes are read by a decoder, texts lie inside the page and
 * apart from each other, a sheet is one page. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { readJson, run, startCollector } from '../helpers.mjs';
import { openBrowser } from './visitor.mjs';

const decoder = createRequire(import.meta.url).resolve('jsqr');
const languages = readJson('forms/exit.json').languages;
const folder = mkdtempSync(join(tmpdir(), 'sortie-paper-'));
let collector, browser, made = 0;

before(async () => {
    collector = await startCollector({ forms: ['exit'], points: { hall: { form: 'exit' }, wall: { form: 'exit', mode: 'poster' } } });
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
    rmSync(folder, { recursive: true, force: true });
});

/* A centre that speaks only these, in this order. */
const speak = (centre, kept) => {
    const cut = (value) => {
        if (Array.isArray(value) || typeof value !== 'object' || value === null)
            return Array.isArray(value) ? value.map(cut) : value;
        return Object.fromEntries(Object.entries(value).filter(([key]) => !languages.includes(key) || kept.includes(key))
            .map(([key, inner]) => [key, cut(inner)]));
    };
    Object.assign(centre, cut(centre), { languages: kept });
};

const drawPoster = (from, url = 'http://sortie:8080') => {
    const file = join(folder, `${++made}.svg`);
    return { file, address: run('point', 'poster', '--store', from.store, '--id', 'wall', '--url', url, '--out', file).trim() };
};

/* Opens a file as a page of 210 x 297 mm at 96 dpi. */
const open = async (file) => {
    const page = await browser.newPage({ viewport: { width: 794, height: 1123 } });
    await page.goto(pathToFileURL(file).href);
    return page;
};

/* What a phone's camera would read of a picture of the page. */
const readCode = async (page) => {
    const picture = (await page.screenshot()).toString('base64');
    const reader = await browser.newPage();
    await reader.setContent('<canvas></canvas>');
    await reader.addScriptTag({ path: decoder });
    const text = await reader.evaluate(async (bytes) => {
        const image = new Image(), context = document.querySelector('canvas').getContext('2d');
        image.src = `data:image/png;base64,${bytes}`;
        await image.decode();
        Object.assign(context.canvas, { width: image.width, height: image.height });
        context.drawImage(image, 0, 0);
        const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
        return window.jsQR(data, width, height)?.data;
    }, picture);
    await reader.close();
    return text;
};

/* Blocks of text with where they lie, in the drawing's own unit, and what they must not touch: the code with its
 * quiet zone, and the faces. */
const measure = (page) => page.evaluate(() => {
    const root = document.documentElement, { width, height } = root.viewBox.baseVal;
    const scale = width / root.getBoundingClientRect().width;
    const boxOf = (element, name) => {
        const box = element.getBoundingClientRect();
        return { name, left: box.left * scale, right: box.right * scale, top: box.top * scale, bottom: box.bottom * scale };
    };
    const code = root.querySelector('svg[viewBox]'), side = Number(code.getAttribute('width')),
        left = Number(code.getAttribute('x')), top = Number(code.getAttribute('y'));
    return {
        width, height,
        modules: code.viewBox.baseVal.width - 8, side,
        texts: [...root.querySelectorAll('g[text-anchor]')].map((block) => ({
            ...boxOf(block, block.textContent.trim()), lang: block.getAttribute('xml:lang'), size: Number(block.getAttribute('font-size')),
            direction: getComputedStyle(block).direction, lines: block.children.length,
        })),
        others: [{ name: 'code', left, right: left + side, top, bottom: top + side }, ...[...root.querySelectorAll('use')].map((face) => boxOf(face, 'face'))],
    };
});

const assertApart = ({ width, height, texts, others }) => {
    for (const box of texts)
        assert.ok(box.left >= 50 && box.right <= width - 50 && box.top >= 30 && box.bottom <= height - 30, `'${box.name}' leaves the page`);
    texts.forEach((one, i) => [...texts.slice(i + 1), ...others].forEach((other) => {
        /* A font's box is higher than its letters: lines may touch by a little. */
        const slack = 0.12 * one.size;
        assert.ok(one.right <= other.left || other.right <= one.left || one.bottom - slack <= other.top || other.bottom - slack <= one.top,
            `'${one.name}' lies over '${other.name}'`);
    }));
};

describe('a poster', () => {
    test('of nine languages has every question, what to do and the promise, apart from each other and inside the page', async () => {
        const page = await open(drawPoster(collector).file), drawn = await measure(page);
        assertApart(drawn);
        const question = readJson('forms/exit.json').questions[0].text;
        for (const language of languages) {
            const words = readJson(`forms/words/${language}.json`);
            const own = drawn.texts.filter(({ lang }) => lang === language), said = own.map(({ name }) => name.replaceAll('\n', ' ')).join(' ');
            for (const text of [question[language], words['paper.phone'], words['paper.promise']])
                assert.ok(said.includes(text), text);
            assert.deepEqual([...new Set(own.map(({ direction }) => direction))], [language === 'ar' ? 'rtl' : 'ltr']);
            assert.ok(own.every(({ size }) => size >= 40), `${language} can be read: letters of 4 mm`);
        }
        assert.ok(Math.max(...drawn.texts.map(({ bottom }) => bottom)) > 2800, 'the sheet is used');
        assert.ok(drawn.modules * drawn.side / (drawn.modules + 8) >= 900, 'the code is 90 mm wide');
        await page.close();
    });

    test('is read by a phone, and its address opens the point', async () => {
        const { file, address } = drawPoster(collector, collector.url), page = await open(file);
        assert.equal(await readCode(page), address);
        const drawn = await measure(page);
        assert.ok(drawn.texts.some(({ name }) => name === address), 'it can be typed, too');
        await page.waitForTimeout(1500);
        const form = await (await fetch(`${address}/form?lang=fr`)).json();
        assert.equal(form.settings.mode, 'poster');
        await page.close();
    });

    for (const [what, kept, url, name] of [
        ['one language', ['fr'], 'http://a'],
        ['two languages, Arabic first', ['ar', 'fr'], 'https://exit.example.org'],
        ['nine languages and the longest address', languages, `http://${'w'.repeat(99)}.example:65535`],
        ['a long name', languages, 'http://sortie:8080', 'Maison de l’orientation, de la formation et des métiers du bassin de Saint-Quentin-en-Yvelines '.repeat(3)],
        ['a name of one long word', ['de'], 'http://sortie:8080', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2)],
    ])
        test(`of ${what} is apart, and read`, async (t) => {
            const other = await startCollector({ forms: ['exit'], points: { wall: { form: 'exit', mode: 'poster', place: 'desk-job' } },
                change: (centre) => {
                    speak(centre, kept);
                    if (name)
                        centre.name = Object.fromEntries(kept.map((code) => [code, name.trim()]));
                } });
            t.after(() => other.stop());
            const { file, address } = drawPoster(other, url), page = await open(file), drawn = await measure(page);
            assertApart(drawn);
            assert.equal(await readCode(page), address);
            assert.equal(drawn.texts[0].lang, kept[0]);
            await page.close();
        });
});

test('a tablet is enrolled by its QR code', async () => {
    const file = join(folder, 'tablet.svg');
    const address = run('point', 'link', '--store', collector.store, '--id', 'hall', '--url', collector.url, '--qr', file).trim();
    const page = await open(file), drawn = await measure(page);
    assertApart(drawn);
    assert.equal(await readCode(page), address);
    assert.deepEqual(drawn.texts.map(({ name }) => name.replaceAll('\n', '')),
        ['Scannez ce code avec la tablette.', address, 'hall, Cité des métiers de Paris La Villette']);
    await page.close();
});

describe('the exit form', () => {
    for (const language of languages)
        test(`is one sheet in ${language}`, async () => {
            const file = join(folder, `exit-${language}.html`), pdf = join(folder, 'sheet.pdf');
            run('form', 'print', '--store', collector.store, '--form', 'exit', '--lang', language, '--out', file);
            const page = await open(file), errors = [];
            page.on('console', (message) => errors.push(message.text()));
            await page.reload();
            await page.pdf({ path: pdf, preferCSSPageSize: true });
            const about = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
            assert.match(about, /^Pages: +1$/m);
            assert.match(about, /^Page size: +59\d\.\d* x 84\d\.\d* pts \(A4\)$/m);
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
            assert.deepEqual(errors, []);
            assert.equal(await page.locator('.faces svg').count(), 5);
            await page.close();
        });
});
