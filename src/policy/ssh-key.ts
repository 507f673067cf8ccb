/** The types of SSH key that a policy can allow, as sshd names them. */
export const sshKeyTypes = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
] as const
/** One of those types. */
export type SshKeyType = (typeof sshKeyTypes)[number]

/** What a login by SSH may do beyond running a command; the names are sshd's. */
export const sshPermits = ['pty', 'port-forwarding', 'agent-forwarding', 'x11-forwarding', 'user-rc'] as const
/** One thing that a login may do. */
export type SshPermit = (typeof sshPermits)[number]

/** The smallest and the largest RSA keys that any policy can allow, in bits. */
export const rsaBits = Object.freeze({ min: 2048, max: 8192 })
/** The longest life of an SSH key that a policy can name, in days. */
export const maxSshDays = 3650

/** What a policy says of SSH keys. */
export interface SshKeyPolicy {
  readonly allowedTypes: readonly SshKeyType[]
  /** The smallest RSA key, in bits: 2048 to 8192. */
  readonly minRsaBits: number
  /** The longest life a key may have, in days; `"none"` = it may have no end. */
  readonly maxDays: number | 'none'
  /** What a login may do where the grant does not say. */
  readonly permit: readonly SshPermit[]
}

/** The policy of SSH keys where neither level sets anything: every type, no end, a terminal. */
export const defaultSshKeyPolicy: SshKeyPolicy = Object.freeze({
  allowedTypes: sshKeyTypes,
  minRsaBits: rsaBits.min,
  maxDays: 'none',
  permit: Object.freeze(['pty'] as const),
})
