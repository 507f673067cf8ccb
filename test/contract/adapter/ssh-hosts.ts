import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { invalidToken, refused, refusedFields } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

const asking = '/ssh/authorized_keys/nobody'
const unknown = '01890000-0000-7000-8000-000000000000'

export function sshHostsContract(framework: Framework): void {
  const app = appFor(framework)
  const name = () => `host ${Math.random()}`
  const ask = (bearer: string) => app().client().get(asking, { bearer })

  describe('POST /admin/hosts', () => {
    it('answers 201 with the credential, once, and where the host is found', async () => {
      const { admin, clock, mounting } = app()
      const client = await admin()
      const given = { name: ' web 1 ', groups: ['web', 'eu', 'web'], cidrs: ['127.0.0.0/8', '::1'] }
      const made = await client.post('/admin/hosts', given)
      assert.equal(made.status, 201)
      const { credential, ...shown } = made.body
      assert.match(credential, /^kwh_[0-9A-Za-z]{36}$/)
      assert.deepEqual(shown, {
        ...{ id: shown.id, name: 'web 1', groups: ['web', 'eu'], cidrs: given.cidrs, disabled: false },
        ...{ createdAt: new Date(clock.now()).toISOString(), lastSeenAt: null },
      })
      const { location = '' } = made.headers
      assert.equal(location, `${mounting.path}/admin/hosts/${shown.id}`)
      const found = await client.get(location.slice(mounting.path.length))
      assert.deepEqual([found.status, found.body], [200, shown])
      assert.deepEqual((await client.get('/admin/hosts')).body.items[0], shown)
      assert.equal((await ask(credential)).status, 200)
    })

    it('needs a name of its own, and no more', async () => {
      const client = await app().admin()
      const made = await client.post('/admin/hosts', { name: 'Plain' })
      assert.deepEqual([made.body.groups, made.body.cidrs], [[], []])
      refused(await client.post('/admin/hosts', { name: 'plain' }), 409, 'name_taken')
      refusedFields(await client.post('/admin/hosts', {}), { name: 'required' })
    })

    it('refuses groups and ranges that are none', async () => {
      const client = await app().admin()
      for (const cidr of [
        ...['', '10', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/08', '10.0.0.1/8', '10.0.0.0/8/8', '::/129'],
        ...['fe80::1%eth0', '*', 'example.com', '::1/64', '10.0.0.0/-1', '10.0.0.0\n', '"', '2001:db8::1/32'],
      ]) {
        const answer = await client.post('/admin/hosts', { name: name(), cidrs: [cidr] })
        refusedFields(answer, { 'cidrs.0': 'malformed' })
      }
      for (const group of ['', 'a b', 'a\n', '\u200b', 'x'.repeat(65)]) {
        refusedFields(await client.post('/admin/hosts', { name: name(), groups: [group] }), {
          'groups.0': 'malformed',
        })
      }
      for (const field of ['credential', 'digest', 'id', 'disabled']) {
        refusedFields(await client.post('/admin/hosts', { name: name(), [field]: 'x' }), {
          [field]: 'unknown_field',
        })
      }
    })
  })

  describe('PATCH /admin/hosts/:id', () => {
    it('changes what is given', async () => {
      const client = await app().admin()
      const { credential: _, ...made } = (await client.post('/admin/hosts', { name: name() })).body
      const change = { name: name(), groups: ['db'], cidrs: ['10.0.0.0/8'], disabled: true }
      const answer = await client.patch(`/admin/hosts/${made.id}`, change)
      assert.deepEqual([answer.status, answer.body], [200, { ...made, ...change }])
      assert.deepEqual((await client.patch(`/admin/hosts/${made.id}`, {})).body, { ...made, ...change })
      const other = (await client.post('/admin/hosts', { name: name() })).body
      refused(await client.patch(`/admin/hosts/${other.id}`, { name: change.name }), 409, 'name_taken')
      refused(await client.patch(`/admin/hosts/${unknown}`, { disabled: true }), 404, 'not_found')
    })

    it('turns a host away at once, and lets it ask again', async () => {
      const client = await app().admin()
      const { id, credential } = (await client.post('/admin/hosts', { name: name() })).body
      await client.patch(`/admin/hosts/${id}`, { disabled: true })
      refused(await ask(credential), 403, 'host_disabled')
      await client.patch(`/admin/hosts/${id}`, { disabled: false })
      assert.equal((await ask(credential)).status, 200)
    })

    it('says where a host must ask from', async () => {
      const client = await app().admin()
      const { id, credential } = (await client.post('/admin/hosts', { name: name() })).body
      for (const [cidrs, status] of [
        [['10.0.0.0/8'], 403],
        [['::1'], 403],
        [['10.0.0.0/8', '127.0.0.1'], 200],
        [['127.0.0.0/8'], 200],
        [['0.0.0.0/0'], 200],
        [[], 200],
      ] as const) {
        await client.patch(`/admin/hosts/${id}`, { cidrs })
        const answer = await ask(credential)
        assert.equal(answer.status, status, cidrs.join())
        if (status === 403) refused(answer, 403, 'address_not_allowed')
      }
    })
  })

  describe('POST /admin/hosts/:id/rotation', () => {
    it('gives a new credential, and lets the old one live as long as was asked', async () => {
      const { admin, clock, mounting } = app()
      const client = await admin()
      const { credential, ...made } = (await client.post('/admin/hosts', { name: name() })).body
      const answer = await client.post(`/admin/hosts/${made.id}/rotation`, { overlapSeconds: 60 })
      assert.deepEqual(
        [answer.status, answer.headers.location],
        [201, `${mounting.path}/admin/hosts/${made.id}`],
      )
      const { credential: rotated, ...same } = answer.body
      assert.deepEqual(same, made)
      for (const both of [credential, rotated]) assert.equal((await ask(both)).status, 200)
      clock.advance({ seconds: 60 })
      invalidToken(await ask(credential))
      assert.equal((await ask(rotated)).status, 200)
    })

    it('overlaps for a day when nothing is said, and a second one ends the oldest', async () => {
      const { admin, clock } = app()
      const client = await admin()
      const { id, credential } = (await client.post('/admin/hosts', { name: name() })).body
      const second = (await client.post(`/admin/hosts/${id}/rotation`)).body.credential
      clock.advance({ hours: 23, minutes: 59 })
      assert.equal((await ask(credential)).status, 200)
      const third = (await (await admin()).post(`/admin/hosts/${id}/rotation`)).body.credential
      invalidToken(await ask(credential))
      for (const both of [second, third]) assert.equal((await ask(both)).status, 200)
    })

    it('lets one of two at once win', async () => {
      const client = await app().admin()
      const { id } = (await client.post('/admin/hosts', { name: name() })).body
      const rotate = () => client.post(`/admin/hosts/${id}/rotation`)
      const answers = await Promise.all([rotate(), rotate()])
      const statuses = answers.map(({ status }) => status).sort()
      assert.ok(statuses.join() === '201,409' || statuses.join() === '201,201')
      for (const { status, body } of answers) if (status === 409) assert.equal(body.code, 'conflict')
      refusedFields(await client.post(`/admin/hosts/${id}/rotation`, { overlapSeconds: 604_801 }), {
        overlapSeconds: 'out_of_range',
      })
    })
  })

  describe('DELETE /admin/hosts/:id', () => {
    it('ends a host and its credential', async () => {
      const client = await app().admin()
      const { id, credential } = (await client.post('/admin/hosts', { name: name() })).body
      assert.equal((await client.delete(`/admin/hosts/${id}`)).status, 204)
      invalidToken(await ask(credential))
      for (const answer of [
        await client.delete(`/admin/hosts/${id}`),
        await client.get(`/admin/hosts/${id}`),
      ]) {
        refused(answer, 404, 'not_found')
      }
    })
  })

  describe('the credential of a host', () => {
    it('opens nothing else: no route, no guard, nor is it revoked by being shown', async () => {
      const client = await app().admin()
      const { credential: bearer } = (await client.post('/admin/hosts', { name: name() })).body
      for (const path of [
        '/api/hello',
        '/api/optional',
        '/api/vault',
        '/credential',
        '/ssh-keys',
        '/admin/hosts',
      ]) {
        invalidToken(await app().client().get(path, { bearer }))
      }
      assert.equal((await app().client().post('/revoke', { token: bearer })).status, 200)
      assert.equal((await ask(bearer)).status, 200)
    })

    it('is refused when it is not whole', async () => {
      const client = await app().admin()
      const { credential } = (await client.post('/admin/hosts', { name: name() })).body as {
        credential: string
      }
      for (const text of [
        credential.slice(0, -1),
        `${credential}0`,
        credential.replace('kwh_', 'kwk_'),
        'x',
      ]) {
        invalidToken(await ask(text))
      }
    })

    it('leaves a trace: when the host was seen, and what was done to it', async () => {
      const { admin, events, clock } = app()
      const client = await admin()
      const { id, credential } = (await client.post('/admin/hosts', { name: name() })).body
      clock.advance({ minutes: 3 })
      await ask(credential)
      const at = clock.now()
      assert.equal(Date.parse((await client.get(`/admin/hosts/${id}`)).body.lastSeenAt), at)
      await client.patch(`/admin/hosts/${id}`, { disabled: true })
      await ask(credential)
      await client.post(`/admin/hosts/${id}/rotation`)
      await client.delete(`/admin/hosts/${id}`)
      await client.get('/admin/hosts')
      const about = events.filter(({ subject }) => subject?.id === id)
      assert.deepEqual(
        about.map(({ type, reason }) => (reason === null ? type : `${type} ${reason}`)).sort(),
        [
          'credential.refused host_disabled',
          'ssh_host.created',
          'ssh_host.deleted',
          'ssh_host.rotated',
          'ssh_host.updated',
        ],
      )
    })
  })
}
