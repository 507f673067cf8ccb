import type { AppFile, AppFolder } from './app-folder.js'
import { firstOf } from './app-folder.js'
import type { FileChange } from './change.js'
import { inserted, linesAt } from './change.js'
import { styleOf } from './code-style.js'
import { importPlace } from './import-place.js'
import { intoList } from './list-entry.js'
import { loading } from './module-kind.js'
import type { ModuleKind } from './module-kind.js'
import type { Range, Source } from './source.js'
import { insideOf, sourceOf } from './source.js'

const usual = ['data-source', 'dataSource', 'datasource', 'database', 'db', 'ormconfig', 'typeorm.config']
const places = ['src/', '', 'src/database/', 'src/db/', 'src/config/', 'database/', 'db/', 'config/']

/** The DataSource that an app has. */
export interface OwnDataSource {
  readonly file: AppFile
  /** What it is exported as; `null` = it is not clear. */
  readonly exported: 'default' | { readonly name: string } | null
}

/** Finds the files that make a DataSource, among those that the app loads and those where one usually is. */
export function dataSourcesIn(folder: AppFolder, files: readonly AppFile[]): readonly OwnDataSource[] {
  const named = places.flatMap((place) =>
    usual.flatMap((name) => firstOf(folder, [`${place}${name}.ts`, `${place}${name}.js`]) ?? []),
  )
  const all = new Map([...files, ...named].map((file) => [file.path, file]))
  return [...all.values()].flatMap((file) => {
    const made =
      /^[ \t]*(?:export\s+)?(?:const|let|var)\s+(\w+)\s*(?::\s*[\w.]+\s*)?=\s*new\s+(?:\w+\.)?DataSource\s*\(/m.exec(
        file.text,
      )
    return made === null ? [] : [{ file, exported: exportOf(file.text, made[1] ?? '') }]
  })
}

/** Whether one of the files opens a DataSource already. */
export function opensDataSource(files: readonly AppFile[]): boolean {
  return files.some(({ text }) => /\.initialize\s*\(\s*\)/.test(text))
}

/** keyward’s tables and migrations in an app’s DataSource; `null` = it is not written so that it is sure where they go. */
export function withKeyward({ path, text }: AppFile, kind: ModuleKind): FileChange | null {
  const source = sourceOf(path, text)
  const object = source && optionsOf(source)
  if (!source || !object) return null
  const style = styleOf(text)
  const entities = intoList(source, { object, key: 'entities', element: '...keywardEntities().all' }, style)
  const migrations = intoList(source, { object, key: 'migrations', element: '...keywardMigrations()' }, style)
  if (entities === null || migrations === null) return null
  const line = entitiesLine(kind)
  return inserted(source, [linesAt(importPlace(source, object.from), [line], style), entities, migrations])
}

/** The same lines for somebody who puts them there themselves. */
export function dataSourceLines(kind: ModuleKind): readonly string[] {
  return [
    entitiesLine(kind),
    '',
    '// in the options of the DataSource, beside your own',
    'entities: [...keywardEntities().all],',
    'migrations: [...keywardMigrations()],',
  ]
}

/** The line that loads keyward’s tables. */
export function entitiesLine(kind: ModuleKind): string {
  const names = ['keywardEntities', 'keywardMigrations'].map((name) => [name, name] as const)
  return loading(names, 'keyward/entities', kind)
}

function exportOf(text: string, name: string): OwnDataSource['exported'] {
  const isNamed = [
    new RegExp(`^\\s*export\\s+(?:const|let|var)\\s+${name}\\b`, 'm'),
    new RegExp(`^\\s*export\\s*\\{[^}]*\\b${name}\\b(?!\\s+as)`, 'm'),
    new RegExp(`^\\s*(?:module\\.)?exports\\.${name}\\s*=\\s*${name}\\b`, 'm'),
    new RegExp(`^\\s*module\\.exports\\s*=\\s*\\{[^}]*\\b${name}\\b(?!\\s*:)`, 'm'),
  ].some((pattern) => pattern.test(text))
  if (isNamed) return { name }
  return new RegExp(`^\\s*(?:export\\s+default|module\\.exports\\s*=)\\s+${name}\\b`, 'm').test(text)
    ? 'default'
    : null
}

/** The object with the options: in the call itself, or in a constant that the call is given. */
function optionsOf(source: Source): Range | null {
  const [, name] = /new\s+(?:\w+\.)?DataSource\s*\(\s*(\w*)/.exec(source.code) ?? []
  if (name === undefined) return null
  const pattern =
    name === ''
      ? /new\s+(?:\w+\.)?DataSource\s*\(\s*\{/
      : new RegExp(`\\b(?:const|let|var)\\s+${name}\\s*(?::[^=\\n]+)?=\\s*\\{`)
  const found = pattern.exec(source.code)
  return found === null ? null : insideOf(source, found.index + found[0].length - 1)
}
