import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import helmetDefaults from 'helmet'
import { after, before } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { createKeyward } from '../../src/index.js'
import type { AuditEvent, Keyward, KeywardOptions, Pages, Store } from '../../src/index.js'
import { newConfiguredSecret } from './app.js'
import type { Clock } from './clock.js'
import { fakeClock } from './clock.js'
import type { Database } from './database.js'
import { sqliteDatabase } from './database.js'
import type { Framework } from './host.js'
import { deviceClients, scopes } from './host.js'
import { freePort } from './process.js'
import { assertKeepsSecrets } from './suite.js'

/** A host that a browser reaches at the origin that it is configured for. */
export interface Site {
  readonly origin: string
  readonly keyward: Keyward
  readonly store: Store
  readonly clock: Clock
  readonly database: Database
  /** All that listeners were told. */
  readonly events: readonly AuditEvent[]
  close(): Promise<void>
}

export interface SiteSetup {
  readonly options?: Partial<KeywardOptions>
  /** A folder whose files the host serves beside keyward, `index.html` at `/`. */
  readonly folder?: string
  readonly pages?: Pages
  /** helmet stands in front, as it is. */
  readonly helmet?: boolean
}

const contentTypes: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' }
/** What the files must work under. */
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'"

/** A site for the tests of one `describe`; afterwards nothing it stored or told may show a secret. */
export function siteFor(framework: Framework, setup: SiteSetup = {}): () => Site {
  let site: Site | undefined
  before(async () => {
    site = await startSite(framework, setup)
  })
  after(async () => {
    if (!site) return
    try {
      await assertKeepsSecrets(site)
    } finally {
      await site.close()
    }
  })
  return () => {
    if (!site) throw new TypeError('the site is there once the tests run')
    return site
  }
}

async function startSite(framework: Framework, setup: SiteSetup): Promise<Site> {
  const { options, folder, pages, helmet = false } = setup
  const port = await freePort()
  // Not 127.0.0.1: an address is no domain that a security key could be bound to.
  const origin = `http://localhost:${String(port)}`
  const database = await sqliteDatabase()
  const clock = fakeClock()
  const store = typeormStore(database.dataSource)
  const secrets = [newConfiguredSecret()]
  const keyward = createKeyward({
    store,
    secrets,
    origins: [origin],
    scopes,
    deviceClients,
    now: clock.now,
    ...options,
  })
  const events: AuditEvent[] = []
  keyward.events.on('*', (event) => events.push(event))
  const [mounting] = framework.mountings
  if (!mounting) throw new TypeError('a framework needs a mounting')
  const bare = framework.host({ keyward, mounting, errors: 'problem', proxy: false, pages })
  const host = helmet ? behindHelmet(bare) : bare
  const server = createServer(folder === undefined ? host : serving(folder, host))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    ...{ origin, keyward, store, clock, database, events },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await keyward.close()
      await database.close()
    },
  }
}

function behindHelmet(host: RequestListener): RequestListener {
  const secure = helmetDefaults()
  return (req, res) => {
    secure(req, res, () => {
      host(req, res)
    })
  }
}

/** The files of a folder in front of a host. */
function serving(folder: string, host: RequestListener): RequestListener {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return (req, res) => {
    const name = req.url === '/' ? 'index.html' : (req.url ?? '').slice(1)
    if (!names.includes(name)) {
      host(req, res)
      return
    }
    res.setHeader('Content-Security-Policy', contentSecurityPolicy)
    res.setHeader('Content-Type', contentTypes[extname(name)] ?? 'application/octet-stream')
    res.end(readFileSync(join(folder, name)))
  }
}
