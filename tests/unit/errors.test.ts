import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { toLotseError, errorBody, errorTable, LotseError } from '../../base/index.js';
import { projectRoot } from '../support/project-root.js';

describe('errors', () => {
  test('docs/errors.md is the table of errors, both ways', () => {
    const documented = [
      ...readFileSync(join(projectRoot, 'docs', 'errors.md'), 'utf8').matchAll(
        /^\| `([a-z-]+)` \| (\d{3}) \| (.+) \|$/gm,
      ),
    ];
    expect(documented.map(([, code, status, meaning]) => [code, Number(status), meaning])).toEqual(
      Object.entries(errorTable).map(([code, [status, meaning]]) => [code, status, meaning]),
    );
  });

  test('an error of ours keeps its code; anything else is internal and does not show what it said', () => {
    const ours = new LotseError('conflict', 'There is another.', { path: 'id' });
    expect(errorBody(toLotseError(ours), 'r1')).toEqual({
      error: { code: 'conflict', message: 'There is another.', path: 'id', requestId: 'r1' },
    });
    const theirs = toLotseError(new TypeError('secret internals'));
    expect(theirs.status).toBe(500);
    expect(JSON.stringify(errorBody(theirs, 'r2'))).not.toContain('secret');
  });
});
