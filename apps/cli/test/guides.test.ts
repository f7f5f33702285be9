import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../src/program.ts'

const root = join(import.meta.dirname, '../../..')
const guides = readdirSync(join(root, 'docs/guides')).map((name) => `docs/guides/${name}`)
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Lines of a document that call the command line, as the shell would give them. */
function commandsIn(path: string): readonly (readonly string[])[] {
  return [...read(path).matchAll(/^npx evenkeel (.+)$/gm)].map(([, line = '']) =>
    line.replace(/ > \S+$/, '').split(' '),
  )
}

/** Lets the parser take a command without running it; rejects what the parser would refuse. */
async function parse(argv: readonly string[]): Promise<boolean> {
  let ran = false
  const silent = { stdout: () => undefined, stderr: () => undefined }
  const program = createProgram(silent, async () => {
    ran = true
  })
  await program.parseAsync([...argv], { from: 'user' })
  return ran
}

describe('the guides', () => {
  it('are there, and contain commands', () => {
    expect(guides).toContain('docs/guides/claim-over-http.md')
    expect(guides.flatMap(commandsIn).length).toBeGreaterThan(10)
  })

  it.each(guides)(
    '%s opens with the promise that it keeps and ends with how to check it',
    (path) => {
      const text = read(path)
      expect(text).toMatch(/^# .+\n\n\*\*The promise\.\*\* /)
      const check = text.slice(text.lastIndexOf('\n## '))
      expect(check).toMatch(/^\n## Check it\n/)
      const paths = [...check.matchAll(/npx vitest run ([\w/ -]+)/g)].flatMap(([, each = '']) =>
        each.trim().split(' '),
      )
      expect(paths.length).toBeGreaterThan(0)
      expect(paths.filter((each) => !existsSync(join(root, each)))).toEqual([])
    },
  )

  it.each([...guides, 'docs/start/README.md', 'examples/members-gate/README.md'])(
    '%s has only commands that the command line takes',
    async (path) => {
      for (const argv of commandsIn(path)) expect([argv, await parse(argv)]).toEqual([argv, true])
    },
  )
})
