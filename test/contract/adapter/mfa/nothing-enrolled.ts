export const off = {
  enabled: false,
  totp: null,
  securityKeys: [],
  recoveryCodes: { remaining: 0 },
  policy: { enforced: 'off', satisfied: true, deadline: null },
}
