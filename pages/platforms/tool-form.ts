import type { PlatformKind, ToolAddresses } from '../../lti-tool/index.js';
import type { Language } from '../../web/index.js';
import { platformsTexts, type PlatformsTextKey } from './texts.js';

/** A field of the LMS's own form, in the form's order: its label there, and its value. */
export interface ToolFormField {
  readonly label: string;
  /** To be copied exactly. */
  readonly value: string;
}

type Form = readonly (readonly [label: PlatformsTextKey, value: (own: ToolAddresses) => string])[];

const launch = ({ launch: address }: ToolAddresses): string => address;
const login = ({ login: address }: ToolAddresses): string => address;
const keys = ({ keys: address }: ToolAddresses): string => address;

const general: Form = [
  ['form.generic.launch', launch],
  ['form.generic.login', login],
  ['form.generic.redirect', launch],
  ['form.generic.keys', keys],
  ['form.generic.selection', launch],
];

/** Moodle's "External tool configuration" and ILIAS's provider form for LTI 1.3, according to their source. */
const forms: Partial<Record<PlatformKind, Form>> = {
  moodle: [
    ['form.moodle.name', () => 'Lotse'],
    ['form.moodle.tool', launch],
    ['form.moodle.version', () => 'LTI 1.3'],
    ['form.moodle.key-type', () => 'Keyset URL'],
    ['form.moodle.keys', keys],
    ['form.moodle.login', login],
    ['form.moodle.redirect', launch],
    ['form.moodle.selection', launch],
  ],
  ilias: [
    ['form.ilias.name', () => 'Lotse'],
    ['form.ilias.version', () => 'LTI 1.3'],
    ['form.ilias.tool', launch],
    ['form.ilias.login', login],
    ['form.ilias.redirect', launch],
    ['form.ilias.keys', keys],
    ['form.ilias.selection', launch],
  ],
};

/** The values to enter in the form of this kind of LMS. */
export function toolForm(kind: PlatformKind, own: ToolAddresses, language: Language): readonly ToolFormField[] {
  const text = platformsTexts(language);
  return (forms[kind] ?? general).map(([label, value]) => ({ label: text(label), value: value(own) }));
}
