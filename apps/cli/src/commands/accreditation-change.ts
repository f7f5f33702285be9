import type { AccreditationRecord, ActEffect } from '@evenkeel/kernel'
import type { World } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { quote, readOneOf, readSnakeCase, readTime } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { decideAct } from './decide-act.ts'

/** Each change of an issuer's accreditation, and how it is told. */
const CHANGES = {
  suspend: {
    status: 'suspended',
    would: 'wouldSuspend',
    done: 'suspended',
    until: ', until it is reinstated',
  },
  withdraw: {
    status: 'withdrawn',
    would: 'wouldWithdraw',
    done: 'withdrawn',
    until: ', until it is accredited anew',
  },
  reinstate: { status: 'active', would: 'wouldReinstate', done: 'reinstated', until: '' },
} as const

const MODES = ['coordinated', 'immediate'] as const

export interface AccreditationChangeOptions {
  readonly reason: string
  readonly mode?: string
  readonly notBefore?: string
  readonly yes?: boolean
  readonly dryRun?: boolean
}

/** `evenkeel accreditation suspend`, `withdraw` and `reinstate`: without --yes they say what would happen and change nothing. */
export async function accreditationChange(
  { output, withWorld }: Session,
  verb: keyof typeof CHANGES,
  issuer: string,
  options: AccreditationChangeOptions,
): Promise<ExitCode> {
  const { status, would, done, until } = CHANGES[verb]
  const reason = readSnakeCase(options.reason, '--reason')
  const mode = options.mode === undefined ? undefined : readOneOf(options.mode, MODES, '--mode')
  const notBeforeMs =
    options.notBefore === undefined ? undefined : readTime(options.notBefore, '--not-before')
  return withWorld(async (world) => {
    const before = await findAccreditation(world, issuer)
    if (before === undefined) {
      const what = `No issuer is accredited as ${quote(issuer)}.`
      return output.refuse({ what, code: 'not_found', next: 'see evenkeel accreditation list' })
    }
    if (options.yes !== true || options.dryRun === true) {
      output.result('evenkeel.preview/v1', { issuer, subject: before.subject, [would]: 1 }, [
        `Would ${verb} 1 accreditation${until}: ${issuer}, with every credential of it`,
        '  next: the same command with --yes and without --dry-run',
      ])
      return EXIT.done
    }
    const statusFromMs = notBeforeMs ?? world.the('governance').ports.clock.nowMs()
    const decided = await decideAct(world, (authority, actId) =>
      authority.accredit({
        record: { ...before, status, statusFromMs, reason, actId },
        ...(mode && { mode }),
      }),
    )
    if (!decided.ok) {
      return output.refuse({ what: `${issuer} was not ${done}.`, ...decided.error })
    }
    const { act, state, effects } = decided.value
    output.result('evenkeel.accreditation-act/v1', { issuer, act, state, effects }, [
      `${issuer} is ${done} because ${reason}, by ${act.actId}`,
      `  ${describe(effects[0])}`,
    ])
    return EXIT.done
  })
}

/** What is announced for the issuer last, else what stands. */
async function findAccreditation(
  world: World,
  issuer: string,
): Promise<AccreditationRecord | undefined> {
  const network = world.the('network').role
  const isIts = ({ party, action }: AccreditationRecord) => party === issuer && action === 'issue'
  const announced = (await network.announcements()).findLast(({ record }) => isIts(record))
  return announced?.record ?? (await network.accreditations()).find(isIts)
}

function describe(effect: ActEffect | undefined): string {
  if (effect === undefined) return 'the network has not answered yet'
  const at = formatTime(effect.effectiveAtMs)
  switch (effect.state) {
    case 'announced':
      return `counts everywhere at ${at}, and nowhere before`
    case 'in_force':
      return `counts everywhere at ${at}, when the last older list ends`
    default:
      return `${effect.state} since ${at}`
  }
}
