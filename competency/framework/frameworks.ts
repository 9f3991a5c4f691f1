import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { distFolder } from '../../base/index.js';
import { type Competency, type Framework, parseFramework } from './framework.js';

/** The frameworks this installation knows. */
export interface Frameworks {
  list(): readonly Framework[];
  find(id: string): Framework | undefined;
  competency(frameworkId: string, code: string): Competency | undefined;
}

/** @param given checked frameworks, each id once */
export function frameworksOf(given: readonly Framework[]): Frameworks {
  const byId = new Map(given.map((framework) => [framework.id, framework]));
  const competencies = new Map(
    given.map((framework) => [
      framework.id,
      new Map(
        framework.groups.flatMap((group) => group.competencies.map((competency) => [competency.code, competency])),
      ),
    ]),
  );
  return {
    list: () => given,
    find: (id) => byId.get(id),
    competency: (frameworkId, code) => competencies.get(frameworkId)?.get(code),
  };
}

/** The frameworks that ship with Lotse, parsed and checked. */
export function starterFrameworks(): Frameworks {
  const path = join(distFolder, 'competency', 'framework', 'data', 'lotse.json');
  return frameworksOf([parseFramework(JSON.parse(readFileSync(path, 'utf8')))]);
}
