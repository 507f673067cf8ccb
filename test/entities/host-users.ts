import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import type { DataSource } from 'typeorm'
import type { UserRow, UserStore } from '../../src/store/user.js'

/** A host's user entity, decorated by functions as a build without decorators would. */
export class HostUser {
  declare id: number
  declare login: string
}
Entity({ name: 'people' })(HostUser)
PrimaryGeneratedColumn()(HostUser.prototype, 'id')
Column({ type: 'varchar', length: 100 })(HostUser.prototype, 'login')

export class UuidUser {
  declare id: string
}
Entity({ name: 'uuid_people' })(UuidUser)
PrimaryGeneratedColumn('uuid')(UuidUser.prototype, 'id')

export class TextUser {
  declare id: string
}
Entity({ name: 'text_people' })(TextUser)
PrimaryColumn({ type: 'varchar', length: 40 })(TextUser.prototype, 'id')

/** The table of a host's users, made the way a host does it: by TypeORM. */
export async function synchronized(dataSource: DataSource): Promise<DataSource> {
  await dataSource.initialize()
  await dataSource.synchronize()
  return dataSource
}

/** A host's `UserStore` over its own table: the least it must do. */
export function hostUsers(dataSource: DataSource): UserStore {
  const people = dataSource.getRepository(HostUser)
  const rowOf = ({ id, login }: HostUser): UserRow => ({
    ...{
      id: String(id),
      username: login,
      displayName: null,
      organizationId: 'org',
      admin: false,
      disabled: false,
    },
    ...{ passwordHash: null, createdAt: 0 },
  })
  return {
    byId: async (id) => people.findOneBy({ id: Number(id) }).then((found) => found && rowOf(found)),
    byUsername: async (login) => people.findOneBy({ login }).then((found) => found && rowOf(found)),
    list: async () => ({ rows: (await people.find()).map(rowOf), more: false }),
    setPasswordHash: () => Promise.resolve(),
  }
}
