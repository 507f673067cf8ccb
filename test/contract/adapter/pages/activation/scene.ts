import assert from 'node:assert/strict'
import type { UserRow } from '../../../../../src/index.js'
import type { App } from '../../../../support/app.js'
import type { PageClient } from '../../../../support/page-client.js'
import { pageClient } from '../../../../support/page-client.js'
import { noteSecret } from '../../../../support/secrets.js'

/** A program that waits for somebody to let it in. */
export interface WaitingProgram {
  /** Such as `BCDF-GHJK`. */
  readonly userCode: string
  /** The address of the page with its code carried over. */
  readonly url: string
  /** What it is told when it asks: an error of OAuth's, or its token. */
  poll(): Promise<{ readonly error?: string; readonly access_token?: string; readonly scope?: string }>
}

const programHeaders = { 'User-Agent': 'acme-cli/1.0 (linux)' }
/** What people who are not signed in are led to from the page of a code. */
export const signInFor = (url: string): string =>
  `/auth/sign-in?${new URLSearchParams({ to: url }).toString()}`

export type ActivationScene = ReturnType<typeof activationScene>

/** Somebody in front of the page, with a program that waits for them. */
export function activationScene(app: () => App) {
  const signedIn = async (user?: UserRow): Promise<PageClient> =>
    pageClient(app(), await app().signedIn(user))

  async function program(clientId = 'acme-cli', scope?: string): Promise<WaitingProgram> {
    const client = app().client()
    const begun = await client.post(
      '/device/code',
      { client_id: clientId, scope },
      { headers: programHeaders },
    )
    assert.equal(begun.status, 200, begun.text)
    const { device_code: deviceCode, user_code: userCode, interval } = begun.body
    noteSecret(deviceCode)
    return {
      userCode,
      url: `/auth/activate?user_code=${String(userCode)}`,
      async poll() {
        app().clock.advance({ seconds: interval + 1 })
        const { body } = await client.post('/device/token', {
          grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
          device_code: deviceCode,
          client_id: clientId,
        })
        if (body.access_token !== undefined) noteSecret(body.access_token)
        return body
      },
    }
  }

  return { signedIn, program }
}
