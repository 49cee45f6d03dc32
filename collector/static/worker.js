/* worker.js: the service worker of a tablet on https: the page, its files and its
 * recordings from a cache of its own, so that the tablet starts while the collector is
 * dead. Everything else, the form and every response, goes past it.
 *
 * A page that was cached is served until the page itself empties the cache, at its idle
 * start screen (renewal.js); a new worker waits until it says 'take over'. */
'use strict';

const CACHE = 'sortie';

self.addEventListener('message', (event) => {
    if (event.data === 'take over')
        self.skipWaiting();
});

/* A captive portal answers 200 with a page of its own, whatever was asked for. */
const isPage = (reply) => (reply.headers.get('Content-Type') || '').startsWith('text/html');

/* A cache that fails, on a full disk, must not keep the collector's reply from the page. What
 * is asked for a visitor only if it is here (aloud.js) is not kept: it would tell of them. */
async function serve(request, key, page) {
    const cache = await caches.open(CACHE).catch(() => null);
    const found = cache && await cache.match(key).catch(() => null);
    if (found && isPage(found) === page)
        return found;
    const reply = await fetch(request);
    if (cache && reply.ok && isPage(reply) === page && request.cache !== 'only-if-cached')
        await cache.put(key, reply.clone()).catch(() => null);
    return reply;
}

self.addEventListener('fetch', (event) => {
    const { request } = event, url = new URL(request.url);
    const page = request.mode === 'navigate' && /^\/p\/[0-9a-f]+$/.test(url.pathname) && url.search === '';
    const file = /^\/(static|audio\/[a-z-]+)\/./.test(url.pathname) && url.searchParams.has('v');
    if (request.method === 'GET' && !['reload', 'no-store'].includes(request.cache) && (page || file))
        event.respondWith(serve(request, page ? url.pathname : request.url, page));
});
