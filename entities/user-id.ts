import type { ColumnOptions, ValueTransformer } from 'typeorm'

/** The type of the user table's key; `uuid` is the engine's own type, on MySQL say `varchar(36)`. keyward itself sees user ids as strings. */
export type UserIdType = 'int' | 'bigint' | 'uuid' | `varchar(${number})`

/** The type of the ids that keyward makes itself, which are UUIDs. */
export const ownUserId = 'varchar(36)'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const integer = /^(0|-?[1-9]\d{0,18})$/
const limits = { int: 2n ** 31n, bigint: 2n ** 63n }

/** Gives the column options for a user id. An id that cannot be of the type becomes NULL, which no row matches: nobody is found, and it is no error. */
export function userIdColumn(type: UserIdType): Pick<ColumnOptions, 'type' | 'length' | 'transformer'> {
  if (type === 'uuid')
    return { type, transformer: transformer((id) => (uuid.test(id) ? id.toLowerCase() : null)) }
  if (type === 'int' || type === 'bigint')
    return { type, transformer: transformer((id) => toInteger(id, limits[type])) }
  const length = lengthOf(type)
  return { type: 'varchar', length, transformer: transformer((id) => (fits(id, length) ? id : null)) }
}

/** Reads the n of `varchar(n)`; throws when the text is no such type. */
export function lengthOf(type: string): number {
  const length = Number(/^varchar\(([1-9]\d{0,2})\)$/.exec(type)?.[1])
  if (!(length <= 255))
    throw new TypeError(`userId must be int, bigint, uuid or varchar(1 to 255), not ${type}`)
  return length
}

function transformer(to: (id: string) => string | number | null): ValueTransformer {
  return {
    to: (id: unknown) => (typeof id === 'string' ? to(id) : id),
    from: (stored: string | number | bigint | null | undefined) => stored?.toString() ?? stored,
  }
}

function toInteger(id: string, limit: bigint): string | number | null {
  if (!integer.test(id)) return null
  const value = BigInt(id)
  if (value >= limit || value < -limit) return null
  // Drivers read numbers exactly up to 2^53; PostgreSQL and MariaDB take the rest as text.
  return Number.isSafeInteger(Number(value)) ? Number(value) : id
}

function fits(id: string, length: number): boolean {
  // PostgreSQL refuses NUL and lone surrogates.
  return id.length <= length && !/[\0\p{Surrogate}]/u.test(id)
}
