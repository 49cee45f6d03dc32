/* staff.js: the staff corner of a tablet - what waits, what was refused, a way to carry it
 * out by hand, and the tablet's own settings. A PIN keeps visitors out, and no more.
 *
 * It tells no count that moves with one answer: none, some or many wait, and since which
 * day. The file that it writes holds answers as they were given; the screen says so.
 *
 *     const staff = sortie.staff({ show, word, start, entry, boxes, tablet, settle });
 *     staff.open();
 *
 * `entry` and `tablet` give what the page has at the moment; `settle` keeps a
 * changed setting. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    const MANY = 10;            /* from here on it is "many" */
    const TRIES = 5, WAIT = 60000;
    const SIZES = [7, 8, 8.7, 9.7, 10.1, 10.5, 11, 12, 13, 15.6];       /* inches across */
    const { make, button, title, say } = sortie;

    /* Nobody can tell from the order in the file who came first. */
    function shuffled(list) {
        const left = [...list], out = [];
        while (left.length > 0) {
            const [draw] = crypto.getRandomValues(new Uint32Array(1));
            out.push(...left.splice(draw % left.length, 1));
        }
        return out;
    }

    /* The document of an entry; null where a disk has kept something else. */
    function documentOf(entry) {
        try {
            const document = JSON.parse(entry.body);
            return document.key ? document : null;
        } catch (failure) {
            return null;
        }
    }

    /* What `import` reads: a document a line, with the place and mode of the point it was given at. */
    sortie.exported = (entries) => shuffled(entries.filter(documentOf)).map((entry) =>
        `${JSON.stringify({ ...documentOf(entry), ...(entry.place ? { place: entry.place } : {}), ...(entry.mode ? { mode: entry.mode } : {}) })}\n`).join('');

    function download(name, text) {
        const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
        const link = make('a', { href: address, download: name });
        document.body.append(link);
        link.click();
        link.remove();
        setTimeout(() => URL.revokeObjectURL(address), 10000);
    }

    sortie.staff = function ({ show, word, start, entry, boxes, tablet, settle }) {
        let wrong = 0, until = 0;
        let handed = new Set();     /* the keys of what was written to a file */
        let times = 0;              /* that the corner was called */

        const w = (key, values) => word(`staff.${key}`, values);

        const screen = (parts) => show({ ...parts, name: `staff ${parts.name}` });

        const number = (n) => n.toLocaleString(`${entry().language}-u-nu-latn`);

        const inCorner = () => document.querySelector('.screen.staff') !== null;

        /* ---- the PIN ---- */

        function open(problem) {
            let typed = '';
            const dots = make('p', { class: 'dots', 'aria-live': 'polite' }, '');
            const type = (digit) => {
                typed += digit;
                dots.textContent = '•'.repeat(typed.length);
                if (typed.length >= entry().settings.pin.length)
                    check(typed);
            };
            screen({
                name: 'pin',
                head: [title(w('pin')), say(problem, 'problem'), dots],
                body: [make('div', { class: 'grid', 'data-count': 10 },
                            ...[...'1234567890'].map((digit) => button(digit, null, () => type(digit), 'digit')))],
                foot: [button(word('back'), 'arrow', start, 'back')],
            });
        }

        function check(typed) {
            if (Date.now() < until)
                return open(w('later'));
            if (typed === entry().settings.pin) {
                wrong = 0;
                return panel();
            }
            if (++wrong >= TRIES) {
                until = Date.now() + WAIT;
                wrong = 0;
            }
            return open(w('wrong'));
        }

        /* ---- what waits ---- */

        const some = (count) => w(count === 0 ? 'none' : count < MANY ? 'some' : 'many');

        /* One of a day that nobody knows does not hide the others'. */
        const oldest = (entries) => entries.map(documentOf).filter((one) => one && one.day > sortie.NO_DAY).map(({ day }) => day).sort()[0];

        const line = (name, value) => [make('dt', {}, name), make('dd', {}, ...[value].flat())];

        /* A day runs from left to right, in an Arabic sentence too. */
        function since(entries) {
            if (!oldest(entries))
                return some(entries.length);
            const [before, after] = w('since').split('{day}');
            return [some(entries.length), ' · ', before, make('bdi', { dir: 'ltr' }, oldest(entries)), after];
        }

        /* The last day on which the collector gave the form or took a response. */
        const contact = () => [entry().day, tablet().contact || ''].sort()[1];

        /* What the collector said of what it refused, once each. */
        const refusals = (parked) => [...new Set(parked.filter(documentOf).map(({ status, error }) => `${status} ${error || ''}`.trim()))]
            .slice(0, 4).map((sentence) => make('li', { lang: 'en', dir: 'ltr' }, sentence));

        /* Boxes that fail are told of; nothing more is done. */
        const tried = (work) => (...given) => work(...given).catch(() => inCorner() && screen({
            name: 'broken', head: [title(w('title')), say(w('broken'), 'problem')],
            foot: [button(w('close'), 'tick', start, 'next')],
        }));

        const panel = tried(async () => {
            const waiting = await boxes.outbox.entries(), parked = await boxes.parked.entries();
            const written = (await boxes.parked.keys()).filter((key) => handed.has(key));
            if (!inCorner())
                return;
            screen({
                name: 'panel',
                head: [title(w('title')), make('dl', {},
                    ...line(w('queue'), since(waiting)), ...line(w('parked'), since(parked)),
                    ...line(w('contact'), make('bdi', {}, contact()))),
                    parked.length > 0 && make('ul', { class: 'refusals' }, ...refusals(parked))].filter(Boolean),
                body: [make('div', { class: 'grid settings', 'data-count': 4 },
                    button(w('export'), 'documents', warn),
                    button(w('setting', { what: w('language'), value: languageName() }), 'globe', languages),
                    button(w('setting', { what: w('large'), value: w(tablet().large ? 'on' : 'off') }), 'letters',
                           () => change({ large: !tablet().large })),
                    button(w('size', { n: number(tablet().inches) }), 'look',
                           () => change({ inches: SIZES[(SIZES.indexOf(tablet().inches) + 1) % SIZES.length] })))],
                foot: [button(w('close'), 'tick', start, 'next'),
                       written.length > 0 && button(w('forget'), 'no', () => forget(written), 'skip')].filter(Boolean),
            });
        });

        /* ---- carrying it out by hand ---- */

        function warn() {
            screen({
                name: 'warning', head: [title(w('export')), say(w('warning'))],
                foot: [button(word('back'), 'arrow', panel, 'back'), button(w('write'), 'documents', write, 'next')],
            });
        }

        /* The keys first: what comes meanwhile is perhaps in the file, and may not be forgotten. */
        const write = tried(async () => {
            const keys = [...await boxes.outbox.keys(), ...await boxes.parked.keys()];
            const entries = [...await boxes.outbox.entries(), ...await boxes.parked.entries()];
            download(`sortie-${entry().day}.jsonl`, sortie.exported(entries));
            handed = new Set(keys);
            panel();
        });

        /* Only what was refused, and only after all that is readable of it was written to a file. */
        const forget = tried(async (written) => {
            for (const key of written)
                await boxes.parked.remove(key);
            panel();
        });

        /* ---- settings ---- */

        /* A language may come late: the corner is not opened again by it. */
        const change = tried(async (setting) => {
            const mine = times;
            await settle(setting);
            if (mine === times)
                panel();
        });

        /* The tablet's, whatever the screen speaks. */
        const ownLanguage = () => tablet().language || entry().default;

        const languageName = () => {
            const code = ownLanguage();
            return (entry().languages.find((one) => one.code === code) || { name: code }).name;
        };

        function languages() {
            screen({
                name: 'languages', head: [title(w('language'))],
                body: [make('div', { class: 'grid', 'data-count': entry().languages.length },
                            ...entry().languages.map((one) =>
                                sortie.languageKey(one, ownLanguage(), () => change({ language: one.code }))))],
                foot: [button(word('back'), 'arrow', panel, 'back')],
            });
        }

        return {
            open: () => {
                handed = new Set();
                times++;
                open();
            },
        };
    };
})(globalThis.sortie);
