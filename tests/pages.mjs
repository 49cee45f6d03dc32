/* pages.mjs: a store's file as someone reads it who wants more than SQL tells - the rows of
 * a table in the order in which they were written, which their pages keep.
 *
 *     rowsAsWritten(file, 'response')      [['2026-W48', 1, 'desk-job', ...], ...]
 *
 * A page is filled from its end: of two rows the one that lies higher was written first.
 * Only for tables WITHOUT ROWID, and for rows that fit into a page. */
import { readFileSync } from 'node:fs';
import { ask } from './helpers.mjs';

const INTERIOR = 2, LEAF = 10;

/* A number of one to nine bytes: [number, where the next one begins]. */
function varint(page, at) {
    let number = 0;
    for (let n = 0; n < 8; n++, at++) {
        number = number * 128 + (page[at] & 127);
        if (page[at] < 128)
            return [number, at + 1];
    }
    return [number * 256 + page[at], at + 1];
}

function value(page, at, type) {
    if (type >= 12)
        return page.subarray(at, at + ((type - 12) >> 1));
    const size = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type];
    return type >= 8 ? type - 8 : size ? page.readIntBE(at, Math.min(size, 6)) : null;
}
const sizeOf = (type) => (type >= 12 ? (type - 12) >> 1 : [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type]);

function record(page, at) {
    const [length, first] = varint(page, at);
    const row = [];
    let data = at + length;
    for (let head = first; head < at + length;) {
        const [type, next] = varint(page, head), is = value(page, data, type);
        row.push(is instanceof Uint8Array && type % 2 ? is.toString('utf8') : is);
        data += sizeOf(type);
        head = next;
    }
    return row;
}

export function rowsAsWritten(file, table) {
    const root = Number(ask(file, `SELECT rootpage FROM sqlite_schema WHERE name = '${table}'`));
    const bytes = readFileSync(file), size = bytes.readUInt16BE(16) % 65535;
    const rows = [];
    (function read(number) {
        const page = bytes.subarray((number - 1) * size, number * size);
        const start = number === 1 ? 100 : 0, type = page[start], count = page.readUInt16BE(start + 3);
        if (type !== INTERIOR && type !== LEAF)
            throw new Error(`page ${number} of ${table} is of type ${type}`);
        const cells = Array.from({ length: count }, (_, n) => page.readUInt16BE(start + (type === INTERIOR ? 12 : 8) + 2 * n));
        if (type === INTERIOR)
            for (const child of [...cells.map((cell) => page.readUInt32BE(cell)), page.readUInt32BE(start + 8)])
                read(child);
        for (const cell of cells.sort((a, b) => b - a))
            rows.push(record(page, varint(page, cell + (type === INTERIOR ? 4 : 0))[1]));
    })(root);
    return rows;
}

/* By how many standard deviations the pairs that lie the wrong way round are more or fewer
 * than chance makes them. Pairs of equals say nothing. */
export function disorder(numbers) {
    const n = numbers.length;
    let wrong = 0, pairs = 0;
    for (let i = 0; i < n; i++)
        for (let j = i + 1; j < n; j++) {
            pairs += numbers[i] !== numbers[j];
            wrong += numbers[i] > numbers[j];
        }
    return Math.abs(wrong - pairs / 2) / Math.sqrt(n * (n - 1) * (2 * n + 5) / 72);
}
