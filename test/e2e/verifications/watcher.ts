import { setTimeout as sleep } from 'node:timers/promises'
import type { DataSourceOptions } from 'typeorm'
import { createKeyward, KeywardError } from '../../../src/index.js'
import type { Client, Guard } from '../../../src/index.js'
import { connect } from '../../databases.js'
import { storeOver } from './channel.js'
import type { Channel } from './channel.js'
import { plainClient } from '../../support/plain-client.js'

export interface WatcherSetting {
  readonly options: DataSourceOptions
  readonly channel: Channel
  readonly secret: string
}

/** What the watcher is told: a key to use again and again, or to end. */
export type Order = { readonly use: string } | 'end'

/** What it tells: that it is ready, that the key is in use, and when the last request began that the key was good for. */
export type Sighting = 'ready' | 'in use' | { readonly lastAccepted: number }

/** How a key is refused that is no longer good here. */
const refusals: readonly string[] = ['invalid_token', 'address_not_allowed']

process.once('message', (setting: WatcherSetting) => {
  void start(setting)
})

async function start({ options, channel, secret }: WatcherSetting): Promise<void> {
  const dataSource = await connect(options)
  const { store, disconnect } = await storeOver(dataSource, channel)
  const keyward = createKeyward({ store, secrets: [secret], origins: ['http://localhost:3000'] })
  const guard = keyward.adapter.guard()
  process.on('message', (order: Order) => {
    if (order === 'end') void end()
    else void use(guard, order.use)
  })
  tell('ready')

  async function end(): Promise<void> {
    await keyward.close()
    await disconnect()
    await dataSource.destroy()
    process.disconnect()
  }
}

async function use(guard: Guard, text: string): Promise<void> {
  const client = plainClient({ authorization: [`Bearer ${text}`] })
  // Until it is remembered; where nothing is, it has been used all the same.
  for (let i = 0; i < 40 && (await isRead(guard, client)); i++) await sleep(5)
  tell('in use')
  let lastAccepted = Date.now()
  for (;;) {
    const began = Date.now()
    try {
      await guard(client)
      lastAccepted = began
    } catch (error) {
      if (error instanceof KeywardError && refusals.includes(error.code)) break
      if (!(error instanceof KeywardError) || error.status !== 503) throw error
    }
    await sleep(1)
  }
  tell({ lastAccepted })
}

async function isRead(guard: Guard, client: Client): Promise<boolean> {
  const passed = guard(client)
  await passed
  return passed instanceof Promise
}

function tell(sighting: Sighting): void {
  process.send?.(sighting)
}
