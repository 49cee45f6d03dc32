/* shelf.js: what the tablet keeps, in IndexedDB, in boxes of its own.
 *
 *     const boxes = sortie.boxes();
 *     await boxes.outbox.put(key, entry);      on disk when it resolves
 *     boxes.open()                             false when the last use of them failed
 *
 * outbox     responses that are not acknowledged yet
 * parked     responses that the collector refused for good: staff see them
 * catalogue  what /form said, so that the tablet starts while the collector is dead, and
 *            which texts have a voice
 * settings   the tablet's own: its language, its text, the last day of contact
 *
 * Every box has put, get, keys, entries and remove. What is put is on disk when its
 * transaction is complete, with strict durability: the page may say thanks then, and a
 * power cut a moment later loses nothing. (One that undoes a removal does no harm: the
 * collector knows the key.) A box that does not answer within PATIENCE has failed. The database
 * is opened when a box is used, and again at the next use after it failed or was closed: a
 * disk that is slow at the start, or full for a while, does not shut the boxes for good. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    const NAMES = ['outbox', 'parked', 'catalogue', 'settings'], PATIENCE = 4000;

    sortie.memory = function () {
        const entries = new Map();
        return {
            put: async (key, value) => { entries.set(key, value); },
            get: async (key) => entries.get(key),
            keys: async () => [...entries.keys()],
            entries: async () => [...entries.values()],
            remove: async (key) => { entries.delete(key); },
        };
    };

    const timely = (promise) => new Promise((done, failed) => {
        const timer = setTimeout(() => failed(new Error('the tablet does not keep it in time')), PATIENCE);
        promise.then(done, failed).finally(() => clearTimeout(timer));
    });

    function connection() {
        let database = null, opening = null;

        function drop(one) {
            one.close();
            if (database === one)
                database = null;
        }

        /* One that comes too late for the first use serves the next. Another page that wants
         * a newer shape is not kept waiting by this one. It is opened in whatever version it has,
         * and is given the boxes that it lacks: nothing that lies in the others is lost. */
        const opened = (version) => new Promise((done, failed) => {
            const request = indexedDB.open('sortie', version);
            const missing = () => NAMES.filter((name) => !request.result.objectStoreNames.contains(name));
            request.onupgradeneeded = () => missing().forEach((name) => request.result.createObjectStore(name));
            request.onsuccess = () => {
                const one = request.result;
                if (missing().length > 0) {
                    one.close();
                    done(opened(one.version + 1));
                    return;
                }
                database = one;
                database.onversionchange = database.onclose = ({ target }) => drop(target);
                done(database);
            };
            request.onerror = () => failed(request.error);
            request.onblocked = () => failed(new Error('blocked'));
        });

        return {
            drop, open: () => database !== null,
            get: () => database || (opening = opening || timely(opened()).finally(() => { opening = null; })),
        };
    }

    function box(connection, name) {
        const transact = (database, mode, ask, durability) => timely(new Promise((done, failed) => {
            const transaction = database.transaction(name, mode, { durability });
            const request = ask(transaction.objectStore(name));
            transaction.oncomplete = () => done(request.result);
            transaction.onerror = transaction.onabort = () => failed(transaction.error || new Error('not kept'));
            if (mode === 'readwrite')
                transaction.commit();   /* at once: a page that is left is kept, too */
        }));

        async function run(mode, ask, durability = 'relaxed') {
            const database = await connection.get();
            try {
                return await transact(database, mode, ask, durability);
            } catch (failure) {
                connection.drop(database);
                throw failure;
            }
        }

        return {
            put: (key, value) => run('readwrite', (store) => store.put(value, key), 'strict'),
            get: (key) => run('readonly', (store) => store.get(key)),
            keys: () => run('readonly', (store) => store.getAllKeys()),
            entries: () => run('readonly', (store) => store.getAll()),
            remove: (key) => run('readwrite', (store) => store.delete(key)),
        };
    }

    sortie.boxes = function () {
        const shared = connection();
        return { open: shared.open, ...Object.fromEntries(NAMES.map((name) => [name, box(shared, name)])) };
    };
})(globalThis.sortie);
