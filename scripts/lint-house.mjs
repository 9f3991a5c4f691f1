// The house's import rules as lint: which room may import which, and only through its door (index.ts).
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Every room, and the rooms it may import. `*` behind a folder means every room below it. A folder that holds rooms
 * (`lrs`) is a room too: its own files (door, main).
 */
const rooms = {
  lrs: ['lrs/*'],
  'lrs/base': [],
  'lrs/store': ['lrs/base'],
  'lrs/statement': ['lrs/base', 'lrs/store'],
  'lrs/document': ['lrs/base', 'lrs/store'],
  'lrs/multipart': ['lrs/base'],
  'lrs/access': ['lrs/base', 'lrs/store', 'lrs/statement'],
  'lrs/stream': ['lrs/base', 'lrs/store'],
  'lrs/server': ['lrs/base'],
  'lrs/web': ['lrs/base', 'lrs/server'],
  'lrs/sign-in': ['lrs/base', 'lrs/store', 'lrs/access', 'lrs/web'],
  'lrs/browser': ['lrs/base', 'lrs/store', 'lrs/statement', 'lrs/access', 'lrs/server', 'lrs/web', 'lrs/sign-in'],
  'lrs/resources': [
    'lrs/base',
    'lrs/store',
    'lrs/statement',
    'lrs/document',
    'lrs/multipart',
    'lrs/access',
    'lrs/server',
  ],
  'lrs/erasure': ['lrs/base', 'lrs/store', 'lrs/statement'],
  'lrs/transfer': ['lrs/base', 'lrs/store', 'lrs/statement', 'lrs/multipart', 'lrs/access', 'lrs/stream'],
  'lrs/competency': ['lrs/base', 'lrs/store', 'lrs/stream', 'lrs/access', 'lrs/competency/*'],
  'h5p-content': ['h5p-content/*', 'lrs', 'lrs/base'],
  'h5p-content/types': [],
  'h5p-content/store': ['lrs/base', 'lrs'],
  'h5p-content/play': ['h5p-content/store', 'h5p-content/packages', 'lrs', 'lrs/base', 'lrs/web'],
  'h5p-content/packages': ['h5p-content/store', 'lrs', 'lrs/base'],
  'h5p-content/author': ['h5p-content/store', 'h5p-content/play', 'h5p-content/packages', 'lrs', 'lrs/base'],
  'lti-tool': ['lti-tool/*', 'h5p-content', 'lrs', 'lrs/base', 'lrs/web', 'lrs/competency'],
  'lti-tool/store': ['lrs/base', 'lrs'],
  'lti-tool/demo-lms': ['lrs/base', 'lrs/web'],
  'lti-tool/platform': ['lti-tool/store', 'lrs/base', 'lrs'],
  'lti-tool/launch': ['lti-tool/store', 'lti-tool/platform', 'lrs/web', 'h5p-content', 'lrs', 'lrs/base'],
  'lti-tool/deep-linking': [
    'lti-tool/launch',
    'lti-tool/store',
    'lti-tool/platform',
    'lrs/web',
    'h5p-content',
    'lrs',
    'lrs/base',
    'lrs/competency',
  ],
  'lti-tool/grades': ['lti-tool/store', 'lti-tool/platform', 'lrs', 'lrs/base', 'lrs/web'],
  'lti-tool/roster': ['lti-tool/launch', 'lti-tool/store', 'lti-tool/platform', 'lrs', 'lrs/base'],
  'lti-tool/registration': ['lti-tool/store', 'lti-tool/platform', 'lrs/web', 'lrs', 'lrs/base'],
  'lti-tool/organisations': ['lti-tool/store', 'h5p-content', 'lrs', 'lrs/base'],
  'lti-tool/erasure': ['lti-tool/store', 'h5p-content', 'lrs', 'lrs/base'],
  'lti-tool/sso': ['lti-tool/store', 'lrs/web', 'lrs', 'lrs/base'],
  'lti-tool/pages': [
    'lti-tool/launch',
    'lti-tool/grades',
    'lti-tool/roster',
    'lti-tool/store',
    'lrs/web',
    'h5p-content',
    'lrs',
    'lrs/base',
    'lrs/competency',
    'lti-tool/platform',
    'lti-tool/registration',
  ],
  'lti-tool/cli': ['lti-tool', 'lti-tool/*', 'h5p-content', 'lrs', 'lrs/base', 'lrs/competency'],
  'adapters/files': ['lrs/base', 'lrs/store'],
  'adapters/s3': ['lrs/base', 'lrs/store', 'adapters/files'],
  'adapters/sqlite': [
    'lrs/base',
    'lrs/store',
    'lrs/competency/store',
    'h5p-content/store',
    'lti-tool/store',
    'adapters/files',
  ],
  'adapters/mongo': ['lrs/base', 'lrs/store', 'lrs/competency/store', 'h5p-content/store', 'lti-tool/store'],
  'adapters/moodle/xapi': ['lrs', 'lrs/base'],
  'adapters/moodle': ['lrs/base', 'lti-tool/platform'],
  'adapters/ilias/xapi': ['lrs', 'lrs/base'],
  'adapters/ilias': ['lrs/base', 'lti-tool/platform'],
};

/** Rooms inside a room, with a door of their own for those who may use it. */
const innerDoors = ['lrs/competency/store'];

/** The only files that may import adapters: they join the parts. */
const compositionRoots = ['lrs/main.ts', 'lti-tool/main.ts'];

const names = Object.keys(rooms).sort((a, b) => b.length - a.length);

function roomOf(path) {
  return names.find((name) => path === name || path.startsWith(`${name}/`));
}

function allows(from, to) {
  return rooms[from].some((each) => each === to || (each.endsWith('/*') && to.startsWith(each.slice(0, -1))));
}

function fault(file, specifier) {
  const target = relative(root, join(dirname(join(root, file)), specifier))
    .split(sep)
    .join('/')
    .replace(/\.js$/, '.ts');
  const from = roomOf(file);
  if (from === undefined) return undefined;
  if (target.startsWith('adapters/') && !file.startsWith('adapters/')) {
    if (!compositionRoots.includes(file)) return 'only the composition roots import adapters';
    return /^adapters\/(?:[^/]+|(?:ilias|moodle)\/xapi)\/index\.ts$/.test(target)
      ? undefined
      : 'adapters are entered through their index.ts';
  }
  const inner = innerDoors.find((door) => target.startsWith(`${door}/`));
  const to = inner !== undefined && !file.startsWith('lrs/competency/') ? inner : roomOf(target);
  if (to === undefined) return `${target} is in no room of the house`;
  if (from === to) return undefined;
  if (compositionRoots.includes(file) && /\/index\.ts$/.test(target)) return undefined;
  if (!allows(from, to)) return `${from}/ may not import ${to}/`;
  const door = `${to}/index.ts`;
  return target === door || target === `${to}/main.ts` ? undefined : `${to}/ is entered through ${door}`;
}

const arrows = {
  meta: { type: 'problem', schema: [], messages: { fault: '{{reason}} (see the house in docs/architecture.md).' } },
  create(context) {
    const file = relative(root, context.filename).split(sep).join('/');
    if (file.startsWith('tests/')) return {};
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const reason = fault(file, specifier);
      if (reason !== undefined) context.report({ node, messageId: 'fault', data: { reason } });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

const fileNames = {
  meta: { type: 'problem', schema: [], messages: { fault: 'File names are kebab-case: {{name}}.' } },
  create(context) {
    return {
      Program(node) {
        const name = basename(context.filename);
        if (!/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|entry|config|d))?\.(?:ts|mjs|js)$/.test(name))
          context.report({ node, messageId: 'fault', data: { name } });
      },
    };
  },
};

export const house = { rules: { arrows, 'file-names': fileNames } };
