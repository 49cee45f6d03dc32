/* outbox.js: what a visitor has said, on its way to the collector.
 *
 *     const outbox = sortie.outbox({ send, random, later, told });
 *     outbox.put(key, body);      the same bytes are sent until the collector names the key
 *
 * One document travels at a time, in random order. A document leaves the outbox only when
 * a 201 or 200 names its key ('kept'), or when the collector refuses it for good
 * ('refused': parked for staff). All else - silence, a captive portal's page, 429, 5xx -
 * means to try again, after a pause with full jitter that grows from 1 s to 300 s, and
 * starts anew when a new document comes: somebody is waiting.
 *
 * The documents lie in `shelf`, here in memory; whatever has put, get, keys and remove
 * (all may be asynchronous) can take its place. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    const PATIENCE = 8000, PAUSE = 1000, LONGEST_PAUSE = 300000;

    sortie.memory = function () {
        const entries = new Map();
        return {
            put: (key, body) => entries.set(key, body),
            get: (key) => entries.get(key),
            keys: () => [...entries.keys()],
            remove: (key) => entries.delete(key),
        };
    };

    /* What a reply means for the document with this key: 'kept', 'refused' or 'again'. */
    sortie.fate = function (status, said, key) {
        const ours = said !== null && typeof said === 'object';
        if ((status === 201 || status === 200) && ours && said.kept === key)
            return 'kept';
        if ([400, 404, 409, 410, 413, 415, 422].includes(status) && ours && typeof said.error === 'string')
            return 'refused';
        return 'again';
    };

    /* Posts one document to an address: {fate, rest: seconds that the collector asks for}. */
    sortie.sender = (address) => async function (key, body) {
        const impatience = new AbortController();
        const timer = setTimeout(() => impatience.abort(), PATIENCE);
        try {
            const reply = await fetch(address, {
                method: 'POST', body, headers: { 'Content-Type': 'application/json' },
                cache: 'no-store', credentials: 'omit', redirect: 'error', signal: impatience.signal,
            });
            const said = await reply.json().catch(() => null);
            const rest = Number(reply.headers.get('Retry-After')) || 0;
            return { fate: sortie.fate(reply.status, said, key), rest };
        } catch (failure) {
            return { fate: 'again', rest: 0 };
        } finally {
            clearTimeout(timer);
        }
    };

    sortie.outbox = function ({ send, told, shelf = sortie.memory(), parked = sortie.memory(),
                                random = Math.random, later = setTimeout, never = clearTimeout }) {
        let sending = false, failures = 0, timer = null, resting = false;

        function pause(rest) {
            const jitter = random() * Math.min(LONGEST_PAUSE, PAUSE * 2 ** failures++);
            resting = rest > 0;
            timer = later(() => { resting = false; drain(); }, Math.max(rest * 1000, jitter));
        }

        async function deliver(key) {
            const body = await shelf.get(key);
            const { fate, rest } = await send(key, body);
            if (fate === 'refused')
                await parked.put(key, body);
            if (fate === 'again')
                pause(rest);
            else
                await shelf.remove(key);
            told(key, fate);
            return fate;
        }

        async function drain() {
            if (sending || resting)
                return;
            sending = true;
            never(timer);
            try {
                for (let keys = await shelf.keys(); keys.length > 0; keys = await shelf.keys()) {
                    if (await deliver(keys[Math.floor(random() * keys.length)]) === 'again')
                        break;
                    failures = 0;
                }
            } finally {
                sending = false;
            }
        }

        return {
            put: async (key, body) => { failures = 0; await shelf.put(key, body); await drain(); },
            drain,
            waiting: async () => (await shelf.keys()).length,
            parked,
        };
    };
})(globalThis.sortie);
