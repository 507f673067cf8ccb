import type { ResolvedEntityOptions } from '../options.js'

/** Names a migration; two prefixes, or two schemas, in one DataSource are two migrations. TypeORM sorts them by the 13 digits at the end. */
export function migrationName(name: string, { schema, prefix }: ResolvedEntityOptions): string {
  return `${schema ? `${schema}.` : ''}${prefix}${name}`
}
