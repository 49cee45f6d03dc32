/* elements.js: what the tablet's screens are made of - elements, pictures, keys. They know
 * no visitor and no form. */
'use strict';

globalThis.sortie = globalThis.sortie || {};

(function (sortie) {
    /* An element with its attributes and children; `tap` is what a click does, and nothing
     * around it learns of that click. What is undefined or null is left out, and so are
     * attributes that are false and empty words. */
    sortie.make = function (tag, attributes, ...children) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes || {}))
            if (name === 'tap')
                element.addEventListener('click', (event) => { event.stopPropagation(); value(); });
            else if (value !== undefined && value !== null && value !== false)
                element.setAttribute(name, value === true ? '' : value);
        element.append(...children.filter((child) => child !== undefined && child !== null && child !== ''));
        return element;
    };

    /* A symbol of faces.svg or pictograms.svg, which lie in the page itself. It is never
     * alone: a word stands beside it. */
    sortie.picture = function (symbol, name = 'sign') {
        const space = 'http://www.w3.org/2000/svg';
        const svg = document.createElementNS(space, 'svg');
        const use = document.createElementNS(space, 'use');
        use.setAttribute('href', `#${symbol}`);
        svg.setAttribute('class', name);
        svg.setAttribute('aria-hidden', 'true');
        svg.append(use);
        return svg;
    };

    sortie.button = (label, symbol, tap, name = '') =>
        sortie.make('button', { type: 'button', class: `key ${name}`, tap },
                    symbol && sortie.picture(symbol, symbol === 'arrow' ? 'sign arrow' : 'sign'), sortie.make('span', { class: 'word' }, label));

    /* A language by its own name; `current` is the code of the one on the screen. */
    sortie.languageKey = ({ code, name, direction }, current, tap) => sortie.make('button', {
        type: 'button', class: 'key language', lang: code, dir: direction, tap,
        'aria-current': code === current ? 'true' : undefined,
    }, sortie.make('span', {}, name));

    sortie.title = (words) => sortie.make('h1', { id: 'question', tabindex: '-1' }, words);

    sortie.say = (words, name = 'hint') => words ? sortie.make('p', { class: name }, words) : null;

    /* What a form says in a language, else in its first one. */
    sortie.textOf = (map, language) => map ? map[language] || Object.values(map)[0] : '';

    /* A sentence with its {names} filled in. */
    sortie.fill = (sentence, values) =>
        sentence.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);
})(globalThis.sortie);
