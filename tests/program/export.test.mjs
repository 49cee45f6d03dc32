/* export.test.mjs: the tables of an edition alone, for other programs. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { analysis, makeStore, readJson, times } from '../analysis.mjs';
import { build } from '../helpers.mjs';

const FILES = ['counts.csv', 'dictionary.csv', 'report.json'];

/* Two desks of a few weeks, one of them hidden beside the other in one week. */
let store, out;
before(() => {
    const answers = (n, day, place, overall) => times(n, day, { overall, place, forward: 'yes' });
    store = makeStore({
        centre: { ...readJson('forms/centres/la-villette.json'), sessions: [] },
        given: [{ documents: [
            ...answers(12, '2026-03-03', 'desk-job', '5'), ...answers(3, '2026-03-03', 'desk-pathway', '1'),
            ...answers(9, '2026-03-10', 'desk-job', '4'), ...answers(8, '2026-03-10', 'desk-pathway', '5')] }],
    });
    out = join(store.folder, 'tables');
});
after(() => store.remove());

const take = (...options) => analysis('export', '--store', store.path, '--out', out, ...options);
const tables = (folder) => Object.fromEntries(FILES.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

test('it is byte for byte what the edition says, of any closed week, language and rules, and no more', () => {
    for (const options of [[], ['--week', '2026-W10'], ['--lang', 'ar'], ['--rules', 'mdc']]) {
        const week = options[0] === '--week' ? options[1] : null;
        const edition = store.report(week, ...options.slice(week ? 2 : 0));
        assert.equal(edition.status, 0, edition.stderr);
        const { status, stdout, stderr } = take(...options);
        assert.equal(status, 0, stderr);
        assert.deepEqual(stdout.trim().split('\n').sort(), FILES.map((name) => join(out, name)));
        assert.deepEqual(readdirSync(out).sort(), FILES);
        assert.deepEqual(tables(out), tables(edition.folder));
    }
});

test('no program that draws is needed', () => {
    const { status, stderr } = spawnSync(join(build, 'sortie-analysis'), ['export', '--store', store.path, '--out', out],
        { encoding: 'utf8', env: { PATH: '/nowhere' } });
    assert.equal(status, 0, stderr);
});

test('what cannot be written says so, and what lay there stays', () => {
    const before_ = tables(out), blocked = join(store.folder, 'blocked');
    writeFileSync(blocked, 'a file');
    for (const [options, wanted, sentence] of [
        [['--week', '2099-W01'], 75, /not closed yet/],
        [['--week', 'yesterday'], 64, /is no week/],
        [['--lang', '../fr'], 65, /language/],
        [['--rules', 'mine'], 64, /rules/],
    ]) {
        const { status, stderr } = take(...options);
        assert.equal(status, wanted, `${options}: ${stderr}`);
        assert.match(stderr, sentence);
    }
    for (const folder of [join(store.folder, 'no', 'such'), blocked]) {
        const { status, stderr } = analysis('export', '--store', store.path, '--out', folder);
        assert.equal(status, 74, stderr);
        assert.match(stderr, new RegExp(folder));
    }
    assert.deepEqual(tables(out), before_);
    assert.ok(!existsSync(join(store.folder, 'no')));
});

test('a store of which no week is closed has none', () => {
    const fresh = join(store.folder, 'fresh.db'), path = join(store.folder, 'centre.json');
    const collector = (...words) => spawnSync(join(build, 'sortie-collector'), words, { encoding: 'utf8' });
    assert.equal(collector('init', '--store', fresh, '--centre', path, '--form', 'forms/exit.json').status, 0);
    const { status, stderr } = analysis('export', '--store', fresh, '--out', join(store.folder, 'none'));
    assert.equal(status, 75);
    assert.match(stderr, /no week is closed yet/);
    assert.ok(!existsSync(join(store.folder, 'none')));
});
