import type { CredentialPrincipal } from '../../lrs/index.js';
import type { Language, NavigationLink } from '../../web/index.js';

/** The words of what a sign-in opens. */
export interface SignInWords {
  readonly title: string;
  readonly lead: string;
  /** For whoever has a credential that does not suffice. */
  readonly forbidden: string;
  /** The scope to make a credential with. */
  readonly scope: string;
}

/** Pages that stand below one address, behind the one sign-in of a server, for credentials of certain rights. */
export interface SignInArea {
  /** Where it begins, e.g. `/browser`. */
  readonly address: string;
  /** Whether a credential may come in; asked again with every request. */
  admits(principal: CredentialPrincipal): boolean;
  words(language: Language): SignInWords;
  /** Its places in the navigation, by address without a query. */
  places(language: Language): readonly { readonly address: string; readonly label: string }[];
}

/**
 * The way through areas, in their order.
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
