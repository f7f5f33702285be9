import { reasonCodes, reasons } from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { exitCodeOfOutcome, exitCodeOfReason } from '../src/exit-code-of.ts'
import { EXIT } from '../src/exit-codes.ts'
import { createProgram } from '../src/program.ts'
import { runCli } from './support/run-cli.ts'

type Command = ReturnType<typeof createProgram>

const silent = { stdout: () => undefined, stderr: () => undefined }
const program = createProgram(silent, async () => undefined)

function pathsBelow(command: Command): readonly (readonly string[])[] {
  return [
    [],
    ...command.commands.flatMap((each) => pathsBelow(each).map((rest) => [each.name(), ...rest])),
  ]
}

describe('help', () => {
  it.each(pathsBelow(program).map((path) => [path.join(' '), path] as const))(
    'of “%s” is as it was agreed, with examples where something can be run',
    async (_name, path) => {
      const { code, stdout, stderr } = await runCli(...path, '--help')
      expect([code, stderr]).toEqual([EXIT.done, ''])
      expect(stdout).toMatchSnapshot()
      const isGroup = stdout.includes('\nCommands:')
      expect(stdout.startsWith('examples:\n  evenkeel ')).toBe(!isGroup)
    },
  )
})

describe('exit codes', () => {
  it('are decided for every reason, so that a new HTTP status has to be thought about', () => {
    const open = reasonCodes.filter((code) => exitCodeOfReason(code) === undefined)
    expect(open.map((code) => `${code}: ${reasons[code].httpStatus}`)).toEqual([])
  })

  it('never say done for a reason', () => {
    expect(reasonCodes.filter((code) => exitCodeOfReason(code) === EXIT.done)).toEqual([])
  })

  it('tell the three outcomes of a verdict apart', () => {
    const outcomes = (['accepted', 'rejected', 'undetermined'] as const).map(exitCodeOfOutcome)
    expect(outcomes).toEqual([EXIT.done, EXIT.rejected, EXIT.undetermined])
  })
})

describe('talk on stderr', () => {
  it('is a refusal of four lines, also with --quiet', async () => {
    const { stdout, stderr } = await runCli('--quiet', 'explain', 'nothing')
    expect(stdout).toBe('')
    expect(stderr.split('\n').map((line) => line.slice(0, 8))).toEqual([
      'No reaso',
      '  why:  ',
      '  next: ',
      '  code: ',
      '',
    ])
  })

  it('says of a fault that it is one, and shows its stack only with --debug', async () => {
    const broken = {
      stdout: () => {
        throw new Error('the disk is gone')
      },
    }
    const heard: string[] = []
    const run = async (...argv: readonly string[]) => {
      const { main } = await import('../src/main.ts')
      heard.length = 0
      const never = new AbortController().signal
      return main(argv, {
        ...broken,
        stderr: (text) => heard.push(text),
        colour: false,
        terminal: false,
        unread: never,
        catchInterrupts: () => never,
      })
    }
    expect(await run('explain', 'status_stale')).toBe(EXIT.unexpected)
    expect(heard.join('')).toContain('code: internal_fault')
    expect(heard.join('')).not.toMatch(/^\s+at /m)
    await run('--debug', 'explain', 'status_stale')
    expect(heard.join('')).toMatch(/^\s+at /m)
  })
})
