/* secure.mjs: https in tests - certificates of one's own, a collector that serves by one,
 * requests that trust it and nobody else.
 *
 *     await serveSecurely(collector, certify(collector.folder, 'first'));
 *     const { status, headers, text } = await ask(collector, '/healthz'); */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

export const pair = (folder, name) => [join(folder, `${name}.crt`), join(folder, `${name}.key`)];

/* A certificate of one's own for localhost, with its key. */
export function certify(folder, name, kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']) {
    const [certificate, key] = pair(folder, name);
    execFileSync('openssl', ['req', '-x509', '-nodes', ...kind, '-keyout', key, '-out', certificate, '-days', '30',
        '-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'], { stdio: 'pipe' });
    chmodSync(key, 0o600);
    return [certificate, key];
}

/* `serve` by https: helpers.mjs asks for its health by http, which cannot be. */
export async function serveSecurely(collector, [certificate, key]) {
    collector.authority = readFileSync(certificate);
    Promise.resolve(collector.serve('--tls-cert', certificate, '--tls-key', key)).catch(() => {});
    for (const by = Date.now() + 20000; ;)
        try {
            return assert.equal((await ask(collector, '/healthz')).status, 200);
        } catch (failure) {
            if (Date.now() > by)
                throw failure;
            await pause(25);
        }
}

export const ask = (collector, path, document, options = {}) => new Promise((done, failed) => {
    const request = https.request({ host: '127.0.0.1', port: collector.port, path, ca: collector.authority, servername: 'localhost',
        method: document ? 'POST' : 'GET', headers: { 'Content-Type': 'application/json' }, timeout: 5000, ...options }, (reply) => {
        let text = '';
        reply.on('data', (piece) => { text += piece; });
        reply.on('end', () => done({ status: reply.statusCode, headers: reply.headers, text }));
        reply.on('error', failed);
    });
    request.on('timeout', () => request.destroy(new Error('silent')));
    request.on('error', failed);
    request.end(document && JSON.stringify(document));
});
