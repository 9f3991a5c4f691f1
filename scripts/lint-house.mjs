// The house's import rules as lint: which room may import which, which folder of a room may import which, and only
// through their doors (index.ts). What is written here is what is there: tests/unit/house.test.ts says where an arrow
// has fallen out of use, and that there is no circle at any level.
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Every room, and the rooms that it may import. An adapter is a room of its own. */
export const rooms = {
  base: [],
  web: ['base'],
  lrs: ['base', 'web'],
  competency: ['base', 'lrs'],
  'h5p-content': ['base', 'lrs', 'web'],
  people: ['base', 'lrs', 'web'],
  'lti-tool': ['base', 'lrs', 'web', 'people'],
  pages: ['base', 'web', 'lrs', 'competency', 'h5p-content', 'people', 'lti-tool'],
  app: [
    'base',
    'web',
    'lrs',
    'competency',
    'h5p-content',
    'people',
    'lti-tool',
    'pages',
    'adapters/ilias',
    'adapters/ilias/xapi',
    'adapters/moodle',
    'adapters/moodle/xapi',
    'adapters/s3',
    'adapters/sqlite',
  ],
  'adapters/files': ['base'],
  'adapters/s3': ['base', 'adapters/files'],
  'adapters/sqlite': [
    'base',
    'lrs',
    'competency',
    'h5p-content',
    'people',
    'lti-tool',
    'adapters/files',
    'adapters/s3',
  ],
  'adapters/moodle': ['lti-tool'],
  'adapters/moodle/xapi': ['lrs'],
  'adapters/ilias': ['lti-tool'],
  'adapters/ilias/xapi': ['base', 'lrs', 'web'],
};

/** Inside a room: its folders, and those of its folders that each may import. Files beside the folders join them. */
export const folders = {
  base: { outbound: [] },
  web: { server: [] },
  lrs: {
    store: [],
    statement: ['store'],
    document: ['store'],
    multipart: [],
    access: ['store', 'statement'],
    stream: ['store'],
    erasure: ['store', 'statement'],
    resources: ['store', 'statement', 'document', 'multipart', 'access'],
    transfer: ['store', 'statement', 'multipart', 'stream'],
  },
  competency: {
    store: [],
    framework: [],
    rules: ['framework', 'store'],
    projection: ['framework', 'store'],
    matrix: ['framework', 'rules', 'store'],
  },
  'h5p-content': {
    types: [],
    starter: [],
    store: [],
    packages: ['store'],
    libraries: ['store'],
    play: ['store', 'libraries'],
  },
  people: {
    store: [],
    identity: ['store'],
    roles: [],
    visit: ['identity', 'roles'],
    'sign-in': ['store', 'roles', 'visit'],
    erasure: ['store', 'identity'],
  },
  'lti-tool': {
    store: [],
    platform: ['store'],
    launch: ['store', 'platform'],
    grades: ['store', 'platform'],
    registration: ['store', 'platform'],
    'deep-linking': ['platform', 'launch'],
    roster: ['store', 'platform', 'launch'],
  },
  'lti-tool/launch': {
    message: [],
    session: ['message'],
    problem: ['message'],
    login: [],
    callback: ['message', 'session', 'problem'],
  },
  pages: {
    shared: [],
    start: [],
    browser: [],
    admin: ['browser'],
    grades: ['admin'],
    platforms: ['admin'],
    picker: ['shared'],
    play: ['shared'],
    path: ['shared'],
    matrix: ['shared'],
    attempt: ['shared'],
  },
  app: { 'demo-lms': [], organisations: [], 'command-line': [] },
  'app/demo-lms': {
    state: [],
    pages: ['state'],
    oidc: ['state', 'pages'],
    services: ['state'],
    'deep-linking': ['state', 'pages'],
  },
};

const names = Object.keys(rooms).sort((a, b) => b.length - a.length);

/** The room that a path lies in; `undefined` for what belongs to none. */
export function roomOf(path) {
  return names.find((name) => path.startsWith(`${name}/`));
}

/** The folder of `parent` that a path lies in, where the folders of `parent` are told apart. */
function folderOf(parent, path) {
  const [first, ...rest] = path.slice(parent.length + 1).split('/');
  return rest.length > 0 ? first : undefined;
}

/**
 * A port's own door, for the adapters that fill it, and for what `app/` starts without the room behind it: it leads to
 * types and pure rules alone.
 */
const isPort = (from, target) => /^(?:adapters|app)\//.test(from) && /^[a-z0-9-]+\/store\/index\.ts$/.test(target);

function faultBetweenFolders(file, target) {
  for (const [parent, allowed] of Object.entries(folders)) {
    if (!file.startsWith(`${parent}/`) || !target.startsWith(`${parent}/`)) continue;
    const from = folderOf(parent, file);
    const to = folderOf(parent, target);
    if (from === to || to === undefined) continue;
    if (!(to in allowed)) return `${parent}/${to}/ is a folder that the house does not know`;
    // Files that join a room's folders lie beside them.
    if (from === undefined) {
      if (!(parent in rooms) || target === `${parent}/${to}/index.ts` || target === file) continue;
      return `${parent}/${to}/ is entered through its index.ts`;
    }
    if (!(from in allowed)) return `${parent}/${from}/ is a folder that the house does not know`;
    if (!allowed[from].includes(to)) return `${parent}/${from}/ may not import ${parent}/${to}/`;
    if (parent in rooms && target !== `${parent}/${to}/index.ts`)
      return `${parent}/${to}/ is entered through its index.ts`;
  }
  return undefined;
}

/** Why a file may not import a target, both from the root of the repository; `undefined` where it may. */
export function faultOf(file, target) {
  // Texts for people lie beside the code that says them, and nobody else takes them from there.
  if (/\/locales\/[a-z]{2}\.json$/.test(target) && !file.startsWith('tests/'))
    return dirname(dirname(target)) === dirname(file) ? undefined : 'texts are for the folder that they lie in';
  if (file.startsWith('tests/')) {
    if (target.startsWith('tests/') || /(?:^|\/)index\.ts$/.test(target) || !/\.ts$/.test(target)) return undefined;
    // Code that runs in a browser or inside H5P has no door; a file that starts a program is one.
    if (/\/client\/|^h5p-content\/types\/|^app\/[^/]+\.ts$/.test(target)) return undefined;
    return roomOf(target) === undefined ? undefined : 'tests come through the doors (index.ts) too';
  }
  const from = roomOf(file);
  if (from === undefined) return undefined;
  const to = roomOf(target);
  if (to === undefined) return `${target} is in no room of the house`;
  if (from === to) return faultBetweenFolders(file, target);
  if (!rooms[from].includes(to)) return `${from}/ may not import ${to}/`;
  // Scripts of pages and of H5P content types are bundled on their own, from single files.
  if (/\/client\/|^h5p-content\/types\//.test(file)) return undefined;
  return target === `${to}/index.ts` || isPort(file, target) ? undefined : `${to}/ is entered through ${to}/index.ts`;
}

const arrows = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { fault: '{{reason}} (see the house in docs/architecture.md).' },
  },
  create(context) {
    const file = relative(root, context.filename).split(sep).join('/');
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const target = relative(root, join(root, dirname(file), specifier))
        .split(sep)
        .join('/')
        .replace(/\.js$/, '.ts');
      const reason = faultOf(file, target);
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

/** A door hands out what lies behind it, by name, and holds nothing of its own. */
const doors = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { fault: 'index.ts is a door: `export { … } from …` and nothing else.' },
  },
  create(context) {
    if (basename(context.filename) !== 'index.ts') return {};
    return {
      Program(program) {
        for (const node of program.body) {
          if (node.type !== 'ExportNamedDeclaration' || node.source === null)
            context.report({ node, messageId: 'fault' });
        }
      },
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

export const house = { rules: { arrows, doors, 'file-names': fileNames } };
