import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'mocha'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import type { TestClient } from '../support/client.js'
import type { Clock } from '../support/clock.js'
import { fakeClock } from '../support/clock.js'
import { expressFramework } from '../support/express-host.js'
import type { Gate } from '../support/gate.js'
import { gateTo } from '../support/gate.js'
import { koaFramework } from '../support/koa-host.js'
import { leaveOut } from '../support/left-out.js'
import type { SshMachine } from '../support/ssh-machine.js'
import { sshdMissing, sshMachine } from '../support/ssh-machine.js'

const day = 24 * 3_600_000

for (const framework of [expressFramework, koaFramework]) {
  describe(`a login over sshd, ${framework.name}`, function () {
    this.timeout(60_000)
    let app: App
    let gate: Gate
    let machine: SshMachine | undefined
    let clock: Clock

    before(async function () {
      const reason = sshdMissing()
      if (reason !== null) return leaveOut(this, 'sshd', reason)
      // sshd looks at a clock of its own.
      clock = fakeClock(Date.now())
      app = await startApp(framework, { clock })
      gate = await gateTo(app.server)
      machine = sshMachine()
      await app.keyward.sshGrants.replace([{ group: 'default', everyone: true }])
      const { credential } = (await (await app.admin()).post('/admin/hosts', { name: 'this' })).body
      const { code, stderr } = machine.install(gate.url + app.mounting.path, credential)
      assert.equal(code, 0, stderr)
    })
    after(async () => {
      machine?.remove()
      await gate?.close()
      await app?.close()
    })

    it('succeeds with ed25519, ecdsa and rsa keys added over HTTP, and with no other', async () => {
      const { account, client } = await person()
      for (const options of [
        ['-t', 'ed25519'],
        ['-t', 'ecdsa', '-b', '256'],
        ['-t', 'ecdsa', '-b', '384'],
        ['-t', 'ecdsa', '-b', '521'],
        ['-t', 'rsa', '-b', '2048'],
      ]) {
        const key = host().keyPair(...options)
        await isRefused(account, key)
        await add(client, key)
        await isLetIn(account, key)
      }
    })

    it('a login over sshd succeeds as oneself, and as nobody else', async () => {
      const [one, other] = [await person(), await person()]
      await isLetIn(one.account, one.key)
      await isRefused(other.account, one.key)
    })

    it('is refused from the deletion of the key on', async () => {
      const { account, client, key, id } = await person()
      await isLetIn(account, key)
      await client.delete(`/ssh-keys/${id}`)
      await isRefused(account, key)
    })

    it('is refused while the user is disabled', async () => {
      const { account, user, key } = await person()
      const admin = await app.admin()
      await isLetIn(account, key)
      await admin.patch(`/admin/users/${user}`, { disabled: true })
      await isRefused(account, key)
      await admin.patch(`/admin/users/${user}`, { disabled: false })
      await isLetIn(account, key)
      await admin.delete(`/admin/users/${user}`)
      await isRefused(account, key)
    })

    it('is refused while no grant is there, and while the host is disabled', async () => {
      const { account, key } = await person()
      const admin = await app.admin()
      const [{ id }] = (await admin.get('/admin/hosts')).body.items
      await isLetIn(account, key)
      await app.keyward.sshGrants.replace([])
      await isRefused(account, key)
      await app.keyward.sshGrants.replace([{ group: 'default', everyone: true }])
      await isLetIn(account, key)
      await admin.patch(`/admin/hosts/${id}`, { disabled: true })
      await isRefused(account, key)
      await admin.patch(`/admin/hosts/${id}`, { disabled: false })
      await isLetIn(account, key)
    })

    it('succeeds while the service is down, for those whom it has let in', async () => {
      const [known, unknown] = [await person(), await person()]
      await isLetIn(known.account, known.key)
      await whileGateIs('down', async () => {
        await isLetIn(known.account, known.key)
        await isRefused(unknown.account, unknown.key)
      })
      await isLetIn(unknown.account, unknown.key)
    })

    it('is refused once the service has said no, even if it is down afterwards', async () => {
      const { account, key } = await person()
      await isLetIn(account, key)
      await whileGateIs(401, () => isRefused(account, key))
      await whileGateIs('down', () => isRefused(account, key))
      await isLetIn(account, key)
    })

    it('is refused when the end of the key has come', async () => {
      const { account, client } = await person()
      const key = host().keyPair('-t', 'ed25519')
      await add(client, key, 1)
      await isLetIn(account, key)
      clock.advance({ days: 1 })
      await isRefused(account, key)
    })

    it('is refused by sshd itself when the end of the key has come, whatever the service says', async () => {
      const late = fakeClock(Date.now() - 2 * day)
      const behind = await startApp(framework, { clock: late })
      const behindGate = await gateTo(behind.server)
      const other = sshMachine()
      try {
        await behind.keyward.sshGrants.replace([{ group: 'default', everyone: true }])
        const { credential } = (await (await behind.admin()).post('/admin/hosts', { name: 'late' })).body
        other.install(behindGate.url + behind.mounting.path, credential)
        const account = other.account()
        const client = await behind.signedIn(await behind.user({ username: account }))
        const [ending, lasting] = [other.keyPair('-t', 'ed25519'), other.keyPair('-t', 'ed25519')]
        await add(client, ending, 1)
        await add(client, lasting)
        const { stdout } = await other.ask([account])
        assert.equal(stdout.match(/expiry-time="/g)?.length, 1)
        assert.equal((await other.login(account, ending)).code, 255)
        assert.match(other.log(), /Refused by key options/)
        assert.equal((await other.login(account, lasting)).code, 0)
      } finally {
        other.remove()
        await behindGate.close()
        await behind.close()
      }
    })

    function host(): SshMachine {
      assert.ok(machine)
      return machine
    }

    /** A user of the app with an account of the same name here, and a key. */
    async function person() {
      const account = host().account()
      const client = await app.signedIn(await app.user({ username: account }))
      const key = host().keyPair('-t', 'ed25519')
      return { account, user: client.user.id, client, key, id: await add(client, key) }
    }

    async function isLetIn(account: string, key: string): Promise<void> {
      const { code, stderr } = await host().login(account, key)
      assert.equal(code, 0, `${stderr}\n${host().log()}`)
    }

    async function isRefused(account: string, key: string): Promise<void> {
      const { code, stderr } = await host().login(account, key)
      assert.deepEqual([code, /Permission denied/.test(stderr)], [255, true], stderr)
    }

    async function whileGateIs(mode: Gate['mode'], work: () => Promise<void>): Promise<void> {
      gate.mode = mode
      try {
        await work()
      } finally {
        gate.mode = 'open'
        host().forgetOutage()
      }
    }
  })
}

async function add(client: TestClient, key: string, expiresInDays: number | null = null): Promise<string> {
  const publicKey = readFileSync(`${key}.pub`, 'utf8')
  const { status, body } = await client.post('/ssh-keys', { name: key.slice(-40), publicKey, expiresInDays })
  assert.equal(status, 201)
  return body.id
}
