import assert from 'node:assert/strict'
import { it } from 'mocha'
import { databases } from '../../databases.js'
import { describeSection } from '../../support/guide.js'
import { leaveOut } from '../../support/left-out.js'

const drivers = ['better-sqlite3', 'mysql2', 'pg']

describeSection('Migrations', (section, make) => {
  const [runs = ''] = section.scripts

  for (const line of ['typeorm', 'typeorm-0.3']) {
    // What the older one would do on the others, test/entities/*.test.ts tell.
    for (const database of line === 'typeorm' ? databases : databases.slice(0, 1)) {
      it(`run by the command of ${line} on ${database.name}, generate nothing, and are taken back`, async function () {
        const reason = await database.available()
        if (reason !== null) return leaveOut(this, database.name, reason)
        const { options, drop } = await database.create()
        try {
          const edit = (_: string, text: string): string => on(text, options)
          const app = make(3000, { packages: [...drivers, { typeorm: line }], edit })
          app.compile()
          await assert.rejects(app.sh('node start.js'), /keyward_\w+ is missing/)
          await app.sh(runs)
          assert.match((await app.sh('node start.js')).stdout, /^ready$/m)
          assert.match((await app.sh(runs)).stdout, /No migrations are pending/)
          const { stdout } = await app.sh(
            'npx typeorm migration:generate -d data-source.js --check migrations/next',
          )
          assert.match(stdout, /No changes in database schema were found/)
          // keyward's, which are the later ones, and then the app's own.
          for (const name of [
            'tellUsers1798000000000',
            'sealAudit1797000000000',
            'addMachines1796000000000',
            'createTables1795000000000',
          ]) {
            const back = await app.sh('npx typeorm migration:revert -d data-source.js')
            assert.ok(back.stdout.includes(`keyward_${name} has been reverted`), back.stdout)
            await assert.rejects(app.sh('node start.js'), /keyward_\w+ is missing/)
          }
          await app.sh('npx typeorm migration:revert -d data-source.js')
          await app.sh(runs)
          assert.match((await app.sh('node start.js')).stdout, /^ready$/m)
        } finally {
          await drop()
        }
      })
    }
  }

  for (const database of databases) {
    it(`run over what \`synchronize\` made, on ${database.name}`, async function () {
      const reason = await database.available()
      if (reason !== null) return leaveOut(this, database.name, reason)
      const { options, drop } = await database.create()
      try {
        const edit = (file: string, text: string): string =>
          file === 'data-source.ts' ? on(text, { ...options, synchronize: true }) : text
        const app = make(3000, { packages: [...drivers, 'typeorm'], edit })
        app.compile()
        assert.match((await app.sh('node start.js')).stdout, /^ready$/m)
        await app.sh('sed -i \'s/"synchronize": true/"synchronize": false/\' data-source.js')
        await app.sh('grep -q \'"synchronize": false\' data-source.js')
        await app.sh(runs)
        assert.match((await app.sh(runs)).stdout, /No migrations are pending/)
        const { stdout } = await app.sh(
          'npx typeorm migration:generate -d data-source.js --check migrations/next',
        )
        assert.match(stdout, /No changes in database schema were found/)
        assert.match((await app.sh('node start.js')).stdout, /^ready$/m)
      } finally {
        await drop()
      }
    })
  }
})

/** The page's DataSource on another database. */
function on(text: string, options: object): string {
  return text.replace(
    /type: 'better-sqlite3',\n.*'app.db',\n.*\n/,
    `...(${JSON.stringify(options)} as const),\n`,
  )
}
