/* packaging.test.mjs: what `make install` and the Debian package bring beside the programs:
 * units that let nothing in and do their work all the same, manual pages that say what --help says, completion. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startDisk } from '../faults/disk.mjs';
import { ask, build, freePort, program, root, run } from '../helpers.mjs';
import { dayFrom, newKey, pause, post } from './given.mjs';

const programs = ['sortie-collector', 'sortie-analysis'];
const missing = (tool) => (spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0 ? false : `${tool} is not installed`);
const text = (file, ...words) => execFileSync(file, words, { encoding: 'utf8', env: { ...process.env, MANWIDTH: '200', LC_ALL: 'C.UTF-8' } });
const commandsOf = (name) => [...text(join(build, name), '--help').matchAll(/^ {2}([a-z].{15}) /gm)].map(([, word]) => word.trim());
const optionsOf = (name, command) => [...text(join(build, name), ...command.split(' '), '--help')
    .matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);

let place;
const at = (path) => join(place, 'opt/sortie', path);
before(() => {
    place = mkdtempSync(join(tmpdir(), 'sortie-place-'));
    execFileSync(join(root, 'packaging/install'), [build, place, '/opt/sortie']);
});
after(() => rmSync(place, { recursive: true, force: true }));

describe('units', () => {
    const units = () => readdirSync(at('lib/systemd/system')).filter((name) => !name.endsWith('.d'));
    const services = () => units().filter((name) => name.endsWith('.service'));

    test('are there, and run the programs where they were installed', () => {
        assert.deepEqual(units().sort(), ['backup.service', 'backup.timer', 'collector.service', 'collector.socket',
            'report.service', 'report.timer', 'settle.service', 'settle.timer'].map((name) => `sortie-${name}`));
        for (const name of services()) {
            const unit = readFileSync(at(`lib/systemd/system/${name}`), 'utf8');
            assert.match(unit, /^ExecStart=\/opt\/sortie\/bin\/sortie-/m);
            assert.doesNotMatch(unit, /^User=/m, 'what they all may do is said once');
        }
        const all = readFileSync(at('lib/systemd/system/sortie-.service.d/hardening.conf'), 'utf8');
        assert.match(all, /^User=sortie$/m);
        assert.match(all, /^StateDirectory=sortie$/m);
    });

    test('T17: leave no core, swap nothing out, and share no temporary folder', () => {
        const all = readFileSync(at('lib/systemd/system/sortie-.service.d/hardening.conf'), 'utf8');
        for (const line of ['LimitCORE=0', 'MemorySwapMax=0', 'PrivateTmp=yes'])
            assert.ok(all.split('\n').includes(line), line);
        for (const name of services())
            assert.doesNotMatch(readFileSync(at(`lib/systemd/system/${name}`), 'utf8'), /^(LimitCORE|MemorySwapMax|PrivateTmp)=/m, name);
    });

    test('write no count of answers into the journal, but what went wrong', () => {
        for (const name of services().filter((one) => one !== 'sortie-collector.service'))
            assert.match(readFileSync(at(`lib/systemd/system/${name}`), 'utf8'), /^StandardOutput=null\nStandardError=journal$/m, name);
    });

    test('use commands and options that exist', () => {
        for (const name of services()) {
            const unit = readFileSync(at(`lib/systemd/system/${name}`), 'utf8');
            const [, program, command, rest] = /^ExecStart=\/opt\/sortie\/bin\/(\S+) (\S+) (.*)$/m.exec(unit);
            const known = optionsOf(program, command);
            for (const [option] of rest.matchAll(/--[a-z-]+/g))
                assert.ok(known.includes(option), `${name}: ${option}`);
        }
    });

    test('the collector is not started over and over where somebody has to see to it', () => {
        const prevented = valuesOf('sortie-collector.service', 'RestartPreventExitStatus').join(' ').split(' ');
        const { status } = spawnSync(program, ['serve', '--store', 'none.db', '--audoi', 'recordings']);
        assert.ok(prevented.includes(String(status)), String(status));
        assert.deepEqual(prevented, ['64', '65', '78']);
        /* Its socket starts it, too: no oftener than it is started again by itself, with some room. */
        const [burst] = valuesOf('sortie-collector.socket', 'TriggerLimitBurst'), [interval] = valuesOf('sortie-collector.socket', 'TriggerLimitIntervalSec');
        const [each] = valuesOf('sortie-collector.service', 'RestartSec');
        assert.ok(burst > interval / each && burst <= 2 * interval / each, `${burst} in ${interval} s`);
    });

    test('are exposed by less than 2.0', { skip: missing('systemd-analyze') }, () => {
        for (const name of services()) {
            const all = text('systemd-analyze', 'security', '--offline=yes', '--no-pager', at(`lib/systemd/system/${name}`));
            const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(all);
            assert.ok(Number(exposure) < 2, `${name}: ${exposure}`);
        }
    });

    test('are read by systemd without a complaint', { skip: missing('systemd-analyze') }, () => {
        const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units().map((name) => at(`lib/systemd/system/${name}`))],
            { encoding: 'utf8' });
        const complaints = stderr.split('\n').filter((line) => line.includes('sortie') && !line.includes('is not executable'));
        assert.deepEqual(complaints, []);
    });
});

/* Lines `key=value` of a unit, and then of what is laid over each of them. */
const unitOf = (name) => [name, 'sortie-.service.d/hardening.conf'].map((part) => readFileSync(at(`lib/systemd/system/${part}`), 'utf8')).join('');
const valuesOf = (name, key) => [...unitOf(name).matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value);

/* The system calls that a unit leaves its commands, by number: groups and names as systemd knows
 * them, those of @default in any case, and their numbers as the compiler does. */
function callsOf(name) {
    const groups = Object.fromEntries(spawnSync('systemd-analyze', ['syscall-filter'], { encoding: 'utf8' }).stdout.split(/^(?=@)/m)
        .map((group) => [group.split('\n')[0], [...group.matchAll(/^ {4}([@\w-]+)$/gm)].map(([, member]) => member)]));
    const members = (word) => (word.startsWith('@') ? groups[word].flatMap(members) : [word]);
    const left = new Set(members('@default'));
    for (const [, not, words] of valuesOf(name, 'SystemCallFilter').map((value) => /^(~?)(.*)$/.exec(value)))
        for (const call of words.split(' ').flatMap(members))
            left[not ? 'delete' : 'add'](call);
    const input = ['#include <sys/syscall.h>', ...[...left].map((call) => `number __NR_${call}`)].join('\n');
    return [...execFileSync('gcc', ['-E', '-P', '-'], { input, encoding: 'utf8' }).matchAll(/^number (\d+)$/gm)].map(([, number]) => number).join();
}

/* A command of a unit, as systemd has it, for a shell. */
const forShell = (words) => words.replace('/opt/sortie/bin', build).replaceAll('$$', '$').replaceAll('%%', '%');

/* What a unit of one shot does, command by command, as systemd has it: one after the other
 * until one fails, but for those after a '-' and for the statuses that are no failure. Its `date`
 * tells another day where one is given; it may run behind another command, in a changed world,
 * up to its last command or to one that is named. */
function give(name, folder, { day = 'now', behind = [], env = process.env, last = null } = {}) {
    const tools = join(place, 'tools');
    mkdirSync(tools, { recursive: true });
    writeFileSync(join(tools, 'date'), `#!/bin/sh\nexec /bin/date -d ${day} "$@"\n`, { mode: 0o755 });
    const fine = ['0', ...valuesOf(name, 'SuccessExitStatus').join(' ').split(' ')];
    for (const kind of ['ExecStartPre', 'ExecStart', 'ExecStartPost'])
        for (const [, dash, words] of valuesOf(name, kind).map((value) => /^(-?)(.*)$/.exec(value))) {
            const [file, ...rest] = [...behind, 'sh', '-c', forShell(words)];
            const { status, stderr } = spawnSync(file, rest,
                { cwd: folder, encoding: 'utf8', env: { ...env, SORTIE_REPORT: '--lang fr', PATH: `${tools}:${process.env.PATH}` } });
            if (!dash && !fine.includes(String(status)))
                return `${words}: ${status} ${stderr}`;
            if (last?.test(words))
                return 'done';
        }
    return 'done';
}

/* A centre whose answers of some days are in, as slips. */
function makeState(name, ...days) {
    const folder = join(place, name), store = join(folder, 'store.db');
    mkdirSync(join(folder, 'backups'), { recursive: true });
    run('init', '--store', store, '--centre', join(root, 'forms/centres/la-villette.json'), '--form', join(root, 'forms/exit.json'));
    for (const day of days)
        takeIn(store, day);
    return { folder, store, backups: join(folder, 'backups') };
}
function takeIn(store, day) {
    const slips = join(place, 'slips.csv');
    writeFileSync(slips, `day,place,overall,forward\n${`${dayFrom(day)},desk-job,4,yes\n`.repeat(6)}`);
    run('import', '--store', store, '--form', 'exit', slips);
}
const copiesOf = (backups) => readdirSync(backups).filter((name) => name.endsWith('.db')).sort();

test('on a Monday the report is of the week that is over, and a backup is made of all that can be settled', () => {
    const { folder, store, backups } = makeState('state', -14);
    assert.equal(give('sortie-report.service', folder), 'done', 'its week is closed by the unit itself');
    assert.match(readFileSync(join(folder, 'reports/latest/report.json'), 'utf8'), /"n": ?6/);
    execFileSync('sqlite3', [store, "INSERT INTO inbox VALUES (1, randomblob(16), unixepoch() / 86400, unixepoch() / 86400, 'door', '', '{}')"]);
    assert.equal(give('sortie-backup.service', folder), 'done');
    assert.ok(readdirSync(backups).includes('store.db'));
});

/* Weeks of which two copies hold some answers both, and not as many. */
const differences = (one, other) => Object.keys({ ...one, ...other }).filter((week) => one[week] && other[week] && one[week] !== other[week]);

test('of two backups that are kept none tells on which day of a week an answer came', () => {
    const { folder, store, backups } = makeState('nights');
    const night = (today, answered) => {
        takeIn(store, answered);
        assert.equal(give('sortie-backup.service', folder, { day: dayFrom(today) }), 'done');
    };
    const first = Array.from({ length: 7 }, (_, back) => -back - 35).find((day) => new Date(dayFrom(day)).getUTCDay() === 1);
    for (let monday = first; monday < first + 35; monday += 7) {
        const off = monday === first + 21; /* on Monday, so that nothing came on that day */
        night(off ? monday + 1 : monday, monday - 1);
        writeFileSync(join(backups, 'new.part'), ''); /* what a power cut leaves */
        if (!off)
            night(monday, monday); /* by hand, at noon */
        night(monday + 3, monday + 2);
    }
    const copies = copiesOf(backups);
    const told = copies.map((name) => Object.fromEntries(ask(join(backups, name), "SELECT week, n FROM tally WHERE question = '' ORDER BY week")
        .split('\n').filter(Boolean).map((line) => line.split('|'))));
    for (const one of told)
        for (const other of told)
            assert.deepEqual(differences(one, other), []);
    assert.deepEqual(copies.map((name) => name.replace(/\d{4}-W\d\d/, 'WEEK')), [...Array(4).fill('before-WEEK.db'), 'store.db']);
    assert.equal(Object.keys(told[4]).length, 6, 'the last one holds all weeks');
    assert.deepEqual(readdirSync(backups).filter((name) => !copies.some((copy) => name.startsWith(copy))), [], 'nothing is left of those that are gone');
});

test('what the store deletes as kept long enough is in no backup after that night', (t) => {
    const { folder, store, backups } = makeState('kept', -85, -1), clock = startDisk(folder);
    t.after(() => clock.end());
    const overdue = (file) => spawnSync(program, ['purge', '--store', file, '--check'], { encoding: 'utf8', env: clock.env });
    for (const days of [0, 7, 14]) {
        clock.ahead(days * 24 * 60);
        assert.equal(give('sortie-backup.service', folder, { day: `${days}days`, env: clock.env }), 'done');
        if (days === 0)
            assert.equal(ask(join(backups, 'store.db'), 'SELECT count(*) FROM response'), '12\n', 'there is something to delete');
        for (const file of [store, ...copiesOf(backups).map((name) => join(backups, name))])
            assert.equal(overdue(file).status, 0, `${days} days: ${file}: ${overdue(file).stdout}`);
    }
    assert.equal(copiesOf(backups).length, 4);
    assert.equal(ask(join(backups, copiesOf(backups)[0]), 'SELECT count(*) FROM response'), '6\n', 'and what may be kept is there');
});

test('a power cut leaves no backup under the name of a week that is not whole', (t) => {
    const { folder, backups } = makeState('cut', -1);
    assert.equal(give('sortie-settle.service', folder), 'done');
    const disk = startDisk(backups, { power: true });
    t.after(() => disk.end());
    for (let week = 0; week < 4; week++) {
        assert.equal(give('sortie-backup.service', folder, { day: `${7 * week}days`, env: disk.env, last: /\bcp / }), 'done');
        disk.cut();
        assert.equal(copiesOf(backups).filter((name) => name.startsWith('before-')).length, week + 1);
        for (const name of copiesOf(backups))
            assert.equal(ask(join(backups, name), 'PRAGMA integrity_check', 'SELECT count(*) FROM response'), 'ok\n6\n', name);
    }
});

/* Whether this kernel takes a filter at all. */
const confine = join(root, 'build/confine');
const cannotConfine = missing('systemd-analyze') || (spawnSync(confine, ['0', 'true']).status === 69 ? 'the kernel takes no filter' : false);

describe('with the system calls that its unit leaves it, and no others,', { skip: cannotConfine }, () => {
    const env = { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' }; /* looking for leaks is tracing */
    const behind = (name) => [confine, callsOf(name)];
    let state;
    before(() => { state = makeState('confined', -14, -21, -28, -35); });

    test('a call that is denied fails', () => {
        const own = ['chown', String(process.getuid()), state.store]; /* anybody may */
        assert.equal(spawnSync(own[0], own.slice(1)).status, 0);
        const { status, stderr } = spawnSync(confine, [callsOf('sortie-report.service'), ...own], { encoding: 'utf8' });
        assert.deepEqual([status, /not permitted/.test(stderr)], [1, true], stderr);
    });

    for (const name of ['settle', 'report', 'backup'])
        test(`${name} does what it is for`, () => assert.equal(give(`sortie-${name}.service`, state.folder, { behind: behind(`sortie-${name}.service`), env }), 'done'));

    test('the report has its charts', () => assert.match(readFileSync(join(state.folder, 'reports/latest/desk-job.html'), 'utf8'), /<svg/));

    test('what the collector starts may step behind it', () => { /* child.c: as nice does */
        const step = ['nice', 'nice'], { stdout } = spawnSync(confine, [callsOf('sortie-collector.service'), ...step], { encoding: 'utf8' });
        assert.equal(stdout, text(...step));
    });

    test('the collector takes an answer in and checks a passphrase', async (t) => {
        const name = 'sortie-collector.service', [words] = valuesOf(name, 'ExecStart'), port = await freePort(), url = `http://127.0.0.1:${port}`;
        const token = run('point', 'add', '--store', state.store, '--id', 'hall', '--mode', 'door', '--form', 'exit').trim();
        execFileSync(program, ['passphrase', '--store', state.store], { input: 'un café sans sucre' });
        const child = spawn(confine, [callsOf(name), 'sh', '-c', `exec ${forShell(words)}`],
            { cwd: state.folder, stdio: 'ignore', env: { ...env, SORTIE_SERVE: `--port ${port}` } });
        const gone = new Promise((done) => { child.once('exit', done); });
        t.after(() => child.kill());
        for (const by = Date.now() + 60000; Date.now() < by && !(await fetch(`${url}/healthz`).catch(() => null))?.ok;)
            await pause(50);
        const { version } = await (await fetch(`${url}/p/${token}/form?lang=fr`)).json();
        const document = { key: newKey(), form: 'exit', version, day: dayFrom(0), lang: 'fr', answers: { overall: '4', place: 'desk-job', forward: 'yes' } };
        const reply = await post(`${url}/p/${token}`, document);
        assert.equal(reply.status, 201, await reply.text());
        const signedIn = await fetch(`${url}/sign-in`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ passphrase: 'un café sans sucre' }) });
        assert.equal(signedIn.status, 303);
        child.kill();
        assert.equal(await gone, 0);
        assert.match(ask(state.store, 'SELECT document FROM inbox'), new RegExp(document.key));
    });
});

test('the Debian package is built from what a clone is built from', () => {
    const [, run] = /^run='([^']*)'/m.exec(readFileSync(join(root, 'tests/install'), 'utf8'));
    const [, depends] = /^Build-Depends: ((?:.*\n )*.*)$/m.exec(readFileSync(join(root, 'packaging/debian/control'), 'utf8'));
    for (const [name] of run.matchAll(/[\w-]+-dev(?=:)/g))
        assert.ok(name === 'libc6-dev' || depends.split(/[\s,]+/).includes(name), name);
});

describe('manual pages', { skip: missing('man') }, () => {
    for (const name of programs)
        test(`${name}(1) tells every command and option of --help`, () => {
            const page = text('man', '-l', at(`share/man/man1/${name}.1`)).replace(/.\x08/g, '');
            const sections = page.split(/^ {3}(?=\S)/m);
            assert.ok(commandsOf(name).length > 5);
            for (const command of commandsOf(name)) {
                const section = sections.find((each) => each.startsWith(`${command}\n`));
                assert.ok(section, command);
                assert.ok(section.replace(/\s+/g, ' ').includes(text(join(build, name), ...command.split(' '), '--help')
                    .split('\n')[2].replace(/\s+/g, ' ')), command);
                assert.deepEqual([...section.matchAll(/^ {7}(--[a-z-]+)/gm)].map(([, option]) => option),
                    optionsOf(name, command), command);
            }
        });

    /* { '74': 'disk, memory, network or clock', ... } */
    const statusesIn = (sentence) => Object.fromEntries([...sentence.replace(/\s+/g, ' ').matchAll(/(\d+) (.*?)(?=[,;] \d|\.? *$)/g)].map(([, status, what]) => [status, what]));
    const statusesOf = (name) => statusesIn(/^EXIT STATUS\n((?: .*\n)+)/m.exec(text('man', '-l', at(`share/man/man1/${name}.1`)).replace(/.\x08/g, ''))[1]);

    test('sortie-collector(1) tells every exit status as the README does', () => {
        const { 69: _, ...told } = statusesIn(/Exit status: ([^.]*)/.exec(readFileSync(join(root, 'README.md'), 'utf8'))[1]); /* no program is needed */
        const page = statusesOf('sortie-collector');
        assert.deepEqual(Object.keys(page), Object.keys(told));
        for (const [status, what] of Object.entries(told))
            assert.ok(page[status].startsWith(what), `${status} ${page[status]}: ${what}`);
    });

    test('sortie-speak(1) tells every exit status', () => {
        const ended = [...readFileSync(join(root, 'collector/speak'), 'utf8').matchAll(/(?:fail|exit) (0|6\d|7\d)\b/g)].map(([, status]) => status);
        assert.deepEqual(Object.keys(statusesOf('sortie-speak')), [...new Set(ended)].sort());
    });

    test('are well formed', () => {
        for (const name of [...programs, 'sortie-speak']) {
            const { stderr } = spawnSync('man', ['--warnings', '-l', at(`share/man/man1/${name}.1`)],
                { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '100' } });
            assert.equal(stderr, '');
        }
    });
});

describe('completion', { skip: missing('bash') }, () => {
    const complete = (...words) => text('bash', '-c', `PATH=$1:$PATH; . "$2"; shift 2; COMP_WORDS=("$@");
        COMP_CWORD=$(($# - 1)); _sortie "$1"; printf '%s\\n' "\${COMPREPLY[@]}"`, 'bash', build,
        at('share/bash-completion/completions/sortie-collector'), ...words).split('\n').filter(Boolean);

    test('offers commands, their second word and their options', () => {
        assert.deepEqual(complete('sortie-collector', 'se').sort(), ['serve', 'settle']);
        assert.deepEqual(complete('sortie-collector', 'point', 're'), ['revoke']);
        assert.deepEqual(complete('sortie-collector', 'point', 'link', '--').sort(),
            [...optionsOf('sortie-collector', 'point link'), '--help'].sort());
        assert.deepEqual(complete('sortie-analysis', 'report', '--st'), ['--store']);
        assert.deepEqual(complete('sortie-collector', 'serve', '--store', join(root, 'READ')), [join(root, 'README.md')]);
    });
});
