/* rules.js: what a visitor is asked next - pure functions over a form and the answers so
 * far. They know no page, no clock and no network, and are tested without a browser.
 *
 *     sortie.holds(rule, form, answers, around)      does a show_if hold?
 *     sortie.walk(form, answers, around)             the questions shown, the answers kept
 *     sortie.offers(question, catalogue, day, room)  what a pick offers on one screen
 *
 * `around` is what a rule may look at besides the answers: {mode, lang, kind(answers)}.
 * The collector evaluates the same rules in lib/rule.c: a leaf about something that was
 * not answered is false; of several chosen codes `eq`, `has` and `in` want one, `ne` and
 * `not_in` want none. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    const DAY = 86400000, DAYS_BELIEVED = 35;

    const rank = (question, code) =>
        question && question.options ? question.options.findIndex((option) => option.code === code) : -1;

    const ordered = (test) => (answer, value, question) => {
        const here = rank(question, answer), there = rank(question, value);
        return here >= 0 && there >= 0 && test(here, there);
    };

    const operators = {
        eq: (answer, value) => answer === value,
        has: (answer, value) => answer === value,
        ne: (answer, value) => answer !== value,
        lt: ordered((a, b) => a < b),
        le: ordered((a, b) => a <= b),
        gt: ordered((a, b) => a > b),
        ge: ordered((a, b) => a >= b),
        in: (answer, value) => value.includes(answer),
        not_in: (answer, value) => !value.includes(answer),
        answered: () => true,
    };

    function leafHolds(leaf, form, answers, around) {
        const context = { 'place.kind': around.kind && around.kind(answers), mode: around.mode, lang: around.lang };
        const answer = leaf.q in context ? context[leaf.q] : answers[leaf.q];
        const question = form.questions.find((one) => one.name === leaf.q);
        const compare = (code) => operators[leaf.op](code, leaf.value, question);
        if (!Array.isArray(answer))
            return typeof answer === 'string' && compare(answer);
        if (leaf.op === 'ne' || leaf.op === 'not_in')
            return answer.length > 0 && answer.every(compare);
        return answer.some(compare);
    }

    sortie.holds = function (rule, form, answers, around) {
        if (rule.all)
            return rule.all.every((inner) => sortie.holds(inner, form, answers, around));
        if (rule.any)
            return rule.any.some((inner) => sortie.holds(inner, form, answers, around));
        if (rule.not)
            return !sortie.holds(rule.not, form, answers, around);
        return leafHolds(rule, form, answers, around);
    };

    /* In the order of the form: an answer to a question that the rules hide is not kept,
     * and so shows nothing further down. */
    sortie.walk = function (form, answers, around) {
        const shown = [], kept = {};
        for (const question of form.questions) {
            if (question.show_if && !sortie.holds(question.show_if, form, kept, around))
                continue;
            shown.push(question);
            if (answers[question.name] !== undefined)
                kept[question.name] = answers[question.name];
        }
        return { shown, kept };
    };

    /* Has everything been seen that makes a response complete? Reasons and remarks that
     * nobody has to give do not keep it from being so. */
    sortie.complete = function (shown, seen) {
        const spare = (question) => !question.required && ['choices', 'text', 'note'].includes(question.type);
        return shown.every((question) => spare(question) || seen.has(question.name));
    };

    /* The codes chosen after one more tap: a second tap takes back, an exclusive option
     * stands alone, and the oldest gives way when there are too many. */
    sortie.toggle = function (question, chosen, code) {
        if (chosen.includes(code))
            return chosen.filter((other) => other !== code);
        const alone = (one) => question.options.find((option) => option.code === one).exclusive;
        if (alone(code))
            return [code];
        const rest = chosen.filter((other) => !alone(other));
        const room = question.max ? question.max - 1 : rest.length;
        return [...rest.slice(Math.max(0, rest.length - room)), code];
    };

    /* ---- the catalogue: sessions of today, then places by kind, in its order ---- */

    const kinds = ['desk', 'workshop', 'club', 'space'];

    /* When a screen is too small for all, these give way to one button each, in turn. */
    const folded = ['workshop', 'club', 'today', 'space', 'desk'];

    const valid = (place, day) => (!place.from || place.from <= day) && (!place.to || day <= place.to);

    function groups(question, catalogue, day) {
        const places = catalogue.places.filter(
            (place) => question.kinds.includes(place.kind) && valid(place, day));
        const today = catalogue.sessions.filter((session) => session.day === day)
            .map((session) => ({ session, place: places.find((place) => place.id === session.place) }))
            .filter((entry) => entry.place)
            .sort((a, b) => (a.session.at || '').localeCompare(b.session.at || ''))
            .map(({ session, place }) => ({ code: session.id, kind: place.kind, icon: place.icon, name: place.name, at: session.at }));
        const listed = kinds.map((kind) => ({
            group: kind,
            entries: places.filter((place) => place.kind === kind)
                .map((place) => ({ code: place.id, kind, icon: place.icon, name: place.name })),
        }));
        return [{ group: 'today', entries: today }, ...listed].filter((one) => one.entries.length > 0);
    }

    /* Entries {code, kind, icon, name, at} are answers, entries {group} open a second screen. */
    sortie.offers = function (question, catalogue, day, room) {
        const all = groups(question, catalogue, day);
        const open = new Set(all.map((one) => one.group));
        const size = () => all.reduce((sum, one) => sum + (open.has(one.group) ? one.entries.length : 1), 0);
        for (const group of folded)
            if (size() > room && all.some((one) => one.group === group && one.entries.length > 1))
                open.delete(group);
        return all.flatMap((one) => open.has(one.group) ? one.entries : [{ group: one.group }]);
    };

    sortie.offersOf = function (question, catalogue, day, group) {
        const found = groups(question, catalogue, day).find((one) => one.group === group);
        return found ? found.entries : [];
    };

    /* The kind of place that an answer to a pick stands for. */
    sortie.kindOf = function (catalogue, answer) {
        const session = catalogue.sessions.find((one) => one.id === answer);
        const place = catalogue.places.find((one) => one.id === (session ? session.place : answer));
        return place && place.kind;
    };

    const midnight = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());

    /* What is sent for a day that nobody knows; the collector replaces it by that of arrival. */
    sortie.NO_DAY = '1970-01-01';

    /* The civil day at the centre: the server's day when the form came, moved on by the
     * days that the tablet's own calendar has moved since - so that a tablet that lives
     * in 1970 still says today. A calendar that leaps (its clock was set, or lost) is not
     * followed: then `elapsed`, ms of the page's own clock, tells how long it was; without
     * one (the page was started anew) nobody knows the day: null. */
    sortie.dayAfter = function (serverDay, then, now, elapsed = null) {
        const moved = Math.round((midnight(now) - midnight(then)) / DAY);
        const leaps = moved < 0 || moved > DAYS_BELIEVED;
        if (leaps && elapsed === null)
            return null;
        const days = leaps ? Math.floor(elapsed / DAY) : moved;
        return new Date(Date.parse(serverDay) + days * DAY).toISOString().slice(0, 10);
    };

    /* The day that the tablet's own calendar shows. */
    sortie.civil = (date) => new Date(midnight(date)).toISOString().slice(0, 10);

    sortie.partOf = (hour) => hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
})(globalThis.sortie);
