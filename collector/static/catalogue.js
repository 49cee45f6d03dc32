/* catalogue.js: what is asked here and in which words - /form in each language, and where
 * it came from: the collector, or the tablet's own box when the collector is dead.
 *
 *     const catalogue = sortie.catalogue(address, box);    box: null where nothing is kept
 *     const found = await catalogue.ask('fr');     from the collector; changes nothing yet
 *     catalogue.adopt(found);                      it is in force, in all languages
 *     const found = await catalogue.kept('fr');    from the box; null when it has none
 *     catalogue.dated(kept, found)                 the one of before, with the other's day
 *
 * An entry is what /form said and {language, loaded: noon of which day, by the tablet's
 * calendar, ticks: when, by the page's own clock; null for a kept one}. Nothing that is kept
 * tells when somebody asked for a language. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    const noon = () => new Date(new Date().setHours(12, 0, 0, 0));

    /* Is it what /form says? A portal's page is not, nor what a broken disk has kept. */
    const isForm = (said) => Boolean(said && said.form && said.words && said.languages && said.settings);

    sortie.catalogue = function (address, box) {
        const spoken = new Map();       /* language -> entry */

        const at = (language) => `${address} ${language}`;

        /* Asked as the page's preload header asks, or it would go out twice; there are no cookies. */
        const ask = (language, patience) => sortie.request(
            `${address}/form${language ? `?lang=${language}` : ''}`, { credentials: 'same-origin' },
            async (reply) => {
                const said = await reply.json();
                if (!reply.ok || !isForm(said))
                    throw new Error('no form');
                return { ...said, address, language: said.form.languages[0], loaded: noon(), ticks: performance.now() };
            }, patience);

        const save = (entry) => box && box.put(at(entry.language), { ...entry, ticks: null }).catch(() => null);

        function add(entry) {
            spoken.set(entry.language, entry);
            return save(entry);
        }

        async function find(fits) {
            const entries = box ? await box.entries().catch(() => []) : [];
            return entries.find((entry) => isForm(entry) && entry.address === address && fits(entry)) || null;
        }

        /* One of before, as if it came when another did. */
        const dated = (entry, { day, loaded, ticks }) => ({ ...entry, day, loaded, ticks });

        const keptIn = (language) => find((entry) => entry.language === language);

        /* In one language, or in the first of the point, or in any. */
        const kept = async (language) => await keptIn(language)
            || await find((entry) => entry.language === entry.default) || find(() => true);

        /* A language in the version that is in force: another one waits for the next refresh. */
        async function speak(language) {
            if (spoken.has(language))
                return spoken.get(language);
            const found = await ask(language).catch(() => null);
            const [force = {}] = spoken.values();
            if (found && (!force.version || found.version === force.version)) {
                add(found);
                return found;
            }
            const old = await keptIn(language);
            if (!old || !force.version)
                return old;
            spoken.set(language, dated(old, force));
            return spoken.get(language);
        }

        return {
            ask, kept, speak, dated,
            get: (language) => spoken.get(language),
            adopt: function (entry) {
                spoken.clear();
                return add(entry);
            },

            /* The other languages, one after the other, so that they are there in an outage. */
            loadOthers: async function ({ languages }) {
                for (const { code } of languages)
                    await speak(code);
            },
        };
    };
})(globalThis.sortie);
