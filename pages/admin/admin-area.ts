import {
  createSignIn,
  canAdministerOrganisation,
  navigationThrough,
  type SignIn,
  type SignInArea,
  type SignInParts,
} from '../../people/index.js';
import type { Language, NavigationLink } from '../../web/index.js';
import { browserArea } from '../browser/index.js';
import { adminTexts } from './texts.js';

/** The base of the administrators' pages. */
export const adminBase = '/admin';

/**
 * The administrators' pages behind the sign-in.
 */
const adminArea: SignInArea = {
  address: adminBase,
  admits: canAdministerOrganisation,
  words(language) {
    const text = adminTexts(language);
    return { title: text('title'), lead: text('lead'), forbidden: text('forbidden'), scope: 'all' };
  },
  places(language) {
    const text = adminTexts(language);
    return [
      { address: `${adminBase}/platforms`, label: text('platforms') },
      { address: `${adminBase}/grades`, label: text('grades') },
    ];
  },
};

/** All areas of an administrator's sign-in. */
export const administratorAreas: readonly SignInArea[] = [adminArea, browserArea];

/** The sign-in of the administrators' pages, to be mounted at `adminBase` before them. */
export function adminSignIn(parts: Omit<SignInParts, 'area' | 'areas'>): SignIn {
  return createSignIn({ ...parts, area: adminArea, areas: administratorAreas });
}

/** The navigation between the administrators' pages. All of them admit the same people. */
export function adminNavigation(language: Language, current: 'platforms' | 'grades'): readonly NavigationLink[] {
  return navigationThrough(administratorAreas, language, `${adminBase}/${current}`);
}
