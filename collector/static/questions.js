/* questions.js: what each type of question looks like on a screen, and what a tap on it
 * means. A screen is {hint, warns, body, none, back, ready, spoken}: elements, whether the hint
 * is a warning, whether the way on is open, and what is read aloud (key of a recording -> the
 * cell it names).
 *
 *     const drawn = sortie.questions(desk)[question.type](question, { group, from, offered, before, room, below })
 *
 * `desk` is what the page lends: entry() (the catalogue on the screen), word(key), today(),
 * given(question), draft(question), answer(question, code), choose(question, codes),
 * write(question, text), advise({hint, warns, spoken}), ask(question, at),
 * keysOf(question, ready, back). A screen has room for so many cells; what is over it goes on
 * the next page, which begins `from` an entry, and whose Back leads to the page `before`; has it
 * room `below` for one more key? */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    const { make, picture, button } = sortie;
    const TWICE = 300;          /* ms in which a second tap is the same tap */

    /* A session of today tells its time. */
    const label = (entry) => make('span', { class: 'label' },
        entry.at && make('b', {}, make('bdi', {}, entry.at), ' '), entry.label);

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

    /* A grid of answers; `chosen` are the codes that stand, a tap tells the entry. An entry
     * that opens a group is no answer: it only shows that one in it stands. */
    function grid(role, name, entries, chosen, tap) {
        const tick = (code) => role === 'checkbox' || chosen.includes(code) ? picture('tick', 'tick') : null;
        const cell = (entry) => make('button', {
            type: 'button', class: entry.at ? 'cell today' : 'cell', role, 'data-code': entry.code,
            'aria-checked': String(chosen.includes(entry.code)), tap: () => tap(entry),
        }, tick(entry.code), entry.picture, label(entry));
        const door = (entry) => make('button', {
            type: 'button', class: 'cell door', 'aria-current': entry.stands && 'true', tap: () => tap(entry),
        }, picture('more', 'further'), entry.picture, label(entry));
        const cells = entries.map((entry) => {
            entry.cell = entry.group ? door(entry) : cell(entry);
            return entry.cell;
        });
        const box = make('div', {
            class: `grid ${name}${entries.length > 5 ? ' many' : ''}`, role: role === 'radio' ? 'radiogroup' : 'group',
            'aria-labelledby': 'question', 'data-count': entries.length,
        }, ...cells);
        if (role === 'radio')
            rove(box, cells);
        return box;
    }

    sortie.questions = function (desk) {
        const text = (map) => sortie.textOf(map, desk.entry().language);
        const key = (question, part) => [desk.entry().form.id, question.name, part].filter(Boolean).join('.');
        const hintOf = (question) => question.hint ? [[key(question, 'hint'), null]] : [];

        const firstOf = (at) => at.from ? firstOf(at.before) : at;

        /* The entries of one page, from one on: what has no room goes on, and comes round. As
         * many as fit are shown, so that the next page begins after the last of them. */
        function paged(question, entries, at) {
            const { group, from = 0, room } = at;
            if (from === 0 && entries.length <= room)
                return entries;
            const shown = entries.slice(from, from + Math.max(1, room - 1)), next = from + shown.length;
            return [...shown, {
                group: 'more', label: desk.word('pick.more'), picture: picture('other', 'icon'), spoken: 'kiosk.pick.more',
                tap: () => desk.ask(question, next < entries.length ? { ...at, from: next, before: at } : firstOf(at)),
            }];
        }

        /* A screen of cells, one page of them. */
        function cells(question, role, name, entries, chosen, at, tap) {
            const shown = paged(question, entries, at);
            const body = [grid(role, name, shown, chosen, (entry) => entry.tap ? entry.tap() : tap(entry))];
            return {
                body, back: at.before && (() => desk.ask(question, at.before)),
                spoken: [[key(question), null], ...hintOf(question), ...shown.map((entry) => [entry.spoken, entry.cell])],
            };
        }

        const single = (question, entries, name, at) =>
            cells(question, 'radio', name, entries, [desk.given(question)], at, (entry) => desk.answer(question, entry.code));

        const optionEntry = (question) => (option, index) => ({
            code: option.code, label: text(option.text), spoken: key(question, option.code),
            picture: question.style === 'faces' && question.options.length === 5
                ? picture(`face-${index + 1}`, 'face')
                : option.icon && picture(option.icon, 'icon'),
        });

        const wordEntry = (code) => ({
            code, label: desk.word(code), picture: picture(code, 'icon'), spoken: `kiosk.${code}`,
        });

        const options = (question, at) =>
            single(question, question.options.map(optionEntry(question)), question.style || 'options', at);

        const yesno = (question, at) => single(question, [wordEntry('yes'), wordEntry('no')], 'options', at);

        const nps = (question, at) => ({
            ...single(question, Array.from({ length: 11 }, (none, n) => ({ code: String(n), label: String(n) })), 'numbers',
                      { ...at, room: 11 }),
            hint: desk.word('nps'),
        });

        /* Several may be chosen: a tap changes what stands and stays on the screen. */
        function choices(question, at) {
            const chosen = () => desk.given(question) || [];
            const ready = () => chosen().length > 0 && chosen().length >= (question.min || 0);
            let just = null, over = null;   /* the code of the last tap, for a moment: a double tap is one */
            const tap = (entry) => {
                if (just === entry.code)
                    return;
                just = entry.code;
                clearTimeout(over);
                over = setTimeout(() => { just = null; }, TWICE);
                const codes = sortie.toggle(question, chosen(), entry.code);
                desk.choose(question, codes);
                for (const cell of entry.cell.parentElement.querySelectorAll('[data-code]'))
                    cell.setAttribute('aria-checked', String(codes.includes(cell.dataset.code)));
                desk.keysOf(question, ready(), drawn.back);
            };
            const drawn = cells(question, 'checkbox', 'options', question.options.map(optionEntry(question)), chosen(), at, tap);
            if (question.max)
                drawn.spoken.splice(1, 0, [`kiosk.max.${question.max}`, null]);
            return { ...drawn, hint: question.max && sortie.fill(desk.word('max'), { n: question.max }), ready: ready() };
        }

        const groupName = (group) => desk.word(group === 'today' ? 'pick.today' : `kind.${group}`);

        const placeOf = (entry) => {
            const session = desk.entry().sessions.find((one) => one.id === entry.code);
            return session ? session.place : entry.code;
        };

        const pickEntry = (question, at) => (entry) => {
            if (!entry.group)
                return { ...entry, label: entry.name, picture: picture(entry.icon || entry.kind, 'icon'), spoken: `place.${placeOf(entry)}` };
            const inside = sortie.offersOf(question, desk.entry(), desk.today(), entry.group);
            return {
                ...entry, label: groupName(entry.group), picture: picture(entry.group === 'today' ? 'wait' : entry.group, 'icon'),
                stands: inside.some((one) => one.code === desk.given(question)),
                spoken: entry.group === 'today' ? 'kiosk.pick.today' : `kiosk.kind.${entry.group}`,
                tap: () => desk.ask(question, { group: entry.group, before: at }),
            };
        };

        /* "None of these" is a key below, where there is room for it. */
        function noneOf(question) {
            const chosen = desk.given(question) === 'none';
            const none = button(desk.word('pick.none'), 'none', () => desk.answer(question, 'none'), 'none');
            none.setAttribute('aria-pressed', String(chosen));
            return none;
        }

        /* Sessions of today and places; a group that found no room opens a screen of its own.
         * Later pages go on with what the first one offered. */
        function pick(question, at) {
            const { group, room, offered = room } = at, catalogue = desk.entry();
            const offers = group ? sortie.offersOf(question, catalogue, desk.today(), group)
                : sortie.offers(question, catalogue, desk.today(), offered);
            const here = { ...at, offered };
            const entries = offers.map(pickEntry(question, here));
            const none = at.below ? noneOf(question) : null;
            if (!none)
                entries.push({ code: 'none', label: desk.word('pick.none'), picture: picture('none', 'icon'), spoken: 'kiosk.pick.none' });
            const drawn = single(question, entries, 'options', here);
            if (none)
                drawn.spoken.push(['kiosk.pick.none', none]);
            return { ...drawn, hint: group && groupName(group), none, back: drawn.back || (group && (() => desk.ask(question))) };
        }

        function written(question) {
            const area = make('textarea', {
                maxlength: question.max, rows: question.multiline ? 5 : 3, 'aria-labelledby': 'question',
                'aria-describedby': 'hint', autocomplete: 'off', autocorrect: 'off', spellcheck: 'false', dir: 'auto',
            });
            const ready = () => desk.draft(question).trim() !== '';
            const own = question.hint ? { hint: text(question.hint), key: key(question, 'hint') }
                : { hint: desk.word('text.hint'), key: 'kiosk.text.hint' };
            const advice = () => {
                const warns = sortie.personal(desk.draft(question));
                const { hint, key: recording } = warns ? { hint: desk.word('text.warning'), key: 'kiosk.text.warning' } : own;
                return { hint, warns, spoken: [[key(question), null], [recording, null]] };
            };
            area.value = desk.draft(question);
            area.addEventListener('input', () => {
                desk.write(question, area.value);
                desk.advise(advice());
                desk.keysOf(question, ready());
            });
            return { ...advice(), body: [area], ready: ready() };
        }

        const note = (question) => ({ body: [], ready: true, spoken: [[key(question), null]] });

        const scale = (question, at) => options(question, { ...at, room: 11 });     /* never divided */

        return { scale, choice: options, choices, yesno, nps, pick, text: written, note };
    };
})(globalThis.sortie);
