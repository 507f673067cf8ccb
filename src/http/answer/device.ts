import { z } from 'zod'
import type { DeviceRequest } from '../../device/answer.js'
import type { BegunDeviceJson, DeviceTokenJson } from '../json/device.js'
import { id, scopes, time } from './fields.js'

/** The schema of the codes of a device that begins. */
export const begunDevice = z.strictObject({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string(),
  expires_in: z.int(),
  interval: z.int(),
}) satisfies z.ZodType<BegunDeviceJson>

/** The schema of the token that a device collects. */
export const deviceToken = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int(),
  scope: z.string(),
}) satisfies z.ZodType<DeviceTokenJson>

/** The schema of which device shows a code. */
export const deviceRequest = z.strictObject({
  client: z.strictObject({ id, name: z.string() }),
  scopes,
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: time,
  expiresAt: time,
}) satisfies z.ZodType<DeviceRequest>
