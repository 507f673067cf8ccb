import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { expressFramework } from '../support/express-host.js'
import { appFor } from '../support/suite.js'

describe('keyward.sshGrants', () => {
  const app = appFor(expressFramework)

  it('refuses a line that sshd could not read, as the route does, wherever it is given', async () => {
    const { keyward } = app()
    const { sshGrants } = keyward
    await sshGrants.replace([])
    const { id } = await sshGrants.create({ group: 'web', everyone: true })
    const wrong = { group: 'web', everyone: true, from: ['10.0.0.0/8', 'nowhere'] } as const
    const said = (field: string) => ({ code: 'invalid_input', errors: [malformed(field)] })
    await assert.rejects(sshGrants.replace([wrong]), said('items.0.from.1'))
    await assert.rejects(sshGrants.create(wrong), said('from.1'))
    await assert.rejects(sshGrants.update(id, wrong), said('from.1'))
    for (const more of [{ account: 'Root' }, { group: 'a b' }, { permit: ['root'] }, { everyone: false }]) {
      const given = { group: 'web', everyone: true, ...more } as unknown as Parameters<
        typeof sshGrants.create
      >[0]
      await assert.rejects(sshGrants.create(given), { code: 'invalid_input' })
      await assert.rejects(sshGrants.replace([given]), { code: 'invalid_input' })
    }
    assert.deepEqual(await sshGrants.list(), [{ id, group: 'web', everyone: true, account: null }])
  })

  it('names nobody who is not there', async () => {
    const { sshGrants } = app().keyward
    const nobody = { group: 'web', userId: 'nobody' }
    const unknown = { code: 'invalid_input' }
    await assert.rejects(sshGrants.create(nobody), unknown)
    await assert.rejects(sshGrants.replace([nobody]), unknown)
    await assert.rejects(sshGrants.update('none', { group: 'web', everyone: true }), { code: 'not_found' })
  })

  it('changes and removes one in its place', async () => {
    const { sshGrants } = app().keyward
    await sshGrants.replace(['a', 'b', 'c'].map((group) => ({ group, everyone: true })))
    const [first, second, third] = await sshGrants.list()
    const changed = await sshGrants.update(second?.id ?? '', { group: 'B', organizationId: 'acme' })
    assert.deepEqual(changed, { id: second?.id, group: 'B', organizationId: 'acme', account: null })
    assert.deepEqual(await sshGrants.get(changed.id), changed)
    assert.deepEqual(await sshGrants.list(), [first, changed, third])
    await sshGrants.remove(first?.id ?? '')
    assert.deepEqual(await sshGrants.list(), [changed, third])
  })

  it('loses none of those that are added at once', async () => {
    const { sshGrants } = app().keyward
    await sshGrants.replace([])
    const groups = ['a', 'b', 'c', 'd']
    const made = await Promise.all(groups.map((group) => sshGrants.create({ group, everyone: true })))
    assert.deepEqual(
      made.map(({ group }) => group),
      groups,
    )
    const stored = await sshGrants.list()
    assert.deepEqual(stored.map(({ id }) => id).toSorted(), made.map(({ id }) => id).toSorted())
  })
})

function malformed(field: string): object {
  return { field, code: 'malformed', message: 'is not well-formed' }
}
