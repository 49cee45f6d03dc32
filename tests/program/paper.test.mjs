/* paper.test.mjs: what staff print - a tablet's QR code, a poster, a form as a sheet - and that what is
 * typed from a sheet is what import reads. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { attempt, dayFrom, readJson, root } from './given.mjs';
import { ask, program, sqlite } from '../helpers.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sortie-paper-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
const name = (ending) => join(folder, `${++made}${ending}`);

/* A fresh store of la-villette with a tablet's and a poster's point. */
const makeStore = (change = () => {}) => {
    const store = name('.db'), file = name('.json'), centre = readJson('forms/centres/la-villette.json');
    change(centre);
    writeFileSync(file, JSON.stringify(centre));
    const fine = (...words) => {
        const { status, stdout, stderr } = attempt(...words);
        assert.equal(status, 0, stderr);
        return stdout;
    };
    fine('init', '--store', store, '--centre', file, ...['exit', 'interview', 'workshop', 'club'].flatMap((form) => ['--form', join(root, `forms/${form}.json`)]));
    fine('point', 'add', '--store', store, '--id', 'hall', '--mode', 'door', '--form', 'exit');
    fine('point', 'add', '--store', store, '--id', 'wall', '--mode', 'poster', '--form', 'exit');
    const tokens = (id) => Number(new RegExp(`^${id}\t.*\t(\\d+) of`, 'm').exec(attempt('point', 'list', '--store', store).stdout)[1]);
    return { store, tokens };
};

const base = 'http://sortie:8080';
const address = /^http:\/\/sortie:8080\/p\/([0-9a-f]{32})\n$/;
const printForm = (store, form, lang, out = name('.html')) => {
    const done = attempt('form', 'print', '--store', store, '--form', form, '--lang', lang, '--out', out);
    assert.equal(done.status, 0, done.stderr);
    return readFileSync(out, 'utf8');
};

/* ---- addresses ---- */

for (const [what, words, file] of [['point link', ['point', 'link', '--id', 'hall'], '--qr'], ['point poster', ['point', 'poster', '--id', 'wall'], '--out']])
    describe(what, () => {
        const id = words[3];

        test('prints the address and draws it into a file for its owner only', () => {
            const { store, tokens } = makeStore(), out = name('.svg');
            const { status, stdout, stderr } = attempt(...words, '--store', store, '--url', `${base}//`, file, out);
            assert.deepEqual([status, stderr], [0, '']);
            const [, token] = address.exec(stdout);
            const drawing = readFileSync(out, 'utf8');
            assert.ok(drawing.includes(token));
            assert.equal(statSync(out).mode & 0o777, 0o600);
            assert.equal(tokens(id), 2);
        });

        test('never writes over a file, and makes no token in vain', () => {
            const { store, tokens } = makeStore(), out = name('.svg');
            writeFileSync(out, 'precious');
            const { status, stdout, stderr } = attempt(...words, '--store', store, '--url', base, file, out);
            assert.deepEqual([status, stdout], [65, '']);
            assert.match(stderr, /^sortie: cannot make '.*': it exists already: give another name\n$/);
            assert.equal(readFileSync(out, 'utf8'), 'precious');
            assert.equal(attempt(...words, '--store', store, '--url', base, file, join(folder, 'none', 'x.svg')).status, 74);
            assert.equal(tokens(id), 1);
        });

        test('refuses what is no address, with one sentence', () => {
            const { store, tokens } = makeStore();
            for (const url of ['', 'sortie', 'http://', 'http:///', 'https:///p', 'ftp://sortie', 'http://sor tie', 'http://s"x', 'http://s<x>',
                'http://s?x', 'http://s#x', 'javascript:alert(1)', 'http://é', `http://${'a'.repeat(114)}`]) {
                const out = name('.svg');
                const { status, stdout, stderr } = attempt(...words, '--store', store, '--url', url, file, out);
                assert.deepEqual([status, stdout, existsSync(out)], [64, '', false], url);
                assert.match(stderr, /^sortie: --url must be http:\/\/ or https:\/\/, a name .*\n$/);
            }
            assert.equal(tokens(id), 1);
        });

        test('is refused under a name that promises another kind of picture, and says what to do; no token is made', () => {
            const { store, tokens } = makeStore();
            for (const ending of ['.pdf', '.PDF', '.png', '.jpg', '.jpeg', '.gif', '.webp', '.ps', '.eps']) {
                const out = name(ending);
                const { status, stdout, stderr } = attempt(...words, '--store', store, '--url', base, file, out);
                assert.deepEqual([status, stdout, existsSync(out)], [64, '', false], ending);
                assert.equal(stderr, `sortie: cannot make '${out}': only SVG is drawn: give a name that ends in .svg, `
                    + 'and print that file from a browser, which can also save it as PDF\n');
            }
            assert.equal(tokens(id), 1);
            for (const ending of ['.svg', '.pdf.svg', ''])
                assert.equal(attempt(...words, '--store', store, '--url', base, file, name(ending)).status, 0, ending);
        });

        test('of a point that is not there leaves no file', () => {
            const { store } = makeStore(), out = name('.svg');
            const { status, stderr } = attempt(words[0], words[1], '--id', 'nowhere', '--store', store, '--url', base, file, out);
            assert.equal(status, 65);
            assert.match(stderr, /there is no point 'nowhere': point list shows them/);
            assert.equal(existsSync(out), false);
        });

        test('lets no name act', () => {
            const bad = '</text><script>alert(1)</script> & "\' ]]> {{path}} {{{texts}}}';
            const { store } = makeStore((centre) => { centre.name = Object.fromEntries(centre.languages.map((code) => [code, bad])); });
            const out = name('.svg');
            assert.equal(attempt(...words, '--store', store, '--url', base, file, out).status, 0);
            const drawing = readFileSync(out, 'utf8');
            assert.ok(!drawing.includes('<script'));
            assert.ok(drawing.includes('&lt;script&gt;'));
            assert.ok(drawing.includes('{{path}}'), 'a name is not a template');
        });
    });

test('point link without --qr draws nothing', () => {
    const { store } = makeStore();
    const { status, stdout } = attempt('point', 'link', '--store', store, '--id', 'hall', '--url', 'https://exit.example/sub/');
    assert.equal(status, 0);
    assert.match(stdout, /^https:\/\/exit\.example\/sub\/p\/[0-9a-f]{32}\n$/);
});

test('point poster wants a point of mode poster, and says how to make one', () => {
    const { store, tokens } = makeStore(), out = name('.svg');
    const { status, stderr } = attempt('point', 'poster', '--store', store, '--id', 'hall', '--url', base, '--out', out);
    assert.equal(status, 65);
    assert.equal(stderr, "sortie: point 'hall' is of mode door: make one with point add --mode poster, so that phones are counted apart\n");
    assert.equal(existsSync(out), false);
    assert.equal(tokens('hall'), 1);
});

test('a poster names the place where it hangs, but not one that is sensitive', () => {
    const { store } = makeStore();
    const draw = (place) => {
        const out = name('.svg');
        assert.equal(attempt('point', 'add', '--store', store, '--id', place, '--mode', 'poster', '--form', 'exit', '--place', place).status, 0);
        assert.equal(attempt('point', 'poster', '--store', store, '--id', place, '--url', base, '--out', out).status, 0);
        return readFileSync(out, 'utf8');
    };
    assert.match(draw('desk-job'), />Trouver un emploi</);
    assert.doesNotMatch(draw('club-trans'), /Trans/);
});

/* A store whose main question has other texts. */
const asking = (textOf) => {
    const made = makeStore(), form = readJson('forms/exit.json'), file = name('.json');
    for (const code of form.languages)
        form.questions[0].text[code] = textOf(code);
    writeFileSync(file, JSON.stringify(form));
    const { status, stderr } = attempt('form', 'add', '--store', made.store, file);
    assert.equal(status, 0, stderr);
    return made;
};

test('a poster of a text that nobody could read is refused, and no token is made', () => {
    const { store, tokens } = asking((code) => (code === 'de' ? 'a'.repeat(90) : 'Court ?')), out = name('.svg');
    const { status, stdout, stderr } = attempt('point', 'poster', '--store', store, '--id', 'wall', '--url', base, '--out', out);
    assert.deepEqual([status, stdout, existsSync(out), tokens('wall')], [65, '', false, 1]);
    assert.match(stderr, /^sortie: 'a{60}\.\.\.' is too long for a poster: its letters would be less than 1\.5 mm high; shorten it\n$/);
    const usual = makeStore();
    assert.equal(attempt('point', 'poster', '--store', usual.store, '--id', 'wall', '--url', `http://${'a'.repeat(113)}`, '--out', out).status, 0);
});

/* A limit on the size of files stands for a disk that fills up: the store's own are smaller than the drawing. */
test('a poster that the disk has no room for leaves no file; its token is in force, so its address is printed', () => {
    const words = (count, length) => Array(count).fill("'".repeat(length)).join(' ');
    const { store, tokens } = asking((code) => (code === 'fr' ? words(6, 185) : words(4, 65))), out = name('.svg');
    sqlite(store, 'PRAGMA wal_checkpoint(TRUNCATE)');
    const poster = (limit) => spawnSync('sh', ['-c', `trap '' XFSZ; ulimit -f ${limit}; exec "$0" "$@"`, program, 'point', 'poster',
        '--store', store, '--id', 'wall', '--url', `http://${'a'.repeat(100)}`, '--out', out], { encoding: 'utf8' });
    const { status, stdout, stderr } = poster(64);
    assert.match(stderr, /^sortie: cannot write '.*\.svg': File too large\n$/);
    assert.match(stdout, /^http:\/\/a{100}\/p\/[0-9a-f]{32}\n$/);
    assert.deepEqual([status, existsSync(out), tokens('wall')], [74, false, 2]);
    assert.equal(poster('unlimited').status, 0);
    assert.ok(statSync(out).size > 64 * 512);
});

/* ---- sheets ---- */

const unescape = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

/* What a member of staff sees on a sheet: the header to type, and per question its codes. */
const readSheet = (html) => ({
    header: unescape(/<code id="header" dir="ltr">(.*)<\/code>/.exec(html)[1]).split(','),
    command: unescape(/<code id="import" dir="ltr">(.*)<\/code>/.exec(html)[1]),
    questions: Object.fromEntries([...html.matchAll(/<section class="(\w+)" data-name="(\w*)">([^]*?)<\/section>/g)]
        .map(([, kind, question, inside]) => [question, {
            kind, inside,
            codes: [...inside.matchAll(/<span class="label">.* <code>(.*)<\/code><\/span>/g)].map(([, code]) => unescape(code)),
        }])),
});

/* A CSV file of as many slips as the longest question has codes: each code is ticked once. */
const fillSlips = (sheet, day) => {
    const longest = Math.max(...Object.values(sheet.questions).map(({ codes }) => codes.length));
    const slip = (i) => sheet.header.map((column) => {
        const question = sheet.questions[column];
        if (column === 'day')
            return day;
        if (!question)
            return column === 'place' ? 'Trouver un emploi' : assert.fail(`${column} is not on the sheet`);
        return question.codes.length ? question.codes[i % question.codes.length] : '"Trop long, ""vraiment"""';
    });
    return [sheet.header, ...Array.from({ length: longest }, (_, i) => slip(i))].map((line) => `${line.join(',')}\n`).join('');
};

describe('form print', () => {
    let usual, open;
    const common = () => (usual ??= makeStore());
    const everything = () => (open ??= makeStore((centre) => { centre.settings.questions = { 'exit/say': 'on', 'workshop/say': 'on' }; }));

    for (const form of ['exit', 'interview', 'workshop', 'club'])
        for (const lang of form === 'exit' ? ['fr', 'ar', 'eu'] : ['en'])
            test(`gives the header and codes that import reads (${form}, ${lang})`, () => {
                const { store } = everything();
                const sheet = readSheet(printForm(store, form, lang));
                const file = name('.csv'), text = fillSlips(sheet, dayFrom(-1 - ['fr', 'ar', 'eu', 'en'].indexOf(lang)));
                writeFileSync(file, text);
                assert.equal(sheet.command, `sortie-collector import --store FILE --form ${form} slips.csv`);
                const words = sheet.command.split(' ').slice(1).map((word) => ({ FILE: store, 'slips.csv': file })[word] ?? word);
                const { status, stdout, stderr } = attempt(...words);
                assert.deepEqual([status, stderr], [0, '']);
                assert.equal(stdout, `${text.trim().split('\n').length - 1} kept, 0 rejected\n`);
            });

    test('lists several codes as staff join them', () => {
        const { store } = common();
        const html = printForm(store, 'exit', 'fr'), sheet = readSheet(html);
        assert.deepEqual(sheet.header, ['day', 'place', 'overall', 'forward', 'why_good', 'why_bad']);
        assert.match(html, /Plusieurs codes\u00A0: «\u00A0;\u00A0» entre eux\./);
        const file = name('.csv');
        writeFileSync(file, `${sheet.header.join(',')}\n2026-03-02,desk-job,5,yes,${sheet.questions.why_good.codes.slice(0, 2).join(';')},\n`);
        assert.equal(attempt('import', '--store', store, '--form', 'exit', file).stdout, '1 kept, 0 rejected\n');
        assert.equal(ask(store, 'SELECT json_extract(document, "$.answers.why_good") FROM imported').trim(), '["wait","welcome"]');
    });

    test('prints no sensitive place, none that is over, and no question that is switched off', () => {
        const { store } = makeStore((centre) => { centre.places.find(({ id }) => id === 'desk-change').to = '2026-01-31'; });
        const html = printForm(store, 'exit', 'fr'), { questions } = readSheet(html);
        assert.ok(questions.place.codes.includes('desk-job'));
        assert.ok(questions.place.codes.includes('none'));
        for (const gone of ['club-trans', 'club-illness', 'desk-change', 'Maladies'])
            assert.ok(!html.includes(gone), gone);
        assert.ok(!('say' in questions));
        assert.match(questions.why_good.inside, /Seulement si cela vous concerne\./);
        assert.doesNotMatch(questions.overall.inside, /Seulement si/);
        const said = readSheet(printForm(everything().store, 'exit', 'fr'));
        assert.equal(said.questions.say.kind, 'text');
        assert.equal(said.header.at(-1), 'say');
    });

    test('has the promise, and speaks to staff in the centre\'s first language', () => {
        const html = printForm(common().store, 'exit', 'ar');
        assert.match(html, /^<!doctype html>\n<html lang="ar" dir="rtl">/);
        assert.ok(html.includes(readJson('forms/words/ar.json')['kiosk.promise']));
        assert.match(html, /<footer lang="fr" dir="ltr">/);
    });

    test('asks where, when no question does', () => {
        const html = printForm(common().store, 'interview', 'fr');
        assert.match(html, /Lieu de la visite/);
        assert.deepEqual(readSheet(html).header.slice(0, 3), ['day', 'place', 'overall']);
        assert.doesNotMatch(printForm(common().store, 'exit', 'fr'), /Lieu de la visite/);
    });

    test('holds no script and asks no other host', () => {
        const html = printForm(common().store, 'exit', 'fr');
        assert.doesNotMatch(html, /<script|<link|src=|url\(|@import/);
        assert.deepEqual([...html.matchAll(/href="([^"]*)"/g)].map(([, to]) => to[0]).filter((first) => first !== '#'), []);
        assert.doesNotMatch(html, /\{\{|paper\.|kiosk\.|plain\./);
    });

    test('lets no name act', () => {
        const bad = '<img src=x onerror=alert(1)> & "\' {{{questions}}}';
        const { store } = makeStore((centre) => {
            centre.name = Object.fromEntries(centre.languages.map((code) => [code, bad]));
            centre.places[0].name = centre.name;
        });
        const html = printForm(store, 'exit', 'fr');
        assert.doesNotMatch(html, /<img/);
        assert.equal(html.split('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;&#39; {{{questions}}}').length - 1, 3);
    });

    test('of an unknown form or language, or over a file, is 65 with what to do', () => {
        const { store } = common();
        const attemptPrint = (form, lang, out = name('.html')) => {
            const { status, stderr } = attempt('form', 'print', '--store', store, '--form', form, '--lang', lang, '--out', out);
            return `${status} ${stderr}`;
        };
        assert.equal(attemptPrint('nothing', 'fr'), "65 sortie: the store has no form 'nothing': use form add first\n");
        assert.equal(attemptPrint('exit', 'nl'),
            "65 sortie: form 'exit' cannot be printed in 'nl': the centre and the form share fr en es it pt de ca eu ar\n");
        const there = name('.html');
        writeFileSync(there, 'precious');
        assert.match(attemptPrint('exit', 'fr', there), /^65 sortie: cannot make '.*': it exists already/);
        assert.equal(readFileSync(there, 'utf8'), 'precious');
        assert.match(attemptPrint('exit', 'fr', join(folder, 'none', 'x.html')), /^74 /);
    });
});
