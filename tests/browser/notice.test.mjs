/* notice.test.mjs: the notice of what becomes of answers is one A4 page in every language,
 * as full as it gets, and right HTML. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { readJson, run, startCollector } from '../helpers.mjs';
import { openBrowser } from './visitor.mjs';

const rules = new HtmlValidate({ extends: ['html-validate:recommended'], rules: {
    'doctype-style': 'off', // the standard takes either case
    'long-title': 'off' } }); // a centre's name is as long as it is
const folder = mkdtempSync(join(tmpdir(), 'sortie-notice-'));
let collector, browser;

before(async () => {
    collector = await startCollector({
        forms: ['exit', 'interview', 'workshop', 'club'],
        points: { hall: { form: 'exit' }, wall: { form: 'exit', mode: 'poster' }, staff: { form: 'interview', mode: 'handed' } },
        change: (centre) => { centre.settings.questions = { 'exit/say': 'on' }; },
    });
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
    rmSync(folder, { recursive: true, force: true });
});

for (const language of readJson('forms/exit.json').languages)
    test(`it is one page in ${language}`, async () => {
        const file = join(folder, `${language}.html`), pdf = join(folder, 'notice.pdf');
        run('notice', '--store', collector.store, '--lang', language, '--out', file,
            '--contact', 'Anne-Marie Delahaye-Rodríguez, protection des données, donnees@cite-des-metiers.example');
        const page = await browser.newPage({ viewport: { width: 794, height: 1123 } }), errors = [];
        page.on('console', (message) => errors.push(message.text()));
        await page.goto(pathToFileURL(file).href);
        await page.pdf({ path: pdf, preferCSSPageSize: true });
        const about = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
        assert.match(about, /^Pages: +1$/m);
        assert.match(about, /^Page size: +59\d\.\d* x 84\d\.\d* pts \(A4\)$/m);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), language === 'ar' ? 'rtl' : 'ltr');
        assert.equal(await page.locator('section').count(), 7);
        assert.deepEqual(errors, []);
        await page.close();
        const { results } = await rules.validateString(readFileSync(file, 'utf8'));
        assert.deepEqual(results.flatMap(({ messages }) => messages).map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`), []);
    });
