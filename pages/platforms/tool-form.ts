import type { PlatformKind, ToolAddresses } from '../../lti-tool/index.js';
import type { Language } from '../../web/index.js';

/** A field of the LMS's own form, in the form's order: its label there, and its value. */
export interface ToolFormField {
  readonly label: string;
  /** To be copied exactly. */
  readonly value: string;
}

type Labels = readonly (readonly [Readonly<Record<Language, string>>, (own: ToolAddresses) => string])[];

const launch = ({ launch: address }: ToolAddresses): string => address;
const login = ({ login: address }: ToolAddresses): string => address;
const keys = ({ keys: address }: ToolAddresses): string => address;

const general: Labels = [
  [{ de: 'Start-Adresse (Target Link URI)', en: 'Launch address (target link URI)' }, launch],
  [{ de: 'Anmelde-Adresse (Initiate login URI)', en: 'Login address (initiate login URI)' }, login],
  [{ de: 'Weiterleitungsadresse (Redirect URI)', en: 'Redirection address (redirect URI)' }, launch],
  [{ de: 'Schlüsselsatz (JWKS URL)', en: 'Key set (JWKS URL)' }, keys],
  [{ de: 'Auswahl-Adresse (Deep Linking)', en: 'Selection address (deep linking)' }, launch],
];

/** Moodle's "External tool configuration" and ILIAS's provider form for LTI 1.3, according to their source. */
const forms: Partial<Record<PlatformKind, Labels>> = {
  moodle: [
    [{ de: 'Name des Tools', en: 'Tool name' }, () => 'Lotse'],
    [{ de: 'Tool URL', en: 'Tool URL' }, launch],
    [{ de: 'LTI Version', en: 'LTI version' }, () => 'LTI 1.3'],
    [{ de: 'Öffentlicher Schlüsseltyp', en: 'Public key type' }, (): string => 'Keyset URL'],
    [{ de: 'Öffentlicher Schlüsselsatz', en: 'Public keyset' }, keys],
    [{ de: 'Anmelde-URL', en: 'Initiate login URL' }, login],
    [{ de: 'Umleitungs-URI(s)', en: 'Redirection URI(s)' }, launch],
    [
      { de: 'Inhalts-URL (bei „Supports Deep Linking“)', en: 'Content Selection URL (with “Supports Deep Linking”)' },
      launch,
    ],
  ],
  ilias: [
    [{ de: 'Titel', en: 'Title' }, () => 'Lotse'],
    [{ de: 'LTI-Version', en: 'LTI version' }, () => 'LTI 1.3'],
    [{ de: 'Tool-URL', en: 'Tool URL' }, launch],
    [{ de: 'Initiate-Login-URL', en: 'Initiate login URL' }, login],
    [{ de: 'Redirection-URIs', en: 'Redirection URIs' }, launch],
    [{ de: 'Schlüsseltyp JWK, Keyset-URL', en: 'Key type JWK, keyset URL' }, keys],
    [{ de: 'Content-Item-URL', en: 'Content item URL' }, launch],
  ],
};

/** The values to enter in the form of this kind of LMS. */
export function toolForm(kind: PlatformKind, own: ToolAddresses, language: Language): readonly ToolFormField[] {
  return (forms[kind] ?? general).map(([label, value]) => ({ label: label[language], value: value(own) }));
}
