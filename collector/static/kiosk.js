/* kiosk.js: the tablet's page - one question a screen, from the first tap to the thanks.
 *
 * A visit begins with the first tap (that is when its key is made) and ends when its one
 * document goes to the outbox: frozen, sent once, the same bytes on every retry. Thanks is
 * said only when the collector has named the key. Between two visits nothing is left of
 * the one before but what waits in the outbox, which no screen shows.
 *
 * The sections: elements, the form, the visit, screens, questions, what ends a visit, taps
 * and silence, start. Everything that can be decided without a page is in rules.js. */
'use strict';

(function (sortie) {
    const IDLE = 45000, COUNTDOWN = 20, THANKS = 6000, GOODBYE = 20000;
    const SETTLE = 300;         /* a second tap of a double tap meets no target */
    const SPINNER = 500, WORRY = 3000;  /* before it says that it is sending, that it is not sent */
    const FRESH = 600000;       /* the form is looked at again after ten minutes of rest */
    const ROOM = 10, MORE_ROOM = 12;    /* cells of a screen of 1024 x 600, and of a larger one */
    const LARGE = 850000;               /* px of it */

    const address = location.pathname.replace(/\/+$/, '');
    const screen = document.getElementById('screen');
    const sheets = document.body.dataset;

    const catalogues = new Map();   /* language -> what /form said */
    let form = null;                /* the one on the screen: an entry of catalogues */
    let visit = null;               /* the visitor's, or null: nobody is here */
    let leaving = null;             /* the key of the document that a screen waits for */
    let render = null;              /* draws the present screen again */

    /* ---- elements ---- */

    function make(tag, attributes, ...children) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes || {}))
            if (name === 'tap')
                element.addEventListener('click', value);
            else if (value !== undefined && value !== false)
                element.setAttribute(name, value === true ? '' : value);
        element.append(...children.filter((child) => child !== undefined && child !== null && child !== ''));
        return element;
    }

    function picture(sheet, symbol, name) {
        const space = 'http://www.w3.org/2000/svg';
        const svg = document.createElementNS(space, 'svg');
        const use = document.createElementNS(space, 'use');
        use.setAttribute('href', `${sheet}#${symbol}`);
        svg.setAttribute('class', name);
        svg.setAttribute('aria-hidden', 'true');
        svg.append(use);
        return svg;
    }

    const sign = (symbol, name = 'sign') => picture(sheets.pictograms, symbol, name);

    const word = (key, values = {}) =>
        (form.words[key] || '').replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);

    const text = (map) => map ? map[form.language] || Object.values(map)[0] : '';

    const button = (label, symbol, tap, name = '') =>
        make('button', { type: 'button', class: `key ${name}`, tap }, symbol && sign(symbol), make('span', {}, label));

    /* ---- the form ---- */

    async function fetched(language) {
        const reply = await fetch(`${address}/form${language ? `?lang=${language}` : ''}`, { credentials: 'omit' });
        const said = await reply.json();
        if (!reply.ok || !said.form || !said.words)
            throw new Error('no form');
        return { ...said, language: language || said.default, loaded: new Date() };
    }

    async function load(language) {
        const found = await fetched(language);
        if (form && found.version !== form.version)
            catalogues.clear();
        catalogues.set(found.language, found);
        return found;
    }

    /* The other languages, one after the other, so that they are there in an outage. */
    async function loadOthers() {
        for (const { code } of form.languages)
            if (!catalogues.has(code))
                await load(code).catch(() => null);
    }

    function use(found) {
        form = found;
        document.documentElement.lang = form.language;
        document.documentElement.dir = form.words.direction;
        document.title = form.settings.centre;
    }

    async function speak(language) {
        const found = catalogues.get(language) || await load(language).catch(() => null);
        if (found)
            use(found);
    }

    const today = () => sortie.dayAfter(form.day, form.loaded, new Date());

    /* ---- the visit ---- */

    function key() {
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    }

    const around = () => ({
        mode: form.settings.mode, lang: form.language,
        kind: (answers) => form.form.questions
            .filter((question) => question.type === 'pick' && answers[question.name])
            .map((question) => sortie.kindOf(form, answers[question.name]))[0]
            || sortie.kindOf(form, form.settings.place) || 'centre',
    });

    const walk = () => sortie.walk(form.form, visit ? visit.answers : {}, around());

    function begin() {
        if (!visit)
            visit = { key: key(), answers: {}, drafts: {}, seen: new Set() };
        return visit;
    }

    function answer(question, value) {
        begin().answers[question.name] = value;
        after(question);
    }

    /* Nothing was said to this question, or what was said is left as it is. A text is said
     * only here: what somebody typed and walked away from is forgotten. */
    function pass(question, forget) {
        begin();
        if (question.type === 'text')
            visit.answers[question.name] = draft(question).trim() || undefined;
        else if (forget)
            delete visit.answers[question.name];
        after(question);
    }

    function after(question) {
        visit.seen.add(question.name);
        const { shown } = walk();
        const next = shown[shown.findIndex((one) => one.name === question.name) + 1];
        if (next)
            ask(next);
        else
            finish();
    }

    function before(question) {
        const { shown } = walk();
        return shown[shown.findIndex((one) => one.name === question.name) - 1];
    }

    /* One document a visitor, frozen here: the outbox sends these bytes and no others. */
    function freeze() {
        const { shown, kept } = walk();
        const frozen = {
            key: visit.key, form: form.form.id, version: form.version, day: today(),
            lang: form.language, complete: sortie.complete(shown, visit.seen), answers: kept,
        };
        const now = new Date();
        if (sortie.civil(now) === frozen.day)
            frozen.part = sortie.partOf(now.getHours());
        return JSON.stringify(frozen);
    }

    /* ---- screens ---- */

    /* Shows a screen: what it says, what can be chosen, and the row of keys below. A tap
     * anywhere does `anywhere`; a screen with an end of its own is not watched for
     * silence. */
    function show({ name, head, body = [], foot = [], anywhere = null, focus = 'h1', ends = false }) {
        const here = screen.contains(document.activeElement);
        screen.className = `screen ${name}`;
        screen.replaceChildren(make('div', { class: 'head' }, ...head), make('div', { class: 'body' }, ...body),
                               make('div', { class: 'foot' }, ...foot));
        screen.removeAttribute('aria-busy');
        screen.onclick = anywhere;
        settle();
        if (here || visit || ends)
            screen.querySelector(focus).focus({ preventScroll: true });
        watch(!ends);
    }

    const title = (words) => make('h1', { id: 'question', tabindex: '-1' }, words);

    const say = (words, name = 'hint') => words ? make('p', { class: name }, words) : null;

    const languageName = () => form.languages.find((one) => one.code === form.language).name;

    const languageButton = (one, then) => make('button', {
        type: 'button', class: 'key language', lang: one.code, dir: one.direction,
        'aria-current': one.code === form.language ? 'true' : undefined,
        tap: () => speak(one.code).then(then),
    }, make('span', {}, one.name));

    const chooseLanguage = () => form.languages.length > 1
        ? make('button', { type: 'button', class: 'key tongue', tap: languages },
               sign('globe'), make('span', {}, languageName()))
        : null;

    function languages() {
        const back = render;
        const close = () => { render = back; render(); };
        render = () => show({
            name: 'languages', head: [title(word('languages'))],
            body: [make('div', { class: 'grid', 'data-count': form.languages.length },
                        ...form.languages.map((one) => languageButton(one, close)))],
            foot: [button(word('back'), 'arrow', close, 'back')],
        });
        render();
    }

    /* ---- questions ---- */

    /* A session of today tells its time. */
    const label = (entry) => make('span', { class: 'label' },
        entry.at && make('b', {}, make('bdi', {}, entry.at), ' '), entry.label);

    /* A row or grid of answers. `chosen` are the codes that stand; a tap tells the entry.
     * An entry that opens a group is no answer: it only shows that one in it stands. */
    function grid(role, name, entries, chosen, tap) {
        const cell = (entry) => make('button', {
            type: 'button', class: entry.at ? 'cell today' : 'cell', role, tap: () => tap(entry),
            'aria-checked': String(chosen.includes(entry.code)),
        }, sign('tick', 'tick'), entry.picture, label(entry));
        const door = (entry) => make('button', {
            type: 'button', class: 'cell', 'aria-current': entry.stands && 'true', tap: () => tap(entry),
        }, sign('more', 'further'), entry.picture, label(entry));
        const cells = entries.map((entry) => entry.group ? door(entry) : cell(entry));
        const box = make('div', {
            class: `grid ${name}${entries.length > 5 ? ' many' : ''}`, role: role === 'radio' ? 'radiogroup' : 'group',
            'aria-labelledby': 'question', 'data-count': entries.length,
        }, ...cells);
        if (role === 'radio')
            rove(box, cells);
        return box;
    }

    /* One stop for the Tab key; the arrows move along, Enter or Space chooses. */
    function rove(box, cells) {
        const home = Math.max(0, cells.findIndex((cell) => cell.getAttribute('aria-checked') === 'true'));
        cells.forEach((cell, index) => { cell.tabIndex = index === home ? 0 : -1; });
        box.addEventListener('keydown', (event) => {
            const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
            const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
            const step = { [forward]: 1, ArrowDown: 1, [backward]: -1, ArrowUp: -1 }[event.key];
            if (!step)
                return;
            event.preventDefault();
            const at = cells.indexOf(document.activeElement);
            const next = cells[(at + step + cells.length) % cells.length];
            cells.forEach((cell) => { cell.tabIndex = cell === next ? 0 : -1; });
            next.focus();
        });
    }

    const given = (question) => visit ? visit.answers[question.name] : undefined;

    const draft = (question) => visit && visit.drafts[question.name] || '';

    const optionEntry = (question) => (option, index) => ({
        code: option.code, label: text(option.text),
        picture: question.style === 'faces' && question.options.length === 5
            ? picture(sheets.faces, `face-${index + 1}`, 'face')
            : option.icon && sign(option.icon, 'icon'),
    });

    function single(question, entries, name) {
        return { body: [grid('radio', name, entries, [given(question)], (entry) => answer(question, entry.code))] };
    }

    const options = (question) => single(question, question.options.map(optionEntry(question)), question.style || 'options');

    const yesno = (question) => single(question, [
        { code: 'yes', label: word('yes'), picture: sign('yes', 'icon') },
        { code: 'no', label: word('no'), picture: sign('no', 'icon') },
    ], 'options');

    const nps = (question) => ({
        hint: word('nps'),
        ...single(question, Array.from({ length: 11 }, (none, n) => ({ code: String(n), label: String(n) })), 'numbers'),
    });

    /* Several may be chosen: a tap changes what stands and stays on the screen. */
    function choices(question) {
        const chosen = () => given(question) || [];
        const ready = () => chosen().length > 0 && chosen().length >= (question.min || 0);
        let just = null;        /* the cell of the last tap: a double tap is one */
        const tap = (entry) => {
            if (just === entry.code)
                return;
            just = entry.code;
            setTimeout(() => { just = null; }, SETTLE);
            const codes = sortie.toggle(question, chosen(), entry.code);
            begin().answers[question.name] = codes.length > 0 ? codes : undefined;
            screen.querySelectorAll('.cell').forEach((cell, index) =>
                cell.setAttribute('aria-checked', String(codes.includes(question.options[index].code))));
            changeKeys(question, ready());
        };
        return {
            hint: question.max && word('max', { n: question.max }),
            body: [grid('checkbox', 'options', question.options.map(optionEntry(question)), chosen(), tap)],
            ready: ready(),
        };
    }

    const groupName = (group) => word(group === 'today' ? 'pick.today' : `kind.${group}`);

    /* What a pick shows for an entry of rules.js. */
    const pickEntry = (question) => (entry) => {
        if (!entry.group)
            return { ...entry, label: entry.name, picture: sign(entry.kind, 'icon') };
        const inside = sortie.offersOf(question, form, today(), entry.group);
        return {
            ...entry, label: groupName(entry.group), picture: sign(entry.group === 'today' ? 'wait' : entry.group, 'icon'),
            stands: inside.some((one) => one.code === given(question)),
        };
    };

    /* Sessions of today and places; a group that found no room opens a screen of its own,
     * and a group without end goes on page by page. */
    function pick(question, group, page = 0) {
        const room = innerWidth * innerHeight < LARGE ? ROOM : MORE_ROOM;
        const offered = group ? sortie.offersOf(question, form, today(), group) : sortie.offers(question, form, today(), room);
        const pages = offered.length > room ? Math.ceil(offered.length / (room - 1)) : 1;
        const entries = (pages > 1 ? offered.slice(page * (room - 1), (page + 1) * (room - 1)) : offered)
            .map(pickEntry(question));
        if (pages > 1)
            entries.push({ group: 'more', label: word('pick.more'), picture: sign('other', 'icon') });
        const tap = (entry) => {
            if (entry.group === 'more')
                ask(question, group, (page + 1) % pages);
            else if (entry.group)
                ask(question, entry.group);
            else
                answer(question, entry.code);
        };
        const none = button(word('pick.none'), 'none', () => answer(question, 'none'), 'none');
        none.setAttribute('aria-pressed', String(given(question) === 'none'));
        return {
            hint: group && groupName(group), none, back: group && (() => ask(question)),
            body: [grid('radio', 'options', entries, [given(question)], tap)],
        };
    }

    function words(question) {
        const area = make('textarea', {
            maxlength: question.max, rows: question.multiline ? 5 : 3, 'aria-labelledby': 'question',
            'aria-describedby': 'hint', autocomplete: 'off', autocorrect: 'off', spellcheck: 'false', dir: 'auto',
        });
        const ready = () => draft(question).trim() !== '';
        area.value = draft(question);
        area.addEventListener('input', () => {
            begin().drafts[question.name] = area.value;
            changeKeys(question, ready());
        });
        return { hint: text(question.hint) || word('text.hint'), body: [area], ready: ready() };
    }

    const types = {
        scale: options, choice: options, choices, yesno, nps, pick, text: words,
        note: () => ({ body: [], ready: true }),
    };

    /* Back, language, and the way on: next when something stands, else skip - unless the
     * question has to be answered. */
    function keys(question, { back, none, ready }) {
        const previous = before(question);
        const last = walk().shown.slice(-1)[0].name === question.name;
        const onward = ready === undefined ? given(question) !== undefined : ready;
        const way = back || (previous && (() => ask(previous)));
        const next = onward
            ? button(word(last ? 'done' : 'next'), 'arrow', () => pass(question), 'next')
            : !question.required && visit && button(word('skip'), null, () => pass(question, true), 'skip');
        return [way && button(word('back'), 'arrow', way, 'back'), chooseLanguage(), none, next].filter(Boolean);
    }

    function changeKeys(question, ready) {
        screen.querySelector('.foot').replaceChildren(...keys(question, { ready }));
    }

    /* The screen that waits for a visitor offers every language, by its own name. */
    const opening = () => [make('nav', { class: 'tongues', 'aria-label': word('languages') },
                                ...form.languages.map((one) => languageButton(one, () => render())))];

    function ask(question, group, page) {
        const { name } = question;
        render = () => {
            const current = form.form.questions.find((one) => one.name === name);
            const made = types[current.type](current, group, page);
            const start = !visit && current === form.form.questions[0];
            const hint = made.hint || text(current.hint) || (start ? word('promise') : '');
            show({
                name: `question ${current.type}${start ? ' start' : ''}`,
                head: [start && say(form.settings.centre, 'centre'), title(text(current.text)),
                       make('p', { class: 'hint', id: 'hint' }, hint)].filter(Boolean),
                body: made.body,
                foot: start && form.languages.length > 1 ? opening() : keys(current, made),
            });
        };
        render();
    }

    /* ---- what ends a visit ---- */

    function start() {
        visit = leaving = null;
        use(catalogues.get(form.default) || form);
        ask(form.form.questions[0]);
    }

    function finish() {
        const body = freeze();
        leaving = visit.key;
        visit = null;
        screen.classList.add('settling');
        watch(false, SPINNER, sending);
        outbox.put(leaving, body);
    }

    function sending() {
        message('sending', 'wait', [title(word('sending'))]);
        watch(false, WORRY, () => told(leaving, 'again'));
    }

    /* The visitor has gone: what they said counts as far as it goes. */
    function abandon() {
        if (visit && Object.keys(walk().kept).length > 0)
            outbox.put(visit.key, freeze());
        start();
    }

    function message(name, symbol, head, leave) {
        show({
            name: `message ${name}`, head: [sign(symbol, 'emblem'), ...head], ends: true, anywhere: leave || null,
            foot: leave ? [button(word('restart'), 'comeback', leave, 'restart')] : [],
        });
    }

    const thanks = () => message('thanks', 'tick', [title(word('thanks.title')), say(word('thanks.sentence'))], start);

    const waiting = () => message('waiting', 'cloud', [
        title(word('waiting.title')), say(word('waiting.sentence')), say(word('waiting.leave'))], start);

    const refused = () => message('refused', 'cloud', [
        title(word('refused.title')), say(word('refused.sentence'))], start);

    /* Thanks is said here and nowhere else: when the collector has named the key. */
    function told(key, fate) {
        if (key !== leaving)
            return;
        const ends = { kept: [thanks, THANKS], again: [waiting, GOODBYE], refused: [refused, GOODBYE] };
        const [screenOf, stays] = ends[fate];
        if (fate === 'again' && screen.classList.contains('waiting'))
            return;
        screenOf();
        watch(false, stays, start);
    }

    /* ---- taps and silence ---- */

    let silence = null, unsettled = null, countdown = null;

    /* A screen that has just come takes no tap for a moment. */
    function settle() {
        clearTimeout(unsettled);
        screen.classList.add('settling');
        unsettled = setTimeout(() => screen.classList.remove('settling'), SETTLE);
    }

    const somebody = () => visit !== null || form.language !== form.default || !screen.classList.contains('start');

    /* Waits for `then`; without one, for silence, if somebody is here. */
    function watch(listening = true, after = IDLE, then = stillThere) {
        clearTimeout(silence);
        clearInterval(countdown);
        if (!listening && then === stillThere)
            return;
        if (!listening || somebody())
            silence = setTimeout(then, after);
    }

    function stillThere() {
        const back = render;
        let left = COUNTDOWN;
        const number = make('bdi', { class: 'number' });
        const sentence = () => word('still.sentence', { n: left });
        const line = make('p', { class: 'hint' }, sentence());
        show({
            name: 'message still', ends: true, anywhere: back, focus: '.yes',
            head: [number, title(word('still.title')), line,
                   visit && Object.keys(walk().kept).length > 0 && say(word('still.kept'))].filter(Boolean),
            foot: [button(word('still.yes'), 'tick', back, 'yes')],
        });
        number.textContent = left;
        countdown = setInterval(() => {
            left -= 1;
            number.textContent = left;
            line.textContent = sentence();
            if (left === 0)
                abandon();
        }, 1000);
    }

    function listen() {
        const stir = () => { if (!leaving && !screen.classList.contains('message')) watch(); };
        for (const kind of ['pointerdown', 'keydown', 'input'])
            document.addEventListener(kind, stir);
        document.addEventListener('contextmenu', (event) => event.preventDefault());
        document.addEventListener('dragstart', (event) => event.preventDefault());
        /* A key that is held down, or a finger beside the first, is not another tap. */
        document.addEventListener('keydown', (event) => {
            if (event.repeat && (event.key === 'Enter' || event.key === ' '))
                event.preventDefault();
        });
        let fingers = 0;
        document.addEventListener('touchstart', (event) => {
            fingers = event.touches.length === 1 ? 1 : Math.max(fingers, event.touches.length);
        }, { capture: true, passive: true });
        document.addEventListener('click', (event) => {
            if (fingers > 1)
                event.stopPropagation();
        }, { capture: true });
        window.addEventListener('online', () => outbox.drain());
        window.addEventListener('pageshow', (event) => { if (event.persisted) start(); });
    }

    /* ---- start ---- */

    const outbox = sortie.outbox({ send: sortie.sender(`${address}/responses`), told });

    /* While nobody is here the form is looked at again, for today's sessions and places. */
    async function refresh() {
        const found = await fetched().catch(() => null);
        if (!found || somebody())
            return;
        catalogues.clear();
        catalogues.set(found.language, found);
        form = found;
        start();
        loadOthers();
    }

    async function open(tries = 0) {
        try {
            use(await load());
        } catch (failure) {
            screen.replaceChildren(document.getElementById('unavailable').content.cloneNode(true));
            setTimeout(() => open(tries + 1), Math.min(60000, 1000 * 2 ** tries));
            return;
        }
        start();
        loadOthers();
        setInterval(() => { if (!somebody()) refresh(); }, FRESH);
    }

    listen();
    open();
})(globalThis.sortie);
