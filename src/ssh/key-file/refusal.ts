import { invalidField } from '../../errors.js'

/** Why a pasted key is refused: the code, and what to do about it. */
const refusals = {
  malformed: [
    'malformed_key',
    'is not a private key that can be read: paste the whole file, from its first line to its last',
  ],
  public: ['public_key_pasted', 'is a public key: paste the private one, from the file without .pub'],
  putty3: [
    'ppk_not_supported',
    'is in PuTTY’s format 3: convert it with `puttygen key.ppk -O private-openssh -o key` and paste that',
  ],
  type: [
    'unsupported_type',
    'is of a kind that is not supported: use Ed25519, ECDSA on a NIST curve or RSA of 2048 to 8192 bits with an exponent from 65537; a key of type sk-… lives on its token',
  ],
  encryption: [
    'unsupported_encryption',
    'is encrypted in a way that is not supported: run `ssh-keygen -p -Z aes256-ctr -f key` or `openssl pkcs8 -topk8 -v2 aes-256-cbc`',
  ],
  rounds: [
    'unsupported_encryption',
    'asks for more rounds with its passphrase than are taken: run `ssh-keygen -p -a 16 -f key` and paste it again',
  ],
} as const

/** Refuses a pasted key: a 422 for the field `privateKey`. */
export function refusePrivateKey(reason: keyof typeof refusals): never {
  const [code, message] = refusals[reason]
  throw invalidField('privateKey', code, message)
}
