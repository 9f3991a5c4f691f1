import { LotseError } from '../../lrs/base/index.js';
import type { Platform, ToolStore } from '../store/index.js';
import type { SigningKeys } from './signing-keys.js';

/** A query or a row as ltijs speaks of it. */
type Fields = Readonly<Record<string, unknown>>;

/** What ltijs asks of a database (its `Database` class). `key` is the encryption key, or false for rows in the clear. */
export interface LtijsDatabase {
  setup(): Promise<true>;
  Close(): Promise<true>;
  Get(key: string | false, collection: string, query?: Fields): Promise<Fields[] | false>;
  Insert(key: string | false, collection: string, item: Fields, index?: Fields): Promise<true>;
  Replace(key: string | false, collection: string, query: Fields, item: Fields, index?: Fields): Promise<true>;
  Modify(key: string | false, collection: string, query: Fields, modification: Fields): Promise<true>;
  Delete(collection: string, query: Fields): Promise<true>;
}

function refused(operation: string, collection: string): LotseError {
  return new LotseError('internal', 'Something went wrong on our side.', { detail: `ltijs asked for ${operation} of ${collection}, which is not its to do here` });
}

function platformRow(platform: Platform, kid: string): Fields {
  return {
    platformName: platform.name, platformUrl: platform.issuer, clientId: platform.clientId, authEndpoint: platform.authenticationEndpoint,
    accesstokenEndpoint: platform.tokenEndpoint, authorizationServer: platform.authorizationServer, kid,
    authConfig: { method: 'JWK_SET', key: platform.jwksUri },
  };
}

/**
 * ltijs's database on our store: a translation and nothing else. It reads our platforms, and the key that we
 * sign with for each at the moment; it changes nothing. What its own handshake,
 * tokens and registration would keep is refused, since none of them is used.
 */
export function ltijsDatabase(store: Pick<ToolStore, 'platforms'>, keys: SigningKeys): LtijsDatabase {
  async function findPlatform({ platformUrl, clientId }: Fields): Promise<Platform | undefined> {
    if (typeof platformUrl !== 'string' || typeof clientId !== 'string') throw refused('Get without issuer and client id', 'platform');
    return store.platforms.findByClient(platformUrl, clientId);
  }

  function privateKey(query: Fields): Fields[] | false {
    const kid = String(query['kid']);
    const pem = keys.privateKeyOf(kid);
    return pem !== undefined && [{ kid, key: pem }];
  }

  const refuse = (operation: string) => async (...parameters: readonly unknown[]): Promise<never> => {
    throw refused(operation, String(operation === 'Delete' ? parameters[0] : parameters[1]));
  };

  return {
    setup: async () => true,
    Close: async () => true,
    async Get(_key, collection, query = {}) {
      // Whether a platform may be used is asked where a launch or a grade begins; ltijs takes "no row" for yes.
      if (collection === 'platformStatus') return false;
      if (collection === 'privatekey') return privateKey(query);
      if (collection !== 'platform') throw refused('Get', collection);
      const platform = await findPlatform(query);
      return platform !== undefined && [platformRow(platform, (await keys.signer(platform)).kid)];
    },
    Insert: refuse('Insert'),
    Replace: refuse('Replace'),
    Modify: refuse('Modify'),
    Delete: refuse('Delete'),
  };
}
