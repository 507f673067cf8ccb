import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { newId } from '../../src/crypto/id.js'
import type { Secret } from '../../src/crypto/secret.js'
import { insertMany } from './bulk.js'
import { keysPerUser } from './data.js'
import { connect } from './database.js'
import type { Place } from './database.js'

/** better-auth, as much of it as is measured. */
export interface BetterAuth {
  /** The key's row; `null` = not valid. */
  verify(key: string): Promise<object | null>
  signUp(email: string, password: string): Promise<void>
  signIn(email: string, password: string): Promise<void>
}

/** From the root of the project, where npm runs its scripts; it is not compiled. */
const folder = join('test', 'bench', 'peers')

/** Installs what is compared with, where it is not there yet. */
export function installPeers(): void {
  if (existsSync(join(folder, 'node_modules', 'better-auth'))) return
  console.log(`installing what keyward is compared with, in ${folder} …`)
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--omit=peer'], { cwd: folder, stdio: 'inherit' })
}

/** `better-auth 1.7.5`. */
export function betterAuthName(): string {
  const manifest = readFileSync(join(folder, 'node_modules', 'better-auth', 'package.json'), 'utf8')
  return `better-auth ${(JSON.parse(manifest) as { version: string }).version}`
}

/** better-auth, its tables made at a place. */
export async function openBetterAuth(place: Place): Promise<BetterAuth> {
  const file = pathToFileURL(join(folder, 'better-auth.mjs')).href
  const module = (await import(file)) as { openBetterAuth(place: Place): Promise<BetterAuth> }
  return module.openBetterAuth(place)
}

/** Stores keys in its tables, 50 to a user. */
export async function fillBetterAuth(place: Place, keys: readonly Secret[]): Promise<void> {
  const { signUp } = await openBetterAuth(place)
  await signUp('ada@example.com', 'a password for the bench')
  const dataSource = await connect(place)
  const at = new Date()
  const now = place.type === 'postgres' ? at : at.toISOString()
  const yes = place.type === 'postgres' ? true : 1
  const no = place.type === 'postgres' ? false : 0
  const users = Array.from({ length: Math.ceil(keys.length / keysPerUser) }, () => newId(Date.now()))
  await insertMany(dataSource, {
    table: 'user',
    columns: ['id', 'name', 'email', 'emailVerified', 'createdAt', 'updatedAt'],
    values: users.map((id) => [id, id, `${id}@example.com`, yes, now, now]),
  })
  await insertMany(dataSource, {
    table: 'apikey',
    columns: [
      ...['id', 'configId', 'name', 'start', 'referenceId', 'key', 'enabled'],
      ...['rateLimitEnabled', 'rateLimitTimeWindow', 'rateLimitMax', 'requestCount'],
      ...['createdAt', 'updatedAt', 'metadata'],
    ],
    values: keys.map((key, n) => {
      const text = key.reveal()
      // The plugin's own way to keep a key.
      const digest = createHash('sha256').update(text).digest('base64url')
      const userId = users[Math.floor(n / keysPerUser)]
      return [
        ...[newId(Date.now()), 'default', `key ${String(n)}`, text.slice(0, 6), userId, digest, yes],
        ...[no, 86_400_000, 10, 0],
        ...[now, now, 'null'],
      ]
    }),
  })
  await dataSource.destroy()
}
