/* kiosk.js: the tablet's page - one question a screen, from the first tap to the thanks.
 *
 * A visit begins with the first tap (that is when its key is made) and ends when its one
 * document is frozen: the same bytes on every retry. On a tablet thanks is said when the
 * document is on its shelf, on disk; where nothing can be kept, and on a visitor's own
 * phone, which keeps nothing, when the collector has named the key. Between two visits
 * nothing is left of the one before but what waits on the shelf, which no screen shows, and
 * in memory the last answers, by which repeats are told.
 *
 * The sections: the form, the visit, screens, questions, what ends a visit, taps and
 * silence, start. What can be decided without a page is in rules.js and repeats.js; the
 * questions' looks are in questions.js, the staff's screens in staff.js. */
'use strict';

(function (sortie) {
    const IDLE = 45000, COUNTDOWN = 20, THANKS = 6000, GOODBYE = 20000;
    const SETTLE = 300;         /* a second tap of a double tap meets no target */
    const SPINNER = 500, WORRY = 3000;  /* before it says that it is sending, that it is not sent */
    const SOON = 3000;          /* the form comes at the start, or what is kept serves */
    const PAINTED = 5000;       /* a screen is, by then, or nobody sees it: no frame comes */
    const PATIENCE = 8000, LAST_PATIENCE = 30000;       /* for it where nothing is kept */
    const FRESH = 600000;       /* the form is looked at again after ten minutes of rest */
    const ROOM = 10, MORE_ROOM = 12;    /* cells of a screen of 1024 x 600, and of a larger one */
    const LARGE_SCREEN = 850000;        /* px of it */
    const ROOMS = [12, 10, 8, 6, 5, 4, 3, 2, 1];       /* until all fits */
    const LARGE_ROOMS = [12, 9, 6, 5, 4, 3, 2, 1];      /* in large text */
    const FEW = 5;              /* answers that stand on one screen whatever happens */
    const SMALLEST = 24;        /* px of words that find no room */
    /* Inches of a large capital: 0.7 degrees at 60 cm; a phone is held at 32 cm (Bababekova
     * and others 2011), and has 160 px to the inch. And a capital's part of a letter's size. */
    const CAPITAL = 7.3 / 25.4, NEAR = 32 / 60, DOTS = 160, CAPITAL_PART = 0.7;
    const CORNER = 120, HOLD = 3000;    /* px and ms: the long press that calls the staff corner */

    const { make, picture, button, title, say, fill } = sortie;
    const address = location.pathname.replace(/\/+$/, '');
    const stage = document.getElementById('screen');
    const phone = document.body.dataset.mode === 'poster';
    const boxes = phone ? null : sortie.boxes();      /* where the tablet keeps things */
    const catalogue = sortie.catalogue(address, boxes && boxes.catalogue);
    const aloud = sortie.aloud(boxes && boxes.catalogue), repeats = sortie.repeats();

    /* What still waits to be sent. A phone keeps nothing: there it is in memory, as long as
     * its page is open. */
    const outbox = sortie.outbox(boxes ? { shelf: boxes.outbox, parked: boxes.parked, told: heard }
        : { shelf: sortie.memory(), parked: sortie.memory(), told });

    let form = null;            /* the one on the screen: an entry of the catalogue */
    let visit = null;           /* the visitor's, or null: nobody is here */
    let turn = 0;               /* of whoever is here: what comes late is not for the next one */
    let leaving = null;         /* the key of the document that a screen waits for */
    let render = null;          /* draws the present screen again */
    let large = false;          /* large text */
    let altered = false;        /* somebody chose a language or a size of text, or listened */
    let spoken = [];            /* what is read aloud on this screen: [key, cell or null] */
    let tablet = { language: null, large: false, inches: 10.1 };    /* its own settings */
    let recalled = false;       /* they were read */

    /* ---- the form ---- */

    const word = (key, values) => fill(form.words[key] || '', values || {});

    const text = (map) => sortie.textOf(map, form.language);

    const home = () => form.languages.some((one) => one.code === tablet.language) ? tablet.language : form.default;

    function use(found) {
        form = found;
        document.documentElement.lang = form.language;
        document.documentElement.dir = form.words.direction;
        document.title = form.settings.centre;
        drawn().then(() => aloud.knows(found.language)).then(offerVoice);
    }

    /* What a screen does not need waits until it is painted: until the next frame begins. */
    const drawn = () => new Promise((done) => {
        setTimeout(done, PAINTED);
        requestAnimationFrame(() => requestAnimationFrame(done));
    });

    /* The one that a reset goes back to. */
    const own = () => catalogue.get(home()) || form;

    /* In a visit only the version that it began with is spoken. */
    async function speak(language, then) {
        const asked = turn;
        const found = await catalogue.speak(language);
        if (asked !== turn)
            return;
        if (found && (!visit || found.version === form.version))
            use(found);
        then();
    }

    const today = () =>
        sortie.dayAfter(form.day, form.loaded, new Date(), form.ticks === null ? null : performance.now() - form.ticks);

    /* ---- the visit ---- */

    function newKey() {
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

    function begin(again = false) {
        if (!visit) {
            const now = performance.now();
            visit = { key: newKey(), answers: {}, drafts: {}, seen: new Set(), again, began: now, last: now, taps: 0 };
        }
        return visit;
    }

    /* A tap that answers; the first one of a second service has had time to read. */
    function tapped() {
        begin();
        visit.last = performance.now();
        if (visit.taps++ === 0)
            visit.began = visit.last;
    }

    function answer(question, value) {
        tapped();
        visit.answers[question.name] = value;
        after(question);
    }

    /* Nothing was said to this question, or what was said is left as it is. A text is said
     * only here: what somebody typed and walked away from is forgotten. */
    function pass(question, forget) {
        tapped();
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

    const given = (question) => visit ? visit.answers[question.name] : undefined;

    const draft = (question) => visit && visit.drafts[question.name] || '';

    /* One document a visitor, frozen here: these bytes are sent and no others. */
    function freeze() {
        const { shown, kept } = walk(), day = today(), now = new Date();
        const frozen = {
            key: visit.key, form: form.form.id, version: form.version, day: day || sortie.NO_DAY,
            lang: form.language, complete: sortie.complete(shown, visit.seen), answers: kept,
        };
        const flags = phone ? [] : repeats.flags({
            began: visit.began, ended: visit.last, taps: visit.taps, answers: kept, again: visit.again });
        if (flags.length > 0)
            frozen.flags = flags;
        if (visit.again)
            frozen.again = true;
        /* A clock that was wrong when the form came, or leapt since, tells no part of the day. */
        if (sortie.civil(form.loaded) === form.day && sortie.civil(now) === day)
            frozen.part = sortie.partOf(now.getHours());
        return { address, place: form.settings.place, mode: form.settings.mode, body: sortie.padded(frozen) };
    }

    /* ---- screens ---- */

    /* The staff's screens hold more words than large text has room for. The old screen goes
     * before any class changes, and the new one comes settling: a class that changes on a screen
     * makes a slow tablet look for the style of each of its elements again. */
    function place({ name, head, body = [], foot = [], anywhere = null, dialog = null }) {
        aloud.hush();
        linger = null;
        const parts = [make('div', { class: 'head' }, ...head), make('div', { class: 'body' }, ...body), make('div', { class: 'foot' }, ...foot)];
        stage.replaceChildren(...dialog ? [make('div', { class: 'dialog', role: 'alertdialog', ...dialog }, ...parts)] : parts);
        stage.className = `screen ${name}${stage.hasAttribute('aria-busy') ? '' : ' settling'}`;
        document.documentElement.className = large && !name.startsWith('staff') ? 'large' : 'usual';
        stage.onclick = anywhere;
    }

    /* A screen with an end of its own is not watched for silence. On a phone, which scrolls, it
     * begins at its top: nobody answers a question that they have not seen. */
    function enter(here, { focus = 'h1', ends = false, texts = [] }) {
        scrollTo(0, 0);
        spoken = texts.filter(([key]) => key);
        offerVoice();
        settle();
        if (here || visit || ends)
            stage.querySelector(focus).focus({ preventScroll: true });
        watch(!ends);
    }

    /* Shows a screen: what it says, what can be chosen, and the row of keys below. A tap
     * anywhere does `anywhere`. */
    function show(parts) {
        const here = stage.contains(document.activeElement);
        place(parts);
        enter(here, parts);
    }

    /* Is everything whole on the screen? A phone scrolls. (A line of close-set large letters
     * counts as a few pixels taller than it is.) */
    const isWhole = (element) => element.scrollWidth <= element.clientWidth && element.scrollHeight <= element.clientHeight + 4;

    const areWhole = (selector) => [...stage.querySelectorAll(selector)].every(isWhole);

    const fits = () => areWhole('.cell, .head') && (phone || document.documentElement.scrollHeight <= innerHeight);

    /* Does it fit as it is, or without the pictures that stand beside many names? Who reads
     * large text needs those: there the names get longer lines, one below the other. */
    const fitsSomehow = () => fits() || (stage.classList.add(large ? 'lines' : 'bare'), fits());

    /* What still does not fit is as large as its room lets it be. */
    function shrink(selector, property, size, whole) {
        const element = stage.querySelector(selector);
        for (; element && size >= SMALLEST && !whole(); size -= 2)
            element.style.setProperty(property, `${size}px`);
        return whole();
    }

    /* Answers need their room more than keys need their words. */
    function shrinkNames() {
        stage.classList.remove('lines');
        stage.classList.add('signs');
        return shrink('.large .grid', '--label', largeSize(), fits);
    }

    /* What was changed of old gives way to the question, then the question's size; keys
     * without room for their words go without. */
    function fitFrame() {
        const headed = () => areWhole('.head'), changed = [...stage.querySelectorAll('.changes li')];
        while (changed.length > 1 && !headed())
            changed.pop().remove();
        shrink('.head', '--fit', largeSize(), headed);
        stage.classList.toggle('signs', !areWhole('.foot, .foot > .key'));
    }

    function offerVoice() {
        for (const key of stage.querySelectorAll('.listen'))
            key.hidden = !spoken.some(([name]) => aloud.has(form.language, name));
    }

    let hushed = false;         /* this tap has stopped the voice, and does nothing else to it */
    let listens = false;        /* whoever is here has screens read aloud */
    let linger = null;          /* has a screen that ends by itself stay for who listens */

    /* Who listens is here, and silent. */
    function read() {
        const texts = spoken;
        aloud.say(form.language, texts.map(([key]) => key), (key) => {
            texts.forEach(([name, cell]) => cell && cell.classList.toggle('read', name === key));
            if (key)
                (linger || stir)();
        });
    }

    function listen() {
        (linger || stir)();
        listens = !hushed;
        altered = altered || listens;
        if (listens)
            read();
    }

    const listenKey = () => {
        const key = button(word('listen'), 'speaker', listen, 'listen');
        key.hidden = true;
        return key;
    };

    /* ---- large text ---- */

    const largeSize = () => Math.round(CAPITAL / CAPITAL_PART
        * (phone ? NEAR * DOTS : Math.hypot(innerWidth, innerHeight) / tablet.inches));

    function setLarge(wanted) {
        large = wanted;
        document.documentElement.style.setProperty('--large', `${largeSize()}px`);
    }

    const largeKey = () => button(word(large ? 'small' : 'large'), 'letters', () => { altered = true; setLarge(!large); render(); }, 'size');

    /* ---- languages ---- */

    const languageName = () => form.languages.find((one) => one.code === form.language).name;

    const languageButton = (one, then) =>
        sortie.languageKey(one, form.language, () => { altered = true; speak(one.code, then); });

    const chooseLanguage = () => form.languages.length > 1
        ? make('button', { type: 'button', class: 'key tongue', tap: languages },
               picture('globe'), make('span', { class: 'word' }, languageName()))
        : null;

    function languages() {
        const back = render;
        const close = () => { if (stage.classList.contains('languages')) render = back; render(); };
        render = () => show({
            name: 'languages', head: [title(word('languages'))],
            body: [make('div', { class: 'grid', 'data-count': form.languages.length },
                        ...form.languages.map((one) => languageButton(one, close)))],
            foot: [button(word('back'), 'arrow', close, 'back'), listenKey()],
            texts: [['kiosk.languages', null]],
        });
        render();
    }

    /* ---- questions ---- */

    const draw = sortie.questions({
        word, today: () => today() || form.day, given, draft, answer, ask,
        entry: () => form,
        choose: (question, codes) => {
            tapped();
            visit.answers[question.name] = codes.length > 0 ? codes : undefined;
        },
        write: (question, written) => { begin().drafts[question.name] = written; },
        advise,
        keysOf: (question, ready, back) => {
            stage.querySelector('.foot').replaceChildren(...keys(question, { ready, back }));
            offerVoice();
            if (!fits())
                stage.classList.add('signs');
        },
    });

    /* Back, language, voice, and the way on: next when something stands, else skip - unless
     * the question has to be answered. */
    function keys(question, { back, none, ready }) {
        const previous = before(question);
        const last = walk().shown.slice(-1)[0].name === question.name;
        const onward = ready === undefined ? given(question) !== undefined : ready;
        const way = back || (previous && (() => ask(previous)));
        const next = onward
            ? button(word(last ? 'done' : 'next'), 'arrow', () => pass(question), 'next')
            : !question.required && visit && button(word('skip'), null, () => pass(question, true), 'skip');
        return [way && button(word('back'), 'arrow', way, 'back'), chooseLanguage(), listenKey(), none, next].filter(Boolean);
    }

    /* The screen that waits for a visitor offers every language, by its own name, the voice
     * and large text; it may say what the centre did with earlier answers. A phone has all that
     * below the faces, out of sight: there the key for languages stands above the question. */
    const opening = () => large || form.languages.length < 2
        ? [!phone && chooseLanguage(), listenKey(), largeKey()].filter(Boolean)
        : [make('nav', { class: 'tongues', 'aria-label': word('languages') },
                ...form.languages.map((one) => languageButton(one, () => render())))];

    const tools = () => large || form.languages.length < 2 ? null : make('div', { class: 'tools' }, listenKey(), largeKey());

    /* What staff wrote, perhaps in another language than the screen's. */
    const written = (text, code) => {
        const known = form.languages.find((one) => one.code === code);
        return make('span', { lang: code, dir: known ? known.direction : 'auto' }, text);
    };

    const changes = () => large || !form.changes ? null
        : make('ul', { class: 'changes' }, ...form.changes.map((one) => make('li', {},
            one.said && make('span', {}, make('b', {}, word('said')), ' ', written(one.said, one.said_lang)),
            one.said && ' ',
            make('span', {}, make('b', {}, word('did')), ' ', written(one.did, one.did_lang)))));

    function progress(question) {
        const { shown } = walk();
        const n = shown.findIndex((one) => one.name === question.name) + 1;
        return form.settings.mode !== 'handed' ? null
            : make('progress', { max: shown.length, value: n, 'aria-label': word('progress', { n, of: shown.length }) });
    }

    /* A text's hint changes while it is typed, and is read out then. */
    const hintLine = (question, hint, warns) => make('p', {
        class: warns ? 'hint warning' : 'hint', id: 'hint', role: question.type === 'text' && 'status',
    }, hint);

    function advise({ hint, warns, spoken: texts }) {
        const line = stage.querySelector('#hint');
        if (line.textContent === hint)
            return;
        line.textContent = hint;
        line.classList.toggle('warning', warns);
        spoken = texts;
    }

    function placeQuestion(question, at, words) {
        const made = draw[question.type](question, at);
        const start = !visit && question === form.form.questions[0] && !at.before;
        /* Who has said enough is told so: reasons may be given or not. */
        const enough = question.type === 'choices' && isKept() && sortie.complete(walk().shown, visit.seen);
        const hint = [enough && word('counted'), made.hint || text(question.hint) || (start && word('promise'))].filter(Boolean).join(' ');
        place({
            name: `question ${question.type}${start ? ' start' : ''} ${words}`,
            head: [start && say(form.settings.centre, 'centre'), start && phone && chooseLanguage(), start && !phone && changes(),
                   progress(question), title(text(question.text)), hintLine(question, hint, made.warns)].filter(Boolean),
            body: start ? [...made.body, tools()].filter(Boolean) : made.body,
            foot: start ? [phone && changes(), ...opening()].filter(Boolean) : keys(question, made),
        });
        if (enough)
            made.spoken.splice(1, 0, ['kiosk.counted', null]);
        spoken = made.spoken.filter(([key]) => key);
        offerVoice();       /* before it is measured: that key takes room, too */
        fitFrame();
        return made;
    }

    /* The rooms that a question may be given. Few answers are never divided: who has to look
     * for "no" on another page says yes. */
    function roomsOf(question) {
        const first = innerWidth * innerHeight < LARGE_SCREEN ? ROOM : MORE_ROOM;
        if (phone || question.type === 'scale' || (question.type !== 'pick' && (question.options || []).length <= FEW))
            return [first];
        return large ? LARGE_ROOMS : ROOMS.filter((room) => room <= first);
    }

    /* As many cells as fit whole; fewer do not help a question that is too long. Words are
     * split only where nothing else helps. "None of these" is a key below, or, where that
     * row has no room, the last of the cells. */
    function fitted(question, where) {
        const rooms = roomsOf(question), at = { ...where, below: true };
        if (question.type === 'pick' && large) {
            placeQuestion(question, { ...at, room: rooms[0] }, 'whole');
            at.below = areWhole('.foot, .none');
        }
        for (const words of ['whole', 'split']) {
            let made = null;
            for (const room of rooms) {
                made = placeQuestion(question, { ...at, room }, words);
                if (fitsSomehow())
                    return made;
                if (!areWhole('.head'))
                    break;
            }
            if (shrinkNames())
                return made;
        }
        return placeQuestion(question, { ...at, room: rooms[0] }, 'split');
    }

    /* Draws a question. */
    function ask(question, at = {}) {
        const { name } = question;
        altered = altered || Boolean(at.from || at.group);
        render = () => {
            const here = stage.contains(document.activeElement);
            const made = fitted(form.form.questions.find((one) => one.name === name), at);
            enter(here, { texts: made.spoken });
        };
        render();
    }

    /* Draws every question once, where nobody sees it, and takes it away before anything is
     * painted: a browser reads a script when it runs first, and a letter when it lays it out
     * first, and a slow tablet's first visitor would wait for that. */
    function rehearse() {
        const cells = form.form.questions.flatMap((question) => draw[question.type](question, { room: MORE_ROOM }).body);
        const behind = make('div', { class: 'screen behind' }, make('div', { class: 'body' }, ...cells));
        document.body.append(behind);
        behind.getBoundingClientRect();
        behind.remove();
    }

    /* ---- what ends a visit ---- */

    function start() {
        visit = leaving = null;
        altered = listens = false;
        turn++;
        setLarge(tablet.large);
        use(own());
        ask(form.form.questions[0]);
    }

    function finish() {
        const { key } = visit, entry = freeze();
        leaving = key;
        visit = null;
        turn++;
        stage.classList.add('settling');
        watch(false, SPINNER, sending);
        keep(key, entry);
    }

    /* On the shelf it is safe. A phone has none and waits for the collector's word; a
     * tablet whose shelf fails asks the collector a few times, and else says what is true. */
    async function keep(key, entry) {
        try {
            await outbox.put(key, entry);
            if (!phone)
                told(key, 'safe');
        } catch (failure) {
            const fate = await sortie.insist(key, entry);
            outbox.shelf.remove(key).catch(() => null);
            told(key, fate === 'again' ? 'lost' : fate);
        }
    }

    function sending() {
        message('sending', 'wait', ['sending'], null, []);
        watch(false, WORRY, () => phone && told(leaving, 'again'));
    }

    /* What was said so far counts, even if nothing more is. */
    const isKept = () => Boolean(visit && !phone && boxes.open() && Object.keys(walk().kept).length > 0);

    /* The visitor has gone: what they said counts as far as it goes. */
    function abandon() {
        if (visit && !phone && Object.keys(walk().kept).length > 0)
            keep(visit.key, freeze());
        start();
    }

    /* The first of the texts is its title; all are read aloud: who cannot read has to know, too. */
    function message(name, symbol, [first, ...others], leave = null, more = [chooseLanguage()]) {
        show({
            name: `message ${name}`, ends: true, anywhere: leave,
            head: [picture(symbol, 'emblem'), title(word(first)), ...others.map((one) => say(word(one)))],
            foot: [leave && button(word('restart'), 'comeback', leave, 'restart'), listenKey(), ...more].filter(Boolean),
            texts: [first, ...others].map((one) => [`kiosk.${one}`, null]),
        });
    }

    /* A second service of the same visitor: a response of its own, linked to nothing. */
    function again() {
        leaving = null;
        begin(true);
        ask(form.form.questions[0]);
    }

    const againKey = () => form.form.questions.some((question) => question.type === 'pick')
        ? [button(word('again'), 'plus', again, 'again')] : [];

    const thanks = () => message('thanks', 'tick', ['thanks.title', 'thanks.sentence'], phone ? null : start, [chooseLanguage(), ...againKey()]);

    const waiting = () => message('waiting', 'cloud', ['waiting.title', 'waiting.sentence', 'waiting.stay']);

    const refused = () => message('refused', 'cloud', ['refused.title', 'refused.sentence'], start);

    const lost = () => message('lost', 'documents', ['lost.title', 'lost.sentence'], start);

    /* Thanks is said here and nowhere else. */
    function told(key, fate) {
        if (key !== leaving)
            return;
        const ends = {
            safe: [thanks, THANKS], kept: [thanks, THANKS], again: [waiting, null],
            refused: [refused, GOODBYE], lost: [lost, GOODBYE],
        };
        const [screenOf, stays] = ends[fate];
        if (fate === 'again' && ['waiting', 'languages'].some((name) => stage.classList.contains(name)))
            return;
        if (fate !== 'again')
            leaving = null;
        render = () => {
            screenOf();
            if (stays && !phone) {
                watch(false, stays, start);
                linger = () => watch(false, GOODBYE, start);
            }
        };
        render();
    }

    /* ---- taps and silence ---- */

    let silence = null, unsettled = null, countdown = null;

    /* A screen that has just come takes no tap for a moment; the first one at once: no finger
     * was on its way to another. */
    function settle() {
        clearTimeout(unsettled);
        stage.removeAttribute('aria-busy');
        unsettled = setTimeout(() => stage.classList.remove('settling'), SETTLE);
    }

    const somebody = () => visit !== null || leaving !== null || altered || !stage.classList.contains('start');

    /* Waits for `then`; without one, for silence, if somebody is here. A phone is its
     * owner's: nobody waits behind them. */
    function watch(listening = true, after = IDLE, then = stillThere) {
        clearTimeout(silence);
        clearInterval(countdown);
        if (then === stillThere && (!listening || phone))
            return;
        if (!listening || somebody())
            silence = setTimeout(then, after);
    }

    function stillThere() {
        const back = render;
        let left = COUNTDOWN;
        const number = make('bdi', { class: 'number' });
        const sentence = () => word('still.sentence', { n: left });
        const line = make('p', { class: 'hint', id: 'hint' }, sentence());
        const counts = isKept();
        const tongue = stage.classList.contains('languages') ? null : chooseLanguage();
        show({
            name: 'message still', ends: true, focus: '.yes',
            dialog: { 'aria-labelledby': 'question', 'aria-describedby': 'hint' },
            head: [number, title(word('still.title')), line, counts && say(word('still.kept'))].filter(Boolean),
            foot: [button(word('still.yes'), 'tick', back, 'yes'), listenKey(), tongue].filter(Boolean),
            texts: [['kiosk.still.title', null], counts && ['kiosk.still.kept', null], ['kiosk.still.yes', null]].filter(Boolean),
        });
        linger = () => { left = COUNTDOWN; tell(); };
        const tell = () => {
            number.textContent = left;
            line.textContent = sentence();
        };
        tell();
        countdown = setInterval(() => {
            left -= 1;
            tell();
            if (left === 0)
                abandon();
        }, 1000);
        if (listens)
            read();
    }

    /* A finger held in the upper left corner calls the staff corner; so does Alt Shift S. */
    function listenForStaff() {
        let held = null;
        const calls = () => { if (form && form.settings.pin && boxes && stage.classList.contains('start')) staff.open(); };
        const free = () => clearTimeout(held);
        document.addEventListener('pointerdown', (event) => {
            free();
            if (event.clientX < CORNER && event.clientY < CORNER)
                held = setTimeout(calls, HOLD);
        });
        for (const kind of ['pointerup', 'pointercancel'])
            document.addEventListener(kind, free);
        document.addEventListener('keydown', (event) => { if (event.altKey && event.shiftKey && event.code === 'KeyS') calls(); });
    }

    const stir = () => { if (form && !leaving && !stage.classList.contains('message')) watch(); };

    function listenForTaps() {
        for (const kind of ['pointerdown', 'keydown', 'input'])
            document.addEventListener(kind, stir);
        for (const kind of ['pointerdown', 'keydown'])
            document.addEventListener(kind, () => { hushed = aloud.hush(); }, { capture: true });
        document.addEventListener('click', () => setTimeout(() => { hushed = false; }), { capture: true });
        for (const kind of ['contextmenu', 'dragstart'])
            document.addEventListener(kind, (event) => event.preventDefault());
        /* A key that is held down, or a finger beside the first, is not another tap. */
        document.addEventListener('keydown', (event) => {
            if (event.repeat && (event.key === 'Enter' || event.key === ' '))
                event.preventDefault();
        });
        let fingers = 0;
        document.addEventListener('touchstart', (event) => {
            fingers = event.touches.length === 1 ? 1 : Math.max(fingers, event.touches.length);
        }, { capture: true, passive: true });
        /* A key or a mouse (which have no fingers) may follow; nothing may while the last
         * answer, still on the screen, is being kept. */
        const beside = ({ detail, pointerType }) => fingers > 1 && detail > 0 && pointerType !== 'mouse';
        const over = () => leaving && stage.classList.contains('question');
        document.addEventListener('click', (event) => {
            if (beside(event) || over())
                event.stopPropagation();
        }, { capture: true });
        window.addEventListener('online', () => outbox.drain());
        /* What goes into the browser's memory of pages is the start, and so comes back; but a
         * phone's page that waits for its 201 still has to say what became of the response. */
        const waits = () => phone && leaving !== null;
        window.addEventListener('pagehide', () => { if (form && somebody() && !waits()) abandon(); });
        window.addEventListener('pageshow', (event) => { if (event.persisted && form && !waits()) start(); });
    }

    /* ---- start ---- */

    const staff = sortie.staff({
        show, word, start,
        entry: () => form, boxes, tablet: () => tablet,
        settle: async (changed) => {
            await recall();
            tablet = { ...tablet, ...changed };
            await boxes.settings.put(address, tablet);
            await catalogue.speak(home());
            if (!stage.classList.contains('staff'))
                return stage.classList.contains('start') && !visit && start();
            use(own());
            return setLarge(tablet.large);
        },
    });

    /* The collector answered on a later day than it gave the form: staff look at that when
     * much waits. On the same day nothing is written, so that no visitor leaves a trace. */
    function heard(key, fate) {
        const day = form && today();
        if (!day || !recalled || fate === 'again' || [form.day, tablet.contact].includes(day))
            return;
        tablet = { ...tablet, contact: day };
        boxes.settings.put(address, tablet).catch(() => null);
    }

    /* The tablet's own settings, as soon as its boxes can be read. */
    async function recall() {
        if (recalled || !boxes)
            return;
        tablet = { ...tablet, ...await boxes.settings.get(address) };
        recalled = true;
    }

    /* The tablet's own language first: most visitors' in an outage. */
    const codes = () => [home(), ...form.languages.map(({ code }) => code).filter((code) => code !== home())];

    async function loadOthers() {
        await catalogue.loadOthers(form);
        await aloud.learn(codes());
        if (!somebody())    /* else with their next screen: no key comes under a finger */
            offerVoice();
    }

    const prefetch = () => aloud.prefetch(codes(), () => !somebody());

    /* All that a screen may show of an entry: whatever day it is, and whenever it came. */
    const shownOf = (entry) => JSON.stringify({ ...entry, day: null, loaded: null, ticks: null });

    /* While nobody is here and nothing waits, a new form or a new page is taken. Boxes that
     * cannot be read do not hold it up: the new page may be what mends them. What looks as
     * before is not drawn anew: a finger on its way to a face would meet a screen that has
     * just come. */
    async function refresh() {
        const free = async () => !somebody() && await outbox.empty().catch(() => true) && !somebody();
        await recall().catch(() => null);
        await outbox.drain();       /* a page that is gone may have left something */
        if (!await free())
            return;
        const found = await catalogue.ask(home()).catch(() => null);
        if (!found || !await free())
            return;
        const changed = shownOf(found) !== shownOf(form);
        catalogue.adopt(found);
        form = found;
        if (changed)
            start();
        await loadOthers();
        await sortie.renew(address, found.page, free);
        prefetch();
    }

    /* The form from the collector, or, when it is not here soon, from the tablet's own box. A
     * tablet that has none waits on, longer each time: the link may be slow. */
    async function findForm(tries) {
        const asked = catalogue.ask(tablet.language, Math.min(LAST_PATIENCE, PATIENCE * 2 ** tries)).catch(() => null);
        if (await Promise.race([asked, new Promise((done) => { setTimeout(done, SOON); })]))
            return asked;
        await recall().catch(() => null);
        const kept = spoiled ? null : await catalogue.kept(tablet.language);
        if (!kept)
            unavailable();
        return kept || asked;
    }

    let spoiled = false;        /* what was kept cannot be shown */

    function unavailable() {
        form = null;
        stage.replaceChildren(document.getElementById('unavailable').content.cloneNode(true));
    }

    /* False when it cannot be shown: what was kept may be broken, the collector's is not. */
    function shows(found) {
        try {
            use(found);
            start();
        } catch (failure) {
            spoiled = true;
            unavailable();
        }
        return form !== null;
    }

    /* The first screen has waited for no box. If something waits to be sent, the form goes back
     * to the one that is kept, unless somebody answers already. Is there a newer one? */
    async function holdBack(found) {
        const kept = await outbox.empty().catch(() => true) ? null : await catalogue.kept(home());
        if (kept && kept.version !== found.version && kept.language === home() && !somebody()) {
            const held = catalogue.dated(kept, found);
            if (shows(held)) {
                catalogue.adopt(held);
                return true;
            }
            shows(found);
        }
        catalogue.adopt(found);
        return false;
    }

    async function open(tries = 0) {
        const found = await findForm(tries);
        if (!found || !shows(found)) {
            setTimeout(() => open(tries + 1), Math.min(60000, 1000 * 2 ** tries));
            return;
        }
        await drawn();
        setTimeout(rehearse);
        if (phone) {
            catalogue.adopt(found);
            return;
        }
        await recall().catch(() => null);
        const held = await holdBack(found), sent = outbox.drain();
        await speakHome();
        await loadOthers();
        setInterval(refresh, FRESH);
        sortie.enhance();
        await sent;
        if (held && await outbox.empty().catch(() => false))
            await refresh();
        else
            prefetch();
    }

    /* The tablet's own language and text, once its settings are known; what somebody chose
     * meanwhile stays. */
    async function speakHome() {
        await catalogue.speak(home());
        if (!somebody() && (form.language !== home() || large !== tablet.large))
            start();
    }

    /* The browser's list of requests would tell when each response was sent. */
    performance.setResourceTimingBufferSize(0);
    performance.clearResourceTimings();
    listenForTaps();
    listenForStaff();
    open();
})(globalThis.sortie);
