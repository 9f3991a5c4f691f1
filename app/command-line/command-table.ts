import type { Command } from 'commander';
import { inBothLanguages } from './help-texts.js';

/** A word that may follow `lotse`. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** True if it is called with options, rather than with a verb first. */
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
    inBothLanguages('organisation'),
    async () => (await import('./organisation.js')).addOrganisationCommands,
  ),
  noun(
    'credential',
    inBothLanguages('credential'),
    async () => (await import('./credential.js')).addCredentialCommands,
  ),
  noun('platform', inBothLanguages('platform'), async () => (await import('./platform.js')).addPlatformCommands),
  noun('key', inBothLanguages('key'), async () => (await import('./key.js')).addKeyCommands),
  noun(
    'competency',
    inBothLanguages('competency'),
    async () => (await import('./competency.js')).addCompetencyCommands,
  ),
  verb('backup', inBothLanguages('backup'), async () => (await import('./backup.js')).backupCommand),
  verb('restore', inBothLanguages('restore'), async () => (await import('./backup.js')).restoreCommand),
  verb('import', inBothLanguages('import'), async () => (await import('./transfer.js')).importCommand),
  verb('export', inBothLanguages('export'), async () => (await import('./transfer.js')).exportCommand),
  noun(
    'attachment',
    inBothLanguages('attachment'),
    async () => (await import('./attachment.js')).addAttachmentCommands,
  ),
  noun('content', inBothLanguages('content'), async () => (await import('./content.js')).addContentCommands),
  noun('forward', inBothLanguages('forward'), async () => (await import('./forward.js')).addForwardCommands),
  noun('grade', inBothLanguages('grade'), async () => (await import('./grade.js')).addGradeCommands),
  noun('person', inBothLanguages('person'), async () => (await import('./person.js')).addPersonCommands),
];
