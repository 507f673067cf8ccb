import { setTimeout as sleep } from 'node:timers/promises'
import type { DataSourceOptions } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { createKeyward } from '../../../src/index.js'
import { connect } from '../../databases.js'

/** What a process that tells notices is given: its database, and the secret that they are sealed under. */
export interface Beginning {
  readonly options: DataSourceOptions
  readonly secret: string
}

/** What it says of a notice: that it began to tell it, or that it did. */
export interface Said {
  readonly id: string
  readonly url: string
  readonly told: boolean
}

/** How long telling takes, so that a process can be killed in the midst of it. */
const tellingMs = 10
let passedMs = 0

process.once('message', ({ options, secret }: Beginning) => {
  void connect(options).then((dataSource) => {
    const keyward = createKeyward({
      store: typeormStore(dataSource),
      secrets: [secret],
      origins: ['http://localhost:3000'],
      now: () => Date.now() + passedMs,
      notify: async ({ id, facts }) => {
        const url = 'url' in facts ? facts.url : ''
        process.send?.({ id, url, told: false } satisfies Said)
        await sleep(tellingMs)
        process.send?.({ id, url, told: true } satisfies Said)
      },
    })
    let ready = keyward.ready()
    // Two minutes on, by its clock, at each word: claims of whoever is dead have ended then.
    process.on('message', (word: 'later' | 'end') => {
      if (word === 'later') {
        passedMs += 120_000
        ready = keyward.ready()
        return
      }
      void ready
        .then(() => keyward.close())
        .then(() => dataSource.destroy())
        .then(() => process.disconnect())
    })
  })
})
