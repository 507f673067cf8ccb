import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { ErrorCode } from '../../../../src/errors.js'
import { errorCodes, KeywardError } from '../../../../src/errors.js'
import type { App } from '../../../support/app.js'
import { credentialCodes } from './credential-codes.js'
import type { Provoke } from './provoked.js'
import { sessionCodes } from './session-codes.js'

/** The codes with these statuses that deny nobody anything, or are provoked elsewhere, and why. */
const others: Partial<Record<ErrorCode, string>> = {
  unauthenticated: 'nobody said who they are',
  second_factor_required: 'a sign-in goes on, which records what fails in it',
  invalid_signature: 'the route is only there with an option: see secret-scanning.ts',
  authorization_pending: 'a device waits',
  slow_down: 'a device waits',
  malformed_json: 'what was sent cannot be read',
  invalid_request: 'what was sent cannot be read',
  invalid_scope: 'a device asks for what there is not',
  unsupported_grant_type: 'a device asks for what there is not',
  conflict: 'it was changed meanwhile',
  name_taken: 'a name is taken',
  username_taken: 'a name is taken',
  no_factor: 'there is nothing to ask for',
  security_keys_unavailable: 'there is nothing to ask for',
}
const provoked: Partial<Record<ErrorCode, Provoke>> = { ...credentialCodes, ...sessionCodes }

/** Every refusal that denies somebody something leaves an event which says what, to whom and from where. */
export function everyCodeContract(app: () => App): void {
  describe('every code', () => {
    it('is provoked here, or denies nobody anything', () => {
      const denying = errorCodes.filter((code) =>
        [400, 401, 403, 409, 410, 429].includes(new KeywardError(code).status),
      )
      assert.deepEqual(denying.toSorted(), Object.keys({ ...provoked, ...others }).toSorted())
    })

    Object.entries(provoked).forEach(([code, provoke], i) => {
      it(`has ${code}, whose, and from where`, async () => {
        const ip = `198.18.${String(i)}.1`
        const {
          answer,
          user,
          type = 'request.refused',
          reason = code,
        } = await provoke(app(), {
          headers: { 'X-Forwarded-For': ip },
        })
        const { status, body } = answer
        assert.deepEqual(
          [status, body.code ?? body.error],
          [new KeywardError(code as ErrorCode).status, code],
        )
        // A list shows what waits to be written.
        const { rows } = await app().keyward.events.list({ ip, outcome: 'refused' }, { limit: 100 })
        const said = rows.map((event) => [event.type, event.reason, event.userId, event.ip])
        assert.deepEqual(
          said.find(([, why]) => why === reason),
          [type, reason, user, ip],
          JSON.stringify(said),
        )
      })
    })
  })
}
