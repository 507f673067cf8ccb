import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import Database from 'better-sqlite3'
import pg from 'pg'

/** Opens better-auth with its API key plugin at a place, its tables made; nothing is limited and nothing is logged. */
export async function openBetterAuth(place) {
  const auth = betterAuth({
    database: place.type === 'better-sqlite3' ? openFile(place.database) : openPool(place),
    secret: 'a-secret-for-the-bench-of-32-bytes-or-more-Zq81xPw0',
    baseURL: 'http://localhost:3000',
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [apiKey({ rateLimit: { enabled: false } })],
  })
  const { runMigrations } = await getMigrations(auth.options)
  await runMigrations()
  return Object.freeze({
    async verify(key) {
      const { valid, key: found } = await auth.api.verifyApiKey({ body: { key } })
      return valid ? found : null
    },
    async signUp(email, password) {
      await auth.api.signUpEmail({ body: { email, password, name: email } })
    },
    async signIn(email, password) {
      await auth.api.signInEmail({ body: { email, password } })
    },
  })
}

function openFile(path) {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  return database
}

function openPool({ host, port, username, database }) {
  // Nobody closes it: its database is dropped with what is connected to it.
  return new pg.Pool({ host, port, user: username, database }).on('error', () => undefined)
}
