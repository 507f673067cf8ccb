import type { AppFile, AppFolder } from './app-folder.js'
import type { CodeStyle } from './code-style.js'
import { styleOf } from './code-style.js'
import type { ConfigPlaces } from './config-files.js'
import { configPlaces } from './config-files.js'
import type { OwnDataSource } from './data-source.js'
import { dataSourcesIn, opensDataSource } from './data-source.js'
import { makesExpress } from './express.js'
import type { Framework } from './framework.js'
import { frameworkOf } from './framework.js'
import { makesKoa } from './koa.js'
import { filesFrom } from './loaded-files.js'
import type { AppManifest } from './manifest.js'
import { manifestIn } from './manifest.js'
import type { ModuleKind } from './module-kind.js'
import { moduleKindOf } from './module-kind.js'
import { makesNest } from './nest.js'
import type { Source } from './source.js'
import { sourceOf } from './source.js'
import type { StartFile } from './start-file.js'
import { startFile } from './start-file.js'

/** What was found in the folder of an app. */
export interface Survey {
  readonly manifest: AppManifest
  readonly framework: Framework
  readonly start: StartFile
  /** The file that makes the app; `null` = there is none that can be read, or more than one. */
  readonly app: Source | null
  readonly kind: ModuleKind
  readonly style: CodeStyle
  readonly places: ConfigPlaces
  /** The app’s own DataSource; `null` = it has none. */
  readonly own: OwnDataSource | null
  /** Why it is not sure which DataSource the app has; `null` = it is. */
  readonly unsure: string | null
  readonly initialises: boolean
  readonly files: readonly AppFile[]
}

const making = { express: makesExpress, koa: makesKoa, nest: makesNest } as const
const configNames = ['ts', 'mts', 'js', 'mjs', 'cjs', 'cts'].map((extension) => `keyward.config.${extension}`)

/** Looks at the folder of an app; a CommandError where there is no app that keyward can be added to. */
export function surveyOf(folder: AppFolder): Survey {
  const manifest = manifestIn(folder)
  const framework = frameworkOf(folder, manifest)
  const start = startFile(folder, manifest) ?? supposed(folder)
  const files = filesFrom(folder, start)
  const apps = files.flatMap(({ path, text }) => sourceOf(path, text) ?? []).filter(making[framework])
  const app = apps.length === 1 ? (apps[0] ?? null) : null
  const kind = moduleKindOf(app ?? start, manifest)
  const [own, another] = dataSourcesIn(folder, files)
  return {
    manifest,
    framework,
    start,
    app,
    kind,
    files,
    style: styleOf((app ?? start).text),
    places: configPlaces(start, kind, manifest),
    own: own ?? null,
    unsure: doubtAbout(files, own, another),
    initialises: !opensDataSource(files),
  }
}

/** The file that says that an app has keyward already; `null` = it has not. */
export function keywardIn(
  folder: AppFolder,
  { files, places }: Pick<Survey, 'files' | 'places'>,
): string | null {
  const config = [...configNames, places.keyward].find((name) => folder.read(name) !== null)
  const user = files.find(({ text }) =>
    /(?:\bfrom\s*|\brequire\s*\(\s*)['"]keyward(?:\/[\w-]+)?['"]/.test(text),
  )
  return config ?? user?.path ?? null
}

/** Stands for the file that starts the app where none is found. */
function supposed(folder: AppFolder): StartFile {
  const isTypeScript = folder.read('tsconfig.json') !== null
  return { path: isTypeScript ? 'app.ts' : 'app.js', text: '', compiled: null, script: null }
}

function doubtAbout(
  files: readonly AppFile[],
  own: OwnDataSource | undefined,
  another: OwnDataSource | undefined,
): string | null {
  if (own && another) return `${own.file.path} and ${another.file.path} make a DataSource each`
  if (own?.exported === null) return `${own.file.path} exports its DataSource in a way that is not clear`
  const other = files.find(({ text }) => /\bTypeOrmModule\.forRoot|\bcreateConnections?\s*\(/.test(text))
  if (!other) return null
  return `${other.path} opens the database itself: keyward needs the DataSource that is used there`
}
