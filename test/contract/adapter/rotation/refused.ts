import assert from 'node:assert/strict'
import { it } from 'mocha'
import { refused, refusedFields } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { RotationScene } from './scene.js'

/** Rotations that are refused. */
export function refusedRotationContract(app: () => App, { make, use }: RotationScene): void {
  it('answers 409 to the later of two at once', async () => {
    const client = await app().signedIn()
    const { id } = await make(client)
    const answers = await Promise.all([1, 2, 3].map(() => client.post(`/api-keys/${id}/rotation`, {})))
    const made = answers.filter(({ status }) => status === 201)
    assert.ok(made.length >= 1)
    for (const lost of answers.filter(({ status }) => status !== 201)) refused(lost, 409, 'conflict')
    const uses = await Promise.all(made.map(({ body }) => use(body.key)))
    assert.equal(uses.filter((status) => status === 200).length, 1)
  })

  it('a key cannot be rotated without a recent proof', async () => {
    const { signedIn, clock } = app()
    const client = await signedIn()
    const { id } = await make(client)
    clock.advance({ minutes: 10 })
    refused(await client.post(`/api-keys/${id}/rotation`, {}), 403, 'reauthentication_required')
  })

  it('takes 0 to 604800 whole seconds', async () => {
    const client = await app().signedIn()
    const { id } = await make(client)
    for (const [overlapSeconds, reason] of [
      [-1, 'out_of_range'],
      [604_801, 'out_of_range'],
      [1e300, 'out_of_range'],
      [1.5, 'wrong_type'],
      ['60', 'wrong_type'],
      [null, 'wrong_type'],
    ] as const) {
      const answer = await client.post(`/api-keys/${id}/rotation`, { overlapSeconds })
      refusedFields(answer, { overlapSeconds: reason })
    }
    refusedFields(await client.post(`/api-keys/${id}/rotation`, { name: 'a' }), { name: 'unknown_field' })
  })
}
