/* words.test.mjs: a words file with a fault is told by file, key and fault, and stops the
 * build; those of this repository have none. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { build, readJson, root } from '../helpers.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sortie-words-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const checked = (words) => {
    const { status, stderr } = spawnSync(join(build, 'check-words'), [words], { encoding: 'utf8' });
    return { status, told: stderr.split('\n').filter(Boolean) };
};

test('ours have no fault', () => assert.deepEqual(checked(join(root, 'forms/words')), { status: 0, told: [] }));

const faults = [
    ['de', (words) => { delete words['kiosk.yes']; }, "the key 'kiosk.yes' is missing"],
    ['de', (words) => { words['kiosk.maybe'] = 'Vielleicht'; }, "the key 'kiosk.maybe' is not in en.json"],
    ['de', (words) => { words['kiosk.yes'] = ''; }, "'kiosk.yes' is empty"],
    ['de', (words) => { words['kiosk.yes'] = 1; }, "'kiosk.yes' is empty"],
    ['it', (words) => { words['kiosk.yes'] = "un po'"; }, "'kiosk.yes' has an apostrophe of a typewriter, not ’"],
    ['es', (words) => { words['kiosk.yes'] = 'de 0 a 95 %'; }, "'kiosk.yes' has a plain space beside %"],
    ['eu', (words) => { words['kiosk.yes'] = '% 95'; }, "'kiosk.yes' has a plain space beside %"],
    ['ca', (words) => { words['kiosk.yes'] = '{n} %'; }, "'kiosk.yes' has a plain space beside %"],
    ['eu', (words) => { words['kiosk.yes'] = '% {n}'; }, "'kiosk.yes' has a plain space beside %"],
    ...[' :', ' ;', ' ?', ' !', ' %', ' »', '« '].map((sign) =>
        ['fr', (words) => { words['kiosk.yes'] = `Oui${sign}Non`; }, "'kiosk.yes' has a plain space where a line must not end"]),
];
for (const [n, [language, spoil, told]] of faults.entries())
    test(`${language}: ${told}, ${n}`, () => {
        const words = join(folder, String(n)), file = join(words, `${language}.json`), document = readJson(`forms/words/${language}.json`);
        cpSync(join(root, 'forms/words'), words, { recursive: true });
        spoil(document);
        writeFileSync(file, JSON.stringify(document));
        assert.deepEqual(checked(words), { status: 65, told: [`${file}: ${told}`] });
    });

test('a plain space before a sign is an error in French only', () => {
    const words = join(folder, 'other');
    cpSync(join(root, 'forms/words'), words, { recursive: true });
    writeFileSync(join(words, 'de.json'), JSON.stringify({ ...readJson('forms/words/de.json'), 'kiosk.yes': 'Ja : nein, zoria %' }));
    assert.deepEqual(checked(words), { status: 0, told: [] });
});
