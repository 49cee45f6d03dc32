/* pictures.mjs: the pictures under docs/ of what visitors and staff see, drawn anew from the
 * page itself. Run by hand after a change of looks, and look at them:
 *
 *     node tests/pictures.mjs
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, startCollector } from './helpers.mjs';
import { everything, points, tellChange, tour, tours } from './browser/screens.mjs';
import { openBrowser, tablets } from './browser/visitor.mjs';

const MOST = 120 * 1024;        /* bytes of a picture: they are cloned with the code */
const GAP = 16;
const PHONE = { width: 360, height: 640 };

const collector = await startCollector({ points, change: everything });
const browser = await openBrowser();

/* PNGs of the screens of a tour that are wanted, in that order. */
async function screens(name, wanted, options) {
    const visitor = await tour(browser, collector.address(name === 'phone' ? 'phone' : 'hall'), { size: tablets.wide, phone: name === 'phone', ...options });
    const found = {};
    await tours[name](visitor, async (screen) => {
        if (wanted.includes(screen))
            found[screen] = await visitor.page.screenshot();
    });
    await visitor.close();
    return wanted.map((screen) => found[screen]);
}

/* A page of pictures side by side, each so wide, as a PNG. */
async function draw(pictures, width) {
    const page = await browser.newPage({ viewport: { width: pictures.length * (width + GAP) - GAP, height: 100 } });
    await page.setContent(`<body style="margin:0;display:flex;gap:${GAP}px;align-items:start">${pictures.map((picture) =>
        `<img alt="" style="width:${width}px" src="${picture}">`).join('')}</body>`);
    await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
    const drawn = await page.screenshot({ fullPage: true });
    await page.close();
    return drawn;
}

const source = (type, bytes) => `data:image/${type};base64,${bytes.toString('base64')}`;

async function hang(name, pictures, width) {
    const path = join(root, 'docs', `${name}.png`);
    const page = await draw(pictures.map((png) => source('png', png)), width);
    writeFileSync(path, page);
    console.log(`docs/${name}.png: ${Math.round(statSync(path).size / 1024)} kB`);
    if (page.length > MOST)
        throw new Error(`docs/${name}.png has ${page.length} bytes, more than ${MOST}`);
}

/* A poster is a file of its owner's that is never replaced: it is drawn in the store's folder. */
async function poster() {
    const file = `${collector.store}.poster.svg`;
    run('point', 'poster', '--store', collector.store, '--id', 'phone', '--url', 'http://sortie.example:8080', '--out', file);
    return draw([source('svg+xml', readFileSync(file))], 794);
}

try {
    await hang('tablet', await screens('exit', ['start'], {}), 1024);
    await hang('tablet-ar', await screens('exit', ['start', 'reasons, chosen'], { language: 'ar' }), 640);
    await hang('tablet-large', await screens('exit', ['start', 'reasons, chosen'], { large: true }), 640);
    await hang('tablet-end', await screens('exit', ['still there', 'thanks'], {}), 640);
    await hang('phone', [...await screens('phone', ['start', 'reasons'], { size: PHONE }),
        ...await screens('phone', ['start', 'waiting'], { size: PHONE, language: 'ar' })], 220);
    tellChange(collector);
    await hang('tablet-upright', await screens('exit', ['start', 'pick', 'forward'], { size: tablets.upright }), 330);
    await hang('staff', await screens('corner', ['PIN', 'panel'], {}), 640);
    await hang('poster', [await poster()], 500);
} finally {
    await browser.close();
    await collector.stop();
}
