/* packaging.test.mjs: what `make install` and the Debian package bring beside the programs:
 * units that let nothing in, manual pages that say what --help says, completion. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ask, build, root, run } from '../helpers.mjs';
import { dayFrom } from './given.mjs';

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

    test('write no count of answers into the journal', () => {
        for (const name of services().filter((one) => one !== 'sortie-collector.service'))
            assert.match(readFileSync(at(`lib/systemd/system/${name}`), 'utf8'), /^StandardOutput=null$/m, name);
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

/* What a unit of one shot does, command by command, as systemd has it: one after the other
 * until one fails, but for those after a '-' and for the statuses that are no failure. Its `date`
 * tells another day where one is given. */
function give(name, folder, day) {
    const tools = join(place, 'tools');
    mkdirSync(tools, { recursive: true });
    writeFileSync(join(tools, 'date'), `#!/bin/sh\nexec /bin/date -d ${day ?? 'now'} "$@"\n`, { mode: 0o755 });
    const unit = readFileSync(at(`lib/systemd/system/${name}`), 'utf8');
    const fine = ['0', ...(/^SuccessExitStatus=(.*)$/m.exec(unit)?.[1] ?? '').split(' ')];
    for (const kind of ['ExecStartPre', 'ExecStart', 'ExecStartPost'])
        for (const [, dash, words] of unit.matchAll(new RegExp(`^${kind}=(-?)(.*)$`, 'gm'))) {
            const { status, stderr } = spawnSync('sh', ['-c', words.replace('/opt/sortie/bin', build).replaceAll('$$', '$').replaceAll('%%', '%')],
                { cwd: folder, encoding: 'utf8', env: { ...process.env, SORTIE_REPORT: '--lang fr', PATH: `${tools}:${process.env.PATH}` } });
            if (!dash && !fine.includes(String(status)))
                return `${words}: ${status} ${stderr}`;
        }
    return 'done';
}

test('on a Monday the report is of the week that is over, and a backup is made of all that can be settled', () => {
    const folder = join(place, 'state'), store = join(folder, 'store.db'), slips = join(place, 'slips.csv');
    mkdirSync(join(folder, 'backups'), { recursive: true });
    run('init', '--store', store, '--centre', join(root, 'forms/centres/la-villette.json'), '--form', join(root, 'forms/exit.json'));
    writeFileSync(slips, `day,place,overall,forward\n${`${dayFrom(-14)},desk-job,4,yes\n`.repeat(6)}`);
    run('import', '--store', store, '--form', 'exit', slips);
    assert.equal(give('sortie-report.service', folder), 'done', 'its week is closed by the unit itself');
    assert.match(readFileSync(join(folder, 'reports/latest/report.json'), 'utf8'), /"n": ?6/);
    execFileSync('sqlite3', [store, "INSERT INTO inbox VALUES (1, randomblob(16), unixepoch() / 86400, unixepoch() / 86400, 'door', '', '{}')"]);
    assert.equal(give('sortie-backup.service', folder), 'done');
    assert.ok(readdirSync(join(folder, 'backups')).includes('store.db'));
});

/* Weeks of which two copies hold some answers both, and not as many. */
const differences = (one, other) => Object.keys({ ...one, ...other }).filter((week) => one[week] && other[week] && one[week] !== other[week]);

test('of two backups that are kept none tells on which day of a week an answer came', () => {
    const folder = join(place, 'nights'), store = join(folder, 'store.db'), slips = join(place, 'night.csv'), backups = join(folder, 'backups');
    mkdirSync(backups, { recursive: true });
    run('init', '--store', store, '--centre', join(root, 'forms/centres/la-villette.json'), '--form', join(root, 'forms/exit.json'));
    const night = (today, answered) => {
        writeFileSync(slips, `day,place,overall,forward\n${`${dayFrom(answered)},desk-job,4,yes\n`.repeat(6)}`);
        run('import', '--store', store, '--form', 'exit', slips);
        assert.equal(give('sortie-backup.service', folder, dayFrom(today)), 'done');
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
    const copies = readdirSync(backups).sort();
    const told = copies.map((name) => Object.fromEntries(ask(join(backups, name), "SELECT week, n FROM tally WHERE question = '' ORDER BY week")
        .split('\n').filter(Boolean).map((line) => line.split('|'))));
    for (const one of told)
        for (const other of told)
            assert.deepEqual(differences(one, other), []);
    assert.deepEqual(copies.map((name) => name.replace(/\d{4}-W\d\d/, 'WEEK')), [...Array(4).fill('before-WEEK.db'), 'store.db']);
    assert.equal(Object.keys(told[4]).length, 6, 'the last one holds all weeks');
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
