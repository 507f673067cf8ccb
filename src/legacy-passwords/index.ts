export { bcrypt } from './bcrypt.js'
export { djangoPbkdf2, passlibPbkdf2 } from './pbkdf2.js'
export { betterAuthScrypt, nodeScrypt, phcScrypt } from './scrypt.js'

export type { BcryptCompare, BcryptOptions } from './bcrypt.js'
export type { DjangoPbkdf2Options, PasslibPbkdf2Options } from './pbkdf2.js'
export type { NodeScryptOptions, PhcScryptOptions } from './scrypt.js'
export type { PasswordVerifier } from '../plug-in/password-verifier.js'
