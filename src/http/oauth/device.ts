import { z } from 'zod'
import { actorOf } from '../../client.js'
import { KeywardError } from '../../errors.js'
import { deviceApproval } from '../../input/device.js'
import { begunDevice, deviceRequest, deviceToken } from '../answer/device.js'
import type { Route } from '../route.js'
import { noContent, ok, route } from '../route.js'
import type { Services } from '../services.js'

/** A parameter that is sent without a value counts as one that is not sent (RFC 6749, section 3.1). */
const parameter = z
  .string()
  .max(1024)
  .transform((value) => (value === '' ? undefined : value))
const required = z.string().min(1).max(1024)

const nothing = z.strictObject({})

/** A device that begins; unknown parameters are ignored (RFC 8628, section 3.1). */
const beginning = z.object({ client_id: required, scope: parameter.optional() })

/** A device that asks for its token (RFC 8628, section 3.4). */
const tokenRequest = z.object({
  grant_type: required,
  device_code: required.optional(),
  client_id: required.optional(),
})

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
const path = { code: '/device/code', token: '/device/token' } as const

/** Devices that sign in by a code that somebody types elsewhere (RFC 8628); none where the app names no such client. */
export function deviceRoutes(services: Services): readonly Route[] {
  if (Object.keys(services.options.deviceClients).length === 0) return []
  return [...ofDevices(services), ...ofUsers(services)]
}

/** What devices call. */
function ofDevices({ devices, mounts }: Services): readonly Route[] {
  return [
    route('post', path.code, {
      operation: 'beginDevice',
      summary:
        'Begins the sign-in of a device (RFC 8628): a code for the device, and one for somebody to type.',
      answers: { 200: begunDevice },
      refusals: ['invalid_client', 'invalid_scope', 'too_many_attempts'],
      level: 'anon',
      oauth: true,
      body: beginning,
      handler: async ({ client, body, path: requested }) => {
        const asked = {
          clientId: body.client_id,
          scopes: body.scope?.split(' ').filter((scope) => scope !== ''),
        }
        const { deviceCode, userCode, expiresInSeconds, intervalSeconds } = await devices.begin(client, asked)
        const verificationUri = mounts.urlBeside({ requested, route: path.code }, '/activate')
        return ok({
          device_code: deviceCode.reveal(),
          user_code: userCode,
          verification_uri: verificationUri,
          verification_uri_complete: `${verificationUri}?user_code=${userCode}`,
          expires_in: expiresInSeconds,
          interval: intervalSeconds,
        })
      },
    }),
    route('post', path.token, {
      operation: 'collectDeviceToken',
      summary:
        'Collects the token of a device that somebody has let sign in, once (RFC 8628). The only answer that shows it.',
      answers: { 200: deviceToken },
      refusals: [
        'access_denied',
        'authorization_pending',
        'expired_token',
        'invalid_client',
        'invalid_grant',
        'slow_down',
        'unsupported_grant_type',
      ],
      level: 'anon',
      oauth: true,
      body: tokenRequest,
      handler: async ({ client, body }) => {
        if (body.grant_type !== deviceGrant) throw new KeywardError('unsupported_grant_type')
        const { device_code: deviceCode, client_id: clientId } = body
        if (deviceCode === undefined || clientId === undefined) throw new KeywardError('invalid_request')
        const { info, token } = await devices.collect(client, { deviceCode, clientId })
        const lifeMs = Date.parse(info.expiresAt) - Date.parse(info.createdAt)
        return ok({
          access_token: token.reveal(),
          token_type: 'Bearer',
          expires_in: Math.floor(lifeMs / 1000),
          scope: info.scopes.join(' '),
        })
      },
    }),
  ]
}

/** What users answer them. */
function ofUsers({ devices }: Services): readonly Route[] {
  return [
    route('get', '/device/:userCode', {
      operation: 'getDevice',
      summary: 'Which device shows this code: the program, from where it asks, and for what.',
      answers: { 200: deviceRequest },
      level: 'session',
      handler: async ({ principal: { user }, param }) => ok(await devices.find(user, param('userCode'))),
    }),
    route('post', '/device/:userCode/approval', {
      operation: 'approveDevice',
      summary:
        'Lets a device sign in as the caller: it may collect a token once, with the scopes it asks for or some of them.',
      answers: { 204: null },
      refusals: ['conflict', 'limit_reached'],
      level: 'recent',
      body: deviceApproval,
      handler: async ({ client, principal, body, param }) => {
        const given = { ...body, userCode: param('userCode') }
        await devices.approve(actorOf(client, principal.user), principal, given)
        return noContent
      },
    }),
    route('post', '/device/:userCode/denial', {
      operation: 'denyDevice',
      summary: 'Says no to a device.',
      answers: { 204: null },
      refusals: ['conflict'],
      level: 'session',
      body: nothing,
      handler: async ({ client, principal: { user }, param }) => {
        await devices.deny(actorOf(client, user), user, param('userCode'))
        return noContent
      },
    }),
  ]
}
