import * as typeorm from 'typeorm'
import { JoinColumn, ManyToOne } from 'typeorm'
import type { HostClass } from './options.js'

/** Makes `userId` of an entity refer to its owner's primary key: rows go with the owner. */
export function referTo(
  owner: HostClass,
  { from, name, column }: { readonly from: object; readonly name: string; readonly column: string },
): void {
  const follow = { onDelete: 'CASCADE', onUpdate: 'NO ACTION' } as const
  // TypeORM only compares the class with those it knows.
  const target = (): new () => object => owner as new () => object
  if ('ForeignKey' in typeorm) {
    typeorm.ForeignKey(target, { name, ...follow })(from, 'userId')
    return
  }
  // TypeORM before 0.3.23 knows no foreign key without a relation.
  ManyToOne(target, follow)(from, 'owner')
  JoinColumn({ name: column, foreignKeyConstraintName: name })(from, 'owner')
}
