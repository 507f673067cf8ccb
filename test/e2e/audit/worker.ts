import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { keywardEntities } from '../../../entities/index.js'
import { createKeyward, KeywardError } from '../../../src/index.js'
import type { EventType, Keyward } from '../../../src/index.js'
import { plainClient } from '../../support/plain-client.js'
import { newKeys } from '../../support/ssh-keys.js'

/** What a worker works on. */
export interface WorkerTask {
  readonly options: DataSourceOptions
  readonly secret: string
}

/** What it has done, told once that is acknowledged: the type of the event that there must be, and what it is about. */
export interface Done {
  readonly type: EventType
  readonly id: string
}

/** What it tells: that it begins, or what it has done. */
export type Told = Done | 'ready'

const atOnce = 8
/** So often that a kill strikes seals as well, and that two processes want the same number. */
const sealEveryMs = 50

/** Does one thing after the other until it is killed, several at once, and tells of each that was acknowledged. */
async function main({ options, secret }: WorkerTask): Promise<never> {
  const dataSource = await new DataSource({ ...options, entities: [...keywardEntities().all] }).initialize()
  const keyward = createKeyward({
    store: typeormStore(dataSource),
    secrets: [secret],
    origins: ['http://localhost:3000'],
  })
  tell('ready')
  const working = Array.from({ length: atOnce }, () => again(() => oneOfEach(keyward)))
  const sealing = again(async () => {
    await keyward.audit.seal()
    await sleep(sealEveryMs)
  })
  await Promise.all([...working, sealing])
  throw new Error('it works until it is killed')
}

async function again(work: () => Promise<void>): Promise<never> {
  for (;;) await work().catch(passRefusals)
}

/** A database that is busy refuses, and then nothing was acknowledged. */
function passRefusals(error: unknown): void {
  if (!(error instanceof KeywardError)) throw error
}

async function oneOfEach(keyward: Keyward): Promise<void> {
  const { users } = keyward
  const { id } = await users.create({ username: `u-${randomUUID()}` })
  tell({ type: 'user.created', id })
  await secretsOf(keyward, id)
  await sshOf(keyward, id)
  await users.disable(id)
  tell({ type: 'user.disabled', id })
  // Half of the users stay, so that there is something to look for in their tables.
  if (Math.random() < 0.5) return
  await users.remove(id)
  tell({ type: 'user.deleted', id })
}

async function secretsOf({ adapter, apiKeys, sessions, tokens }: Keyward, userId: string): Promise<void> {
  const { apiKey } = await apiKeys.create(userId, { name: 'a' })
  tell({ type: 'api_key.created', id: apiKey.id })
  await apiKeys.update(userId, apiKey.id, { name: 'b' })
  tell({ type: 'api_key.updated', id: apiKey.id })
  const { info } = await tokens.create(userId)
  tell({ type: 'token.created', id: info.id })
  await adapter.signInUser(plainClient(), userId, { amr: ['pwd'] })
  const [session] = (await sessions.list(userId)).rows
  if (session) tell({ type: 'session.created', id: session.id })
  await apiKeys.remove(userId, apiKey.id)
  tell({ type: 'api_key.deleted', id: apiKey.id })
  await tokens.remove(userId, info.id)
  tell({ type: 'token.deleted', id: info.id })
}

async function sshOf({ sshHosts, sshKeys }: Keyward, userId: string): Promise<void> {
  const key = await sshKeys.create(userId, { name: 'a', publicKey: newKeys['ssh-ed25519']() })
  tell({ type: 'ssh_key.created', id: key.id })
  const { host } = await sshHosts.create({ name: `h-${randomUUID()}` })
  tell({ type: 'ssh_host.created', id: host.id })
  await sshHosts.rotate(host.id)
  tell({ type: 'ssh_host.rotated', id: host.id })
  await sshKeys.remove(userId, key.id)
  tell({ type: 'ssh_key.deleted', id: key.id })
  await sshHosts.remove(host.id)
  tell({ type: 'ssh_host.deleted', id: host.id })
}

function tell(told: Told): void {
  process.send?.(told)
}

process.once('message', (task: WorkerTask) => void main(task))
process.once('disconnect', () => process.exit())
