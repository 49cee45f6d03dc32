/* disk.mjs: a disk that a test can break, and a clock that it can put forward, by way of faults.c.
 *
 *     const disk = startDisk(folder);                  before the program is started
 *     spawn(program, words, { env: disk.env });
 *     disk.fail({ calls: WRITE, error: ENOSPC });      the next write, and all after it
 *     disk.fail({ calls: FLUSH, first: 3, times: 1 }); the third flush from now, once
 *     disk.mend();                                     all is well again
 *     disk.seen(), disk.failed()                       calls since then
 *     disk.ahead(90);                                  the program's clocks are 90 minutes ahead of ours
 *
 *     const disk = startDisk(folder, { power: true }); a disk whose power can be cut:
 *     disk.keep();                                     all that is there now is on it
 *     disk.cut();       once every process is dead: the folder as it would be found again */
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, rmSync, statSync,
    unlinkSync, writeFileSync, writeSync, existsSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { root } from '../helpers.mjs';

export const OPEN = 1, WRITE = 2, FLUSH = 4, TRUNCATE = 8, READ = 16, ALLOCATE = 32;
export const { EIO, ENOSPC, EMFILE, EROFS } = os.constants.errno;
export const SHORT = 0;
const SECTOR = 512;
const library = join(root, 'build/faults.so');

const any = (list) => list[Math.floor(Math.random() * list.length)];

/* Of each sector that was not flushed, either the new or the old one. What was appended may
 * have got any length between, with zeros where nothing was written yet; a file that was cut
 * short is so or is not, as SQLite and journalling file systems have it. */
export function tear(flushed, now) {
    const grown = now.length - flushed.length;
    const between = flushed.length + SECTOR * Math.floor(Math.random() * (grown / SECTOR));
    const torn = Buffer.alloc(any(grown > 0 ? [flushed.length, between, now.length] : [flushed.length, now.length]));
    const luck = any([0, 0.1, 0.5, 0.9, 1]);
    for (let at = 0; at < torn.length; at += SECTOR) {
        const from = at >= now.length || Math.random() >= luck ? flushed : now;
        from.subarray(at, at + SECTOR).copy(torn, at);
    }
    return torn;
}

/* What becomes of every name of the folder: [name, inode now, inode flushed]. */
function fates(folder, disk) {
    const flushed = new Map(readFileSync(join(disk, 'names'), 'utf8').split('\n').filter(Boolean)
        .map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]));
    return readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile())
        .map((name) => [name, String(statSync(join(folder, name)).ino), flushed.get(name)]);
}

export function startDisk(folder, { power = false } = {}) {
    const aside = mkdtempSync(join(os.tmpdir(), 'sortie-disk-'));
    const platter = join(aside, 'platter'), file = join(aside, 'switch');
    mkdirSync(platter);
    writeFileSync(file, Buffer.alloc(32));
    const descriptor = openSync(file, 'r+');
    const word = (index) => {
        const bytes = Buffer.alloc(4);
        readSync(descriptor, bytes, 0, 4, index * 4);
        return bytes.readInt32LE();
    };
    /* What is watched is written last. */
    const set = (calls, ...others) => {
        const rest = new Int32Array([...others, 0, 0]);
        writeSync(descriptor, Buffer.alloc(4), 0, 4, 0);
        writeSync(descriptor, new Uint8Array(rest.buffer), 0, 24, 4);
        writeSync(descriptor, new Uint8Array(new Int32Array([calls]).buffer), 0, 4, 0);
    };
    const disk = {
        env: { ...process.env, LD_PRELOAD: library, FAULTS_FOLDER: folder, FAULTS_SWITCH: file,
            ...(power ? { FAULTS_DISK: platter } : {}),
            /* The sanitizer's library is loaded second, and a failed allocation is no fault of ours. */
            ASAN_OPTIONS: [process.env.ASAN_OPTIONS, 'verify_asan_link_order=0', 'allocator_may_return_null=1']
                .filter(Boolean).join(':') },

        fail: ({ calls, first = 1, times = -1, error = EIO }) => set(calls, first, times, error, 0),
        kill: ({ calls, first }) => set(calls, first, 1, EIO, 1),
        watch: (calls) => set(calls, 0x7fffffff, 1, EIO, 0),
        mend: () => writeSync(descriptor, Buffer.alloc(4), 0, 4, 0),
        ahead: (minutes) => writeSync(descriptor, new Uint8Array(new Int32Array([minutes]).buffer), 0, 4, 28),
        seen: () => word(5),
        failed: () => word(6),

        keep() {
            rmSync(platter, { recursive: true });
            mkdirSync(platter);
            const lines = [];
            for (const name of readdirSync(folder)) {
                const { ino } = statSync(join(folder, name));
                lines.push(`${ino} ${name}\n`);
                if (statSync(join(folder, name)).isFile())
                    writeFileSync(join(platter, String(ino)), readFileSync(join(folder, name)));
            }
            writeFileSync(join(platter, 'names'), lines.join(''));
        },

        cut() {
            for (const [name, inode, flushed] of fates(folder, platter)) {
                const path = join(folder, name), copy = join(platter, inode);
                if (!flushed && Math.random() < 0.5)
                    unlinkSync(path);
                else
                    writeFileSync(path, tear(existsSync(copy) ? readFileSync(copy) : Buffer.alloc(0), readFileSync(path)));
            }
            disk.keep();
        },

        end() {
            closeSync(descriptor);
            rmSync(aside, { recursive: true, force: true });
        },
    };
    disk.keep();
    return disk;
}
