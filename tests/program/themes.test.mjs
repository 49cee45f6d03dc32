/* themes.test.mjs: what remarks speak of - released ones alone, by fives, over a whole block of
 * four weeks, in the reader's language, in the page and in report.json alike. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { ask } from '../helpers.mjs';
import { analysis, checkPage, isoWeek, laterWeek, makeStore, readJson, root, run, times } from '../analysis.mjs';

const DAY = 86400000;
const iso = (time) => new Date(time).toISOString().slice(0, 10);

/* Is a week the last of its four (of five at the end of a long year)? */
function endsBlock(time) {
    const number = Number(isoWeek(iso(time)).slice(-2));
    return number === 53 || (number % 4 === 0 && !isoWeek(iso(time + 7 * DAY)).endsWith('53'));
}

const centre = readJson('forms/centres/la-villette.json');
centre.settings.questions = { 'exit/say': 'on', 'interview/theme_say': 'on' };
const stores = [];
after(() => stores.forEach((store) => store.remove()));

/* A store, whose remarks are of the last finished block unless said. */
function start() {
    const store = makeStore({ centre, forms: ['exit', 'interview'] });
    stores.push(store);
    let time = Date.parse(`${iso(Date.now())}T12:00:00Z`);
    time -= (7 + (new Date(time).getUTCDay() + 6) % 7 - 2) * DAY; /* Wednesday of last week; then of the block's last */
    while (!endsBlock(time))
        time -= 7 * DAY;
    const list = () => run('remark', 'list', '--store', store.path).split('\n').slice(0, -1).map((line) => line.split('\t'));
    return {
        ...store, before: iso(time - 28 * DAY), list,
        say: (n, say, { overall = '2', place = 'desk-job', lang = 'fr', day = iso(time - 7 * DAY) } = {}) =>
            store.give({ documents: times(n, day, { overall, place, forward: 'yes', say }, { lang }) }),
        propose: (n, theme_say, lang = 'fr') => store.give({ form: 'interview', mode: 'handed', documents:
            times(n, iso(time - 7 * DAY), { overall: '5', forward: 'yes', came_for: 'job', found: 'yes', next: 'apply', lacked: ['nothing'], club_join: 'join', club_theme: ['other'], theme_say }, { lang }) }),
        release: (wanted = () => true) => {
            const numbers = list().filter(([, , state, text]) => state === 'held' && wanted(text)).map(([number]) => number);
            for (let i = 0; i < numbers.length; i += 20)
                run('remark', 'release', '--store', store.path, ...numbers.slice(i, i + 20).flatMap((number) => ['--number', number]));
            return numbers.length;
        },
    };
}

const page = (report, name) => readFileSync(join(report.folder, name), 'utf8');
const section = (html) => /<section class="remarks[^]*?<\/section>/.exec(html)?.[0] ?? '';
const themesOf = (report, id) => Object.fromEntries(report.json.remarks?.places.find((each) => each.id === id)?.themes.map((each) => [each.id, each.at_least]) ?? []);

describe('an edition', () => {
    const store = start();
    store.say(12, "Trop d'attente : j'ai attendu une heure");
    store.say(3, 'الانتظار طويل', { lang: 'ar' });
    store.say(6, 'Merci, accueil parfait', { overall: '5' });
    store.say(6, 'Merci et bravo', { overall: '5', place: 'desk-change' });
    store.say(4, 'Les horaires', { place: 'desk-change' });
    store.say(6, 'Documents introuvables');
    store.propose(5, 'Un potager');
    store.propose(4, 'La cuisine');
    store.settle();
    store.release((text) => !text.startsWith('Documents'));
    const report = store.report(undefined, '--lang', 'fr', '--lang', 'ar');

    test('counts released remarks by fives, of each place and of all', () => {
        assert.deepEqual(themesOf(report, 'desk-job'), { welcome: 5, wait: 15 });
        assert.deepEqual(themesOf(report, centre.id), { welcome: 5, wait: 15 });
        assert.deepEqual(report.json.remarks.places.map(({ id }) => id), [centre.id, 'desk-job']);
        assert.deepEqual(report.json.remarks.ideas, [{ id: 'garden', at_least: 5 }]);
    });

    test('says so in the first page and in that of the place, in French', () => {
        for (const [name, others] of [['index.html', true], ['desk-job.html', false]]) {
            const html = section(page(report, name));
            checkPage(page(report, name), name);
            assert.match(html, /<th scope="row">L’attente<\/th><td>15 ou plus<\/td>/);
            assert.match(html, /<th scope="row">L’accueil<\/th><td>5 ou plus<\/td>/);
            assert.equal(/<th scope="row">Jardinage<\/th><td>5 ou plus<\/td>/.test(html), others);
            assert.equal(html.includes('class="remarks screen"'), !others, 'a place is one sheet of paper');
        }
        assert.equal(section(page(report, 'desk-change.html')), '');
    });

    test('and in Arabic', () => {
        const html = section(page(report, 'ar/index.html'));
        checkPage(page(report, 'ar/index.html'), 'ar');
        assert.match(html, /<h2>عمّ تتحدث الملاحظات<\/h2>/);
        assert.match(html, /<th scope="row">الانتظار<\/th><td>15 أو أكثر<\/td>/);
        assert.match(html, /<bdi lang="fr">attente<\/bdi>/, 'a word stays in its own language');
    });

    test('tells pleased visitors from the others by words, without a number', () => {
        const words = (more) => report.json.remarks.words.filter(({ more_in }) => more_in === more).map(({ word }) => word);
        assert.ok(words('pleased').includes('merci'));
        assert.ok(words('others').includes('attente'));
        for (const entry of report.json.remarks.words)
            assert.deepEqual(Object.keys(entry), ['lang', 'word', 'more_in']);
    });

    test('has nothing of four remarks, nor of those that are held, in any file', () => {
        const read = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
            .map((each) => [each.name, readFileSync(join(each.parentPath ?? each.path, each.name), 'utf8')]);
        for (const [name, bytes] of read(report.folder)) {
            assert.doesNotMatch(bytes, /horaires|introuvables|"(hours|documents|cooking)", *"at_least"|Cuisine/i, name);
            if (name.endsWith('.csv'))
                assert.doesNotMatch(bytes, /attente|potager|garden/i, name);
        }
    });

    test('counts what is released later, and a strike', () => {
        assert.equal(store.release(), 6);
        assert.deepEqual(themesOf(store.report(), 'desk-job'), { welcome: 5, wait: 15, documents: 5 });
        const [[number]] = store.list().filter(([, , , text]) => text.startsWith('Merci, accueil'));
        run('remark', 'strike', '--store', store.path, '--number', number);
        assert.equal(themesOf(store.report(), 'desk-job').welcome, 5, 'six and five look alike');
    });

    test('is the same again, byte for byte', () => {
        const bytes = () => readFileSync(join(store.report().folder, 'report.json'), 'utf8');
        assert.equal(bytes(), bytes());
    });
});

test('remarks of another block are not counted, nor those of a block of which some are deleted', () => {
    const store = start();
    store.say(4, 'Attente');
    store.say(5, 'Attente', { day: store.before });
    store.settle();
    store.release();
    assert.equal(store.report().json.remarks, undefined);
    store.say(5, 'Attente');
    store.settle();
    store.release();
    assert.deepEqual(themesOf(store.report(), 'desk-job'), { wait: 5 });
    const short = structuredClone(centre), file = join(store.folder, 'short.json');
    short.settings.remarks_kept = 1;
    writeFileSync(file, JSON.stringify(short));
    run('centre', 'load', '--store', store.path, file);
    const short_of = store.report();
    assert.equal(short_of.json.remarks, undefined);
    assert.equal(section(page(short_of, 'index.html')), '', 'it never had any');
    const gone = store.report(laterWeek(isoWeek(iso(Date.now())), -3));
    assert.match(section(page(gone, 'index.html')), /<p class="caption">Les remarques de ces semaines ne sont plus conservées \(.*\)\s: on ne peut pas montrer de quoi elles parlaient\.<\/p>/);
    checkPage(page(gone, 'index.html'), 'index.html');
    assert.equal(section(page(gone, 'desk-job.html')), '');
});

test('what is settled of an idea does not say whether its visitor was pleased', () => {
    const store = start();
    store.propose(1, 'Un potager');
    store.say(1, 'Attente', { overall: '5' });
    store.settle();
    assert.deepEqual(ask(store.path, 'SELECT pleased, text FROM remark ORDER BY pleased').trim().split('\n'), ['1|Attente', '2|Un potager']);
});

test('nothing in a name of a theme can act', () => {
    const store = start(), own = mkdtempSync(join(tmpdir(), 'sortie-themes-'));
    after(() => rmSync(own, { recursive: true, force: true }));
    cpSync(join(root, 'forms/themes/fr.json'), join(own, 'fr.json'));
    const words = JSON.parse(readFileSync(join(own, 'fr.json'), 'utf8'));
    words.themes = [{ id: 'noise', name: '<script>alert(1)</script>', words: ['vacarme'] }];
    writeFileSync(join(own, 'fr.json'), JSON.stringify(words));
    store.say(5, 'Quel vacarme & <b>bruit</b>');
    store.settle();
    store.release();
    assert.match(section(page(store.report(undefined, '--themes', own), 'index.html')), /<th scope="row">&lt;script&gt;alert\(1\)&lt;\/script&gt;<\/th><td>5 ou plus<\/td>/);
    assert.match(analysis('themes', 'check', own).stdout, /^1 languages, 1 themes, 10 ideas\n$/);
    words.themes[0].words = ['deux mots'];
    writeFileSync(join(own, 'fr.json'), JSON.stringify(words));
    const refused = analysis('themes', 'check', own);
    assert.equal(refused.status, 65);
    assert.match(refused.stderr, /fr\.json\/themes\/0\/words\/0: must be one word/);
    assert.equal(store.report(undefined, '--themes', own).status, 65);
});
