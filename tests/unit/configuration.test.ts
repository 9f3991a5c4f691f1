import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LotseError, readConfiguration, settingInWords, settings } from '../../base/index.js';
import { projectRoot } from '../support/project-root.js';

function refusal(environment: Record<string, string>): LotseError {
  try {
    readConfiguration(environment);
  } catch (caught) {
    if (caught instanceof LotseError) return caught;
    throw caught;
  }
  throw new Error('The configuration was accepted.');
}

function nameOf(variable: string): keyof typeof settings {
  const [name] = Object.entries(settings).find(([, each]) => each.variable === variable)!;
  return name as keyof typeof settings;
}

describe('configuration', () => {
  test('has a default for everything', () => {
    const configuration = readConfiguration({});
    expect(configuration).toMatchObject({
      port: 3000,
      store: 'sqlite',
      publicUrl: 'http://localhost:3000',
      logLevel: 'info',
      demo: true,
    });
    expect(Object.isFrozen(configuration)).toBe(true);
  });

  test('moves the printed addresses with the ports, until somebody sets them', () => {
    expect(readConfiguration({ LOTSE_PORT: '8080', LOTSE_DEMO_PORT: '8081' })).toMatchObject({
      publicUrl: 'http://localhost:8080',
      demoUrl: 'http://127.0.0.1:8081',
    });
    expect(readConfiguration({ LOTSE_PORT: '8080', LOTSE_PUBLIC_URL: 'https://lotse.example' })).toMatchObject({
      publicUrl: 'https://lotse.example',
      demoUrl: 'http://127.0.0.1:3001',
    });
  });

  test.each([
    ['LOTSE_PORT', '99999'],
    ['LOTSE_PORT', 'abc'],
    ['LOTSE_PORT', '-1'],
    ['LOTSE_PUBLIC_URL', 'lotse.example'],
    ['LOTSE_PUBLIC_URL', 'ftp://lotse.example'],
    ['LOTSE_PUBLIC_URL', 'https://lotse.example/?a=b'],
    ['LOTSE_LOG_LEVEL', 'loud'],
    ['LOTSE_STORE', 'postgres://x'],
    ['LOTSE_DEMO', 'maybe'],
    ['LOTSE_BODY_LIMIT', '12'],
    ['LOTSE_TRUST_PROXY', 'yes'],
    ['LOTSE_SYNCHRONOUS', 'off'],
  ])('%s=%s stops the start with the variable, the value and what is allowed', (variable, value) => {
    const error = refusal({ [variable]: value });
    const { allowed } = settingInWords(nameOf(variable));
    expect(error.code).toBe('invalid-configuration');
    expect(error.message).toContain(variable);
    expect(error.message).toContain(value);
    expect(error.message).toContain(allowed.en);
    expect(error.german).toContain(variable);
    expect(error.german).toContain(value);
    expect(error.german).toContain(allowed.de);
  });

  test('a misspelt variable is refused instead of ignored', () => {
    const { message, german } = refusal({ LOTSE_PROT: '3000' });
    expect(message).toContain('LOTSE_PROT');
    expect(german).toContain('LOTSE_PROT');
  });

  test('an empty variable means the default', () => {
    expect(readConfiguration({ LOTSE_PORT: '' }).port).toBe(3000);
  });

  test('the public URL loses its slash at the end', () => {
    expect(readConfiguration({ LOTSE_PUBLIC_URL: 'https://lotse.example/lernen/' }).publicUrl).toBe(
      'https://lotse.example/lernen',
    );
  });

  test('the demo is off in production unless it is switched on', () => {
    expect(readConfiguration({ NODE_ENV: 'production' }).demo).toBe(false);
    expect(readConfiguration({ NODE_ENV: 'production', LOTSE_DEMO: 'on' }).demo).toBe(true);
    expect(readConfiguration({ LOTSE_DEMO: 'off' }).demo).toBe(false);
  });

  test.each([
    ['README.md', 'en'],
    ['README.de.md', 'de'],
  ] as const)('%s documents exactly the settings there are, with their defaults', (file, language) => {
    const readme = readFileSync(join(projectRoot, file), 'utf8');
    const documented = [...readme.matchAll(/^\| `(LOTSE_[A-Z0-9_]+)` \| `([^`]*)` \| (.+) \|$/gm)].map(
      ([, variable, fallback, meaning]) => ({ variable, fallback, meaning }),
    );
    const expected = Object.values(settings).map(({ variable, fallback }) => ({
      variable,
      fallback,
      meaning: settingInWords(nameOf(variable)).meaning[language],
    }));
    expect(documented).toEqual(expected);
  });
});
