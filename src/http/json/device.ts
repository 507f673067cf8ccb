/** The codes of a device that begins (RFC 8628, section 3.2). */
export interface BegunDeviceJson {
  readonly device_code: string
  readonly user_code: string
  readonly verification_uri: string
  readonly verification_uri_complete: string
  readonly expires_in: number
  readonly interval: number
}

/** The token that a device collects (RFC 6749, section 5.1). */
export interface DeviceTokenJson {
  readonly access_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly scope: string
}
