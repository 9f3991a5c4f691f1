import { allows, createSignIn, type SignIn, type SignInParts } from '../../../lrs/index.js';
import type { Language, NavigationLink } from '../../../lrs/web/index.js';
import { adminTexts } from './texts.js';

/** Where the administrators' pages begin. */
export const adminBase = '/admin';

/**
 * The sign-in of the administrators' pages, to be mounted at `adminBase` before them. Whoever may do everything in an organisation's LRS
 * runs the organisation; the session itself may do nothing there.
 */
export function adminSignIn(parts: Omit<SignInParts, 'area' | 'words'>): SignIn {
  return createSignIn({
    ...parts,
    area: { name: 'admin', scopes: [], admits: (principal) => allows(principal, 'all') && principal.actor === undefined && principal.activity === undefined },
    words: (language) => {
      const text = adminTexts(language);
      return { title: text('title'), lead: text('lead'), forbidden: text('forbidden'), scope: 'all' };
    },
  });
}

/** The way between the administrators' pages. */
export function adminNavigation(language: Language, current: 'platforms' | 'grades'): readonly NavigationLink[] {
  const text = adminTexts(language);
  return [
    { href: `${adminBase}/platforms?language=${language}`, label: text('platforms'), current: current === 'platforms' },
    { href: `${adminBase}/grades?language=${language}`, label: text('grades'), current: current === 'grades' },
    { href: `/browser?language=${language}`, label: text('statements') },
  ];
}
