import { VESTING_MS_MAX, type VestingSchedule } from '../messages/rule/vesting.ts'
import { lengthMs } from './vested-minor.ts'

/** What keeps a schedule that matches its schema from paying everything, in order and in time; undefined for a sound one. */
export function findVestingFault(schedule: VestingSchedule): string | undefined {
  if (schedule.kind === 'linear' && schedule.cliffMs > schedule.stepMs * schedule.steps) {
    return 'its vesting has a cliff after its last step'
  }
  if (schedule.kind === 'tranches') {
    const { tranches } = schedule
    const ascending = tranches.every(({ afterMs }, i) => afterMs > (tranches[i - 1]?.afterMs ?? -1))
    if (!ascending) return 'its tranches are not in the order of their times'
    const permille = tranches.reduce((sum, one) => sum + one.permille, 0)
    if (permille !== 1_000) return `its tranches are ${permille} permille together, not 1000`
  }
  const longest = lengthMs(schedule)
  return longest > VESTING_MS_MAX ? `it vests for longer than ${VESTING_MS_MAX} ms` : undefined
}
