/* recount.test.mjs: every tally against the responses that are still there - what settling
 * wrote down, told by another way of counting. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, build, root, sqlite } from '../helpers.mjs';
import { analysis, fileOf, makeStore } from '../analysis.mjs';

/* The last whole week of now: a year before it is not yet kept too long. */
const monday = new Date(new Date().toISOString().slice(0, 10) + 'T12:00Z');
monday.setUTCDate(monday.getUTCDate() - (monday.getUTCDay() + 6) % 7 - 7);
const thursday = new Date(monday.getTime() + 3 * 86400000);
const LAST = `${thursday.getUTCFullYear()}-W${String(1 + Math.floor((thursday - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 604800000)).padStart(2, '0')}`;
const simulate = (...words) => execFileSync(join(build, 'simulate'), words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 });
const documents = (centre, ...forms) => simulate('responses', '--centre', fileOf(centre), '--last', LAST,
    ...forms.flatMap((form) => ['--form', `forms/${form}.json`])).trim().split('\n').map((line) => JSON.parse(line));

let store;
before(() => {
    const centre = JSON.parse(simulate('centre', '--centre', 'forms/centres/la-villette.json', '--last', LAST));
    centre.settings = { ...centre.settings, responses_kept: 53 };
    store = makeStore({
        centre, forms: ['exit', 'workshop', 'club', 'interview'],
        given: [{ documents: documents(JSON.stringify(centre), 'exit', 'workshop', 'club') },
            { form: 'interview', mode: 'handed', documents: documents(JSON.stringify(centre), 'interview') }],
    });
});
after(() => store?.remove());

const recount = () => analysis('recount', '--store', store.path);
const tamper = (statement) => sqlite(store.path, statement);
const rows = (query) => ask(store.path, query).trim();

test('a simulated year with every type of question: each tally is what its responses say', () => {
    const { status, stdout } = recount();
    assert.equal(status, 0, stdout);
    const [, compared] = /^(\d+) tallies compared, 0 differ\n$/.exec(stdout);
    const written = rows("SELECT count(*) FROM tally WHERE question IN (SELECT q.value ->> 'name' FROM form, json_each(document, '$.questions') q WHERE q.value ->> 'type' = 'text')");
    assert.ok(Number(compared) > 5000);
    assert.equal(Number(compared) + Number(written), Number(rows('SELECT count(*) FROM tally')));
});

test('a tally that is one more, one that is missing and one of nobody are found, each by name', () => {
    const kept = "place = 'desk-job' AND mode = 'door' AND class = 'plain' AND form = (SELECT max(number) FROM form WHERE id = 'exit')";
    const [week] = rows(`SELECT week FROM tally WHERE ${kept} AND question = 'overall' AND option = '4' INTERSECT
        SELECT week FROM tally WHERE ${kept} AND question = 'forward' AND option = 'yes' LIMIT 1`).split('\n');
    const at = `week = '${week}' AND ${kept}`;
    tamper(`UPDATE tally SET n = n + 1 WHERE ${at} AND question = 'overall' AND option = '4';
            DELETE FROM tally WHERE ${at} AND question = 'forward' AND option = 'yes';
            INSERT INTO tally SELECT week, place, session, form, question, 'never', mode, class, 7 FROM tally WHERE ${at} AND question = 'overall' AND option = ''`);
    const { status, stdout, stderr } = recount();
    assert.equal(status, 65);
    const lines = stdout.split('\n').filter((line) => line.startsWith(week)).map((line) => line.split('\t'));
    assert.deepEqual(lines.map((line) => line.slice(1, 5)), [
        ['desk-job', '', 'forward', 'yes'], ['desk-job', '', 'overall', '4'], ['desk-job', '', 'overall', 'never']]);
    const said = lines.map((line) => line.slice(7).map((words) => Number(words.split(' ')[1])));
    assert.equal(said[0][0], 0);
    assert.equal(said[1][0], said[1][1] + 1);
    assert.deepEqual(said[2], [7, 0]);
    assert.match(stdout, /\n\d+ tallies compared, 3 differ\n$/);
    assert.match(stderr, /3 tallies of '.*' do not say what its responses say: keep the file as it is, and go back to a backup/);
});

test('a week whose responses are gone is not compared', () => {
    tamper('DELETE FROM response');
    const { status, stdout } = recount();
    assert.equal(status, 0);
    assert.equal(stdout, '0 tallies compared, 0 differ\n');
});
