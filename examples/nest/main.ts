import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { migrate } from 'keyward/typeorm'
import { AppModule } from './app-module.js'
import { dataSource, exceptionFilter, keyward } from './auth.js'

async function main(): Promise<void> {
  await migrate(await dataSource.initialize())
  await keyward.users.create({ username: 'ada', password: 'a password of your choice' })

  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] })
  app.useGlobalFilters(exceptionFilter)
  app.enableShutdownHooks()
  await app.listen(Number(process.env.PORT ?? 3000))
  console.log(`listening on ${await app.getUrl()}`.replace('[::1]', 'localhost'))
}

void main()
