import type { LtijsDatabase } from './ltijs-plugin.js';

/** An OAuth 2.0 access token as ltijs hands it out. */
export interface AccessToken {
  readonly access_token: string;
  readonly token_type: string;
}

/** The part of ltijs's `Platform` that we use. */
export interface LtijsPlatform {
  platformAccessToken(scopes: string): Promise<AccessToken>;
}

/** What ltijs's Deep Linking service wants to know of a launch. */
export interface LtijsDeepLinkingToken {
  readonly iss: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly platformContext: {
    readonly deepLinkingSettings: { readonly deep_link_return_url: string; readonly accept_types: readonly string[]; readonly accept_multiple: boolean; readonly data?: string };
  };
}

/** The part of ltijs's `Provider` that we use. */
export interface LtijsProvider {
  setup(encryptionKey: string, database: { readonly plugin: LtijsDatabase }, options: { readonly cors: boolean }): unknown;
  getPlatform(url: string, clientId: string): Promise<LtijsPlatform | false>;
  readonly DeepLinking: {
    createDeepLinkingMessage(token: LtijsDeepLinkingToken, items: readonly object[], options: object): Promise<string>;
  };
}

/**
 * A provider of its own for each caller: ltijs exports one shared instance, whose class we use instead, so that two
 * installations can live in one process. It is set up, but neither deployed nor mounted: none of its routes is reachable.
 */
async function createLtijsProvider(database: LtijsDatabase, encryptionKey: string): Promise<LtijsProvider> {
  // ltijs has no types.
  const ltijs = (await import('ltijs' as string)) as { readonly default: { readonly Provider: { readonly constructor: new () => LtijsProvider } } };
  const provider = new ltijs.default.Provider.constructor();
  provider.setup(encryptionKey, { plugin: database }, { cors: false });
  return provider;
}

/** Gives the provider, loading it the first time: ltijs brings a whole server and a database driver along. */
export type LtijsProviderSource = () => Promise<LtijsProvider>;

/** The provider of an installation, made when somebody first asks for it. */
export function ltijsProviderWhenNeeded(database: LtijsDatabase, encryptionKey: string): LtijsProviderSource {
  let provider: Promise<LtijsProvider> | undefined;
  return () => (provider ??= createLtijsProvider(database, encryptionKey));
}
