/* node.mjs PORT FILE FORM: what the collector is measured against by (d): the same job as
 * one writes it for Node - fastify, its schema compiled once, better-sqlite3 with a
 * write-ahead log and a flush for each response, a known key told from a new one. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const [port, file, path] = process.argv.slice(2);
const form = JSON.parse(readFileSync(path, 'utf8'));

const store = new Database(file);
store.pragma('journal_mode = WAL');
store.pragma('synchronous = FULL');
store.exec('CREATE TABLE inbox (seq INTEGER PRIMARY KEY, key TEXT NOT NULL, hash BLOB NOT NULL, document TEXT NOT NULL)');
const insert = store.prepare('INSERT INTO inbox (key, hash, document) VALUES (?, ?, ?)');
const known = new Map();

const code = ({ options }) => ({ type: 'string', enum: options.map((option) => option.code) });
const answer = (question) => ({
    scale: () => code(question), choice: () => code(question),
    choices: () => ({ type: 'array', items: code(question), maxItems: question.max, uniqueItems: true }),
}[question.type] || (() => ({ type: 'string', maxLength: question.max || 64 })))();
const string = { type: 'string', maxLength: 64 };
const schema = {
    type: 'object', additionalProperties: false, required: ['key', 'form', 'version', 'day', 'lang', 'answers'],
    properties: {
        key: { type: 'string', pattern: '^[0-9a-f]{32}$' }, form: { const: form.id }, version: string,
        day: { type: 'string', format: 'date' }, part: { enum: ['morning', 'afternoon', 'evening'] }, lang: { enum: form.languages },
        complete: { type: 'boolean' }, again: { type: 'boolean' }, flags: { type: 'array', items: { enum: ['repeat', 'fast'] } },
        answers: {
            type: 'object', additionalProperties: false, required: ['overall'],
            properties: Object.fromEntries(form.questions.map((question) => [question.name, answer(question)])),
        },
    },
};

const app = Fastify({ bodyLimit: 16384 });
app.post('/p/:token/responses', { schema: { body: schema } }, (request, reply) => {
    const { key } = request.body, document = JSON.stringify(request.body);
    const hash = createHash('sha256').update(document).digest();
    const before = known.get(key);
    if (before)
        return reply.code(before.equals(hash) ? 200 : 409).send({ kept: key });
    insert.run(key, hash, document);
    known.set(key, hash);
    return reply.code(201).send({ kept: key });
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
process.on('SIGTERM', () => process.exit(0));
