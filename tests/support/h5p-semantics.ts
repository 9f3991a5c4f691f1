/** A field of an H5P `semantics.json`, as far as the checker looks at it. */
export interface SemanticsField {
  readonly name: string;
  readonly type: string;
  readonly tags?: readonly string[];
  readonly optional?: boolean;
  readonly common?: boolean;
  readonly default?: unknown;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: number;
  readonly options?: readonly { readonly value: string }[];
  readonly fields?: readonly SemanticsField[];
  readonly field?: SemanticsField;
  readonly isSubContent?: boolean;
  /** Of our own editor widget: the field belongs to some kinds only, and must be filled in there if `required`. */
  readonly lotseVisibleWhen?: {
    readonly field: string;
    readonly equals: readonly string[];
    readonly required?: boolean;
  };
}

const formattingTags: ReadonlySet<string> = new Set(['p', 'ul', 'ol', 'li', 'strong', 'em', 'h3', 'blockquote']);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** The editor writes the one tag and a host accepts its twin as well. */
const twins: Readonly<Record<string, string>> = { b: 'strong', i: 'em' };

type Values = Readonly<Record<string, unknown>>;

/**
 * Compares a content's parameters with its type's semantics, stricter than H5P hosts, which silently drop what they do not know.
 *
 * @returns one complaint per fault, each with the path of the value; empty if all is well
 */
export function complaintsAbout(parameters: unknown, semantics: readonly SemanticsField[]): string[] {
  return groupFaults(parameters, semantics, '', false);
}

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function groupFaults(value: unknown, fields: readonly SemanticsField[], path: string, isSubContent: boolean): string[] {
  if (!isRecord(value)) return [`${path || 'parameters'}: must be an object`];
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const known = new Set(fields.map((field) => field.name));
  const unknown = Object.keys(value)
    .filter((name) => !known.has(name) && !(isSubContent && name === 'subContentId'))
    .map((name) => `${at(name)}: is unknown to the type`);
  const ids =
    isSubContent && 'subContentId' in value && !uuid.test(String(value['subContentId']))
      ? [`${at('subContentId')}: is no random UUID`]
      : [];
  return [
    ...unknown,
    ...ids,
    ...fields.flatMap((field) => {
      const condition = field.lotseVisibleWhen;
      const shown = condition === undefined || condition.equals.includes(String(value[condition.field]));
      if (field.name in value)
        return shown
          ? valueFaults(value[field.name], field, at(field.name))
          : [`${at(field.name)}: is not for this kind`];
      if (shown && condition?.required === true) return [`${at(field.name)}: is missing`];
      const filled =
        field.optional === true || field.common === true || field.default !== undefined || field.type === 'boolean';
      return filled || isDefaultGroup(field) ? [] : [`${at(field.name)}: is missing`];
    }),
  ];
}

/** A group may be left out if nothing in it has to be filled in. */
function isDefaultGroup(field: SemanticsField): boolean {
  return field.type === 'group' && groupFaults({}, field.fields ?? [], field.name, false).length === 0;
}

function valueFaults(value: unknown, field: SemanticsField, path: string): string[] {
  switch (field.type) {
    case 'text':
      return textFaults(value, field, path);
    case 'number':
      return numberFaults(value, field, path);
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path}: must be true or false`];
    case 'select':
      return field.options?.some((option) => option.value === value)
        ? []
        : [`${path}: ${String(value)} is not among the options`];
    case 'image':
      return isRecord(value) && typeof value['path'] === 'string' && typeof value['mime'] === 'string'
        ? []
        : [`${path}: must be an image file`];
    case 'list':
      return listFaults(value, field, path);
    case 'group':
      return groupValueFaults(value, field, path);
    default:
      return [`${path}: the checker does not know the type ${field.type}`];
  }
}

/** H5P keeps the value of a group with a single field without the group around it. */
function groupValueFaults(value: unknown, field: SemanticsField, path: string): string[] {
  const fields = field.fields ?? [];
  const only = fields.length === 1 && field.isSubContent !== true ? fields[0] : undefined;
  return only === undefined
    ? groupFaults(value, fields, path, field.isSubContent === true)
    : valueFaults(value, only, path);
}

function listFaults(value: unknown, field: SemanticsField, path: string): string[] {
  if (!Array.isArray(value) || field.field === undefined) return [`${path}: must be a list`];
  const item = field.field;
  return [
    ...(value.length < (field.min ?? 0) ? [`${path}: needs at least ${field.min} items`] : []),
    ...(value.length > (field.max ?? Infinity) ? [`${path}: has more than ${field.max} items`] : []),
    ...value.flatMap((each, position) => valueFaults(each, item, `${path}[${position}]`)),
  ];
}

function numberFaults(value: unknown, field: SemanticsField, path: string): string[] {
  if (typeof value !== 'number' || !Number.isFinite(value)) return [`${path}: must be a number`];
  const inside = value >= (field.min ?? -Infinity) && value <= (field.max ?? Infinity);
  return [
    ...(inside ? [] : [`${path}: ${value} is outside ${field.min ?? ''}…${field.max ?? ''}`]),
    ...((field.decimals ?? 0) > 0 || Number.isInteger(value) ? [] : [`${path}: must be a whole number`]),
  ];
}

function textFaults(value: unknown, field: SemanticsField, path: string): string[] {
  if (typeof value !== 'string') return [`${path}: must be text`];
  if (value.trim() === '') return field.optional === true ? [] : [`${path}: is empty`];
  const tooLong = value.length > (field.maxLength ?? Infinity) ? [`${path}: is longer than ${field.maxLength}`] : [];
  // With `tags` a text is HTML, whatever widget edits it; hosts escape any other.
  if (field.tags === undefined)
    return [...tooLong, ...(/<\/?[a-z]/i.test(value) ? [`${path}: plain text must have no tags`] : [])];
  return [...tooLong, ...markupFaults(value, field, path)];
}

function markupFaults(html: string, field: SemanticsField, path: string): string[] {
  const offered = new Set((field.tags ?? []).flatMap((tag) => [tag, twins[tag] ?? tag]));
  // Hosts add the list item to its lists and the paragraph to every editor.
  if (offered.has('ul') || offered.has('ol')) offered.add('li');
  offered.add('p');
  const faults: string[] = [];
  const open: string[] = [];
  for (const [tag, slash, name, rest] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/gi)) {
    if (slash === '' && (!formattingTags.has(name!) || !offered.has(name!)))
      faults.push(`${path}: the tag ${tag} is not allowed`);
    if (rest!.trim() !== '') faults.push(`${path}: ${tag} must have no attributes`);
    if (slash === '') open.push(name!);
    else if (open.pop() !== name) faults.push(`${path}: ${tag} closes what is not open`);
  }
  if (open.length > 0) faults.push(`${path}: <${open.at(-1)}> is not closed`);
  if (html.replace(/<\/?[a-z][^>]*>/gi, '').includes('<')) faults.push(`${path}: has a loose <`);
  return faults;
}
