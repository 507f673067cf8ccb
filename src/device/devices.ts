import type { Core } from '../core.js'
import type { Throttle } from '../sign-in/throttle.js'
import type { DeviceAnswers } from './answer.js'
import { deviceAnswers } from './answer.js'
import type { DeviceBeginning } from './begin.js'
import { deviceBeginning } from './begin.js'
import type { DeviceCollection } from './collect.js'
import { deviceCollection } from './collect.js'

/**
 * Devices on which nobody types a password, such as a program on a command line (RFC 8628): the device shows a code, somebody who is
 * signed in types it and says yes or no, and the device collects a token of theirs.
 */
export type Devices = DeviceBeginning & DeviceAnswers & DeviceCollection

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'enrolled' | 'policyFor' | 'refusals'>

/** Makes the service. */
export function devices(core: Needs, limits: Throttle): Devices {
  return Object.freeze({
    ...deviceBeginning(core, limits),
    ...deviceAnswers(core, limits),
    ...deviceCollection(core),
  } satisfies Devices)
}
