import type { Language, NavigationLink } from '../../web/index.js';
import type { Role } from '../roles/index.js';

/** The texts of an area's sign-in. */
export interface SignInWords {
  readonly title: string;
  readonly lead: string;
  /** For a credential that does not suffice. */
  readonly forbidden: string;
  /** The scope to create a credential with. */
  readonly scope: string;
}

/** Pages below one address, behind the server's one sign-in, for people with certain roles. */
export interface SignInArea {
  /** If it begins, e.g. `/browser`. */
  readonly address: string;
  /** True if somebody with these roles may enter; checked again on every request. */
  admits(roles: readonly Role[]): boolean;
  words(language: Language): SignInWords;
  /** Its entries in the navigation, by address without a query. */
  places(language: Language): readonly { readonly address: string; readonly label: string }[];
}

/**
 * The navigation through areas, in their order.
 * @param current the address of the page that it stands on
 */
export function navigationThrough(
  areas: readonly SignInArea[],
  language: Language,
  current?: string,
): readonly NavigationLink[] {
  return areas.flatMap((area) =>
    area
      .places(language)
      .map(({ address, label }) => ({ href: `${address}?language=${language}`, label, current: address === current })),
  );
}
