import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataSourceOptions } from 'typeorm'
import type { HostEventFilter } from '../../src/host/events.js'
import type { AuditEvent } from '../../src/index.js'
import { configuration } from '../../src/cli/config.js'
import type { Called } from '../cli/called.js'
import { called } from '../cli/called.js'

/** A shell in the folder of an app, which has a `keyward.config.ts` unless it is said to have none. */
export interface CommandLine {
  readonly folder: string
  /** Types a line after `npx keyward`; `input` is on standard input. */
  type(line: string, input?: string): Promise<Called>
  /** As `type` with `--json`, of a call that is done; answers the document. */
  json(line: string, input?: string): Promise<unknown>
  /** What happened, newest first, as the app's own code reads it. */
  events(filter?: HostEventFilter): Promise<readonly AuditEvent[]>
  write(file: string, text: string): void
  remove(): void
}

/** Opens a shell in a folder of its own, inside the project, so that `keyward` means this package. */
export function commandLine(database: DataSourceOptions | null): CommandLine {
  const folder = mkdtempSync('.demo-command-')
  const files = new Set<string>()
  const write = (file: string, text: string): void => {
    writeFileSync(join(folder, file), text)
  }
  return { folder, type, json, events, write, remove: () => rmSync(folder, { recursive: true }) }

  async function type(line: string, input = ''): Promise<Called> {
    const words = wordsOf(line)
    return database === null
      ? called(folder, words, input)
      : called(folder, [...words, '--config', configOn(database)], input)
  }

  /** Writes the configuration once more: a module is loaded once in a process, and what it made is closed after a call. */
  function configOn(options: DataSourceOptions): string {
    const file = `keyward-${String(files.size)}.config.ts`
    files.add(file)
    write(file, textOf(options))
    return file
  }

  async function events(filter?: HostEventFilter): Promise<readonly AuditEvent[]> {
    if (database === null) return []
    const { open, close } = configuration(folder, { path: configOn(database), reason: null })
    try {
      return (await (await open()).keyward.events.list(filter)).rows
    } finally {
      await close()
    }
  }

  async function json(line: string, input?: string): Promise<unknown> {
    const { code, output, errors } = await type(`${line} --json`, input)
    if (code !== 0) throw new Error(`${line}: ${output}${errors}`)
    return JSON.parse(output)
  }
}

/** The words of a line, as a shell tells them apart; what stands behind `<` or `|` is the shell's alone. */
function wordsOf(line: string): readonly string[] {
  const [command = ''] = line.split(/ [<|>] /)
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

function textOf(database: DataSourceOptions): string {
  return `
import { createKeyward } from 'keyward'
import { keywardEntities, keywardMigrations } from 'keyward/entities'
import { typeormStore } from 'keyward/typeorm'
import { DataSource } from 'typeorm'
const dataSource = new DataSource({
  ...${JSON.stringify(database)},
  entities: [...keywardEntities().all],
  migrations: [...keywardMigrations()],
})
const keyward = createKeyward({
  store: typeormStore(dataSource),
  secrets: ['a secret of the command line, 32 bytes'],
  origins: ['http://localhost:3000'],
  scopes: { 'jobs:read': 'See jobs' },
})
export default { dataSource, keyward }
`
}
