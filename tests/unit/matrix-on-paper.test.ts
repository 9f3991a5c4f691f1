import { expect, test } from '@jest/globals';
import type { PersonMatrix } from '../../competency/matrix/index.js';
import { type PaperHead, renderPersonPage } from '../../pages/matrix/index.js';

const profile: PersonMatrix['profile'] = { id: 'coach', name: { de: 'Coach', en: 'Coach' } };
const matrix: PersonMatrix = {
  framework: { id: 'lotse', version: 1, title: { de: 'Lotse', en: 'Lotse' } },
  profile,
  scale: [] as unknown as PersonMatrix['scale'],
  groups: [],
  totals: { competencies: 0, rated: 0, targets: 0, met: 0 },
  asOf: '2026-11-21T12:00:00.000Z',
};

function printed(language: 'de' | 'en', paper: PaperHead): string {
  const page = renderPersonPage({
    language,
    matrix,
    paper,
    profiles: [profile],
    navigation: [],
    frame: { embedded: false, scripts: [] },
    hidden: {},
    action: '/matrix',
    recentContents: [],
    whyLink: (code) => code,
  });
  return /<dl class="on-paper">(.*?)<\/dl>/s
    .exec(page)![1]!
    .replaceAll(/\s*<\/?(?:div|dt|dd)>\s*/g, '|')
    .replaceAll(/\|+/g, '|');
}

test.each([
  ['de', '|Name|Aylin &lt;Demir&gt;|Rolle|Coach|Organisation|Nordwerk &amp; Söhne|Stand|21. November 2026|'],
  ['en', '|Name|Aylin &lt;Demir&gt;|Role|Coach|Organisation|Nordwerk &amp; Söhne|As of|21 November 2026|'],
] as const)(
  'a printed matrix says whose it is, in which role and organisation, and of which day (%s)',
  (language, said) => {
    expect(printed(language, { name: 'Aylin <Demir>', organisation: 'Nordwerk & Söhne' })).toBe(said);
  },
);

test('where no LMS has told the name, there is a line to write it on', () => {
  expect(printed('de', { organisation: 'Nordwerk' })).toContain('|Name|<span class="fill-in"></span>|Rolle|');
});
