/* personal.js: does a text, while it is being typed, hold what leads to somebody?
 *
 *     sortie.personal(text)
 *
 * True from an @ between two words on, at a web address, and at eight digits in a row, in
 * any script, however they are grouped: a telephone, a card, a day of birth. Days, hours and
 * years of these times are none, nor are prices. Names cannot be told from words; the hint
 * asks for none. This only lets the visitor know while it can be mended: what the collector
 * strikes out, and what it keeps, is its own to tell (redact.h). */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    const signs = [/\S@\S/, /\bhttps?:/i, /\bwww\./i, /(?:\p{Nd}[\s.\/()+\-\u2010-\u2015]{0,3}){8}/u];
    const harmless = [
        /(^|[^\d.\/-])\d{4}-\d\d-\d\d(?!\d)/g,
        /(^|[^\d.\/-])\d\d?([.\/-])\d\d?\2(?:20)?\d\d(?![.\/-]?\d)/g,
        /(^|[^\d.:])\d\d?[.:h]\d\d(?![.:]?\d)/gi,
        /(^|\D)20\d\d(?!\d)/g,
        /(^|\D)\d{1,3}(?:[ .]\d{3})+ ?(?:€|euro)/gi,
    ];

    sortie.personal = (text) => {
        const rest = harmless.reduce((left, one) => left.replace(one, '$1;'), text);
        return signs.some((sign) => sign.test(rest));
    };
})(globalThis.sortie);
