import { LotseError, isoNow, type Clock } from '../../lrs/base/index.js';
import { ltijsCollections, type LtijsCollection, type LtijsRecord, type Platform, type ToolStore } from '../store/index.js';
import { seal, unseal } from './sealing.js';

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

function isRecordCollection(collection: string): collection is LtijsCollection {
  return ltijsCollections.includes(collection as LtijsCollection);
}

function texts(fields: Fields | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [name, String(value)]));
}

function platformRow(platform: Platform): Fields {
  return {
    platformName: platform.name, platformUrl: platform.issuer, clientId: platform.clientId, authEndpoint: platform.authenticationEndpoint,
    accesstokenEndpoint: platform.tokenEndpoint, authorizationServer: platform.authorizationServer, kid: platform.keyId,
    authConfig: { method: 'JWK_SET', key: platform.jwksUri },
  };
}

/**
 * ltijs's database on our store: a translation and nothing else. Its platforms are our own, which it reads but does
 * not change; keys and access tokens are sealed records; everything its own handshake would keep is refused, since
 * that handshake is never mounted.
 */
export function ltijsDatabase(store: ToolStore, clock: Clock): LtijsDatabase {
  async function findPlatforms(query: Fields): Promise<readonly Platform[]> {
    const { platformUrl, clientId } = texts(query);
    if (platformUrl === undefined) throw refused('Get without an address', 'platform');
    if (clientId === undefined) return store.platforms.findByIssuer(platformUrl);
    const platform = await store.platforms.findByClient(platformUrl, clientId);
    return platform === undefined ? [] : [platform];
  }

  function open(record: LtijsRecord, key: string): Fields {
    return { ...(JSON.parse(unseal(record.data, key)) as Fields), createdAt: Date.parse(record.created) };
  }

  function sealed(key: string | false, collection: string, item: Fields, index: Fields | undefined): LtijsRecord {
    if (key === false || index === undefined) throw refused('a record in the clear', collection);
    return { index: texts(index), data: seal(JSON.stringify(item), key), created: isoNow(clock) };
  }

  return {
    setup: async () => true,
    Close: async () => true,
    async Get(key, collection, query = {}) {
      if (collection === 'platform') {
        const found = await findPlatforms(query);
        return found.length > 0 && found.map(platformRow);
      }
      // Whether a platform may be used is asked where a launch or a grade begins; ltijs takes "no row" for yes.
      if (collection === 'platformStatus') return false;
      if (!isRecordCollection(collection) || key === false) throw refused('Get', collection);
      const found = await store.ltijs.find(collection, texts(query));
      return found.length > 0 && found.map((record) => open(record, key));
    },
    async Insert(key, collection, item, index) {
      if (!isRecordCollection(collection)) throw refused('Insert', collection);
      await store.ltijs.insert(collection, sealed(key, collection, item, index));
      return true;
    },
    async Replace(key, collection, query, item, index) {
      if (!isRecordCollection(collection)) throw refused('Replace', collection);
      await store.ltijs.replace(collection, texts(query), sealed(key, collection, item, index));
      return true;
    },
    async Modify(_key, collection) {
      throw refused('Modify', collection);
    },
    async Delete(collection, query) {
      if (!isRecordCollection(collection)) throw refused('Delete', collection);
      await store.ltijs.remove(collection, texts(query));
      return true;
    },
  };
}
