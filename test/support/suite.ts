import { after, before } from 'mocha'
import type { App, AppSetup } from './app.js'
import { startApp } from './app.js'
import type { Framework } from './host.js'
import { assertNoSecret } from './secrets.js'

/** An app for the tests of one `describe`; afterwards nothing it stored or told may show a secret. */
export function appFor(framework: Framework, setup?: AppSetup): () => App {
  let app: App | undefined
  before(async () => {
    app = await startApp(framework, setup)
  })
  after(async () => {
    if (!app) return
    try {
      await assertKeepsSecrets(app)
    } finally {
      await app.close()
    }
  })
  return () => {
    if (!app) throw new TypeError('the app is there once the tests run')
    return app
  }
}

/** Fails when a table, the file or an event shows a secret that was issued. */
export async function assertKeepsSecrets({
  database,
  events,
}: Pick<App, 'database' | 'events'>): Promise<void> {
  for (const [table, rows] of Object.entries(await database.dump())) {
    assertNoSecret(JSON.stringify(rows), `table ${table}`)
  }
  assertNoSecret(database.bytes(), 'the database file')
  assertNoSecret(JSON.stringify(events), 'an event')
}
