import assert from 'node:assert/strict'
import type { Response } from 'supertest'

/** Asserts a refusal: its status and its code. */
export function refused(response: Response, status: number, code: string): void {
  assert.deepEqual({ status: response.status, code: response.body?.code }, { status, code })
}

/** Asserts a 422 with exactly these fields and reasons. */
export function refusedFields(response: Response, fields: Readonly<Record<string, string>>): void {
  refused(response, 422, 'invalid_input')
  const errors = response.body.errors as { field: string; code: string; message: string }[]
  assert.deepEqual(Object.fromEntries(errors.map(({ field, code }) => [field, code])), fields)
  for (const { message } of errors) assert.equal(typeof message, 'string')
}

/** Asserts a 401 whose challenge names no error: no credential was sent, or none that counts. */
export function unauthenticated(response: Response): void {
  refused(response, 401, 'unauthenticated')
  assert.equal(response.headers['www-authenticate'], 'Bearer realm="keyward"')
}

/** Asserts the one answer to every credential that is not valid. */
export function invalidToken(response: Response): void {
  refused(response, 401, 'invalid_token')
  assert.equal(response.headers['www-authenticate'], 'Bearer realm="keyward", error="invalid_token"')
}

/** An error's body without what differs each time. */
export function withoutRequestId(response: Response): object {
  const { requestId, ...rest } = response.body as { requestId: string }
  assert.equal(typeof requestId, 'string')
  return rest
}
