/* crash.test.mjs: promises 1 and 2 of the inbox and of settling, for as long as it is told -
 * eight senders that repeat until they hear that a response is kept, while the collector and
 * `settle` are killed at random moments. Then each response is there once, and every tally is
 * what the senders remember.
 *
 *     make soak       200 kills and 100,000 responses at least (SORTIE_KILLS, SORTIE_RESPONSES) */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startCollector } from '../helpers.mjs';
import { pause, versionOf } from './given.mjs';
import { assertAsRemembered, between, killedAfter, startSenders } from './senders.mjs';

const KILLS = Number(process.env.SORTIE_KILLS || 8), RESPONSES = Number(process.env.SORTIE_RESPONSES || 1500);
let collector, version;

before(async () => {
    collector = await startCollector({ points: { hall: { form: 'exit' } } });
    version = await versionOf(collector);
});
after(() => collector?.stop());

test(`what was acknowledged is kept once, over ${KILLS} kills and ${RESPONSES} responses, and counted as it was given`, async (t) => {
    const senders = startSenders(t, collector, version);
    let kills = 0, killedSettlings = 0;
    while (!senders.failure && (kills < KILLS || senders.log.length < RESPONSES)) {
        await pause(between(20, 400));
        if (kills % 2 === 0 && await killedAfter(between(1, 120), 'settle', '--store', collector.store) === 'SIGKILL')
            killedSettlings++;
        await collector.end('SIGKILL');
        kills++;
        await collector.serve();
    }
    await senders.stop();
    console.log(`${kills} kills of the collector, ${killedSettlings} of settle, ${senders.log.length} responses`);
    assertAsRemembered(collector, senders.log);
});
