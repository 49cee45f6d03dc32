/* measure.mjs: what is wrong with the screen on a page, measured in the browser: a list of
 * sentences, empty when nothing is.
 *
 *     await axeFinds(page)        what axe-core finds: WCAG 2.2 AA, 7:1 contrast, good practice
 *     await measureFinds(page)    what is too small, close, high, cut off, hidden or unseen
 *     await capitals(page, 10.1)  [{what, text, mm}]: the height of a capital, on a screen of 10.1 inches
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/* No rule that is asked wants the style sheets, which axe would fetch again for each run. */
const run = `axe.run(document, ${JSON.stringify({
    preload: { assets: ['media'] },
    resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } },
})})`;

const sessions = new WeakMap();

/* axe waits with timers: in a world of its own it has the browser's, when the page's clock
 * is the test's and stands still. The world lasts as long as the document: axe is read and
 * compiled once for all screens of a page, which takes longer than to run it. */
export async function axeFinds(page) {
    if (!sessions.has(page))
        sessions.set(page, await page.context().newCDPSession(page));
    const session = sessions.get(page);
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' });
    const evaluate = async (expression, options = {}) => {
        const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, contextId, ...options });
        if (exceptionDetails)
            throw new Error(`axe: ${exceptionDetails.exception.description}`);
        return result.value;
    };
    if (await evaluate('typeof axe') === 'undefined')
        await evaluate(axe);
    const { violations } = await evaluate(run, { awaitPromise: true, returnByValue: true });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ').slice(0, 300)}`);
}

/* On a tablet a target is 96 px (a face 140), 16 px from the next and in the lower three
 * fifths, and nothing scrolls; on a phone it is 64 px, 12 px from the next. What is not
 * displayed is no target. */
export const measureFinds = (page, { phone = false } = {}) => page.evaluate((inHand) => {
    const found = [];
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > innerWidth || (!inHand && scrollHeight > innerHeight))
        found.push(`scrolls: ${scrollWidth} x ${scrollHeight}`);
    const shown = [...document.querySelectorAll('button, textarea')].filter((element) => element.getClientRects().length > 0);
    const targets = shown.map((element) => ({ element, box: element.getBoundingClientRect(), name: element.textContent.trim() }));
    const least = (element) => inHand ? 64 : element.closest('.faces') ? 140 : 96;
    const apart = (one, other) => Math.max(other.left - one.right, one.left - other.right, other.top - one.bottom, one.top - other.bottom);
    for (const { element, box, name } of targets) {
        if (Math.min(box.width, box.height) < least(element) - 0.01)
            found.push(`small: ${name} ${box.width} x ${box.height}`);
        if (!inHand && box.top < innerHeight * 0.4 - 0.01)
            found.push(`high: ${name} ${box.top}`);
        if (box.left < 0 || box.right > innerWidth || (!inHand && box.bottom > innerHeight))
            found.push(`outside: ${name}`);
        const { borderTopColor, backgroundColor } = getComputedStyle(element);
        if (!element.closest('.faces') && [borderTopColor, backgroundColor].every((colour) => colour === 'rgba(0, 0, 0, 0)'))
            found.push(`looks like no key: ${name}`);
        if (element.tagName === 'BUTTON' && (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight + 4))
            found.push(`cut off: ${name}`);
        for (const other of targets)
            if (other.element !== element && apart(box, other.box) < (inHand ? 12 : 16) - 0.01)
                found.push(`close: ${name} / ${other.name} ${apart(box, other.box)}`);
    }

    /* The letters of a line, without the room that the font leaves above and below them. */
    const letters = ({ left, right, top, bottom }) => ({ left, right, top: top + (bottom - top) * 0.2, bottom: bottom - (bottom - top) * 0.2 });
    /* What axe does not tell: it takes text of its ground's colour for hidden on purpose. */
    const ground = (element) => {
        const { backgroundColor } = getComputedStyle(element);
        return backgroundColor === 'rgba(0, 0, 0, 0)' && element.parentElement ? ground(element.parentElement) : backgroundColor;
    };
    const walker = document.createTreeWalker(document.getElementById('screen'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const range = document.createRange(), text = node.data.trim().slice(0, 40), { clipPath } = getComputedStyle(node.parentElement);
        range.selectNodeContents(node);
        if (clipPath !== 'none' || text === '')
            continue;
        if (getComputedStyle(node.parentElement).color === ground(node.parentElement))
            found.push(`unseen: ${text}`);
        const home = node.parentElement.closest('button');
        for (const line of [...range.getClientRects()].map(letters)) {
            const room = home ? home.getBoundingClientRect() : { left: 0, right: innerWidth, top: inHand ? -Infinity : 0, bottom: inHand ? Infinity : innerHeight };
            if (line.left < room.left - 1 || line.right > room.right + 1 || line.top < room.top - 1 || line.bottom > room.bottom + 1)
                found.push(`text outside: ${text}`);
            for (const { element, box, name } of home ? [] : targets)
                if (element !== node.parentElement && apart(line, box) < 0)
                    found.push(`text under a target: ${text} / ${name}`);
        }
    }
    return [...new Set(found)];
}, phone);

export const capitals = (page, inches) => page.evaluate((across) => {
    const pen = document.createElement('canvas').getContext('2d');
    const dot = across * 25.4 / Math.hypot(innerWidth, innerHeight);
    const texts = { 'h1': 'question', '.hint': 'hint', '.cell .label': 'answer', '.key .word': 'key', '.language span': 'key' };
    return Object.entries(texts).flatMap(([selector, what]) => [...document.querySelectorAll(`#screen ${selector}`)]
        .filter((element) => element.getBoundingClientRect().width > 1 && element.textContent.trim() !== '')
        .map((element) => {
            const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
            pen.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
            return {
                what: element.closest('.faces') ? 'face' : element.closest('.back, .tongue, .listen') ? 'sign' : what, text: element.textContent.trim(),
                mm: Number((pen.measureText('H').actualBoundingBoxAscent * dot).toFixed(2)),
            };
        }));
}, inches);
