import assert from 'node:assert/strict'
import type { TestClient } from '../../../support/client.js'
import { enrolApp, passwordStep } from '../../../support/factors.js'
import type { App } from '../../../support/app.js'

export type SecondStepScene = ReturnType<typeof secondStepScene>

/** People who are asked for a second step. */
export function secondStepScene(app: () => App) {
  /** A user with an authenticator app. */
  async function withApp() {
    const owner = await app().signedIn()
    return { owner, user: owner.user, phone: await enrolApp(app(), owner) }
  }

  async function pending(user: { username: string }): Promise<TestClient> {
    const { client, answer } = await passwordStep(app(), user)
    assert.equal(answer.status, 202)
    return client
  }

  return { withApp, pending }
}
