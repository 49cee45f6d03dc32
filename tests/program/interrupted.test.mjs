/* interrupted.test.mjs: commands that are killed, or lose their power, at SORTIE_TRIES (40) of
 * the calls that reach the disk, spread over all of them. Given once more, each ends as if it had never been
 * disturbed: settle, imports, backup, and (at half as many) the opening of a store of each older version. */
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
    'SELECT count(*) FROM inbox', 'SELECT day, document FROM imported ORDER BY seq', 'SELECT mode, lines, done FROM import', 'SELECT day, place, session, n FROM visitors', 'SELECT * FROM closing',
    'SELECT * FROM point', 'SELECT count(*) FROM token', 'SELECT * FROM change', 'SELECT week, n, place, text, state, number > 0 FROM remark', 'SELECT * FROM manager');

/* A store of an older version that says what `rich` does, as far as its tables and their
 * columns go. The first one kept slips beside the responses that wait. */
const OLDER = [1, 2, 3, 4, 5];
function makeOlder(version, rich) {
    const folder = join(aside, `version ${version}`), older = join(folder, 'store.db');
    mkdirSync(folder);
    sqlite(older, 'PRAGMA journal_mode = WAL', `.read ${join(root, `tests/program/fixtures/schema-${version}.sql`)}`);
    const columns = sqlite(older, `ATTACH '${rich}' AS new`, `SELECT name, group_concat('"' || one || '"') FROM
        (SELECT o.name, a.name AS one FROM main.sqlite_schema o, pragma_table_info(o.name, 'main') a, pragma_table_info(o.name, 'new') b
         WHERE o.type = 'table' AND a.name = b.name) GROUP BY name`).trim().split('\n').map((line) => line.split('|'));
    assert.ok(columns.length > 12, String(columns.length));
    sqlite(older, 'PRAGMA foreign_keys = OFF', `ATTACH '${rich}' AS new`,
        ...columns.filter(([table]) => version > 1 || table !== 'inbox').map(([table, names]) => `INSERT INTO main."${table}" (${names}) SELECT ${names} FROM new."${table}"`),
        ...version > 1 ? [] : ["INSERT INTO main.inbox SELECT seq, key, day, day, 'paper', '', import, document FROM new.imported"],
        `PRAGMA application_id = ${0x73727469}`, `PRAGMA user_version = ${version}`);
}

/* A store with slips that are imported and wait; and of each older version one with that, answers
 * that are settled, remarks, a point, a change, a passphrase and counts of visitors. */
before(() => {
    const [empty, imported, rich] = ['empty', 'imported', 'rich'].map((name) => join(aside, name));
    [empty, imported, rich].forEach((folder) => mkdirSync(folder));
    run('init', '--store', join(empty, 'store.db'), '--centre', join(root, 'forms/centres/la-villette.json'), '--form', join(root, 'forms/exit.json'));
    writeFileSync(slips, ['day,place,overall,forward', ...Array.from({ length: 300 }, (_, i) =>
        `${dayFrom(-i % 20)},${i % 3 ? 'desk-job' : 'desk-orientation'},${1 + i % 5},${i % 2 ? 'yes' : 'no'}`)].join('\n') + '\n');
    writeFileSync(counts, ['day,visitors', ...Array.from({ length: 300 }, (_, i) => `${dayFrom(-i % 20)},${i}`)].join('\n') + '\n');
    copyFileSync(join(empty, 'store.db'), join(imported, 'store.db'));
    run('import', '--store', join(imported, 'store.db'), '--form', 'exit', slips);
    const all = join(rich, 'store.db'), again = join(aside, 'again.csv');
    copyFileSync(join(imported, 'store.db'), all);
    run('settle', '--store', all);
    writeFileSync(again, `day,place,overall,forward\n${`${dayFrom(-2)},desk-job,4,yes\n`.repeat(30)}`);
    run('import', '--store', all, '--form', 'exit', again);
    run('import', '--store', all, '--footfall', counts);
    run('point', 'add', '--store', all, '--id', 'hall', '--mode', 'door', '--form', 'exit');
    run('change', 'add', '--store', all, '--day', dayFrom(-30), '--place', 'desk-job', '--did', 'Un accueil de plus');
    sqlite(all, "INSERT INTO manager VALUES (1, 'x')", "INSERT INTO remark VALUES ('2026-W40', 1, 'desk-job', 'fr', 1, 'un', 7, 'waiting'), ('2026-W40', 2, 'desk-job', 'fr', 0, 'deux', 8, 'waiting')");
    for (const version of OLDER)
        makeOlder(version, all);
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
    ...OLDER.map((version) => ({ what: `the opening of a store of version ${version}`, from: `version ${version}`, words: ['point', 'list'], file: store, tries: TRIES / 2 })),
];
for (const { what, from, words, file, tries = TRIES } of cases)
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
            for (let first = 1; first <= calls; first += Math.ceil(calls / tries)) {
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
