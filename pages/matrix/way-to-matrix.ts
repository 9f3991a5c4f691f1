import type { WaysOn } from '../../web/index.js';
import { matrixTexts } from './texts.js';

const given = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Inside a launch that still holds, the reader's own matrix is what works when another page does not. */
export const wayToMatrix: WaysOn = ({ code }, { query, body }, language) => {
  const launch = given(query['launch']) ?? given((body as Readonly<Record<string, unknown>> | undefined)?.['launch']);
  if (launch === undefined || code === 'session-lost') return [];
  return [
    { href: `/matrix?${new URLSearchParams({ launch, language }).toString()}`, label: matrixTexts(language)('way') },
  ];
};
