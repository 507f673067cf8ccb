import type { MigrationInterface } from 'typeorm'

/** Marks every migration of keyward's. The symbol is registered, so that it is the same for an ESM and a CommonJS copy of keyward. */
export const mark = Symbol.for('keyward.migration')

/** Tells whether a migration that a DataSource has made is one of keyward's, or a host's subclass of one. */
export function isOwnMigration(migration: MigrationInterface): boolean {
  return mark in migration
}
