/* personal.js: does a text, while it is being typed, hold what leads to somebody?
 *
 *     sortie.personal(text)
 *
 * True from an @ between two words on, at a web address, and at eight digits in a row, in
 * any script, however they are grouped: a telephone, a card, a day of birth. Names cannot be
 * told from words; the hint asks for none. The collector strikes out far more than this
 * before it keeps a text (redact.h): this only lets the visitor know while it can be mended. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    const signs = [/\S@\S/, /\bhttps?:/i, /\bwww\./i, /(?:\p{Nd}[\s.,\/()+\-\u2010-\u2015]{0,3}){8}/u];

    sortie.personal = (text) => signs.some((sign) => sign.test(text));
})(globalThis.sortie);
