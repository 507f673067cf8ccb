import type { DeviceApproval, DeviceRequest } from '../../device/answer.js'
import type { BegunDeviceJson, DeviceTokenJson } from '../../http/json/device.js'
import type { RouteCalls } from '../route-calls.js'
import type { CallOptions } from '../send.js'

/** Programs that sign in by a browser (RFC 8628): what they ask, and what a user answers. */
export interface DeviceCalls {
  /** Begins a sign-in; `deviceSignIn` does the whole of it. */
  begin(
    input: { readonly client_id: string; readonly scope?: string },
    options?: CallOptions,
  ): Promise<BegunDeviceJson>
  /** Asks whether somebody has approved. */
  collect(
    input: { readonly grant_type: string; readonly device_code: string; readonly client_id: string },
    options?: CallOptions,
  ): Promise<DeviceTokenJson>
  /** Who asks, from where and for what, by the code that they show. */
  get(userCode: string, options?: CallOptions): Promise<DeviceRequest>
  /** Takes a recent proof. */
  approve(userCode: string, input?: Omit<DeviceApproval, 'userCode'>, options?: CallOptions): Promise<void>
  deny(userCode: string, options?: CallOptions): Promise<void>
}

/** Makes their functions. */
export function deviceCalls(calls: RouteCalls): DeviceCalls {
  return Object.freeze({
    begin: calls.form('post /device/code'),
    collect: calls.form('post /device/token'),
    get: calls.plain('get /device/:userCode'),
    approve: calls.body('post /device/:userCode/approval'),
    deny: calls.plain('post /device/:userCode/denial'),
  } satisfies DeviceCalls)
}
