import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { keywardEntities } from '../../../entities/index.js'
import { createKeyward, KeywardError } from '../../../src/index.js'
import type { Keyward } from '../../../src/index.js'

/** What a worker works on. */
export interface WorkerTask {
  readonly options: DataSourceOptions
  readonly secret: string
}

/** What it has done, told once that is acknowledged: the type of the event that there must be, and what it is about. */
export interface Done {
  readonly type: string
  readonly id: string
}

const atOnce = 8

/** Does one thing after the other until it is killed, several at once, and tells of each that was acknowledged. */
async function main({ options, secret }: WorkerTask): Promise<never> {
  const dataSource = await new DataSource({ ...options, entities: [...keywardEntities().all] }).initialize()
  const keyward = createKeyward({
    store: typeormStore(dataSource),
    secrets: [secret],
    origins: ['http://localhost:3000'],
  })
  tell({ type: 'ready', id: '' })
  await Promise.all(Array.from({ length: atOnce }, () => workOn(keyward)))
  throw new Error('it works until it is killed')
}

async function workOn(keyward: Keyward): Promise<never> {
  for (;;) await oneOfEach(keyward).catch(passRefusals)
}

/** A database that is busy refuses, and then nothing was acknowledged. */
function passRefusals(error: unknown): void {
  if (!(error instanceof KeywardError)) throw error
}

async function oneOfEach({ users, apiKeys, tokens }: Keyward): Promise<void> {
  const { id } = await users.create({ username: `u-${String(process.pid)}-${String(performance.now())}` })
  tell({ type: 'user.created', id })
  const { apiKey } = await apiKeys.create(id, { name: 'a' })
  tell({ type: 'api_key.created', id: apiKey.id })
  await apiKeys.update(id, apiKey.id, { name: 'b' })
  tell({ type: 'api_key.updated', id: apiKey.id })
  const { info } = await tokens.create(id)
  tell({ type: 'token.created', id: info.id })
  await apiKeys.remove(id, apiKey.id)
  tell({ type: 'api_key.deleted', id: apiKey.id })
  await tokens.remove(id, info.id)
  tell({ type: 'token.deleted', id: info.id })
  await users.disable(id)
  tell({ type: 'user.disabled', id })
}

function tell(done: Done): void {
  process.send?.(done)
}

process.once('message', (task: WorkerTask) => void main(task))
process.once('disconnect', () => process.exit())
