/* notice.test.mjs: each sentence of the notice follows what is in force: a setting changes,
 * and so does its sentence, alone. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { attempt, readJson, root } from './given.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sortie-notice-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
/* A store of la-villette without sessions and sensitive places, with these points: [id, mode, form]. */
const makeStore = (change = () => {}, points = [['hall', 'door', 'exit']]) => {
    const store = join(folder, `${++made}.db`), file = `${store}.json`, centre = readJson('forms/centres/la-villette.json');
    centre.sessions = [];
    centre.places = centre.places.filter(({ sensitive }) => !sensitive);
    change(centre);
    writeFileSync(file, JSON.stringify(centre));
    const fine = (...words) => {
        const { status, stderr } = attempt(...words);
        assert.equal(status, 0, stderr);
    };
    fine('init', '--store', store, '--centre', file, ...['exit', 'interview', 'workshop', 'club'].flatMap((form) => ['--form', join(root, `forms/${form}.json`)]));
    points.forEach(([id, mode, form]) => fine('point', 'add', '--store', store, '--id', id, '--mode', mode, '--form', form));
    return store;
};
const notice = (store, ...more) => attempt('notice', '--store', store, ...(more.includes('--lang') ? [] : ['--lang', 'en']), ...more);
/* Its sentences and questions, as they are read. */
const read = (store, ...more) => {
    const { status, stdout, stderr } = notice(store, ...more);
    assert.equal(status, 0, stderr);
    return [...stdout.matchAll(/<(?:li|p)>(.*?)<\/(?:li|p)>/g)].map(([, text]) => text);
};
const plain = read(makeStore());

/* What a change takes away and what it brings. */
const differs = (given, gone, come) => {
    assert.deepEqual(plain.filter((each) => !given.includes(each)), gone);
    assert.deepEqual(given.filter((each) => !plain.includes(each)), come);
};

const settings = (changes) => (centre) => { Object.assign(centre.settings, changes); };
describe('a sentence follows', () => {
    for (const [what, change, gone, come] of [
        ['how long responses are kept', settings({ responses_kept: 26 }), ['Answers: 13 weeks. Then only counts are left.'], ['Answers: 26 weeks. Then only counts are left.']],
        ['one week', settings({ responses_kept: 1 }), ['Answers: 13 weeks. Then only counts are left.'], ['Answers: 1 week. Then only counts are left.']],
        ['that none is kept', settings({ responses_kept: 0 }), ['Answers: 13 weeks. Then only counts are left.'], ['Once they are shuffled, we keep only counts.']],
        ['the smallest group', settings({ smallest_group: 7 }), ['Never for fewer than 5 answers.'], ['Never for fewer than 7 answers.']],
        ['the smallest group outside', settings({ smallest_outside: 20 }), ['Outside the centre: never fewer than 10 answers.'], ['Outside the centre: never fewer than 20 answers.']],
        ['languages', (centre) => { centre.languages.reverse(); },
            ['You can answer in: Français · English · Español · Italiano · Português · Deutsch · Català · Euskara · العربية.'], ['You can answer in: العربية · Euskara · Català · Deutsch · Português · Italiano · Español · English · Français.']],
        ['that a text is asked', settings({ questions: { 'exit/say': 'on' }, remarks_kept: 4 }), ['We ask for no free text.'],
            ['Would you like to tell us more?', 'The text is separated from your other answers.',
                'E-mail addresses, long numbers, names after “Mr” or “Mrs”: deleted.', 'Other names may stay: please write none.',
                'Staff read each text before it is shown.', 'Texts: 4 weeks. Then they are deleted.']],
        ['that a place is sensitive', (centre) => {
            Object.assign(centre.settings, { smallest_sensitive: 12 });
            centre.places.push({ ...centre.places[0], id: 'club-sensitive', kind: 'club', sensitive: true });
        }, [], ['For a sensitive place: never fewer than 12 answers.']],
        ['sessions', (centre) => {
            const { id } = centre.places.find(({ kind }) => kind === 'workshop');
            centre.sessions = [{ id: 'one', place: id, day: '2026-11-26' }];
        }, ['No time of day and no order: only the week.'], ['No time and no order: only the week, or the session.']],
    ])
        test(what, () => differs(read(makeStore(change)), gone, come));

    /* Unicode CLDR, plural rules of Arabic: one, two, 3 to 10, more. */
    for (const [weeks, told] of [[1, 'أسبوع واحد'], [2, 'أسبوعين'], [3, '3 أسابيع'], [10, '10 أسابيع'], [11, '11 أسبوعًا']])
        test(`${weeks} weeks in Arabic`, () => assert.ok(read(makeStore(settings({ responses_kept: weeks })), '--lang', 'ar')
            .some((sentence) => sentence.startsWith(`الإجابات: لمدة ${told}.`))));

    test('points', () => {
        differs(read(makeStore(undefined, [['hall', 'door', 'exit'], ['wall', 'poster', 'exit']])), [], ['Your phone keeps no answer.']);
        differs(read(makeStore(undefined, [['wall', 'poster', 'exit']])),
            ['The tablet keeps an answer until it is sent, then deletes it.'], ['Your phone keeps no answer.']);
        const store = makeStore(undefined, [['hall', 'door', 'exit'], ['wall', 'poster', 'exit']]);
        assert.equal(attempt('point', 'revoke', '--store', store, '--id', 'wall').status, 0);
        differs(read(store), [], []);
    });

    test('the forms that are asked', () => {
        const { questions } = readJson('forms/workshop.json');
        const given = read(makeStore(undefined, [['room', 'door', 'workshop']]));
        for (const { text, type } of questions)
            assert.equal(given.includes(text.en), type !== 'text', text.en);
        differs(read(makeStore(undefined, [['hall', 'door', 'exit'], ['staff', 'handed', 'interview']])), [],
            ['What did you come here for?', 'More questions (10) are shown before you answer.']);
    });

    test('whom to ask', () => {
        differs(read(makeStore(), '--contact', 'Anne <dpo@example.org> {{lang}} {group}'), ['A question about this page? Ask at the reception desk.'],
            ['A question about this page? Anne &lt;dpo@example.org&gt; {{lang}} {group}']);
    });
});

test('every sentence of every language is filled in', () => {
    const store = makeStore((centre) => {
        centre.settings.questions = { 'exit/say': 'on' };
        centre.places.push({ ...centre.places[0], id: 'club-sensitive', kind: 'club', sensitive: true });
    }, [['hall', 'door', 'exit'], ['wall', 'poster', 'exit'], ['staff', 'handed', 'interview']]);
    for (const language of readJson('forms/exit.json').languages) {
        const { status, stdout } = notice(store, '--lang', language);
        assert.equal(status, 0);
        assert.doesNotMatch(stdout.replace(/<style>.*<\/style>/s, ''), /[{}]|notice\./, language);
    }
});

test('it goes into a new file or to standard output, never over one, and the same store gives the same bytes', () => {
    const store = makeStore(), out = join(folder, 'notice.html');
    assert.deepEqual(notice(store, '--out', out), { status: 0, stdout: '', stderr: '' });
    assert.equal(readFileSync(out, 'utf8'), notice(store).stdout);
    assert.match(notice(store, '--out', out).stderr, /it exists already/);
});

test('what is wrong is said', () => {
    const store = makeStore();
    assert.deepEqual(notice(store, '--lang', 'nl'), { status: 65, stdout: '', stderr: 'sortie: \'nl\' is not a language of the centre: its file lists them\n' });
    assert.equal(notice(store, '--contact', '').status, 64);
    assert.equal(notice(store, '--contact', 'x'.repeat(121)).status, 64);
});
