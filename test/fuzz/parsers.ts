import type { Parser } from './parser.js'
import { codeParsers } from './parsers/codes.js'
import { credentialParsers } from './parsers/credentials.js'
import { factorParsers } from './parsers/factors.js'
import { importParsers } from './parsers/imports.js'
import { queryParsers } from './parsers/queries.js'
import { requestParsers } from './parsers/requests.js'
import { sshParsers } from './parsers/ssh.js'

/** Every parser of what strangers, users and apps hand over. */
export const parsers: readonly Parser[] = [
  ...credentialParsers,
  ...codeParsers,
  ...requestParsers,
  ...queryParsers,
  ...sshParsers,
  ...factorParsers,
  ...importParsers,
]
