import type { Position } from '../../../../lrs/store/index.js';
import type {
  Grade,
  GradeColumn,
  StoredInvitation,
  StoredLease,
  LaunchTrace,
  Login,
  Placement,
  Platform,
  Provisioning,
  ResourceLink,
  SigningKey,
  ToolSettings,
} from '../../../../lti-tool/store/index.js';
import type { Identity } from '../../../../people/store/index.js';

/** Something that an organisation owns. */
type Owned<T> = T & { readonly organisation: string };

/** All that the model holds, since resources look at each other's rows. */
export interface LtiModelState {
  provisionings: Provisioning[];
  traces: Owned<{ readonly platform: string; readonly trace: LaunchTrace }>[];
  platforms: (Platform & { readonly decisionIds: readonly string[] })[];
  keys: SigningKey[];
  invitations: StoredInvitation[];
  settings: Map<string, ToolSettings>;
  logins: (Login & { readonly consumer?: string })[];
  placements: Owned<{ readonly placement: Placement }>[];
  links: Owned<{ readonly link: ResourceLink; readonly content: string }>[];
  columns: Owned<{ column: GradeColumn; lease?: StoredLease }>[];
  grades: { grade: Grade; lease?: StoredLease; replay?: string }[];
  cursors: Map<number, Position>;
}

export function emptyState(): LtiModelState {
  return {
    provisionings: [],
    traces: [],
    platforms: [],
    keys: [],
    invitations: [],
    settings: new Map(),
    logins: [],
    placements: [],
    links: [],
    columns: [],
    grades: [],
    cursors: new Map(),
  };
}

export const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

export const byIdentity = (left: Identity, right: Identity): number =>
  byText(left.issuer, right.issuer) || byText(left.subject, right.subject);

export const isSameLink = (left: ResourceLink, right: ResourceLink): boolean =>
  left.platform === right.platform &&
  left.deploymentId === right.deploymentId &&
  left.resourceLinkId === right.resourceLinkId;
