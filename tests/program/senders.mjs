/* senders.mjs: visitors of a test that remember what they gave: each response is sent until it
 * is kept, whatever becomes of the collector meanwhile. Afterwards the store must tell what
 * they remember.
 *
 *     const senders = startSenders(t, collector, version);
 *     ... kill, cut, fill ...
 *     await senders.stop();
 *     assertAsRemembered(collector, senders.log);              settles first */
import assert from 'node:assert/strict';
import http from 'node:http';
import { spawn } from 'node:child_process';
import { program, run } from '../helpers.mjs';
import { dayFrom, newKey, pause, postBy } from './given.mjs';

const PLACES = ['desk-job', 'desk-orientation', 'club-over45', 'none'];

export const any = (list) => list[Math.floor(Math.random() * list.length)];
export const between = (low, high) => low + Math.random() * (high - low);
export const exitOf = (child) => new Promise((done) => { child.once('exit', (code, signal) => done(signal || code)); });

export const given = (version) => ({ key: newKey(), form: 'exit', version, day: dayFrom(0), lang: 'fr', complete: true,
    answers: { overall: any(['1', '2', '3', '4', '5']), place: any(PLACES), forward: any(['yes', 'little', 'no']) } });

/* Sends one response after another, each until it is kept; what was sent, in `log`. */
async function send(collector, version, senders) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    while (!senders.stopped) {
        const document = given(version);
        for (let kept = false; !kept && !senders.over;) {
            const { status, text } = await postBy(agent, collector.address('hall'), document);
            kept = status > 0 && status < 300 && JSON.parse(text).kept === document.key;
            if (!kept && ![0, 429, 503].includes(status))
                throw new Error(`${status} ${text}`);
            if (!kept)
                await pause(between(5, 40));
        }
        if (!senders.over)
            senders.log.push(document.answers);
    }
    agent.destroy();
}

/* Stopped, each sender still sees its last response kept; once the test `t` is over, none
 * goes on. */
export function startSenders(t, collector, version, count = 8) {
    const senders = { log: [], stopped: false, over: false, failure: null };
    t.after(() => { senders.stopped = senders.over = true; });
    const done = Promise.all(Array.from({ length: count }, () => send(collector, version, senders)))
        .catch((error) => { senders.failure = error; });
    senders.stop = async () => {
        senders.stopped = true;
        await done;
        assert.ifError(senders.failure);
    };
    return senders;
}

/* A command beside the collector, killed after so many ms if it still runs: how it ended. */
export async function killedAfter(ms, ...words) {
    const child = spawn(program, words, { stdio: 'ignore' });
    const ended = exitOf(child);
    await Promise.race([ended, pause(ms)]);
    child.kill('SIGKILL');
    return ended;
}

/* Rows "place|question|option|n" of plain responses, as the store tells and as the senders do. */
const told = (collector) => collector.rows(`SELECT place, question, option, sum(n) FROM tally WHERE class = 'plain'
    GROUP BY place, question, option`).sort();
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

/* Settled, the store holds each response once, and counts them as they were given. */
export function assertAsRemembered(collector, log) {
    run('settle', '--store', collector.store);
    assert.deepEqual(collector.rows('PRAGMA integrity_check'), ['ok']);
    assert.deepEqual(collector.rows('SELECT count(*) FROM response'), [String(log.length)]);
    assert.deepEqual(collector.rows('SELECT count(*) FROM seen'), [String(log.length)]);
    assert.deepEqual(collector.rows('SELECT count(*) FROM inbox'), ['0']);
    assert.deepEqual(told(collector), remembered(log));
}
