/* demonstration.test.mjs: what `make run` shows: a simulated centre that says so, made once,
 * kept by the second run, with the addresses it prints. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rmSync, symlinkSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { build, freePort, root } from '../helpers.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sortie-'));
after(() => rmSync(folder, { recursive: true, force: true }));
for (const name of ['sortie-collector', 'sortie-analysis', 'simulate'])
    symlinkSync(join(build, name), join(folder, name));

/* Runs the demonstration until it serves; what it printed, and how to end it. */
async function demonstrate() {
    const port = await freePort();
    const child = spawn('sh', ['tests/demonstrate', folder],
        { cwd: root, env: { ...process.env, PORT: String(port), LAST: '2026-W20' } });
    let printed = '';
    child.stdout.on('data', (piece) => { printed += piece; });
    child.stderr.on('data', (piece) => { printed += piece; });
    const served = async () => (await fetch(`http://localhost:${port}/healthz`).catch(() => null))?.ok;
    for (let i = 0; i < 600 && child.exitCode === null && !(await served()); i++)
        await new Promise((resume) => setTimeout(resume, 200));
    const stop = async () => {
        child.kill('SIGINT');
        await once(child, 'exit');
        return child.exitCode;
    };
    return { printed, stop, address: (name) => printed.match(new RegExp(`${name}:\\s+(\\S+)`))?.[1] };
}

test('the first run makes a centre that says it is simulated, the second keeps it', async () => {
    const first = await demonstrate();
    const tablet = first.address('A tablet at the door'), report = first.address("The manager's report");
    assert.ok(tablet && report, first.printed);
    assert.equal((await fetch(tablet)).status, 200);
    assert.match(await (await fetch(first.address('The same, no JavaScript'))).text(), /<form method="post"/);
    const page = await fetch(report);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /Données simulées/);
    const tapped = await (await fetch(new URL('desk-change.html', page.url))).text();
    assert.match(tapped, /<p class="rest">Sans les réponses qui ressemblent à des répétitions \(8\)/);
    assert.equal(await first.stop(), 0);

    const made = statSync(join(folder, 'demo/centre.json')).mtimeMs;
    const second = await demonstrate();
    assert.equal(second.address('A tablet at the door')?.split('/p/')[1], tablet.split('/p/')[1]);
    assert.equal(statSync(join(folder, 'demo/centre.json')).mtimeMs, made);
    assert.equal(await second.stop(), 0);
});

test('the same last week gives the same bytes', () => {
    const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
    const centre = join(folder, 'demo/centre.json');
    const again = execFileSync(join(folder, 'simulate'), ['responses', '--centre', centre, '--last', '2026-W20',
        '--form', 'forms/exit.json', '--form', 'forms/workshop.json', '--form', 'forms/club.json'],
        { cwd: root, maxBuffer: 1 << 30 });
    assert.equal(digest(again), digest(readFileSync(join(folder, 'demo/door.jsonl'))));
});
