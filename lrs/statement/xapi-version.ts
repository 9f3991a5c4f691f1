import type { XapiVersion } from './types.js';

/** Every version that is spoken, oldest first. */
export const xapiVersions: readonly XapiVersion[] = ['1.0.3', '2.0.0'];

const families: readonly (readonly [pattern: RegExp, version: XapiVersion])[] = [
  [/^1\.0(\.\d+)?$/, '1.0.3'],
  [/^2\.0(\.\d+)?$/, '2.0.0'],
];

/** The version that an `X-Experience-API-Version` header means: the latest patch of 1.0 or of 2.0. */
export function xapiVersionOf(header: string | undefined): XapiVersion | undefined {
  return header === undefined ? undefined : families.find(([pattern]) => pattern.test(header.trim()))?.[1];
}

/**
 * The newest version in which another LRS can be spoken to.
 * @param about what its about resource answers, parsed (xAPI 1.0.3 Communication §2.8)
 */
export function newestVersionOf(about: unknown): XapiVersion {
  const version = typeof about === 'object' && about !== null && 'version' in about ? about.version : undefined;
  return Array.isArray(version) && version.some((each) => typeof each === 'string' && each.startsWith('2.'))
    ? '2.0.0'
    : '1.0.3';
}

/** The version whose rules a statement follows: its own, otherwise 2.0 only if it uses what came with it. */
export function statementVersionOf(statement: unknown): XapiVersion {
  const { version, context } = statement as {
    readonly version?: unknown;
    readonly context?: { readonly contextAgents?: unknown; readonly contextGroups?: unknown } | null;
  };
  if (typeof version === 'string') return version.startsWith('2.') ? '2.0.0' : '1.0.3';
  return context?.contextAgents !== undefined || context?.contextGroups !== undefined ? '2.0.0' : '1.0.3';
}
