import { describe, expect, it } from 'vitest'
import { progressOn } from '../../src/replay/progress.ts'

function report(isTTY: boolean): string {
  let said = ''
  const stream = {
    isTTY,
    write: (text: string) => {
      said += text
      return true
    },
  }
  const progress = progressOn(0, stream)('settled', 200, 50)
  progress.update(100)
  progress.end()
  return said
}

describe('progress', () => {
  it('is whole lines where nobody watches, so that logs and programs can read it', () => {
    const lines = report(false).split('\n')
    expect(lines.at(-1)).toBe('')
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^settled \d+\/200, \d+\/s/)
  })

  it('is one line that is drawn again in a terminal', () => {
    const said = report(true)
    expect(said.split('\n')).toHaveLength(2)
    expect(said).toMatch(/█{12}░{12} settled 100\/200/)
  })
})
