/* repeats.js: which responses look like the same hand again. They are flagged, never
 * dropped, here on the tablet, in memory: no time leaves it.
 *
 *     const repeats = sortie.repeats();
 *     repeats.flags({ began, ended, taps, answers, again })      ['fast', 'repeat']
 *
 * fast    the taps came less than a second apart on the average: nobody reads so fast
 *         (Wood et al. 2017: answers lose their consistency under 1 s an item)
 * repeat  it began less than 5 s after the one before had ended, or it is the fourth or a
 *         later one of the same answers in a row, each begun less than 15 s after the one
 *         before (the lock and the amplification rule of exit terminals)
 *
 * Times are milliseconds of one monotonic clock. A second service of the same visitor
 * ('again') follows at once and in good faith, but not four times with the same answers. In
 * what order several were chosen makes no difference. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    const ITEM = 1000, LOCK = 5000, ROW = 15000, ROW_LENGTH = 4;

    sortie.repeats = function () {
        let last = null;
        return {
            flags: function ({ began, ended, taps, answers, again }) {
                const said = JSON.stringify(answers, (name, value) => Array.isArray(value) ? [...value].sort() : value);
                const gap = last ? began - last.ended : Infinity;
                const row = last && said === last.said && gap < ROW ? last.row + 1 : 1;
                last = { ended, said, row };
                return [
                    ...(taps > 1 && ended - began < (taps - 1) * ITEM ? ['fast'] : []),
                    ...((!again && gap < LOCK) || row >= ROW_LENGTH ? ['repeat'] : []),
                ];
            },
        };
    };
})(globalThis.sortie);
