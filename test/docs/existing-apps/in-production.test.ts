import assert from 'node:assert/strict'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, it } from 'mocha'
import type { Context } from 'mocha'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { createKeyward } from '../../../src/index.js'
import { connect, databases } from '../../databases.js'
import { describeSection } from '../../support/guide.js'
import type { GuideApp } from '../../support/guide.js'
import { leaveOut } from '../../support/left-out.js'
import { freePort, startScript } from '../../support/process.js'
import type { Served } from '../../support/process.js'
import { visitor } from '../../support/visitor.js'

const packages = ['express', 'pg', 'typeorm', 'typescript']
const person = { username: 'ada', password: 'choose a long one' }
const nginx = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'].find((path) =>
  existsSync(path),
)

const nothing = (): Promise<void> => Promise.resolve()
/** Drops the database of the test that runs. */
let drop = nothing

describeSection('In production', (section, make) => {
  afterEach(async () => {
    await drop()
    drop = nothing
  })

  it('is built and started as the Dockerfile does, in two processes, and ends at a SIGTERM', async function () {
    const DATABASE_URL = await databaseFor(this)
    const hosts = await Promise.all([freePort(), freePort()])
    const [one, two] = await Promise.all(hosts.map((port) => started(make(port, { packages }), DATABASE_URL)))
    assert.ok(one && two)
    await using _ = one
    await using __ = two
    await addUser(DATABASE_URL)
    const [here, there] = [visitor(one.url), visitor(two.url)]
    assert.equal((await there.get('/health')).status, 204)
    assert.equal((await here.post('/auth/session', person)).status, 201)
    const { key = '' } = (await here.post('/auth/api-keys', { name: 'ci' })).body
    assert.deepEqual((await there.get('/hello', { Authorization: `Bearer ${key}` })).body, { hello: 'ada' })
    assert.deepEqual([await one.stop(), await two.stop()], [0, 0])
  })

  it('is told by nginx who the client is, whatever the client says', async function () {
    if (nginx === undefined) return leaveOut(this, 'nginx', 'it is not installed')
    const DATABASE_URL = await databaseFor(this)
    const [port, proxyPort] = [await freePort(), await freePort()]
    const edit = (_: string, text: string): string => text.replaceAll('8080', String(proxyPort))
    const app = make(port, { packages, edit })
    await using _ = await started(app, DATABASE_URL)
    await addUser(DATABASE_URL)
    writeFileSync(join(app.folder, 'whole.conf'), around(app.folder))
    const command = [nginx, '-c', join(app.folder, 'whole.conf')]
    await using proxy = await startScript(command, { port: proxyPort })
    const { get, post } = visitor(proxy.url)
    const claim = { 'X-Forwarded-For': '203.0.113.9', Origin: proxy.url }
    assert.equal((await post('/auth/session', person, claim)).status, 201)
    const { items } = (await get('/auth/sessions')).body as unknown as { items: readonly { ip: string }[] }
    assert.deepEqual(
      items.map(({ ip }) => ip),
      ['127.0.0.1'],
    )
  })

  /** Does what the Dockerfile says, but for installing: the packages are there. */
  async function started(app: GuideApp, DATABASE_URL: string): Promise<Served> {
    const dockerfile = section.files.get('Dockerfile') ?? ''
    for (const [, command = ''] of dockerfile.matchAll(/^RUN (.*)$/gm)) {
      if (!command.startsWith('npm ci')) await app.sh(command)
    }
    const [, command = '[]'] = /^CMD (.*)$/m.exec(dockerfile) ?? []
    const environment = Object.fromEntries(
      [...dockerfile.matchAll(/^ENV (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    )
    const [, file = ''] = JSON.parse(command) as string[]
    return app.start(file, { ...environment, DATABASE_URL })
  }
})

/** The address of an empty database on PostgreSQL, which is dropped after the test. */
async function databaseFor(suite: Context): Promise<string> {
  const postgres = databases.find(({ name }) => name === 'postgres')
  const reason = (await postgres?.available()) ?? null
  if (!postgres || reason !== null) {
    leaveOut(suite, 'postgres', reason ?? '')
    return ''
  }
  const { options, drop: dropIt } = await postgres.create()
  drop = dropIt
  const { username, host, port, database } = options as unknown as Record<string, string | number>
  return `postgres://${String(username)}@${String(host)}:${String(port)}/${String(database)}`
}

/** Somebody to sign in, made by other means than the app's. */
async function addUser(url: string): Promise<void> {
  const dataSource = await connect({ type: 'postgres', url })
  const secrets = ['a secret of this test alone, 32 bytes and more']
  const keyward = createKeyward({
    store: typeormStore(dataSource),
    secrets,
    origins: ['http://localhost:8080'],
  })
  await keyward.users.create(person)
  await keyward.close()
  await dataSource.destroy()
}

/** What stands around the section's file on a machine that runs nginx, for one that is nobody's. */
function around(folder: string): string {
  mkdirSync(join(folder, 'temporary'))
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const paths = kinds.map((kind) => `  ${kind}_temp_path ${join(folder, 'temporary', kind)};`)
  return [
    'daemon off;',
    `pid ${join(folder, 'nginx.pid')};`,
    'error_log stderr;',
    'events {}',
    'http {',
    '  access_log off;',
    ...paths,
    `  include ${join(folder, 'nginx.conf')};`,
    '}',
  ].join('\n')
}
