import type { Instant } from '../../base/index.js';
import type { PlatformKind } from '../store/index.js';
import type { LaunchRole } from './roles.js';

/**
 * Part of every grade-book column of ours: a grade in it can be reviewed, at the same address and with the same custom
 * parameters as its link (LTI Submission Review 1.0, `submissionReview` of a line item).
 */
export const submissionReview = { reviewableStatus: ['InProgress', 'Submitted', 'Completed'] } as const;

/** Capabilities of an LMS that change our behaviour. For people too: docs/platforms.md shows this table. */
export interface PlatformCapabilities {
  /** Lists a course's members (NRPS 2.0); without it names come from launches. */
  readonly namesAndRoles: boolean;
  /** Sends some names only with the members of one link (`rlid`), because a trainer allowed it there. */
  readonly namesByLink: boolean;
  /** Stores state for us in the LMS's own window (`lti_storage_target`). */
  readonly platformStorage: boolean;
  /** Opens our picker in its course editor (Deep Linking 2.0). */
  readonly deepLinking: boolean;
  /** Creates a grade-book column from the `lineItem` of a picked item. */
  readonly lineItemOfPickedItem: boolean;
  /** Registers us by itself (LTI dynamic registration). */
  readonly dynamicRegistration: boolean;
  /** Lists its line items, and lets us create one if a link has none and the launch has the scope `lineitem`. */
  readonly lineItemsByTool: boolean;
  /** Shows that somebody is in progress (a score that is not FullyGraded), and loses nothing by it. */
  readonly progress: boolean;
  /** Keeps a score's comment for the learner. */
  readonly scoreComments: boolean;
  /** Opens the unit in a new window unless a trainer chooses otherwise. */
  readonly newWindowByDefault: boolean;
  /** Shows the message that we add to the return address (LTI 1.3 §C.3, `lti_msg`, `lti_errormsg`). */
  readonly returnMessages: boolean;
}

/** The addresses of an LMS, in the layout of its version. */
export interface PlatformEndpoints {
  /** The versions with this layout; for people who have to choose. */
  readonly layout: string;
  readonly issuer: string;
  readonly authenticationEndpoint: string;
  readonly tokenEndpoint: string;
  /** The audience of access token requests, if it is not the token endpoint. */
  readonly authorizationServer?: string;
  readonly jwksUri: string;
  /** Where the LMS describes itself (LTI dynamic registration §3.5). */
  readonly openidConfiguration: string;
}

/** The claims about a person in a launch or a list of members. */
export interface IdentityClaims {
  /** `sub`, or `user_id` of a member. */
  readonly sub: string;
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly given_name?: string | undefined;
  readonly family_name?: string | undefined;
}

/** A person's identity in our terms. */
export interface LaunchIdentity {
  /** The account's name in statements: stable for this person at this LMS, never an e-mail address. */
  readonly subject: string;
  /**
   * The person's id in the LMS's grade book, if it is not `subject`. May be an e-mail address, which only the LMS may
   * see.
   */
  readonly gradeUser?: string;
  /** Missing if the LMS hides it. */
  readonly name?: string;
}

/** Derives an opaque, stable name of this installation from an identifier that must not be shown. */
export type Pseudonym = (text: string) => string;

/** A link to be placed in a course. */
export interface PlacedLink {
  readonly title: string;
  readonly text?: string;
  /** The tool's launch address. */
  readonly url: string;
  /** Custom parameters that name the target of its launches. */
  readonly custom: Readonly<Record<string, string>>;
  readonly lineItem?: {
    readonly scoreMaximum: number;
    readonly label: string;
    readonly resourceId: string;
    readonly tag?: string;
    readonly submissionReview?: typeof submissionReview;
  };
  /** The ways in which the LMS may show it; an LMS that supports several chooses. */
  readonly iframe?: { readonly height: number };
  readonly window?: { readonly targetName: string };
  readonly icon?: { readonly url: string; readonly width: number; readonly height: number };
}

/** A score as AGS 2.0 §3.4 writes it. */
export interface PlatformScore {
  readonly userId: string;
  /** Missing if there is no graded result yet. */
  readonly scoreGiven?: number;
  readonly scoreMaximum?: number;
  readonly activityProgress: 'Initialized' | 'Started' | 'InProgress' | 'Submitted' | 'Completed';
  readonly gradingProgress: 'FullyGraded' | 'Pending' | 'PendingManual' | 'Failed' | 'NotReady';
  /** Must be later than the last one for this user and line item. */
  readonly timestamp: Instant;
  /** For the learner. */
  readonly comment?: string;
}

/**
 * The meaning of an LMS's refusal of a score:
 * - `person-not-graded`: it takes no grades for this person (a trainer, say); nobody's fault, and final
 * - `later-timestamp`: it holds a later timestamp
 * - `line-item-gone`: there is no such column (any more)
 * - `not-allowed`: we may not write there
 * - `wrong-request`: it is the request that is wrong, not the moment
 * - `try-later`: it is the moment
 */
export type ScoreRefusal =
  'person-not-graded' | 'later-timestamp' | 'line-item-gone' | 'not-allowed' | 'wrong-request' | 'try-later';

/**
 * The meaning of an LMS's refusal of an access token:
 * - `unknown-client`: it does not know our client id
 * - `key`: it cannot read our key, or has another
 * - `client-or-key`: one of the two, it does not say which
 * - `scope`: it knows us, but does not allow the service
 * - `other`: anything else
 */
export type TokenErrorMeaning = 'unknown-client' | 'key' | 'client-or-key' | 'scope' | 'other';

/** The way an LMS names courses in its own statements. */
export interface CourseActivities {
  /** The activity IRI of the course with this context id; `undefined` if no course can have such an id. */
  iri(issuer: string, contextId: string): string | undefined;
  /** The context id of the course with such an IRI. */
  contextId(issuer: string, iri: string): string | undefined;
}

/**
 * The port: the differences of one LMS, as plain data and pure functions. It never sends requests or stores anything
 * itself, and nothing else asks which kind an LMS is, except to choose texts.
 */
export interface PlatformAdapter {
  readonly kind: PlatformKind;
  /** The product's name for people. */
  readonly product: string;
  /** `product_family_code`s of its openid-configuration, in lower case. */
  readonly productFamilies: readonly string[];
  readonly capabilities: PlatformCapabilities;
  /**
   * The addresses derived from the LMS's own, one entry for each layout its versions have, the newest first; none if
   * they cannot be derived.
   * @param baseUrl address of the LMS's start page, with or without a slash at its end
   */
  endpointsFrom(baseUrl: string): readonly PlatformEndpoints[];
  /** A person's roles in a course, from the roles claim or an NRPS member: URNs or short names. */
  rolesOf(roles: readonly string[]): LaunchRole[];
  /** Identifies a person. */
  identify(claims: IdentityClaims, pseudonym: Pseudonym): LaunchIdentity;
  /** A picked item as this LMS takes it (Deep Linking 2.0 §3.2). What it would lose or misread is left out or written otherwise. */
  contentItem(link: PlacedLink): Readonly<Record<string, unknown>>;
  /** The custom parameters of a launch, as passed to `contentItem`. */
  customFrom(custom: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** A score in this LMS's form; `undefined` if it must not be sent, because the LMS would misinterpret it. */
  scoreMessage(score: PlatformScore): Readonly<Record<string, unknown>> | undefined;
  /** Missing if the LMS sends no statements of its own about courses. */
  readonly courseActivities?: CourseActivities;
  /** The meaning of a refused score. @param status HTTP status of the response */
  scoreRefusal(status: number): ScoreRefusal;
  /**
   * The meaning of a refused access token.
   * @param status HTTP status of the answer
   * @param word the OAuth error code, or the text that stands in its place
   */
  tokenErrorMeaning(status: number, word: string): TokenErrorMeaning;
}
