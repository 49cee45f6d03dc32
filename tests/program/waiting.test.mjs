/* waiting.test.mjs: a visitor never waits for the centre's own work: while a long file is
 * imported or settled, and while reports are made, each response is kept. A collector that has waited
 * 2 s for the store says 503: none does. How long it took is printed, for a person to judge:
 * a busy machine takes as long as it likes.
 *
 *     make soak       a million rows (SORTIE_ROWS) */
import assert from 'node:assert/strict';
import http from 'node:http';
import { spawn } from 'node:child_process';
import { openSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build, program, startCollector } from '../helpers.mjs';
import { dayFrom, pause, postBy, versionOf } from './given.mjs';
import { exitOf, given } from './senders.mjs';

const ROWS = Number(process.env.SORTIE_ROWS || 30000);
let collector, version;

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' } } });
    version = await versionOf(collector);
});
after(() => collector?.stop());

/* Visitors, ten a second, until the work is done: how long the slowest waited. */
async function answeredDuring(work) {
    const agent = new http.Agent({ keepAlive: true });
    let working = true, slowest = 0, answered = 0;
    const ended = work.then((status) => { working = false; return status; });
    while (working) {
        const since = Date.now();
        const { status, text } = await postBy(agent, collector.address('hall'), given(version));
        assert.equal(status, 201, text);
        slowest = Math.max(slowest, Date.now() - since);
        answered++;
        await pause(100);
    }
    agent.destroy();
    assert.equal(await ended, 0);
    return { slowest, answered };
}

function slips() {
    const path = join(collector.folder, 'slips.csv'), file = openSync(path, 'w');
    const days = Array.from({ length: 300 }, (_, back) => dayFrom(-back));
    writeSync(file, 'day,place,overall,forward\n');
    for (let row = 0; row < ROWS; row += 1000)
        writeSync(file, Array.from({ length: 1000 }, (_, i) => `${days[i % 300]},desk-job,${1 + i % 5},yes\n`).join(''));
    closeSync(file);
    return path;
}

const begun = (...words) => exitOf(spawn(words[0], words.slice(1), { stdio: 'ignore' }));

test(`no visitor waits 2 s while ${ROWS} rows are imported or settled, or a report is made`, async () => {
    const imported = await answeredDuring(begun(program, 'import', '--store', collector.store, '--form', 'exit', slips()));
    const settled = await answeredDuring(begun(program, 'settle', '--store', collector.store));
    const reported = await answeredDuring(begun(join(build, 'sortie-analysis'), 'report', '--store', collector.store,
        '--out', join(collector.folder, 'reports'), '--lang', 'fr'));
    console.log(`import: ${imported.answered} answered, slowest ${imported.slowest} ms; settle: ${settled.answered}, ${settled.slowest} ms; report: ${reported.answered}, ${reported.slowest} ms`);
});
