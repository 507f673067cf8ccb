import { execFile, execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { after, before, describe } from 'mocha'
import { Client } from 'pg'
import { leaveOut } from './left-out.js'
import { freePort } from './process.js'
import { until } from './until.js'

const run = promisify(execFile)
const installed = '/usr/lib/postgresql'
const settings = [
  'listen_addresses=127.0.0.1',
  'shared_buffers=16MB',
  'max_connections=50',
  'fsync=on',
  'log_min_messages=panic',
]

/** One server of a cluster of the test's own. */
interface PostgresNode {
  readonly port: number
  /** Asks the server itself, past any proxy. */
  query<Row>(text: string): Promise<readonly Row[]>
  /** As a power cut would: SIGKILL. */
  kill(): Promise<void>
  /** Ends it in order; `start` brings it back. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** A primary and a replica that follows it. */
export interface Cluster {
  readonly primary: PostgresNode
  readonly replica: PostgresNode
  /** Has the primary acknowledge a commit only once the replica has it on disk. */
  synchronise(): Promise<void>
  /** Waits until the replica shows all that the primary has. */
  caughtUp(): Promise<void>
  /** Makes the replica a primary. */
  promote(): Promise<void>
  close(): Promise<void>
}

/** Describes what holds of a primary and its replica; left out, or failing when `KEYWARD_REQUIRE` names postgres, where no server is installed. */
export function describeOnCluster(title: string, suite: (cluster: () => Cluster) => void): void {
  describe(title, function () {
    this.timeout(120_000)
    let cluster: Cluster | undefined
    before(async function () {
      const programs = postgresPrograms()
      if (programs === null) return leaveOut(this, 'postgres', `no programs of a server in ${installed}`)
      cluster = await startCluster(programs)
    })
    suite(() => {
      if (!cluster) throw new TypeError('the cluster is there once the tests run')
      return cluster
    })
    // After what the suite itself has to close.
    after(() => cluster?.close())
  })
}

/** Where a DataSource finds a server. */
export function serverAt(port: number) {
  return { type: 'postgres', host: '127.0.0.1', port, username: 'postgres', database: 'postgres' } as const
}

/** Where the newest installed server's programs are; `null` = there is none. */
function postgresPrograms(): string | null {
  const versions = existsSync(installed) ? readdirSync(installed) : []
  const newest = versions.sort((a, b) => Number(b) - Number(a)).map((name) => join(installed, name, 'bin'))
  return newest.find((folder) => existsSync(join(folder, 'initdb'))) ?? null
}

/** Starts both in folders of their own. */
async function startCluster(programs: string): Promise<Cluster> {
  const owner = serverUser()
  const folder = mkdtempSync(join(tmpdir(), 'keyward-cluster-'))
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid ?? owner.uid)
  const program = (name: string, ...args: readonly string[]): Promise<unknown> =>
    run(join(programs, name), args, { ...owner, cwd: folder })

  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  await program('initdb', '-D', first, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N')
  const primary = await started(first)
  const from = `host=127.0.0.1 port=${String(primary.port)} user=postgres application_name=replica`
  await program('pg_basebackup', '-D', second, '-d', from, '-R', '-X', 'stream', '-c', 'fast', '-N')
  const replica = await started(second)
  await until('replication', async () => (await standbys()).length, { holds: (length) => length === 1 })

  return {
    primary,
    replica,
    async synchronise() {
      await primary.query("ALTER SYSTEM SET synchronous_standby_names = 'replica'")
      await primary.query('SELECT pg_reload_conf()')
      await until('a synchronous standby', async () => (await standbys())[0]?.sync_state, {
        holds: (state) => state === 'sync',
      })
    },
    async caughtUp() {
      const [at] = await primary.query<{ lsn: string }>('SELECT pg_current_wal_flush_lsn() AS lsn')
      const reached = `SELECT pg_last_wal_replay_lsn() >= '${at?.lsn ?? ''}' AS reached`
      await until('all of it', async () => {
        const [row] = await replica.query<{ reached: boolean }>(reached)
        return row?.reached === true
      })
    },
    async promote() {
      await replica.query('SELECT pg_promote()')
    },
    async close() {
      await Promise.all([primary.kill(), replica.kill()])
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
    },
  }

  function standbys(): Promise<readonly { sync_state: string }[]> {
    return primary.query("SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'")
  }

  async function started(data: string): Promise<PostgresNode> {
    const port = await freePort()
    const options = [...settings, `port=${String(port)}`, `unix_socket_directories=${folder}`]
    const node: PostgresNode = {
      port,
      query: (text) => query(port, text),
      async kill() {
        const pid = postmasterOf(data)
        if (pid === null) return
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // It has ended already.
        }
        await until('silence', async () => !(await answers(port)))
      },
      stop: async () => void (await program('pg_ctl', '-D', data, '-w', '-m', 'fast', 'stop')),
      async start() {
        const given = options.map((option) => `-c ${option}`).join(' ')
        // With a log of its own it keeps none of our pipes open.
        await program('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', given, 'start')
      },
    }
    await node.start()
    return node
  }
}

/** PostgreSQL refuses to run as root. */
function serverUser(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

function postmasterOf(data: string): number | null {
  const file = join(data, 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
}

async function query<Row>(port: number, text: string): Promise<readonly Row[]> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query(text)
    // The caller knows what its statement selects.
    return rows as Row[]
  } finally {
    await client.end()
  }
}

function answers(port: number): Promise<boolean> {
  return query(port, 'SELECT 1').then(
    () => true,
    () => false,
  )
}
