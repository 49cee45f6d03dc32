/* outbox.js: what a visitor has said, on its way to the collector.
 *
 *     const outbox = sortie.outbox({ shelf, parked, send, told });
 *     await outbox.put(key, entry);    on the shelf when it resolves; sent from then on
 *
 * An entry is {address, body, place, mode}: the same bytes are sent until the collector names the
 * key. One entry travels at a time, in random order, so that the wire tells no order of
 * arrival. An entry leaves the shelf only when a 201 or 200 names its key ('kept'), or
 * when the collector refuses it for good ('refused': it is parked for staff first), by a
 * 400, 404, 409, 410, 413, 415 or 422 with its header `Sortie-Refused`, which no gateway
 * sends. What a disk has broken is parked, too. All else - silence, a captive portal's
 * page, 429, 5xx - means to try again ('again'), after a pause with full jitter that grows
 * from 1 s to 300 s and never ends before the collector's Retry-After, up to an hour of
 * it; it starts anew when a new entry comes.
 *
 * Two pages may drain one shelf: whatever the other has taken away meanwhile is skipped,
 * and the collector knows a key that comes twice. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    const PAUSE = 1000, LONGEST_PAUSE = 300000;    /* ms */
    const LENGTH = 1536;                            /* bytes of a body */
    const LONGEST_REST = 3600;                      /* s */
    const LONGEST_WAIT = 5000;                      /* ms, of somebody before the screen */

    /* What a reply means for the entry with this key: 'kept', 'refused' or 'again'. */
    sortie.fate = function ({ status, headers }, said, key) {
        if ((status === 201 || status === 200) && said && said.kept === key)
            return 'kept';
        if ([400, 404, 409, 410, 413, 415, 422].includes(status) && headers.has('Sortie-Refused'))
            return 'refused';
        return 'again';
    };

    /* Seconds that a Retry-After asks for, which is a number of them or a date (by the
     * collector's clock, which tells its own in `date`); never more than an hour. */
    sortie.restOf = function (after, date) {
        const seconds = /^\d+$/.test(after) ? Number(after) : (Date.parse(after) - (Date.parse(date) || Date.now())) / 1000;
        return Math.min(LONGEST_REST, Math.max(0, seconds || 0));
    };

    /* A document as bytes, all of one length (or of a multiple, where much is typed): on a wire
     * where the rest is hidden, the length would tell how much somebody had to say. */
    sortie.padded = function (document) {
        const bare = new TextEncoder().encode(JSON.stringify({ ...document, pad: '' })).length;
        return JSON.stringify({ ...document, pad: ' '.repeat(Math.ceil(bare / LENGTH) * LENGTH - bare) });
    };

    const post = (key, { address, body }) => sortie.request(
        `${address}/responses`, {
            method: 'POST', body, headers: { 'Content-Type': 'application/json' },
            cache: 'no-store', credentials: 'omit', redirect: 'error',
        },
        async (reply) => {
            const said = await reply.json().catch(() => null);
            return {
                fate: sortie.fate(reply, said, key), status: reply.status,
                error: said && said.error, rest: sortie.restOf(reply.headers.get('Retry-After'), reply.headers.get('Date')),
            };
        }).catch(() => ({ fate: 'again', rest: 0 }));

    /* Posts an entry once: {fate, status, error: the collector's sentence, rest: seconds
     * that it asks for}. What a disk has broken can be sent nowhere. */
    sortie.send = async (key, entry) =>
        entry && typeof entry.body === 'string' ? post(key, entry) : { fate: 'refused', rest: 0 };

    /* For an entry that no shelf holds, while its visitor waits: posts it again when the reply
     * is lost, since the collector knows a key that comes twice. A fate as above. */
    sortie.insist = async function (key, entry, tries = 3) {
        const { fate, rest } = await sortie.send(key, entry);
        const pause = Math.max(PAUSE, rest * 1000);
        if (fate !== 'again' || tries === 1 || pause > LONGEST_WAIT)
            return fate;
        await new Promise((done) => { setTimeout(done, pause); });
        return sortie.insist(key, entry, tries - 1);
    };

    sortie.outbox = function ({ shelf, parked, told = () => {}, send = sortie.send,
                                random = Math.random, later = setTimeout, never = clearTimeout }) {
        let sending = false, failures = 0, timer = null, resting = false;

        function pause(rest) {
            const jitter = random() * Math.min(LONGEST_PAUSE, PAUSE * 2 ** failures++);
            resting = rest > 0;
            never(timer);
            timer = later(() => { resting = false; drain(); }, Math.max(rest * 1000, jitter));
        }

        async function deliver(key) {
            const entry = await shelf.get(key);
            if (entry === undefined)
                return 'gone';
            const { fate, status, error, rest } = await send(key, entry);
            if (fate === 'refused')
                await parked.put(key, { ...entry, status, error });
            if (fate === 'again')
                pause(rest);
            else
                await shelf.remove(key);
            told(key, fate);
            return fate;
        }

        /* What lies on the shelf now, then what came meanwhile, until one has to wait. */
        async function deliverAll() {
            for (let keys = await shelf.keys(); keys.length > 0; keys = await shelf.keys())
                while (keys.length > 0) {
                    const [key] = keys.splice(Math.floor(random() * keys.length), 1);
                    if (await deliver(key) === 'again')
                        return;
                    failures = 0;
                }
        }

        /* A shelf that fails is tried again, as a collector that does not answer. */
        async function drain() {
            if (sending || resting)
                return;
            sending = true;
            never(timer);
            try {
                await deliverAll();
            } catch (failure) {
                pause(0);
            } finally {
                sending = false;
            }
        }

        return {
            put: async (key, entry) => {
                await shelf.put(key, entry);
                failures = 0;
                drain();
            },
            drain, shelf, parked,
            empty: async () => (await shelf.keys()).length === 0,
        };
    };
})(globalThis.sortie);
