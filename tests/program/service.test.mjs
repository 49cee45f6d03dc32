/* service.test.mjs: a service manager is told when the collector is ready and when it stops,
 * and its socket outlives the collector: a restart refuses no connection. Perl stands in for
 * the manager, since Node has no datagram sockets of that kind and no exec. */
import assert from 'node:assert/strict';
import http from 'node:http';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { program } from '../helpers.mjs';
import { body, pause, postBy, startSmall, versionOf } from './given.mjs';

let collector, full;
before(async () => {
    collector = await startSmall();
    full = await versionOf(collector);
    await collector.end();
});
after(() => collector.stop());

/* Prints what is sent to a manager's socket, a line each; an abstract one when the name
 * begins with @. */
const listen = String.raw`use Socket; $| = 1; my $name = shift; my $file = $name; $file =~ s/^@/\0/;
    socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die; bind($s, pack('S a*', AF_UNIX, $file)) or die "bind: $!";
    print "open\n"; print "$_\n" while defined recv($s, $_, 4096, 0);`;
async function manager(t, name) {
    const child = spawn('perl', ['-e', listen, name], { stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill());
    const told = { text: '' };
    child.stdout.on('data', (some) => { told.text += some; });
    told.says = async (text) => {
        for (let tries = 0; tries < 1200 && told.text !== text; tries++)
            await pause(25);
        assert.equal(told.text, text);
    };
    await told.says('open\n');
    return told;
}

for (const kind of ['file', 'abstract'])
    test(`a manager is told of the start and the stop, by a socket that is ${kind}`, async (t) => {
        const name = kind === 'file' ? join(collector.folder, 'notify') : `@sortie-test-${process.pid}`;
        const told = await manager(t, name);
        collector.env = { ...process.env, NOTIFY_SOCKET: name };
        await collector.serve();
        await told.says('open\nREADY=1\n');
        await collector.end();
        await told.says('open\nREADY=1\nSTOPPING=1\n');
        assert.equal(collector.process.exitCode, 0);
    });

test('a manager that is not there does no harm', async () => {
    for (const name of [join(collector.folder, 'nothing'), '@', `/${'x'.repeat(200)}`]) {
        collector.env = { ...process.env, NOTIFY_SOCKET: name };
        await collector.serve();
        await collector.end();
        assert.equal(collector.process.exitCode, 0);
    }
    collector.env = process.env;
});

/* Holds a socket, and starts the collector on it anew each time it ends, until it is told to
 * stop itself. */
const hold = String.raw`use Socket; use POSIX ();
    my ($port, $program, $store) = @ARGV; $^F = 9;
    socket(my $s, AF_INET, SOCK_STREAM, 0) or die; POSIX::dup2(fileno($s), 3);
    setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1); bind($s, sockaddr_in($port, INADDR_LOOPBACK)) or die "in use: $!"; listen($s, 128) or die; my $child;
    $SIG{TERM} = sub { kill 'TERM', $child; waitpid $child, 0; exit($? ? 1 : 0) };
    for (;;) {
        $child = fork;
        if (!$child) { $ENV{LISTEN_PID} = $$; $ENV{LISTEN_FDS} = 1;
            exec $program, 'serve', '--store', $store, '--port', '1'; }
        syswrite STDOUT, "$child\n"; waitpid $child, 0; exit 1 if $?;
    }`;

test('a restart on a socket that was given refuses nobody and loses nothing', async (t) => {
    const child = spawn('perl', ['-e', hold, String(collector.port), program, collector.store],
        { stdio: ['ignore', 'pipe', 'pipe'] });
    const gone = new Promise((done) => { child.once('exit', done); });
    t.after(() => child.kill());
    const state = { pids: '', errors: '' };
    child.stdout.on('data', (some) => { state.pids += some; });
    child.stderr.on('data', (some) => { state.errors += some; });
    const agent = new http.Agent({ keepAlive: false, maxSockets: 8 });
    const acknowledged = [];
    const visit = async () => {
        const document = body(full);
        const { status } = await postBy(agent, collector.address('hall'), document);
        assert.equal(status, 201, state.errors);
        acknowledged.push(document.key);
    };
    for (let tries = 0; tries < 1200 && !state.errors.includes('socket of the service manager'); tries++)
        await pause(25);
    assert.match(state.pids, /^\d+\n$/, state.errors);
    let stopped = false;
    const visitors = Array.from({ length: 4 }, async () => {
        while (!stopped) {
            await visit();
            await pause(10);
        }
    });
    const finished = Promise.all(visitors);
    finished.catch(() => {});
    for (let restart = 1; restart <= 3; restart++) {
        const before = acknowledged.length;
        process.kill(Number(state.pids.trim().split('\n').at(-1)), 'SIGTERM');
        for (let tries = 0; tries < 1200 && (state.pids.trim().split('\n').length <= restart
            || acknowledged.length < before + 20); tries++)
            await pause(25);
    }
    stopped = true;
    await finished;
    assert.equal(state.pids.trim().split('\n').length, 4);
    child.kill();
    assert.equal(await gone, 0, state.errors);
    const kept = collector.rows("SELECT document ->> '$.key' FROM inbox");
    assert.deepEqual(acknowledged.filter((key) => !kept.includes(key)), []);
});

test('what is no listening socket is refused with a sentence', () => {
    const given = String.raw`$ENV{LISTEN_PID} = $$; $ENV{LISTEN_FDS} = shift; $^F = 9;
        use POSIX (); POSIX::dup2(fileno(STDIN), 3); exec @ARGV;`;
    for (const count of ['1', '2']) {
        const { status, stderr } = spawnSync('perl', ['-e', given, count, program, 'serve', '--store', collector.store],
            { encoding: 'utf8', input: '' });
        assert.equal(status, 64);
        assert.match(stderr, /^sortie: the service manager gave something else than one listening TCP socket/m);
    }
    assert.ok(existsSync(collector.store));
});
