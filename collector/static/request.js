/* request.js: a request with an end. A collector that is silent, or in the middle of its
 * reply falls silent, is given up after `patience` ms; nobody waits for it longer.
 *
 *     const said = await sortie.request(url, options, (reply) => reply.json());
 *
 * `options` are those of fetch. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    sortie.request = async function (url, options, read, patience = 8000) {
        const impatience = new AbortController();
        const timer = setTimeout(() => impatience.abort(), patience);
        try {
            return await read(await fetch(url, { ...options, signal: impatience.signal }));
        } finally {
            clearTimeout(timer);
        }
    };
})(globalThis.sortie);
