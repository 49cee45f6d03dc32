/* remarks.test.mjs: what visitors write - struck before it is kept whatever way it comes, held
 * until staff release it, in batches, without order. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { ask } from '../helpers.mjs';
import { attempt, body, dayFrom, fill, post, readJson, root, startSmall, version, versionOf } from './given.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sortie-remarks-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/* At most 20 characters: every.json asks for no more. */
const secret = 'Quasimodo@b.fr: oui!';
const struck = '[…]: oui!';

/* Does any file beside the store hold these bytes? */
const holds = (store, text) => readdirSync(dirname(store)).filter((name) => name.startsWith('store') && readFileSync(join(dirname(store), name)).includes(text));

/* ---- before it is kept ---- */

test('a text is struck on its way in, as JSON and from the plain page; a retry is the same response', async (t) => {
    const collector = await startSmall({ t, change: (centre) => { centre.settings.questions = { 'every/say': 'on' }; } });
    const sent = body(await versionOf(collector), { answers: { overall: '1', say: secret } });
    for (const status of [201, 200])
        assert.equal((await post(collector.address('hall'), sent)).status, status);
    const page = await (await fetch(`${collector.address('hall')}/plain?lang=fr`)).text();
    const hidden = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name, value]) => [name, value]);
    for (let i = 0; i < 2; i++)
        assert.equal((await fetch(`${collector.address('hall')}/responses`, { method: 'POST', redirect: 'manual',
            body: new URLSearchParams([...hidden, ['q.overall', '1'], ['q.say', secret]]) })).status, 303);
    assert.deepEqual(collector.inbox().map(({ answers }) => answers.say), [struck, struck]);
    assert.deepEqual(holds(collector.store, 'uasimodo'), []);
    assert.notDeepEqual(holds(collector.store, 'oui!'), []);
});

/* ---- held ---- */

let made = 0;
/* A store with remarks of weeks that are over: [text, place, days from now]. */
const makeStore = (change = () => {}) => {
    const store = join(mkdtempSync(join(folder, 'one-')), 'store.db'), file = `${store}.centre.json`;
    const load = (alter = () => {}) => {
        const centre = JSON.parse(fill(JSON.stringify(readJson('tests/submissions/centre.json')), version));
        change(centre);
        alter(centre);
        writeFileSync(file, JSON.stringify(centre));
    };
    const fine = (...words) => {
        const { status, stdout, stderr } = attempt(...words);
        assert.equal(status, 0, stderr);
        return stdout;
    };
    load();
    fine('init', '--store', store, '--centre', file, '--form', join(root, 'tests/submissions/every.json'));
    const remark = (...words) => attempt('remark', words[0], '--store', store, ...words.slice(1));
    return {
        store, remark,
        write: (remarks) => {
            const lines = `${store}.${++made}.jsonl`;
            writeFileSync(lines, remarks.map(([text, place = 'desk-job', days = -14]) =>
                JSON.stringify({ day: dayFrom(days), place, lang: 'fr', answers: { overall: '4', say: text } })).join('\n'));
            fine('import', '--store', store, '--form', 'every', lines);
            rmSync(lines);
            fine('settle', '--store', store);
        },
        load: (alter) => {
            load(alter);
            fine('centre', 'load', '--store', store, file);
        },
        list: () => {
            const { status, stdout, stderr } = remark('list');
            assert.equal(status, 0, stderr);
            return stdout.split('\n').slice(0, -1).map((line) => {
                const [number, place, state, text] = line.split('\t');
                return { number, place, state, text };
            });
        },
        rows: (query) => ask(store, query).trim(),
    };
};
const texts = (list) => list.map(({ text }) => text).sort();
const some = (count, from = 1) => Array.from({ length: count }, (_, i) => [`Remarque ${from + i}`]);

describe('remark list', () => {
    test('of typed-in texts shows what was struck', () => {
        const { write, list, store } = makeStore();
        write([...some(4), [secret]]);
        assert.deepEqual(texts(list()), ['Remarque 1', 'Remarque 2', 'Remarque 3', 'Remarque 4', struck]);
        assert.deepEqual(holds(store, 'uasimodo'), []);
    });

    test('waits until five of a place are there, then shows them together', () => {
        const { write, list } = makeStore();
        write([...some(4), ['Ailleurs', 'here']]);
        assert.deepEqual(list(), []);
        write(some(1, 5));
        assert.deepEqual(texts(list()), ['Remarque 1', 'Remarque 2', 'Remarque 3', 'Remarque 4', 'Remarque 5']);
        write(some(4, 6));
        assert.equal(list().length, 5, 'those that came later wait for company of their own');
        write(some(1, 10));
        assert.equal(list().length, 10);
    });

    test('waits until their week is closed', () => {
        const { write, list } = makeStore();
        write(some(7).map(([text]) => [text, 'desk-job', 0]));
        assert.deepEqual(list(), []);
    });

    test('tells no week, no language, no order: numbers are drawn, and stay', () => {
        const { write, list, rows } = makeStore();
        write(some(40));
        const before = list();
        assert.equal(before.length, 40);
        for (const { number, place, state } of before) {
            assert.match(number, /^\d{12}$/);
            assert.deepEqual([place, state], ['desk-job', 'held']);
        }
        const came = before.map(({ text }) => Number(text.split(' ')[1]));
        let inversions = 0;
        came.forEach((one, i) => came.slice(i + 1).forEach((other) => { inversions += one > other; }));
        assert.ok(Math.abs(inversions - 390) < 3.3 * 86, `${inversions} of 780 pairs are the other way round`);
        write(some(1, 41));
        assert.deepEqual(list(), before, 'though the week was laid anew');
        assert.equal(rows('SELECT count(DISTINCT number) FROM remark'), '41');
    });

    test('never shows those of a sensitive place', () => {
        const { write, list, load, remark } = makeStore();
        write(some(6, 1).map(([text]) => [text, 'club-health']));
        assert.deepEqual(list(), []);
        write(some(6));
        const [{ number }] = list();
        load((centre) => { centre.places.find(({ id }) => id === 'desk-job').sensitive = true; });
        assert.deepEqual(list(), []);
        assert.equal(remark('release', '--number', number).status, 65);
    });

    test('acts on no terminal', () => {
        const { write, remark } = makeStore();
        write([...some(4), ['\u001b[31m\u202Erouge\u009b\ttab\nli\u2066']]);
        const { stdout } = remark('list');
        assert.match(stdout, /\t {1}\[31m rouge  tab li \n/u);
        assert.equal(stdout.split('\n').length, 6);
    });
});

describe('remark strike', () => {
    test('deletes a text, and its bytes', () => {
        const { write, list, remark, store } = makeStore();
        write([...some(5), ['Karim, 2e étage']]);
        assert.notDeepEqual(holds(store, 'Karim'), []);
        const { number } = list().find(({ text }) => text.startsWith('Karim'));
        assert.equal(remark('strike', '--number', number).status, 0);
        assert.equal(list().length, 5);
        assert.deepEqual(holds(store, 'Karim'), []);
    });

    test('deletes words only', () => {
        const { write, list, remark, store } = makeStore();
        write([...some(5), ['Karim, oui Karim ok']]);
        const { number } = list().find(({ text }) => text.startsWith('Karim'));
        assert.equal(remark('strike', '--number', number, '--words', 'Karim').status, 0);
        assert.equal(list().find((each) => each.number === number).text, '[…], oui […] ok');
        assert.deepEqual(holds(store, 'Karim'), []);
        assert.deepEqual(remark('strike', '--number', number, '--words', 'Karim'), { status: 65, stdout: '',
            stderr: 'sortie: the remark does not say \'Karim\': write it as in remark list, with its capitals\n' });
    });

    test('is all or none, and only of what is listed', () => {
        const { write, list, remark, rows } = makeStore();
        write([...some(5), ['Seul', 'here']]);
        const [{ number }] = list(), waiting = rows("SELECT number FROM remark WHERE text = 'Seul'");
        for (const verb of ['strike', 'release'])
            for (const other of ['1', waiting])
                assert.deepEqual(remark(verb, '--number', number, '--number', other), { status: 65, stdout: '',
                    stderr: `sortie: there is no remark ${other}: remark list shows their numbers\n` });
        assert.equal(rows('SELECT count(*) FROM remark'), '6');
        assert.ok(list().every(({ state }) => state === 'held'));
        assert.equal(remark('strike', '--number', '1x').status, 64);
        assert.equal(remark('strike', '--number', number, '--words', '').status, 64);
    });
});

test('remark release lets reports show a remark; it stays released when its week is laid anew', () => {
    const { write, list, remark, rows } = makeStore();
    write(some(5));
    const [one, two] = list();
    assert.equal(remark('release', '--number', one.number, '--number', two.number).status, 0);
    write(some(1, 6));
    assert.deepEqual(list().filter(({ state }) => state === 'released').map(({ number }) => number), [one.number, two.number]);
    assert.equal(rows("SELECT count(*) FROM remark WHERE state = 'released'"), '2');
    assert.equal(remark('strike', '--number', one.number).status, 0, 'and can still be struck');
    assert.equal(list().length, 4);
});
