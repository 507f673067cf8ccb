import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import type { DataSource, Repository } from 'typeorm'
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
  declare login: string
}
Entity({ name: 'uuid_people' })(UuidUser)
PrimaryGeneratedColumn('uuid')(UuidUser.prototype, 'id')
Column({ type: 'varchar', length: 100 })(UuidUser.prototype, 'login')

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
  return usersIn(dataSource.getRepository(HostUser), (id) => ({ id: Number(id) }))
}

/** The same over a table whose keys are UUIDs. */
export function uuidUsers(dataSource: DataSource): UserStore {
  return usersIn(dataSource.getRepository(UuidUser), (id) => ({ id }))
}

function usersIn<Person extends HostUser | UuidUser>(
  people: Repository<Person>,
  withId: (id: string) => object,
): UserStore {
  const found = async (where: object): Promise<UserRow | null> => {
    const person = await people.findOneBy(where)
    return person && rowOf(person)
  }
  return {
    byId: (id) => found(withId(id)),
    byUsername: (login) => found({ login }),
    list: async () => ({ rows: (await people.find()).map(rowOf), more: false }),
    setPasswordHash: () => Promise.resolve(),
  }
}

function rowOf({ id, login }: HostUser | UuidUser): UserRow {
  return {
    id: String(id),
    username: login,
    displayName: null,
    organizationId: 'org',
    admin: false,
    disabled: false,
    passwordHash: null,
    createdAt: 0,
  }
}
