import { beforeEach } from 'mocha'
import type { Notice, NoticeKind } from '../../../../src/index.js'
import type { App, AppSetup } from '../../../support/app.js'
import type { Framework } from '../../../support/host.js'
import { appFor } from '../../../support/suite.js'
import { until } from '../../../support/until.js'

/** An app whose users are told of things, and what they were told. */
export interface NoticeScene {
  readonly app: () => App
  /** What a user was told, once everything was told that waited. */
  toldTo(userId: string): Promise<readonly Notice[]>
  kindsTo(userId: string): Promise<readonly NoticeKind[]>
}

export function noticeScene(framework: Framework, setup: AppSetup = {}): NoticeScene {
  const told: Notice[] = []
  const notify = (notice: Notice): void => void told.push(notice)
  const app = appFor(framework, { ...setup, options: { ...setup.options, notify } })
  beforeEach(() => void (told.length = 0))

  const scene: NoticeScene = {
    app,
    async toldTo(userId) {
      await until('everything was told', () => app().store.notices.waiting(), { holds: (left) => left === 0 })
      return told.filter(({ user }) => user.id === userId)
    },
    kindsTo: async (userId) => (await scene.toldTo(userId)).map(({ kind }) => kind),
  }
  return scene
}
