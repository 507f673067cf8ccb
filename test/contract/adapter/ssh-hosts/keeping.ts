import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { invalidToken, refused, refusedFields } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { SshHostScene } from './scene.js'

const unknown = '01890000-0000-7000-8000-000000000000'

/** Changing a host, renewing its credential and removing it. */
export function sshHostKeepingContract(app: () => App, { name, ask }: SshHostScene): void {
  describe('PATCH /admin/hosts/:id', () => {
    it('changes those properties of a host that are given, and no other', async () => {
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
}
