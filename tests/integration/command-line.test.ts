import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectRoot } from '../support/project-root.js';
import { temporaryFolder } from '../support/sqlite.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => void (folder = await temporaryFolder()));
afterAll(() => folder.remove());

/** No folder can be made there. */
const underFile = join(projectRoot, 'package.json', 'folder');

/** Runs `lotse …` as people do. */
function lotse(...parameters: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync(process.execPath, [join(projectRoot, 'scripts', 'lotse.mjs'), ...parameters], {
    encoding: 'utf8',
    env: { ...process.env, LOTSE_DATA: join(folder.path, 'data') },
  });
}

describe('the command line', () => {
  test('a key that is not there is a failure, so that no script believes it has ended one', () => {
    expect(lotse('organisation', 'create', '--id', 'nord', '--name', 'Nord').status).toBe(0);
    const { key } = JSON.parse(
      lotse('credential', 'create', '--organisation', 'nord', '--scope', 'all', '--json').stdout,
    ) as { key: string };
    const missing = lotse('credential', 'revoke', '--organisation', 'nord', '--key', 'mistyped', '--json');
    expect([missing.status, missing.stdout]).toEqual([1, '']);
    expect(missing.stderr).toContain('"mistyped"');
    const revoked = lotse('credential', 'revoke', '--organisation', 'nord', '--key', key, '--json');
    expect([revoked.status, revoked.stdout]).toEqual([0, '{"revoked":true}\n']);
  });

  test('an LMS is connected by its own address, invited, tested and switched; its key is replaced', () => {
    const settings = ['--organisation', 'werk', '--json'] as const;
    const json = (answer: ReturnType<typeof lotse>): Record<string, unknown> =>
      JSON.parse(answer.stdout) as Record<string, unknown>;
    const invited = json(lotse('platform', 'invite', '--name', 'Werk', ...settings));
    expect(invited['url']).toMatch(/^http:\/\/localhost:3000\/lti\/register\?invitation=[\w-]{43}$/);
    expect(lotse('platform', 'invite', '--organisation', 'nobody').status).toBe(1);

    const missing = lotse('platform', 'add', '--client-id', 'c', '--deployment-id', '1', ...settings);
    expect([missing.status, missing.stdout, missing.stderr]).toEqual([2, '', expect.stringContaining('--issuer')]);
    const added = json(
      lotse(
        'platform',
        'add',
        '--kind',
        'ilias',
        '--base-url',
        'http://127.0.0.1:1',
        '--layout',
        'ILIAS 8 und 9',
        '--client-id',
        'c',
        '--deployment-id',
        '1',
        ...settings,
      ),
    );
    const id = String(added['id']);
    const listed = JSON.parse(lotse('platform', 'list', ...settings).stdout) as object[];
    expect(listed).toMatchObject([
      {
        id,
        kind: 'ilias',
        issuer: 'http://127.0.0.1:1',
        tokenEndpoint: 'http://127.0.0.1:1/Modules/LTIConsumer/ltitoken.php',
        name: 'ILIAS (127.0.0.1:1)',
        launches: {
          finding: {
            code: 'launch-none',
            de: { what: expect.stringContaining('Noch ist niemand') },
            en: { todo: 'Please open Lotse once from the learning platform, then test again.' },
          },
        },
      },
    ]);
    expect(lotse('platform', 'list', '--organisation', 'werk').stdout).toContain(
      '  → Bitte öffnen Sie Lotse einmal aus der Lernplattform und prüfen Sie dann noch einmal.\n',
    );

    const tested = lotse('platform', 'test', '--platform', id, ...settings);
    expect(tested.status).toBe(1);
    expect(json(tested)).toMatchObject({
      works: false,
      findings: expect.arrayContaining([
        expect.objectContaining({
          code: 'internal-address',
          place: 'keys',
          de: {
            what: expect.stringContaining('internen Netz'),
            todo: expect.stringContaining('LOTSE_ALLOW_INTERNAL_PLATFORMS=on'),
          },
        }),
      ]),
    });
    expect(json(lotse('platform', 'deactivate', '--platform', id, ...settings))).toEqual({ id, active: false });
    expect(json(lotse('platform', 'activate', '--platform', id, ...settings))).toEqual({ id, active: true });

    const rotated = json(lotse('key', 'rotate', '--overlap', '3', ...settings));
    const keys = JSON.parse(lotse('key', 'list', ...settings).stdout) as Record<string, unknown>[];
    expect(keys).toHaveLength(2);
    expect(keys[1]).toMatchObject({ kid: rotated['kid'], signsFrom: rotated['signsFrom'] });
    expect(JSON.stringify(keys)).not.toContain('sealed');
    expect(lotse('key', 'rotate', ...settings).status).toBe(1);
  }, 60_000);

  test('helps in German first, English beside it: every command, every option', () => {
    // All in one process: there are many of them, and each only prints.
    const { stdout: printed } = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `
      const { run } = await import(${JSON.stringify(pathToFileURL(join(projectRoot, 'dist', 'app', 'command-line', 'run.js')).href)});
      const write = process.stdout.write.bind(process.stdout);
      let heard = '';
      process.stdout.write = (text) => { heard += text; return true; };
      const helps = [];
      const help = async (...words) => {
        heard = '';
        const status = await run([...words, '--help']);
        helps.push({ words, status, text: heard });
        return words.length === 2 ? [] : [...heard.matchAll(/^ {2}([a-z]+)(?: \\[options\\])? {2,}\\S/gm)].map((match) => match[1]);
      };
      for (const noun of await help()) for (const verb of await help(noun)) await help(noun, verb);
      write(JSON.stringify(helps));`,
      ],
      { encoding: 'utf8' },
    );
    const helps = JSON.parse(printed) as readonly {
      readonly words: readonly string[];
      readonly status: number;
      readonly text: string;
    }[];
    expect(helps.length).toBeGreaterThan(30);
    for (const { words, status, text } of helps) {
      expect([words, status, text.startsWith('Aufruf / usage: lotse')]).toEqual([words, 0, true]);
      // Entries as a whole, however their lines are broken.
      const entries = text
        .replace(/\n {5,}/g, ' ')
        .split('\n')
        .filter((line) => /^ {2}\S/.test(line));
      for (const entry of entries)
        expect(entry).toMatch(
          / {2,}\S.* \/ \S|^ {2}(?:organisation|platform|key|competency|attachment|grade|person) {2,}\S.* \/ /,
        );
      expect(text).not.toMatch(/Usage:|Options:|Commands:|display help|\(default/);
    }
  });

  test('helps without loading any room: nothing but its own folder is there', async () => {
    const alone = join(folder.path, 'alone');
    await cp(join(projectRoot, 'dist', 'app', 'command-line'), join(alone, 'app', 'command-line'), { recursive: true });
    await cp(join(projectRoot, 'dist', 'package.json'), join(alone, 'package.json'));
    await symlink(join(projectRoot, 'node_modules'), join(alone, 'node_modules'));
    const main = join(alone, 'app', 'command-line', 'main.js');
    for (const words of [['--help'], ['--version'], ['help'], []])
      expect(spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' })).toMatchObject({
        status: words.length === 0 ? 2 : 0,
        stderr: words.length === 0 ? expect.stringContaining('Befehle / commands:') : '',
      });
    expect(spawnSync(process.execPath, [main, 'platform', 'list'], { encoding: 'utf8' }).stderr).toContain('index.js');
  });

  test('lists that are empty say so, and an organisation that exists keeps its name and says that', () => {
    lotse('organisation', 'create', '--id', 'leer', '--name', 'Leer');
    for (const noun of ['credential', 'platform', 'forward', 'grade', 'key']) {
      expect(lotse(noun, 'list', '--organisation', 'leer')).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^[A-ZÄÖÜ].*\. \/ [A-Z].*\.\n$/),
      });
    }
    expect(lotse('organisation', 'create', '--id', 'leer', '--name', 'Anders').stdout).toContain(
      'Diese Organisation gibt es schon; ihr Name bleibt.',
    );
    expect(lotse('credential', 'list', '--organisation', 'leer', '--json').stdout).toBe('[]\n');
    expect(lotse('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  }, 60_000);

  test('an export and a backup make the folders that are missing above what they write', async () => {
    lotse('organisation', 'create', '--id', 'leer', '--name', 'Leer');
    for (const [noun, ...options] of [['export', '--organisation', 'leer'], ['backup']]) {
      const to = join(folder.path, `for-${noun}`, 'and', 'deeper', 'written.tar');
      expect(lotse(noun!, ...options, '--to', to)).toMatchObject({ status: 0 });
      expect((await stat(to)).isFile()).toBe(true);
    }
  }, 60_000);

  // Linux says of the folder above that it is not there: whoever makes it again and again never ends.
  (existsSync('/proc/self') ? test : test.skip)(
    'a data folder that cannot be made is one sentence, at once',
    () => {
      const started = (...words: readonly string[]) =>
        spawnSync(process.execPath, words, {
          encoding: 'utf8',
          timeout: 30_000,
          env: { ...process.env, LOTSE_DATA: '/proc/lotse/data' },
        });
      expect(started(join(projectRoot, 'scripts', 'lotse.mjs'), 'organisation', 'list')).toMatchObject({
        status: 1,
        stdout: '',
        stderr:
          'Der Ordner /proc/lotse/data lässt sich nicht anlegen. Prüfen Sie LOTSE_DATA und wer dort schreiben darf. / The folder /proc/lotse/data cannot be made. Check LOTSE_DATA and who may write there.\n',
      });
      for (const room of [[], ['lrs']]) {
        expect(started(join(projectRoot, 'scripts', 'start.mjs'), ...room)).toMatchObject({
          status: 1,
          stdout: '',
          stderr: expect.stringMatching(
            /^In den Ordner \/proc\/lotse\/data kann Lotse nicht schreiben\. .*\n\/proc\/lotse\/data cannot be written to\. .*\n/,
          ),
        });
      }
    },
    60_000,
  );

  test.each([
    ['a word too few', ['credential', 'list'], 2, 'Es fehlt --organisation <id>. / --organisation <id> is missing.'],
    [
      'a command that is not there',
      ['credentials'],
      2,
      'Den Befehl „credentials“ gibt es nicht. / There is no command "credentials". Meinten Sie credential? / Did you mean credential?',
    ],
    [
      'an option that is not there',
      ['organisation', 'list', '--all'],
      2,
      'Die Angabe --all gibt es hier nicht. / There is no option --all here.',
    ],
    [
      'an option without its value',
      ['credential', 'list', '--organisation'],
      2,
      'Zu --organisation <id> fehlt der Wert. / --organisation <id> lacks its value.',
    ],
    [
      'a value that does not fit',
      ['export', '--organisation', 'leer', '--to', 'x', '--format', 'xml'],
      2,
      '„xml“ passt nicht zu --format <format>. / "xml" does not fit --format <format>.\nMöglich ist: ndjson, csv, parquet. / It can be: ndjson, csv, parquet.',
    ],
    [
      'a choice that is not there',
      ['platform', 'add', '--organisation', 'leer', '--client-id', '1', '--deployment-id', '1', '--kind', 'foo'],
      2,
      '„foo“ passt nicht zu --kind <kind>. / "foo" does not fit --kind <kind>.\nMöglich ist: demo, moodle, ilias, generic. / It can be: demo, moodle, ilias, generic.',
    ],
    [
      'words without quotation marks',
      ['organisation', 'create', '--id', 'nord', '--name', 'Nord', 'GmbH'],
      2,
      'Das sind zu viele Wörter für „create“. Werte mit Leerzeichen brauchen Anführungszeichen. / These are too many words for "create". Values with spaces need quotation marks.',
    ],
    [
      'two ways at once',
      ['grade', 'replay', '--organisation', 'leer', '--all', '--id', 'x'],
      2,
      'Geben Sie entweder --id oder --all an. / Give either --id or --all.',
    ],
    [
      'an organisation that is not there',
      ['credential', 'list', '--organisation', 'nix'],
      1,
      'Eine Organisation „nix“ gibt es nicht. / There is no organisation "nix".\nWas es gibt, zeigt / what there is, shows: npx lotse organisation list',
    ],
    [
      'a target that is not there',
      ['forward', 'remove', '--organisation', 'leer', '--id', 'nix'],
      1,
      'Diese Organisation hat kein solches Ziel. / This organisation has no such target.',
    ],
    [
      'a grade that is not there',
      ['grade', 'replay', '--organisation', 'leer', '--id', 'nix'],
      1,
      'Eine Bewertung mit dieser Kennung, die fehlgeschlagen oder nicht gewünscht ist, gibt es hier nicht. / There is no grade of this id here that has failed or was declined.',
    ],
    [
      'a folder that cannot be made, for an export',
      ['export', '--organisation', 'leer', '--to', join(underFile, 'x.csv')],
      1,
      `Der Ordner ${underFile} kann nicht angelegt werden (ENOTDIR). / The folder ${underFile} cannot be made (ENOTDIR).`,
    ],
    [
      'a folder that cannot be made, for a backup',
      ['backup', '--to', join(underFile, 'x.tar')],
      1,
      `Ein Ordner oder eine Datei lässt sich nicht lesen oder nicht schreiben. / The folder ${underFile} cannot be made (ENOTDIR).`,
    ],
    [
      'what the rooms behind refuse',
      ['organisation', 'create', '--id', 'Nord_Werk', '--name', 'x'],
      1,
      'Diese Angabe passt nicht. / "Nord_Werk" cannot be the short name of an organisation: use 1 to 63 lower-case letters, digits and hyphens, no hyphen at either end.',
    ],
  ])('%s: whole sentences on standard error, nothing on standard output', (_name, words, status, sentences) => {
    const options = words.findIndex((word) => word.startsWith('--'));
    expect(lotse(...words.toSpliced(options < 0 ? words.length : options, 0, '--json'))).toMatchObject({
      status,
      stdout: '',
      stderr: `${sentences}\n`,
    });
  });
});
