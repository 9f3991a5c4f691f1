declare const brand: unique symbol;
type Branded<Text extends string> = string & { readonly [brand]: Text };

/** The short name of an organisation (tenant), e.g. `demo`: lower-case letters, digits and hyphens; never changes. */
export type OrganisationId = Branded<'OrganisationId'>;

/** An agent's or identified group's inverse functional identifier as one text; see `agentKey` in `lrs/statement`. */
export type AgentKey = Branded<'AgentKey'>;

/** A place in a partition's order of accepted writes: a whole number from 1, without gaps, never reused. */
export type Position = number;

const organisationPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Reads an organisation's short name; `undefined` if the text cannot be one. */
export function organisationId(text: string): OrganisationId | undefined {
  return organisationPattern.test(text) ? (text as OrganisationId) : undefined;
}
