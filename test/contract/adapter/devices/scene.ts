import assert from 'node:assert/strict'
import type { Response } from 'supertest'
import type { App } from '../../../support/app.js'
import type { Extra, TestClient } from '../../../support/client.js'

const form = 'application/x-www-form-urlencoded'
/** The grant type of devices (RFC 8628, section 3.4). */
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/** A device that has begun. */
export interface BegunDevice {
  readonly deviceCode: string
  readonly userCode: string
  readonly clientId: string
}

/** Devices that sign in, and those who answer them. */
export interface DeviceScene {
  /** Begins a device in a new window of time, in which no other has begun. */
  begin(parameters?: Readonly<Record<string, string>>): Promise<BegunDevice>
  /** Asks for the token of a device, as the device does. */
  poll(device: BegunDevice, parameters?: Readonly<Record<string, string>>): Promise<Response>
  approve(who: TestClient, device: BegunDevice, how?: object): Promise<void>
}

/** Makes the scene of an app. */
export function deviceScene(app: () => App): DeviceScene {
  return {
    async begin(parameters = {}) {
      const given = { client_id: 'other-cli', ...parameters }
      const { status, body } = await app().client().post('/device/code', undefined, asForm(given))
      assert.equal(status, 200)
      return { deviceCode: body.device_code, userCode: body.user_code, clientId: given.client_id }
    },
    poll: ({ deviceCode, clientId }, parameters = {}) =>
      app()
        .client()
        .post(
          '/device/token',
          undefined,
          asForm({ grant_type: deviceGrant, device_code: deviceCode, client_id: clientId, ...parameters }),
        ),
    async approve(who, { userCode }, how = {}) {
      assert.equal((await who.post(`/device/${userCode}/approval`, how)).status, 204)
    },
  }
}

/** Parameters as OAuth's clients send them. */
export function asForm(parameters: Readonly<Record<string, string>>): Extra {
  return { raw: new URLSearchParams(parameters).toString(), type: form }
}

/** Fails unless an answer is that error in OAuth's words (RFC 6749, section 5.2). */
export function refusedByOAuth({ status, body }: Response, error: string): void {
  assert.deepEqual(
    [status, body.error, Object.keys(body as object)],
    [400, error, ['error', 'error_description']],
  )
  // The characters that section 5.2 allows in a description.
  assert.match(body.error_description, /^[ !#-[\]-~]+$/)
}
