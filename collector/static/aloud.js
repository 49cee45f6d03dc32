/* aloud.js: the screen read aloud, from files that the collector serves (/audio), one a
 * text: never a voice of the browser, which may send the text to somebody.
 *
 *     const aloud = sortie.aloud(box);             box: null where nothing is kept
 *     await aloud.knows(language);                 learns which texts have a file
 *     aloud.say(language, keys, pointAt);          pointAt(key) as each begins, then null
 *     aloud.hush();                                true when it was speaking
 *     await aloud.learn(languages);                the lists, for an outage, and then
 *     aloud.prefetch(languages, free);             the files of all of them
 *
 * Nobody finds out from the tablet what a visitor listened to: what is there of recordings
 * is all of them, fetched while nobody is here, and what is fetched for a visitor stays
 * nowhere. (A browser may note when it last read a file that it has; we cannot help that.)
 *
 * Every text is played at the same, default volume. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    sortie.aloud = function (box = null) {
        const lists = new Map();        /* language -> {version, names: Set, kept: it is from the box} */
        const asked = new Map();        /* language -> the one search for its list */
        const fetched = new Set();      /* what the browser has */
        let playing = null;             /* {stop} */

        const at = (language) => `voice ${language}`;

        /* What `read` makes of a reply; null where there is no such thing. */
        const get = (path, cache, read) => sortie.request(`/audio/${path}`, { cache, credentials: 'omit', mode: 'same-origin' }, (reply) => {
            if (!reply.ok && reply.status !== 404)
                throw new Error(`the collector says ${reply.status}`);
            return reply.ok ? read(reply) : null;
        });

        const note = (language, { version, names }, kept) => lists.set(language, { version, names: new Set(names), kept });

        async function ask(language, cache) {
            const said = await get(language, cache, (reply) => reply.json()) || { names: [] };
            if (!Array.isArray(said.names))
                throw new Error('no list');
            note(language, said, false);
            return said;
        }

        async function recall(language) {
            const kept = box && !lists.has(language) && await box.get(at(language)).catch(() => null);
            if (kept && !lists.has(language))
                note(language, kept, true);
        }

        async function seek(language) {
            await recall(language);
            if (!lists.has(language))
                await ask(language, 'no-store');
        }

        /* A collector that does not answer is asked again the next time. */
        function knows(language) {
            if (!asked.has(language))
                asked.set(language, seek(language).catch(() => asked.delete(language)));
            return asked.get(language);
        }

        /* The collector's lists, kept for an outage; a collector that does not answer is not
         * asked for the next one. */
        async function learn(languages) {
            let alive = true;
            for (const language of languages) {
                const said = alive && await ask(language, 'default').catch(() => null);
                alive = Boolean(said);
                if (!alive)
                    await recall(language);
                else if (box)
                    await box.put(at(language), said).catch(() => null);
            }
        }

        const has = (language, key) => lists.has(language) && lists.get(language).names.has(key);

        const pathOf = (language, key) => `${language}/${key}.mp3?v=${lists.get(language).version}`;

        /* null when there is none, false when it is something else: a captive portal answers
         * 200 with its own page. */
        const bytes = (path, cache) => get(path, cache, (reply) =>
            (reply.headers.get('Content-Type') || '').startsWith('audio/') && reply.blob());

        /* For a visitor: of these ways none leaves anything. */
        async function find(language, key) {
            const path = pathOf(language, key), ways = ['no-store', 'only-if-cached'];
            if (fetched.has(path) || lists.get(language).kept)
                ways.reverse();
            for (const cache of ways) {
                const blob = await bytes(path, cache).catch(() => false);
                if (blob !== false)
                    return blob;
            }
            return null;
        }

        function play(blob, turn) {
            const address = URL.createObjectURL(blob);
            const voice = new Audio(address);
            voice.volume = 1;
            return new Promise((done) => {
                turn.stop = () => { voice.pause(); done(); };
                voice.onended = voice.onerror = done;
                voice.play().catch(done);
            }).finally(() => URL.revokeObjectURL(address));
        }

        function hush() {
            const spoke = playing !== null;
            const turn = playing;
            playing = null;
            if (turn)
                turn.stop();
            return spoke;
        }

        async function say(language, keys, pointAt = () => {}) {
            hush();
            const turn = { stop: () => {} };
            playing = turn;
            for (const key of keys.filter((one) => has(language, one))) {
                const blob = await find(language, key);
                if (playing !== turn)
                    break;
                pointAt(key);
                if (blob)
                    await play(blob, turn);
                if (playing !== turn)
                    break;
            }
            pointAt(null);
            if (playing === turn)
                playing = null;
        }

        /* What stands in a recording's place in the browser's cache is asked for again. */
        const comes = async (path) => await bytes(path, 'default') !== false || await bytes(path, 'reload') !== false;

        /* Asks for every file once, while nobody is here, so that the browser has them in an
         * outage. The next call goes on where this one was interrupted. */
        async function prefetch(languages, free) {
            let missed = 0;     /* one after the other: a file may be bad, the collector gone */
            for (const language of languages.filter((one) => lists.has(one)))
                for (const path of [...lists.get(language).names].map((key) => pathOf(language, key))) {
                    if (fetched.has(path))
                        continue;
                    if (!free())
                        return;
                    if (await comes(path).catch(() => false)) {
                        fetched.add(path);
                        missed = 0;
                    } else if (++missed === 2)
                        return;
                }
        }

        return { knows, learn, has, say, hush, prefetch };
    };
})(globalThis.sortie);
