import { origin } from '../../../support/app.js'
import type { Authenticator } from '../../../support/authenticator.js'
import type { TestClient } from '../../../support/client.js'
import { enrolKey } from '../../../support/factors.js'
import type { App } from '../../../support/app.js'

export const path = '/session/passkey'

export type PasskeyScene = ReturnType<typeof passkeyScene>

/** Somebody with a passkey, and its answers. */
export function passkeyScene(app: () => App) {
  async function withPasskey() {
    const owner = await app().signedIn()
    const { device, id } = await enrolKey(owner, { passkey: true, verifiesUser: true, synced: true })
    return { owner, device, id }
  }

  async function answerFor(client: TestClient, device: Authenticator) {
    const options = await client.post(`${path}/options`)
    return device.assert(options.body as object, { origin })
  }

  return { withPasskey, answerFor }
}
