import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Settings {
  /** 0 = any free one. */
  readonly port: number
  readonly databaseUrl: string
  readonly secret: string
  /** For every seeded user. */
  readonly password: string
  /** Allowed beside the demo's own. */
  readonly origins: readonly string[]
  /** A file for events, JSON lines. */
  readonly log: string | null
  /** A file for notices, JSON lines. */
  readonly notices: string | null
}

const folder = '.demo'

/** Reads the settings from the environment; what is missing is made once and kept under `.demo/`. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    port: portOf(env.PORT),
    databaseUrl: env.DATABASE_URL || `sqlite:${join(folder, 'demo.db')}`,
    secret: env.KEYWARD_SECRET || kept('secret', 32),
    password: env.DEMO_PASSWORD || kept('password', 15),
    origins: (env.DEMO_ORIGINS ?? '').split(',').filter((origin) => origin !== ''),
    log: env.DEMO_LOG || null,
    notices: env.DEMO_NOTICES || null,
  }
}

function portOf(text: string | undefined): number {
  const port = Number(text || '3000')
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`PORT must be a number from 0 to 65535, not "${text ?? ''}"`)
}

/** The text kept in a file that only we may read; made if missing, the same for processes that start together. */
function kept(name: string, bytes: number): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, name)
  const made = `${file}.${String(process.pid)}`
  try {
    writeFileSync(made, randomBytes(bytes).toString('base64url'), { mode: 0o600, flag: 'wx' })
    linkSync(made, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(made, { force: true })
  }
  return readFileSync(file, 'utf8').trim()
}
