import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { DataSourceOptions } from 'typeorm'

/** A folder with a keyward.config.mts in it, over a database of the test's. */
export interface ConfiguredFolder {
  readonly folder: string
  remove(): void
}

/** Makes one. `options` = what `createKeyward` is given beside the store, as source; `before` = what the file does first. */
export function configuredFolder(
  database: DataSourceOptions,
  { options, before = '', migrations = '' }: { options: string; before?: string; migrations?: string },
): ConfiguredFolder {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-cli-'))
  const from = (file: string): string => JSON.stringify(resolve(file))
  writeFileSync(
    join(folder, 'keyward.config.mts'),
    `import { DataSource } from ${from('node_modules/typeorm/index.mjs')}
import { createKeyward } from ${from('src/index.ts')}
import { typeormStore } from ${from('adapters/typeorm/index.ts')}
import { withRedis } from ${from('adapters/redis.ts')}
import { Redis } from ${from('node_modules/ioredis/built/index.js')}
import { keywardEntities, keywardMigrations } from ${from('entities/index.ts')}
void withRedis, Redis
${before}
const dataSource = new DataSource({
  ...${JSON.stringify(database)},
  entities: [...keywardEntities().all],
  migrations: [...keywardMigrations(), ${migrations}],
})
const store = typeormStore(dataSource)
export default { dataSource, keyward: createKeyward({ store, ...${options} }) }
`,
  )
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}
