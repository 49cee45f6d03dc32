/* shelf.js: what the tablet keeps, in IndexedDB, in boxes of its own.
 *
 *     const boxes = await sortie.boxes();      null where nothing can be kept
 *     await boxes.outbox.put(key, entry);      on disk when it resolves
 *
 * outbox     responses that are not acknowledged yet
 * parked     responses that the collector refused for good: staff see them
 * catalogue  what /form said, so that the tablet starts while the collector is dead
 * settings   the tablet's own: its language, its text, the last day of contact
 *
 * Every box has put, get, keys, entries and remove. A write counts when its transaction is
 * complete, with strict durability: the page may say thanks then, and a power cut a moment
 * later loses nothing. A box that does not answer within PATIENCE has failed. */
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

    const opened = () => new Promise((done, failed) => {
        const opening = indexedDB.open('sortie', 1);
        opening.onupgradeneeded = () => NAMES.forEach((name) => opening.result.createObjectStore(name));
        opening.onsuccess = () => done(opening.result);
        opening.onerror = () => failed(opening.error);
        opening.onblocked = () => failed(new Error('blocked'));
    });

    function box(database, name) {
        const run = (mode, ask) => timely(new Promise((done, failed) => {
            const transaction = database.transaction(name, mode, { durability: 'strict' });
            const request = ask(transaction.objectStore(name));
            transaction.oncomplete = () => done(request.result);
            transaction.onerror = transaction.onabort = () => failed(transaction.error || new Error('not kept'));
            if (mode === 'readwrite')
                transaction.commit();   /* at once: a page that is left is kept, too */
        }));
        return {
            put: (key, value) => run('readwrite', (store) => store.put(value, key)),
            get: (key) => run('readonly', (store) => store.get(key)),
            keys: () => run('readonly', (store) => store.getAllKeys()),
            entries: () => run('readonly', (store) => store.getAll()),
            remove: (key) => run('readwrite', (store) => store.delete(key)),
        };
    }

    /* Another page that wants a newer shape is not kept waiting by this one. */
    sortie.boxes = async function () {
        try {
            const database = await timely(opened());
            database.onversionchange = () => database.close();
            return Object.fromEntries(NAMES.map((name) => [name, box(database, name)]));
        } catch (failure) {
            return null;
        }
    };
})(globalThis.sortie);
