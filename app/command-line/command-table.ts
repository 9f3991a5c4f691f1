import type { Command } from 'commander';
import { both } from './words.js';

/** A word that may follow `lotse`. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** Whether it is called with options, rather than with a verb first. */
  readonly takesOptions: boolean;
  /** Adds its verbs or options, with their implementation. */
  complete(command: Command): Promise<void>;
}

/** A noun; its verbs follow it. */
function noun(name: string, description: string, load: () => Promise<(command: Command) => void>): CommandEntry {
  return { name, description, takesOptions: false, complete: async (command) => (await load())(command) };
}

/** A verb that needs no noun. */
function verb(name: string, description: string, load: () => Promise<(command: Command) => void>): CommandEntry {
  return { ...noun(name, description, load), takesOptions: true };
}

/**
 * All words that may follow `lotse`, in the order of the help. A command's implementation is loaded when it is called:
 * help, and a query of one table, must not wait for parts of Lotse that they do not need.
 */
export const commandTable: readonly CommandEntry[] = [
  noun(
    'organisation',
    both('Organisationen', 'organisations'),
    async () => (await import('./organisation.js')).organisationCommands,
  ),
  noun(
    'credential',
    both('Zugänge zum LRS, auch für die Administration', 'credentials for the LRS, and for administrators'),
    async () => (await import('./credential.js')).credentialCommands,
  ),
  noun(
    'platform',
    both('Lernplattformen', 'learning platforms (LTI 1.3)'),
    async () => (await import('./platform.js')).platformCommands,
  ),
  noun(
    'key',
    both('Signaturschlüssel für Lernplattformen', 'signing keys for learning platforms'),
    async () => (await import('./key.js')).keyCommands,
  ),
  noun(
    'competency',
    both('Kompetenzmatrix', 'competency matrix'),
    async () => (await import('./competency.js')).competencyCommands,
  ),
  verb(
    'backup',
    both('sichert alles, auch während Lotse läuft', 'backs everything up, while Lotse runs too'),
    async () => (await import('./backup.js')).backupCommand,
  ),
  verb(
    'restore',
    both(
      'spielt eine Sicherung in einen leeren Datenordner (LOTSE_DATA) ein',
      'restores a backup into an empty data folder (LOTSE_DATA)',
    ),
    async () => (await import('./backup.js')).restoreCommand,
  ),
  verb(
    'import',
    both('holt Statements aus einer Datei oder einem anderen LRS', 'brings in statements from a file or another LRS'),
    async () => (await import('./transfer.js')).importCommand,
  ),
  verb(
    'export',
    both('schreibt Statements in eine Datei', 'writes statements to a file'),
    async () => (await import('./transfer.js')).exportCommand,
  ),
  noun(
    'attachment',
    both('Anhänge von Statements', 'attachments of statements'),
    async () => (await import('./attachment.js')).attachmentCommands,
  ),
  noun('content', both('Lerninhalte', 'learning contents'), async () => (await import('./content.js')).contentCommands),
  noun(
    'forward',
    both('Weiterleitung an andere LRS und Webhooks', 'forwarding to other LRSs and webhooks'),
    async () => (await import('./forward.js')).forwardCommands,
  ),
  noun(
    'grade',
    both('Bewertungen auf dem Weg zur Lernplattform', 'grades on their way to the learning platform'),
    async () => (await import('./grade.js')).gradeCommands,
  ),
  noun('person', both('Personen', 'people'), async () => (await import('./person.js')).personCommands),
];
