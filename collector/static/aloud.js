/* aloud.js: the screen read aloud, from files that the collector serves (/audio), one a
 * text: never a voice of the browser, which may send the text to somebody.
 *
 *     const aloud = sortie.aloud();
 *     await aloud.knows(language);                 learns which texts have a file
 *     aloud.say(language, keys, pointAt);          pointAt(key) as each begins, then null
 *     aloud.hush();                                true when it was speaking
 *
 * Every text is played at the same, default volume. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    sortie.aloud = function () {
        const lists = new Map();        /* language -> {version, names: Set}, empty when there is none */
        const asked = new Map();        /* language -> the one request for its list */
        const fetched = new Set();      /* what the browser has */
        let playing = null;             /* {stop} */

        /* What `read` makes of a reply; null where there is no such thing. */
        const get = (path, read) => sortie.request(`/audio/${path}`, { credentials: 'omit' }, (reply) => {
            if (!reply.ok && reply.status !== 404)
                throw new Error(`the collector says ${reply.status}`);
            return reply.ok ? read(reply) : null;
        });

        async function ask(language) {
            const said = await get(language, (reply) => reply.json()) || { names: [] };
            lists.set(language, { version: said.version, names: new Set(said.names) });
        }

        /* A collector that does not answer is asked again the next time. */
        function knows(language) {
            if (!asked.has(language))
                asked.set(language, ask(language).catch(() => asked.delete(language)));
            return asked.get(language);
        }

        const has = (language, key) => lists.has(language) && lists.get(language).names.has(key);

        const bytes = (language, key) =>
            get(`${language}/${key}.mp3?v=${lists.get(language).version}`, (reply) => reply.blob());

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
                const blob = await bytes(language, key).catch(() => null);
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

        /* Asks for every file once, while nobody is here, so that the browser has them in an
         * outage. The next call goes on where this one was interrupted. */
        async function prefetch(language, free) {
            await knows(language);
            for (const key of lists.has(language) ? lists.get(language).names : []) {
                const name = `${language}/${key}`;
                const came = fetched.has(name) || free() && await bytes(language, key).then(() => true, () => false);
                if (!came)
                    return;
                fetched.add(name);
            }
        }

        return { knows, has, say, hush, prefetch };
    };
})(globalThis.sortie);
