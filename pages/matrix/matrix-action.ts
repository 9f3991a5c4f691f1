import type { ErrorActions } from '../../web/index.js';
import { matrixTexts } from './texts.js';

const given = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Inside a valid visit, the reader's own matrix works when another page does not. */
export const matrixAction: ErrorActions = ({ code }, { query, body }, language) => {
  const visit = given(query['visit']) ?? given((body as Readonly<Record<string, unknown>> | undefined)?.['visit']);
  if (visit === undefined || code === 'session-lost') return [];
  return [
    { href: `/matrix?${new URLSearchParams({ visit, language }).toString()}`, label: matrixTexts(language)('way') },
  ];
};
