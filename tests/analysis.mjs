/* analysis.mjs: a store of one's own for tests of sortie-analysis, made by the collector's
 * commands alone, and what tests ask of the pages it makes.
 *
 *     const store = makeStore({ centre, forms: ['exit'], days: [{ lines, mode: 'door' }] });
 *     const report = store.report('2026-W10');      { status, folder, json, stderr }
 *     store.remove();
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { build, readJson, root, run } from './helpers.mjs';

export { readJson, root, run } from './helpers.mjs';
export const shared = resolve(root, process.env.SORTIE_SHARED || '../shared');

/* Runs sortie-analysis: { status, stdout, stderr }. */
export const analysis = (...words) => spawnSync(join(build, 'sortie-analysis'), words,
    { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, LC_ALL: 'C' } });

/* Every report.json that a test makes is what its schema says. */
const ajv = new Ajv2020({ strict: true, allErrors: true, strictTypes: false, strictRequired: false });
const isReport = ajv.compile(readJson('docs/report.schema.json'));
function checkReport(json) {
    assert.ok(isReport(json), ajv.errorsText(isReport.errors, { separator: '\n' }));
    return json;
}

/* A CSV or other text as a file that lives as long as the test process. */
let tables, number = 0;
export function fileOf(text) {
    if (!tables) {
        tables = mkdtempSync(join(tmpdir(), 'sortie-'));
        process.on('exit', () => rmSync(tables, { recursive: true, force: true }));
    }
    const path = join(tables, String(number++));
    writeFileSync(path, text);
    return path;
}

/* n responses of a form on a day: the answers, and what else a document has. */
export const times = (n, day, answers, more = {}) =>
    Array.from({ length: n }, () => ({ day, lang: 'fr', complete: true, answers, ...more }));

/* A store with responses typed in: `given` lists { form, mode, documents }. */
export function makeStore({ centre, forms = ['exit'], given = [] }) {
    const folder = mkdtempSync(join(tmpdir(), 'sortie-'));
    const path = join(folder, 'store.db'), file = join(folder, 'centre.json');
    writeFileSync(file, JSON.stringify(centre));
    run('init', '--store', path, '--centre', file,
        ...forms.flatMap((form) => ['--form', form.includes('/') ? form : join(root, 'forms', `${form}.json`)]));
    const store = {
        path, folder,

        give({ form = 'exit', mode = 'door', documents }, name = `${form}-${mode}-${Math.random()}.jsonl`) {
            const lines = join(folder, name);
            writeFileSync(lines, documents.map((each) => JSON.stringify(each)).join('\n') + '\n');
            const told = run('import', '--store', path, '--form', form, '--mode', mode, lines);
            assert.match(told, new RegExp(`^${documents.length} kept, 0 rejected`), told);
        },

        settle: () => run('settle', '--store', path),

        report(week, ...options) {
            const out = join(folder, 'reports');
            const done = analysis('report', '--store', path, '--out', out, ...(week ? ['--week', week] : []), ...options);
            if (done.status !== 0)
                return { ...done, out };
            const edition = resolve(done.stdout.trim(), '..');
            return { ...done, out, folder: edition, json: checkReport(JSON.parse(readFileSync(join(edition, 'report.json'), 'utf8'))) };
        },

        remove: () => rmSync(folder, { recursive: true, force: true }),
    };
    given.forEach((each, i) => store.give(each, `${i}.jsonl`));
    store.settle();
    return store;
}

/* Three centres side by side, one far from the others and one with too little to tell:
 * publishes their page below a folder, and returns its path there. */
export function makeNetwork(out, ...options) {
    const centres = [['Cité des métiers de Guadeloupe', 388, 329], ['Cidade das Profissões do Porto', 424, 200],
        ['Berufsinformationszentrum Mitte']];
    const bundles = centres.map(([name, n, positive], i) => fileOf(JSON.stringify({
        sortie: 'bundle/1', centre: `c${i}`, name: { en: name }, country: 'FR', zone: 'Europe/Paris', simulated: true, base: 10,
        rows: ['overall.v1', 'forward.v1'].slice(0, n ? 2 : 0)
            .map((core) => ({ quarter: '2026-Q2', kind: 'desk', core, mode: 'door', n, positive })) })));
    const { status, stdout, stderr } = analysis('network', '--out', join(out, 'network'), ...options, ...bundles);
    assert.equal(status, 0, stderr);
    return relative(out, stdout.trim());
}

/* The only entry of a place and question in a report.json. */
export function question(json, place, name, { mode, by } = {}) {
    const entries = json.places.find((each) => each.id === place).questions
        .filter((each) => each.name === name && (!mode || each.mode === mode) && (!by || each.by === by));
    assert.equal(entries.length, 1, `${place} ${name} ${mode ?? ''} ${by ?? ''}`);
    return entries[0];
}

/* A period of it. */
export const period = (entry, name) => entry.series.find((each) => each.period === name);

/* Every file below a folder, by its path in it. */
export function files(folder, at = '') {
    return readdirSync(join(folder, at)).sort().flatMap((name) => {
        const path = join(at, name);
        return statSync(join(folder, path)).isDirectory() ? files(folder, path) : [path];
    });
}

export const bytes = (folder) => Object.fromEntries(
    files(folder).map((path) => [path, readFileSync(join(folder, path)).toString('latin1')]));

/* Wilson's interval, written down here a second time. */
export function wilson(positive, n) {
    const z = 1.959963984540054, p = positive / n;
    const centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    const half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    return [positive === 0 ? 0 : centre - half, positive === n ? 1 : centre + half];
}

const EMPTY = new Set(['meta', 'link', 'br', 'hr', 'img']);

/* Throws unless tags nest, ids are unique, and nothing is there that the pages'
 * Content-Security-Policy forbids. */
export function checkPage(html, name) {
    const open = [], ids = new Set();
    assert.match(html, /^<!DOCTYPE html>\n<html lang="[a-z]{2}" dir="(ltr|rtl)">/, name);
    for (const [, closing, tag, attributes, empty] of html.matchAll(/<(\/?)([a-zA-Z0-9]+)([^<>]*?)(\/?)>/g)) {
        assert.ok(!['script', 'style', 'iframe', 'object', 'foreignObject'].includes(tag), `${name}: <${tag}>`);
        assert.doesNotMatch(attributes, /\s(style|on[a-z]+)\s*=/, name);
        for (const [, id] of attributes.matchAll(/\sid="([^"]*)"/g)) {
            assert.ok(!ids.has(id), `${name}: id ${id} twice`);
            ids.add(id);
        }
        if (closing)
            assert.equal(open.pop(), tag, `${name}: </${tag}>`);
        else if (!empty && !EMPTY.has(tag))
            open.push(tag);
    }
    assert.deepEqual(open, [], name);
    for (const [svg] of html.matchAll(/<svg class="chart[^>]*>/g))
        assert.match(svg, /role="img" aria-label="[^"]{10,}"/, name);
    assert.doesNotMatch(html, /GNUPLOT|gnuplot|NaN|report\.[a-z]+\.|\{[a-z]+\}/, name);
}

/* The ISO week of a civil day, by the Thursday of its week. */
export function isoWeek(day) {
    const date = new Date(`${day}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
    const first = Date.UTC(date.getUTCFullYear(), 0, 1);
    const number = Math.ceil(((date - first) / 86400000 + 1) / 7);
    return `${date.getUTCFullYear()}-W${String(number).padStart(2, '0')}`;
}

/* The Monday of an ISO week, as a civil day. */
export function mondayOf(week) {
    const [year, number] = week.split('-W').map(Number);
    const fourth = new Date(Date.UTC(year, 0, 4));
    fourth.setUTCDate(fourth.getUTCDate() - ((fourth.getUTCDay() || 7) - 1) + (number - 1) * 7);
    return fourth.toISOString().slice(0, 10);
}

/* The week so many weeks later. */
export function laterWeek(week, weeks) {
    const date = new Date(`${mondayOf(week)}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + 7 * weeks);
    return isoWeek(date.toISOString().slice(0, 10));
}
