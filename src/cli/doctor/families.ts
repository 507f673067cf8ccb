import type { Opened } from '../config.js'
import type { Family } from './check.js'
import { clockFindings } from './clock.js'
import { databaseFindings } from './database.js'
import { environmentFindings } from './environment.js'
import { sealingFindings } from './keys.js'
import { hostFindings, serviceKeyFindings } from './machines.js'
import { originFindings } from './origins.js'
import { administratorFindings, auditFindings, noticeFindings } from './people.js'
import { sharedFindings } from './redis.js'
import type { Ask } from './request.js'
import { requestFindings } from './request.js'
import { schemaFindings } from './schema.js'
import { keyFindings, secretFindings } from './secrets.js'
import { sqliteFindings } from './sqlite.js'
import { sshdFindings } from './sshd.js'
import { versionFindings } from './versions.js'

/** What can be looked at without the app's configuration. */
export function familiesOfMachine(folder: string): readonly Family[] {
  return [
    { id: 'versions', look: () => Promise.resolve(versionFindings(folder)) },
    { id: 'secrets.file', look: () => Promise.resolve(environmentFindings(folder)) },
    { id: 'sshd', look: () => sshdFindings() },
  ]
}

/** Where the app answers, and how it is asked. */
export interface AskedApp {
  readonly url: string
  readonly ask: Ask
}

/** What is looked at through the app's configuration, in the order in which it is told. */
export function familiesOfApp(
  { dataSource, keyward, calls }: Opened,
  asked: AskedApp | null,
): readonly Family[] {
  const { diagnosis } = keyward
  const { settings } = diagnosis
  const now = Date.now()
  const ofUrl: readonly Family[] = asked
    ? [{ id: 'url', look: () => requestFindings({ ...asked, settings, events: calls.events }) }]
    : []
  return [
    { id: 'origins', look: () => Promise.resolve(originFindings(settings)) },
    { id: 'secrets', look: () => Promise.resolve(secretFindings(settings)) },
    { id: 'database', look: () => databaseFindings(dataSource) },
    { id: 'sqlite', look: () => Promise.resolve(sqliteFindings(dataSource)) },
    { id: 'schema', look: () => schemaFindings(dataSource) },
    { id: 'clock', look: () => clockFindings(diagnosis) },
    { id: 'keys.canary', look: () => sealingFindings(diagnosis) },
    { id: 'keys', look: async () => keyFindings(await calls.secrets.status()) },
    { id: 'redis', look: () => sharedFindings(diagnosis) },
    { id: 'administrators', look: () => administratorFindings(diagnosis) },
    { id: 'notices', look: () => noticeFindings(diagnosis, calls, now) },
    { id: 'hosts', look: () => hostFindings(calls, now) },
    { id: 'service-keys', look: () => serviceKeyFindings(calls, now) },
    { id: 'audit', look: () => auditFindings(diagnosis, calls) },
    ...ofUrl,
  ]
}
