/* accessibility.test.mjs: every screen, in French and Arabic, on four tablets: no axe
 * violation (7:1 contrast included), targets of 96 px and faces of 140, 16 px apart, in
 * the lower three fifths, nothing to scroll; the plain page and a phone, too. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { startCollector } from '../helpers.mjs';
import { openBrowser, tablets, visit } from './visitor.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let collector, browser;

before(async () => {
    const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date());
    collector = await startCollector({
        points: { hall: { form: 'exit' }, staff: { form: 'interview', mode: 'handed' } },
        change: (centre) => {
            centre.settings.questions = { 'exit/say': 'on', 'interview/theme_say': 'on' };
            centre.sessions = ['cv', 'interview', 'networks'].map((name, n) =>
                ({ id: `${name}-today`, place: `workshop-${name}`, day: today, at: `1${n}:30` }));
        },
    });
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await collector?.stop();
});

async function axeFinds(page) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        rules: { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } },
    }));
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ').slice(0, 300)}`);
}

/* What is too small, too close, too high, cut off, or needs scrolling. */
const measureFinds = (page) => page.evaluate(() => {
    const found = [];
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > innerWidth || scrollHeight > innerHeight)
        found.push(`scrolls: ${scrollWidth} x ${scrollHeight}`);
    const targets = [...document.querySelectorAll('button, textarea')].map((element) => ({ element, box: element.getBoundingClientRect() }));
    for (const { element, box } of targets) {
        const least = element.closest('.faces') ? 140 : 96, name = element.textContent.trim();
        if (box.width < least - 0.01 || box.height < least - 0.01)
            found.push(`small: ${name} ${box.width} x ${box.height}`);
        if (box.top < innerHeight * 0.4 - 0.01)
            found.push(`high: ${name} ${box.top}`);
        if (box.left < 0 || box.right > innerWidth || box.bottom > innerHeight)
            found.push(`outside: ${name}`);
        if (element.tagName === 'BUTTON' && (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight))
            found.push(`cut off: ${name}`);
        for (const other of targets) {
            const across = Math.max(other.box.left - box.right, box.left - other.box.right);
            const down = Math.max(other.box.top - box.bottom, box.top - other.box.bottom);
            if (other.element !== element && Math.max(across, down) < 15.99)
                found.push(`close: ${name} / ${other.element.textContent.trim()} ${across} ${down}`);
        }
    }
    return found;
});

/* From the first face to thanks, calling `look` on every screen of the exit form. */
async function throughExit(visitor, look) {
    const { page, touch } = visitor;
    const next = async (name, selector, what) => {
        await touch(what);
        await page.locator(selector).first().waitFor();
        await visitor.ready();
        await look(name);
    };
    await look('start');
    await next('pick', '.pick', visitor.face(4));
    await next('workshops', '.pick #hint:not(:empty)', page.locator('.cell:not([role])').first());
    await next('back to pick', '.pick', '.back');
    await next('languages', '.languages', '.tongue');
    await next('pick again', '.pick', '.back');
    await next('forward', '.choice', page.locator('.cell[role]').first());
    await next('pick with a choice', '.pick', '.back');
    await next('face with a choice', '.scale', '.back');
    await touch('.next');
    await page.locator('.pick').waitFor();
    await touch('.next');
    await next('reasons', '.choices', page.locator('.cell').first());
    await touch(page.locator('.cell').first());
    await touch(page.locator('.cell').nth(4));
    await look('reasons with a choice');
    await next('text', '.text', '.next');
    await page.locator('textarea').fill('…');
    await look('text typed');
    await page.clock.runFor(45500);
    await page.locator('.still').waitFor();
    await look('still there');
    await touch('.yes');
    await page.locator('.text').waitFor();
    await page.route('**/responses', (route) => route.abort());
    await next('not sent yet', '.waiting', '.next');
    await page.unroute('**/responses');
    await page.clock.runFor(1500);
    await page.locator('.thanks').waitFor();
    await visitor.ready();
    await look('thanks');
}

async function throughInterview(visitor, look) {
    const { page, touch } = visitor;
    await touch(visitor.face(2));
    for (let n = 0; n < 20 && await page.locator('.thanks').count() === 0; n++) {
        await visitor.ready();
        await look(await page.locator('h1').innerText());
        const several = await page.locator('[role=checkbox]').count() > 0;
        await touch(await page.locator('textarea').count() > 0 ? '.skip' : page.locator('.cell').last());
        if (several)
            await touch('.next');
        await page.waitForTimeout(50);
    }
}

const everyTablet = ['fr', 'ar'].flatMap((language) => Object.keys(tablets).map((name) => [language, name]));
const longWords = [['de', 'square'], ['pt', 'small'], ['eu', 'small'], ['ca', 'square']];

for (const [language, name] of [...everyTablet, ...longWords])
    test(`every screen of the exit form in ${language} on a ${name} tablet`, async () => {
        const visitor = await visit(browser, collector.address('hall'), { size: tablets[name], clock: true });
        await visitor.ready();
        if (language !== 'fr')
            await visitor.speak(language);
        const found = [];
        const audited = ['fr', 'ar'].includes(language) && (name === 'wide' || name === 'upright');
        await throughExit(visitor, async (screen) => {
            await visitor.page.waitForTimeout(200);
            const finds = [...await measureFinds(visitor.page), ...(audited ? await axeFinds(visitor.page) : [])];
            found.push(...finds.map((find) => `${screen}: ${find}`));
        });
        assert.deepEqual(found, []);
        assert.deepEqual(visitor.errors.filter((error) => !error.includes('ERR_FAILED')), []);
        await visitor.close();
    });

for (const language of ['de', 'eu', 'pt'])
    test(`every screen of the interview in ${language} on the smallest tablet`, async () => {
        const visitor = await visit(browser, collector.address('staff'), { size: tablets.small });
        await visitor.speak(language);
        const found = [];
        await throughInterview(visitor, async (screen) => {
            found.push(...(await measureFinds(visitor.page)).map((find) => `${screen}: ${find}`));
        });
        assert.deepEqual(found, []);
        await visitor.close();
    });

for (const language of ['fr', 'ar'])
    test(`the plain page in ${language} passes axe, empty, with a problem, and thanked`, async () => {
        const visitor = await visit(browser, `${collector.address('hall')}/plain?lang=${language}`);
        const { page } = visitor;
        assert.deepEqual(await axeFinds(page), []);
        await page.getByRole('button').click();
        await page.getByRole('alert').waitFor();
        assert.deepEqual(await axeFinds(page), []);
        for (const [name, code] of [['overall', '4'], ['place', 'none'], ['forward', 'yes']])
            await page.locator(`[name="q.${name}"][value="${code}"]`).check();
        await page.getByRole('button').click();
        await page.locator('main.message').waitFor();
        assert.deepEqual(await axeFinds(page), []);
        await visitor.close();
    });

test('on a phone nothing is wider than the screen', async () => {
    const visitor = await visit(browser, collector.address('hall'), { size: { width: 360, height: 740 } });
    const fits = async () => assert.ok(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await visitor.ready();
    await fits();
    await visitor.touch(visitor.face(4));
    await visitor.page.locator('.pick').waitFor();
    await fits();
    await visitor.page.goto(`${collector.address('hall')}/plain?lang=de`);
    await fits();
    await visitor.close();
});

test('with reduced motion nothing moves; with forced colours what is chosen can be seen', async () => {
    const visitor = await visit(browser, collector.address('hall'), { reducedMotion: 'reduce', forcedColors: 'active' });
    const { page } = visitor;
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    await visitor.touch(visitor.face(4));
    await page.locator('.pick').waitFor();
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    await visitor.touch('.back');
    await page.locator('.scale').waitFor();
    const background = (n) => visitor.face(n).evaluate((face) => getComputedStyle(face).backgroundColor);
    assert.notEqual(await background(4), await background(3));
    await visitor.close();
});
