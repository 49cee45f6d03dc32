/* acting.test.mjs: nothing of a form, a name or a file acts: not on a terminal, not in a log,
 * not on a page, in a drawing, a table or a mail, and not in gnuplot. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { analysis, files, fileOf, makeStore, times } from '../analysis.mjs';
import { attempt, dayFrom, fill, post, readJson, root, send, startSmall, versionOf } from './given.mjs';
import { cells, checkCells, checkTags, names, text } from './texts.mjs';

const acts = /[\x00-\x09\x0b-\x1f\x7f\x80-\x9f\u2028-\u202e\u2066-\u2069]/;
const hostile = ['a\u001b]0;title\u0007', 'a\u001b[2J', 'a\rsortie: fine', 'a\nsortie: fine', 'a\u009b31m', 'a\u202ebc', 'a\u2066b', 'a\u0000b'];

let collector;
const markup = '<script>alert(1)</script>"\'&{{name}}`@{0}';
before(async () => {
    collector = await startSmall({ change: (document) => {
        document.name.fr = markup;
        document.places.find(({ id }) => id === 'desk-job').name.fr = markup;
    } });
});
after(() => collector.stop());

test('a name that would act on a terminal is no name', () => {
    const file = join(collector.folder, 'named.json');
    for (const name of hostile) {
        const centre = JSON.parse(fill(JSON.stringify(readJson('tests/submissions/centre.json')), ''));
        centre.name.fr = centre.places[0].name.fr = centre.tracks[0].name.fr = name;
        writeFileSync(file, JSON.stringify(centre));
        const { status, stderr, stdout } = attempt('centre', 'check', file);
        assert.equal(status, 65, `${JSON.stringify(name)}: ${stdout}`);
        assert.doesNotMatch(stderr + stdout, acts);
        if (!name.includes('\0'))
            for (const at of ['/name', '/places/0/name', '/tracks/0/name'])
                assert.ok(stderr.includes(`named.json${at}: `), stderr);
    }
});

test('a rejected line is quoted, and does nothing to the terminal', () => {
    const file = join(collector.folder, 'slips.csv');
    for (const name of hostile.filter((one) => !one.includes('\0'))) {
        writeFileSync(file, `day,place,overall\n${dayFrom(0)},"${name}",4\n${dayFrom(0)},desk-job,"${name}"\n`);
        const { status, stderr } = attempt('import', '--store', collector.store, '--form', 'every', file);
        assert.equal(status, 65, stderr);
        assert.match(stderr, /line \d+: .*\?/);
        assert.doesNotMatch(stderr, acts);
        assert.doesNotMatch(stderr, /^sortie: fine/m);
        writeFileSync(file, `${name},place,overall\n${dayFrom(0)},desk-job,4\n`);
        assert.doesNotMatch(attempt('import', '--store', collector.store, '--form', 'every', file).stderr, acts);
    }
    writeFileSync(file, `${JSON.stringify({ [hostile[0]]: 1 })}\n{"day": \u001b[2J}\n`);
    assert.doesNotMatch(attempt('import', '--store', collector.store, '--form', 'every', file).stderr, acts);
});

test('what a stranger sends is in no log line', async () => {
    collector.errors = '';
    const full = await versionOf(collector);
    await post(collector.address('hall'), { key: hostile[0], form: 'every', version: full, answers: { [hostile[1]]: hostile[2] } });
    await send(collector.port, `GET /${hostile[0]} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    assert.equal(collector.errors, '');
});

test('a name is text on every page of a visitor', async () => {
    for (const path of ['', '/plain?lang=fr', '/plain/thanks?lang=fr', '/plain/counted?lang=fr', '/form?lang=fr', '/plain?lang=%22%3E%3Cscript%3E'])
        for (const point of ['hall', 'desk']) {
            const reply = await fetch(collector.address(point) + path), text = await reply.text();
            if (reply.headers.get('content-type').startsWith('text/html'))
                assert.ok(!text.includes('<script>alert') && !text.includes('"><script>'), path);
            else
                assert.match(reply.headers.get('content-type'), /^application\/json/);
        }
});

const pages = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    + "media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

test('every page forbids what it does not need, every reply is what it says it is', async () => {
    const token = collector.tokens.hall;
    for (const path of ['/', `/p/${token}`, `/p/${token}?plain`, `/p/${token}/plain`, `/p/${token}/plain/thanks`, `/p/${token}/plain/counted`,
        `/p/${token}/form`, `/p/${token}/responses`, `/p/${'0'.repeat(32)}`, `/p/${'0'.repeat(32)}/form`, '/static/tablet.js', '/static/nothing',
        '/worker.js', '/audio/fr/nothing.mp3', '/reports', '/reports/latest/index.html', '/healthz', '/metrics']) {
        const { headers, status } = await fetch(collector.url + path, { redirect: 'manual' });
        assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
        assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
        assert.ok(headers.get('content-type'), path);
        const policy = headers.get('content-security-policy') ?? '';
        assert.match(policy, /default-src 'none'.*frame-ancestors 'none'/, `${path} ${status}`);
        assert.doesNotMatch(policy, /unsafe/);
        if (/^text\/html/.test(headers.get('content-type')))
            assert.equal(policy, pages, path);
        assert.equal(headers.get('server'), null);
        assert.equal(headers.get('set-cookie'), null);
    }
});

/* ---- a centre and a form whose every text would act ---- */

const LANGUAGES = ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar'];
const DAY = '2026-03-03', LATER = '2026-03-31', WEEK = '2026-W14';
const MARK = 'sortie-acted'; /* a file that some of them would make */
const all = names(MARK);

let next = 0;
const map = () => Object.fromEntries(LANGUAGES.map((language) => [language, all[next++ % all.length]]));
const short = () => Object.fromEntries(Object.entries(map()).map(([language, name]) => [language, name.split(/\s+/).slice(0, 10).join(' ') || '='])); /* a question has 12 words */
const scale = (codes) => codes.map((code, i) => ({ code, score: i * 25, text: map() }));
const centre = () => ({
    sortie: 'centre/1', id: 'essai', name: map(), country: 'FR', zone: 'Europe/Paris', languages: LANGUAGES,
    settings: { terms: ['01-01', '05-01', '09-01'] }, calendar: { week: { tue: ['10:00-18:00'] }, closed: [{ from: '2026-01-05', to: '2026-01-06', why: map() }] },
    tracks: [{ id: 'track', name: map() }],
    places: [{ id: 'workshop-a', kind: 'workshop', track: 'track', name: map() },
        ...Array.from({ length: Math.ceil(all.length / LANGUAGES.length) }, (_, i) => ({ id: `desk-${i}`, kind: 'desk', name: map() }))],
    sessions: [{ id: 'a-1', place: 'workshop-a', day: DAY, at: '14:00' }],
});
const form = () => ({
    sortie: 'form/1', id: 'acts', languages: LANGUAGES, title: map(), questions: [
        { name: 'overall', type: 'scale', style: 'faces', core: 'overall.v1', required: true, text: short(), options: scale(['1', '2', '3', '4', '5']) },
        { name: 'place', type: 'pick', kinds: ['desk', 'workshop'], text: short() },
        { name: 'why', type: 'choices', hint: map(), text: short(), options: Array.from({ length: 60 }, (_, i) => ({ code: `o${i}`, text: map() })) },
        { name: 'told', type: 'note', text: map() }],
});

/* gnuplot is asked what it is given before it draws: every file, and its command line. */
function watchGnuplot(folder) {
    mkdirSync(join(folder, 'bin'));
    mkdirSync(join(folder, 'seen'));
    writeFileSync(join(folder, 'bin/gnuplot'), `#!/bin/sh\ncp ./* '${folder}/seen/'\nprintf '%s\\n' "$@" >'${folder}/seen/arguments'\nexec gnuplot "$@"\n`, { mode: 0o755 });
    process.env.PATH = `${join(folder, 'bin')}:${process.env.PATH}`;
}

let store, edition, made;
before(() => {
    const path = process.env.PATH;
    made = { centre: centre(), form: form() };
    store = makeStore({ centre: made.centre, forms: [fileOf(JSON.stringify(made.form))], given: [{ form: 'acts', documents: [
        ...times(12, DAY, { overall: '5', place: 'desk-0', why: ['o0', 'o1'] }), ...times(6, DAY, { overall: '2', place: 'desk-0', why: ['o2'] }),
        ...times(8, DAY, { overall: '4', place: 'a-1', why: ['o3'] }), ...times(9, LATER, { overall: '5', place: 'desk-1', why: ['o0', 'o1', 'o2'] })] }] });
    watchGnuplot(store.folder);
    process.chdir(store.folder);
    edition = store.report(WEEK, ...LANGUAGES.flatMap((language) => ['--lang', language]));
    process.env.PATH = path;
    assert.equal(edition.status, 0, edition.stderr);
});
after(() => {
    process.chdir(root);
    store?.remove();
});

const command = (...words) => {
    const done = attempt(...words, '--store', store.path);
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
};
const entities = (drawing) => drawing.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const readReport = (path) => readFileSync(join(edition.folder, path), 'utf8');
const lines = (told) => told.split('\n').slice(0, -1).map((line) => line.split('\t'));

test('a report has each name as it was given, as a text, on pages of that name only', () => {
    assert.ok(all.length > 80);
    const folders = LANGUAGES.map((language, i) => [language, i ? `${language}/` : '']);
    const pages = ['index', 'poster', 'essai', ...made.centre.places.map(({ id }) => id)];
    assert.deepEqual(files(edition.folder).filter((path) => !path.startsWith('charts/')), [...folders.flatMap(([language, folder]) => [`digest.${language}.txt`, ...pages.map((page) => `${folder}${page}.html`)]),
        'counts.csv', 'dictionary.csv', 'report.css', 'report.json'].sort());
    for (const [language, folder] of folders) {
        for (const { id, name } of made.centre.places) {
            const html = readReport(`${folder}${id}.html`);
            checkTags(html, `${folder}${id}`);
            assert.equal(text(/<h1>(.*)<\/h1>/.exec(html)[1]), name[language]);
            assert.ok(text(/<title>(.*)<\/title>/.exec(html)[1]).startsWith(`${name[language]}, `));
        }
        const html = readReport(`${folder}desk-0.html`), seen = text(html);
        for (const { text: asked, options = [] } of made.form.questions.slice(0, 3).filter(({ type }) => type !== 'pick'))
            for (const one of [asked, ...options.slice(0, 3).map((option) => option.text)])
                assert.ok(seen.includes(one[language]), `${language}: ${one[language]}`);
    }
});

test('no text reaches gnuplot, which makes nothing but its drawings', () => {
    const seen = join(store.folder, 'seen');
    const data = readdirSync(seen).filter((name) => /^(wide|small)-\d+\.dat$/.test(name));
    assert.ok(data.length >= 4, `${data}`);
    assert.deepEqual(readdirSync(seen).sort(), ['arguments', ...data, 'messages'].sort());
    for (const name of data)
        assert.match(readFileSync(join(seen, name), 'utf8'), /^(([\d.-]+|NaN|none|last|mean|[xvc]\d+)[ \n]+)+$/);
    assert.match(readFileSync(join(seen, 'arguments'), 'utf8'), /^-d\n-e\nwide_charts = \d+; small_charts = \d+; funnel_charts = 0\n.*\/analysis\/house\.gp\n$/);
    assert.ok(readReport('desk-0.html').includes('<svg class="chart wide"'));
});

/* Every name of the edition's first language, as the place of a chart. */
test('a chart is drawn again from names that are texts and nothing else', () => {
    const script = readFileSync(join(root, 'analysis/chart.gp'), 'utf8');
    const charts = files(join(edition.folder, 'charts')), tables = charts.filter((path) => path.endsWith('.tsv'));
    assert.deepEqual(charts.filter((path) => path.endsWith('.gp')), tables.map((path) => path.replace('.tsv', '.gp')));
    assert.ok(charts.every((path) => /^[a-z0-9._-]+\.(tsv|gp)$/.test(path)), charts.join('\n'));
    for (const path of charts.filter((one) => one.endsWith('.gp')))
        assert.equal(readReport(`charts/${path}`), script, path);
    const rows = readReport('charts/desk-0.overall.door.week.tsv').split('\n').slice(0, -1).map((line) => line.split('\t'));
    const placed = rows.findIndex(([row]) => row === 'place'), last = rows[0].length - 1;
    assert.ok(rows.every((row) => row.length === rows[0].length));
    assert.equal(rows[placed][last].replace(/^'/, ''), made.centre.places.find(({ id }) => id === 'desk-0').name.fr
        .replace(/[\t\r\n]/g, ' ').replaceAll('"', '\u201D').replaceAll('\\', '\u2216'));
    const folder = join(store.folder, 'again');
    mkdirSync(folder);
    for (const [i, name] of all.entries()) {
        const cell = name.replaceAll('"', '\u201D').replaceAll('\\', '\u2216');
        rows[placed][last] = cell;
        writeFileSync(join(folder, `${i}.tsv`), rows.map((row) => `${row.join('\t')}\n`).join(''));
        writeFileSync(join(folder, `${i}.gp`), script);
    }
    const { status, stderr } = spawnSync('gnuplot', ['-d', ...all.map((_, i) => `${i}.gp`)], { cwd: folder, encoding: 'utf8' });
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(files(folder).filter((path) => !/^\d+\.(tsv|gp|svg)$/.test(path)), []);
    for (const [i, name] of all.entries()) {
        const drawing = readFileSync(join(folder, `${i}.svg`), 'utf8');
        assert.ok(entities(drawing).includes(name.replaceAll('"', '\u201D').replaceAll('\\', '\u2216').trim()), `${i}: ${name}`);
        assert.doesNotMatch(drawing.replace(/<text>[^<]*<\/text>/g, ''), /<(script|img|a)\b|\son[a-z]+=/, name);
    }
});

test('no cell of counts or dictionary is a formula, and the dictionary has each text', () => {
    for (const name of ['counts.csv', 'dictionary.csv'])
        checkCells(readReport(name), name);
    const meanings = cells(readReport('dictionary.csv'));
    assert.ok(meanings.every((row) => row.length === 3));
    const meaning = (what, of) => meanings.find((row) => row[0] === what && row[1] === of)[2];
    const isText = (found, given) => assert.ok(found === given || found === `'${given}`, `${found}, not ${given}`);
    made.centre.places.forEach(({ id, name }) => isText(meaning('place', id), name.fr));
    made.form.questions[2].options.slice(0, 3).forEach(({ code, text: { fr } }) => isText(meaning('option', `why=${code}`), fr));
});

test('a digest commands no mail program', () => {
    for (const language of LANGUAGES)
        for (const line of readReport(`digest.${language}.txt`).split('\n')) {
            assert.doesNotMatch(line, acts);
            assert.doesNotMatch(line, /^[~.]/);
        }
});

test('what the centre changed is a text in the list, on the tablet and in the notice', () => {
    const changes = all.filter((name) => [...name].length <= 120 && name.trim() !== '').filter((_, i) => i % 7 === 0).slice(0, 14);
    for (const change of changes)
        command('change', 'add', '--day', DAY, '--place', 'desk-0', `--did=fr=${change}`, `--said=fr=${change}`);
    assert.deepEqual(lines(command('change', 'list')).map((row) => row.slice(4)), changes.map((change) => [change, change]));
});

test('sheet, notice, poster and code have the names as texts', () => {
    const address = (id, mode) => command('point', 'add', '--id', id, '--mode', mode, '--form', 'acts', '--place', 'desk-0');
    address('hall', 'door');
    address('wall', 'poster');
    for (const [name, ...words] of [['slip.html', 'form', 'print', '--form', 'acts', '--lang', 'ar'], ['slip-fr.html', 'form', 'print', '--form', 'acts', '--lang', 'fr'],
        ['hall.svg', 'point', 'link', '--id', 'hall', '--url', 'http://localhost:8080'], ['wall.svg', 'point', 'poster', '--id', 'wall', '--url', 'http://localhost:8080'],
        ...all.slice(60, 66).map((contact, i) => [`notice-${i}.html`, 'notice', '--lang', 'fr', `--contact=${contact}`])]) {
        command(...words, name === 'hall.svg' ? '--qr' : '--out', join(store.folder, name));
        const page = readFileSync(join(store.folder, name), 'utf8');
        checkTags(page.replace(/<style>[^<]*<\/style>/, ''), name);
        if (name.startsWith('notice'))
            assert.ok(text(page).includes(words.at(-1).slice('--contact='.length)), name);
    }
    assert.ok(text(readFileSync(join(store.folder, 'slip-fr.html'), 'utf8')).includes(made.form.title.fr));
});

test('what is listed on a terminal is one line an entry, and does nothing to it', () => {
    const texts = command('texts', '--lang', 'fr');
    for (const told of [texts, command('point', 'list'), command('change', 'list'), attempt('centre', 'check', join(store.folder, 'centre.json')).stdout])
        assert.doesNotMatch(told.replaceAll('\t', ''), acts);
    const spoken = Object.fromEntries(lines(texts));
    for (const { id, name } of made.centre.places)
        assert.equal(spoken[`place.${id}`], name.fr);
});

test('a bundle of another centre acts no more than its own', () => {
    const row = { quarter: '2026-Q1', kind: 'desk', core: 'overall.v1', mode: 'door', n: 40, positive: 30 };
    const bundles = all.map((name, i) => fileOf(JSON.stringify({ sortie: 'bundle/1', centre: name, name: { en: name }, country: name, zone: name, simulated: i < 20,
        base: 10, rows: [row] })));
    const { status, stderr } = analysis('network', '--out', join(store.folder, 'network'), ...bundles);
    assert.equal(status, 0, stderr);
    const html = readFileSync(join(store.folder, 'network/2026-Q1/index.html'), 'utf8');
    checkTags(html, 'network');
    for (const table of html.split('<table').slice(1))
        assert.deepEqual([...table.matchAll(/<th scope="row">(.*?)<\/th>/g)].map(([, name]) => text(name)), all);
});

test('a core question of another centre is a name of a file and nothing else', () => {
    for (const core of all.slice(0, 100).filter((name) => !/^[a-z][a-z0-9_.-]*$/.test(name))) { /* a process each: our own are enough */
        const file = fileOf(JSON.stringify({ sortie: 'bundle/1', centre: 'c', name: { en: 'C' }, country: 'FR', zone: 'Europe/Paris', simulated: false,
            base: 10, rows: [{ quarter: '2026-Q1', kind: 'desk', core, mode: 'door', n: 40, positive: 30 }] }));
        const { status, stderr } = analysis('network', '--out', join(store.folder, 'network'), file);
        assert.equal(status, 65, core);
        assert.doesNotMatch(stderr, acts);
    }
});

test('an id is a name of a file and nothing else', () => {
    const file = join(store.folder, 'id.json');
    for (const id of ['../x', 'a/b', '.', '..', '-rf', 'index', 'latest', 'none', 'a b', 'A', '', 'a\n', 'a\0b', '%2e', '$(id)', '`id`', 'a'.repeat(48)]) {
        const document = centre();
        document.id = document.tracks[0].id = document.places[0].id = document.places[0].track = document.sessions[0].id = id;
        writeFileSync(file, JSON.stringify(document));
        const { status, stderr } = attempt('centre', 'check', file);
        assert.equal(status, 65, `${JSON.stringify(id)}: ${stderr}`);
        assert.doesNotMatch(stderr, acts);
        if (id.includes('\0'))
            continue; /* is no JSON that we take */
        for (const at of ['/id', '/tracks/0', '/places/0', '/sessions/0'])
            assert.ok(stderr.includes(`id.json${at}`), `${JSON.stringify(id)}: ${stderr}`);
        if (!['index', 'latest', 'none'].includes(id))
            assert.notEqual(attempt('point', 'add', '--store', store.path, `--id=${id}`, '--mode', 'door', '--form', 'acts').status, 0, JSON.stringify(id));
    }
});

test('nothing that a text asked for was done', () => {
    const found = [store.folder, root, '/tmp', process.env.TMPDIR ?? '/tmp'].map((folder) => join(folder, MARK)).filter((path) => existsSync(path));
    assert.deepEqual(found, []);
    assert.deepEqual(files(store.folder).filter((path) => path.includes(MARK)), []);
});
