import assert from 'node:assert/strict'
import type { TracingChannelSubscribers } from 'node:diagnostics_channel'
import { tracingChannel } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import Router from '@koa/router'
import express from 'express'
import Koa from 'koa'
import { describe, it } from 'mocha'
import supertest from 'supertest'
import { forExpress } from '../../adapters/express.js'
import { forKoa } from '../../adapters/koa.js'
import { channels } from '../../src/index.js'
import { propertiesOf } from '../reference/declarations.js'
import { codeBlocks } from '../support/code-blocks.js'
import { readExposition } from '../support/exposition.js'
import { expressFramework } from '../support/express-host.js'
import { scopes } from '../support/host.js'
import { appFor } from '../support/suite.js'

describe('docs/observability.md', () => {
  const page = readFileSync('docs/observability.md', 'utf8')
  const blocks = codeBlocks(page).map(({ text }) => text)
  const app = appFor(expressFramework, {
    options: { scopes: { ...scopes, 'metrics:read': 'read metrics' } },
  })

  /** Runs a block where the names that it uses are there. */
  function follow(
    start: string,
    names: Readonly<Record<string, unknown>>,
    adapted = (block: string) => block,
  ): void {
    const block = blocks.find((text) => text.startsWith(start))
    assert.ok(block, `no block begins with ${start}`)
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    new Function(...Object.keys(names), adapted(block))(...Object.values(names))
  }

  async function scrapes(server: Parameters<typeof supertest>[0]): Promise<void> {
    const { keyward } = app()
    const { id } = await keyward.serviceAccounts.create({
      name: `prometheus-${String(Math.random()).slice(2)}`,
    })
    const { key } = await keyward.serviceAccounts.keys.create(id, {
      name: 'scrape',
      scopes: ['metrics:read'],
    })
    const read = await supertest(server).get('/metrics').set('Authorization', `Bearer ${key.reveal()}`)
    assert.equal(read.status, 200)
    assert.equal(read.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8')
    assert.ok(readExposition(read.text).size > 10)
    const nobody = await supertest(server).get('/metrics')
    assert.equal(nobody.status, 401)
    const user = await app().user()
    const other = (await keyward.apiKeys.create(user.id, { name: 'ci', scopes: ['reports:read'] })).key
    const refused = await supertest(server).get('/metrics').set('Authorization', `Bearer ${other.reveal()}`)
    assert.equal(refused.status, 403)
  }

  it('has metrics scraped from an app on Express', async () => {
    const { keyward } = app()
    const { guard, errorHandler } = forExpress(keyward)
    const host = express()
    follow('// on Express', { app: host, guard, keyward })
    host.use(errorHandler())
    await scrapes(host)
  })

  it('has metrics scraped from an app on Koa', async () => {
    const { keyward } = app()
    const { guard, errorHandler } = forKoa(keyward)
    const router = new Router()
    follow('// on Koa', { router, guard, keyward })
    const host = new Koa().use(errorHandler()).use(router.routes())
    await scrapes(host.callback())
  })

  it('tells of slow reads by a channel that is found by name', async () => {
    const ends: (() => void)[] = []
    const told: string[] = []
    const names = {
      // The same channel, of whose subscribers none is left behind for the tests that follow.
      tracingChannel: (name: string) => ({
        subscribe(subscribers: TracingChannelSubscribers<object>) {
          tracingChannel(name).subscribe(subscribers)
          ends.push(() => void tracingChannel(name).unsubscribe(subscribers))
        },
      }),
      console: { warn: (line: string) => void told.push(line) },
    }
    follow('// slow-reads.js', names, (block) =>
      block.replace(/^import .*$/m, '').replace('took > 100', 'took >= 0'),
    )
    await app().keyward.users.byUsername('nobody')
    for (const end of ends) end()
    assert.match(told.join('\n'), /^users\.byUsername took \d+ ms$/m)
  })

  it('names every channel, every message and every field', () => {
    const names = Object.values(channels).map(({ start }) =>
      String(start.name).split(':').slice(1, -1).join(':'),
    )
    const messages = ['VerifyMessage', 'SignInMessage', 'StoreMessage', 'RequestMessage', 'TraceMessage']
    const fields = messages.flatMap((name) => propertiesOf('src/observation/message.ts', name))
    assert.ok(fields.length > 10)
    const said = [...names, ...messages.slice(0, -1), ...fields.map(({ name }) => name)]
    assert.deepEqual(
      said.filter((name) => !page.includes(`\`${name}\``)),
      [],
    )
  })
})
