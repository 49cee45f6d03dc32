/* crash.test.mjs: promises 1 and 2 of the inbox and of settling, for as long as it is told -
 * eight senders that repeat until they hear that a response is kept, while the collector and
 * `settle` are killed at random moments. Then each response is there once, and every tally is
 * what the senders remember.
 *
 *     make soak       200 kills and 100,000 responses at least (SORTIE_KILLS, SORTIE_RESPONSES) */
import assert from 'node:assert/strict';
import http from 'node:http';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { program, run, startCollector } from '../helpers.mjs';
import { dayFrom, newKey, pause, postBy, versionOf } from './given.mjs';

const KILLS = Number(process.env.SORTIE_KILLS || 8), RESPONSES = Number(process.env.SORTIE_RESPONSES || 1500), SENDERS = 8;
const PLACES = ['desk-job', 'desk-orientation', 'club-over45', 'none'];
let collector, version;

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' } } });
    version = await versionOf(collector);
});
after(() => collector?.stop());

const any = (list) => list[Math.floor(Math.random() * list.length)];
const between = (low, high) => low + Math.random() * (high - low);
const died = (child) => new Promise((done) => { child.once('exit', (code, signal) => done(signal || code)); });

/* Sends one response after another, each until it is kept; what was sent, in `log`. */
async function sender(state) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    while (!state.stopped) {
        const answers = { overall: any(['1', '2', '3', '4', '5']), place: any(PLACES), forward: any(['yes', 'little', 'no']) };
        const document = { key: newKey(), form: 'exit', version, day: dayFrom(0), lang: 'fr', complete: true, answers };
        for (let kept = false; !kept;) {
            const { status, text } = await postBy(agent, collector.address('hall'), document);
            kept = status > 0 && status < 300 && JSON.parse(text).kept === document.key;
            if (!kept && ![0, 429, 503].includes(status))
                throw new Error(`${status} ${text}`);
            if (!kept)
                await pause(between(5, 40));
        }
        state.log.push(answers);
    }
    agent.destroy();
}

/* `settle` beside the collector, killed after so many ms if it still runs. */
async function settleAndKill(ms) {
    const child = spawn(program, ['settle', '--store', collector.store], { stdio: 'ignore' });
    const ended = died(child);
    await Promise.race([ended, pause(ms)]);
    child.kill('SIGKILL');
    return ended;
}

/* Rows "place|question|option|n" of plain responses, as the store tells and as the senders do. */
const told = () => collector.rows(`SELECT place, question, option, sum(n) FROM tally WHERE class = 'plain'
    GROUP BY place, question, option ORDER BY place, question, option`);
function remembered(log) {
    const counts = new Map();
    const count = (...row) => counts.set(row.join('|'), (counts.get(row.join('|')) || 0) + 1);
    for (const { place: picked, ...answers } of log) {
        const place = picked === 'none' ? 'la-villette' : picked;
        count(place, '', '');
        for (const [question, option] of Object.entries(answers)) {
            count(place, question, '');
            count(place, question, option);
        }
    }
    return [...counts].map(([row, n]) => `${row}|${n}`).sort();
}

test(`what was acknowledged is kept once, over ${KILLS} kills and ${RESPONSES} responses, and counted as it was given`, async () => {
    const state = { log: [], stopped: false };
    const senders = Promise.all(Array.from({ length: SENDERS }, () => sender(state)));
    const failed = senders.catch((error) => { state.failure = error; });
    let kills = 0, killedSettlings = 0;
    while (!state.failure && (kills < KILLS || state.log.length < RESPONSES)) {
        await pause(between(20, 400));
        if (kills % 2 === 0 && await settleAndKill(between(1, 120)) === 'SIGKILL')
            killedSettlings++;
        await collector.end('SIGKILL');
        kills++;
        await collector.serve();
    }
    state.stopped = true;
    await failed;
    assert.ifError(state.failure);
    run('settle', '--store', collector.store);
    console.log(`${kills} kills of the collector, ${killedSettlings} of settle, ${state.log.length} responses`);
    assert.deepEqual(collector.rows('SELECT count(*) FROM response'), [String(state.log.length)]);
    assert.deepEqual(collector.rows('SELECT count(*) FROM seen'), [String(state.log.length)]);
    assert.deepEqual(collector.rows('SELECT count(*) FROM inbox'), ['0']);
    assert.deepEqual(told().sort(), remembered(state.log));
    assert.deepEqual(collector.rows('PRAGMA integrity_check'), ['ok']);
});
