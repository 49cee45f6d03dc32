/* interrupted.test.mjs: commands that are killed, or lose their power, at SORTIE_TRIES (40) of
 * the calls that reach the disk, spread over all of them. Given once more, each ends as if it had never been
 * disturbed: settle, imports, backup, and the opening of a store of an older version. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { program, root, run, sqlite } from '../helpers.mjs';
import { FLUSH, OPEN, TRUNCATE, WRITE, startDisk } from '../faults/disk.mjs';
import { dayFrom } from './given.mjs';

const CALLS = OPEN | WRITE | FLUSH | TRUNCATE, TRIES = Number(process.env.SORTIE_TRIES || 40);
const aside = mkdtempSync(join(tmpdir(), 'sortie-interrupted-')), work = join(aside, 'work'), store = join(work, 'store.db');
const slips = join(aside, 'slips.csv'), counts = join(aside, 'counts.csv');

const stored = (file) => sqlite(file, 'PRAGMA integrity_check', 'PRAGMA user_version', 'SELECT * FROM tally', 'SELECT week, place, class, answers FROM response ORDER BY 1, 2, 3, 4',
    'SELECT count(*) FROM inbox', 'SELECT day, document FROM imported ORDER BY seq', 'SELECT mode, lines, done FROM import', 'SELECT day, place, session, n FROM visitors', 'SELECT * FROM closing');

/* A store with slips that are imported and wait, and one of version 2 with responses that do. */
before(() => {
    const empty = join(aside, 'empty'), imported = join(aside, 'imported'), old = join(aside, 'old');
    [empty, imported, old].forEach((folder) => mkdirSync(folder));
    run('init', '--store', join(empty, 'store.db'), '--centre', join(root, 'forms/centres/la-villette.json'), '--form', join(root, 'forms/exit.json'));
    writeFileSync(slips, ['day,place,overall,forward', ...Array.from({ length: 300 }, (_, i) =>
        `${dayFrom(-i % 20)},${i % 3 ? 'desk-job' : 'desk-orientation'},${1 + i % 5},${i % 2 ? 'yes' : 'no'}`)].join('\n') + '\n');
    writeFileSync(counts, ['day,visitors', ...Array.from({ length: 300 }, (_, i) => `${dayFrom(-i % 20)},${i}`)].join('\n') + '\n');
    copyFileSync(join(empty, 'store.db'), join(imported, 'store.db'));
    run('import', '--store', join(imported, 'store.db'), '--form', 'exit', slips);
    const older = join(old, 'store.db');
    sqlite(older, 'PRAGMA journal_mode = WAL', `.read ${join(root, 'tests/program/fixtures/schema-2.sql')}`,
        `ATTACH '${join(imported, 'store.db')}' AS new`, 'INSERT INTO centre SELECT * FROM new.centre', 'INSERT INTO form SELECT * FROM new.form',
        'INSERT INTO closing SELECT last FROM new.closing', 'INSERT INTO import (number, digest, mode, lines, done) SELECT number, digest, mode, lines, done FROM new.import',
        'INSERT INTO imported SELECT * FROM new.imported', "INSERT INTO point VALUES ('hall', 'door', 'exit', '')",
        `PRAGMA application_id = ${0x73727469}`, 'PRAGMA user_version = 2');
});
after(() => rmSync(aside, { recursive: true, force: true }));

/* The work folder as that of the case, whole and alone. */
function lay(from) {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work);
    readdirSync(join(aside, from)).forEach((name) => copyFileSync(join(aside, from, name), join(work, name)));
}

const copy = join(work, 'copy.db');
const cases = [
    { what: 'settle', from: 'imported', words: ['settle'], file: store },
    { what: 'import', from: 'empty', words: ['import', '--form', 'exit', slips], file: store },
    { what: 'import of visitors', from: 'empty', words: ['import', '--footfall', counts], file: store },
    { what: 'backup', from: 'imported', words: ['backup', '--out', copy], file: copy },
    { what: 'the opening of a store of version 2', from: 'old', words: ['point', 'list'], file: store },
];
for (const { what, from, words, file } of cases)
    for (const power of [false, true])
        test(`${what}: ${power ? 'the power is cut' : 'killed'} at one call after the other, and done again`, () => {
            lay(from);
            const disk = startDisk(work, { power });
            const give = () => spawnSync(program, [words[0], ...words.slice(1, words[0] === 'point' ? 2 : 1), '--store', store,
                ...words.slice(words[0] === 'point' ? 2 : 1)], { env: disk.env, encoding: 'utf8' });
            disk.watch(CALLS);
            assert.equal(give().status, 0);
            const calls = disk.seen(), expected = stored(file);
            assert.match(expected, /^ok\n/);
            assert.ok(calls > 5);
            let tried = 0, killed = 0;
            for (let first = 1; first <= calls; first += Math.ceil(calls / TRIES)) {
                lay(from);
                disk.keep();
                disk.kill({ calls: CALLS, first });
                const { signal, status, stderr } = give();
                assert.ok(signal === 'SIGKILL' || status === 0, `call ${first} of ${calls}: ${stderr}`);
                tried++;
                killed += signal === 'SIGKILL';
                disk.mend();
                if (power)
                    disk.cut();
                rmSync(`${copy}.part`, { force: true }); /* as its message asks */
                const whole = file === copy && existsSync(copy), again = whole ? null : give();
                assert.ok(whole || again.status === 0, `call ${first}: ${again?.stderr}`);
                assert.equal(stored(file), expected, `call ${first} of ${calls}`);
            }
            assert.ok(killed >= tried * 0.7, 'batches end by the clock, so a faster run may make a few calls less');
            disk.end();
        });
