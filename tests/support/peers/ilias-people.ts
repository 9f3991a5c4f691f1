import { createHash, randomBytes } from 'node:crypto';

/** How an object names its users (CmiXapi's privacy settings, which the LTI consumer shares). */
export const privacyIdents = [
  'user-id',
  'login',
  'external-account',
  'sha256',
  'sha256-url',
  'random',
  'real-email',
] as const;
export type PrivacyIdent = (typeof privacyIdents)[number];
export const privacyNames = ['none', 'firstname', 'lastname', 'fullname'] as const;
export type PrivacyName = (typeof privacyNames)[number];

/** A user of an ILIAS. */
export interface IliasUser {
  readonly id: number;
  readonly login: string;
  readonly title?: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly email: string;
  readonly externalAccount: string;
  /** As the database has it. */
  readonly created: string;
}

/** The installation's UUID: 32 hex digits. */
export const installation = '2f6c1b0e5d7a4938a1c0ffee12345678';

const random = (): string => randomBytes(16).toString('hex');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const pseudoEmail = (mailbox: string): string => `${mailbox}@${installation}.ilias`;
const hostOf = (host: string): string => `@${host.replaceAll('www.', '')}`;
const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** `ilCmiXapiUser::getIdent`: what is stored for a user of an object, and sent as e-mail claim. */
export function ident(mode: PrivacyIdent, user: IliasUser, host: string): string {
  const hash = sha256(`${user.id}${user.created}`);
  switch (mode) {
    case 'user-id':
      return pseudoEmail(String(user.id));
    case 'login':
      return isEmail(user.login) ? user.login : pseudoEmail(user.login);
    case 'external-account':
      return pseudoEmail(user.externalAccount);
    case 'sha256':
      return pseudoEmail(hash);
    case 'sha256-url':
      return `${hash}${hostOf(host)}`.slice(-80);
    case 'random':
      return pseudoEmail(random());
    case 'real-email':
      return user.email;
  }
}

/** `ilCmiXapiUser::getIdentAsId`: what is sent as `sub`. Made anew at every launch, the random one included. */
export function identAsId(mode: PrivacyIdent, user: IliasUser, host: string): string {
  const hash = sha256(`${user.id}${user.created}`);
  switch (mode) {
    case 'user-id':
      return String(user.id);
    case 'login':
      return user.login;
    case 'external-account':
      return user.externalAccount;
    case 'sha256':
      return hash;
    case 'sha256-url':
      return hash.length + hostOf(host).length > 80 ? hash.slice(hash.length - (80 - hostOf(host).length)) : hash;
    case 'random':
      return random();
    case 'real-email':
      return `realemail${user.id}`;
  }
}

/** The three name parameters of a launch; what is hidden is a dash. */
export function names(
  mode: PrivacyName,
  user: IliasUser,
): { readonly given_name: string; readonly family_name: string; readonly name: string } {
  const last = user.title === undefined ? user.lastname : `${user.title} ${user.lastname}`;
  const full =
    user.title === undefined
      ? `${user.firstname} ${user.lastname}`
      : `${user.title} ${user.firstname} ${user.lastname}`;
  switch (mode) {
    case 'none':
      return { given_name: '-', family_name: '-', name: '-' };
    case 'firstname':
      return { given_name: user.firstname, family_name: '-', name: user.firstname };
    case 'lastname':
      return { given_name: '-', family_name: last, name: last };
    case 'fullname':
      return { given_name: user.firstname, family_name: user.lastname, name: full };
  }
}
