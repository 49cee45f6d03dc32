/* aloud.test.mjs: what the tablet reads aloud - the list of texts, the drafts that
 * collector/speak makes of it, and the sound files that the collector serves. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync,
    writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { attempt, readJson, root, send, statuses } from './given.mjs';
import { startCollector } from '../helpers.mjs';

const languages = ['fr', 'en', 'es', 'it', 'pt', 'de', 'ca', 'eu', 'ar'];
const drafts = join(root, 'build/share/audio');
const folderFor = (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'aloud-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
};
const put = (folder, document) => {
    const path = join(folder, `${document.id}.json`);
    writeFileSync(path, JSON.stringify(document));
    return path;
};
const parse = (text) => Object.fromEntries(text.trimEnd().split('\n').map((line) => {
    const parts = line.split('\t');
    assert.equal(parts.length, 2, line);
    return parts;
}));

describe('texts', () => {
    const textsOf = (language, ...words) => {
        const { status, stdout, stderr } = attempt('texts', '--lang', language, ...words);
        assert.equal(status, 0, stderr);
        return { texts: parse(stdout), stderr, lines: stdout.trimEnd().split('\n') };
    };

    test('are all that a visitor may hear, each under its key, in each language', () => {
        const form = readJson('forms/exit.json'), centre = readJson('forms/centres/la-villette.json');
        for (const language of languages) {
            const words = readJson(`forms/words/${language}.json`);
            const { texts, lines } = textsOf(language, '--form', join(root, 'forms/exit.json'),
                '--centre', join(root, 'forms/centres/la-villette.json'));
            const wanted = {};
            for (const [key, text] of Object.entries(words))
                if (key.startsWith('kiosk.') && !key.startsWith('kiosk.staff.') && !text.includes('{'))
                    wanted[key] = text;
            for (const { name, text, hint, options = [], type, max } of form.questions) {
                wanted[`exit.${name}`] = text[language];
                if (hint)
                    wanted[`exit.${name}.hint`] = hint[language];
                for (const option of options)
                    wanted[`exit.${name}.${option.code}`] = option.text[language];
                if (type === 'choices')
                    wanted[`kiosk.max.${max}`] = words['kiosk.max'].replace('{n}', max);
            }
            for (const { id, name, sensitive } of centre.places)
                if (!sensitive)
                    wanted[`place.${id}`] = name[language];
            assert.deepEqual(texts, wanted);
            assert.ok(wanted['exit.say.hint'] && wanted['kiosk.max.2']);
            assert.deepEqual(lines.map((line) => line.split('\t')[0]).slice(0, 2), ['kiosk.again', 'kiosk.back'], 'in the words\' order');
            for (const key of Object.keys(texts))
                assert.match(key, /^[a-z0-9._-]+$/);
        }
    });

    test('of a store are those of its newest forms', async (t) => {
        const folder = folderFor(t), store = join(folder, 'store.db'), form = readJson('forms/exit.json');
        assert.equal(attempt('init', '--store', store, '--centre', join(root, 'forms/centres/guadeloupe.json'),
            '--form', join(root, 'forms/exit.json')).status, 0);
        form.questions[0].text.fr = 'Un autre texte ?';
        assert.equal(attempt('form', 'add', '--store', store, put(folder, form)).status, 0);
        const { texts } = textsOf('fr', '--store', store);
        assert.equal(texts['exit.overall'], 'Un autre texte ?');
        assert.equal(texts['place.desk-job'], 'Trouver un emploi');
        assert.equal(texts['place.club-women'], undefined, 'sensitive');
        assert.equal(textsOf('eu', '--store', store).texts['place.desk-job'], undefined, 'it has no Basque name');
    });

    test('are a line each, whatever an author wrote', (t) => {
        const folder = folderFor(t), form = readJson('forms/exit.json');
        form.questions[0].text.fr = 'Un\nexit.forward deux ?';
        const { texts } = textsOf('fr', '--form', put(folder, form));
        assert.equal(texts['exit.overall'], 'Un exit.forward deux ?');
        assert.match(texts['exit.forward'], /^Repartez/);
    });

    test('that two claim a key for are not spoken', (t) => {
        const folder = folderFor(t), form = { ...readJson('forms/exit.json'), id: 'kiosk' };
        form.questions[2].name = 'next';
        const { texts, stderr } = textsOf('fr', '--form', put(folder, form));
        assert.equal(texts['kiosk.next'], undefined);
        assert.match(stderr, /'kiosk\.next' names two texts/);
        assert.match(texts['kiosk.overall'], /passé/);
    });

    test('of nobody, or of a language that is not there, are refused', () => {
        const form = join(root, 'forms/exit.json');
        for (const [status, why, ...words] of [
            [64, /--store FILE, or --form/, '--lang', 'fr'],
            [64, /--store FILE, or --form/, '--lang', 'fr', '--store', 'x.db', '--form', form],
            [64, /--lang/, '--form', form],
            [65, /xx\.json/, '--lang', 'xx', '--form', form],
            [65, /is not a language code/, '--lang', '../fr', '--form', form],
            [65, /nothing\.json/, '--lang', 'fr', '--form', 'nothing.json'],
            [65, /nothing\.db/, '--lang', 'fr', '--store', 'nothing.db'],
        ]) {
            const attempted = attempt('texts', ...words);
            assert.equal(attempted.status, status, attempted.stderr);
            assert.match(attempted.stderr, why);
        }
    });
});

describe('speak', () => {
    const speak = (folder, input, language = 'fr', env = process.env) => {
        const { status, stdout, stderr } = spawnSync(join(root, 'collector/speak'), [language, join(folder, 'audio')],
            { input, cwd: folder, encoding: 'utf8', env });
        return { status, stdout, stderr, file: (key) => join(folder, 'audio', language, `${key}.mp3`) };
    };
    /* Frames of 32 kbit/s: 4,000 bytes a second. */
    const isMp3 = (path) => {
        const bytes = readFileSync(path), { stdout } = spawnSync('lame', ['--quiet', '--decode', path, '-'],
            { maxBuffer: 1 << 26 });
        assert.ok(bytes[0] === 0xff && (bytes[1] & 0xe6) === 0xe2, 'MPEG audio, layer III');
        assert.ok(bytes.length > 1200 && bytes.length < 40000, `${bytes.length} bytes`);
        assert.ok(stdout.length > 0.3 * 22050 * 2, `${stdout.length} bytes of wave`);
    };

    test('makes a draft of each text, once', (t) => {
        const folder = folderFor(t), input = 'exit.overall\tComment ça s’est passé ?\nexit.forward.yes\tOui\n'
            + 'club.forward.yes\tOui\n';
        const first = speak(folder, input);
        assert.equal(first.status, 0, first.stderr);
        assert.match(first.stdout, /^fr: 3 of 3 texts spoken/);
        for (const key of ['exit.overall', 'exit.forward.yes', 'club.forward.yes'])
            isMp3(first.file(key));
        assert.deepEqual(readdirSync(join(folder, 'audio/fr')).sort(),
            ['club.forward.yes.mp3', 'exit.forward.yes.mp3', 'exit.overall.mp3', 'texts.tsv']);
        const old = new Date(2020, 1, 1), list = join(folder, 'audio/fr/texts.tsv'), before = readFileSync(list, 'utf8');
        utimesSync(first.file('exit.overall'), old, old);
        assert.match(speak(folder, input).stdout, /^fr: 0 of 3/);
        assert.equal(statSync(first.file('exit.overall')).mtimeMs, old.getTime());
        assert.equal(readFileSync(list, 'utf8'), before);
    });

    test('in every language', (t) => {
        const folder = folderFor(t);
        for (const language of languages) {
            const { status, stderr, file } = speak(folder,
                `kiosk.promise\t${readJson(`forms/words/${language}.json`)['kiosk.promise']}\n`, language);
            assert.equal(status, 0, stderr);
            isMp3(file('kiosk.promise'));
        }
    });

    test('speaks a changed text anew, and only that', (t) => {
        const folder = folderFor(t);
        const { file } = speak(folder, 'a.b\tUne question\na.c\tUne autre\n');
        const [changed, kept] = [readFileSync(file('a.b')), statSync(file('a.c'))];
        assert.match(speak(folder, 'a.b\tUne question plus claire\na.c\tUne autre\n').stdout, /^fr: 1 of 2/);
        assert.notDeepEqual(readFileSync(file('a.b')), changed);
        assert.equal(statSync(file('a.c')).mtimeMs, kept.mtimeMs);
        assert.match(speak(folder, 'a.b\tUne question plus claire\na.c\tUne autre\n').stdout, /^fr: 0 of 2/);
        assert.match(speak(folder, 'a.b\tUne question\na.c\tUne autre\n').stdout, /^fr: 1 of 2/);
        assert.deepEqual(readFileSync(file('a.b')), changed);
    });

    test('never touches a recording: new, put over a draft, linked, and when its text changes', (t) => {
        const folder = folderFor(t);
        const { file } = speak(folder, 'a.draft\tUne question\n');
        const recorded = { 'a.new': 'a voice', 'a.draft': 'a better voice', 'a.link': 'a linked voice' };
        writeFileSync(join(folder, 'elsewhere'), recorded['a.link']);
        symlinkSync(join(folder, 'elsewhere'), file('a.link'));
        for (const key of ['a.new', 'a.draft'])
            writeFileSync(file(key), recorded[key]);
        for (const text of ['Une question', 'Une question plus claire']) {
            const { status, stdout } = speak(folder, Object.keys(recorded).map((key) => `${key}\t${text}\n`).join(''));
            assert.equal(status, 0);
            assert.match(stdout, /^fr: 0 of 3/);
            for (const [key, bytes] of Object.entries(recorded))
                assert.equal(readFileSync(file(key), 'utf8'), bytes);
        }
        assert.equal(readFileSync(join(folder, 'audio/fr/texts.tsv'), 'utf8'), '', 'none of them is a draft now');
    });

    test('only speaks what could be a command', (t) => {
        const folder = folderFor(t);
        const hostile = ['--help', '-w stolen.wav', '$(touch x)', '`touch x`', '"; touch x; "', "'; touch x; '", '; touch x',
            '\\n\\t%s%n', '[[touch x', '<mark name="x"/>oui', '../../x', 'oui\ttouch x', '& | > x < /etc/passwd', '* ? ~'];
        const { status, stdout, stderr, file } = speak(folder, hostile.map((text, i) => `h.${i}\t${text}\n`).join(''));
        assert.equal(status, 0, stderr);
        assert.match(stdout, /^fr: 14 of 14/);
        hostile.forEach((_, i) => assert.ok(statSync(file(`h.${i}`)).size > 1000));
        assert.deepEqual(readdirSync(folder), ['audio']);
        assert.deepEqual(readdirSync(join(folder, 'audio')), ['fr']);
        assert.equal(readdirSync(join(folder, 'audio/fr')).length, hostile.length + 1);
    });

    test('refuses a bad key, a line that is none and a text without a word; it speaks the rest', (t) => {
        const folder = folderFor(t);
        const { status, stderr, file } = speak(folder, ['../x\tOui', '/tmp/x\tOui', 'A.b\tOui', '.hidden\tOui', '-w\tOui',
            'a b\tOui', 'a;b\tOui', `${'a'.repeat(121)}\tOui`, '\tOui', '', 'a line', 'a.dots\t...', 'a.good\tOui'].join('\n'));
        assert.equal(status, 65);
        for (const line of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
            assert.match(stderr, new RegExp(`line ${line}: `));
        assert.match(stderr, /'a\.dots' cannot be spoken/);
        assert.ok(existsSync(file('a.good')));
        assert.deepEqual(readdirSync(join(folder, 'audio/fr')).sort(), ['a.good.mp3', 'texts.tsv']);
        assert.deepEqual(readdirSync(folder), ['audio']);
    });

    test('says what is missing', (t) => {
        const folder = folderFor(t);
        for (const [status, why, language, env] of [[69, /no voice 'xx'/, 'xx'], [64, /not a language code/, '../fr'],
            [64, /not a language code/, '--fr'], [69, /espeak-ng is missing/, 'fr', { PATH: folder }]]) {
            const attempted = speak(folder, 'a.b\tOui\n', language, env);
            assert.equal(attempted.status, status, attempted.stderr);
            assert.match(attempted.stderr, why);
        }
        assert.deepEqual(readdirSync(folder), []);
    });
});

describe('the collector', () => {
    let collector, folder;
    const ask = (path, headers = {}) => fetch(`${collector.url}/audio/${path}`, { headers });
    const list = async (language = 'fr') => (await ask(language)).json();
    const bytesOf = async (reply) => Buffer.from(await reply.arrayBuffer());
    const isMissing = async (reply) => {
        assert.equal(reply.status, 404);
        assert.equal(reply.headers.get('content-type'), 'application/json');
        assert.match((await reply.json()).error, /^[a-z].*[^.]$/s);
    };
    const record = (name, bytes) => writeFileSync(join(folder, 'fr', name), bytes);
    const again = async (...options) => {
        await collector.end();
        assert.equal(collector.process.exitCode, 0, collector.errors);
        await collector.serve(...options);
    };
    before(async () => {
        folder = mkdtempSync(join(tmpdir(), 'aloud-'));
        mkdirSync(join(folder, 'fr'));
        collector = await startCollector({ forms: ['exit'], points: { hall: { form: 'exit' } },
            change: ({ places }) => { places.find(({ id }) => id === 'desk-change').name.fr = 'Changer de métier'; } });
    });
    after(async () => {
        await collector.end();
        assert.equal(collector.process.exitCode, 0, collector.errors);
        await collector.stop();
        rmSync(folder, { recursive: true, force: true });
    });

    test('lists the drafts of each language, sorted, with a version', async () => {
        for (const language of languages) {
            const reply = await ask(language), { version, names, ...rest } = await reply.json();
            assert.equal(reply.status, 200);
            assert.equal(reply.headers.get('content-type'), 'application/json');
            assert.equal(reply.headers.get('cache-control'), 'no-cache');
            assert.equal(reply.headers.get('etag'), `W/"${version}"`);
            assert.match(version, /^[0-9a-f]{16}$/);
            assert.deepEqual(rest, {});
            assert.deepEqual(names, [...names].sort());
            for (const name of ['exit.overall', 'exit.overall.1', 'exit.say.hint', 'kiosk.max.2', 'kiosk.yes', 'place.desk-job'])
                assert.ok(names.includes(name), `${name} in ${language}`);
            assert.ok(!names.some((name) => name.startsWith('club.')), 'a form that this centre has not');
            const same = await ask(language, { 'If-None-Match': `W/"${version}"` });
            assert.equal(same.status, 304);
            assert.equal((await same.text()), '');
        }
    });

    test('gives a file, for good under its version', async () => {
        const { version, names } = await list();
        for (const name of names) {
            const reply = await ask(`fr/${name}.mp3?v=${version}`);
            assert.equal(reply.status, 200);
            assert.equal(reply.headers.get('content-type'), 'audio/mpeg');
            assert.equal(reply.headers.get('cache-control'), 'public, max-age=31536000, immutable');
            assert.deepEqual(await bytesOf(reply), readFileSync(join(drafts, 'fr', `${name}.mp3`)));
        }
        for (const query of ['', '?v=', '?v=0123456789abcdef', `?v=${version}0`, `?w=${version}`])
            assert.equal((await ask(`fr/exit.overall.mp3${query}`)).headers.get('cache-control'), 'no-cache');
        const head = await fetch(`${collector.url}/audio/fr/exit.overall.mp3`, { method: 'HEAD' });
        assert.equal(Number(head.headers.get('content-length')), statSync(join(drafts, 'fr/exit.overall.mp3')).size);
    });

    test('never reads another name than the one it shows', async () => {
        const { names } = await list();
        assert.ok(existsSync(join(drafts, 'fr/place.desk-change.mp3')));
        assert.ok(!names.includes('place.desk-change'), 'its draft says the old name');
        await isMissing(await ask('fr/place.desk-change.mp3'));
        assert.ok((await list('en')).names.includes('place.desk-change'), 'the English name is the same');
    });

    test('has no other address', async () => {
        for (const path of ['', 'xx', 'FR', 'fr/', 'f', 'frx', 'fr/exit.overall', 'fr/exit.overall.mp3/', 'fr//exit.overall.mp3',
            'fr/exit.overall.mp3.mp3', 'fr/.mp3', 'fr/texts.tsv', 'fr/nothing.mp3', 'fr/exit.mp3', 'xx/exit.overall.mp3',
            'fr/en/exit.overall.mp3', `fr/${'a'.repeat(3000)}.mp3`])
            await isMissing(await ask(path));
        await isMissing(await fetch(`${collector.url}/audio`));
        assert.equal((await fetch(`${collector.url}/audio/fr`, { method: 'POST' })).status, 405);
        for (const path of ['/audio/../../../etc/passwd', '/audio/fr/../en/exit.overall.mp3', '/audio/fr/%2e%2e/en/exit.overall.mp3',
            '/audio/fr/..%2fen%2fexit.overall.mp3', '/audio/fr/exit.overall.mp3%00', '/audio/fr/exit%2eoverall.mp3',
            '/audio/%66r', '/audio/fr/exit.overall%00.mp3', '//audio/fr', '/audio//fr', '/./audio/fr', '/audiox/fr',
            '/audio/fr/..', '/audio/..', '/audio/fr\\exit.overall.mp3']) {
            const { text } = await send(collector.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
            assert.deepEqual(statuses(text), [404], path);
            assert.match(text, /\{"error": "/);
        }
    });

    test('puts own recordings before the drafts, file by file', async () => {
        const old = await list();
        record('exit.overall.mp3', 'a human voice');
        record('place.desk-change.mp3', 'the new name');
        record('place.club-trans.mp3', 'a sensitive place');
        record('exit.overall.1.mp3', '');
        record('exit.overall.2.mp3', 'x'.repeat(1024 * 1024 + 1));
        record('place.desk-nowhere.mp3', 'nobody shows this');
        record('odd name.mp3', 'odd');
        mkdirSync(join(folder, 'fr/exit.overall.3.mp3'));
        writeFileSync(join(folder, 'secret'), 'secret');
        symlinkSync(join(folder, 'secret'), join(folder, 'fr/exit.overall.4.mp3'));
        symlinkSync(join(folder, 'fr'), join(folder, 'en'));
        await again('--audio', folder);
        const { version, names } = await list();
        assert.notEqual(version, old.version);
        assert.deepEqual(names, [...old.names, 'place.desk-change'].sort());
        assert.equal(await (await ask(`fr/exit.overall.mp3?v=${version}`)).text(), 'a human voice');
        assert.equal(await (await ask('fr/place.desk-change.mp3')).text(), 'the new name');
        for (const name of ['exit.overall.1', 'exit.overall.2', 'exit.overall.3', 'exit.overall.4', 'exit.forward'])
            assert.deepEqual(await bytesOf(await ask(`fr/${name}.mp3`)), readFileSync(join(drafts, 'fr', `${name}.mp3`)));
        assert.deepEqual(await bytesOf(await ask('en/exit.overall.mp3')), readFileSync(join(drafts, 'en/exit.overall.mp3')));
        await isMissing(await ask('fr/place.club-trans.mp3'));
        await isMissing(await ask('fr/odd%20name.mp3'));
    });

    test('has another version when a size or a time changes, and not otherwise', async () => {
        const { version } = await list(), path = join(folder, 'fr/exit.overall.mp3');
        await again('--audio', folder);
        assert.equal((await list()).version, version);
        utimesSync(path, new Date(2020, 1, 1), new Date(2020, 1, 1));
        await again('--audio', folder);
        const later = (await list()).version;
        assert.notEqual(later, version);
        record('exit.forward.mp3', 'longer');
        await again('--audio', folder);
        assert.notEqual((await list()).version, later);
    });

    test('does not give a changed file for good, and no longer one that is gone or became a link', async () => {
        const { version } = await list(), path = join(folder, 'fr/exit.forward.mp3');
        record('exit.forward.mp3', 'other');
        const reply = await ask(`fr/exit.forward.mp3?v=${version}`);
        assert.equal(await reply.text(), 'other');
        assert.equal(reply.headers.get('cache-control'), 'no-cache');
        rmSync(path);
        await isMissing(await ask(`fr/exit.forward.mp3?v=${version}`));
        symlinkSync(join(folder, 'secret'), path);
        await isMissing(await ask(`fr/exit.forward.mp3?v=${version}`));
        rmSync(path);
    });

    test('takes a new form in without a restart, and reads none of its changed texts from old drafts', async (t) => {
        const own = folderFor(t), form = readJson('forms/exit.json');
        form.questions[0].options[4].text.fr = 'Parfait';
        assert.equal(attempt('form', 'add', '--store', collector.store, put(own, form)).status, 0);
        for (const by = Date.now() + 30000; Date.now() < by && (await list()).names.includes('exit.overall.5');)
            await new Promise((done) => { setTimeout(done, 50); });
        const { names } = await list();
        assert.ok(!names.includes('exit.overall.5'));
        assert.ok(names.includes('exit.overall.4') && names.includes('exit.overall'));
    });

    test('reads the drafts that a centre makes of its own texts', async () => {
        rmSync(join(folder, 'fr'), { recursive: true });
        const { stdout } = attempt('texts', '--store', collector.store, '--lang', 'fr');
        const mine = stdout.split('\n').filter((line) => /^(place\.desk-change|exit\.overall\.5|kiosk\.yes)\t/.test(line));
        const spoken = spawnSync(join(root, 'collector/speak'), ['fr', folder], { input: `${mine.join('\n')}\n`, encoding: 'utf8' });
        assert.equal(spoken.status, 0, spoken.stderr);
        await again('--audio', folder);
        const { names } = await list();
        assert.ok(names.includes('place.desk-change') && names.includes('exit.overall.5'));
        assert.deepEqual(await bytesOf(await ask('fr/place.desk-change.mp3')),
            readFileSync(join(folder, 'fr/place.desk-change.mp3')));
    });

    test('tells a stale draft of the centre from a recording that was put over it', async () => {
        const path = join(folder, 'fr/texts.tsv'), oui = await bytesOf(await ask('fr/kiosk.yes.mp3'));
        writeFileSync(path, readFileSync(path, 'utf8').replace('\tOui\t', '\tOuais\t'));
        record('kiosk.yes.mp3', Buffer.concat([oui.subarray(0, -1), Buffer.from('!')]));
        await again('--audio', folder);
        assert.deepEqual(await bytesOf(await ask('fr/kiosk.yes.mp3')), readFileSync(join(drafts, 'fr/kiosk.yes.mp3')));
        record('kiosk.yes.mp3', 'a human voice');
        await again('--audio', folder);
        assert.equal(await (await ask('fr/kiosk.yes.mp3')).text(), 'a human voice');
    });

    test('bears any list of drafts', async () => {
        writeFileSync(join(folder, 'fr/texts.tsv'), Buffer.from('kiosk.yes\n\t\t\n\t\t 1\nkiosk.yes\tOui\t 99999999999999999999\n'
            + `${'x'.repeat(9000)}\tOui\t1 2\nkiosk.yes\t\xff\t1 13\nkiosk.yes\0\tOui\t1 13`, 'latin1'));
        await again('--audio', folder);
        assert.equal(await (await ask('fr/kiosk.yes.mp3')).text(), 'a human voice');
    });

    test('uses nothing of a folder whose list of drafts cannot be read, and says so', async () => {
        rmSync(join(folder, 'fr/texts.tsv'));
        mkdirSync(join(folder, 'fr/texts.tsv'));
        await again('--audio', folder);
        assert.ok(collector.errors.includes(`sortie: ${folder}/fr is not used: cannot read '${folder}/fr/texts.tsv': Is a directory\n`), collector.errors);
        assert.deepEqual(await bytesOf(await ask('fr/kiosk.yes.mp3')), readFileSync(join(drafts, 'fr/kiosk.yes.mp3')));
        rmSync(join(folder, 'fr/texts.tsv'), { recursive: true });
    });

    test('does not start with recordings that are not there', async () => {
        await collector.end();
        for (const [path, why] of [[join(folder, 'nowhere'), /cannot open the recordings/],
            [join(root, 'README.md'), /are no folder/]]) {
            const { status, stderr } = attempt('serve', '--store', collector.store, '--audio', path);
            assert.equal(status, 65);
            assert.match(stderr, why);
        }
    });
});

test('a folder of recordings that goes away leaves no stale voice, and speaks again within a minute of coming back', async (t) => {
    const folder = folderFor(t), [there, away] = [join(folder, 'there'), join(folder, 'away')];
    const own = await startCollector({ points: { hall: { form: 'exit' } } });
    t.after(() => own.stop());
    mkdirSync(join(there, 'fr'), { recursive: true });
    writeFileSync(join(there, 'fr/kiosk.yes.mp3'), 'a voice');
    await own.end();
    await own.serve('--audio', there);
    const names = async () => (await (await fetch(`${own.url}/audio/fr`)).json()).names ?? [];
    const until = async (seconds, fine) => {
        for (const by = Date.now() + seconds * 1000; Date.now() < by && !fine(await names());)
            await new Promise((done) => { setTimeout(done, 100); });
        return names();
    };
    assert.ok((await names()).includes('exit.overall.5'));
    renameSync(there, away);
    const form = readJson('forms/exit.json');
    form.questions[0].options[4].text.fr = 'Parfait';
    assert.equal(attempt('form', 'add', '--store', own.store, put(folder, form)).status, 0);
    assert.deepEqual(await until(30, (all) => !all.includes('exit.overall.5')), []);
    assert.match(own.errors, /^sortie: cannot read the catalogue anew: cannot open the recordings '.*there': /m);
    renameSync(away, there);
    const back = await until(90, (all) => all.length > 0);
    assert.ok(back.includes('kiosk.yes') && back.includes('exit.overall.4') && !back.includes('exit.overall.5'));
});
