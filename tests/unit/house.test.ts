import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ESLint } from 'eslint';
import { projectRoot } from '../../lrs/base/index.js';

const eslint = new ESLint({ cwd: projectRoot });

async function faults(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(projectRoot, file) });
  return result!.messages.filter((message) => message.ruleId?.startsWith('house/')).map((message) => message.message);
}

describe("the house's import rules", () => {
  test.each([
    ['lrs/statement/x.ts', "import '../competency/index.js';"],
    ['lrs/resources/x.ts', "import '../competency/index.js';"],
    ['lrs/competency/matrix/x.ts', "import '../../statement/index.js';"],
    ['lrs/resources/x.ts', "import '../store/statements.js';"],
    ['lrs/resources/x.ts', "import '../../adapters/sqlite/index.js';"],
    ['h5p-content/play/x.ts', "import '../../lti-tool/launch/index.js';"],
    ['lrs/resources/x.ts', "import '../web/index.js';"],
    ['lrs/browser/x.ts', "import '../competency/index.js';"],
    ['lti-tool/pages/x.ts', "export * from '../../lrs/access/index.js';"],
    ['lti-tool/main.ts', "import '../adapters/sqlite/statements.js';"],
    ['adapters/sqlite/x.ts', "import '../../lrs/resources/index.js';"],
    ['h5p-content/types/x.ts', "import '../play/index.js';"],
    ['lrs/base/CamelCase.ts', 'export {};'],
  ])('%s may not say: %s', async (file, code) => {
    expect(await faults(file, code)).toHaveLength(1);
  });

  test.each([
    ['lrs/resources/x.ts', "import '../store/index.js';"],
    ['lrs/main.ts', "import '../adapters/sqlite/index.js';"],
    ['adapters/sqlite/x.ts', "import '../../lrs/competency/store/index.js';"],
    ['lti-tool/pages/start/x.ts', "import '../../../lrs/web/index.js';"],
    ['lti-tool/pages/start/x.ts', "import '../../../lrs/competency/index.js';"],
    ['h5p-content/play/x.ts', "import '../../lrs/index.js'; import '../store/index.js';"],
  ])('%s may say: %s', async (file, code) => {
    expect(await faults(file, code)).toEqual([]);
  });
});
