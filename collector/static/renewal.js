/* renewal.js: how a new page reaches the tablet, and what a secure page adds.
 *
 * The page and its files come from the browser's own cache, so that a tablet starts while
 * the collector is dead; nothing is taken anew by itself. `renew` is called when nobody is
 * here: it brings the page and all it needs into the cache first, and only then starts it.
 * On https a service worker serves them (worker.js), the browser is asked not to evict
 * what is kept, and the screen stays awake: all three are comforts, nothing needs them. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    const TYPES = { js: 'text/javascript', css: 'text/css' };

    /* The text of a page or file, if it is one: a captive portal answers 200 with its own. */
    const take = (url, cache) => sortie.request(url, { cache, credentials: 'omit' }, (reply) => {
        const [, ending] = /\.(\w+)\?/.exec(url) || [];
        if (!reply.ok || !(reply.headers.get('Content-Type') || '').startsWith(TYPES[ending] || 'text/html'))
            throw new Error('no such page');
        return reply.text();
    });

    /* The new page replaces the old one in the browser's cache last, once all is right. */
    sortie.renew = async function (address, page, free) {
        if (!page || page === document.body.dataset.page)
            return;
        try {
            const text = await take(address, 'no-store');
            if (!text.includes(`data-page="${page}"`))
                return;
            const files = text.match(/\/static\/[^"]+/g) || [];
            await Promise.all(files.map((url) => take(url, 'default')));
            if (await take(address, 'reload') === text && await free())
                await takeOver(address);
        } catch (failure) {
            /* The collector went away meanwhile: the old page serves on. */
        }
    };

    /* The worker's cache is emptied before the page starts anew, so that it meets the new
     * one; a new worker takes its turn now, and not in a visit. */
    async function takeOver(address) {
        if (globalThis.caches)
            await caches.delete('sortie');
        const worker = navigator.serviceWorker && await navigator.serviceWorker.getRegistration(address);
        if (worker && worker.waiting)
            worker.waiting.postMessage('take over');
        location.replace(address);
    }

    const awake = () => document.visibilityState === 'visible' && navigator.wakeLock
        && navigator.wakeLock.request('screen').catch(() => null);

    sortie.enhance = function () {
        if (navigator.serviceWorker)
            navigator.serviceWorker.register('/worker.js', { scope: location.pathname }).catch(() => null);
        if (navigator.storage && navigator.storage.persist)
            navigator.storage.persist().catch(() => null);
        document.addEventListener('visibilitychange', awake);
        awake();
    };
})(globalThis.sortie);
