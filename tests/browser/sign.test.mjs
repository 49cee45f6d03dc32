/* sign.test.mjs: a manager signs in and out in a browser, without JavaScript, in every
 * language; the pages are accessible and valid. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { program, readJson, startCollector } from '../helpers.mjs';
import { axeFinds } from './measure.mjs';
import { openBrowser, tablets, visit } from './visitor.mjs';

const words = (language) => readJson(`forms/words/${language}.json`);
const passphrase = 'quatre mots & un café';
const rules = new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'doctype-style': 'off', 'long-title': 'off' } });
let collector, browser;

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' } } });
    const folder = join(collector.folder, 'reports');
    mkdirSync(join(folder, '2026-W46'), { recursive: true });
    writeFileSync(join(folder, '2026-W46', 'index.html'), '<!doctype html><html lang="fr"><title>Lundi</title><h1>Lundi</h1></html>');
    symlinkSync('2026-W46', join(folder, 'latest'));
    assert.equal(spawnSync(program, ['passphrase', '--store', collector.store], { input: passphrase }).status, 0);
    await collector.end();
    await collector.serve('--reports', folder);
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
});

const arrive = (path, more = {}) => visit(browser, collector.url + path, { javaScriptEnabled: false, hasTouch: false, ...more });
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

test('without JavaScript: to the reports, wrong, right, and out again', async () => {
    const manager = await arrive('/reports/'), { page } = manager, fr = words('fr');
    assert.equal(new URL(page.url()).pathname, '/sign-in');
    const field = page.getByLabel(fr['sign.passphrase']);
    await field.fill('quatre mots & un cafe');
    await press(page, fr['sign.in']);
    assert.equal(await page.getByRole('alert').innerText(), fr['sign.wrong']);
    assert.equal(await field.inputValue(), '');
    await field.fill(passphrase);
    await field.press('Enter');
    await page.getByRole('heading', { name: 'Lundi' }).waitFor();
    const [cookie, ...others] = await manager.context.cookies();
    assert.deepEqual([others.length, cookie.httpOnly, cookie.sameSite, cookie.expires], [0, true, 'Strict', -1]);
    await page.goto(`${collector.url}/sign-in`);
    await page.getByRole('link', { name: fr['sign.reports'] }).click();
    await page.getByRole('heading', { name: 'Lundi' }).waitFor();
    await page.goto(`${collector.url}/sign-in?lang=en`);
    await press(page, words('en')['sign.out']);
    await page.getByRole('button', { name: words('en')['sign.in'] }).waitFor();
    assert.deepEqual(await manager.context.cookies(), []);
    await page.goBack();
    await page.goto(`${collector.url}/reports/latest/index.html`);
    assert.equal(new URL(page.url()).pathname, '/sign-in');
    assert.deepEqual(manager.requests.filter(({ url }) => !url.startsWith(collector.url)), []);
    await manager.close();
});

/* Whether a page is accessible, and fits. */
async function judge(page, name) {
    assert.deepEqual(await axeFinds(page), [], name);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${name} is too wide`);
    assert.ok((await page.locator('button, input, .button').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height)))
        .every((height) => height >= 64), `${name}: small targets`);
}

async function validate(name, html) {
    const { results } = await rules.validateString(html);
    assert.deepEqual(results.flatMap(({ messages }) => messages).map(({ ruleId, message }) => `${name}: ${ruleId}: ${message}`), []);
}

const served = async (path, cookie = '') => (await fetch(collector.url + path, { headers: { Cookie: cookie } })).text();

test('valid in every language, accessible on a phone and on a screen', async () => {
    for (const language of ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar']) {
        const page = await served(`/sign-in?lang=${language}`);
        assert.ok(page.includes(`<html lang="${language}" dir="${words(language).direction}">`));
        await validate(language, page);
    }
    for (const [language, size] of [['fr', { width: 320, height: 640 }], ['ar', tablets.wide]]) {
        const manager = await visit(browser, `${collector.url}/sign-in?lang=${language}`, { size });
        await judge(manager.page, language);
        await manager.close();
    }
});

test('wrong, and signed in, are valid and accessible, too; and the link of the problem leads to the field', async () => {
    const manager = await visit(browser, `${collector.url}/sign-in?lang=ar`), { page } = manager, ar = words('ar');
    await page.locator('#passphrase').fill('something else');
    const wrong = page.waitForResponse((reply) => reply.request().method() === 'POST');
    await press(page, ar['sign.in']);
    await validate('wrong', await (await wrong).text());
    await judge(page, 'wrong');
    await page.getByRole('alert').getByRole('link').click();
    await page.locator('#passphrase').fill(passphrase);
    await press(page, ar['sign.in']);
    await page.getByRole('heading', { name: 'Lundi' }).waitFor();
    const [{ name, value }] = await manager.context.cookies();
    await page.goto(`${collector.url}/sign-in?lang=ar`);
    await validate('signed in', await served('/sign-in?lang=ar', `${name}=${value}`));
    await judge(page, 'signed in');
    await manager.close();
});
