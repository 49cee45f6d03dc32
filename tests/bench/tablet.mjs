/* tablet.mjs: the tablet's page in Debian's Chromium, side by side with a bare page and with
 * SurveyJS showing the same questions; prints a table for a link that adds no delay, on which
 * the aims were set, and one for a link that adds 150 ms to each request. Each measure is the
 * median of ROUNDS (5) rounds in turns, every one in a browser context that has seen nothing
 * before. The collector of SORTIE_BUILD is measured. Times are printed beside their aims and never
 * asserted; bytes and requests are, in tests/browser/weight.test.mjs. */
import { startCollector } from '../helpers.mjs';
import { insecure, openBrowser } from '../browser/visitor.mjs';
import { aims, openScale, tabletPage } from '../browser/weigh.mjs';
import { barePage, servePage, surveyPage } from './peers.mjs';

const rounds = Number(process.env.ROUNDS || 5);
const latencies = [0, 150];      /* ms that the link adds to a request */

const sum = (list, member) => list.reduce((total, one) => total + one[member], 0);

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)];

/* To the first question; the tap at the end proves that it was usable. */
async function arrive(browser, page, latency) {
    const scale = await openScale(browser, page, { slow: true, latency });
    const { ms, asked } = await scale.usable();
    await scale.tap(page.taps[0]);
    await scale.quiet();
    const loaded = scale.requests(0, asked);
    await scale.close();
    return { wire: sum(loaded, 'wire'), requests: loaded.length, bytes: sum(loaded, 'bytes'), usable: ms };
}

/* A visitor at a page that has all it wants, from the first tap to the thanks. */
async function answer(browser, page, latency) {
    const scale = await openScale(browser, page, { slow: true, latency });
    await scale.usable();
    await scale.quiet();
    const before = scale.asked(), taps = [];
    for (const selector of page.taps)
        taps.push(await scale.tap(selector));
    await scale.quiet();
    const asked = scale.requests(before);
    await scale.close();
    return { visit: asked.length, tap: median(taps), slowest: Math.max(...taps) };
}

const whole = (value) => String(Math.round(value));
const kilobytes = (value) => `${(value / 1000).toFixed(1)} kB`;
const seconds = (value) => `${(value / 1000).toFixed(2)} s`;
const milliseconds = (value) => `${whole(value)} ms`;

const rows = [
    ['bytes on the wire until the first question', 'wire', kilobytes],
    ['requests until then', 'requests', whole],
    ['the same bytes, unpacked', 'bytes', kilobytes],
    ['first question usable after', 'usable', seconds],
    ['requests of a visitor, first tap to thanks', 'visit', whole],
    ['tap to next screen, painted: median of a visit', 'tap', milliseconds],
    ['the same, slowest of a visit', 'slowest', milliseconds],
];

function print(measured) {
    const [bare, sortie, survey] = measured.map((list) => (member) => median(list.map((one) => one[member])));
    console.log('| | (a) a bare page | (b) sortie | (c) SurveyJS | aim for (b) | b/a | c/b |\n|---|---|---|---|---|---|---|');
    for (const [title, member, say] of rows)
        console.log(`| ${[title, say(bare(member)), say(sortie(member)), say(survey(member)), aims[member] ? say(aims[member]) : '',
            (sortie(member) / bare(member)).toFixed(1), (survey(member) / sortie(member)).toFixed(1)].join(' | ')} |`);
}

/* What each page took in each round. */
async function measure(pages, latency) {
    const measured = pages.map(() => []);
    for (let round = 0; round < rounds; round++) {
        console.error(`${latency} ms added: round ${round + 1} of ${rounds}`);
        for (const [at, page] of pages.entries())
            measured[at].push({ ...await arrive(browser, page, latency), ...await answer(browser, page, latency) });
    }
    return measured;
}

const collector = await startCollector({ points: { hall: { form: 'exit' } } });
const browser = await openBrowser();
const said = await (await fetch(`${collector.address('hall')}/form?lang=fr`)).json();
const peers = await Promise.all([barePage(said), surveyPage(said)].map(servePage));
try {
    const pages = [peers[0], tabletPage(collector.address('hall')), peers[1]].map((page) => ({ ...page, url: insecure(page.url) }));
    console.log(`Chromium ${browser.version()}, slowed down 4 times, 1.6 Mbit/s down, 0.75 Mbit/s up; medians of ${rounds} rounds in turns.`);
    for (const latency of latencies) {
        const measured = await measure(pages, latency);
        console.log(`\n${latency > 0 ? `${latency} ms added to each request` : 'No delay added'}:\n`);
        print(measured);
    }
} finally {
    await browser.close();
    await Promise.all(peers.map(({ close }) => close()));
    await collector.stop();
}
