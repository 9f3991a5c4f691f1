const maxShownKeyLength = 60;
const plainKey = /^[A-Za-z_$][\w$]*$/;

/**
 * The path of a property: `child('context', 'team')` is `context.team`, `child('verb.display', 'x y')` is
 * `verb.display["x y"]`. Very long keys are cut, since they are the sender's.
 */
export function childPath(path: string, key: string): string {
  const shown = key.length > maxShownKeyLength ? `${key.slice(0, maxShownKeyLength)}…` : key;
  if (!plainKey.test(shown)) return `${path}[${JSON.stringify(shown)}]`;
  return path === '' ? shown : `${path}.${shown}`;
}

/** `childPath` for a key that is the program's own and not the sender's: short and plain. */
export function ownChildPath(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** The path of an array's element: `element('member', 2)` is `member[2]`. */
export function elementPath(path: string, index: number): string {
  return `${path}[${index}]`;
}
