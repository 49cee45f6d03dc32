/* tablet.test.mjs: what a tablet and its staff get from the store - the PIN of its staff
 * corner, its last contact, the centre's changes - and how it learns of a new page. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { startCollector } from '../helpers.mjs';
import { attempt, body, dayFrom, newKey, pause, post, startSmall, versionOf } from './given.mjs';

let collector;
before(async () => {
    collector = await startSmall();
});
after(() => collector.stop());

const refused = ({ status, stdout, stderr }, why) => {
    assert.equal(status, 65, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, why);
};

/* Asks until the answer is as expected: a running collector looks at the store each second. */
const until = async (expected, ask) => {
    let is;
    for (const by = Date.now() + 30000; Date.now() < by;) {
        is = await ask();
        if (isDeepStrictEqual(is, expected))
            return;
        await pause(100);
    }
    assert.deepEqual(is, expected);
};

/* Another point of a running collector, there once it answers. */
const addPoint = async (own, id, ...words) => {
    const { status, stdout, stderr } = attempt('point', 'add', '--store', own.store, '--id', id, '--form', 'every', ...words);
    assert.equal(status, 0, stderr);
    own.tokens[id] = stdout.trim();
    await until(200, async () => (await get(own.address(id))).status);
};

/* The collector may have closed the connection that fetch kept while a program was waited for. */
const get = (url) => fetch(url).catch(() => fetch(url));
const formOf = async (own, id, lang = 'fr') => (await get(`${own.address(id)}/form?lang=${lang}`)).json();
const pinOf = async (own, id) => (await formOf(own, id)).settings.pin;

describe('a PIN', () => {
    const setPin = (id, pin) => attempt('point', 'pin', '--store', collector.store, '--id', id, '--pin', pin);

    test('reaches the tablet with its form, for an outage; without one there is none', async () => {
        await addPoint(collector, 'corner', '--mode', 'door', '--pin', '0246');
        await addPoint(collector, 'corner-handed', '--mode', 'handed', '--pin', '12345678');
        await addPoint(collector, 'corner-wall', '--mode', 'poster');
        assert.equal(await pinOf(collector, 'corner'), '0246');
        assert.equal(await pinOf(collector, 'corner-handed'), '12345678');
        for (const id of ['hall', 'corner-wall'])
            assert.ok(!('pin' in (await formOf(collector, id)).settings), id);
    });

    test('is set, changed and taken away beside a running collector', async () => {
        await addPoint(collector, 'later', '--mode', 'door');
        for (const [pin, expected] of [['2468', '2468'], ['13579', '13579'], ['none', undefined]]) {
            assert.deepEqual(setPin('later', pin), { status: 0, stdout: '', stderr: '' });
            await until(expected, () => pinOf(collector, 'later'));
        }
    });

    test('of another shape, or where there is no tablet, is refused', () => {
        const add = (mode, pin) => attempt('point', 'add', '--store', collector.store, '--id', 'refused', '--mode', mode,
            '--form', 'every', '--pin', pin);
        for (const pin of ['', '123', '123456789', '12 4', '12a4', '-1234', '１２３４']) {
            refused(add('door', pin), /^sortie: a PIN is 4 to 8 digits: choose another\n$/);
            refused(setPin('hall', pin), /a PIN is 4 to 8 digits/);
        }
        refused(add('poster', '1234'), /a PIN opens the staff corner of a tablet: a point of mode poster has none/);
        refused(add('paper', '1234'), /a point of mode paper has none/);
        refused(setPin('nowhere', '1234'), /there is no point 'nowhere': point list shows them/);
        assert.deepEqual(collector.rows("SELECT id FROM point WHERE id = 'refused'"), []);
        assert.deepEqual(collector.rows("SELECT pin FROM point WHERE id = 'hall'"), []);
    });
});

/* Around midnight a contact is of the day before or after. */
const isToday = (day) => [dayFrom(-1), dayFrom(0), dayFrom(1)].includes(day);
const untilToday = (ask) => until(true, async () => isToday(await ask()));

describe('the last contact', () => {
    const contactOf = (own, id) => attempt('point', 'list', '--store', own.store).stdout.split('\n')
        .find((line) => line.startsWith(`${id}\t`)).split('\t')[5];

    test('is the day on which a tablet asked for its form; no answer moves it; it survives a restart', async (t) => {
        const own = await startSmall({ t });
        await addPoint(own, 'wall', '--mode', 'poster');
        await addPoint(own, 'slips', '--mode', 'paper');
        const full = await versionOf(own);
        await untilToday(() => contactOf(own, 'hall'));
        assert.deepEqual(own.rows('SELECT id, contact IS NULL FROM point ORDER BY id'),
            ['cv|1', 'desk|1', 'hall|0', 'health|1', 'slips|1', 'wall|1']);
        for (const id of ['desk', 'wall']) {
            assert.equal((await post(own.address(id), body(full))).status, 201);
            assert.equal((await fetch(own.address(id))).status, 200);
            assert.equal((await fetch(`${own.address(id)}/plain?lang=fr`)).status, 200);
        }
        for (const id of ['wall', 'slips'])
            await formOf(own, id);
        await pause(1500);
        assert.equal(contactOf(own, 'desk'), 'never');
        assert.equal(contactOf(own, 'wall'), '-');
        assert.equal(contactOf(own, 'slips'), '-');
        assert.deepEqual(own.rows('SELECT id FROM point WHERE contact IS NOT NULL'), ['hall']);
        await own.end('SIGKILL');
        await own.serve();
        assert.ok(isToday(contactOf(own, 'hall')));
    });

    test('is written at once, and at most once a day', async (t) => {
        const own = await startSmall({ t });
        await formOf(own, 'cv');
        await untilToday(() => contactOf(own, 'cv'));
        const written = () => [statSync(own.store).mtimeMs, statSync(`${own.store}-wal`).mtimeMs];
        const before = written();
        for (let i = 0; i < 20; i++)
            await formOf(own, 'cv', i % 2 ? 'fr' : 'en');
        await pause(1200);
        assert.deepEqual(written(), before);
    });

    test('of the last moment is written when the collector stops', async (t) => {
        const own = await startSmall({ t });
        await formOf(own, 'hall');
        await untilToday(() => contactOf(own, 'hall'));
        await formOf(own, 'desk');
        await own.end();
        assert.ok(isToday(contactOf(own, 'desk')));
        await own.serve();
    });

    test('waits while another command writes, and makes nobody wait', async (t) => {
        const own = await startSmall({ t });
        const holder = spawn('flock', [`${own.store}-lock`, 'sh', '-c', 'echo held; exec sleep 60'], { detached: true });
        const release = () => {
            if (holder.exitCode === null && holder.signalCode === null)
                process.kill(-holder.pid);
        };
        t.after(release);
        await new Promise((done) => { holder.stdout.once('data', done); });
        for (let i = 0; i < 10; i++) {
            const since = Date.now();
            await formOf(own, 'hall');
            assert.ok(Date.now() - since < 5000);
            await pause(150);
        }
        assert.equal(contactOf(own, 'hall'), 'never');
        release();
        await untilToday(() => contactOf(own, 'hall'));
        assert.equal(own.errors.split('\n').filter((line) => /contact/.test(line)).length, 0);
    });
});

describe('a change', () => {
    const add = (own, ...words) => attempt('change', 'add', '--store', own.store, ...words);
    const fine = (own, ...words) => assert.deepEqual(add(own, ...words), { status: 0, stdout: '', stderr: '' });
    const changesOf = async (own, id, lang) => (await formOf(own, id, lang)).changes;
    const settings = (shown) => (document) => { document.settings.changes_shown = shown; };

    test('reaches a running tablet, the newest ones first, as many as the centre shows', async (t) => {
        const own = await startSmall({ t, change: settings(2) });
        assert.ok(!('changes' in await formOf(own, 'hall')));
        fine(own, '--day', dayFrom(-2), '--said', 'On attend trop', '--did', 'Un accueil de plus', '--did', 'en=One more desk');
        const first = { day: dayFrom(-2), said: 'On attend trop', said_lang: 'fr', did: 'Un accueil de plus', did_lang: 'fr' };
        await until([first], () => changesOf(own, 'hall', 'fr'));
        assert.deepEqual(await changesOf(own, 'hall', 'en'), [{ ...first, did: 'One more desk', did_lang: 'en' }]);
        fine(own, '--day', dayFrom(-40), '--did', 'Ancien');
        fine(own, '--day', dayFrom(-1), '--place', 'desk-job', '--did', 'Des chaises', '--rebase');
        const newest = { day: dayFrom(-1), did: 'Des chaises', did_lang: 'fr' };
        for (const id of ['hall', 'desk', 'health'])
            await until([newest, first], () => changesOf(own, id, 'fr'));
        assert.equal(attempt('change', 'list', '--store', own.store).stdout,
            `2\t${dayFrom(-40)}\there\t-\t-\tAncien\n`
            + `1\t${dayFrom(-2)}\there\t-\tOn attend trop\tUn accueil de plus\n`
            + `3\t${dayFrom(-1)}\tdesk-job\trebase\t-\tDes chaises\n`);
    });

    test('without a text in the visitor\'s language is shown in the centre\'s first, else in any, and says in which', async (t) => {
        const own = await startCollector({ points: { hall: { form: 'exit' } }, change: settings(3) });
        t.after(() => own.stop());
        fine(own, '--day', dayFrom(0), '--said', 'de=Zu laut', '--said', 'es=Mucho ruido', '--did', 'de=Mehr Ruhe', '--did', 'fr=Plus de calme', '--did', 'ar=هدوء');
        const shown = (lang) => changesOf(own, 'hall', lang).then((all) => all?.map(({ day, ...texts }) => texts));
        await until([{ said: 'Zu laut', said_lang: 'de', did: 'Plus de calme', did_lang: 'fr' }], () => shown('en'));
        assert.deepEqual(await shown('es'), [{ said: 'Mucho ruido', said_lang: 'es', did: 'Plus de calme', did_lang: 'fr' }]);
        assert.deepEqual(await shown('ar'), [{ said: 'Zu laut', said_lang: 'de', did: 'هدوء', did_lang: 'ar' }]);
    });

    test('that is removed leaves the tablet at its next look', async (t) => {
        const own = await startSmall({ t, change: settings(3) });
        const remove = (number) => attempt('change', 'remove', '--store', own.store, '--number', number);
        for (const did of ['Un', 'Deux', 'Trois'])
            fine(own, '--day', dayFrom(-1), '--did', did);
        const shown = async () => (await changesOf(own, 'hall'))?.map(({ did }) => did);
        await until(['Trois', 'Deux', 'Un'], shown);
        assert.deepEqual(remove('2'), { status: 0, stdout: '', stderr: '' });
        await until(['Trois', 'Un'], shown);
        refused(remove('2'), /^sortie: there is no change 2: change list shows their numbers\n$/);
        for (const number of ['', '0', '-1', 'x', '1x'])
            assert.equal(remove(number).status, 64, number);
        assert.match(attempt('change', 'list', '--store', own.store).stdout, /^1\t.*\tUn\n3\t.*\tTrois\n$/);
        for (const number of ['1', '3'])
            assert.equal(remove(number).status, 0);
        await until(undefined, shown);
    });

    test('of a sensitive place is shown at that place only', async (t) => {
        const own = await startSmall({ t, change: settings(3) });
        fine(own, '--day', dayFrom(-1), '--place', 'club-health', '--did', 'Une salle calme');
        fine(own, '--day', dayFrom(-2), '--did', 'Wifi');
        await until(['Une salle calme', 'Wifi'], async () => (await changesOf(own, 'health'))?.map(({ did }) => did));
        for (const id of ['hall', 'desk', 'cv'])
            assert.deepEqual((await changesOf(own, id)).map(({ did }) => did), ['Wifi'], id);
    });

    test('is shown alone unless the centre says otherwise, and not at all when it says 0', async (t) => {
        const usual = await startSmall({ t }), none = await startSmall({ t, change: settings(0) });
        for (const own of [usual, none])
            for (const did of ['Avant', 'Après'])
                fine(own, '--day', dayFrom(-1), '--did', did);
        await until(['Après'], async () => (await changesOf(usual, 'hall'))?.map(({ did }) => did));
        await addPoint(none, 'later', '--mode', 'door');
        for (const id of ['hall', 'later'])
            assert.ok(!('changes' in await formOf(none, id)), 'what was written before is known by now');
    });

    test('may hold any sign; a language is only taken off when the centre has it', async (t) => {
        const own = await startSmall({ t, change: settings(3) });
        fine(own, '--day', dayFrom(-3), '--said', '1+1=3 ?', '--did', '"<b>" & prix=0 </script> {{page}}');
        fine(own, '--day', dayFrom(-2), '--said', 'en=en=x', '--did', 'fr=en=x');
        fine(own, '--day', dayFrom(-1), '--did', `fr=${'é'.repeat(120)}`, '--did', `en=${'😀'.repeat(120)}`);
        await until(['é'.repeat(120), 'en=x', '"<b>" & prix=0 </script> {{page}}'],
            async () => (await changesOf(own, 'hall', 'fr'))?.map(({ did }) => did));
        assert.deepEqual((await changesOf(own, 'hall', 'fr')).map(({ said }) => said), [undefined, 'en=x', '1+1=3 ?']);
        assert.equal((await changesOf(own, 'hall', 'en'))[0].did, '😀'.repeat(120));
    });

    test('that is wrong is refused with one sentence, and nothing is written', () => {
        const refuse = (why, ...words) => refused(add(collector, ...words), why);
        const day = ['--day', dayFrom(-2)], did = ['--did', 'x'];
        refuse(/--day must be a day such as 2026-10-05, not '2026-02-30'/, '--day', '2026-02-30', ...did);
        refuse(new RegExp(`${dayFrom(1)} is yet to come: write a change down once it is made`), '--day', dayFrom(1), ...did);
        refuse(/the centre has no place 'desk-new': its file has their ids, such as 'desk-job' and '[a-z-]+'\n$/, ...day, ...did, '--place', 'desk-new');
        refuse(/--did must be a text of 1 to 120 characters/, ...day, '--did', '');
        refuse(/--did must be a text of 1 to 120 characters/, ...day, '--did', 'en=');
        refuse(/--did must be a text of 1 to 120 characters/, ...day, '--did', '  ');
        refuse(/--said must be a text of 1 to 120 characters/, ...day, ...did, '--said', `en=${'é'.repeat(121)}`);
        for (const control of ['a\nb', 'a\tb', 'a\x1b[1mb', 'a\x7fb', 'a\u0085b', 'a\u2028b'])
            refuse(/--did must be one line of plain text in UTF-8/, ...day, '--did', control);
        refuse(/--did is given twice in 'fr'/, ...day, '--did', 'x', '--did', 'fr=y');
        refuse(/'it' is not a language of the centre: if the text begins so, write fr=it=\.\.\./, ...day, '--did', 'it=Ciao');
        assert.deepEqual(collector.rows('SELECT count(*) FROM change'), ['0']);
        assert.equal(add(collector, ...day, '--said', 'x').status, 64);
        assert.equal(attempt('change', 'list', '--store', collector.store).stdout, '');
        fine(collector, '--day', dayFrom(0), ...did);
    });
});

describe('a page', () => {
    const pageOf = async (id) => {
        const reply = await fetch(collector.address(id));
        return { text: await reply.text(), cache: reply.headers.get('cache-control') };
    };

    test('carries its hash, and the form names the newest', async () => {
        const { text } = await pageOf('hall');
        const [, hash] = /<body [^>]*data-page="([0-9a-f]{16})"/.exec(text);
        for (const lang of ['fr', 'en'])
            assert.equal((await formOf(collector, 'hall', lang)).page, hash);
        assert.ok(!text.includes('{{'));
    });

    test('says what its point is for, before any form comes, and has one hash all the same', async () => {
        await addPoint(collector, 'page-phone', '--mode', 'poster');
        const { page } = await formOf(collector, 'hall');
        for (const [id, mode] of [['hall', 'door'], ['page-phone', 'poster']])
            assert.match((await pageOf(id)).text, new RegExp(`<body data-page="${page}" data-mode="${mode}">`));
        assert.equal((await formOf(collector, 'page-phone')).page, page);
    });

    test('is kept by a tablet for a year, and by no phone', async () => {
        await addPoint(collector, 'page-handed', '--mode', 'handed');
        await addPoint(collector, 'page-wall', '--mode', 'poster');
        assert.equal((await pageOf('hall')).cache, 'public, max-age=31536000');
        assert.equal((await pageOf('page-handed')).cache, 'public, max-age=31536000');
        assert.equal((await pageOf('page-wall')).cache, 'no-cache');
    });

    test('of an earlier version is given the newest files, and keeps none of them', async () => {
        const [, file, hash] = /\/static\/(\w+\.js)\?v=([0-9a-f]+)/.exec((await pageOf('hall')).text);
        const read = async (query) => {
            const reply = await fetch(`${collector.url}/static/${file}${query}`);
            assert.equal(reply.status, 200);
            return [await reply.text(), reply.headers.get('cache-control')];
        };
        const [newest, kept] = await read(`?v=${hash}`);
        assert.match(kept, /immutable/);
        for (const query of ['', '?v', '?v=', `?v=${hash.slice(1)}`, `?v=${'0'.repeat(16)}`, `?v=${newKey()}`])
            assert.deepEqual(await read(query), [newest, 'no-cache'], query);
    });
});

test('a form is made once, and anew when the store has changed', async (t) => {
    const own = await startSmall({ t });
    const ask = async (encoding, tag = '') => {
        const reply = await fetch(`${own.address('hall')}/form?lang=fr`, { headers: { 'Accept-Encoding': encoding, 'If-None-Match': tag } });
        return { status: reply.status, tag: reply.headers.get('etag'), encoding: reply.headers.get('content-encoding'), text: await reply.text() };
    };
    const first = await ask('identity'), zipped = await ask('gzip');
    assert.deepEqual([first.encoding, zipped.encoding, zipped.tag], [null, 'gzip', first.tag]);
    assert.equal(zipped.text, first.text);
    assert.deepEqual(await ask('gzip'), zipped);
    assert.equal((await ask('gzip', first.tag)).status, 304);
    const at = own.address('desk');
    assert.notEqual((await (await fetch(`${at}/form?lang=fr`)).text()), first.text, 'another point has its own');
    assert.notEqual((await (await fetch(`${own.address('hall')}/form?lang=en`)).text()), first.text, 'another language, too');
    assert.equal(attempt('change', 'add', '--store', own.store, '--day', dayFrom(0), '--did', 'Plus de chaises').status, 0);
    for (let tries = 0; tries < 100 && (await ask('gzip')).tag === first.tag; tries++)
        await pause(50);
    assert.match((await ask('identity')).text, /Plus de chaises/);
    assert.equal((await ask('gzip', first.tag)).status, 200);
});
