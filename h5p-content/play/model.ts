import { H5PPlayer, type IIntegration, type IPlayerModel, type IUser } from '@lumieducation/h5p-server';
import { type Clock, type EpochMilliseconds, LotseError, type Vocabulary } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import type { AssetFolder } from '../../web/index.js';
import { type InstalledLibraries, libraryFolder, libraryName, cacheLibraries } from '../libraries/index.js';
import type { AttemptScope, ContentStore, ContentVersion, LearnerState } from '../store/index.js';
import type { ContentKeys } from './content-keys.js';
import { coreScripts, coreStyles } from './core-files.js';
import { launchPermissions, lumiConfiguration, translate } from './lumi/configuration.js';
import { contentStorage } from './lumi/content-storage.js';
import { libraryStorage } from './lumi/library-storage.js';
import { userDataStorage } from './lumi/user-data-storage.js';
import { placeholderAddress } from './statements/actor.js';
import type { PlaySession } from './session.js';
import type { PlayUrls } from './urls.js';

/** Settings of the player script besides H5P's own integration object; they lie beside that under `lotse`. */
export interface PlayerSettings {
  readonly contentId: string;
  /** The attempt's registration: the queue of unsent statements is stored under it. */
  readonly registration: string;
  readonly language: 'de' | 'en';
  readonly xapi: { readonly endpoint: string; readonly token: string };
  /** Our clock: a device whose clock is wrong still sends right timestamps. */
  readonly now: EpochMilliseconds;
  /** A preview: nothing is sent, and nothing stored. */
  readonly preview: boolean;
  /** The initial learner states of the page, by `{data type}/{sub-content id}`. */
  readonly states: Readonly<Record<string, Pick<LearnerState, 'revision' | 'writer'>>>;
}

/** Everything a page needs to show a content. Its addresses are paths on our own origin. */
export interface PlayModel {
  readonly title: string;
  /** The content's language, for the `lang` attribute around it. */
  readonly language: string;
  /** Stylesheets, in order. */
  readonly styles: readonly string[];
  /** Scripts, to be loaded in this order with `defer`: our player, H5P core, the content types. */
  readonly scripts: readonly string[];
  /** Goes into `<script type="application/json" id="play-data">`: H5P's integration object, with ours as `lotse`. */
  readonly integration: IIntegration & { readonly lotse: PlayerSettings };
  /** The element that H5P fills. A `<p id="play-status">` in the page, if there is one, tells whether all is saved. */
  readonly contentHtml: string;
}

/** Dependencies of the model. */
export interface PlayParts {
  readonly store: ContentStore;
  readonly libraries: InstalledLibraries;
  readonly core: AssetFolder;
  readonly urls: PlayUrls;
  readonly keys: ContentKeys;
  readonly vocabulary: Vocabulary;
  readonly publicUrl: string;
  readonly clock: Clock;
}

/** A request for the model. */
export interface PlayRequest {
  readonly session: PlaySession;
  /** The grant, or the principal that it makes. */
  readonly principal: { readonly organisation: OrganisationId };
  /** The token for the page's scripts; never in an address. */
  readonly token: string;
  /** Play without leaving a trace: no learner state is read or written. The token should not allow it either. */
  readonly preview?: boolean;
}

/** The person as Lumi wants one: an id, and no name or address, because H5P would write them into statements. */
function lumiUser({ person }: AttemptScope): IUser {
  return { id: person, name: '', email: placeholderAddress, type: 'local' };
}

function lumiPlayer(
  { store, libraries, urls, keys, vocabulary }: PlayParts,
  { principal: { organisation } }: PlayRequest,
  content: ContentVersion,
  scope: AttemptScope,
): H5PPlayer {
  const player = new H5PPlayer(
    libraryStorage(libraries),
    contentStorage(store, organisation, content),
    lumiConfiguration(urls.base),
    { hubIsEnabled: false, reportingIsEnabled: false, urlLibraries: `${urls.base}/libraries` } as IIntegration,
    {
      ajaxEndpoint: () => urls.base,
      baseUrl: () => urls.base,
      coreFiles: () => `${urls.base}/core`,
      parameters: () => urls.base,
      play: () => urls.base,
      setFinished: () => '',
      temporaryFiles: () => '',
      downloadPackage: () => '',
      editorLibraryFile: () => '',
      editorLibraryFiles: () => '',
      // We choose the addresses of core's files: Lumi's list names them one by one, npm ships them as one.
      coreFile: () => '',
      contentFilesUrl: () =>
        urls.contentFiles(
          content.id,
          content.version,
          keys.issue({ organisation, contentId: content.id, version: content.version }),
        ),
      contentUserData: () => urls.userData,
      // Replaced once the file's hash is known: Lumi needs addresses at once.
      libraryFile: (library, file) => `${libraryFolder(library)}/${file}`,
      uniqueContentUrl: () => vocabulary.activity(content.id),
    },
    translate,
    { permissionSystem: launchPermissions(scope) },
    userDataStorage(store, organisation, scope),
  );
  return player.setRenderer((model) => model);
}

/** By sub-content id, then by data type. */
type PreloadedStates = NonNullable<NonNullable<IIntegration['contents']>[string]['contentUserData']>;

/** The initial state in H5P's own form; `{}` is what its PHP hosts give if there is none yet. */
function preloaded(states: readonly LearnerState[]): PreloadedStates {
  const bySubContent: Record<string, Record<string, string>> = { 0: { state: '{}' } };
  for (const { dataType, subContentId, data, preload } of states) {
    if (preload) (bySubContent[subContentId] ??= {})[dataType] = data;
  }
  // Core looks states up by sub-content id; an object works for ids that are no numbers, which Lumi's type leaves out.
  return bySubContent as unknown as PreloadedStates;
}

function without<T extends object, K extends keyof T & string>(object: T, ...keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.some((each) => each === key))) as Omit<T, K>;
}

async function coreAddresses({ core, urls }: PlayParts, files: readonly string[]): Promise<readonly string[]> {
  return Promise.all(
    files.map(async (file) => {
      const asset = await core.find(file);
      if (asset === undefined)
        throw new LotseError('internal', 'Something went wrong on our side. It has been logged.', {
          detail: `h5p-standalone has no ${file}`,
        });
      return urls.core(file, asset.hash);
    }),
  );
}

async function libraryAddresses({ libraries, urls }: PlayParts, files: readonly string[]): Promise<readonly string[]> {
  return Promise.all(
    files.map(async (path) => {
      const slash = path.indexOf('/');
      const name = libraryName(path.slice(0, slash));
      const file = path.slice(slash + 1);
      const asset = name === undefined ? undefined : (await libraries.find(name))?.find(file);
      if (name === undefined || asset === undefined)
        throw new LotseError('internal', 'A content type of this installation is broken.', {
          detail: `${path} is missing`,
        });
      return urls.library(name, file, asset.hash);
    }),
  );
}

/**
 * The content of a launch, with everything that it is played with.
 * @throws LotseError as `playModel`
 */
async function playableContent(
  { store, libraries }: Pick<PlayParts, 'store' | 'libraries'>,
  organisation: PlayRequest['principal']['organisation'],
  { id, version }: PlayRequest['session']['content'],
) {
  const content = await store.contents.findVersion(organisation, id, version);
  if (content === undefined)
    throw new LotseError('unknown-content', 'This learning unit does not exist (any more).', {
      detail: `${id}, version ${version}`,
    });
  if ((await libraries.find(content.mainLibrary)) === undefined) {
    throw new LotseError('internal', 'The content type of this learning unit is not installed.', {
      detail: libraryFolder(content.mainLibrary),
    });
  }
  return content;
}

/**
 * Everything a page needs to play the content of a launch, with the learner's state in it.
 * @throws LotseError `unknown-content` if the organisation does not have this version
 * @throws LotseError `internal` if its content type is not installed
 */
export async function playModel(joined: PlayParts, request: PlayRequest): Promise<PlayModel> {
  const parts = { ...joined, libraries: cacheLibraries(joined.libraries) };
  const {
    session,
    principal: { organisation },
  } = request;
  const content = await playableContent(parts, organisation, session.content);
  const scope: AttemptScope = { contentId: content.id, registration: session.registration, person: session.person };
  const { preview = false } = request;
  const states = preview ? [] : await parts.store.states.listStates(organisation, scope);
  const user = lumiUser(scope);
  const rendered = (await lumiPlayer(parts, request, content, scope).render(content.id, user, session.language, {
    contextId: scope.registration,
  })) as unknown as IPlayerModel;

  const key = `cid-${content.id}`;
  // Lists of files matter to core only if it creates a frame of its own.
  const contentIntegration = without(rendered.integration.contents![key]!, 'scripts', 'styles', 'exportUrl');
  const integration = without(rendered.integration, 'core');
  const ofLibraries = (paths: readonly string[]) =>
    libraryAddresses(
      parts,
      paths.filter((path) => path !== ''),
    );
  return {
    title: content.title,
    language: content.language,
    styles: [...(await coreAddresses(parts, coreStyles)), ...(await ofLibraries(rendered.styles))],
    scripts: [
      parts.urls.playerScript,
      ...(await coreAddresses(parts, coreScripts)),
      ...(await ofLibraries(rendered.scripts)),
    ],
    integration: {
      ...integration,
      siteUrl: parts.publicUrl,
      contents: { [key]: { ...contentIntegration, fullScreen: '0', contentUserData: preloaded(states) } },
      lotse: {
        contentId: content.id,
        registration: session.registration,
        language: session.language,
        now: parts.clock.now(),
        preview,
        xapi: { endpoint: parts.urls.xapi, token: request.token },
        states: Object.fromEntries(
          states.map(({ dataType, subContentId, revision, writer }) => [
            `${dataType}/${subContentId}`,
            { revision, ...(writer === undefined ? {} : { writer }) },
          ]),
        ),
      },
    },
    contentHtml: `<div class="h5p-content" data-content-id="${content.id.replace(/[^\w.-]/g, (character) => `&#${character.codePointAt(0)};`)}"></div>`,
  };
}
