/* helpers.mjs: a collector of one's own - a fresh store in a temporary folder, a free port
 * on loopback, gone when the test is over.
 *
 *     const collector = await startCollector({ points: { hall: { form: 'exit' } } });
 *     ... collector.address('hall') ...           http://127.0.0.1:40123/p/0f8f...
 *     collector.inbox();          the documents that are kept and not yet settled
 *     await collector.stop();
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const build = resolve(root, process.env.SORTIE_BUILD || 'build');
export const program = join(build, 'sortie-collector');

export const readJson = (path) => JSON.parse(readFileSync(resolve(root, path), 'utf8'));

/* Runs a command of sortie-collector and gives its standard output. */
export const run = (...words) => execFileSync(program, words, { encoding: 'utf8' });

/* Statements to the sqlite3 program, which waits for whoever writes, and what it says; `ask`
 * leaves the file and its log as they are. */
const sqlite3 = (...words) => execFileSync('sqlite3', ['-cmd', '.timeout 10000', ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });
export const sqlite = (file, ...statements) => sqlite3(file, ...statements);
export const ask = (file, ...queries) => sqlite3('-readonly', file, ...queries);

export const freePort = () => new Promise((done, failed) => {
    const server = net.createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => done(port));
    });
});

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/* A slow machine is waited for; a collector that has stopped is not. */
async function healthy(url, process) {
    for (const by = Date.now() + 60000; Date.now() < by;) {
        if (process.exitCode !== null)
            throw new Error(`the collector stopped with status ${process.exitCode}`);
        const reply = await fetch(`${url}/healthz`).catch(() => null);
        if (reply && reply.ok)
            return;
        await pause(25);
    }
    throw new Error('the collector does not answer within a minute');
}

/* A port that was free may be somebody else's by now: then another one. */
async function serveFirst(collector) {
    for (let tries = 0; ; tries++)
        try {
            return await collector.serve();
        } catch (failure) {
            if (tries === 5 || !/in use/.test(collector.errors))
                throw failure;
            collector.errors = '';
            collector.port = await freePort();
        }
}

/* `change` may change the centre's file before it is used; a point has a form, and may
 * have a mode, a place and a PIN. The centre never closes, lest its inbox be settled at night
 * behind a test's back. */
export async function startCollector({ centre = 'forms/centres/la-villette.json', change = () => {},
                                       forms = ['exit', 'interview'], points = {} } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'sortie-'));
    const store = join(folder, 'store.db'), file = join(folder, 'centre.json');
    const document = readJson(centre);
    document.calendar = { week: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
        .map((day) => [day, ['00:00-24:00']])) };
    change(document);
    writeFileSync(file, JSON.stringify(document));
    const fileOf = (form) => {      /* one of ours by its name, or a document */
        if (typeof form === 'string')
            return join(root, 'forms', `${form}.json`);
        const written = join(folder, `${form.id}.json`);
        writeFileSync(written, JSON.stringify(form));
        return written;
    };
    run('init', '--store', store, '--centre', file, ...forms.flatMap((form) => ['--form', fileOf(form)]));
    const addPoint = (id, { form, mode = 'door', place, pin }) => run('point', 'add', '--store', store,
        '--id', id, '--mode', mode, '--form', form, ...(place ? ['--place', place] : []), ...(pin ? ['--pin', pin] : [])).trim();
    const tokens = Object.fromEntries(Object.entries(points).map(([id, point]) => [id, addPoint(id, point)]));
    const port = await freePort();
    const collector = {
        folder, env: process.env, /* of the next `serve` */
        store, port, tokens, get url() { return `http://127.0.0.1:${collector.port}`; }, process: null, errors: '',
        address: (id) => `${collector.url}/p/${tokens[id]}`,

        async serve(...options) {
            const child = spawn(program, ['serve', '--store', store, '--port', String(collector.port), ...options],
                { stdio: ['ignore', 'ignore', 'pipe'], env: collector.env });
            collector.process = child;
            child.stderr.on('data', (some) => { collector.errors += some; });
            await healthy(collector.url, child);
        },

        /* Ends the process: SIGTERM is a clean stop, SIGKILL a power cut. */
        async end(signal = 'SIGTERM') {
            const child = collector.process;
            if (!child || child.exitCode !== null || child.signalCode !== null)
                return;
            const gone = new Promise((done) => { child.once('exit', done); });
            child.kill(signal);
            await gone;
        },

        /* Rows of a query on the store, each as one line of text. */
        rows: (query) => ask(store, query).split('\n').filter((line) => line !== ''),

        inbox: () => collector.rows('SELECT document FROM inbox ORDER BY seq').map((line) => JSON.parse(line)),

        async stop() {
            await collector.end();
            rmSync(folder, { recursive: true, force: true });
        },
    };
    await serveFirst(collector);
    return collector;
}

/* Makes the centre of startCollector one of French and Arabic, which has recordings enough. */
export function inTwo(centre) {
    const rest = ['en', 'es', 'it', 'pt', 'de', 'ca', 'eu'];
    const prune = (value) => {
        if (value === null || typeof value !== 'object')
            return;
        rest.forEach((one) => delete value[one]);
        Object.values(value).forEach(prune);
    };
    prune(centre);
    centre.languages = ['fr', 'ar'];
}
