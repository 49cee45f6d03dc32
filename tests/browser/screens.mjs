/* screens.mjs: the screens of the tablet's page, one after the other, as a visitor, a member
 * of staff or a phone's owner meets them. `look(name)` is called on each, once it stands.
 *
 *     const visitor = await tour(browser, collector.address('hall'), { language: 'ar', large: true });
 *     await tours.exit(visitor, async (name) => { ... });
 *
 * The page's clock stands still but for what a tour lets pass, so that no screen ends by
 * itself, however slow the machine. */
import { run } from '../helpers.mjs';
import { still, visit } from './visitor.mjs';

export const PIN = '2468';

/* What a centre needs for every screen to exist: sessions of today, texts, a PIN, and
 * something that it changed. */
export const points = {
    hall: { form: 'exit', pin: PIN },
    staff: { form: 'interview', mode: 'handed', pin: PIN },
    phone: { form: 'exit', mode: 'poster' },
};

export function everything(centre) {
    const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date());
    centre.settings.questions = { 'exit/say': 'on', 'interview/theme_say': 'on' };
    centre.sessions = ['cv', 'interview', 'networks'].map((name, n) =>
        ({ id: `${name}-today`, place: `workshop-${name}`, day: today, at: `1${n}:30` }));
}

export const tellChange = ({ store }) => run('change', 'add', '--store', store, '--day', '2026-10-05',
    '--said', 'On attend trop longtemps', '--said', 'ar=الانتظار طويل', '--did', 'Une personne de plus à l’accueil',
    '--did', 'ar=شخص إضافي في الاستقبال');

const LANGUAGES = 9;
const responses = '**/responses';
const noShelf = () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined });

/* A visitor at the start screen: of a language, in large text, without a voice, on a browser
 * that keeps nothing. */
export async function tour(browser, address, { language = 'fr', large = false, voice = true, shelf = true, phone = false, ...options } = {}) {
    const context = await browser.newContext({ viewport: options.size, hasTouch: true, reducedMotion: 'reduce', ...options });
    if (!shelf)
        await context.addInitScript(noShelf);
    /* The recordings themselves are not listened to here: one a question is enough. (A connection
     * that the collector has just given up is opened again, as a browser does.) */
    await context.route('**/audio/*', async (route) => {
        const get = () => route.fetch();
        const list = await (await get().catch(get)).json();
        await route.fulfill({ json: { ...list, names: voice ? list.names.filter((name) => /^(kiosk\.)?\w+\.\w+$/.test(name)) : [] } });
    });
    const visitor = await visit(context, address, { clock: true });
    visitor.voice = voice;
    visitor.large = large;
    await visitor.page.locator('.start').waitFor();
    await prepared(visitor, phone);
    await still(visitor, 350);
    if (language !== 'fr') {
        await visitor.touch(`.tongues [lang=${language}]`);
        await visitor.page.locator(`html[lang=${language}]`).waitFor();
    }
    if (large)
        await visitor.touch('.size');
    await calm(visitor);
    return visitor;
}

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/* The tablet has asked for the form in every language, and no longer draws its start screen
 * anew; a phone asks for one. */
async function prepared({ page, requests }, phone) {
    const asked = () => new Set(requests.filter(({ url }) => /\/form(\?|$)/.test(url)).map(({ url }) => url)).size;
    for (let tries = 0; asked() < (phone ? 1 : LANGUAGES); tries++) {
        if (tries > 1500)
            throw new Error(`the tablet asked for ${asked()} languages`);
        await pause(20);
    }
    await page.waitForLoadState('networkidle', { timeout: 60000 });
}

/* The screen takes taps, and its key for the voice is there. */
async function calm({ page, voice, ready }) {
    await ready();
    if (voice)
        await page.waitForFunction(() => [...document.querySelectorAll('.listen')].every((key) => !key.hidden));
}

/* Touches `what` (or does it), waits until `selector` stands, looks. */
function steps(visitor, look) {
    return async (name, selector, what) => {
        if (typeof what === 'function')
            await what();
        else
            await visitor.touch(what);
        await visitor.page.locator(selector).first().waitFor();
        await calm(visitor);
        await look(name);
    };
}

const cell = (visitor, n) => visitor.page.locator('.cell').nth(n);

/* Large text may divide the places among more screens: one that is an answer is found. */
async function choosePlace(visitor) {
    const { page } = visitor;
    const asked = await page.locator('h1').innerText();
    for (let n = 0; n < 9 && await page.locator('h1').innerText() === asked; n++) {
        const answer = page.locator('.cell[role]');
        await visitor.touch(await answer.count() > 0 ? answer.first() : cell(visitor, 0));
    }
}

async function exit(visitor, look) {
    const { page } = visitor;
    const step = steps(visitor, look);
    await look('start');
    await step('pick', '.pick', visitor.face(4));
    const doors = page.locator('.cell.door');
    for (let n = 0; n < await doors.count(); n++) {
        await step(`group ${n + 1}`, '.pick', doors.nth(n));
        if (await page.locator('.pick .back').count() > 0) {
            await visitor.touch('.back');
            await page.locator('.pick, .scale').first().waitFor();
            if (await page.locator('.scale').count() > 0)
                await visitor.touch('.next');
            await page.locator('.pick').waitFor();
        }
    }
    await step('languages', '.languages', '.tongue');
    await step('pick again', '.pick', `.languages [lang=${await page.evaluate(() => document.documentElement.lang)}]`);
    await step('forward', '.choice', () => choosePlace(visitor));
    await step('pick, chosen', '.pick', '.back');
    await step('faces, chosen', '.scale', '.back');
    await visitor.touch('.next');
    await page.locator('.pick').waitFor();
    await visitor.touch('.next');
    await page.locator('.choice').waitFor();
    await step('reasons', '.choices', cell(visitor, 0));
    await step('reasons, chosen', '.next', cell(visitor, 0));
    await step('text', '.text', '.next');
    await step('text, typed', '.next', () => page.locator('textarea').fill('…'));
    await step('text, warned of', '.warning', () => page.locator('textarea').fill('06 12 34 56 78'));
    await step('still there', '.still', () => page.clock.runFor(45500));
    await step('text, again', '.text', '.yes');
    await step('thanks', '.thanks', '.next');
    await step('a second service', '.scale:not(.start)', '.again');
}

/* To the last screen of the exit form, where the answers are sent. */
async function hurry(visitor) {
    const { page } = visitor;
    await visitor.touch(visitor.face(2));
    await page.locator('.pick').waitFor();
    await choosePlace(visitor);
    await page.locator('.choice').waitFor();
    await visitor.touch(cell(visitor, 0));
    await page.locator('.choices').waitFor();
    await visitor.touch('.skip');
    await page.locator('.text').waitFor();
}

/* Nothing can be kept, and the collector is slow, then dead, then says no; staff look in. */
async function failures(visitor, look) {
    const { page } = visitor;
    const step = steps(visitor, look);
    const held = [];
    await page.route(responses, (route) => held.push(route));
    await hurry(visitor);
    await step('sending', '.sending', async () => { await visitor.touch('.skip'); await page.clock.runFor(600); });
    await step('lost', '.lost', async () => {
        for (let n = 0; n < 200 && await page.locator('.lost').count() === 0; n++) {
            for (const route of held.splice(0))
                await route.abort();
            await page.clock.runFor(100);
            await pause(20);
        }
    });
    await visitor.touch('.restart');
    await page.unroute(responses);
    await page.route(responses, (route) => route.fulfill({ status: 422, headers: { 'Sortie-Refused': '1' }, json: { error: 'the answer is refused' } }));
    await visitor.start();
    if (visitor.large)
        await visitor.touch('.size');
    await hurry(visitor);
    await step('refused', '.refused', '.skip');
    await visitor.touch('.restart');
    await visitor.start();
    await callStaff(visitor);
    await page.locator('.pin').waitFor();
    await step('staff, told of the boxes', '.staff.broken', () => type(visitor, PIN));
}

/* A finger rests in the upper left corner; a PIN is typed. */
async function callStaff({ page }) {
    await page.mouse.move(60, 60);
    await page.mouse.down();
    await page.clock.runFor(3100);
    await page.mouse.up();
}

async function type(visitor, pin) {
    for (const digit of pin)
        await visitor.touch(visitor.page.getByRole('button', { name: digit, exact: true }));
}

/* The staff corner, with answers that wait and answers that were refused. */
async function corner(visitor, look) {
    const { page } = visitor;
    const step = steps(visitor, look);
    await page.evaluate(async () => {
        const { outbox, parked } = await globalThis.sortie.boxes();
        const entry = (key) => ({ address: '/p/none', place: null, body: JSON.stringify({ key, day: '2026-11-20' }) });
        await outbox.put('1'.repeat(32), entry('1'.repeat(32)));
        await parked.put('2'.repeat(32), { ...entry('2'.repeat(32)), status: 422, error: 'question \'place\' has no answer \'gone\'' });
    });
    await step('PIN', '.pin', () => callStaff(visitor));
    await step('PIN, wrong', '.problem', () => type(visitor, '1111'));
    await step('panel', '.panel', () => type(visitor, PIN));
    await step('staff languages', '.staff.languages', page.locator('.settings .key').nth(1));
    await step('panel again', '.panel', '.back');
    await step('export warning', '.warning', page.locator('.settings .key').first());
    await step('panel, exported', '.panel .skip', '.next');
}

/* Every question of the interview, answered so that most are asked. */
async function interview(visitor, look) {
    const { page } = visitor;
    const step = steps(visitor, look);
    await look('start');
    await visitor.touch(visitor.face(2));
    while (await page.locator('.thanks').count() === 0) {
        await calm(visitor);
        const title = await page.locator('h1').innerText();
        await look(title);
        if (await page.locator('[role=checkbox]').count() > 0) {
            await step(`${title} (chosen)`, '.next', page.locator('.cell[role]').last());
            await visitor.touch('.next');
        } else {
            await visitor.touch(await page.locator('textarea').count() > 0 ? '.skip' : page.locator('.cell[role]').last());
        }
        await page.waitForFunction((old) => document.querySelector('h1').innerText !== old, title);
    }
}

/* A visitor's own phone: it scrolls, and waits for the collector's word. */
async function phone(visitor, look) {
    const { page } = visitor;
    const step = steps(visitor, look);
    await look('start');
    await step('pick', '.pick', visitor.face(2));
    await step('forward', '.choice', '.none, .cell[data-code=none]');
    await step('reasons', '.choices', cell(visitor, 0));
    await step('text', '.text', '.skip');
    await page.route(responses, (route) => route.abort());
    await step('waiting', '.waiting', async () => {
        await visitor.touch('.skip');
        await page.clock.runFor(4000);
    });
    await page.unroute(responses);
    /* It tries again after pauses, and each time the network takes a moment of its own. */
    await step('thanks', '.thanks', async () => {
        for (let n = 0; n < 60 && await page.locator('.thanks').count() === 0; n++) {
            await page.clock.runFor(1000);
            await pause(50);
        }
    });
}

export const tours = { exit, failures, corner, interview, phone };
