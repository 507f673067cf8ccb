import type { DataSource } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { createKeyward } from '../../../src/index.js'
import type { Keyward } from '../../../src/index.js'
import type { TestDatabase } from '../../databases.js'
import { migrated } from '../../databases.js'
import { newConfiguredSecret, origin } from '../../support/app.js'
import { called } from '../called.js'
import type { Called } from '../called.js'
import { configuredFolder } from '../config-file.js'
import { started } from './command-process.js'

/** How the command is called. */
interface Calling {
  readonly secrets?: readonly string[]
  readonly input?: string | AsyncIterable<string>
  readonly signal?: AbortSignal
}

/** An app whose secret is being changed, and the command in it. */
export interface Rotating {
  readonly dataSource: DataSource
  readonly older: string
  readonly newer: string
  /** Calls the command, by default where the app has both secrets. */
  call(words: readonly string[], how?: Calling): Promise<Called>
  /** Calls it in a process of its own that presses Ctrl-C as the move of this row is prepared. */
  interruptedAt(
    row: number,
    words: readonly string[],
  ): Promise<{ readonly code: number | null; readonly output: string }>
  /** Does something in the app, by default where it has both secrets. */
  use<T>(act: (keyward: Keyward) => Promise<T>, secrets?: readonly string[]): Promise<T>
  close(): Promise<void>
}

/** Makes one, with nothing in it yet. */
export async function rotatingApp(database: TestDatabase): Promise<Rotating> {
  const { dataSource, options, close } = await migrated(database)
  const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]
  const both = [newer, older]
  const optionsOf = (secrets: readonly string[], more = ''): string =>
    `{ secrets: ${JSON.stringify(secrets)}, origins: ['${origin}'], ${more} }`
  return {
    ...{ dataSource, older, newer, close },
    async call(words, { secrets = both, input, signal } = {}) {
      const { folder, remove } = configuredFolder(options, { options: optionsOf(secrets) })
      try {
        return await called(folder, words, input, signal)
      } finally {
        remove()
      }
    },
    async interruptedAt(row, words) {
      const { folder, remove } = configuredFolder(options, {
        before: interrupting(row),
        options: optionsOf(both, 'store: interrupting(store)'),
      })
      try {
        return await started(folder, words).ended
      } finally {
        remove()
      }
    },
    async use(act, secrets = both) {
      const keyward = createKeyward({ store: typeormStore(dataSource), secrets, origins: [origin] })
      try {
        await keyward.ready()
        return await act(keyward)
      } finally {
        await keyward.close()
      }
    },
  }
}

/** A store that interrupts its process, as source of the configuration. */
function interrupting(row: number): string {
  return `let moves = 0
const interrupting = (store) => ({
  ...store,
  keyedRows: {
    ...store.keyedRows,
    move(...move) {
      moves++
      if (moves === ${String(row)}) process.kill(process.pid, 'SIGINT')
      return store.keyedRows.move(...move)
    },
  },
})`
}
