/** Test files that one process runs. */
export interface Shard {
  readonly name: string
  readonly files: readonly string[]
  /** Its tests take the package as it is built, or start processes of what is compiled. */
  readonly needs?: 'build' | 'types'
  /** It measures what the machine has left: nothing may run beside it. */
  readonly alone: boolean
}

/**
 * Which files stand together, by how their paths begin; a file belongs to the first that fits. Shards run beside each other, so what takes
 * longest comes first, and files stay together that change the same things of the machine, such as its accounts.
 */
const beginnings: Readonly<Record<string, readonly string[]>> = {
  'the pages in a browser': ['test/e2e/pages'],
  'the contract on Express': ['test/adapters/express.test.ts'],
  'the contract on Koa': ['test/adapters/koa.test.ts'],
  databases: ['test/adapters/typeorm/', 'test/entities/', 'test/upgrade/'],
  'the types of the package': ['test/package/types'],
  examples: ['test/e2e/examples', 'test/e2e/own-sign-in', 'test/readme'],
  'the package': ['test/package/', 'test/docs/'],
  'other pages in a browser': ['test/e2e/admin-pages', 'test/e2e/security-key'],
  sshd: ['test/adapters/sshd', 'test/e2e/sshd', 'test/e2e/ssh-host', 'test/e2e/agent', 'test/ssh/'],
  outages: ['test/adapters/redis/', 'test/adapters/postgres-notify'],
  'other bindings': ['test/adapters/'],
  'advisories of others': ['test/advisories/'],
  faults: ['test/faults/'],
  load: ['test/e2e/floods/', 'test/e2e/verifications/'],
  'more processes than one': ['test/e2e/'],
  'the rest': ['test/'],
}
const needs: Readonly<Record<string, Shard['needs']>> = {
  'the types of the package': 'build',
  'the package': 'build',
  'the pages in a browser': 'types',
  'other pages in a browser': 'types',
  examples: 'types',
  databases: 'types',
  sshd: 'types',
  outages: 'types',
  faults: 'types',
  load: 'types',
  'more processes than one': 'types',
}
const alone = ['load']

/** Puts each file into one shard. */
export function shardsOf(files: readonly string[]): readonly Shard[] {
  const shards = Object.keys(beginnings).map((name) => ({
    name,
    files: [] as string[],
    needs: needs[name],
    alone: alone.includes(name),
  }))
  for (const file of files) {
    const shard = shards.find(({ name }) => beginnings[name]?.some((beginning) => file.startsWith(beginning)))
    if (!shard) throw new TypeError(`no shard has a place for ${file}`)
    shard.files.push(file)
  }
  return shards.filter(({ files }) => files.length > 0)
}
