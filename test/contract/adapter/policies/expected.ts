export const platform = '/admin/policies/platform'

export const defaults = {
  apiKeys: { expiryChoice: true, allowedDays: [7, 30, 60, 90, 'none'], defaultDays: 30, maxPerUser: 50 },
  tokens: { lifetimeChoice: true, maxHours: 24, defaultHours: 24 },
  sshKeys: {
    allowedTypes: [
      'ssh-ed25519',
      'ecdsa-sha2-nistp256',
      'ecdsa-sha2-nistp384',
      'ecdsa-sha2-nistp521',
      'ssh-rsa',
      'sk-ssh-ed25519@openssh.com',
      'sk-ecdsa-sha2-nistp256@openssh.com',
    ],
    minRsaBits: 2048,
    maxDays: 'none',
    permit: ['pty'],
  },
  mfa: { enforceMfa: false, enforceSecurityKey: false, graceDays: 0, securityKeyKind: 'any' },
  enforcement: { blockCredentials: false, blockSshKeys: false },
}
