/* commands.test.mjs: what staff type - import, settle, check, init - and their exit statuses. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ask, sqlite } from '../helpers.mjs';
import { attempt, begin, body, dayFrom, fill, newKey, pause, post, readJson, root, startSmall, version, versionOf } from './given.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sortie-commands-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const write = (name, text) => {
    const file = join(folder, name);
    writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
    return file;
};
const centreFile = () => write('centre.json', fill(JSON.stringify(readJson('tests/submissions/centre.json')), ''));
const every = join(root, 'tests/submissions/every.json');

let made = 0;
/* A fresh store, and a way to ask it. */
const makeStore = () => {
    const store = join(folder, `${++made}.db`);
    assert.equal(attempt('init', '--store', store, '--centre', centreFile(), '--form', every).status, 0);
    const rows = (query) => ask(store, query).trim();
    const settle = () => attempt('settle', '--store', store);
    const importFile = (file, ...more) => attempt('import', '--store', store, '--form', 'every', ...more, file);
    return { store, rows, settle, importFile };
};

describe('every command', () => {
    const commands = ['init', 'centre check', 'centre load', 'form check', 'form add', 'form print', 'point add', 'point link',
        'point poster', 'point pin', 'point list', 'point revoke', 'change add', 'change remove', 'change list', 'serve', 'texts',
        'import', 'settle', 'purge', 'backup', 'passphrase'];

    test('is listed by --help, and has its own', () => {
        const { status, stdout } = attempt('--help');
        assert.equal(status, 0);
        for (const command of commands) {
            assert.match(stdout, new RegExp(`^  ${command} +\\S`, 'm'));
            const own = attempt(...command.split(' '), '--help');
            assert.equal(own.status, 0);
            assert.ok(own.stdout.startsWith(`sortie-collector ${command}`));
            assert.equal(own.stderr, '');
        }
    });

    test('without what it needs is 64, with one sentence', () => {
        for (const command of commands) {
            const { status, stdout, stderr } = attempt(...command.split(' '));
            assert.equal(status, 64);
            assert.equal(stdout, '');
            assert.match(stderr, /^sortie: '[a-z ]+' needs .*: see --help\n$/);
        }
    });

    test('on a store that is not there is 65', () => {
        for (const words of [['settle'], ['serve'], ['point', 'list'], ['point', 'revoke', '--id', 'a'],
            ['point', 'pin', '--id', 'a', '--pin', '1234'], ['passphrase', '--remove'], ['change', 'list'], ['change', 'remove', '--number', '1'],
            ['change', 'add', '--day', dayFrom(0), '--did', 'x'], ['remark', 'list'], ['remark', 'strike', '--number', '1'], ['remark', 'release', '--number', '1'], ['notice', '--lang', 'fr'], ['texts', '--lang', 'fr'], ['form', 'print', '--form', 'every', '--lang', 'fr', '--out', join(folder, 'x.html')],
            ['point', 'link', '--id', 'a', '--url', 'http://sortie'], ['point', 'poster', '--id', 'a', '--url', 'http://sortie', '--out', join(folder, 'x.svg')],
            ['import', '--form', 'every', every], ['form', 'add', every], ['centre', 'load', centreFile()]])
            assert.equal(attempt(...words, '--store', join(folder, 'nowhere.db')).status, 65, words.join(' '));
    });

    test('on a store of an older version works; one that only reads says which command brings it up to date', () => {
        const { store, rows } = makeStore();
        sqlite(store, 'ALTER TABLE remark DROP COLUMN number; ALTER TABLE remark DROP COLUMN state; '
            + 'DROP TABLE change; DROP TABLE manager; DROP TABLE visitors; DROP TABLE period; ALTER TABLE closing DROP COLUMN chosen; DROP TABLE point; CREATE TABLE point (id TEXT PRIMARY KEY, '
            + 'mode TEXT NOT NULL, form TEXT NOT NULL, place TEXT NOT NULL) STRICT; PRAGMA user_version = 2');
        const list = () => attempt('change', 'list', '--store', store);
        assert.deepEqual(list(), { status: 75, stdout: '',
            stderr: `sortie: '${store}' was made by an older version: run sortie-collector point list --store on it once\n` });
        assert.deepEqual(attempt('point', 'list', '--store', store), { status: 0, stdout: '', stderr: '' });
        assert.deepEqual(list(), { status: 0, stdout: '', stderr: '' });
        assert.equal(rows('SELECT last FROM closing'), '', 'it closed no week');
    });

    test('on a store of a newer version is 78', () => {
        const { store } = makeStore();
        sqlite(store, 'PRAGMA user_version = 99');
        for (const words of [['settle'], ['serve'], ['point', 'list'], ['form', 'add', every]])
            assert.equal(attempt(...words, '--store', store).status, 78, words.join(' '));
    });
});

describe('checks', () => {
    test('name the file, the place in it, and what to do', () => {
        const form = readJson('tests/submissions/every.json');
        delete form.questions[0].text.en;
        const file = write('form.json', form);
        const { status, stderr } = attempt('form', 'check', every, file);
        assert.equal(status, 65);
        assert.equal(stderr, `sortie: ${file}/questions/0/text: the translation 'en' is missing: add it\n`);
    });

    test('name the line of broken JSON', () => {
        const { status, stderr } = attempt('form', 'check', write('broken.json', '{\n "id": 1,\n}'));
        assert.equal(status, 65);
        assert.match(stderr, /broken\.json is not JSON: line 3, /);
    });

    test('of several files tell of each', () => {
        const { status, stderr } = attempt('form', 'check', write('a.json', '{'), write('b.json', '['), every);
        assert.equal(status, 65);
        assert.match(stderr, /a\.json/);
        assert.match(stderr, /b\.json/);
    });

    test('let a good centre pass, and refuse a language without words', () => {
        assert.equal(attempt('centre', 'check', centreFile()).status, 0);
        const centre = JSON.parse(JSON.stringify(readJson('tests/submissions/centre.json')).replaceAll('"en"', '"zz"'));
        const { status, stderr } = attempt('centre', 'check', write('zz.json', fill(JSON.stringify(centre), '')));
        assert.equal(status, 65);
        assert.match(stderr, /sortie does not speak 'zz' here/);
    });
});

test('init never writes over a file', () => {
    const file = write('precious.db', 'precious');
    const { status, stderr } = attempt('init', '--store', file, '--centre', centreFile(), '--form', every);
    assert.equal(status, 65);
    assert.match(stderr, /it exists already/);
    assert.equal(execFileSync('cat', [file], { encoding: 'utf8' }), 'precious');
});

test('a point has tokens, printed once and kept as hashes', () => {
    const { store, rows } = makeStore();
    const token = attempt('point', 'add', '--store', store, '--id', 'hall', '--mode', 'door', '--form', 'every').stdout;
    assert.match(token, /^[0-9a-f]{32}\n$/);
    const link = attempt('point', 'link', '--store', store, '--id', 'hall', '--url', 'http://sortie:8080/').stdout;
    assert.match(link, /^http:\/\/sortie:8080\/p\/[0-9a-f]{32}\n$/);
    assert.equal(attempt('point', 'list', '--store', store).stdout, 'hall\tdoor\tevery\t-\t2 of 2 tokens in force\tnever\n');
    assert.equal(rows(`SELECT count(*) FROM token WHERE instr(hex(hash), upper('${token.trim()}'))`), '0');
    assert.equal(attempt('point', 'revoke', '--store', store, '--id', 'hall').stdout, '2 tokens revoked\n');
    assert.equal(attempt('point', 'list', '--store', store).stdout, 'hall\tdoor\tevery\t-\t0 of 2 tokens in force\tnever\n');
    for (const words of [['--id', 'hall', '--mode', 'door'], ['--id', 'b', '--mode', 'window'], ['--id', 'C', '--mode', 'door']])
        assert.ok([64, 65].includes(attempt('point', 'add', '--store', store, '--form', 'every', ...words).status));
    for (const [place, why] of [['desk-paris', /the centre has no place 'desk-paris': its file has their ids, such as 'desk-job' and '[a-z-]+'\n$/],
        ['here', /'here' is the whole centre: leave --place out\n$/]]) {
        const { status, stderr } = attempt('point', 'add', '--store', store, '--id', 'd', '--mode', 'door', '--form', 'every', '--place', place);
        assert.equal(status, 65);
        assert.match(stderr, why);
    }
});

const MEND = 'The lines that are right are in. Mend the others and import them in a file of their own: '
    + 'these lines again would count twice.\n';

describe('import', () => {
    test('reads CSV: places by id or name in any language, lists, columns renamed', () => {
        const { rows, settle, importFile } = makeStore();
        const monday = dayFrom(-28 - (new Date(`${dayFrom(-28)}T12:00Z`).getUTCDay() + 6) % 7);
        const sunday = new Date(Date.parse(monday) + 6 * 86400000).toISOString().slice(0, 10);
        const file = write('paper.csv', '\uFEFFday;service;score;reasons;say;forward\n'
            + `${monday};desk-job;2;wait far;"Trop; long";yes\n`
            + `${monday};Jobs;5;;;\n`
            + `${sunday};Emploi;4;;;little\n`
            + '2019-01-07;;1;wait;;\n');
        const { status, stdout, stderr } = importFile(file, '--rename', 'service=place', '--rename', 'score=overall');
        assert.equal(stderr, '');
        assert.equal(status, 0);
        assert.equal(stdout, '4 kept, 0 rejected\n');
        assert.equal(settle().status, 0);
        assert.equal(rows("SELECT place, mode, answers FROM response ORDER BY 1, 3"),
            'desk-job|paper|{"forward":"little","overall":"4"}\n'
            + 'desk-job|paper|{"forward":"yes","overall":"2","reasons":["wait","far"]}\n'
            + 'desk-job|paper|{"overall":"5"}');
        assert.equal(rows('SELECT count(DISTINCT week) FROM response'), '1', 'Monday and Sunday are of one week');
        assert.equal(rows("SELECT place, option, mode, n FROM tally WHERE week = '2019-W02' AND option <> ''"),
            'here|1|paper|1\nhere|wait|paper|1', 'long ago: counted only');
        assert.equal(rows('SELECT place, text FROM remark'), 'desk-job|Trop; long');
    });

    test('lists what it rejects, with the line and the reason, and keeps the rest', () => {
        const { importFile, rows } = makeStore();
        const file = write('mixed.csv', `day,place,overall\n2026-03-02,desk-job,4\n,desk-job,4\n2026-03-02,"two\nlines",4\n`
            + `2026-03-02,desk-job\n2026-03-02,desk-job,9\n${dayFrom(1)},desk-job,4\n2026-02-30,,4\n2026-03-02,,\n2026-03-03,,5\n`);
        const { status, stdout, stderr } = importFile(file);
        assert.equal(status, 0);
        assert.equal(stdout, '2 kept, 7 rejected\n');
        assert.equal(stderr, 'line 3: /day: must be a day such as "2026-11-22"\n'
            + "line 4: /place: this centre has no place or session 'two?lines'\n"
            + 'line 6: the line has another number of columns than the header\n'
            + "line 7: /answers/overall: '9' is not an option of this question\n"
            + 'line 8: /day: this day is still to come\n'
            + 'line 9: /day: must be a day such as "2026-11-22"\n'
            + 'line 10: /answers/overall: this question needs an answer\n' + MEND);
        assert.equal(rows('SELECT count(*) FROM imported'), '2');
    });

    test('remembers a file by its bytes, form and mode', () => {
        const { importFile, rows } = makeStore();
        const file = write('once.csv', 'day,overall\n2026-03-02,4\n');
        assert.equal(importFile(file).stdout, '1 kept, 0 rejected\n');
        const again = importFile(write('copy.csv', 'day,overall\n2026-03-02,4\n'));
        assert.equal(again.status, 0);
        assert.equal(again.stdout, '0 kept: this file was imported before\n');
        assert.equal(importFile(file, '--mode', 'handed').stdout, '1 kept, 0 rejected\n');
        assert.equal(rows('SELECT count(*) FROM imported'), '2');
    });

    /* The second starts while the first has read some of it: one of them goes on, and the other
     * says so, or finds the file done. */
    test('the same file twice at once is counted once', { timeout: 120000 }, async () => {
        const { store, rows } = makeStore(), MANY = 20000;
        const ended = (child) => new Promise((done) => {
            let errors = '';
            child.stderr.on('data', (some) => { errors += some; });
            child.once('close', (status) => done({ status, errors }));
        });
        const twice = async (lines, ...words) => {
            const file = write('many.csv', lines), read = () => rows('SELECT ifnull(max(number), 0), ifnull(sum(lines), 0) FROM import');
            const first = begin('import', '--store', store, ...words, file), before = read();
            const one = ended(first);
            while (read() === before && first.exitCode === null)
                await pause(5);
            const other = await ended(begin('import', '--store', store, ...words, file)), both = [await one, other];
            assert.ok(both.some(({ status }) => status === 0), JSON.stringify(both));
            for (const { status, errors } of both.filter(({ status }) => status !== 0)) {
                assert.equal(status, 75, errors);
                assert.match(errors, /this file is being imported by another command/);
            }
        };
        await twice('day,overall\n' + '2026-03-02,4\n'.repeat(MANY), '--form', 'every');
        assert.equal(rows('SELECT count(*) FROM imported'), String(MANY));
        await twice('day,visitors\n' + '2026-03-02,1\n'.repeat(MANY), '--footfall');
        assert.equal(rows('SELECT sum(n) FROM visitors'), String(MANY));
    });

    test('of a file of which nothing is kept is 65, and may be tried again', () => {
        const { store, importFile } = makeStore();
        const file = write('nothing.csv', 'day,place,overall\n2026-03-02,desk-new,4\n');
        assert.equal(importFile(file).status, 65);
        const centre = JSON.parse(fill(JSON.stringify(readJson('tests/submissions/centre.json')), ''));
        centre.places.push({ id: 'desk-new', kind: 'desk', name: { fr: 'Neuf', en: 'New' } });
        assert.equal(attempt('centre', 'load', '--store', store, write('wider.json', centre)).status, 0);
        assert.equal(importFile(file).stdout, '1 kept, 0 rejected\n');
    });

    test('of columns that nobody knows, an unknown form or mode, or no file, says so', () => {
        const { store, importFile } = makeStore();
        const unknown = importFile(write('columns.csv', 'day,score\n2026-03-02,4\n'));
        assert.equal(unknown.status, 65);
        assert.match(unknown.stderr, /column 'score' is neither day, place, lang, part nor a question of form 'every': name it with --rename score=QUESTION/);
        assert.equal(importFile(write('empty.csv', '')).status, 65);
        assert.equal(importFile(join(folder, 'not-there.csv')).status, 65);
        assert.equal(importFile(write('a.csv', 'day,overall\n2026-03-02,4\n'), '--mode', 'window').status, 64);
        assert.equal(attempt('import', '--store', store, '--form', 'exit', every).status, 65);
    });

    test('reads JSON lines, with and without keys', () => {
        const { importFile, rows, settle } = makeStore();
        const key = newKey();
        const line = (changes) => JSON.stringify({ day: '2026-03-02', answers: { overall: '4' }, ...changes });
        const file = write('lines.jsonl', [line({ key }), line({}), '', '{"day": ', line({ place: 'desk-job', lang: 'en' }),
            line({ key, answers: { overall: '1' } }), line({ version: 'x' }), line({ key: 'short' })].join('\n'));
        const { stdout, stderr } = importFile(file);
        assert.equal(stdout, '4 kept, 3 rejected\n');
        assert.match(stderr, /^line 4: the line is not JSON: .*\nline 7: \/version: .*\nline 8: \/key: .*\nThe lines that are right are in\. .*\n$/);
        assert.match(settle().stdout, /^3 settled in 1 weeks, 0 waiting for company, 1 known already, /);
        assert.equal(rows('SELECT place, n FROM tally WHERE question = "" ORDER BY 1'), 'desk-job|1\nhere|2');
        assert.equal(rows('SELECT lang, n FROM spoken ORDER BY 1'), 'en|1\nfr|2');
    });

    test('of a tablet whose clock is of 1970 or 2040 counts them today, as uncertain', () => {
        const { importFile, rows, settle } = makeStore();
        const day = (changes) => JSON.stringify({ key: newKey(), answers: { overall: '4' }, ...changes });
        const { stdout, stderr } = importFile(write('clocks.jsonl', ['1970-01-02', '2040-01-01', dayFrom(-3)].map((one) => day({ day: one })).join('\n')));
        assert.deepEqual([stdout, stderr], ['3 kept, 0 rejected\n', '']);
        const today = rows('SELECT max(day) FROM imported');
        assert.equal(rows('SELECT day FROM imported ORDER BY seq'), `${today}\n${today}\n${today - 3}`);
        settle();
        assert.equal(rows("SELECT class, count(*) FROM response GROUP BY 1 ORDER BY 1"), 'plain|1\nuncertain|2');
        assert.equal(rows("SELECT count(*) FROM response WHERE week < '2020'"), '0');
    });

    test('counts a handed tablet\'s file as handed, and the tablet\'s own sending as the same', async (t) => {
        const own = await startSmall({ t }), full = await versionOf(own);
        const sent = body(full), told = { ...sent, mode: 'handed', place: 'desk-job' };
        const take = (name, ...documents) => attempt('import', '--store', own.store, '--form', 'every', write(name, documents.map((one) => JSON.stringify(one)).join('\n')));
        assert.equal(take('handed.jsonl', told).stdout, '1 kept, 0 rejected\n');
        assert.equal(attempt('settle', '--store', own.store).status, 0);
        assert.deepEqual(own.rows('SELECT place, mode FROM response'), ['desk-job|handed']);
        assert.equal((await post(own.address('desk'), sent)).status, 200);
        assert.equal((await post(own.address('desk'), { ...body(full), mode: 'handed' })).status, 422);
        const { status, stderr } = take('wrong.jsonl', { ...told, mode: 'window' }, { ...told, mode: 1 });
        assert.equal(status, 65);
        assert.equal(stderr, 'line 1: /mode: must be door, handed, poster or paper\nline 2: /mode: must be door, handed, poster or paper\n'
            + `sortie: no line of '${join(folder, 'wrong.jsonl')}' could be kept\n`);
    });

    test('into closed weeks names them, and their edition is revised', () => {
        const { settle, importFile, rows } = makeStore();
        assert.equal(settle().status, 0);
        const { stdout } = importFile(write('late.csv', `day,overall\n2026-03-02,4\n2026-03-03,4\n2026-03-09,4\n${dayFrom(0)},4\n`));
        assert.equal(stdout, '4 kept, 0 rejected\n2026-W10 is closed: its next edition says "revised"\n'
            + '2026-W11 is closed: its next edition says "revised"\n');
        settle();
        assert.equal(rows('SELECT * FROM revision'), '2026-W10|1\n2026-W11|1');
    });

    test('that was interrupted goes on where it stopped, and adds nothing twice', async () => {
        const { store, importFile, rows } = makeStore();
        const lines = 60000;
        const file = write('long.csv', `day,place,overall\n${'2026-03-02,desk-job,4\n'.repeat(lines)}`);
        const progress = () => (rows('SELECT lines, done FROM import') || '0|0').split('|').map(Number);
        let kills = 0;
        for (let tries = 0; tries < 40 && kills < 3; tries++) {
            const [before] = progress();
            const child = begin('import', '--store', store, '--form', 'every', file);
            const gone = new Promise((done) => { child.once('exit', done); });
            while (child.exitCode === null && progress()[0] === before)
                await pause(5);
            child.kill('SIGKILL');
            await gone;
            const [in_, done] = progress();
            kills += in_ > 0 && !done;
            if (done)
                break;
        }
        assert.ok(kills > 0, 'no import was interrupted');
        assert.equal(importFile(file).status, 0);
        assert.equal(rows('SELECT count(*), (SELECT done FROM import) FROM imported'), `${lines}|1`);
    });
});

describe('settle', () => {
    let collector, full;
    before(async () => {
        collector = await startSmall();
        full = await versionOf(collector);
    });
    after(() => collector.stop());

    test('works beside a running collector, and loses nothing', async (t) => {
        const sent = [];
        let busy = true;
        t.after(() => { busy = false; });
        const load = (async () => {
            while (busy) {
                const document = body(full);
                const reply = await post(collector.address('hall'), document);
                if (reply.status === 201)
                    sent.push(document);
                else
                    assert.equal(reply.status, 503);
            }
        })();
        const more = async (count) => {
            for (const by = Date.now() + 60000, from = sent.length; Date.now() < by && sent.length < from + count;)
                await pause(20);
        };
        for (let i = 0; i < 5; i++) {
            assert.equal(attempt('settle', '--store', collector.store).status, 0);
            await more(5);
        }
        busy = false;
        await load;
        assert.equal(attempt('settle', '--store', collector.store).status, 0);
        assert.ok(sent.length >= 25);
        assert.deepEqual(collector.rows("SELECT sum(n) FROM tally WHERE question = ''"), [String(sent.length)]);
        await pause(1500);
        for (const document of sent.slice(0, 5))
            assert.equal((await post(collector.address('hall'), document)).status, 200);
        assert.equal((await post(collector.address('hall'), { ...sent[0], answers: { overall: '1' } })).status, 409);
        assert.deepEqual(collector.rows('SELECT count(*) FROM inbox'), ['0']);
    });

    test('is told of a second collector: 75, by whatever name it calls the store', () => {
        const link = join(collector.folder, 'link.db');
        symlinkSync(collector.store, link);
        for (const name of [collector.store, link]) {
            const { status, stderr } = attempt('serve', '--store', name, '--port', String(collector.port));
            assert.equal(status, 75);
            assert.match(stderr, /another collector serves '.*': stop it first/);
        }
    });

    test('is not begun beside itself by a hard link, and nothing is written by one: 65, until the other name is gone', () => {
        const link = join(collector.folder, 'twin.db');
        linkSync(collector.store, link);
        const before = readFileSync(link);
        for (const name of [link, collector.store])
            for (const words of [['settle'], ['point', 'list'], ['serve', '--port', String(collector.port)]]) {
                const { status, stderr } = attempt(...words, '--store', name);
                assert.equal(status, 65, words[0]);
                assert.match(stderr, /cannot open the store '.*': it has another name, by which it would be spoilt \(a hard link\): remove that, or work on a copy\n$/);
            }
        assert.ok(readFileSync(link).equals(before));
        assert.equal(attempt('purge', '--check', '--store', collector.store).status, 0, 'it is read');
        rmSync(link);
        assert.equal(attempt('settle', '--store', collector.store).status, 0);
    });

    test('closes the weeks that are over', () => {
        assert.match(attempt('settle', '--store', collector.store).stdout, /closed to 20\d\d-W\d\d\n$/);
    });

    /* A session that was announced, and is gone from the file: what was said of it before. */
    const givenCancelled = async (t) => {
        const own = await startSmall({ t, change: (centre) => {
            centre.sessions = [{ id: 'cv-later', place: 'workshop-cv', day: dayFrom(20) }];
        } });
        const said = body(await versionOf(own), { answers: { overall: '4', place: 'cv-later' } });
        assert.equal((await post(own.address('hall'), said)).status, 201);
        const file = join(own.folder, 'centre.json'), centre = JSON.parse(readFileSync(file));
        writeFileSync(file, JSON.stringify({ ...centre, sessions: [] }));
        assert.equal(attempt('centre', 'load', '--store', own.store, file).status, 0);
        return { own, said, counted: () => own.rows("SELECT place, session, n FROM tally WHERE question = 'overall' AND option = '4'") };
    };

    test('counts for its place what is said of a session that was cancelled since, also by a tablet that was off', async (t) => {
        const { own, said, counted } = await givenCancelled(t);
        await pause(1500); /* the collector has read the file by then */
        const form = await (await fetch(`${own.address('hall')}/form?lang=fr`)).json();
        assert.deepEqual(form.sessions, []);
        assert.equal((await post(own.address('hall'), said)).status, 200);
        const later = { ...said, key: newKey() };
        assert.equal((await post(own.address('hall'), later)).status, 201);
        const unknown = await post(own.address('hall'), { ...said, key: newKey(), answers: { overall: '4', place: 'cv-never' } });
        assert.equal(unknown.status, 422);
        assert.deepEqual((await unknown.json()).problems.map(({ at }) => at), ['/answers/place']);
        assert.equal(attempt('settle', '--store', own.store).status, 0);
        assert.deepEqual(own.rows('SELECT count(*) FROM inbox'), ['0']);
        assert.deepEqual(counted(), ['workshop-cv||2']);
    });

    test('counts for the centre what was said of a session that nobody knows any more', async (t) => {
        const { own, counted } = await givenCancelled(t);
        sqlite(own.store, "UPDATE centre SET document = json_remove(document, '$.cancelled')");
        assert.equal(attempt('settle', '--store', own.store).status, 0);
        assert.deepEqual(own.rows('SELECT count(*) FROM inbox'), ['0']);
        assert.deepEqual(counted(), ['here||1']);
    });

    test('says what no longer fits its form, and leaves it', async (t) => {
        const own = await startSmall({ t });
        assert.equal((await post(own.address('hall'), body(await versionOf(own), { answers: { overall: '4', place: 'desk-job' } }))).status, 201);
        await own.end();
        sqlite(own.store, `UPDATE inbox SET document = replace(document, '"4"', '"9"')`);
        const { status, stderr } = attempt('settle', '--store', own.store);
        assert.equal(status, 65);
        assert.match(stderr, /some responses no longer fit their form and stay in the inbox/);
        assert.deepEqual(own.rows('SELECT count(*) FROM inbox'), ['1']);
    });
});

test('a port that is taken, or cannot be, is told', async (t) => {
    const own = await startSmall({ t }), other = makeStore();
    assert.equal(attempt('serve', '--store', other.store, '--port', String(own.port)).status, 74);
    assert.equal(attempt('serve', '--store', other.store, '--port', '70000').status, 64);
    assert.equal(attempt('serve', '--store', other.store, '--listen', 'nowhere.invalid').status, 64);
});

test('the version of a form is the digest that its check prints', async (t) => {
    const own = await startSmall({ t });
    assert.ok((await versionOf(own)).startsWith(version));
});

test('a folder that cannot be written is 74', () => {
    const locked = join(folder, 'none', 'deeper');
    mkdirSync(join(folder, 'none'));
    assert.equal(attempt('init', '--store', join(locked, 's.db'), '--centre', centreFile(), '--form', every).status, 74);
});
