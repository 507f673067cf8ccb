import { newKeys } from '../../../support/ssh-keys.js'

export const day = 24 * 3_600_000

export const aKey = newKeys['ssh-ed25519']
