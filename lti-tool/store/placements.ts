import type { OrganisationId } from '../../lrs/index.js';
import type { Identity } from '../../people/index.js';

/** Where in which LMS an attempt takes place: what a grade needs to find its way back. */
export interface Placement {
  /** The attempt, an xAPI registration. */
  readonly registration: string;
  readonly platform: string;
  readonly deploymentId: string;
  readonly issuer: string;
  /** The subject of the attempt's statements. */
  readonly subject: string;
  /** The person's id in the LMS's grade book, if it is not `subject`. May be an e-mail address: for the LMS alone. */
  readonly gradeUser?: string;
  /** The course. */
  readonly contextId?: string;
  readonly resourceLinkId?: string;
  /** AGS line item URL, as the launch gave it. */
  readonly lineItem?: string;
  /** The place holds a whole learning path, of which this attempt is one unit: its line item gets the share that is completed. */
  readonly path?: boolean;
  /** Language tag that the LMS showed the course in, where it said one: what is made there is named in this language. */
  readonly locale?: string;
  /** Where line items are listed, and whether we may make one there. Without this and without `lineItem` there is no grade. */
  readonly lineItems?: { readonly url: string; readonly make: boolean };
  /** True if this attempt counts: learners' do, trainers' and previews do not. */
  readonly graded: boolean;
  /** ISO 8601 UTC. */
  readonly launched: string;
}

/** A resource link of an LMS: the place in a course that a launch comes from (LTI 1.3 §2.1). */
export interface ResourceLink {
  readonly platform: string;
  readonly deploymentId: string;
  readonly resourceLinkId: string;
}

/** Commands of placements. Repeated, both write the same again, as a launch that came later would. */
export interface PlacementCommands {
  /** Keeps where an attempt was last launched, in place of what was known of it. */
  recordPlacement(organisation: OrganisationId, placement: Placement): Promise<void>;
  /** Remembers which content a resource link leads to. */
  linkContent(organisation: OrganisationId, link: ResourceLink, content: string): Promise<void>;
}

/** Queries of placements. */
export interface PlacementQueries {
  findPlacement(organisation: OrganisationId, registration: string): Promise<Placement | undefined>;
  /** The content that a resource link was last seen to lead to. */
  findLinkedContent(organisation: OrganisationId, link: ResourceLink): Promise<string | undefined>;
  /** Learners who were launched in a course, each once, ascending by issuer and subject. */
  listLearners(organisation: OrganisationId, platform: string, contextId: string): Promise<readonly Identity[]>;
}
