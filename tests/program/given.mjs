/* given.mjs: what the whole-program tests of the collector are given: the centre and the
 * form of tests/submissions with their days filled in, commands that may fail, bytes sent
 * as they are. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { program, readJson, root, run, startCollector } from '../helpers.mjs';

export const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
export const newKey = () => randomBytes(16).toString('hex');

/* The civil day in the centre's zone, some days from now. */
export const dayFrom = (days) => {
    const noon = new Date(new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' }) + 'T12:00Z');
    return new Date(noon.getTime() + days * 86400000).toISOString().slice(0, 10);
};

const everyForm = 'tests/submissions/every.json';
export const version = /version ([0-9a-f]+)/.exec(run('form', 'check', join(root, everyForm)))[1];

/* {{today-36}} and {{version}} in a fixture's text. */
export const fill = (text, full) => text.replace(/\{\{(today|version)([+-]\d+)?\}\}/g,
    (_, name, days) => (name === 'version' ? full : dayFrom(Number(days ?? 0))));

export const points = {
    hall: { form: 'every' },
    desk: { form: 'every', place: 'desk-job' },
    health: { form: 'every', place: 'club-health' },
    cv: { form: 'every', place: 'workshop-cv' },
};

/* A collector of the small centre of tests/submissions. Stopped, it must have ended well:
 * the sanitizers speak through its exit status. With a test's context `t`, it stops when the test ends. */
export const startSmall = async ({ t, change = () => {} } = {}) => {
    const collector = await startCollector({
        centre: 'tests/submissions/centre.json', forms: ['../tests/submissions/every'], points,
        change: (document) => {
            Object.assign(document, JSON.parse(fill(JSON.stringify(document), '')));
            change(document);
        },
    });
    const { stop } = collector;
    collector.stop = async () => {
        await collector.end();
        const { exitCode } = collector.process;
        await stop();
        assert.equal(exitCode, 0, collector.errors);
    };
    t?.after(() => collector.stop());
    return collector;
};

/* The version that a collector gives its tablets. */
export const versionOf = async (collector) =>
    (await (await fetch(`${collector.address('hall')}/form?lang=fr`)).json()).version;

export const body = (full, changes = {}) => ({ key: newKey(), form: 'every', version: full, day: dayFrom(0),
    lang: 'fr', answers: { overall: '4' }, ...changes });

export const post = (url, document, headers = {}) => fetch(`${url}/responses`, { method: 'POST', redirect: 'manual',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof document === 'string' || document instanceof Uint8Array ? document : JSON.stringify(document) });

/* One POST by way of an agent: {status, text}; status 0 when no whole reply came. */
export const postBy = (agent, url, document, headers = {}) => new Promise((done) => {
    const request = http.request(`${url}/responses`,
        { method: 'POST', agent, headers: { 'Content-Type': 'application/json', ...headers } }, (reply) => {
            let text = '';
            reply.on('data', (piece) => { text += piece; });
            reply.on('end', () => done({ status: reply.statusCode, text }));
            reply.on('error', () => done({ status: 0 }));
        });
    request.on('error', () => done({ status: 0 }));
    request.end(typeof document === 'string' ? document : JSON.stringify(document));
});

/* The folders of tests/submissions, as [name, folder, text of the body, point]. */
export const submissions = (kind, full) => {
    const parent = join(root, 'tests/submissions', kind);
    return readdirSync(parent).sort().map((name) => {
        const folder = join(parent, name), at = join(folder, 'point');
        const bytes = readFileSync(join(folder, 'body.json'));
        return { name, folder, point: existsSync(at) ? readFileSync(at, 'utf8').trim() : 'hall',
            body: kind === 'unreadable' ? bytes : fill(bytes.toString(), full) };
    });
};

/* A command and what became of it. */
export const attempt = (...words) => {
    const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
    return { status, stdout, stderr };
};
export const begin = (...words) => spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });

/* Bytes sent on a connection of their own; all that came back until the server closed it
 * (closed true) or `quiet` ms passed in silence: 10 s where the request asks for the close. */
export const send = (port, bytes, quiet = /connection: close/i.test(bytes) ? 10000 : 400) => new Promise((done, failed) => {
    const socket = net.connect(port, '127.0.0.1'), pieces = [];
    const end = (closed) => {
        socket.destroy();
        done({ closed, text: Buffer.concat(pieces).toString('latin1') });
    };
    socket.setTimeout(quiet, () => end(false));
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('end', () => end(true));
    socket.on('error', (error) => (error.code === 'ECONNRESET' || error.code === 'EPIPE' ? end(true) : failed(error)));
    socket.write(bytes);
});

export const statuses = (text) => [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((match) => Number(match[1]));
export { readJson, root };
